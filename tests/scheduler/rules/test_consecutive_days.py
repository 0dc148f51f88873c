"""Days worked in a row."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from scheduler.audit import audit
from scheduler.candidates import Offers, candidates_of
from scheduler.people import PastShift
from scheduler.problem import Problem
from scheduler.roster import Activity
from scheduler.rules.consecutive_days import ConsecutiveDays
from tests.builders import at, breaches, make_past, make_pattern, make_problem, make_roster, make_shift


def _problem(**overrides: object) -> Problem:
    return make_problem(rules={"consecutive_days": {"maximum": 5}}, **overrides)


def _days(first: str, count: int, start: str = "09:00", end: str = "17:00") -> list[list[Activity]]:
    dates = [dt.date.fromisoformat(first) + dt.timedelta(days=offset) for offset in range(count)]
    return [make_shift("anna", f"{date} {start}", end) for date in dates]


def test_five_days_are_enough() -> None:
    """Exactly the maximum is legal."""
    assert breaches(_problem(), *_days("2026-11-30", 5)) == []


def test_six_days_are_found_once_at_the_sixth() -> None:
    """The sixth day is one too many."""
    (found,) = breaches(_problem(), *_days("2026-11-30", 6))
    assert (found.rule, found.start, found.end) == (
        "consecutive_days",
        at("2026-12-05 09:00"),
        at("2026-12-05 17:00"),
    )
    assert found.message == ("Anna works 6 days in a row from Mon 2026-11-30 to Sat 2026-12-05, at most 5 are allowed.")


def test_place_of_several_days_too_many() -> None:
    """Of seven days the sixth and the seventh are too many: one breach from Saturday to Sunday."""
    (found,) = breaches(_problem(), *_days("2026-11-30", 7))
    assert (found.start, found.end) == (at("2026-12-05 09:00"), at("2026-12-06 17:00"))


def test_row_that_ends_on_the_last_date() -> None:
    """Tuesday to Sunday are six days."""
    (found,) = breaches(_problem(), *_days("2026-12-01", 6))
    assert found.start == at("2026-12-06 09:00")


def test_a_free_day_starts_a_new_row() -> None:
    """Three days, a free one and three days are two rows of three."""
    assert breaches(_problem(), *_days("2026-11-30", 3), *_days("2026-12-04", 3)) == []


@pytest.mark.parametrize(("days", "count"), [(2, 0), (3, 1)])
def test_history_counts(days: int, count: int) -> None:
    """Three past days and two make five, and three make six."""
    past = tuple(make_past("anna", f"2026-11-{day} 09:00", "17:00") for day in (27, 28, 29))
    assert len(breaches(_problem(history=past), *_days("2026-11-30", days))) == count


def test_history_alone_is_no_breach() -> None:
    """Six past days and a free Monday are not the roster's doing."""
    past = tuple(make_past("anna", f"2026-11-{day} 09:00", "17:00") for day in range(24, 30))
    assert breaches(_problem(history=past), *_days("2026-12-01", 5)) == []


def test_night_shifts_count_on_the_date_on_which_they_start() -> None:
    """Five nights from Monday end on Saturday morning and are five days."""
    assert breaches(_problem(), *_days("2026-11-30", 5, "22:00", "06:00")) == []


@pytest.mark.parametrize("monday", ["2026-03-23", "2026-10-19"])
def test_clock_changes_do_not_break_a_row(monday: str) -> None:
    """Dates follow each other however long the days are."""
    problem = _problem(start_date=dt.date.fromisoformat(monday))
    (found,) = breaches(problem, *_days(monday, 7))
    assert found.message.startswith("Anna works 7 days in a row")


NIGHT = {"windows": [{"start": "23:00", "end": "06:00", "minutes": 180}]}
KNOWN = {"history_from": "2026-11-01"}


