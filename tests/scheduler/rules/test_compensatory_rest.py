"""A free day for work on a Sunday or a holiday."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from scheduler.result import Violation
from scheduler.sites import Site
from tests.scheduler.rules.agreement import SPRING
from tests.scheduler.rules.working_plans import found_in, make_plan, on_days, past_days

KIND = "compensatory_rest"
Rule = dict[str, Any]
SUNDAYS: Rule = {"days_of_week": ["sunday"], "within_days": 3}
"""Within three days after a Sunday. Day 6 of the plan is a Sunday, days 7 to 9 are near it."""


def _found(rule: Rule, worked: Iterable[int], hours: str = "09:00-17:00", **plan: Any) -> list[Violation]:
    start, end = hours.split("-")
    return found_in(make_plan(KIND, rule, **({"days": 21} | plan)), *on_days(worked, start, end))


def _amount(rule: Rule, worked: Iterable[int], hours: str = "09:00-17:00", **plan: Any) -> int:
    return sum(found.amount for found in _found(rule, worked, hours, **plan))


@pytest.mark.parametrize(("days", "amount"), [
    ([], 0),
    ([7, 8, 9], 0),
    ([6], 0),
    ([6, 7, 8], 0),
    ([6, 8, 9], 0),
    ([6, 7, 9], 0),
    ([6, 7, 8, 9], 1),
    ([5, 6, 7, 8, 9, 10], 1),
    # Both Sundays of the plan whose days after them are known; the last one is not asked.
    ([6, 7, 8, 9, 13, 14, 15, 16], 2),
    ([20], 0),
])  # fmt: skip
def test_within_three_days_after(days: list[int], amount: int) -> None:
    """One of the three days after a worked Sunday is free."""
    assert _amount(SUNDAYS, days) == amount


@pytest.mark.parametrize(("free", "amount"), [(3, 1), (4, 0), (5, 0), (7, 0), (8, 0), (9, 1), (6, 0)])
def test_around(free: int, amount: int) -> None:
    """With the Sunday, within three days: two before to two after it."""
    rule = SUNDAYS | {"around": True}
    assert _amount(rule, [day for day in range(3, 10) if day != free]) == amount


@pytest.mark.parametrize(("days", "amount"), [(10, 1), (9, 0)])
def test_the_plan_ends_too_soon(days: int, amount: int) -> None:
    """Asked only where the last of the days that may be free is in the plan."""
    assert _amount(SUNDAYS, [day for day in (6, 7, 8, 9) if day < days], days=days) == amount


@pytest.mark.parametrize(("hours", "amount"), [
    ("16:00-00:00", 0),
    ("16:00-00:15", 1),
    ("23:45-07:00", 1),
])  # fmt: skip
def test_across_midnight(hours: str, amount: int) -> None:
    """A Saturday's shift works on the Sunday from one minute past midnight on."""
    assert _amount(SUNDAYS, [5, 7, 8, 9], hours) == amount


def test_a_night_that_ends_on_a_date_leaves_it_free() -> None:
    """The shift of Tuesday night ends on Wednesday, which is free all the same."""
    assert _amount(SUNDAYS, [6, 7, 8], "22:00-06:00") == 0
    assert _amount(SUNDAYS, [6, 7, 8, 9], "22:00-06:00") == 1


@pytest.mark.parametrize(("history", "worked", "amount"), [
    # Sunday of yesterday, day -1: Monday to Wednesday are the plan's first days.
    ([-1], [0, 1, 2], 1),
    ([-1], [0, 1], 0),
    ([], [0, 1, 2], 0),
    # With the days before the plan: the Sunday two weeks ago is history's affair.
    ([-8, -7, -6, -5], [0, 1, 2], 0),
])  # fmt: skip
def test_history(history: list[int], worked: list[int], amount: int) -> None:
    """A Sunday of the history is compensated in the plan where its days reach into it."""
    plan = {"history": past_days(history, 480), "history_from": "2026-11-01"}
    assert _amount(SUNDAYS, worked, **plan) == amount


@pytest.mark.parametrize(("history_from", "amount"), [("2026-11-27", 1), ("2026-11-28", 0)])
def test_history_must_be_known(history_from: str, amount: int) -> None:
    """Sunday 2026-11-29 asks with three days about it if history goes back to Friday, the first of them."""
    rule = SUNDAYS | {"around": True}
    shifts = past_days([-1], 480) if history_from == "2026-11-28" else past_days([-3, -2, -1], 480)
    assert _amount(rule, [0, 1], history=shifts, history_from=history_from) == amount


