"""The measurement of rosters: what is run, what is left out, and going on after an end."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from scheduler.batch import batch, machine
from scheduler.batch.apart import Command
from scheduler.batch.machine import PROJECT
from scheduler.batch.records import Run, Task
from scheduler.batch.store import read_runs
from scripts.benchmarking import command
from scripts.benchmarking.command import main, measure
from tests.batch.bench_runs import failed_run, make_run, make_task


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Task]:
    """Tasks that are run, by a stand-in whose third fails."""
    tasks: list[Task] = []

    def run(missing: Iterator[Task], folder: Path, *, stop: threading.Event, command: Command) -> Iterator[Run]:
        for task in missing:
            tasks.append(task)
            state = {"commit": batch.this_state(), **task.model_dump()}
            yield failed_run(**state) if len(tasks) == 3 else make_run(**state)

    monkeypatch.setattr(command, "run_local", run)
    monkeypatch.setattr(batch, "this_state", lambda: "abc")
    return tasks


def test_resume_leaves_out_what_is_there(made: list[Task], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same task at the same commit is run once, failed or not; another seed, limit or commit is run."""
    tasks = [make_task(seed=seed) for seed in range(3)]
    measure(tasks[:1], tmp_path, resume=True)
    measure(tasks, tmp_path, resume=True)
    assert [task.seed for task in made] == [0, 1, 2]
    measure([*tasks, make_task(time_limit_seconds=60.0)], tmp_path, resume=True)
    assert len(made) == 4
    monkeypatch.setattr(batch, "this_state", lambda: "def")
    measure(tasks, tmp_path, resume=True)
    assert len(made) == 7
    measure(tasks, tmp_path, resume=False)
    assert len(read_runs(tmp_path / "runs.jsonl")) == 10


def test_command_measures_and_reports(made: list[Task], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """First seeds of all come first; a missing family is passed over in words; files are written and named."""
    options = ["rosters", "--family", "instances", "inrc2", "--only", "tiny", "helpdesk", "--engine", "staged", "cpsat"]
    code = main([*options, "--seeds", "4", "5", "--benchmarks", str(tmp_path / "none"), "--out", str(tmp_path / "out")])
    assert code == 0
    assert [(task.seed, task.instance, task.engine) for task in made[:5]] == [
        (4, "helpdesk", "staged"),
        (4, "helpdesk", "cpsat"),
        (4, "tiny", "staged"),
        (4, "tiny", "cpsat"),
        (5, "helpdesk", "staged"),
    ]
    told = capsys.readouterr()
    assert "inrc2: no instances" in told.err
    names = {".lock", "runs.jsonl", "table.md", "table.csv", "gap-instances.png", "profile-instances.png"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == names


def test_interrupted_measuring_keeps_and_reports(
    made: list[Task], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C during the second run: the first is in the table, and the exit code is 130."""
    stand_in = command.run_local

    def run(missing: Iterator[Task], folder: Path, *, stop: threading.Event, command: Command) -> Iterator[Run]:
        yield next(stand_in(missing, folder, stop=stop, command=command))
        stop.set()

    monkeypatch.setattr(command, "run_local", run)
    options = ["rosters", "--family", "instances", "--only", "tiny", "--out", str(tmp_path)]
    assert main(options) == 130
    assert len(read_runs(tmp_path / "runs.jsonl")) == 1
    assert "| tiny |" in (tmp_path / "table.md").read_text()


def test_script_sees_folders_from_where_it_is_called(tmp_path: Path) -> None:
    """In the project's environment the script goes on in the caller's folder."""
    there = "import bootstrap, runpy, sys; bootstrap.ensure_environment = lambda: None; sys.argv[0] = sys.argv.pop(1); "
    text = there + "runpy.run_path(sys.argv[0], run_name='__main__')"
    script = PROJECT / "scripts" / "bench.py"
    environment = os.environ | {"PYTHONPATH": str(script.parent)}
    arguments = [sys.executable, "-c", text, str(script), "rosters", "--report-only", "--out", "here"]
    done = subprocess.run(arguments, capture_output=True, text=True, cwd=tmp_path, env=environment)
    assert done.returncode == 1
    assert f"No runs in {tmp_path.resolve() / 'here' / 'runs.jsonl'}" in done.stderr


def test_changed_files_are_another_state(tmp_path: Path) -> None:
    """A commit, a change and another change are three states."""

    def git(*arguments: str) -> None:
        identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *identity, *arguments], cwd=tmp_path, check=True, capture_output=True)

    assert machine.commit(tmp_path / "none") == machine.UNKNOWN
    git("init")
    (tmp_path / "code.py").write_text("1\n")
    git("add", ".")
    git("commit", "-m", "first")
    states = [machine.commit(tmp_path)]
    for text in ("2\n", "3\n"):
        (tmp_path / "code.py").write_text(text)
        states.append(machine.commit(tmp_path))
    assert len(set(states)) == 3
    assert ["dirty" in state for state in states] == [False, True, True]
