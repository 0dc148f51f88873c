"""The measurement of explanations: what is planted is told apart from what is not."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from scripts.benchmarking.command import main
from scripts.benchmarking.explain import answer_of, base_plan
from scripts.benchmarking.planted import AGENT_PLANTS, Planted, ground_of

NAME = "pin on absence"


def test_one_contradiction(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A pin on an absence in a contact centre of ten is named, and stands in the file of answers."""
    assert main(["explain", "--sizes", "10", "--only", NAME, "--out", str(tmp_path)]) == 0
    assert "10 agents: 1 of 1 right, 1 minimal" in capsys.readouterr().out
    with (tmp_path / "answers.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["planted"], row["named"], row["is_right"]) == ("absences+pins", "absences+pins", "True")


def test_what_was_not_planted_is_wrong() -> None:
    """The same plan with another rule said to be planted."""
    problem = AGENT_PLANTS[NAME](ground_of(base_plan(10), 3)).problem
    answer = answer_of(10, 3, NAME, Planted(problem, frozenset({"pins", "daily_rest"})), 30.0)
    assert not answer.is_right
    assert answer.is_minimal
