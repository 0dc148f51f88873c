"""Plans with a contradiction planted in them, of which `explain` is asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from scheduler.problem import Problem

DAY, NIGHT, SHORT = "planted day", "planted night", "planted short"
ATTRIBUTE = "planted"


@dataclass(frozen=True)
class Planted:
    """
    Parameters
    ----------
    problem
        The plan.
    rules
        Rules that contradict each other, as `explain` names them.
    agents
        The agents concerned; empty where it is not about single agents.
    """

    problem: Problem
    rules: frozenset[str]
    agents: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Ground:
    """
    A plan that has a roster, and an agent in it on whom nothing is asked but what is planted.

    Parameters
    ----------
    problem
        The plan; the agent has a contract of his own without limits, with shifts of the day and the night.
    agent
        Identifier.
    """

    problem: Problem
    agent: str

    def at(self, day: int, clock: str) -> dt.datetime:
        """A local time of a day of the plan; hours past 24 are on the next."""
        hours, minutes = clock.split(":")
        horizon = self.problem.horizon
        return horizon.instant(horizon.minute_at(day, 60 * int(hours) + int(minutes)))

    def span(self, day: int, start: str, end: str, agent: str = "") -> dict[str, Any]:
        """A span of the agent's time."""
        return {"agent": agent or self.agent, "start": self.at(day, start), "end": self.at(day, end)}

    def pin(self, day: int, start: str, end: str, agent: str = "", activity: str = "") -> dict[str, Any]:
        """A pinned shift, or a part of one."""
        date = self.problem.horizon.date(day)
        return self.span(day, start, end, agent) | {"shift_date": date, "activity": activity}

    def plant(self, *rules: str, agents: frozenset[str] | None = None, **tables: Any) -> Planted:
        """The plan with rows added to its tables, or rules to its rules."""
        fields = {name: getattr(self.problem, name) for name in Problem.model_fields}
        for name, rows in tables.items():
            fields[name] = fields[name] | rows if name == "rules" else (*fields[name], *rows)
        concerned = frozenset({self.agent}) if agents is None else agents
        return Planted(Problem.model_validate(fields), frozenset(rules), concerned)

    def contract(self, **limits: Any) -> Ground:
        """The plan with limits in the agent's contract."""
        rows = tuple(
            row.model_copy(update=limits) if row.contract == "planted" else row for row in self.problem.contracts
        )
        return replace(self, problem=self.problem.model_copy(update={"contracts": rows}))


def ground_of(problem: Problem, number: int) -> Ground:
    """
    A plan with an agent on whom nothing is asked.

    Parameters
    ----------
    problem
        A plan of a week that has a roster.
    number
        Of the agent; those past the last begin anew.
    """
    own = problem.agents[number % len(problem.agents)]
    meal = {"name": "planted meal", "minutes": 30, "earliest_minutes": 180, "latest_minutes": 270}
    patterns: list[dict[str, Any]] = [
        {"pattern": DAY, "earliest_start": "06:00", "latest_start": "16:00", "start_step_minutes": 60},
        {"pattern": NIGHT, "earliest_start": "22:00", "latest_start": "22:00"},
    ]
    fields = {name: getattr(problem, name) for name in Problem.model_fields}
    for table in ("availability", "absences", "history", "pins", "adjustments", "published", "preferences"):
        fields[table] = tuple(row for row in fields[table] if row.agent != own.agent)
    plain = {"contract": "planted", "valid_from": None, "valid_to": None, "attributes": (ATTRIBUTE,)}
    fields["agents"] = tuple(
        agent.model_copy(update=plain) if agent.agent == own.agent else agent for agent in problem.agents
    )
    fields["patterns"] = (
        *problem.patterns,
        *(row | {"lengths_minutes": [480], "breaks": [meal]} for row in patterns),
        patterns[0] | {"pattern": SHORT, "lengths_minutes": [240]},
    )
    fields["contracts"] = (*problem.contracts, {"contract": "planted", "patterns": [DAY, NIGHT, SHORT]})
    return Ground(Problem.model_validate(fields), own.agent)


def _pin_on_absence(g: Ground) -> Planted:
    return g.plant("pins", "absences", pins=[g.pin(2, "9:00", "17:00")], absences=[g.span(2, "12:00", "36:00")])


