"""`shiftwright roll` as its users meet it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from scheduler.cli.main import run
from scheduler.io.write import write_plan
from tests.rolling.small_plans import two_mondays


def test_roll_writes_a_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The files of a run, one JSON document, a line for each week; an audit agrees, and rerun says what to do."""
    plan, out = tmp_path / "mondays.json", tmp_path / "out"
    write_plan(two_mondays(), plan)
    options = ["--engine", "cpsat", "--workers", "1", "--time-limit", "300", "--no-pictures"]
    assert run(["roll", str(plan), "--out", str(out), *options, "--json"]) == 0
    printed = capsys.readouterr()
    result = json.loads(printed.out)
    assert (result["status"], result["cost"], result["bound"]) == ("feasible", 2.0, None)
    assert [(week["first_date"], week["last_date"]) for week in result["weeks"]] == [
        ("2026-11-30", "2026-12-06"),
        ("2026-12-07", "2026-12-13"),
    ]
    assert "Week from 2026-11-30: expected cost 2.00" in printed.err
    assert {"result.json", "roster.csv", "coverage.csv", "roster.xlsx"} <= {path.name for path in out.iterdir()}
    assert run(["audit", str(plan), str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cost"] == 2.0
    assert run(["rerun", str(out)]) == 3
    assert "roll" in capsys.readouterr().err


def test_the_limit_is_that_of_a_week(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The table does not say that all weeks took more than they were given."""
    plan = tmp_path / "mondays.json"
    write_plan(two_mondays(), plan)
    options = ["--engine", "cpsat", "--workers", "1", "--time-limit", "300", "--no-pictures", "--quiet"]
    assert run(["roll", str(plan), "--out", str(tmp_path / "out"), *options]) == 0
    assert "at most 300 s a week" in capsys.readouterr().out


def test_roll_refuses_what_it_cannot_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No negative look-ahead, and no folder that is none of a run."""
    plan = tmp_path / "mondays.json"
    write_plan(two_mondays(), plan)
    assert run(["roll", str(plan), "--look-ahead", "-1"]) == 2
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert run(["roll", str(plan), "--out", str(tmp_path)]) == 3
    assert "not a run" in capsys.readouterr().err


def test_a_week_without_a_roster_needs_no_more_time(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Two people are needed in the second week, and one is there: it is proven, of that week."""
    plan, rows = tmp_path / "mondays.json", two_mondays().requirements
    write_plan(two_mondays(requirements=(rows[0], rows[1].model_copy(update={"minimum": Decimal(2)}))), plan)
    options = ["--engine", "cpsat", "--workers", "1", "--time-limit", "300", "--no-pictures", "--quiet"]
    assert run(["roll", str(plan), "--out", str(tmp_path / "out"), *options]) == 1
    told = " ".join(capsys.readouterr().out.split())
    assert "The week from Mon 2026-12-07 has no roster" in told
    assert "more time would not help" in told
    assert "--time-limit" not in told
