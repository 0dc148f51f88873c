"""Find a cyclic roster, or prove that there is none."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence, Set

from shiftmodels.backends.answer import Answer
from shiftmodels.backends.confirmed import solve_confirmed
from shiftmodels.engines.run import SolveOptions
from shiftmodels.rotation.circuit import parts_of, roster_of
from shiftmodels.rotation.data import RotationData, RotationSolution
from shiftmodels.rotation.flow import flow_model
from shiftmodels.rotation.graph import Node, Step, steps_of
from shiftmodels.status import ModelStatus


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
    stop = stop or threading.Event()
    if (data.people_off < 0).any():
        return RotationSolution(ModelStatus.INFEASIBLE, None)
    steps = steps_of(data)
    end = time.monotonic() + options.time_limit_seconds
    cuts: list[Set[Node]] = []
    while True:
        answer, messages = _ask(data, steps, cuts, end, options, stop)
        if answer.values is None:
            return RotationSolution(answer.status, None, stop.is_set(), len(cuts), messages)
        times = answer.values[: len(steps)]
        parts = parts_of(steps, times)
        if len(parts) == 1:
            return RotationSolution(ModelStatus.FEASIBLE, roster_of(steps, times), False, len(cuts), messages)
        cuts += parts


def _ask(
    data: RotationData,
    steps: Sequence[Step],
    cuts: Sequence[Set[Node]],
    end: float,
    options: SolveOptions,
    stop: threading.Event,
) -> tuple[Answer, tuple[str, ...]]:
    """How often each step is taken, with what is to be told about it."""
    left = end - time.monotonic()
    if stop.is_set() or left <= 0:
        return Answer(ModelStatus.UNKNOWN, None, None, None), ()
    return solve_confirmed(flow_model(data, steps, cuts), left, seed=options.seed, workers=options.workers, stop=stop)