def _pin_on_unavailable(g: Ground) -> Planted:
    rows = [g.span(3, "16:00", "20:00") | {"kind": "unavailable"}]
    return g.plant("pins", "availability", pins=[g.pin(3, "9:00", "17:00")], availability=rows)


def _pin_outside_available(g: Ground) -> Planted:
    rows = [g.span(day, "6:00", "14:00") | {"kind": "available"} for day in range(5)]
    return g.plant("pins", "availability", pins=[g.pin(3, "8:00", "16:00")], availability=rows)


def _pin_before_valid(g: Ground) -> Planted:
    date = g.problem.horizon.date(3)
    agents = tuple(
        agent.model_copy(update={"valid_from": date}) if agent.agent == g.agent else agent for agent in g.problem.agents
    )
    ground = replace(g, problem=g.problem.model_copy(update={"agents": agents}))
    return ground.plant("pins", "valid_dates", pins=[g.pin(1, "9:00", "17:00")])


def _pins_without_rest(g: Ground) -> Planted:
    rule = {"planted rest": {"kind": "daily_rest", "hours": 14}}
    pins = [g.pin(1, "12:00", "20:00"), g.pin(2, "8:00", "16:00")]
    return g.plant("pins", "planted rest", pins=pins, rules=_only(rule))


def _pins_in_a_row(g: Ground) -> Planted:
    rule = {"planted days": {"kind": "consecutive_days", "maximum": 3}}
    pins = [g.pin(day, "8:00", "16:00") for day in range(1, 5)]
    return g.plant("pins", "planted days", pins=pins, rules=_only(rule))


def _pin_in_protected_time(g: Ground) -> Planted:
    windows = [{"start": "15:00", "end": "16:00"}]
    rule = {"prayer": {"kind": "protected_time", "windows": windows, "days_of_week": ["wednesday"]}}
    return g.plant("pins", "prayer", pins=[g.pin(2, "9:00", "17:00")], rules=_only(rule))


