"""Weeks decided for several futures: what is drawn, what they are good for, and what is done where there are none."""

from __future__ import annotations

import datetime as dt
import threading
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from scheduler.compile import compile_problem
from scheduler.io.families.inrc2 import read_inrc2
from scheduler.people import Absence
from scheduler.rolling import futures, roll
from scheduler.rolling.forecast import drawn_rows, forecast_rows
from scheduler.rolling.roll import RollSettings, published_until
from scheduler.rolling.weeks import Week, drawn_rows_after, known_plan, known_rows
from scheduler.roster import Roster
from shiftmodels.engines import futures_task
from shiftmodels.engines.futures_task import Agreed
from shiftmodels.engines.run import CUT_OFF
from tests.builders import at, make_requirements
from tests.io.families.small_instances import write_inrc2
from tests.rolling.small_plans import MONDAYS, two_mondays, worked

FIRST, SECOND = (dt.date.fromisoformat(day) for day in MONDAYS)
STAGED = RollSettings(engine="staged", time_limit_seconds=60.0, workers=1)


@pytest.fixture(autouse=True)
def _little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roll, "WORK_SHARE", 0.05)


def test_each_known_day_is_drawn_once_before_twice() -> None:
    """Five asked for from Monday to Friday, of whom 1 to 5 at least: each comes once a week; Saturday keeps its own."""
    dates = ("11-30", "12-01", "12-02", "12-03", "12-04", "12-05")
    rows = [row for date in dates for row in make_requirements("phone", f"2026-{date} 09:00", [5])]
    known = [row.model_copy(update={"minimum": Decimal(least)}) for least, row in enumerate(rows, 1)]
    problem = two_mondays(days=21, requirements=tuple(known))
    found = list(drawn_rows(problem, known, range(7, 21), 7, seed=0, number=0))
    assert all((row.interval_start.hour, row.required) == (9, 5) for row in found)
    for week in (dt.date(2026, 12, 7), dt.date(2026, 12, 14)):
        least = {(row.interval_start.date() - week).days: row.minimum for row in found}
        assert {least[day] for day in range(5)} == {1, 2, 3, 4, 5}
        assert least[5] == 6
    other = list(drawn_rows(problem, known, range(7, 21), 7, seed=0, number=1))
    assert other != found


def test_an_hour_that_comes_twice_is_drawn_and_forecast_once() -> None:
    """Clocks went back on the Sunday that is known: at one o'clock two are asked for on later ones, as there were."""
    clocks: dict[str, Any] = {"start_date": dt.date(2026, 10, 19), "days": 14, "time_zone": "Europe/London"}
    rows = make_requirements("phone", "2026-10-25 01:00", [2, 2, 2])[::2]
    problem = two_mondays(**clocks, requirements=rows, preferences=(), absences=())
    known = [row.model_copy(update={"minimum": Decimal(1)}) for row in rows]
    assert {problem.horizon.local_minute(problem.horizon.minute(row.interval_start)) for row in known} == {60}
    for later in (drawn_rows(problem, known, range(7, 14), 7, 0, 0), forecast_rows(problem, known, range(7, 14))):
        sundays = [row for row in later if row.interval_start.date() == dt.date(2026, 11, 1)]
        assert [(row.required, row.minimum) for row in sundays] == [(2, 1)]


def test_a_week_is_decided_with_later_ones_in_mind(monkeypatch: pytest.MonkeyPatch) -> None:
    """Anna is worth more on the second Monday than Ben costs on the first: 2 in all, where the first alone costs 0."""
    answers, agree = [], futures.agree

    def noted(*arguments: Any) -> tuple[Agreed | None, float, tuple[str, ...]]:
        answers.append(agree(*arguments))
        return answers[-1]

    monkeypatch.setattr(futures, "agree", noted)
    rolled = roll.roll(two_mondays(), STAGED)
    assert worked(rolled.published) == [("anna", SECOND), ("ben", FIRST)]
    assert [week.expected_cost for week in rolled.weeks] == [2.0, 2.0]
    ((agreed, _, messages),) = answers
    assert agreed is not None
    assert (agreed.futures, messages) == (futures.FUTURES, ())


