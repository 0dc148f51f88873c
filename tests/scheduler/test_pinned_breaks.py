"""Pinned breaks, and breaks of pinned shifts: what is refused, and that engine and auditor mean the same."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from scheduler.audit import audit, exact_cost
from scheduler.compile import compile_problem
from scheduler.contracts import Break
from scheduler.people import Pin
from scheduler.problem import Problem
from scheduler.result import Status
from scheduler.solve import build
from shiftmodels.data import FixedBreak
from tests.builders import at, make_contract, make_pattern, make_problem
from tests.scheduler.findings import findings_of, the_finding

TUESDAY = dt.date(2026, 12, 1)
MEAL = Break(name="meal", minutes=60)
EIGHT = make_pattern(earliest_start="08:00", latest_start="08:00", lengths_minutes=(480,), breaks=(MEAL,))
ON_DUTY = {"break_entitlement": {"tiers": [{"more_than_hours": 6, "minutes": 30}]}}


def _pin(start: str, end: str, activity: str = "") -> Pin:
    span = {"start": at(f"{TUESDAY} {start}"), "end": at(f"{TUESDAY} {end}")}
    return Pin(agent="anna", shift_date=TUESDAY, activity=activity, **span)


def _fields(*pins: Pin, **overrides: Any) -> dict[str, Any]:
    contract = make_contract(hourly_cost=10)
    return {"patterns": (EIGHT,), "contracts": (contract,), "pins": pins, "weights": {"overstaffing": 0}} | overrides


def _of_anna(problem: Problem) -> list[tuple[str, str, bool]]:
    """Activities, starts and pay of the cheapest roster, which is legal."""
    outcome = build(problem, engine="cpsat", time_limit_seconds=200)
    assert outcome.result.status is Status.OPTIMAL
    assert outcome.roster is not None
    assert not audit(outcome.roster, problem).violations
    assert outcome.result.cost == exact_cost(outcome.roster, problem)
    return [(part.activity, f"{part.start:%H:%M}", part.paid) for part in outcome.roster.tours["anna"][0].activities]


def test_a_pinned_shift_of_no_pattern_has_the_break_that_law_asks_for() -> None:
    """Ten hours, of which no pattern has any, with half an hour of breaks due: the meal of the contract."""
    parts = _of_anna(make_problem(**_fields(_pin("08:00", "18:00"), rules=ON_DUTY)))
    assert sorted(paid for name, _, paid in parts if name == "meal") == [False]


def test_a_pinned_meal_lies_in_a_pinned_shift_of_no_pattern() -> None:
    """Where it is pinned, unpaid as it always is."""
    parts = _of_anna(make_problem(**_fields(_pin("08:00", "18:00"), _pin("12:00", "13:00", "meal"))))
    assert [(part[0], part[1]) for part in parts if part[0] == "meal"] == [("meal", "12:00")]
    assert ("meal", "12:00", False) in parts


def test_a_pinned_shift_in_which_no_break_fits_has_none() -> None:
    """The meal of this contract begins in the seventh hour; five hours are worked throughout."""
    late = Break(name="meal", minutes=60, earliest_minutes=360)
    pattern = EIGHT.model_copy(update={"breaks": (late,)})
    parts = _of_anna(make_problem(**_fields(_pin("08:00", "13:00"), patterns=(pattern,))))
    assert all(paid for _, _, paid in parts)


def test_of_breaks_of_a_name_the_pinned_one_is_as_long() -> None:
    """A short and a long tea: half an hour is pinned, and the short one does not take its place."""
    teas = (Break(name="tea", minutes=30), Break(name="tea", minutes=60, minimum_work_before_minutes=30))
    pattern = EIGHT.model_copy(update={"breaks": teas})
    problem = make_problem(**_fields(_pin("12:00", "13:00", "tea"), patterns=(pattern,)))
    assert _of_anna(problem).count(("tea", "12:00", False)) == 1
    (fixed,) = (part for block in compile_problem(problem).data.blocks for part in block.fixed_breaks)
    assert fixed == FixedBreak(1, (0,), (24 + 12) * 2, 2)


def test_breaks_of_a_name_that_touch_are_two() -> None:
    """Half an hour of tea at twelve, and half an hour right after it."""
    teas = (Break(name="tea", minutes=30), Break(name="tea", minutes=30))
    pattern = EIGHT.model_copy(update={"breaks": teas})
    pins = _pin("12:00", "12:30", "tea"), _pin("12:30", "13:00", "tea")
    parts = _of_anna(make_problem(**_fields(*pins, patterns=(pattern,))))
    assert [part[1] for part in parts if part[0] == "tea"] == ["12:00", "12:30"]


REFUSED = {
    "longer than the break": (
        (_pin("12:00", "14:00", "meal"),), "end",
        "meal lasts 60 minutes, the pin 120. Correct its end, or give the activity a name that no break has.",
    ),
    "of another contract": (
        (_pin("12:00", "12:30", "tea"),), "activity",
        "'tea' is a break, and no pattern of the contract of 'anna' has it.",
    ),
    "of no such shift": (
        (_pin("09:00", "13:00"), _pin("10:00", "11:00", "meal")), "start",
        "The pinned shift has no break 'meal' of that length (agent 'anna', 2026-12-01). Remove one of the two pins",
    ),
    "a set-up": (
        (_pin("12:00", "12:30", "set-up"),), "activity",
        "'set-up' is what rosters call the time between two queues, which rules put there. Pin the queues",
    ),
    "a queue in capitals": (
        (_pin("12:00", "14:00", "Phone"),), "activity", "'Phone' is queue 'phone' in other capitals. Write 'phone'.",
    ),
    "a break in capitals": (
        (_pin("12:00", "13:00", "MEAL"),), "activity", "'MEAL' is break 'meal' in other capitals. Write 'meal'.",
    ),
}  # fmt: skip


def _more_patterns() -> dict[str, Any]:
    """A short pattern without breaks in the contract, and one with tea that is in no contract."""
    short = make_pattern(pattern="short", earliest_start="09:00", latest_start="09:00", lengths_minutes=(240,))
    tea = Break(name="tea", minutes=30)
    other = EIGHT.model_copy(update={"pattern": "other", "breaks": (tea,)})
    return {"patterns": (EIGHT, short, other), "contracts": (make_contract(patterns=("any", "short")),)}


@pytest.mark.parametrize("case", REFUSED)
def test_pins_that_cannot_be_meant(case: str) -> None:
    """Told with what to write."""
    pins, field, words = REFUSED[case]
    found = the_finding(**_fields(*pins, **_more_patterns()))
    assert (found[0], found[2]) == ("pins", field)
    assert words in found[3]


@pytest.mark.parametrize(
    "pins",
    [
        (_pin("12:00", "13:00", "meal"),),
        (_pin("12:00", "13:00", "phone"),),
        (_pin("12:00", "14:00", "Training"),),
        (_pin("08:00", "16:00"), _pin("12:00", "13:00", "meal")),
        (_pin("08:00", "18:00"), _pin("12:00", "13:00", "meal")),
    ],
)
def test_pins_that_are_right(pins: tuple[Pin, ...]) -> None:
    """A break as long as it lasts, a queue, and what no other name is like."""
    assert not findings_of(**_fields(*pins, **_more_patterns()))
