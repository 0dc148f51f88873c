"""Dates that absences cover, one or several together: all rules ask the same, the model and the auditor."""

from __future__ import annotations

import datetime as dt
import random
from itertools import pairwise

import pytest

from scheduler.audit_tour import AuditedTour
from scheduler.candidates import Offers, candidates_of
from scheduler.people import Absence
from scheduler.problem import Problem
from tests.builders import at, make_problem


def _both_sides(problem: Problem) -> list[int]:
    """Days on which Anna is absent."""
    anna = problem.agent_named["anna"]
    days = AuditedTour(anna, (), problem).absent_days
    assert candidates_of(problem, anna, Offers(problem)).days_absent == days
    return days


@pytest.mark.parametrize(
    ("bounds", "days"),
    [
        (["2026-12-01 00:00", "2026-12-02 00:00"], [1]),
        (["2026-12-01 00:30", "2026-12-02 00:00"], []),
        (["2026-12-01 00:00", "2026-12-01 12:00", "2026-12-02 00:00"], [1]),
        (["2026-12-01 12:00", "2026-12-02 12:00", "2026-12-03 12:00"], [2]),
        (["2026-11-28 12:00", "2026-11-30 00:00", "2026-12-01 00:00", "2026-12-01 23:30"], [-1, 0]),
    ],
)
def test_by_hand(bounds: list[str], days: list[int]) -> None:
    """Absences that touch, from each of these moments to the next; day 0 is Monday 2026-11-30."""
    spans = pairwise(bounds)
    absences = tuple(Absence(agent="anna", start=at(start), end=at(end)) for start, end in spans)
    assert _both_sides(make_problem(absences=absences)) == days


@pytest.mark.parametrize("start", ["2026-03-27", "2026-10-23", "2026-12-21"])
@pytest.mark.parametrize("seed", range(20))
def test_days_without_a_free_minute(start: str, seed: int) -> None:
    """Those are the days, also where clocks change."""
    draw = random.Random(seed)
    problem = make_problem(start_date=dt.date.fromisoformat(start))
    horizon, midnights = problem.horizon, [problem.horizon.day_start(day) for day in range(-2, 10)]
    bounds = sorted(set(draw.sample(midnights, 7)) | {draw.randrange(midnights[0], midnights[-1]) for _ in range(5)})
    spans = [(first, last) for first, last in pairwise(bounds) if draw.random() < 0.8]
    absences = tuple(
        Absence(agent="anna", start=horizon.instant(first), end=horizon.instant(last)) for first, last in spans
    )
    away = {minute for first, last in spans for minute in range(first, last)}
    whole = [day for day in range(-2, 9) if away.issuperset(range(horizon.day_start(day), horizon.day_start(day + 1)))]
    assert _both_sides(problem.model_copy(update={"absences": absences})) == whole
