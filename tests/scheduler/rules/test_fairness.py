"""Unpopular shifts, weekends and hours shared out evenly."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from scheduler import solve
from scheduler.audit import audit
from scheduler.candidates import Candidates, Offers, candidates_of
from scheduler.people import Absence, Agent, Skill
from scheduler.problem import Problem
from scheduler.result import Violation
from scheduler.rules.fairness import Fairness
from tests.builders import (
    at,
    breaches,
    make_contract,
    make_past,
    make_pattern,
    make_problem,
    make_requirements,
    make_roster,
    make_shift,
)

Parameters = dict[str, Any]

NIGHTS: Parameters = {"of": "shifts", "shifts": {"windows": [{"start": "23:00", "end": "06:00", "minutes": 180}]}}
WEEKENDS: Parameters = {"of": "weekend_days"}
HOURS: Parameters = {"of": "hours"}
CONTRACTS = (
    make_contract(),
    make_contract(contract="half", maximum_minutes_per_week=1200, minimum_minutes_per_week=600),
)


def _agent(name: str, **fields: Any) -> Agent:
    return Agent(
        **{"agent": name, "name": name.title(), "site": "office", "contract": "full"} | fields,
        skills=(Skill(queue="phone"),),
    )


TEAM = (_agent("anna"), _agent("ben"), _agent("cleo"))


def _problem(rule: Parameters, **overrides: Any) -> Problem:
    return make_problem(**({"rules": {"fairness": rule}, "agents": TEAM, "contracts": CONTRACTS} | overrides))


def _days(agent: str, start: str, end: str, *dates: int) -> list[Any]:
    """Shifts of the plan's week by the day of the month: 30 is Monday, 1 Tuesday and 6 Sunday."""
    months = {30: "2026-11-30"}
    return [make_shift(agent, f"{months.get(date, f'2026-12-{date:02d}')} {start}", end) for date in dates]


def _found(problem: Problem, *groups: list[Any]) -> list[Violation]:
    return [row for row in breaches(problem, *(shift for group in groups for shift in group)) if row.rule == "fairness"]


def test_as_much_as_is_free() -> None:
    """Three nights and one: a difference of 2; Cleo, with two, is between them."""
    shifts = (
        _days("anna", "22:00", "06:00", 30, 1, 2),
        _days("ben", "22:00", "06:00", 3),
        _days("cleo", "22:00", "06:00", 4, 5),
    )
    assert _found(_problem(NIGHTS | {"maximum_difference": 2}), *shifts) == []
    (found,) = _found(_problem(NIGHTS | {"maximum_difference": 1}), *shifts)
    assert (found.severity, found.agent, found.amount) == ("hard", None, 1)
    assert (found.start, found.end) == (at("2026-11-30 00:00"), at("2026-12-07 00:00"))
    assert found.message == (
        "From Mon 2026-11-30 to Sun 2026-12-06 Anna has 3 shifts that count, Ben has 1; they may differ by 1."
    )


def test_only_shifts_of_the_kind_count() -> None:
    """Seven day shifts are no nights; a shift that has less than 3 h of the night is none either."""
    shifts = _days("anna", "08:00", "16:00", 30, 1, 2, 3), _days("anna", "18:00", "01:30", 4, 5, 6)
    assert _found(_problem(NIGHTS), *shifts) == []
    assert _found(_problem(NIGHTS), _days("anna", "18:00", "02:00", 4))[0].amount == 1


def test_weekend_days_are_those_of_the_shift_date() -> None:
    """Friday night is none, Saturday and Sunday count one each."""
    shifts = _days("anna", "20:00", "04:00", 4), _days("ben", "08:00", "16:00", 5, 6)
    (found,) = _found(_problem(WEEKENDS), *shifts)
    assert found.amount == 2
    assert "Ben has 2 weekend days, Anna has 0" in found.message


