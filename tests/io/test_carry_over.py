"""Shifts of a roster as a table of a plan."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from scheduler.cli.main import run
from scheduler.io.read import read_plan
from scheduler.io.roster_csv import read_roster
from scheduler.roster import Roster

ROOT = Path(__file__).parent.parent.parent
TINY = ROOT / "instances" / "tiny"
FAST = ["--time-limit", "200", "--quiet", "--no-pictures"]


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a run of the plan ``tiny``."""
    folder = tmp_path_factory.mktemp("runs") / "first"
    assert run(["build", str(TINY), "--out", str(folder), *FAST]) == 0
    return folder


def _copy(to: Path) -> Path:
    return Path(shutil.copytree(TINY, to))


def _spans(roster: Roster) -> dict[tuple[str, dt.date], tuple[dt.datetime, dt.datetime]]:
    return {(shift.agent, shift.shift_date): (shift.start, shift.end) for shift in roster.shifts()}


def test_history_of_the_next_plan(first: Path, tmp_path: Path) -> None:
    """The plan of the days after this one reads it: every shift with its paid minutes."""
    plan = _copy(tmp_path / "plan")
    assert run(["export", str(TINY), str(first), "--as", "history", "--to", str(plan / "history.csv")]) == 0
    text = (plan / "plan.toml").read_text(encoding="utf-8")
    (plan / "plan.toml").write_text(text.replace("2026-11-30", "2026-12-02"), encoding="utf-8")
    for table in ("requirements", "absences"):
        rows = (plan / f"{table}.csv").read_text(encoding="utf-8")
        rows = rows.replace("2026-12-02T", "2026-12-04T").replace("2026-12-01T", "2026-12-03T")
        (plan / f"{table}.csv").write_text(rows.replace("2026-11-30T", "2026-12-02T"), encoding="utf-8")
    history = {(past.agent, past.shift_date): past for past in read_plan(plan).history}
    shifts = list(read_roster(first / "roster.csv", read_plan(TINY)).shifts())
    assert len(history) == len(shifts) > 0
    for shift in shifts:
        past = history[shift.agent, shift.shift_date]
        assert (past.start, past.end, past.paid_minutes) == (shift.start, shift.end, shift.paid_minutes)


def test_pins_of_what_is_over(first: Path, tmp_path: Path) -> None:
    """With the first date pinned, whoever falls ill on the second leaves the first as it was."""
    plan = _copy(tmp_path / "plan")
    (plan / "pins.csv").write_text(
        "agent,shift_date,start,end,activity\nanna,2026-12-01,2026-12-01T09:00,2026-12-01T10:00,training\n"
    )
    options = ["--as", "pins", "--before", "2026-12-01", "--to", str(plan / "pins.csv"), "--overwrite"]
    assert run(["export", str(plan), str(first), *options]) == 0
    pins = read_plan(plan).pins
    before = _spans(read_roster(first / "roster.csv", read_plan(TINY)))
    monday = dt.date(2026, 11, 30)
    pinned = {(pin.agent, pin.shift_date): (pin.start, pin.end) for pin in pins if not pin.activity}
    assert pinned == {key: span for key, span in before.items() if key[1] == monday}
    assert [pin.activity for pin in pins if pin.activity] == ["training"]
    assert run(["build", str(plan), "--out", str(tmp_path / "second"), *FAST, "--start", str(first)]) == 0
    after = _spans(read_roster(tmp_path / "second" / "roster.csv", read_plan(plan)))
    assert {key: span for key, span in after.items() if key[1] == monday} == pinned


def test_training_stays_in_a_shift_that_stays(tmp_path: Path) -> None:
    """The pin of a whole shift says nothing of what is in it; pins of its parts are kept beside it."""
    plan, roster = _copy(tmp_path / "plan"), tmp_path / "first"
    (plan / "pins.csv").write_text(
        "agent,shift_date,start,end,activity\n"
        "anna,2026-11-30,2026-11-30T10:00,2026-11-30T11:00,training\n"
        "carla,2026-12-01,2026-12-01T09:00,2026-12-01T17:00,\n"
    )
    assert run(["build", str(plan), "--out", str(roster), *FAST]) == 0
    shifts = _spans(read_roster(roster / "roster.csv", read_plan(plan)))
    options = ["--as", "pins", "--to", str(plan / "pins.csv"), "--overwrite"]
    assert run(["export", str(plan), str(roster), *options]) == 0
    pins = read_plan(plan).pins
    assert [(pin.agent, pin.start.hour) for pin in pins if pin.activity == "training"] == [("anna", 10)]
    whole = [((pin.agent, pin.shift_date), (pin.start, pin.end)) for pin in pins if not pin.activity]
    assert sorted(whole) == sorted(shifts.items())
    assert run(["check", str(plan)]) == 0


def test_published_shifts_do_not_change(first: Path, tmp_path: Path) -> None:
    """With every shift published and no change allowed, weights that would change everything change nothing."""
    plan = _copy(tmp_path / "plan")
    assert run(["export", str(TINY), str(first), "--as", "published", "--to", str(plan / "published.csv")]) == 0
    told = ["--set", "rules.change_notice.change_days=99", "--set", "weights.understaffing=0"]
    assert run(["build", str(plan), "--out", str(tmp_path / "second"), *FAST, *told]) == 0
    assert _spans(read_roster(tmp_path / "second" / "roster.csv", read_plan(plan))) == _spans(
        read_roster(first / "roster.csv", read_plan(TINY))
    )


def test_what_is_asked_for_wrongly(first: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A table is a CSV file, and a date limits a table only."""
    for options, message in (
        (["--as", "pins", "--to", str(tmp_path / "pins.xlsx")], "ends in .csv"),
        (["--before", "2026-12-01", "--to", str(tmp_path / "x.csv")], "--before needs --as"),
    ):
        assert run(["export", str(TINY), str(first), *options]) == 2
        assert message in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
