"""Weekends in a row, and whole ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import pytest
from pydantic import ValidationError

from scheduler.audit import audit
from scheduler.candidates import Offers, candidates_of
from scheduler.people import PastShift
from scheduler.roster import Activity
from scheduler.rules.limit import Limit
from scheduler.rules.weekends import Weekends
from shiftmodels.data import SumRow
from tests.builders import at, breaches, make_past, make_problem, make_roster, make_shift

FIRST = dt.date(2026, 11, 30)
"""A Monday: Saturdays are days 5, 12, 19 and 26, Sundays the days after them."""


def _on(days: Iterable[int], start: str = "09:00", end: str = "17:00", first: dt.date = FIRST) -> list[list[Activity]]:
    return [make_shift("anna", f"{first + dt.timedelta(days=day)} {start}", end) for day in days]


def _past(*days: int) -> tuple[PastShift, ...]:
    return tuple(make_past("anna", f"{FIRST + dt.timedelta(days=day)} 09:00", "17:00") for day in days)


def _found(rule: dict[str, Any], worked: Iterable[int], **plan: Any) -> list[int]:
    """Amounts of the breaches in four weeks."""
    found = breaches(make_problem(**{"rules": {"weekends": rule}, "days": 28} | plan), *_on(worked))
    return [violation.amount for violation in found if violation.agent == "anna"]


@pytest.mark.parametrize(("days", "count"), [
    ([], 0),
    ([5, 13], 0),
    ([5, 6, 12, 13], 0),
    ([6, 12, 20], 1),
    ([5, 12, 19, 26], 2),
    ([5, 12, 26], 0),
    # The last Sunday of the plan, and Fridays and Mondays, which are no weekend.
    ([13, 20, 27], 1),
    ([4, 5, 7, 11, 12, 14, 18, 21], 0),
])  # fmt: skip
def test_two_weekends_in_a_row(days: list[int], count: int) -> None:
    """Either day works a weekend; each weekend beyond two in a row is one too many."""
    assert sum(_found({"maximum_in_a_row": 2}, days)) == count


@pytest.mark.parametrize(("past", "days", "count"), [
    # One past weekend and two of the plan; two and one, two and none; three past ones and one.
    ([-2], [5, 12], 1),
    ([-9, -1], [5], 1),
    ([-9, -2, -1], [], 0),
    ([-16, -9, -2], [6], 1),
    ([-9], [5, 12], 0),
    # The history works past weekends only where a day of theirs is worked.
    ([-3, -4], [5, 12], 0),
])  # fmt: skip
def test_history_counts(past: list[int], days: list[int], count: int) -> None:
    """Past weekends belong to the row; what they break alone is not reported."""
    assert sum(_found({"maximum_in_a_row": 2}, days, history=_past(*past))) == count


def test_a_weekend_that_the_plan_cuts() -> None:
    """The plan begins on Sunday 2026-12-06: a worked Saturday before it makes the Sunday no further weekend."""
    plan: dict[str, Any] = {"start_date": "2026-12-06", "days": 8, "rules": {"weekends": {"maximum_in_a_row": 1}}}
    for past, count in (((5,), 1), ((-2, 5), 1), ((), 1)):
        assert len(breaches(make_problem(**plan, history=_past(*past)), *_on([6, 12]))) == count
    assert len(breaches(make_problem(**plan, history=_past(-2, 5)), *_on([6]))) == 0
    assert len(breaches(make_problem(**plan, history=_past(-2)), *_on([6]))) == 1


@pytest.mark.parametrize(("days", "count"), [([5, 6], 0), ([5], 1), ([6, 12, 13], 1), ([5, 13, 19, 20, 27], 3)])
def test_whole_weekends(days: list[int], count: int) -> None:
    """Both days are worked or none; each weekend that is neither is one breach."""
    assert _found({"whole": True}, days) == [1] * count


@pytest.mark.parametrize(("days", "count"), [
    ([4, 5, 6], 0),
    ([4, 6], 1),
    ([5], 1),
    ([], 0),
])  # fmt: skip
def test_whole_weekends_of_three_days(days: list[int], count: int) -> None:
    """With Friday it is three days or none, and one breach."""
    assert _found({"whole": True, "weekend_days": ["sunday", "friday", "saturday"]}, days) == [1] * count


@pytest.mark.parametrize(("past", "days", "count"), [((5,), [6], 0), ((5,), [], 1), ((4,), [6], 1), ((4,), [], 0)])
def test_whole_weekend_that_the_history_began(past: tuple[int, ...], days: list[int], count: int) -> None:
    """The plan begins on Sunday: it does what the history did on Saturday."""
    plan: dict[str, Any] = {"start_date": "2026-12-06", "days": 6, "history": _past(*past)}
    assert _found({"whole": True}, days, **plan) == [1] * count


@pytest.mark.parametrize(("past", "known", "weekend", "bounds"), [
    ((5,), 1, ["saturday", "sunday"], [-1]),
    ((4,), 1, ["saturday", "sunday"], [0]),
    ((), 5, ["saturday", "sunday"], [0]),
    ((), 6, ["saturday", "sunday"], []),
    ((4, 5), 1, ["friday", "saturday", "sunday"], [0, -1]),
    ((), 4, ["friday", "saturday", "sunday"], [0, 0]),
    ((), 5, ["friday", "saturday", "sunday"], []),
])  # fmt: skip
def test_rows_of_a_weekend_that_the_history_began(
    past: tuple[int, ...], known: int, weekend: list[str], bounds: list[int]
) -> None:
    """The plan begins on Sunday, day 6: worked days minus those of the day after, where all are known."""
    known_from = FIRST + dt.timedelta(days=known)
    problem = make_problem(start_date="2026-12-06", days=5, history=_past(*past), history_from=known_from)
    candidates = candidates_of(problem, problem.agents[0], Offers(problem))
    limits = Weekends(whole=True, weekend_days=weekend).rows(candidates)
    rows = [limit.row for limit in limits if isinstance(limit, Limit) and isinstance(limit.row, SumRow)]
    assert [(row.lower, row.upper) for row in rows] == [(bound, bound) for bound in bounds]


def test_weekends_that_are_not_known_are_not_asked() -> None:
    """Neither a Sunday before which nothing is known, nor a Saturday with which the plan ends."""
    plan: dict[str, Any] = {"rules": {"weekends": {"whole": True}}, "start_date": "2026-12-06", "days": 7}
    assert breaches(make_problem(**plan), *_on([6, 12])) == []


def test_nights_count_on_the_date_on_which_they_start() -> None:
    """The night of Friday works no Saturday; that of Sunday works the Sunday only."""
    problem = make_problem(rules={"weekends": {"whole": True}})
    assert breaches(problem, *_on([4], "22:00", "06:00")) == []
    assert len(breaches(problem, *_on([6], "22:00", "06:00"))) == 1


@pytest.mark.parametrize("monday", [dt.date(2026, 3, 23), dt.date(2026, 10, 19)])
def test_clock_changes(monday: dt.date) -> None:
    """The Sunday on which clocks change is a day like any other."""
    problem = make_problem(start_date=monday, rules={"weekends": {"whole": True}})
    assert breaches(problem, *_on([5, 6], first=monday)) == []
    (found,) = breaches(problem, *_on([6], first=monday))
    assert (found.start.date(), found.end.date()) == (monday + dt.timedelta(5), monday + dt.timedelta(7))


def test_messages() -> None:
    """They name the agent, the dates and the limit."""
    problem = make_problem(
        days=14,
        rules={
            "row": {"kind": "weekends", "maximum_in_a_row": 1, "severity": "warning"},
            "whole": {"kind": "weekends", "whole": True},
        },
    )
    (row,) = breaches(problem, *_on([5, 6, 12, 13]))
    assert (row.start, row.end) == (at("2026-12-12 00:00"), at("2026-12-14 00:00"))
    assert row.message == "Anna works 2 weekends in a row up to Sun 2026-12-13, at most 1 are allowed."
    row, whole = breaches(problem, *_on([5, 6, 12]))
    assert (row.rule, row.severity, row.start) == ("row", "warning", at("2026-12-12 00:00"))
    assert row.message == "Anna works 2 weekends in a row up to Sat 2026-12-12, at most 1 are allowed."
    assert whole.message == ("Anna works only Sat 2026-12-12 of that weekend; all of its days or none are allowed.")


def test_prices() -> None:
    """INRC-II: 30 for each of three incomplete weekends; 20 for each of two weekends beyond two in a row."""
    rules = {
        "whole": {"kind": "weekends", "whole": True, "severity": "cost", "price": 30},
        "row": {"kind": "weekends", "maximum_in_a_row": 2, "severity": "cost", "price": 20},
    }
    found = audit(make_roster(*_on([5, 6, 12, 20, 26])), make_problem(days=28, rules=rules))
    assert (found.cost_terms["rule:whole"].cost, found.cost_terms["rule:row"].cost) == (90, 40)


@pytest.mark.parametrize("parameters", [
    {},
    {"maximum_in_a_row": 0},
    {"maximum_in_a_row": 1, "whole": True},
    {"whole": True, "weekend_days": []},
])  # fmt: skip
def test_parameters_that_are_refused(parameters: dict[str, Any]) -> None:
    """No limit, two, one of no weekend, and weekends without a day."""
    with pytest.raises(ValidationError):
        Weekends(**parameters)


def test_look_back() -> None:
    """A week for each weekend of the row."""
    assert Weekends(maximum_in_a_row=3).look_back_days == 21
    assert Weekends(whole=True).look_back_days == 7