def test_weekend_days_of_a_kind() -> None:
    """Kinds of shifts and weekend days: only the night of Saturday."""
    shifts = _days("anna", "08:00", "16:00", 6), _days("ben", "22:00", "06:00", 30, 5)
    (found,) = _found(_problem(WEEKENDS | {"shifts": NIGHTS["shifts"]}), *shifts)
    assert (found.amount, found.message.count("Ben has 1 weekend days")) == (1, 1)


def test_hours_are_paid_hours() -> None:
    """From 08:00 to 16:00 less an unpaid half hour is 7 h 30 min; half an hour is free, 7 h are too much."""
    shift = make_shift("anna", "2026-11-30 08:00", "16:00", [("meal", "12:00", "12:30")])
    (found,) = _found(_problem(HOURS | {"maximum_difference": "0.5"}), [shift])
    assert found.amount == 420
    assert "Anna has 7.5 paid hours that count, Ben has 0; they may differ by 0.5." in found.message
    assert _found(_problem(HOURS | {"maximum_difference": "7.5"}), [shift]) == []


def test_in_proportion_to_contracts() -> None:
    """Of two nights each, those of Anna with 20 h weigh 4 and those of Ben with 40 h weigh 2."""
    contracts = (make_contract(maximum_minutes_per_week=2400), CONTRACTS[1])
    agents = (_agent("anna", contract="half"), _agent("ben"))
    shifts = _days("anna", "22:00", "06:00", 30, 1), _days("ben", "22:00", "06:00", 3, 4)
    rule = NIGHTS | {"per_contract_hour": True, "maximum_difference": "1.99"}
    (found,) = _found(_problem(rule, agents=agents, contracts=contracts), *shifts)
    assert found.amount == 1
    assert (
        "Anna has 4 shifts that count on 40 contract hours a week, Ben has 2; they may differ by 1.99" in found.message
    )


@pytest.mark.parametrize(
    ("contract", "rule", "amount"),
    [
        # 37.5 h: a shift weighs 40 / 37.5 = 1.0667, in hundredths 107; 8 h weigh 8.5333 h, 512 minutes.
        ({"maximum_minutes_per_week": 2250}, NIGHTS, 107),
        ({"maximum_minutes_per_week": 2250}, HOURS, 512),
        # 32 h: 1.25; 35 h 33 min: 2400 / 2133 = 1.1252, 113 hundredths; 8 h are 540.08 minutes.
        ({"maximum_minutes_per_week": 1920}, NIGHTS, 125),
        ({"maximum_minutes_per_week": 2133}, NIGHTS, 113),
        ({"maximum_minutes_per_week": 2133}, HOURS, 540),
        # 64 h: 0.625 is rounded up to 63 hundredths.
        ({"maximum_minutes_per_week": 3840}, NIGHTS, 63),
        # Only a minimum is stated: 20 h. Both: the maximum.
        ({"minimum_minutes_per_week": 1200}, NIGHTS, 200),
        ({"minimum_minutes_per_week": 1200, "maximum_minutes_per_week": 1600}, NIGHTS, 150),
    ],
)
def test_weight_of_a_shift(contract: Parameters, rule: Parameters, amount: int) -> None:
    """A night shift of 8 h of one agent; the other has none."""
    problem = _problem(rule | {"per_contract_hour": True}, contracts=(make_contract(**contract),))
    (found,) = _found(problem, _days("anna", "22:00", "06:00", 1))
    assert found.amount == amount


def test_contracts_without_hours_take_no_part() -> None:
    """Nobody can say how much an agent without hours should have."""
    shifts = _days("anna", "22:00", "06:00", 1)
    assert _found(_problem(NIGHTS | {"per_contract_hour": True}), shifts) == []
    assert len(_found(_problem(NIGHTS), shifts)) == 1


