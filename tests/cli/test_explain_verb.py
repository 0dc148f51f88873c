"""The verb `explain` on plans as files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scheduler.cli.main import run
from scheduler.io.write import write_plan
from tests.builders import make_problem
from tests.scheduler.explain_plans import plain_plan
from tests.scheduler.test_messages import EXPLAINED

LONG = ("--time-limit", "600")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A plan in which Anna is pinned to a shift and absent."""
    path = tmp_path / "plan"
    write_plan(make_problem(**EXPLAINED["pin"]), path)
    return path


def test_of_a_plan_without_a_roster(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 4, the conflict in words, and the change that is thought to cost least first."""
    assert run(["explain", str(plan), *LONG]) == 4
    text = capsys.readouterr().out
    assert "Anna is pinned to a shift Tue 2026-12-01 09:00-17:00. [pins]" in text
    assert text.index("Remove the pin") < text.index("Remove or move the absence")
    assert "With the first change of each conflict, the plan has a roster." in text


def test_prices_rank_the_changes(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where a pin is dearer than 24 hours of absence, the absence comes first; 24 x 0.5 = 12."""
    assert run(["explain", str(plan), *LONG, "--json", "--price", "pin=50", "--price", "absence=0.5"]) == 4
    report = json.loads(capsys.readouterr().out)
    (conflict,) = report["conflicts"]
    assert [(one["code"], one["price"]) for one in conflict["relaxations"]] == [
        ("remove-absence", 12),
        ("remove-pin", 50),
    ]
    assert report["schema"] == "shiftwright.explanation/1"
    assert report["status"] == "infeasible"
    assert report["cured"] is True
    assert conflict["minimal"] is True
    assert all(one["cures"] == "part" for one in conflict["relaxations"])


def test_of_a_plan_with_a_roster(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 0 and nothing to cure."""
    path = tmp_path / "plan.json"
    write_plan(plain_plan(), path)
    assert run(["explain", str(path), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["status"], report["conflicts"], report["cured"]) == ("feasible", [], None)


@pytest.mark.parametrize(("setting", "word"), [("pins=3", "'pin'"), ("pin=many", "many"), ("pin=-1", "-1")])
def test_wrong_prices(plan: Path, capsys: pytest.CaptureFixture[str], setting: str, word: str) -> None:
    """An unknown kind of change and what is no price are refused with a remedy: exit code 3."""
    assert run(["explain", str(plan), "--price", setting]) == 3
    assert word in capsys.readouterr().err
