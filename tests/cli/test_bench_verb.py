"""`shiftwright bench`: killed, interrupted, run again; no result lost, none twice."""

from __future__ import annotations

import csv
import json
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from scheduler.batch.store import read_runs
from scheduler.cli.main import run
from scheduler.io.progress_csv import read_progress
from tests.processes import SOON_SECONDS, still_running

ROOT = Path(__file__).parent.parent.parent
LIMIT_SECONDS = "1200"
"""Of a run: ``tiny`` takes a second, and nothing that goes on to its limit is taken for what ends soon."""


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    """A folder with two copies of ``tiny``, which is solved in a second, and a plan that is broken."""
    folder = tmp_path / "plans"
    for name in ("week1", "week2"):
        shutil.copytree(ROOT / "instances" / "tiny", folder / name)
    (folder / "week3.json").write_text("{}")
    return folder


def arguments(plans: Path, out: Path, *more: str) -> list[str]:
    return ["bench", str(plans), "--out", str(out), "--engine", "cpsat", "--time-limit", LIMIT_SECONDS, *more]


def started(plans: Path, out: Path, *more: str, ended: int) -> subprocess.Popen[str]:
    """A batch of which some runs have ended."""
    command = [sys.executable, "-m", "scheduler", *arguments(plans, out, *more)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(f"[{ended}/"):
            break
    return process


def test_killed_and_run_again(plans: Path, tmp_path: Path) -> None:
    """Killed in the middle: its runs end with it, its lines stay, the others are made; none is there twice."""
    seeds = [part for seed in range(2) for part in ("--seed", str(seed))]
    shutil.rmtree(plans / "week2")
    process = started(plans, tmp_path / "out", *seeds, "--at-once", "2", ended=1)
    children = psutil.Process(process.pid).children(recursive=True)
    assert children
    process.kill()
    process.wait(timeout=SOON_SECONDS)
    assert still_running(children) == []
    process.communicate()
    before = read_runs(tmp_path / "out" / "runs.jsonl")
    assert 1 <= len(before) < 4
    with (tmp_path / "out" / "runs.jsonl").open("a") as file:
        file.write('{"family": "pla')
    assert run(arguments(plans, tmp_path / "out", *seeds, "--quiet")) == 0
    after = read_runs(tmp_path / "out" / "runs.jsonl")
    assert after[: len(before)] == before
    weeks = ("week1", "week3")
    assert sorted((one.instance, one.seed) for one in after) == [(name, seed) for name in weeks for seed in range(2)]
    assert {one.status for one in after if one.instance == "week3"} == {"failed"}
    assert {(one.status, one.cost) for one in after if one.instance != "week3"} == {("optimal", 399)}


def test_a_plan_that_has_changed_is_run_again(plans: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The others are not; of both runs the last counts."""
    shutil.rmtree(plans / "week2")
    assert run(arguments(plans, tmp_path / "out")) == 0
    with (plans / "week1" / "plan.toml").open("a") as file:
        file.write("\n# A note.\n")
    assert run(arguments(plans, tmp_path / "out")) == 0
    assert "2 runs, 1 of them are there" in capsys.readouterr().err
    assert [one.instance for one in read_runs(tmp_path / "out" / "runs.jsonl")].count("week1") == 2


def _wait_for_improvement(logs: Path, instance: str) -> None:
    """Until a run tells of a cost or a bound."""
    until = time.monotonic() + SOON_SECONDS
    while not any(read_progress(path) for path in logs.glob(f"{instance}-*.csv")):
        assert time.monotonic() < until
        time.sleep(0.1)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)])
def test_ended_in_the_middle_of_a_run(tmp_path: Path, number: signal.Signals, code: int) -> None:
    """Asked to end or killed: what has ended stays, what ran is no row, and ends long before its time limit."""
    plans = tmp_path / "plans"
    shutil.copytree(ROOT / "instances" / "tiny", plans / "a")
    shutil.copytree(ROOT / "instances" / "helpdesk", plans / "b")
    process = started(plans, tmp_path / "out", "--at-once", "1", ended=1)
    _wait_for_improvement(tmp_path / "out" / "logs", "b")
    children = psutil.Process(process.pid).children(recursive=True)
    process.send_signal(number)
    assert process.wait(timeout=SOON_SECONDS) == code
    assert still_running(children) == []
    process.communicate()
    assert [one.instance for one in read_runs(tmp_path / "out" / "runs.jsonl")] == ["a"]


def test_report_of_a_batch(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Tables and pictures with the gap to what others found; JSON says how many runs ended how."""
    known = tmp_path / "best.csv"
    known.write_text("instance,best_lb,best_ub\ntiny,,380\n")
    plan, out = str(ROOT / "instances" / "tiny"), str(tmp_path / "out")
    given = [
        "bench",
        plan,
        "--engine",
        "cpsat",
        "--time-limit",
        LIMIT_SECONDS,
        "--out",
        out,
        "--best-known",
        str(known),
    ]
    assert run([*given, "--quiet", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["runs"] == {"optimal": 1}
    pictures = {"gap-plans.png", "profile-plans.png"}
    assert set(document["files"]) == {"table.md", "table.csv", *pictures}
    assert pictures <= {path.name for path in (tmp_path / "out").iterdir()}
    (row,) = csv.DictReader((tmp_path / "out" / "table.csv").read_text().splitlines())
    assert (row["instance"], float(row["gap_to_known"])) == ("tiny", pytest.approx(19 / 380))
    assert run(["bench", "--report", out]) == 0
    assert (tmp_path / "out" / "table.md").read_text().count("| tiny |") == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [("name,best_ub\ntiny,380\n", "line 1: There is no column instance"), ("instance,best_ub\na,1\nb,x\n", "line 3: ")],
)
def test_broken_best_known_is_said_before_the_runs(
    plans: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, said: str
) -> None:
    """The line is named, and nothing is run."""
    known = tmp_path / "best.csv"
    known.write_text(content)
    assert run([*arguments(plans, tmp_path / "out"), "--best-known", str(known)]) == 3
    assert said in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ([], 2),
        (["plan", "--report", "batch"], 2),
        (["no-plan"], 3),
        (["--report", "no-batch"], 3),
        (["plan", "--time-limit", "nan"], 2),
    ],
)
def test_wrong_use_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: list[str], code: int) -> None:
    """Wrong use of the command and what is not there have their exit codes; nothing is written."""
    monkeypatch.chdir(tmp_path)
    assert run(["bench", *given]) == code
    assert list(tmp_path.iterdir()) == []


def test_ray_that_is_missing_is_said(
    plans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What to install is named, and nothing is run."""
    monkeypatch.setattr("scheduler.batch.on_ray.find_spec", lambda _: None)
    assert run([*arguments(plans, tmp_path / "out"), "--executor", "ray"]) == 3
    assert 'pip install "shiftwright[ray]"' in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