def _only(rules: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Rules that hold for agents who were planted alone."""
    return {name: rule | {"only_for": [ATTRIBUTE]} for name, rule in rules.items()}


def _pin_too_long(g: Ground) -> Planted:
    rule = {"short shifts": {"kind": "shift_length", "maximum_hours": 7}}
    return g.plant("pins", "short shifts", pins=[g.pin(4, "10:00", "18:00")], rules=_only(rule))


def _night_then_day(g: Ground) -> Planted:
    rule = {
        "no day after night": {
            "kind": "forbidden_succession",
            "before": {"windows": [{"start": "23:00", "end": "05:00"}]},
            "after": {"latest_start": "17:00"},
            "days": 2,
        }
    }
    pins = [g.pin(1, "22:00", "30:00"), g.pin(3, "14:00", "22:00")]
    return g.plant("pins", "no day after night", pins=pins, rules=_only(rule))


def _starts_apart(g: Ground) -> Planted:
    rule = {"regular starts": {"kind": "similar_starts", "tolerance_minutes": 120}}
    pins = [g.pin(3, "7:00", "15:00"), g.pin(4, "12:00", "20:00")]
    return g.plant("pins", "regular starts", pins=pins, rules=_only(rule))


def _pins_without_weekly_rest(g: Ground) -> Planted:
    rule = {"long rest": {"kind": "weekly_rest", "hours": 60, "anchor": "fixed"}}
    pins = [g.pin(day, "8:00", "16:00") for day in (0, 2, 4, 6)]
    return g.plant("pins", "long rest", pins=pins, rules=_only(rule))


def _half_weekend(g: Ground) -> Planted:
    rule = {"whole weekends": {"kind": "weekends", "whole": True}}
    away = [g.span(6, "0:00", "24:00")]
    return g.plant(
        "pins", "absences", "whole weekends", pins=[g.pin(5, "8:00", "16:00")], absences=away, rules=_only(rule)
    )


def _too_many_nights(g: Ground) -> Planted:
    rule = {
        "one night": {
            "kind": "count_limit",
            "maximum": 1,
            "window_days": 7,
            "shifts": {"windows": [{"start": "23:00", "end": "05:00"}]},
        }
    }
    pins = [g.pin(1, "22:00", "30:00"), g.pin(4, "22:00", "30:00")]
    return g.plant("pins", "one night", pins=pins, rules=_only(rule))


def _long_night(g: Ground) -> Planted:
    night = {"windows": [{"start": "23:00", "end": "05:00", "minutes": 180}]}
    rule = {"short nights": {"kind": "night_work", "night": night, "maximum_hours": 6}}
    return g.plant("pins", "short nights", pins=[g.pin(2, "22:00", "30:00")], rules=_only(rule))


def _late_break(g: Ground) -> Planted:
    rule = {"long break": {"kind": "break_entitlement", "tiers": [{"more_than_hours": 6, "minutes": 60}]}}
    return g.plant("pins", "long break", pins=[g.pin(2, "9:00", "17:00")], rules=_only(rule))


def _hours_above_rule(g: Ground) -> Planted:
    rule = {"thirty hours": {"kind": "working_hours", "maximum_hours": 30, "window_days": 7}}
    ground = g.contract(minimum_minutes_per_week=2100)
    return ground.plant("contract_minutes", "thirty hours", rules=_only(rule))


def _hours_without_days(g: Ground) -> Planted:
    return g.contract(minimum_minutes_per_week=2400, maximum_days_per_week=3).plant("contract_minutes", "contract_days")


def _hours_without_patterns(g: Ground) -> Planted:
    ground = g.contract(minimum_minutes_per_week=2100, patterns=(SHORT,))
    return ground.plant("contract_minutes", "shift_pattern")


def _hours_without_availability(g: Ground) -> Planted:
    rows = [g.span(day, "8:00", "13:00") | {"kind": "available"} for day in (0, 2, 4)]
    ground = g.contract(minimum_minutes_per_week=1500)
    return ground.plant("contract_minutes", "availability", availability=rows)


def _hours_without_presence(g: Ground) -> Planted:
    ground = g.contract(minimum_minutes_per_week=2100)
    return ground.plant("contract_minutes", "absences", absences=[g.span(0, "0:00", "144:00")])


def _days_in_a_row(g: Ground) -> Planted:
    rule = {"three in a row": {"kind": "consecutive_days", "maximum": 2}}
    ground = g.contract(minimum_days_per_week=6)
    return ground.plant("contract_days", "three in a row", rules=_only(rule))


def _hours_of_two_rules(g: Ground) -> Planted:
    rules = {
        "at least 30": {"kind": "working_hours", "minimum_hours": 30, "window_days": 7, "anchor": "fixed"},
        "at most 20": {"kind": "working_hours", "maximum_hours": 20, "window_days": 7, "anchor": "fixed"},
    }
    return g.plant("at least 30", "at most 20", rules=_only(rules))


def _pins_above_hours(g: Ground) -> Planted:
    ground = g.contract(maximum_minutes_per_week=1200)
    return ground.plant("pins", "contract_minutes", pins=[g.pin(day, "8:00", "16:00") for day in (0, 2, 4)])


def _pins_above_days(g: Ground) -> Planted:
    ground = g.contract(maximum_days_per_week=2)
    return ground.plant("pins", "contract_days", pins=[g.pin(day, "8:00", "16:00") for day in (0, 2, 4)])


AGENT_PLANTS: Mapping[str, Callable[[Ground], Planted]] = MappingProxyType(
    {
        plant.__name__.strip("_").replace("_", " "): plant
        for plant in (
            _pin_on_absence,
            _pin_on_unavailable,
            _pin_outside_available,
            _pin_before_valid,
            _pins_without_rest,
            _pins_in_a_row,
            _pin_in_protected_time,
            _pin_too_long,
            _night_then_day,
            _starts_apart,
            _pins_without_weekly_rest,
            _half_weekend,
            _too_many_nights,
            _long_night,
            _late_break,
            _hours_above_rule,
            _hours_without_days,
            _hours_without_patterns,
            _hours_without_availability,
            _hours_without_presence,
            _days_in_a_row,
            _hours_of_two_rules,
            _pins_above_hours,
            _pins_above_days,
        )
    }
)
"""Contradictions in what is asked of one agent."""