def test_a_minimum_that_futures_cannot_have_is_not_told_as_a_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is there on the second Monday: what is lacking then costs 100, and its minimum, which is hard, nothing."""
    answers, agree = [], futures.agree

    def noted(*arguments: Any) -> tuple[Agreed | None, float, tuple[str, ...]]:
        answers.append(agree(*arguments)[0])
        return answers[-1], 0.0, ()

    monkeypatch.setattr(futures, "agree", noted)
    week = {"start": at("2026-12-07 00:00"), "end": at("2026-12-14 00:00")}
    row = two_mondays().requirements[0].model_copy(update={"minimum": Decimal(1)})
    away = tuple(Absence(agent=agent, **week) for agent in ("anna", "ben"))
    rolled = roll.roll(two_mondays(requirements=(row,), absences=away), STAGED)
    assert [answer is not None for answer in answers] == [True]
    assert [week.expected_cost for week in rolled.weeks] == [100.0, 0.0]


def test_without_futures_there_is_the_forecast(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing is found in time, or what breaks a limit of the week that is known."""
    found: list[str] = []

    def nothing(*_: object) -> tuple[None, float, tuple[str, ...]]:
        found.append("nothing")
        return None, 0.0, ()

    monkeypatch.setattr(futures, "agree", nothing)
    rolled = roll.roll(two_mondays(), STAGED)
    assert worked(rolled.published) == [("anna", SECOND), ("ben", FIRST)]
    assert found == ["nothing"]


def test_nobody_waits_for_futures_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where LPs are not solved in time the forecast has the rest, and that the wall has decided is told."""
    monkeypatch.setattr(futures_task, "LATEST_SHARE", 0.0)
    rolled = roll.roll(two_mondays(), STAGED)
    assert worked(rolled.published) == [("anna", SECOND), ("ben", FIRST)]
    assert CUT_OFF in rolled.weeks[0].solution.messages


def test_a_user_who_interrupts_waits_for_no_futures() -> None:
    stop = threading.Event()
    stop.set()
    built = roll.build_week(two_mondays(), Week(0, 7), Roster(()), Roster(()), STAGED, stop)
    assert built.solution.interrupted
    assert built.seconds < 20


def test_limits_of_the_known_week_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A minimum of the first Monday binds what is agreed on, one of the second Monday that is drawn does not."""
    row = two_mondays().requirements[0].model_copy(update={"minimum": Decimal(1)})
    problem = two_mondays(requirements=(row,))
    compiled = compile_problem(known_plan(problem, Week(0, 7), Roster(()), None))
    options = roll._options(compiled, "staged", Roster(()), STAGED, 0.0)

    def agreed(number: int) -> Agreed | None:
        start = compiled.data
        empty = futures.legal_start(start, None)
        assert empty is not None
        for agent in range(number):
            empty.shift[agent, 0] = int((start.blocks[start.block_of[agent]].shifts.day == 0).argmax())
            block = start.blocks[start.block_of[agent]]
            shift = empty.shift[agent, 0]
            empty.activity[agent, block.shifts.start[shift] : block.shifts.end[shift]] = int(block.queues[0])
        monkeypatch.setattr(futures, "agree", lambda *_: (Agreed(empty, 0.0, 1), 0.0, ()))
        return futures.decided_by_futures(compiled, problem, Week(0, 7), options).agreed

    assert agreed(0) is None
    assert agreed(1) is not None


def test_what_becomes_known_later_changes_nothing(tmp_path: Path) -> None:
    """Another second week leaves the first as it was, to the byte; what is drawn for it is of days that are known."""
    problem = read_inrc2(write_inrc2(tmp_path))
    changed = problem.model_copy(update={"requirements": known_rows(problem, Week(0, 7))})
    one, two = (drawn_rows_after(some, Week(0, 7), 14, 0, 0) for some in (problem, changed))
    assert one == two
    assert len(one) > len(changed.requirements)
    first, again = (roll.build_week(some, Week(0, 7), Roster(()), Roster(()), STAGED) for some in (problem, changed))
    assert first.plan is not None
    assert again.plan is not None
    assert published_until(first.plan, problem, 7) == published_until(again.plan, problem, 7)