def _amounts(rule: dict[str, Any], worked: str, past: str = "", **plan: Any) -> list[int]:
    """Amounts of the breaches of days written as N (night), W (day work) and dots; the first is a Monday."""
    first = dt.date(2026, 11, 30)
    history = [_past(first - dt.timedelta(days=len(past) - day), kind) for day, kind in enumerate(past) if kind != "."]
    shifts = [
        make_shift("anna", f"{first + dt.timedelta(days=day)} {'22:00' if kind == 'N' else '09:00'}", _end(kind))
        for day, kind in enumerate(worked)
        if kind != "."
    ]
    problem = make_problem(rules={"runs": {"kind": "consecutive_days", **rule}}, **plan | {"history": history}, days=7)
    return [found.amount for found in breaches(problem, *shifts) if found.agent == "anna"]


def _past(date: dt.date, kind: str) -> PastShift:
    return make_past("anna", f"{date} {'22:00' if kind == 'N' else '09:00'}", _end(kind))


def _end(kind: str) -> str:
    return "06:00" if kind == "N" else "17:00"


@pytest.mark.parametrize(("past", "worked", "amounts"), [
    ("", "WWW....", []),
    ("", "WWWW...", [1]),
    ("", "..WWWWW", [2]),
    ("", "WWWW.WW", [1]),
    # Of 3 past days and 2, the last 2 are beyond 3; of 5 past ones only those of the plan count; then none does.
    ("WWW", "WW.....", [2]),
    ("WWWWW", "W......", [1]),
    ("WWWWW", ".......", []),
    ("WW.", "WWW....", []),
])  # fmt: skip
def test_days_beyond_the_maximum(past: str, worked: str, amounts: list[int]) -> None:
    """Days beyond three in a row, those of the plan only."""
    assert _amounts({"maximum": 3}, worked, past, **KNOWN) == amounts


@pytest.mark.parametrize(("past", "worked", "amounts"), [
    ("", "..WWW..", []),
    ("", "..WW...", [1]),
    ("", ".W.WW..", [2, 1]),
    # A run of the history goes on, or is ended on the first day and misses one or two days.
    ("W", "WW.....", []),
    ("W", "W......", [1]),
    ("W", ".......", [2]),
    ("WWW", ".......", []),
    ("W.", ".......", []),
])  # fmt: skip
def test_days_missing_to_the_minimum(past: str, worked: str, amounts: list[int]) -> None:
    """Days missing to three in a row, of runs that the plan ends."""
    assert _amounts({"minimum": 3}, worked, past, **KNOWN) == amounts


@pytest.mark.parametrize(("start", "end", "amounts"), [
    ("waive", "waive", []),
    ("charge", "waive", [1]),
    ("waive", "charge", [2]),
    ("charge", "charge", [1, 2]),
])  # fmt: skip
def test_both_ends(start: str, end: str, amounts: list[int]) -> None:
    """Without history, two days at the start miss one, and one at the end misses two, where that is charged."""
    rule = {"minimum": 3, "open_start": start, "open_end": end}
    assert _amounts(rule, "WW....W") == amounts


def test_a_run_that_begins_with_the_history() -> None:
    """The only past day may have been the last of a longer run, unless it is taken as the first."""
    assert _amounts({"minimum": 3}, ".......", "W") == []
    assert _amounts({"minimum": 3, "open_start": "charge"}, ".......", "W") == [2]


@pytest.mark.parametrize(("past", "worked", "amounts"), [
    ("", "W..WW..", []),
    ("", "W.W...W", [1, 1]),
    ("W.", "W...WWW", [1, 1]),
    ("W.", ".WW...W", [1]),
    ("W..", ".WW..WW", [1]),
])  # fmt: skip
def test_days_off(past: str, worked: str, amounts: list[int]) -> None:
    """Two days off at least and at most: too short and too long runs of them, with those of the history."""
    assert _amounts({"of": "off", "minimum": 2, "maximum": 2}, worked, past, **KNOWN) == amounts


def test_runs_of_nights() -> None:
    """Day work and days off end a run of nights; without nights there may be three days at most."""
    assert _amounts({"maximum": 2, "shifts": NIGHT}, "NNWNNN.") == [1]
    assert _amounts({"maximum": 3, "of": "off", "shifts": NIGHT}, "N.WW.NW", history_from="2026-11-30") == [1]


