"""Runs in processes of their own: crashes, hangs, records, and going on after an end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.benchmarking import command, machine
from scripts.benchmarking.command import main, measure
from scripts.benchmarking.records import Run, Task, append_run, read_runs
from scripts.benchmarking.running import ROOT, run_apart
from tests.scripts.bench_runs import failed_run, make_run, make_task

POINT = """
import sys
print('{"point": [1.5, 120.0, 90.0], "memory": 64.0}', file=open(sys.argv[2], "w"), flush=True)
"""


def program(text: str) -> list[str]:
    return [sys.executable, "-c", POINT + text]


def test_crash_is_a_row() -> None:
    """A run ended by a signal is failed, without cost, with what was seen of it until then."""
    run = run_apart(make_task(), command=program("import os; os.kill(os.getpid(), 9)"))
    assert (run.status, run.cost, run.bound) == ("failed", None, None)
    assert run.message == "ended by signal 9"
    assert (run.progress, run.first_cost_seconds, run.peak_memory_mb) == (((1.5, 120.0, 90.0),), 1.5, 64.0)
    assert run.machine.cores >= 1
    assert run.commit


def test_last_words_of_a_crash_are_kept() -> None:
    """The last line of output stands in the message."""
    run = run_apart(make_task(), command=program("sys.exit('no memory left')"))
    assert run.message == "ended with exit code 1 and no answer: no memory left"


def test_hang_is_killed_and_is_a_row() -> None:
    """A run long past its limit is killed."""
    run = run_apart(make_task(time_limit_seconds=0.5), command=program("import time; time.sleep(60)"), grace_seconds=1)
    assert run.status == "failed"
    assert run.message.startswith("killed after")
    assert run.seconds < 30


def test_exception_is_a_row_without_folders_of_the_machine(tmp_path: Path) -> None:
    """An input that cannot be read is a failed run, whose message names the file only."""
    run = run_apart(make_task(path=str(tmp_path / "missing")))
    assert run.status == "failed"
    assert "InputError" in run.message
    assert str(tmp_path) not in run.message


def test_run_of_a_plan_is_recorded_whole() -> None:
    """The cheapest roster of ``tiny`` costs 399, which CP-SAT proves."""
    task = make_task(family="instances", instance="tiny", path=str(ROOT / "instances" / "tiny"), engine="cpsat")
    run = run_apart(task)
    assert (run.status, run.cost, run.bound, run.gap) == ("optimal", 399, 399, 0)
    assert run.progress[-1][1:] == (399, 399)
    assert run.first_cost_seconds is not None
    assert run.first_cost_seconds <= run.seconds
    assert run.engine_used == "cpsat"
    assert {"ortools", "numba", "python"} <= run.versions.keys()
    assert len(run.input_sha256) == 64


def test_record_survives_a_line_cut_short(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What follows a broken line is read as it was written; the broken line is named."""
    path = tmp_path / "runs.jsonl"
    append_run(path, make_run(seed=1))
    with path.open("a") as file:
        file.write('{"family": "curt')
    append_run(path, make_run(seed=2))
    assert read_runs(path) == [make_run(seed=1), make_run(seed=2)]
    assert "line 2" in capsys.readouterr().err


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Task]:
    """Tasks that are run, by a stand-in whose third fails."""
    tasks: list[Task] = []

    def run(task: Task) -> Run:
        tasks.append(task)
        state = {"commit": machine.commit(ROOT), **task.model_dump()}
        return failed_run(**state) if len(tasks) == 3 else make_run(**state)

    monkeypatch.setattr(command, "run_apart", run)
    monkeypatch.setattr(machine, "commit", lambda _: "abc")
    return tasks


def test_resume_leaves_out_what_is_there(made: list[Task], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same task at the same commit is run once, failed or not; another seed, limit or commit is run."""
    path, tasks = tmp_path / "runs.jsonl", [make_task(seed=seed) for seed in range(3)]
    measure(tasks[:1], path, resume=True)
    measure(tasks, path, resume=True)
    assert [task.seed for task in made] == [0, 1, 2]
    measure([*tasks, make_task(time_limit_seconds=60.0)], path, resume=True)
    assert len(made) == 4
    monkeypatch.setattr(machine, "commit", lambda _: "def")
    measure(tasks, path, resume=True)
    assert len(made) == 7
    measure(tasks, path, resume=False)
    assert len(read_runs(path)) == 10


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
    names = {"runs.jsonl", "table.md", "table.csv", "gap-instances.png"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == names


def test_interrupted_measuring_keeps_and_reports(
    made: list[Task], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C during the second run: the first is in the table, and the exit code is 130."""
    stand_in = command.run_apart

    def run(task: Task) -> Run:
        if made:
            raise KeyboardInterrupt
        return stand_in(task)

    monkeypatch.setattr(command, "run_apart", run)
    options = ["rosters", "--family", "instances", "--only", "tiny", "--out", str(tmp_path)]
    assert main(options) == 130
    assert len(read_runs(tmp_path / "runs.jsonl")) == 1
    assert "| tiny |" in (tmp_path / "table.md").read_text()


def test_script_sees_folders_from_where_it_is_called(tmp_path: Path) -> None:
    """In the project's environment the script goes on in the caller's folder."""
    there = "import bootstrap, runpy, sys; bootstrap.ensure_environment = lambda: None; sys.argv[0] = sys.argv.pop(1); "
    text = there + "runpy.run_path(sys.argv[0], run_name='__main__')"
    script = ROOT / "scripts" / "bench.py"
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
