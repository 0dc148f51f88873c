"""Find a cyclic roster, or prove that there is none."""

from __future__ import annotations

import threading
from collections.abc import Set
from dataclasses import replace

from shiftmodels.backends.answer import Answer
from shiftmodels.backends.confirmed import solve_confirmed
from shiftmodels.data import IntArray
from shiftmodels.ending import Ending, counting
from shiftmodels.engines.run import SolveOptions
from shiftmodels.rotation.circuit import roster_of
from shiftmodels.rotation.data import DAYS, RotationData, RotationSolution
from shiftmodels.rotation.flow import Flow, flow_model
from shiftmodels.rotation.graph import Node, steps_of
from shiftmodels.rotation.parts import circles_of, parts_of, widened
from shiftmodels.rotation.usable import usable_steps
from shiftmodels.status import ModelStatus

FIRST_SECONDS = 1.0
"""Of the first attempt to find a circulation; after each that fails the next ones have twice as long."""
SHORT_SHARE = 0.25
"""Share of the time for a roster of short times of work and off, where long ones are allowed."""


def solve_rotation(data: RotationData, options: SolveOptions, stop: threading.Event | None = None) -> RotationSolution:
    """
    Find a cyclic roster.

    A roster is a closed walk over steps (``graph.py``). How often each step is taken is found first, with CP-SAT; where
    the steps fall into parts that do not meet, they are told to, and asked for again.

    Parameters
    ----------
    data
        What is asked for.
    options
        Limits and seed.
    stop
        Set it to end early.
    """
    data = _fitting(data)
    if (data.people_off < 0).any() or data.work_least > data.work_most or data.off_least > data.off_most:
        return RotationSolution(ModelStatus.INFEASIBLE, None)
    stop = stop or threading.Event()
    with counting(by_work=options.workers == 1):
        short = _shortened(data)
        if short is None:
            return _Solver(data, options, stop).solve()
        seconds = SHORT_SHARE * options.time_limit_seconds
        found = _Solver(short, replace(options, time_limit_seconds=seconds), stop).solve()
        if found.roster is not None:
            return found
        return _Solver(data, replace(options, time_limit_seconds=options.time_limit_seconds - seconds), stop).solve()


def _fitting(data: RotationData) -> RotationData:
    """
    The same with no longer times of work and times off than there are days of either.

    What is required is worked exactly, so that nothing is lost, and steps grow with the square of the days allowed.
    """
    off = int(data.people_off.sum())
    worked = DAYS * data.weeks - off
    if worked == 0 or off <= 0:
        return data
    return replace(data, work_most=min(data.work_most, worked), off_most=min(data.off_most, off))


def _shortened(data: RotationData) -> RotationData | None:
    """
    The same with times of work and times off of a week at most; ``None`` where they are.

    Its rosters are rosters, and its graph is small: steps grow with the square of the days of work allowed.
    """
    work_most, off_most = (
        min(most, max(DAYS, least))
        for least, most in ((data.work_least, data.work_most), (data.off_least, data.off_most))
    )
    if (work_most, off_most) == (data.work_most, data.off_most):
        return None
    return replace(data, work_most=work_most, off_most=off_most)


class _Solver:
    def __init__(self, data: RotationData, options: SolveOptions, stop: threading.Event) -> None:
        self._data, self._options, self._stop = data, options, stop
        self._ending = Ending(stop, options.time_limit_seconds)
        self._seconds = FIRST_SECONDS
        self._steps = steps_of(data)
        self._cuts: list[Set[Node]] = []
        self._messages: list[str] = []

    def solve(self) -> RotationSolution:
        """Ask for a circulation until one hangs together, or there is none."""
        while True:
            answer = self._ask(flow_model(self._data, self._steps, self._cuts))
            if answer.values is not None:
                times = answer.values[: len(self._steps)]
                parts = parts_of(self._steps, times)
                if len(parts) == 1:
                    return self._solution(ModelStatus.FEASIBLE, roster_of(self._steps, times))
                self._cut(parts)
            elif answer.status is ModelStatus.INFEASIBLE or self._ending.is_set():
                return self._solution(answer.status, None)
            else:
                self._seconds *= 2
                self._narrow()

    def _narrow(self) -> None:
        """Keep steps that some circulation takes; often they fall into circles, of which a roster takes one."""
        self._steps = usable_steps(self._data, self._steps, self._ask)
        circles = circles_of(self._steps)
        self._cuts += circles if len(circles) > 1 else []

    def _cut(self, parts: list[frozenset[Node]]) -> None:
        for part in parts:
            others = frozenset[Node]().union(*(other for other in parts if other is not part))
            self._cuts.append(widened(self._steps, part, others))

    def _ask(self, model: Flow) -> Answer:
        """Solve a model in the time that one attempt is given."""
        if self._ending.is_set():
            return Answer(ModelStatus.UNKNOWN, None, None, None)
        answer, messages = solve_confirmed(
            model,
            self._seconds,
            seed=self._options.seed,
            workers=self._options.workers,
            stop=self._ending.part(self._seconds),
        )
        self._messages += messages
        return answer

    def _solution(self, status: ModelStatus, roster: IntArray | None) -> RotationSolution:
        interrupted = roster is None and self._stop.is_set()
        return RotationSolution(status, roster, interrupted, len(self._cuts), tuple(self._messages))
