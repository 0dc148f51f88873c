"""The model's and the auditor's side of the rules that hold in every plan say the same of random tours."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import numpy as np
import pytest

from scheduler.candidates import Offers, candidates_of
from scheduler.horizon import Horizon
from scheduler.people import Availability, Pin
from scheduler.rules.registry import agent_rules
from shiftmodels.data import SumRow
from tests.builders import make_contract, make_problem
from tests.scheduler.rules.agreement import AUTUMN, SPRING, WINTER, check_agreement

NAMES = ("valid_dates", "one_shift_per_day", "availability", "absences", "contract_minutes", "contract_days")
"""Pins, breaks and queues have tests of their own."""


def _check(seed: int, tours: int) -> int:
    draw = random.Random(seed)
    limits = {
        "minimum_days_per_week": draw.choice([0, 3]),
        "maximum_days_per_week": draw.choice([4, 7]),
        "minimum_minutes_per_week": draw.choice([0, 1200]),
        "maximum_minutes_per_week": draw.choice([None, 1800, 2400]),
    }
    start = draw.choice([SPRING, AUTUMN, WINTER])
    horizon = Horizon(dt.date.fromisoformat(start), 14, 30, "Europe/London")
    availability = []
    if draw.random() < 0.5:
        availability.append(Availability(**_span(draw, horizon, 2900), kind="unavailable"))
    if draw.random() < 0.2:
        availability.append(Availability(**_span(draw, horizon, 17_000), kind="available"))
    contracts = (make_contract(patterns=("short", "long"), **limits),)
    plan: dict[str, Any] = {"start_date": start, "contracts": contracts, "availability": tuple(availability)}
    return check_agreement(lambda _: {name: {} for name in NAMES}, seed, tours, **plan)


def _span(draw: random.Random, horizon: Horizon, most: int) -> dict[str, object]:
    start = draw.randrange(0, 14_000, 30)
    end = min(start + draw.randrange(30, most, 30), horizon.num_minutes)
    return {"agent": "anna", "start": horizon.instant(start), "end": horizon.instant(end)}


def test_sides_agree() -> None:
    """A tour that the model allows has no violation, and one with a violation is not allowed."""
    broken = sum(_check(seed, tours=15) for seed in range(15))
    assert 0 < broken < 15 * 15 * len(NAMES)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1100))
def test_sides_agree_on_many_tours(seed: int) -> None:
    """The same on ten thousand tours for each rule."""
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
    (limit,) = rule.rows(monday)
    assert isinstance(limit.row, SumRow)
    assert limit.row.lower == 1
    assert np.array_equal(limit.row.shifts, np.flatnonzero(monday.day == 0))


def test_work_on_a_date_of_absence_counts_once() -> None:
    """Found by random tours: the minimum of days is met by the dates, not by a date and the shift on it."""
    for seed in (1048, 1068):
        _check(seed, tours=100)
