"""Solver processes that answer, die and hang."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import cast

import pytest

from scheduler.compile import compile_problem
from shiftmodels.clock import Clock, clock
from shiftmodels.data import ModelData
from shiftmodels.engines import crew as crew_module
from shiftmodels.engines import staged
from shiftmodels.engines.crew import MOST_STILLBORN, STILLBORN, Crew, Lost
from shiftmodels.engines.run import SolveOptions
from shiftmodels.first_use import first_use
from tests.processes import SOON_SECONDS
from tests.random_plans import random_plan


@dataclass(frozen=True)
class Echo:
    """A task that answers, dies, or hangs."""

    how: str
    limit_seconds: float = 0.2

    def run(self, data: ModelData) -> str:
        """Do what was asked."""
        if self.how == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if self.how == "hang":
            time.sleep(600)
        if self.how == "prepare":
            time.sleep(1.5)
        if self.how == "compile":
            first_use.tell()
        return f"{self.how} {data.num_agents}"


@dataclass(frozen=True)
class Steps:
    """A task that answers after each second of work."""

    limit_seconds: float = SOON_SECONDS

    def run(self, _: ModelData) -> Iterator[int]:
        """Three answers."""
        for step in range(3):
            clock.work(1.0)
            yield step


@dataclass(frozen=True)
class Chatter:
    """A task that tells much while threads tell that functions are compiled."""

    limit_seconds: float = SOON_SECONDS

    def run(self, _: ModelData) -> Iterator[bytes]:
        """As many answers as it takes for some to meet."""
        listener = first_use.listener
        assert listener is not None
        over = threading.Event()

        def tell() -> None:
            while not over.is_set():
                listener()

        other = threading.Thread(target=tell, daemon=True)
        other.start()
        for _ in range(20):
            yield bytes(1_000_000)
        over.set()
        other.join()


@pytest.fixture(autouse=True)
def _new_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not forks, which other tests take to be quick."""
    monkeypatch.setattr(crew_module, "multiprocessing", multiprocessing)


def _wait(crew: Crew) -> list[object]:
    answers: list[object] = []
    end = time.monotonic() + SOON_SECONDS
    while not answers and time.monotonic() < end:
        answers = [answer for _, answer in crew.answers(0.1)]
    return answers


def test_that_functions_are_compiled_is_told() -> None:
    """Of a process that does, and of no other; its answer comes as ever."""
    data = compile_problem(random_plan(1, units=False)).data
    with Crew(data, 1) as crew:
        for how, has_compiled in (("work", False), ("compile", True)):
            crew.give(Echo(how))
            assert _wait(crew) == [f"{how} {data.num_agents}"]
            assert crew.has_compiled == has_compiled


def test_a_lost_process_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that is killed, and one that hangs, are each told of once; the crew works on; none is left behind."""
    monkeypatch.setattr(crew_module, "GRACE_SECONDS", 0.5)
    data = compile_problem(random_plan(1, units=False)).data
    with Crew(data, 1) as crew:
        for how in ("hang", "die"):
            crew.give(Echo(how))
            assert [type(answer) for answer in _wait(crew)] == [Lost]
            assert crew.idle == 1
        crew.give(Echo("well", limit_seconds=SOON_SECONDS))
        assert _wait(crew) == ["well 3"]
        for _ in range(MOST_STILLBORN + 1):
            crew.give(Echo("die"))
            assert [type(answer) for answer in _wait(crew)] == [Lost]
    assert multiprocessing.active_children() == []


def test_processes_that_do_not_begin_keep_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are started one right after the other, though none has read the problem, and given up after a while."""
    start = SpawnProcess.start

    def start_stopped(process: SpawnProcess) -> None:
        start(process)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGSTOP)

    monkeypatch.setattr(SpawnProcess, "start", start_stopped)
    monkeypatch.setattr(crew_module, "START_SECONDS", 0.2)
    with Crew(cast("ModelData", bytes(10_000_000)), 2) as crew:
        monkeypatch.setattr(SpawnProcess, "start", start)
        for _ in range(2):
            crew.give(Echo("well", limit_seconds=SOON_SECONDS))
        lost: list[object] = []
        while len(lost) < 2:
            lost += _wait(crew)
        assert lost == [Lost("it did not begin")] * 2
    assert multiprocessing.active_children() == []


