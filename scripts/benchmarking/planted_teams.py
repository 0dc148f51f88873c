"""Contradictions between agents, planted in plans: a team of three on a queue of its own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from scheduler.problem import Problem
from scripts.benchmarking.planted import ATTRIBUTE, DAY, SHORT, Ground, Planted, ground_of

QUEUE, OTHER_QUEUE, SITE = "planted queue", "planted second", "planted site"
TEAM = 3


def team_of(problem: Problem, number: int, size: int = TEAM) -> Ground:
    """
    A plan with some agents who alone can work two queues of their own, at a site of their own.

    Parameters
    ----------
    problem
        A plan of a week that has a roster.
    number
        Of the first of them.
    size
        How many they are.
    """
    team = [ground_of(problem, number + place).agent for place in range(size)]
    ground = ground_of(problem, number)
    for place in range(1, size):
        ground = _with_member(ground, problem, number + place)
    skills = ({"queue": QUEUE}, {"queue": OTHER_QUEUE})
    fields = {name: getattr(ground.problem, name) for name in Problem.model_fields}
    fields["queues"] = (*fields["queues"], {"queue": QUEUE}, {"queue": OTHER_QUEUE})
    fields["sites"] = (*fields["sites"], {"site": SITE})
    agents = [agent.model_dump() for agent in fields["agents"]]
    change = {"skills": skills, "site": SITE, "works_from_home": False}
    fields["agents"] = tuple(agent | change if agent["agent"] in team else agent for agent in agents)
    return Ground(Problem.model_validate(fields), team[0])


def _with_member(ground: Ground, problem: Problem, number: int) -> Ground:
    own = problem.agents[number % len(problem.agents)].agent
    fields = {name: getattr(ground.problem, name) for name in Problem.model_fields}
    for table in ("availability", "absences", "history", "pins", "adjustments", "published", "preferences"):
        fields[table] = tuple(row for row in fields[table] if row.agent != own)
    plain = {"contract": "planted", "valid_from": None, "valid_to": None, "attributes": (ATTRIBUTE,)}
    fields["agents"] = tuple(
        agent.model_copy(update=plain) if agent.agent == own else agent for agent in fields["agents"]
    )
    return replace(ground, problem=Problem.model_validate(fields))


def members(g: Ground) -> list[str]:
    """The team."""
    return [agent.agent for agent in g.problem.agents if agent.site == SITE]


def needed(g: Ground, day: int, start: str, hours: int, limit: int, queue: str = QUEUE) -> list[dict[str, Any]]:
    """Hard minima of a queue for some hours."""
    grid = g.problem.interval_minutes
    first = g.problem.horizon.minute(g.at(day, start))
    places = [g.problem.horizon.instant(first + grid * n) for n in range(60 * hours // grid)]
    return [{"queue": queue, "interval_start": place, "required": limit, "minimum": limit} for place in places]


def _changed(g: Ground, table: str, key: str, name: str, **update: Any) -> Ground:
    rows = [row.model_dump() for row in getattr(g.problem, table)]
    fields = {field: getattr(g.problem, field) for field in Problem.model_fields}
    fields[table] = tuple(row | update if row[key] == name else row for row in rows)
    return replace(g, problem=Problem.model_validate(fields))


def _plant(g: Ground, *rules: str, **tables: Any) -> Planted:
    return g.plant(*rules, agents=frozenset(), **tables)


def _minimum_on_absence(g: Ground) -> Planted:
    away = [g.span(1, "0:00", "24:00", members(g)[1])]
    return _plant(g, "staffing_limits", "absences", requirements=needed(g, 1, "11:00", 1, 3), absences=away)


def _minimum_on_unavailable(g: Ground) -> Planted:
    away = [g.span(2, "9:00", "15:00", agent) | {"kind": "unavailable"} for agent in members(g)[:2]]
    return _plant(g, "staffing_limits", "availability", requirements=needed(g, 2, "11:00", 1, 2), availability=away)


def _minimum_before_valid(g: Ground) -> Planted:
    for agent in members(g)[:2]:
        g = _changed(g, "agents", "agent", agent, valid_from=g.problem.horizon.date(4))
    return _plant(g, "staffing_limits", "valid_dates", requirements=needed(g, 2, "11:00", 1, 2))


def _minimum_outside_patterns(g: Ground) -> Planted:
    g = _changed(g, "contracts", "contract", "planted", patterns=(DAY, SHORT))
    return _plant(g, "staffing_limits", "shift_pattern", requirements=needed(g, 3, "2:00", 1, 1))


def _minimum_above_seats(g: Ground) -> Planted:
    seats = ({"start": "00:00", "end": "24:00", "seats": 2},)
    g = _changed(g, "sites", "site", SITE, seats=seats)
    return _plant(g, "staffing_limits", "seats", requirements=needed(g, 1, "11:00", 1, 3))


def _minima_above_seats(g: Ground) -> Planted:
    seats = ({"start": "00:00", "end": "24:00", "seats": 2},)
    g = _changed(g, "sites", "site", SITE, seats=seats)
    rows = [*needed(g, 1, "11:00", 1, 2), *needed(g, 1, "11:00", 1, 1, OTHER_QUEUE)]
    return _plant(g, "staffing_limits", "seats", requirements=rows)


def _minimum_above_units(g: Ground) -> Planted:
    pools = [{"pool": "planted phones", "units": 1, "queues": [QUEUE]}]
    return _plant(g, "staffing_limits", "equipment", requirements=needed(g, 1, "11:00", 1, 2), pools=pools)


def _minima_of_two_queues(g: Ground) -> Planted:
    rows = [*needed(g, 1, "11:00", 1, 2), *needed(g, 1, "11:00", 1, 2, OTHER_QUEUE)]
    return _plant(g, "staffing_limits", requirements=rows)


def _pins_above_maximum(g: Ground) -> Planted:
    pins = [g.pin(2, "11:00", "12:00", agent, QUEUE) for agent in members(g)[:2]]
    rows = [row | {"required": 0, "minimum": None, "maximum": 1} for row in needed(g, 2, "11:00", 1, 1)]
    return _plant(g, "staffing_limits", "pins", requirements=rows, pins=pins)


def _pins_above_seats(g: Ground) -> Planted:
    g = _changed(g, "sites", "site", SITE, seats=({"start": "00:00", "end": "24:00", "seats": 1},))
    pins = [g.pin(2, "9:00", "17:00", agent) for agent in members(g)[:2]]
    return _plant(g, "seats", "pins", pins=pins)


def _pins_above_units(g: Ground) -> Planted:
    pools = [{"pool": "planted phones", "units": 1, "queues": [QUEUE]}]
    pins = [g.pin(2, "11:00", "12:00", agent, QUEUE) for agent in members(g)[:2]]
    return _plant(g, "equipment", "pins", pools=pools, pins=pins)


def _minima_above_days(g: Ground) -> Planted:
    g = g.contract(maximum_days_per_week=2)
    rows = [row for day in range(7) for row in needed(g, day, "11:00", 1, 1)]
    return _plant(g, "staffing_limits", "contract_days", requirements=rows)


def _minima_without_rest(g: Ground) -> Planted:
    rule = {"planted rest": {"kind": "daily_rest", "hours": 16, "only_for": [ATTRIBUTE]}}
    rows = [*needed(g, 1, "19:00", 1, 2), *needed(g, 2, "8:00", 1, 2)]
    return _plant(g, "staffing_limits", "planted rest", requirements=rows, rules=rule)


def _unfair_pins(g: Ground) -> Planted:
    rule = {"planted fairness": {"kind": "fairness", "of": "shifts", "maximum_difference": 1, "only_for": [ATTRIBUTE]}}
    first = members(g)[0]
    away = [g.span(day, "0:00", "24:00", members(g)[1]) for day in range(0, 3)]
    more = [g.span(day, "0:00", "24:00", members(g)[1]) | {"kind": "unavailable"} for day in range(3, 6)]
    pins = [g.pin(day, "9:00", "17:00", first) for day in range(3)]
    return _plant(
        g,
        "pins",
        "absences",
        "availability",
        "planted fairness",
        pins=pins,
        absences=away,
        availability=more,
        rules=rule,
    )


TEAM_PLANTS: Mapping[str, Callable[[Ground], Planted]] = MappingProxyType(
    {
        plant.__name__.strip("_").replace("_", " "): plant
        for plant in (
            _minimum_on_absence,
            _minimum_on_unavailable,
            _minimum_before_valid,
            _minimum_outside_patterns,
            _minimum_above_seats,
            _minima_above_seats,
            _minimum_above_units,
            _minima_of_two_queues,
            _pins_above_maximum,
            _pins_above_seats,
            _pins_above_units,
            _minima_above_days,
            _minima_without_rest,
            _unfair_pins,
        )
    }
)
"""Contradictions in what is asked of several agents."""