@pytest.mark.parametrize(("history_days", "amount"), [(0, 0), (2, 0), (3, 1), (28, 2)])
def test_history(history_days: int, amount: int) -> None:
    """Anna had nights on Friday the 27th, 3 days before the plan, and on the 20th; Friday counts from 3 days on."""
    history = [make_past("anna", f"2026-11-{day} 22:00", "06:00") for day in (20, 27)]
    problem = _problem(NIGHTS | {"history_days": history_days}, history=history, history_from="2026-11-01")
    assert sum(found.amount for found in _found(problem)) == amount


def test_history_is_counted_as_far_as_it_is_known() -> None:
    """Ben began on the 20th; as the history is known from there on, he takes part, a day later he would not."""
    history = [make_past("anna", "2026-11-20 22:00", "06:00")]
    for valid_from, count in (("2026-11-20", 1), ("2026-11-21", 0)):
        agents = (_agent("anna"), _agent("ben", valid_from=valid_from))
        assert len(_found(_problem(NIGHTS | {"history_days": 28}, history=history, agents=agents))) == count


@pytest.mark.parametrize(
    ("fields", "count"),
    [
        ({}, 1),
        ({"valid_from": "2026-11-30", "valid_to": "2026-12-06"}, 1),
        ({"valid_from": "2026-12-01"}, 0),
        ({"valid_to": "2026-12-05"}, 0),
        ({"attributes": ("days_only",)}, 0),
        ({"contract": "half"}, 0),
    ],
)
def test_who_takes_part(fields: Parameters, count: int) -> None:
    """Employed throughout, with the right contract, and not exempt; else Anna is alone and cannot be unlike."""
    agents = (_agent("anna"), _agent("ben", **fields))
    rule = NIGHTS | {"not_for": ["days_only"], "contracts": ["full"]}
    assert len(_found(_problem(rule, agents=agents), _days("anna", "22:00", "06:00", 1))) == count


@pytest.mark.parametrize(
    ("start", "end", "presence", "count"),
    [
        # Three of seven dates are 4/7 present, four are 3/7; a date into which an absence reaches is absent.
        ("2026-12-01 00:00", "2026-12-04 00:00", "0.5", 1),
        ("2026-12-01 00:00", "2026-12-04 00:01", "0.5", 0),
        ("2026-11-30 23:30", "2026-12-04 00:00", "0.5", 0),
        # Dates before and after the plan do not matter.
        ("2026-11-20 00:00", "2026-12-03 00:00", "0.5", 1),
        ("2026-12-04 00:00", "2026-12-20 00:00", "0.5", 1),
        ("2026-12-03 00:00", "2026-12-20 00:00", "0.5", 0),
        ("2026-11-20 00:00", "2026-12-20 00:00", "0", 1),
        ("2026-12-01 09:00", "2026-12-01 10:00", "1", 0),
    ],
)
def test_the_absent_take_no_part(start: str, end: str, presence: str, count: int) -> None:
    """Ben cannot have had his share of a plan for most of which he is away."""
    absence = Absence(agent="ben", start=at(start), end=at(end))
    problem = _problem(NIGHTS | {"minimum_presence": presence}, agents=TEAM[:2], absences=[absence])
    assert len(_found(problem, _days("anna", "22:00", "06:00", 30))) == count


@pytest.mark.parametrize(("start", "night"), [("2026-03-23", "2026-03-28"), ("2026-10-19", "2026-10-24")])
def test_clock_changes(start: str, night: str) -> None:
    """From 22:00 to 06:00 is 7 h when clocks go forward and 9 h when they go back."""
    (found,) = _found(_problem(HOURS, start_date=start), [make_shift("anna", f"{night} 22:00", "06:00")])
    assert found.amount == (420 if night.startswith("2026-03") else 540)