def test_inrc2_history() -> None:
    """
    Three past days of work, the last two late, as INRC-II states them, are three past shifts.

    At least 4 days of work and 3 late shifts: the first day free ends both, each one day short (30 + 15). What came
    before is not known, so that the start is charged.
    """
    past = tuple(make_past("anna", f"2026-11-{day} {start}", "23:00") for day, start in
                 ((27, "07:00"), (28, "15:00"), (29, "15:00")))  # fmt: skip
    cost = {"kind": "consecutive_days", "severity": "cost", "open_start": "charge"}
    rules = {
        "work": cost | {"minimum": 4, "price": 30},
        "late": cost | {"minimum": 3, "price": 15, "shifts": {"earliest_start": "14:00"}},
    }
    found = audit(make_roster(*_days("2026-12-01", 4)), make_problem(rules=rules, history=past))
    costs = [found.cost_terms[f"rule:{name}"].cost for name in rules]
    assert costs == [30, 15]


def test_warning_of_a_short_run() -> None:
    """It names both numbers and lies where the run does."""
    rules = {"consecutive_days": {"minimum": 2, "severity": "warning"}}
    (found,) = breaches(make_problem(rules=rules), *_days("2026-12-02", 1))
    assert (found.severity, found.start, found.end) == ("warning", at("2026-12-02 09:00"), at("2026-12-02 17:00"))
    assert found.message == (
        "Anna works 1 day in a row from Wed 2026-12-02 to Wed 2026-12-02, at least 2 are required."
    )


def test_place_of_days_off() -> None:
    """Free days from midnight to midnight: of three in a row the last is one too many."""
    rules = {"consecutive_days": {"of": "off", "maximum": 2, "only_for": ["present"]}}
    problem = make_problem(rules=rules)
    anna = problem.agents[0].model_copy(update={"attributes": ("present",)})
    problem = make_problem(rules=rules, agents=(anna,))
    (found,) = breaches(problem, *_days("2026-11-30", 2), *_days("2026-12-05", 2))
    assert (found.start, found.end) == (at("2026-12-04 00:00"), at("2026-12-05 00:00"))
    assert found.message == (
        "Anna is off 3 days in a row from Wed 2026-12-02 to Fri 2026-12-04, at most 2 are allowed."
    )


def test_price() -> None:
    """Seven days of at most five cost the price twice."""
    problem = make_problem(rules={"consecutive_days": {"maximum": 5, "severity": "cost", "price": 40}})
    found = audit(make_roster(*_days("2026-11-30", 7)), problem)
    assert found.cost_terms["rule:consecutive_days"].cost == 80


def test_rows_that_cannot_bind_are_left_out() -> None:
    """Where nothing starts on Sundays, seven days have no row for seven in a row, and two for six of them."""
    week = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
    pattern = make_pattern(days_of_week=week, lengths_minutes=(480,), start_step_minutes=480)
    problem = make_problem(patterns=(pattern,), days=8)
    candidates = candidates_of(problem, problem.agents[0], Offers(problem))
    assert [len(list(ConsecutiveDays(maximum=most).rows(candidates))) for most in (5, 6)] == [1, 0]


@pytest.mark.parametrize("parameters", [{}, {"maximum": 0}, {"minimum": 0}, {"maximum": 367}, {"of": "sick"}])
def test_parameters_that_are_refused(parameters: dict[str, Any]) -> None:
    """No limit, one of no day or of more than a year, and days of another kind."""
    with pytest.raises(ValidationError):
        ConsecutiveDays(**parameters)


def test_look_back() -> None:
    """As many days as the longer of both limits."""
    assert ConsecutiveDays(maximum=6).look_back_days == 6
    assert ConsecutiveDays(maximum=2, minimum=2).look_back_days == 2
    assert ConsecutiveDays(minimum=3).look_back_days == 3
