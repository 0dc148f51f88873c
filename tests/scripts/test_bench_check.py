"""The measurement of checks: rosters that only the auditor judged, limits around them, and what is told apart."""

from __future__ import annotations

import csv
import random
from itertools import islice
from pathlib import Path

import pytest

from scheduler.audit import audit
from scheduler.people import Absence, Pin
from scripts.benchmarking.check import checked_plan, feasible_plans
from scripts.benchmarking.command import main
from scripts.benchmarking.random_roster import random_roster
from scripts.benchmarking.small_plans import small_plan
from scripts.benchmarking.tightening import TIGHTENINGS, beyond, obeys, tightened
from tests.builders import at, make_problem


def test_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Plans of both kinds, each a row of the file."""
    out = ["--first-seed", "12", "--out", str(tmp_path)]
    assert main(["check", "--feasible", "2", "--infeasible", "1", *out]) == 0
    told = capsys.readouterr().out
    assert "2 plans with a roster: 0 false alarms" in told
    assert "1 plans without: 1 caught" in told
    with (tmp_path / "checked.csv").open(encoding="utf-8", newline="") as file:
        assert [row["is_feasible"] for row in csv.DictReader(file)] == ["True", "True", "False"]


def test_a_false_alarm_is_one() -> None:
    """What is found in a plan that is said to have a roster is wrong, and right where it has none."""
    shift = {"agent": "anna", "start": at("2026-12-01 09:00"), "end": at("2026-12-01 17:00")}
    problem = make_problem(pins=(Pin(**shift, shift_date="2026-12-01"),), absences=(Absence(**shift),))
    assert not checked_plan(0, "pin on absence", problem, is_feasible=True).is_right
    assert checked_plan(0, "pin on absence", problem, is_feasible=False).is_right


def test_limits_around_a_roster() -> None:
    """A tightened plan has more limits, and its roster still breaks none by the full audit; one step more it does."""
    seed = next(seed for seed, _, _ in feasible_plans(0))
    problem, draw = small_plan(seed), random.Random(1)
    roster = random_roster(problem, draw)
    assert roster is not None
    tight = tightened(problem, roster, draw)
    assert tight != problem
    assert all(one.severity != "hard" for one in audit(roster, tight).violations)
    for name, tighter in islice(beyond(tight, roster, draw), 3):
        assert name in TIGHTENINGS
        assert not obeys(roster, tighter)
