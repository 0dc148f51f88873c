"""Breaks, meals, and what else is no work on a queue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest

from scheduler.contracts import Break
from scheduler.people import Pin
from scheduler.problem import Problem
from scheduler.result import Violation
from tests.builders import Part, at, breaches, make_contract, make_pattern, make_problem, make_shift

MEAL = Break(name="meal", minutes=60, earliest_minutes=180, latest_minutes=300)
REST = Break(name="rest", minutes=30, paid=True, minimum_work_before_minutes=60, minimum_work_after_minutes=90)


def _problem(*breaks: Break, **overrides: object) -> Problem:
    return make_problem(patterns=(make_pattern(breaks=breaks),), **overrides)


def _found(problem: Problem, parts: Sequence[Part], date: str = "2026-12-01") -> list[Violation]:
    """Everything wrong with a shift 09:00-17:00 with these parts."""
    found = breaches(problem, make_shift("anna", f"{date} 09:00", "17:00", parts))
    assert {item.rule for item in found} <= {"breaks"}
    return found


@pytest.mark.parametrize(("hour", "count"), [("11:30", 1), ("12:00", 0), ("14:00", 0), ("14:30", 1)])
def test_window(hour: str, count: int) -> None:
    """The meal starts 3 to 5 hours after 09:00: from 12:00 to 14:00."""
    end = f"{int(hour[:2]) + 1}{hour[2:]}"
    assert len(_found(_problem(MEAL), [("meal", hour, end)])) == count


def test_message() -> None:
    """All that is wrong with one break is one breach, in words with both numbers."""
    (found,) = _found(_problem(MEAL), [("meal", "11:30", "12:00", True)])
    assert (found.start, found.end) == (at("2026-12-01 11:30"), at("2026-12-01 12:00"))
    assert found.message == (
        "Anna has meal that lasts 30 min, 1 h are right; is written as paid, unpaid is right; begins 2 h 30 min "
        "after the start of the shift, 3 h is the least (Tue 2026-12-01 11:30-12:00)."
    )


@pytest.mark.parametrize(
    "part", [("meal", "12:00", "12:30"), ("meal", "12:00", "13:30"), ("meal", "12:00", "13:00", True)]
)
def test_length_and_paid_flag(part: Part) -> None:
    """A meal of 30 or 90 instead of 60 minutes, or a paid one, is one breach."""
    assert len(_found(_problem(MEAL), [part])) == 1


def test_missing_break() -> None:
    """A shift without its meal is one breach over the whole shift."""
    (found,) = _found(_problem(MEAL), [])
    assert (found.start, found.end) == (at("2026-12-01 09:00"), at("2026-12-01 17:00"))
    assert found.message.startswith("Anna lacks meal of 1 h in the shift")


def test_break_taken_twice() -> None:
    """The second meal, outside the window, is the one too many."""
    (found,) = _found(_problem(MEAL), [("meal", "12:00", "13:00"), ("meal", "15:00", "16:00")])
    assert found.start == at("2026-12-01 15:00")
    assert "once too often" in found.message


def test_one_of_two_equal_breaks_missing() -> None:
    """With rests due before and after the meal and only the later taken, only the earlier is missing."""
    early = Break(name="rest", minutes=30, paid=True, latest_minutes=150)
    late = Break(name="rest", minutes=30, paid=True, earliest_minutes=300)
    (found,) = _found(_problem(early, MEAL, late), [("meal", "12:00", "13:00"), ("rest", "15:00", "15:30", True)])
    assert found.message.startswith("Anna lacks rest")


def test_order() -> None:
    """Breaks in the wrong order are one breach."""
    tea = Break(name="tea", minutes=30)
    meal = Break(name="meal", minutes=60)
    (found,) = _found(_problem(tea, meal), [("meal", "11:00", "12:00"), ("tea", "14:00", "14:30")])
    assert "in the order meal, tea, tea, meal is right" in found.message


@pytest.mark.parametrize(
    ("start", "end", "count"), [("10:00", "10:30", 0), ("09:30", "10:00", 1), ("09:00", "09:30", 1)]
)
def test_work_before_the_first_break(start: str, end: str, count: int) -> None:
    """An hour of work is due before the rest: from 10:00."""
    assert len(_found(_problem(REST), [("rest", start, end, True)])) == count


@pytest.mark.parametrize(
    ("start", "end", "count"), [("15:00", "15:30", 0), ("15:30", "16:00", 1), ("16:30", "17:00", 1)]
)
def test_work_after_the_last_break(start: str, end: str, count: int) -> None:
    """90 minutes of work are due after the rest: until 15:30 for a shift that ends at 17:00."""
    assert len(_found(_problem(REST), [("rest", start, end, True)])) == count


@pytest.mark.parametrize(("before", "after", "count"), [(60, 90, 0), (90, 60, 0), (60, 120, 1), (120, 60, 1)])
def test_work_between_two_breaks(before: int, after: int, count: int) -> None:
    """The larger of the work due after one rest and before the next is due between them; here it is 90 minutes."""
    first = Break(name="rest", minutes=30, paid=True, minimum_work_after_minutes=after)
    second = Break(name="rest", minutes=30, paid=True, minimum_work_before_minutes=before)
    parts = [("rest", "10:00", "10:30", True), ("rest", "12:00", "12:30", True)]
    found = _found(_problem(first, second), parts)
    assert [item.start for item in found] == [at("2026-12-01 12:00")] * count


def test_breaks_of_other_lengths() -> None:
    """A meal for shifts above six hours does not belong to one of four hours."""
    meal = Break(name="meal", minutes=60, minimum_shift_minutes=361)
    problem = _problem(meal)
    assert breaches(problem, make_shift("anna", "2026-12-01 09:00", "15:00")) == []
    (found,) = breaches(problem, make_shift("anna", "2026-12-01 09:00", "15:00", [("meal", "12:00", "13:00")]))
    assert found.message.startswith("Anna has meal, which is neither a queue nor a break of such a shift")
    assert len(breaches(problem, make_shift("anna", "2026-12-01 09:00", "15:30"))) == 1


def test_any_pattern_that_explains_the_shift_suffices() -> None:
    """With a pattern with a meal and one with a rest, either break is right, and both together are one too many."""
    patterns = (make_pattern(breaks=(MEAL,)), make_pattern(pattern="other", breaks=(REST,)))
    problem = make_problem(patterns=patterns, contracts=(make_contract(patterns=("any", "other")),))
    assert _found(problem, [("meal", "12:00", "13:00")]) == []
    assert _found(problem, [("rest", "12:00", "12:30", True)]) == []
    assert len(_found(problem, [])) == 1
    assert len(_found(problem, [("meal", "12:00", "13:00"), ("rest", "14:00", "14:30", True)])) == 1


def test_unknown_activity() -> None:
    """An activity that nobody planned is reported."""
    (found,) = _found(_problem(), [("party", "16:00", "17:00", True)])
    assert found.message.startswith("Anna has party, which is neither a queue nor a break")


def test_unpaid_work() -> None:
    """Work on a queue is paid."""
    (row,) = make_shift("anna", "2026-12-01 09:00", "17:00")
    (found,) = breaches(_problem(), [replace(row, paid=False)])
    assert (found.rule, found.message) == (
        "breaks",
        "Anna has phone written as unpaid, which is paid time (Tue 2026-12-01 09:00-17:00).",
    )


def test_whole_pin_without_a_pattern_needs_no_breaks() -> None:
    """A pinned shift of 13 hours matches no pattern and may do without a meal; one of 12 hours may not."""
    pins = tuple(
        Pin(agent="anna", shift_date=dt.date(2026, 12, day), start=at(f"2026-12-0{day} 07:00"), end=end)
        for day, end in ((1, at("2026-12-01 20:00")), (3, at("2026-12-03 19:00")))
    )
    shifts = [make_shift("anna", "2026-12-01 07:00", "20:00"), make_shift("anna", "2026-12-03 07:00", "19:00")]
    (found,) = breaches(_problem(MEAL, pins=pins), *shifts)
    assert (found.rule, found.start) == ("breaks", at("2026-12-03 07:00"))


def test_training_beyond_its_pin() -> None:
    """Training is right where it is pinned and an unknown activity elsewhere."""
    pin = Pin(
        agent="anna",
        shift_date=dt.date(2026, 12, 1),
        start=at("2026-12-01 10:00"),
        end=at("2026-12-01 11:00"),
        activity="training",
    )
    problem = _problem(pins=(pin,))
    assert _found(problem, [("training", "10:00", "11:00", True)]) == []
    assert len(_found(problem, [("training", "10:00", "11:30", True)])) == 1


@pytest.mark.parametrize(
    ("start", "end", "count"), [("02:00", "03:00", 0), ("01:30", "02:30", 1), ("04:30", "05:30", 1)]
)
def test_window_across_midnight_in_the_last_night(start: str, end: str, count: int) -> None:
    """A shift from 23:00 has its meal from 02:00 to 04:00."""
    shift = make_shift("anna", "2026-12-06 23:00", "07:00", [("meal", start, end)])
    assert len(breaches(_problem(MEAL), shift)) == count


@pytest.mark.parametrize(
    ("monday", "start", "end", "count"),
    [
        ("2026-03-23", "03:00", "04:00", 0),  # 23:00 + 3 h elapsed is 03:00 after the spring change
        ("2026-03-23", "02:30", "03:30", 1),  # 2 h 30 min
        ("2026-10-19", "03:00", "04:00", 0),  # 5 h elapsed after the autumn change
        ("2026-10-19", "03:30", "04:30", 1),  # 5 h 30 min
    ],
)
def test_window_is_elapsed_time(monday: str, start: str, end: str, count: int) -> None:
    """The meal starts 3 to 5 elapsed hours after 23:00 of the Saturday before a clock change."""
    saturday = dt.date.fromisoformat(monday) + dt.timedelta(days=5)
    shift = make_shift("anna", f"{saturday} 23:00", "07:00", [("meal", start, end)])
    assert len(breaches(_problem(MEAL, start_date=dt.date.fromisoformat(monday)), shift)) == count


def test_meal_of_a_whole_pin_without_a_pattern() -> None:
    """A pinned shift of 13 hours may have the contract's meal, unpaid as it is everywhere."""
    pin = Pin(agent="anna", shift_date=dt.date(2026, 12, 1), start=at("2026-12-01 07:00"), end=at("2026-12-01 20:00"))
    problem = _problem(MEAL, pins=(pin,))
    assert breaches(problem, make_shift("anna", "2026-12-01 07:00", "20:00", [("meal", "12:00", "13:00")])) == []
    paid = make_shift("anna", "2026-12-01 07:00", "20:00", [("meal", "12:00", "13:00", True)])
    (found,) = breaches(problem, paid)
    assert "meal that is written as paid, unpaid is right" in found.message