@pytest.mark.parametrize(
    ("free", "amount"), [([8], 1), ([8, 15], 0), ([14, 15], 0), ([7, 8], 1), ([17], 1), ([6, 13], 0)]
)
def test_each_date_has_one_of_its_own(free: list[int], amount: int) -> None:
    """Sundays 6 and 13, days 7 to 16 and 14 to 23 for them: a free day does not serve both."""
    rule = {"days_of_week": ["sunday"], "within_days": 10}
    worked = [day for day in range(6, 24) if day not in free]
    assert _amount(rule, worked, days=24) == amount


@pytest.mark.parametrize(("parameters", "free", "amount"), [
    ({}, 7, 0),
    ({"not_on_days": ["monday"]}, 7, 1),
    ({"not_on_days": ["monday"]}, 8, 0),
    ({"not_on_public_holidays": True}, 7, 0),
    ({"not_on_public_holidays": True}, 8, 1),
    # The holiday asks itself when it is worked, and Monday is for the Sunday; when it is free, it serves nobody.
    ({"public_holidays": True}, 7, 1),
    ({"public_holidays": True}, 8, 1),
])  # fmt: skip
def test_days_that_do_not_count(parameters: Rule, free: int, amount: int) -> None:
    """Sunday is day 6, day 8 is a holiday; days 7 to 11 are worked but for one."""
    plan = {"sites": (Site(site="office", holidays=("2026-12-08",)),)}
    assert _amount(SUNDAYS | parameters, [day for day in range(6, 12) if day != free], **plan) == amount


@pytest.mark.parametrize("monday", [SPRING, "2026-10-19"])
def test_clock_changes(monday: str) -> None:
    """Sunday is the date on which clocks change, and lasts from midnight to midnight as they show it."""
    plan = {"start_date": monday, "days": 10}
    problem = make_plan(KIND, SUNDAYS, **plan)
    first = problem.start_date
    late = on_days([5], "16:00", "00:00", first), on_days([6], "23:45", "06:00", first)
    others = on_days([7, 8, 9], "09:00", "17:00", first)
    assert found_in(problem, *late[0], *others) == []
    assert [found.amount for found in found_in(problem, *late[1], *others)] == [1]


def test_history_cannot_make_a_plan_impossible() -> None:
    """Two Sundays were worked for which only Monday is left: working it misses one, not two."""
    rule = {"days_of_week": ["saturday", "sunday"], "within_days": 2, "not_on_days": ["tuesday"]}
    plan = {"history": past_days([-2, -1], 480), "history_from": "2026-11-01"}
    assert _amount(rule, [], **plan) == 0
    assert _amount(rule, [0], **plan) == 1


def test_message() -> None:
    """Dates and numbers are named."""
    (found,) = _found(SUNDAYS, [6, 7, 8, 9])
    assert found.message == (
        "Anna works on Sun 2026-12-06 and has 0 free days for that "
        "from Mon 2026-12-07 to Wed 2026-12-09, 1 are required."
    )
    assert (found.start.isoformat(), found.end.isoformat()) == (
        "2026-12-06T00:00:00+00:00",
        "2026-12-07T00:00:00+00:00",
    )


def test_needs_dates() -> None:
    """A rule without dates that ask for compensation is refused."""
    with pytest.raises(ValidationError, match="names no dates"):
        make_plan(KIND, {"within_days": 3})


@given(st.sets(st.integers(0, 20)))
def test_a_day_can_be_found_for_each(worked: set[int]) -> None:
    """No breach exactly where each worked date that is due can be given a free day, tried out in every order."""
    rule = {"days_of_week": ["wednesday", "sunday"], "within_days": 4, "around": True}
    asking = {day for day in range(21) if day % 7 in (2, 6)}
    due = [day for day in sorted(asking & worked) if 3 <= day <= 17]
    free = [day for day in range(21) if day not in asking | worked]
    orders = permutations(free, len(due)) if len(due) <= len(free) else ()
    fits = any(all(abs(day - other) <= 3 for day, other in zip(due, order, strict=True)) for order in orders)
    assert (not _found(rule, sorted(worked), history_from="2026-11-30")) == fits
