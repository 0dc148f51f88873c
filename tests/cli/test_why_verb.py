"""`shiftwright why`: words, JSON and what is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from scheduler.cli.main import run
from scheduler.io.roster_csv import write_roster
from scheduler.roster import Roster

TINY = str(Path(__file__).parents[2] / "instances" / "tiny")


@pytest.fixture
def empty(tmp_path: Path) -> str:
    """Return a roster in which nobody works."""
    write_roster(Roster([]), tmp_path / "roster.csv")
    return str(tmp_path / "roster.csv")


def _queue_and_time(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    assert run(["check", TINY, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    row = next(row for row in report["hours"] if row["required"])
    return row["queue"], f"{row['date']} 12:00"


def test_answer_in_words_and_as_json(empty: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The same agents in both."""
    queue, moment = _queue_and_time(capsys)
    assert run(["why", TINY, empty, "--queue", queue, "--at", moment]) == 0
    words = capsys.readouterr().out
    assert "Who could be there" in words
    assert run(["why", TINY, empty, "--queue", queue, "--at", moment, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["schema"] == "shiftwright.why_short/1"
    assert answer["scheduled"] == 0
    assert any(one["code"] == "gains" for one in answer["agents"])


def test_unknown_queue_and_time_are_refused(empty: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With what is known."""
    queue, _ = _queue_and_time(capsys)
    assert run(["why", TINY, empty, "--queue", "nothing", "--at", "2026-12-01 12:00"]) == 2
    assert f"known are {queue}" in capsys.readouterr().err
    assert run(["why", TINY, empty, "--queue", queue, "--at", "2020-01-01 12:00"]) == 2
    assert "is not in the plan" in capsys.readouterr().err
