"""Runs in processes of their own: whatever becomes of one, it is a row and the others go on."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest

from scheduler.batch import machine, solve_apart
from scheduler.batch.apart import Command, shiftwright
from scheduler.batch.local import run_local
from scheduler.batch.memory import together_mb
from scheduler.batch.records import Run, Task
from scheduler.io.progress_csv import read_progress
from tests.batch import programs
from tests.batch.bench_runs import make_task
from tests.processes import numbered, quick_processes, still_running

ROOT = Path(__file__).parent.parent.parent
TINY = {"instance": "tiny", "path": str(ROOT / "instances" / "tiny"), "engine": "cpsat", "workers": 1}


def run_one(folder: Path, command: Command = shiftwright, memory_mb: float | None = None, **changes: object) -> Run:
    """The only run of a batch."""
    tasks = iter([make_task(**changes)])
    (run,) = run_local(tasks, folder, stop=threading.Event(), memory_mb=memory_mb, command=command)
    return run


def test_crash_is_a_row(tmp_path: Path) -> None:
    """A run ended by a signal is failed, without cost, with what was seen of it until then."""
    run = run_one(tmp_path, programs.crash)
    assert (run.status, run.cost, run.bound, run.exit_code) == ("failed", None, None, -11)
    assert run.message == "ended by signal 11"
    assert (run.progress, run.first_cost_seconds) == (((1.5, 120.0, 90.0),), 1.5)
    assert run.machine.cores >= 1
    assert run.commit == machine.this_state()


@pytest.mark.parametrize(
    ("command", "message"),
    [(programs.fail, "no memory left"), (programs.raise_error, "ZeroDivisionError: of what")],
)
def test_last_words_are_kept(tmp_path: Path, command: Command, message: str) -> None:
    """The last line of output stands in the message; exit code 1 without a result is no answer."""
    run = run_one(tmp_path, command)
    assert (run.status, run.message) == ("failed", f"ended with exit code 1 and no result: {message}")


def test_wrong_use_is_a_reason_without_its_help(tmp_path: Path) -> None:
    """Of what a command says that is used wrongly, a row has what is wrong."""
    run = run_one(tmp_path, programs.refuse)
    reason = "refused: Invalid value for --engine: staged does not know the priorities of the plan."
    assert (run.status, run.exit_code, run.message) == ("failed", 2, reason)


def test_hang_is_killed_with_all_it_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run long past its limit is killed, and so is its child; an hour passes once it hangs."""

    def monotonic() -> float:
        hangs = any(read_progress(path) for path in (tmp_path / "logs").glob("*.csv"))
        return time.monotonic() + 3600.0 * hangs

    monkeypatch.setattr(solve_apart, "time", SimpleNamespace(monotonic=monotonic))
    run = run_one(tmp_path, programs.hang)
    assert (run.status, run.exit_code) == ("failed", None)
    assert run.message.startswith("killed after")
    assert run.progress
    (log,) = (tmp_path / "logs").glob("*.log")
    assert still_running(numbered(int(log.read_text()))) == []


def test_too_much_memory_is_a_row(tmp_path: Path) -> None:
    """The memory of children counts; the run is killed long before its time limit."""
    run = run_one(tmp_path, programs.fill, memory_mb=250.0)
    assert run.status == "failed"
    assert "more than the 250 MB it may take" in run.message
    assert run.together_memory_mb is not None
    assert run.together_memory_mb > 250


def test_memory_of_children_counts() -> None:
    """A process of little with a child that fills 200 MB; none where it has ended."""
    child = "x = bytearray(200 * 2**20); print(); import time; time.sleep(1000)"
    text = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    with psutil.Popen([sys.executable, "-c", text], stdout=-1) as process:
        process.stdout.readline()
        taken = together_mb(process.pid)
        for member in [*process.children(recursive=True), process]:
            member.kill()
    assert taken is not None
    assert 200 < taken < 300
    assert together_mb(process.pid) is None


