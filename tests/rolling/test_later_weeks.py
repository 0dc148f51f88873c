"""Weeks that are not looked at: what is drawn for them, and what their prices are good for."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from scheduler.io.families.inrc2 import read_inrc2
from scheduler.rolling import later_weeks, roll
from scheduler.rolling.forecast import drawn_rows
from scheduler.rolling.roll import RollSettings, published_until
from scheduler.rolling.weeks import Week, drawn_plan
from scheduler.roster import Roster
from tests.builders import make_requirements
from tests.io.families.small_instances import write_inrc2
from tests.rolling.small_plans import MONDAYS, two_mondays, worked

FIRST, SECOND = (dt.date.fromisoformat(day) for day in MONDAYS)
BY_PRICES = RollSettings(look_ahead=0, engine="staged", time_limit_seconds=600.0, workers=1)


@pytest.fixture(autouse=True)
def _little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roll, "WORK_SHARE", 0.002)


def test_each_known_day_is_drawn_once_before_twice() -> None:
    """Five asked for from Monday to Friday, of whom 1 to 5 at least: each comes once a week; Saturday keeps its own."""
    dates = ("11-30", "12-01", "12-02", "12-03", "12-04", "12-05")
    rows = [row for date in dates for row in make_requirements("phone", f"2026-{date} 09:00", [5])]
    known = [row.model_copy(update={"minimum": Decimal(least)}) for least, row in enumerate(rows, 1)]
    problem = two_mondays(days=21, requirements=tuple(known))
    found = list(drawn_rows(problem, known, range(7, 21), 7, seed=0))
    assert all((row.interval_start.hour, row.required) == (9, 5) for row in found)
    for week in (dt.date(2026, 12, 7), dt.date(2026, 12, 14)):
        least = {(row.interval_start.date() - week).days: row.minimum for row in found}
        assert {least[day] for day in range(5)} == {1, 2, 3, 4, 5}
        assert least[5] == 6


def test_prices_stand_for_the_second_week(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anna is worth more on the second Monday than Ben costs on the first: 2 in all, as with the week looked at."""
    monkeypatch.setattr(roll, "FEWEST_DAYS", 7)
    rolled = roll.roll(two_mondays(), BY_PRICES)
    assert worked(rolled.published) == [("anna", SECOND), ("ben", FIRST)]
    assert [(week.expected_cost, week.days) for week in rolled.weeks] == [(2.0, 14), (2.0, 14)]


def test_without_prices_limits_are_shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where none are found in time, the first week ends the plan: 25 for half a time too much."""
    monkeypatch.setattr(roll, "FEWEST_DAYS", 7)
    monkeypatch.setattr(later_weeks, "find_worth", lambda *_: None)
    rolled = roll.roll(two_mondays(), BY_PRICES)
    assert [(week.expected_cost, week.days) for week in rolled.weeks] == [(25.0, 7), (50.0, 14)]


def test_a_single_week_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """No prices for seven days, which may happen to be any: the forecast makes 2."""
    monkeypatch.setattr(later_weeks, "find_worth", lambda *_: pytest.fail("prices for a single week"))
    rolled = roll.roll(two_mondays(), BY_PRICES)
    assert [(week.expected_cost, week.days) for week in rolled.weeks] == [(2.0, 14), (2.0, 14)]


def test_what_becomes_known_later_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another second week leaves the first as it was, to the byte; what is drawn for it is of days that are known."""
    problem = read_inrc2(write_inrc2(tmp_path))
    cut = problem.horizon.instant(problem.horizon.day_start(7))
    rows = tuple(row for row in problem.requirements if row.interval_start < cut)
    changed = problem.model_copy(update={"requirements": rows})
    one, two = (drawn_plan(some, Week(0, 7), Roster(()), 0, 0) for some in (problem, changed))
    assert one.requirements == two.requirements
    assert len(one.requirements) > len(rows)
    monkeypatch.setattr(roll, "FEWEST_DAYS", 7)
    first, again = (roll.build_week(some, Week(0, 7), Roster(()), Roster(()), BY_PRICES) for some in (problem, changed))
    assert first.plan is not None
    assert again.plan is not None
    assert published_until(first.plan, problem, 7) == published_until(again.plan, problem, 7)
