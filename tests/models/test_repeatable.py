"""One worker whose time is counted by its work: the same run, to the last shift, on a machine that is busy or idle."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from scheduler.compile import compile_problem
from scheduler.io.read import read_plan
from shiftmodels.clock import Clock
from shiftmodels.data import ModelData
from shiftmodels.engines import cpsat, mip, run, staged
from shiftmodels.engines.run import CUT_OFF, SolveOptions
from shiftmodels.solution import ModelSolution
from shiftmodels.status import ModelStatus
from tests.random_plans import random_plan

WORK = 2.0
"""Seconds of work: enough for the bound, searches and some neighbourhoods of ``helpdesk``."""
LIMIT_SECONDS = 1200.0
"""Of time: many times what the work takes."""
HELPDESK = Path(__file__).parent.parent.parent / "instances" / "helpdesk"


def _same(one: ModelSolution, other: ModelSolution) -> bool:
    """Whether two runs ended with the same roster, and found the same costs and bounds on the way."""
    assert one.assignment is not None
    assert other.assignment is not None
    parts = ("shift", "breaks", "activity")
    equal = all(np.array_equal(getattr(one.assignment, part), getattr(other.assignment, part)) for part in parts)
    points = [[(point.cost, point.bound) for point in solution.progress] for solution in (one, other)]
    return equal and points[0] == points[1]


def _busy(stop: threading.Event) -> None:
    while not stop.is_set():
        sum(range(10_000))


@pytest.fixture(scope="module")
def helpdesk() -> ModelData:
    """Return the plan ``helpdesk``, which no engine solves to the end in the time given here."""
    return compile_problem(read_plan(HELPDESK)).data


@pytest.fixture(scope="module")
def once(helpdesk: ModelData) -> ModelSolution:
    """Return a run of it that is not solved to the end."""
    solution = staged.solve(helpdesk, SolveOptions(LIMIT_SECONDS, 3, 1, work_seconds=WORK))
    assert solution.status is ModelStatus.FEASIBLE
    assert CUT_OFF not in solution.messages
    assert len(solution.progress) > 1
    return solution


def _beside_others(engine: Any, data: ModelData, options: SolveOptions) -> ModelSolution:
    """A run beside a thread that keeps this process busy."""
    stop = threading.Event()
    thread = threading.Thread(target=_busy, args=(stop,))
    thread.start()
    try:
        solution: ModelSolution = engine.solve(data, options)
    finally:
        stop.set()
        thread.join()
    return solution


def test_a_plan_that_is_not_solved_to_the_end(helpdesk: ModelData, once: ModelSolution) -> None:
    """Searches, columns and neighbourhoods as MIPs end at the same points."""
    assert _same(once, _beside_others(staged, helpdesk, SolveOptions(LIMIT_SECONDS, 3, 1, work_seconds=WORK)))


def test_another_seed_is_another_run(helpdesk: ModelData, once: ModelSolution) -> None:
    """So that the sameness above means something."""
    assert not _same(once, staged.solve(helpdesk, SolveOptions(LIMIT_SECONDS, 4, 1, work_seconds=WORK)))


@pytest.mark.parametrize("engine", [staged, cpsat, mip])
@pytest.mark.parametrize("seed", range(2))
def test_small_plans(engine: Any, seed: int) -> None:
    """Five agents for four days."""
    data = compile_problem(random_plan(seed, agents=5, days=4)).data
    options = SolveOptions(LIMIT_SECONDS, seed, 1, work_seconds=1.0)
    assert _same(engine.solve(data, options), _beside_others(engine, data, options))


def test_a_run_that_the_wall_ends_says_so(helpdesk: ModelData, monkeypatch: pytest.MonkeyPatch) -> None:
    """Much more work than time, which is over with the first roster."""
    found: list[int] = []
    later = SimpleNamespace(monotonic=lambda: time.monotonic() + LIMIT_SECONDS * bool(found))
    monkeypatch.setattr(run, "time", later)
    options = SolveOptions(LIMIT_SECONDS, 0, 1, work_seconds=10 * LIMIT_SECONDS)
    solution = staged.solve(helpdesk, options, lambda point: found.extend([] if point.cost is None else [point.cost]))
    assert solution.assignment is not None
    assert CUT_OFF in solution.messages


def test_a_clock_by_work_stands_still_without_any() -> None:
    """It shows what was counted, and the one of the wall does not."""
    work, wall = Clock(by_work=True), Clock()
    begin = wall.now()
    for clock in (work, wall):
        clock.work(1000.0)
    assert work.now() == 1000.0
    assert wall.now() - begin < 100.0
