"""Hours in windows of days, for the model: rows that are made, and agreement with the auditor."""

from __future__ import annotations

import random
from typing import Any

import pytest

from scheduler.candidates import Offers, candidates_of
from scheduler.rules.limit import Limit
from shiftmodels.data import SumRow
from tests.builders import make_pattern
from tests.scheduler.rules.agreement import check_agreement
from tests.scheduler.rules.working_plans import KNOWN, draw_plan, draw_window, make_plan


def _rows(parameters: dict[str, Any], **plan: Any) -> list[Limit]:
    """Rows over shifts of 8 and 10 h that begin at 08:00."""
    patterns = (make_pattern(earliest_start="08:00", latest_start="08:00", lengths_minutes=(480, 600)),)
    problem = make_plan("working_hours", parameters, **{"patterns": patterns} | plan)
    anna = problem.agent_named["anna"]
    (rule,) = (rule for rule in problem.rule_book.of(anna) if rule.label == "rule")
    return [limit for limit in rule.rows(candidates_of(problem, anna, Offers(problem))) if isinstance(limit, Limit)]


SOFT = {"severity": "cost", "price": 1}


@pytest.mark.parametrize(("parameters", "days", "uppers"), [
    ({"window_days": 7, "maximum_hours": 70}, 7, []),  # 7 x 10 h never bind
    ({"window_days": 7, "maximum_hours": 69}, 7, [69 * 60]),
    ({"window_days": 7, "maximum_hours": 40}, 28, [2400] * 4),
    ({"window_days": 28, "anchor": "rolling", "maximum_hours": 40}, 28, [2400]),
    ({"window_days": 35, "anchor": "rolling", "maximum_hours": 40}, 28, [2400]),
    ({"window_days": 7, "anchor": "rolling", "maximum_hours": 40}, 14, [2400] * 8),
    # Of windows that end on the first 14 days of the plan only the last one counts, then there is one more.
    ({"window_days": 14, "anchor": "rolling", "maximum_hours": 40} | SOFT, 15, [2400] * 2),
    ({"window_days": 14, "anchor": "rolling", "maximum_hours": 40} | SOFT, 14, [2400]),
    ({"window_days": 1, "anchor": "rolling", "maximum_hours": 8} | SOFT, 3, [480] * 3),
])  # fmt: skip
def test_rows_that_bind(parameters: dict[str, Any], days: int, uppers: list[int]) -> None:
    """Windows that can never be exceeded, and those that lie in others with the same limit, make no row."""
    limits = _rows(parameters, days=days, **KNOWN)
    assert [limit.row.upper for limit in limits if isinstance(limit.row, SumRow)] == uppers
    if parameters.get("severity") == "cost":
        assert len({limit.breach for limit in limits}) == len(uppers)


@pytest.mark.parametrize(("hours", "days"), [(1, [0, 1, 2]), (5, [1, 2]), (6, [1]), (8, [])])
def test_rows_of_civil_days(hours: int, days: list[int]) -> None:
    """Nights from 22:00 to 06:00 on two dates add 2 h to the first, 8 h to the second, 6 h to the date after it."""
    rule = {"window_days": 1, "maximum_hours": hours, "counts": "span", "split_at_midnight": True}
    pattern = make_pattern(earliest_start="22:00", latest_start="22:00", lengths_minutes=(480,))
    assert [limit.day for limit in _rows(rule, days=2, patterns=(pattern,))] == days


def test_units_of_slack() -> None:
    """Shifts of whole hours and a limit of 41 h: an hour is the unit of what may be beyond; of 40 h, two hours."""
    for hours, unit in ((41, 60), (40, 120)):
        limits = _rows({"window_days": 7, "maximum_hours": hours, "severity": "cost", "price": 1})
        assert [(limit.units, limit.row.scale) for limit in limits if isinstance(limit.row, SumRow)] == [(unit, unit)]


NIGHT = {"windows": [{"start": "23:00", "end": "06:00", "minutes": 60}]}


def _rules(draw: random.Random) -> dict[str, dict[str, Any]]:
    window, days = draw_window(draw)
    average = draw.random() < 0.6
    hours = draw.choice([20, 30, 40, 48.01]) * (1 if average else days / 7)
    limits = {"maximum_hours": round(hours, 2), "minimum_hours": round(hours * draw.choice([0.5, 0.9]), 2)}
    for name in draw.choice([["minimum_hours"], ["maximum_hours"], []]):
        del limits[name]
    rule = {"kind": "working_hours", "average": average, **window, **limits}
    rule["average_per_days"] = draw.choice([7, 7, 1, 14])
    rule["counts"] = draw.choice(["work", "paid", "span"])
    rule["split_at_midnight"] = rule["counts"] == "span" and draw.random() < 0.6
    rule["shifts"] = draw.choice([{}, {}, NIGHT, {"patterns": ["long"]}])
    rule["absences"] = draw.choice(["worked", "neutral"] if average else ["ignored", "worked"])
    rule |= draw.choice([{}, {"missing_history": "nothing"}, {"missing_history": "shrink"}])
    return {"hours": rule | draw.choice([{}, {"severity": "cost", "price": 3}])}


def test_sides_agree() -> None:
    """Model and auditor say the same of random tours."""
    broken = sum(check_agreement(_rules, seed, 8, **draw_plan(seed)) for seed in range(70))
    assert 0 < broken < 70 * 8


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1400))
def test_sides_agree_on_many_tours(seed: int) -> None:
    """The same on ten thousand tours."""
    check_agreement(_rules, seed, 25, **draw_plan(seed))
