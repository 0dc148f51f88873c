"""Solver processes that are killed, hang, run out of memory or claim what is not so, at each stage of both engines."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import stat
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from scheduler.compile import compile_problem
from shiftmodels import clock
from shiftmodels.data import ModelData
from shiftmodels.engines import cpsat, isolated, mip, run
from shiftmodels.engines.cpsat import CpSatTask
from shiftmodels.engines.isolated import Report
from shiftmodels.engines.mip import MipTask
from shiftmodels.engines.run import SolveOptions
from shiftmodels.feasibility import is_feasible
from shiftmodels.solution import Assignment, cost_of
from shiftmodels.status import ModelStatus
from tests.models.brute_force import optimum
from tests.models.random_data import random_data
from tests.processes import SOON_SECONDS
from tests.random_plans import random_plan

SEED = 2
"""A plan whose optimum, 471 units, is not that of an empty roster."""


class _Damaged:
    """A message that cannot be read back."""

    def __reduce__(self) -> tuple[Any, ...]:
        return int, ("no number",)


def _leave(_: ModelData) -> Report:
    os._exit(3)


def _kill(_: ModelData) -> Report:
    os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(60)
    return Report()


def _crash(_: ModelData) -> Report:
    ctypes.string_at(0)
    return Report()


def _fail(_: ModelData) -> Report:
    raise RuntimeError("on purpose")


def _starve(_: ModelData) -> Report:
    raise MemoryError


def _fill_memory(_: ModelData) -> Report:
    kept = []
    while True:
        kept.append(b"x" * 2**24)


def _pipe() -> int:
    """File descriptor of this process' end of its connection: that of the only socket it has."""
    descriptors = (int(name) for name in os.listdir("/proc/self/fd") if int(name) > 2)
    sockets = (number for number in descriptors if os.path.exists(f"/proc/self/fd/{number}"))
    return next(number for number in sockets if stat.S_ISSOCK(os.fstat(number).st_mode))


def _cut_off(_: ModelData) -> Report:
    """Announce a message of 100 bytes, send ten of them, and die."""
    os.write(_pipe(), struct.pack("!i", 100) + b"0123456789")
    os._exit(1)


def _garble(_: ModelData) -> Report:
    """Bytes that are no message, and then others."""
    os.write(_pipe(), struct.pack("!i", 10) + b"0123456789")
    return Report()


def _damage(_: ModelData) -> Report:
    return _Damaged()  # type: ignore[return-value]


def _false_bound(_: ModelData) -> Report:
    return Report(bound=10**9)


def _nobody_works(data: ModelData) -> Report:
    return Report(found=Assignment.empty(data))


def _false_infeasible(_: ModelData) -> Report:
    return Report(status=ModelStatus.INFEASIBLE)


DEATHS = {
    "leave": _leave,
    "kill": _kill,
    "crash": _crash,
    "fail": _fail,
    "starve": _starve,
    "fill memory": _fill_memory,
    "damage": _damage,
    "cut off": _cut_off,
    "garble": _garble,
}
CLAIMS = {"false bound": _false_bound, "false infeasible": _false_infeasible}
FAULTS = DEATHS | CLAIMS | {"nobody works": _nobody_works}


@dataclass(frozen=True)
class _Fault:
    """
    What goes wrong, after how many reports, and whether with the safer settings too.

    The roster that is reported before is that of nobody at work.
    """

    how: str
    after_roster: bool
    always: bool

    def strikes(self, data: ModelData, *, presolve: bool) -> Iterator[Report]:
        """Reports of a process with this fault."""
        if not (presolve or self.always):
            return
        if self.after_roster:
            yield Report(found=Assignment.empty(data))
        yield FAULTS[self.how](data)


@dataclass(frozen=True)
class _CpSat(CpSatTask):
    fault: _Fault | None = None

    def run(self, data: ModelData) -> Iterator[Report]:
        assert self.fault is not None
        yield from self.fault.strikes(data, presolve=self.presolve)
        yield from super().run(data)


@dataclass(frozen=True)
class _Mip(MipTask):
    fault: _Fault | None = None

    def run(self, data: ModelData) -> Iterator[Report]:
        assert self.fault is not None
        yield from self.fault.strikes(data, presolve=self.presolve)
        yield from super().run(data)


@cache
def _data() -> ModelData:
    return compile_problem(random_plan(SEED, agents=2, days=1)).data


@cache
def _best() -> int | None:
    return optimum(_data())