@pytest.mark.parametrize(
    ("rule", "amount", "cost"),
    [
        (NIGHTS | {"maximum_difference": 1}, 1, 12),
        (HOURS | {"maximum_difference": 1}, 15, 180),
        (NIGHTS | {"per_contract_hour": True}, 4, 48),
    ],
)
def test_price(rule: Parameters, amount: float, cost: float) -> None:
    """12 for a shift, or an hour, beyond what is free: two nights of 8 h, of 20 contract hours 4."""
    contracts = (make_contract(maximum_minutes_per_week=1200),)
    problem = _problem(rule | {"severity": "cost", "price": 12}, contracts=contracts)
    term = audit(make_roster(*_days("anna", "22:00", "06:00", 1, 2)), problem).cost_terms["rule:fairness"]
    assert (term.amount, term.unit_cost, term.cost) == (amount, 12, cost)


def test_nobody_at_all() -> None:
    """Without agents there is nobody to compare, and with a warning nothing is charged."""
    assert _found(_problem(NIGHTS, agents=())) == []
    warned = audit(make_roster(*_days("anna", "22:00", "06:00", 1)), _problem(NIGHTS | {"severity": "warning"}))
    assert [found.severity for found in warned.violations] == ["warning"]
    assert "rule:fairness" not in warned.cost_terms


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"of": "weekends"},
        NIGHTS | {"maximum_difference": "0.5"},
        NIGHTS | {"maximum_difference": "0.505", "per_contract_hour": True},
        HOURS | {"maximum_difference": "0.33"},
        NIGHTS | {"maximum_difference": -1},
        NIGHTS | {"maximum_difference": 10_001},
        NIGHTS | {"history_days": 367},
        NIGHTS | {"minimum_presence": "1.1"},
        NIGHTS | {"severity": "cost"},
    ],
)
def test_wrong_parameters(wrong: Parameters) -> None:
    """Nothing to compare, parts of what is counted, out of range, a cost without a price."""
    with pytest.raises(ValidationError):
        Fairness(**wrong)


@pytest.mark.parametrize(
    ("agents", "rule", "compared"),
    [(TEAM[:2], NIGHTS, 2), (TEAM[:1], NIGHTS, 0), (TEAM, NIGHTS | {"contracts": ["half"]}, 0)],
)
def test_one_agent_is_not_compared(agents: tuple[Agent, ...], rule: Parameters, compared: int) -> None:
    """The model is given something to compare from two agents on."""
    problem = _problem(rule, agents=agents)
    offers = Offers(problem)
    (fairness,) = (kind for kind in problem.rule_book.of_plan if kind.name == "fairness")
    spread = fairness.spread([candidates_of(problem, agent, offers) for agent in agents])
    assert (0 if spread is None else len(spread.agents)) == compared
    assert fairness.spread([]) is None


def test_look_back() -> None:
    """As many days as are stated."""
    assert Fairness(**NIGHTS, history_days=28).look_back_days == 28


@pytest.mark.parametrize("severity", [{}, {"severity": "cost", "price": 50}])
def test_the_engine_shares_out(severity: Parameters) -> None:
    """Anna had two nights before; of the next three she gets none or, hard or dear, at most one more than Cleo."""
    pattern = make_pattern(earliest_start="22:00", latest_start="22:00", lengths_minutes=(480,))
    rule = NIGHTS | {"history_days": 7, "maximum_difference": 1} | severity
    history = [make_past("anna", f"2026-11-{day} 22:00", "06:00") for day in (26, 27)]
    required = [row for day in (30, 31, 32) for row in make_requirements("phone", _night(day), [1] * 4)]
    problem = _problem(rule, patterns=(pattern,), history=history, requirements=required)
    outcome = solve.build(problem, engine="cpsat", time_limit_seconds=200)
    assert outcome.roster is not None
    nights = [len(outcome.roster.tours.get(agent.agent, ())) for agent in TEAM]
    assert sum(nights) == 3
    assert max(nights[0] + 2, *nights[1:]) - min(nights[0] + 2, *nights[1:]) <= 1
    assert outcome.result.cost_terms["understaffing:phone"].cost == 0