def test_processes_that_were_started_end_where_one_cannot_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C while they start leaves none behind."""
    start, started = SpawnProcess.start, list[SpawnProcess]()

    def start_one(process: SpawnProcess) -> None:
        if started:
            raise KeyboardInterrupt
        start(process)
        started.append(process)

    monkeypatch.setattr(SpawnProcess, "start", start_one)
    with pytest.raises(KeyboardInterrupt):
        Crew(cast("ModelData", bytes(10_000_000)), 2)
    assert len(started) == 1
    assert multiprocessing.active_children() == []


def test_a_task_too_many_is_refused() -> None:
    """With words: StopIteration would say nothing."""
    with Crew(compile_problem(random_plan(1, units=False)).data, 1) as crew:
        crew.give(Echo("well"))
        with pytest.raises(RuntimeError, match="all 1 of them are at work"):
            crew.give(Echo("well"))


def test_threads_of_a_process_do_not_cut_off_its_answers() -> None:
    """What several tell at the same time comes as several messages."""
    with Crew(compile_problem(random_plan(1, units=False)).data, 1) as crew:
        crew.give(Chatter())
        told: list[object] = []
        while not told or told[-1] is not None:
            told += _wait(crew)
            assert not any(isinstance(answer, Lost) for answer in told)
        assert told == [bytes(1_000_000)] * 20 + [None]


def test_a_fresh_process_may_prepare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its first task may take as much longer as is said, later ones may not."""
    monkeypatch.setattr(crew_module, "GRACE_SECONDS", 0.2)
    with Crew(compile_problem(random_plan(1, units=False)).data, 1) as crew:
        crew.fresh_seconds = SOON_SECONDS
        crew.give(Echo("prepare"))
        assert _wait(crew) == ["prepare 3"]
        crew.give(Echo("prepare"))
        assert [type(answer) for answer in _wait(crew)] == [Lost]


def test_work_counts_when_its_task_ends() -> None:
    """How many answers are there by then is chance, and nothing is to go by it."""
    counted = Clock(by_work=True)
    with Crew(compile_problem(random_plan(1, units=False)).data, 1, clock=counted) as crew:
        crew.give(Steps())
        told: list[object] = []
        while None not in told:
            assert counted.now() == 0.0
            told += _wait(crew)
        assert told == [0, 1, 2, None]
        assert counted.now() == 3.0


@pytest.mark.parametrize("size", [10, 10_000_000])
def test_a_script_without_a_main_guard_is_told_so(size: int, tmp_path: Path) -> None:
    """Its processes die before they have read the problem, be it less than a pipe takes or more."""
    script = tmp_path / "unguarded.py"
    script.write_text(
        "from types import SimpleNamespace\n"
        "from shiftmodels.engines.crew import Crew\n"
        f"with Crew(bytes({size}), 1) as crew:\n"
        "    while True:\n"
        "        if crew.idle:\n"
        "            crew.give(SimpleNamespace(limit_seconds=1.0))\n"
        "        crew.answers(1.0)\n"
    )
    command = [sys.executable, str(script)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=SOON_SECONDS, check=False)
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1] == f"RuntimeError: {STILLBORN}"


def test_staged_survives_the_death_of_its_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process is killed right after the first roster; the run ends with a roster and leaves none behind."""
    data = compile_problem(random_plan(4, agents=4, days=3)).data
    killed: list[int] = []

    def kill_one(_: object) -> None:
        children = multiprocessing.active_children()
        if children and not killed:
            killed.append(children[0].pid or 0)
            os.kill(killed[0], signal.SIGKILL)

    solution = staged.solve(data, SolveOptions(SOON_SECONDS, 0, 2), kill_one)
    assert killed
    assert solution.assignment is not None
    assert multiprocessing.active_children() == []