@pytest.fixture(autouse=True)
def _nothing_is_left(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, process_folder: Path) -> Iterator[None]:
    """No process and no temporary file outlives a run."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    yield
    assert multiprocessing.active_children() == []
    assert [*tmp_path.iterdir(), *process_folder.iterdir()] == []


def _with(monkeypatch: pytest.MonkeyPatch, engine: str, fault: _Fault) -> Any:
    if engine == "cpsat":
        monkeypatch.setattr(cpsat, "CpSatTask", lambda *settings, **more: _CpSat(*settings, **more, fault=fault))
        return cpsat.solve
    monkeypatch.setattr(mip, "MipTask", lambda *settings, **more: _Mip(*settings, **more, fault=fault))
    return mip.solve


STAGES = [
    *((how, place % 2 == 1, False) for place, how in enumerate(DEATHS)),
    ("kill", False, True),
    ("damage", True, True),
]
"""How a process dies, whether a roster was told before, and whether it dies with the safer settings too."""


@pytest.mark.parametrize("engine", ["cpsat", "mip"])
@pytest.mark.parametrize(("how", "after_roster", "always"), STAGES)
def test_deaths(monkeypatch: pytest.MonkeyPatch, engine: str, how: str, after_roster: bool, always: bool) -> None:
    """The safer settings, or the other solver, find the optimum; each loss and each new attempt is told."""
    solve = _with(monkeypatch, engine, _Fault(how, after_roster, always))
    data = _data()
    solution = solve(data, SolveOptions(120.0, 0, 2, memory_mb=1000.0))
    assert solution.status is ModelStatus.OPTIMAL
    assert solution.cost == solution.bound == _best()
    assert is_feasible(data, solution.assignment)
    assert sum("was replaced" in message for message in solution.messages) == 1 + always
    assert len(solution.messages) == 2 * (1 + always)


@pytest.mark.parametrize("engine", ["cpsat", "mip"])
@pytest.mark.parametrize("how", CLAIMS)
def test_false_claims(monkeypatch: pytest.MonkeyPatch, engine: str, how: str) -> None:
    """A bound above a roster that is known, and no roster where there is one: dropped, told, asked again."""
    solve = _with(monkeypatch, engine, _Fault(how, after_roster=True, always=False))
    data = _data()
    solution = solve(data, SolveOptions(120.0, 0, 2))
    assert solution.status is ModelStatus.OPTIMAL
    assert solution.cost == solution.bound == _best()
    assert sum("was dropped" in message for message in solution.messages) == 1


@pytest.mark.parametrize("engine", ["cpsat", "mip"])
def test_a_roster_that_breaks_a_row(monkeypatch: pytest.MonkeyPatch, engine: str) -> None:
    """Somebody has to work: a roster in which nobody does is dropped, told, and asked again."""
    solvable = (data for data in map(random_data, range(100)) if optimum(data) is not None)
    data = next(data for data in solvable if not is_feasible(data, Assignment.empty(data)))
    solve = _with(monkeypatch, engine, _Fault("nobody works", after_roster=False, always=False))
    solution = solve(data, SolveOptions(120.0, 0, 2))
    assert (solution.status, solution.cost) == (ModelStatus.OPTIMAL, optimum(data))
    assert "breaks a hard row" in solution.messages[0]


def test_trouble_at_the_end_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is up as a process is lost: no other attempt is made, but what happened is told."""
    run_of_plan = run.Run(_data(), SolveOptions(100.0), None, None)

    def follow(one: run.Run, *_: Any) -> str:
        one.stop.set()
        return "A solver process was replaced: on purpose."

    monkeypatch.setattr(isolated, "_follow", follow)
    monkeypatch.setattr(isolated, "Crew", lambda *_: nullcontext())
    isolated.solve_isolated(run_of_plan, [isolated.Attempt(note, _Hanging(1.0, "nothing")) for note in ("", "Again.")])
    assert run_of_plan.messages == ["A solver process was replaced: on purpose."]


@dataclass(frozen=True)
class _Hanging:
    """A task that tells of a roster, or of nothing, or stops in the middle of a message after it, and then hangs."""

    limit_seconds: float
    tells: str
    is_exact: bool = True

    def run(self, data: ModelData) -> Iterator[Report]:
        if self.tells != "nothing":
            yield Report(bound=0, found=Assignment.empty(data))
        if self.tells == "part of a message":
            os.write(_pipe(), struct.pack("!i", 100) + b"0123456789")
        time.sleep(6000)


LIMIT_SECONDS = 10 * SOON_SECONDS
"""Of a run that hangs: what goes on to it is not taken for what ends soon."""


@pytest.mark.parametrize("engine", [cpsat, mip])
@pytest.mark.parametrize("tells", ["nothing", "a roster", "part of a message"])
def test_hanging_past_the_limit(monkeypatch: pytest.MonkeyPatch, engine: Any, tells: str) -> None:
    """The run ends at its limit, to which the clock jumps, with what was told before."""
    _let_hang(monkeypatch, engine, tells)
    data, begin, told = _data(), time.monotonic(), threading.Event()

    def monotonic() -> float:
        is_over = told.is_set() or (tells == "nothing" and time.monotonic() > begin + 0.5)
        return time.monotonic() + LIMIT_SECONDS * is_over

    def tell(point: Any) -> None:
        if point.cost is not None:
            # The part of a message follows; nothing here depends on whether it has come.
            time.sleep(0.5 if tells == "part of a message" else 0.0)
            told.set()

    for module in (clock, run):
        monkeypatch.setattr(module, "time", SimpleNamespace(monotonic=monotonic))
    solution = engine.solve(data, SolveOptions(LIMIT_SECONDS, 0, 1), tell)
    assert time.monotonic() - begin < SOON_SECONDS
    assert solution.status is (ModelStatus.UNKNOWN if tells == "nothing" else ModelStatus.FEASIBLE)
    assert solution.cost == (None if tells == "nothing" else cost_of(data, Assignment.empty(data)))


@pytest.mark.parametrize("engine", [cpsat, mip])
def test_stopped_while_it_hangs(monkeypatch: pytest.MonkeyPatch, engine: Any) -> None:
    """Ctrl-C is answered long before the limit, and the roster is kept."""
    _let_hang(monkeypatch, engine, "a roster")
    stop, stopped = threading.Event(), []

    def interrupt(point: Any) -> None:
        if point.cost is not None:
            stopped.append(time.monotonic())
            stop.set()

    solution = engine.solve(_data(), SolveOptions(LIMIT_SECONDS, 0, 1), interrupt, stop)
    assert time.monotonic() - stopped[0] < SOON_SECONDS
    assert solution.interrupted
    assert solution.assignment is not None


def _let_hang(monkeypatch: pytest.MonkeyPatch, engine: Any, tells: str) -> None:
    name = "CpSatTask" if engine is cpsat else "MipTask"
    monkeypatch.setattr(engine, name, lambda limit, *_, **__: _Hanging(limit, tells))
    monkeypatch.setattr(engine, "replace", lambda task, **_: task)
