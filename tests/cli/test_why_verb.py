"""`shiftwright why`: words, JSON and what is refused, of each question."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.cli.main import run
from scheduler.io.roster_csv import write_roster
from scheduler.roster import Roster
from tests.builders import make_roster, make_shift

ROOT = Path(__file__).parents[2]
TINY = str(ROOT / "instances" / "tiny")


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


def test_short_intervals_need_no_solver(empty: str) -> None:
    """Nor tables, nor scipy's linear algebra: what is asked of a finished run is answered at once."""
    heavy = {"ortools", "highspy", "pyomo", "pandas", "matplotlib", "scipy.linalg", "openpyxl", "rich"}
    question = ["why", TINY, empty, "--queue", "phone", "--at", "2026-11-30 12:00", "--json"]
    loaded = f"sys.exit(str({heavy} & sys.modules.keys()))"
    code = f"import sys; from scheduler.cli.main import run; run({question}); {loaded}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert json.loads(done.stdout)["agents"]
    assert done.stderr.strip() == "set()"


ANYBODY = ["--agent", "anna", "--date", "2026-11-30"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ([], "Ask one thing"),
        (["--wishes", *ANYBODY], "Ask one thing"),
        (["--queue", "phone"], "--queue and --at belong together"),
        (ANYBODY[:2], "--agent and --date belong together"),
        ([*ANYBODY, "--off", "--pattern", "short"], "not for both"),
        ([*ANYBODY, "--start", "09:00"], "--start needs the --pattern"),
        (["--wishes", "--off"], "are about the shift of an --agent"),
    ],
)
def test_what_is_no_question_is_wrong_use(
    asked: list[str], words: str, empty: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Said before anything is read."""
    assert run(["why", TINY, empty, *asked]) == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (["--queue", "fone", "--at", "2026-11-30 12:00"], "'fone' is no queue of the plan. Write 'phone'"),
        (["--queue", "phone", "--at", "2020-01-01 12:00"], "2020-01-01 12:00 is not in the plan. It runs from"),
        (["--agent", "ana", "--date", "2026-11-30"], "'ana' is nobody of the plan. Write 'anna'"),
        (["--agent", "anna", "--date", "2026-12-30"], "2026-12-30 is not in the plan. It runs from 2026-11-30 to"),
        ([*ANYBODY, "--pattern", "shrot"], "'shrot' is no pattern of the plan. Write 'short'"),
        (
            [*ANYBODY, "--pattern", "short", "--start", "03:00"],
            "No shift of pattern 'short' starts at 03:00. Its starts are",
        ),
    ],
)
def test_what_the_plan_does_not_have_is_invalid(
    asked: list[str], words: str, empty: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """One message, with what is known, and exit code 3."""
    assert run(["why", TINY, empty, *asked]) == 3
    error = capsys.readouterr().err
    assert words in error
    assert len(error.splitlines()) == 1


def test_rosters_of_other_plans_are_invalid(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A shift that no pattern has."""
    path = tmp_path / "roster.csv"
    write_roster(make_roster(make_shift("anna", "2026-11-30 01:00", "02:00")), path)
    for question in (["--wishes"], [*ANYBODY, "--off"], ANYBODY):
        assert run(["why", TINY, str(path), *question]) == 3
        assert "It is no roster of the plan" in capsys.readouterr().err


def test_shift_in_words_and_as_json(empty: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Of somebody known by name too; the whole plan is solved again only where another shift is asked for."""
    assert run(["why", TINY, empty, "--agent", "Anna", "--date", "2026-11-30"]) == 0
    words = capsys.readouterr().out
    assert "works nothing on Mon 2026-11-30" in words
    assert "solved again" not in words
    carla = ["--agent", "carla", "--date", "2026-11-30", "--pattern", "short"]
    assert run(["why", TINY, empty, *carla, "--time-limit", "12", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["schema"], answer["asked"], answer["alone"]["code"]) == (
        "shiftwright.why_shift/1",
        "pattern",
        "gains",
    )
    resolved = answer["resolved"]
    assert resolved["bound"] <= resolved["cost"] < answer["cost"]
    assert resolved["least"] <= resolved["most"] < 0
    assert run(["why", TINY, empty, *carla, "--alone"]) == 0
    assert "solved again" not in capsys.readouterr().out


def test_wishes_in_words_and_as_json(empty: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody works, so that only wishes to work are refused."""
    assert run(["why", TINY, empty, "--wishes", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["schema"] == "shiftwright.why_wishes/1"
    assert {one["kind"] for one in answer["refused"]} <= {"prefer"}
    assert run(["why", TINY, empty, "--wishes"]) == 0
    words = capsys.readouterr().out
    assert f"{len(answer['refused'])} of {answer['wishes']} wishes are refused" in words
    assert "The roster would cost" not in words
