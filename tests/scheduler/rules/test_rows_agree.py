"""What a rule tells the model and what it tells the auditor are the same, on random tours."""

from __future__ import annotations

import random

import numpy as np
import pytest

from scheduler.candidates import Candidates, Offers, candidates_of
from scheduler.horizon import Horizon
from scheduler.people import Absence, Availability, PastShift, Pin
from scheduler.problem import Problem
from scheduler.roster import Activity, Shift
from scheduler.rules.registry import agent_rules
from shiftmodels.feasibility import _holds
from tests.builders import make_contract, make_pattern, make_problem

TIMED = (
    "valid_dates",
    "one_shift_per_day",
    "availability",
    "absences",
    "contract_minutes",
    "contract_days",
    "daily_rest",
    "weekly_rest",
    "consecutive_days",
)
"""Rules that look at days and times of shifts only; pins, breaks and queues have tests of their own."""

SPRING, AUTUMN, WINTER = "2026-03-23", "2026-10-19", "2026-11-30"


def _problem(draw: random.Random) -> Problem:
    """Two weeks, some across a clock change, of long and short, day and night shifts, with everything around them."""
    start = draw.choice([SPRING, AUTUMN, WINTER])
    pattern = make_pattern(lengths_minutes=(240, 600), start_step_minutes=120)
    limits = {
        "minimum_days_per_week": draw.choice([0, 3]),
        "maximum_days_per_week": draw.choice([4, 7]),
        "minimum_minutes_per_week": draw.choice([0, 1200]),
        "maximum_minutes_per_week": draw.choice([None, 1800, 2400]),
    }
    rules = {
        "daily_rest": {"hours": draw.choice([8, 11, 26])},
        "weekly_rest": {"hours": draw.choice([24, 35, 60])},
        "consecutive_days": {"maximum": draw.choice([2, 4])},
    }
    contracts = (make_contract(**limits),)
    problem = make_problem(start_date=start, days=14, patterns=(pattern,), contracts=contracts, rules=rules)
    return problem.model_copy(update=_rows(draw, problem.horizon))


def _rows(draw: random.Random, horizon: Horizon) -> dict[str, object]:
    absences, availability, history = [], [], []
    if draw.random() < 0.5:
        absences.append(Absence(**_span(draw, horizon, 2900), credited_minutes=draw.choice([0, 480])))
    if draw.random() < 0.5:
        availability.append(Availability(**_span(draw, horizon, 2900), kind="unavailable"))
    if draw.random() < 0.2:
        availability.append(Availability(**_span(draw, horizon, 17_000), kind="available"))
    for day in sorted(draw.sample(range(-3, 0), draw.randint(0, 3))):
        begin = horizon.minute_at(day, draw.choice([480, 1200, 1380]))
        spell = {"start": horizon.instant(begin), "end": horizon.instant(begin + 480)}
        history.append(PastShift(agent="anna", shift_date=horizon.date(day), paid_minutes=480, **spell))
    return {"absences": absences, "availability": availability, "history": history}


def _span(draw: random.Random, horizon: Horizon, most: int) -> dict[str, object]:
    start = draw.randrange(0, 14_000, 30)
    end = min(start + draw.randrange(30, most, 30), horizon.num_minutes)
    return {"agent": "anna", "start": horizon.instant(start), "end": horizon.instant(end)}


def _tour(draw: random.Random, candidates: Candidates) -> list[int]:
    """At most one candidate a day, more or less dense."""
    density = draw.choice([0.3, 0.6, 0.9])
    chosen = []
    for day in range(candidates.problem.days):
        if draw.random() < density:
            chosen.append(int(draw.choice(np.flatnonzero(candidates.day == day).tolist())))
    return chosen


def _shift(candidates: Candidates, index: int) -> Shift:
    horizon = candidates.problem.horizon
    date = horizon.date(int(candidates.day[index]))
    start, end = (horizon.instant(int(minute)) for minute in (candidates.start[index], candidates.end[index]))
    return Shift("anna", date, (Activity("anna", date, "phone", start, end, True, "phone"),))


def _check(seed: int, tours: int) -> None:
    draw = random.Random(seed)
    problem = _problem(draw)
    agent = problem.agent_named["anna"]
    candidates = candidates_of(problem, agent, Offers(problem))
    chosen = [_tour(draw, candidates) for _ in range(tours)]
    for rule in (rule for rule in agent_rules(problem, agent) if rule.name in TIMED):
        allowed, rows = rule.allowed(candidates), [row for _, row in rule.rows(candidates)]
        for tour in chosen:
            inside = allowed is None or bool(allowed[tour].all())
            modelled = inside and all(_holds(row, np.array(tour, dtype=np.int64)) for row in rows)
            shifts = tuple(_shift(candidates, index) for index in tour)
            audited = not list(rule.violations(agent, shifts, problem))
            assert modelled == audited, f"{rule.name}: {[str(shift.start) for shift in shifts]}"


@pytest.mark.parametrize("seed", range(40))
def test_model_and_auditor_agree(seed: int) -> None:
    """A tour that the model allows has no violation, and one with a violation is not allowed."""
    _check(seed, tours=20)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1200))
def test_model_and_auditor_agree_on_many_tours(seed: int) -> None:
    """The same on twenty thousand tours."""
    _check(seed, tours=100)


def test_pinned_shift_must_be_worked() -> None:
    """A pinned shift leaves one candidate on its day, and a row that asks for it."""
    problem = make_problem()
    start, end = problem.horizon.instant(9 * 60), problem.horizon.instant(17 * 60)
    pin = Pin(agent="anna", shift_date=problem.start_date, start=start, end=end)
    problem = problem.model_copy(update={"pins": (pin,)})
    candidates = candidates_of(problem, problem.agent_named["anna"], Offers(problem))
    rule = next(rule for rule in agent_rules(problem, problem.agent_named["anna"]) if rule.name == "pins")
    allowed = rule.allowed(candidates)
    assert allowed is not None
    monday = candidates.keep(allowed)
    assert monday.start[monday.day == 0].tolist() == [9 * 60]
    rows = [row for _, row in rule.rows(monday)]
    assert not all(_holds(row, np.array([], dtype=np.int64)) for row in rows)