@pytest.mark.parametrize(("start", "end"), [("09:30", "10:30"), ("12:00", "12:30"), ("18:00", "19:00")])
def test_meal_of_a_whole_pin_lies_as_in_other_shifts(start: str, end: str) -> None:
    """Three to five hours after the start, for an hour, or there is none: not where no pattern could have it."""
    pin = Pin(agent="anna", shift_date=dt.date(2026, 12, 1), start=at("2026-12-01 07:00"), end=at("2026-12-01 20:00"))
    shift = make_shift("anna", "2026-12-01 07:00", "20:00", [("meal", start, end)])
    assert [found.rule for found in breaches(_problem(MEAL, pins=(pin,)), shift)] == ["breaks"]


def test_a_pinned_break_is_no_paid_work() -> None:
    """A shift without the pinned meal does not have it by calling an hour of duty so."""
    pin = Pin(
        agent="anna",
        shift_date=dt.date(2026, 12, 1),
        start=at("2026-12-01 10:00"),
        end=at("2026-12-01 11:00"),
        activity="meal",
    )
    meal = MEAL.model_copy(update={"minimum_shift_minutes": 600})
    (found,) = _found(_problem(meal, pins=(pin,)), [("meal", "10:00", "11:00", True)])
    assert "has meal, which is neither a queue nor a break of such a shift" in found.message