def _night(day: int) -> str:
    return f"{dt.date(2026, 10, 31) + dt.timedelta(days=day)} 22:00"


# The values that the model compares are those that the auditor compares.


def _random_rule(draw: random.Random) -> Parameters:
    kinds: list[Parameters] = [{}, NIGHTS["shifts"], {"touches_days": ["sunday"]}, {"public_holiday": True}]
    return {
        "of": draw.choice(["shifts", "weekend_days", "hours"]),
        "shifts": draw.choice(kinds),
        "per_contract_hour": draw.random() < 0.5,
        "maximum_difference": draw.choice([0, 1, 2]),
        "history_days": draw.choice([0, 3, 14]),
        "severity": "cost",
        "price": 3,
    }


def _random_problem(draw: random.Random) -> Problem:
    contracts = tuple(
        make_contract(contract=name, patterns=("some",), maximum_minutes_per_week=minutes)
        for name, minutes in (("full", 2250), ("half", 1130))
    )
    start = dt.date.fromisoformat(draw.choice(["2026-03-25", "2026-10-23", "2026-12-20"]))
    agents = tuple(_agent(name, contract=draw.choice(["full", "half"])) for name in ("anna", "ben", "cleo", "dan"))
    history = [
        make_past(agent.agent, f"{start - dt.timedelta(days=day)} {draw.choice(['08', '22'])}:00", "06:30", 450)
        for agent in agents
        for day in draw.sample(range(1, 10), 3)
    ]
    return _problem(
        _random_rule(draw),
        start_date=start,
        patterns=(make_pattern(pattern="some", start_step_minutes=180, lengths_minutes=(240, 450, 600)),),
        contracts=contracts,
        agents=agents,
        history=history,
    )


def _compare(seed: int) -> int:
    """Whether some agents differ too much; the model's values give the amount that the auditor finds."""
    draw = random.Random(seed)
    problem = _random_problem(draw)
    offers = Offers(problem)
    candidates = [candidates_of(problem, agent, offers) for agent in problem.agents]
    (rule,) = (rule for rule in problem.rule_book.of_plan if isinstance(rule, Fairness))
    spread = rule.spread(candidates)
    assert spread is not None
    worked = [_tour(draw, own) for own in candidates]
    roster = make_roster(*(_shift(own, index) for own, tour in zip(candidates, worked, strict=True) for index in tour))
    values = [
        int(spread.base[place] + spread.weights_of(agent)[worked[agent]].sum())
        for place, agent in enumerate(spread.agents.tolist())
    ]
    beyond = max(0, max(values) - min(values) - spread.free)
    assert [found.amount for found in rule.violations_of_roster(roster, problem)] == ([beyond] if beyond else []), seed
    assert sum(charge.cost for charge in rule.charges_of_roster(roster, problem)) == beyond * rule.unit_price
    return beyond > 0


def _tour(draw: random.Random, candidates: Candidates) -> list[int]:
    days = draw.sample(range(candidates.problem.days), draw.choice([0, 1, 2, 3]))
    return [int(draw.choice(np.flatnonzero(candidates.day == day).tolist())) for day in sorted(days)]


def _shift(candidates: Candidates, index: int) -> list[Any]:
    horizon = candidates.problem.horizon
    start, end = (horizon.instant(int(minutes[index])) for minutes in (candidates.start, candidates.end))
    return make_shift(candidates.agent.agent, f"{start:%Y-%m-%d %H:%M}", f"{end:%Y-%m-%d %H:%M}")


def test_both_sides_agree() -> None:
    """Values of random rosters, with history, contracts and clock changes; some differ too much and some do not."""
    assert 0 < sum(map(_compare, range(60))) < 60


@pytest.mark.slow
def test_both_sides_agree_on_many_rosters() -> None:
    for seed in range(100, 3100):
        _compare(seed)