def test_one_that_fails_does_not_harm_others(tmp_path: Path) -> None:
    """A plan that is missing, a plan, at once: two rows, the first says what is missing without the folder's name."""
    tasks = [make_task(path=str(tmp_path / "missing"), instance="missing"), make_task(**TINY)]
    runs = list(run_local(iter(tasks), tmp_path, stop=threading.Event(), at_once=2))
    missing, tiny = sorted(runs, key=lambda run: run.instance)
    assert (missing.status, missing.exit_code) == ("failed", 3)
    assert missing.message.startswith("invalid input: missing: There is no such file or folder.")
    assert (tiny.status, tiny.cost) == ("optimal", 399)


def test_run_of_a_plan_is_recorded_whole(tmp_path: Path) -> None:
    """The cheapest roster of ``tiny`` costs 399, which CP-SAT proves; its files are those of ``build``."""
    run = run_one(tmp_path, **TINY)
    assert (run.status, run.cost, run.bound, run.gap, run.exit_code) == ("optimal", 399, 399, 0, 0)
    assert (run.gap_of_required, run.hard_violations, run.message) == (0, 0, "")
    assert run.required_cost is not None
    assert run.required_cost > 0
    assert run.progress[-1][1:] == (399, 399)
    assert run.first_cost_seconds is not None
    assert run.whole_seconds is not None
    assert run.first_cost_seconds <= run.seconds <= run.whole_seconds
    assert run.engine_used == "cpsat"
    assert {"ortools", "numba", "python"} <= run.versions.keys()
    assert len(run.input_sha256) == 64
    (folder,) = (tmp_path / "runs").iterdir()
    assert {"result.json", "roster.csv", "coverage.csv", "roster.xlsx"} <= {path.name for path in folder.iterdir()}


def test_result_of_an_earlier_run_is_no_answer(tmp_path: Path) -> None:
    """A run that fails where one has ended well before has no cost."""
    run_one(tmp_path, **TINY)
    run = run_one(tmp_path, programs.fail, **TINY)
    assert (run.status, run.cost) == ("failed", None)


def test_stopped_batch_starts_nothing_more(tmp_path: Path) -> None:
    """Stopped after the first of four: what runs is interrupted and no row, what waits is not begun."""
    stop, begun = threading.Event(), []

    def tasks() -> list[Task]:
        return [make_task(seed=seed) for seed in range(4)]

    def asked() -> Iterator[Task]:
        for task in tasks():
            begun.append(task.seed)
            yield task

    runs = []
    for run in run_local(asked(), tmp_path, stop=stop, at_once=2, command=programs.nap):
        runs.append(run)
        stop.set()
    assert 1 <= len(runs) <= 2
    assert begun == [0, 1]


@pytest.fixture
def _quick_processes_again(process_folder: Path) -> Iterator[None]:
    """For tests that come later."""
    yield
    quick_processes(process_folder)


@pytest.mark.usefixtures("_quick_processes_again")
def test_end_of_what_starts_processes_is_survived(tmp_path: Path) -> None:
    """The process that others are forked from is killed during the first of two runs: the second one is made."""

    def tasks() -> Iterator[Task]:
        yield make_task(seed=0)
        for process in psutil.Process().children():
            if "forkserver" in " ".join(process.cmdline()):
                process.kill()
                assert still_running([process]) == []
        yield make_task(**TINY)

    runs = list(run_local(tasks(), tmp_path, stop=threading.Event(), at_once=2, command=programs.nap_or_build))
    assert {(run.instance, run.status) for run in runs} == {("Instance7", "failed"), ("tiny", "optimal")}


def test_what_cannot_be_started_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system has no room for a process."""

    def refuse(*_: object, **__: object) -> None:
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr("scheduler.batch.local.Solve", refuse)
    run = run_one(tmp_path)
    assert run.status == "failed"
    assert run.message.startswith("could not be started: BlockingIOError")
