"""A week decided for several futures of the weeks after it at once."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

import numpy as np

from scheduler.compile import Compiled
from scheduler.compile_cover import CoverBuilder
from scheduler.problem import Problem
from scheduler.rolling.weeks import Week, drawn_rows_after
from shiftmodels.data import Cover, ModelData
from shiftmodels.engines.cell_task import legal_start
from shiftmodels.engines.futures_task import Agreed, agree
from shiftmodels.engines.run import SolveOptions
from shiftmodels.feasibility import is_feasible

FUTURES = 24
"""Futures at most."""


@dataclass(frozen=True, eq=False)
class ByFutures:
    """
    Parameters
    ----------
    agreed
        A roster that keeps the limits of all days that are known; ``None`` where there is none.
    seconds
        Time or work that it took.
    messages
        What a user should know.
    """

    agreed: Agreed | None = None
    seconds: float = 0.0
    messages: tuple[str, ...] = ()


def decided_by_futures(
    compiled: Compiled, problem: Problem, week: Week, options: SolveOptions, stop: threading.Event | None = None
) -> ByFutures:
    """
    Decide on a week.

    Parameters
    ----------
    compiled
        The plan of the first future (``drawn_plan``), made of cells.
    problem
        The whole plan.
    week
        The week that is built.
    options
        Limits and seed of the week, and where to begin.
    stop
        Set it to end early.
    """
    data, start = compiled.data, legal_start(compiled.data, options.start)
    if start is None:
        return ByFutures()
    others = (_cover(compiled, problem, week, options.seed, number) for number in range(1, FUTURES))
    agreed, seconds, messages = agree(data, (data.cover, *others), week.stop, start, options, stop)
    if agreed is not None and not is_feasible(_known(compiled, week), agreed.found):
        agreed = None
    return ByFutures(agreed, seconds, messages)


def _cover(compiled: Compiled, problem: Problem, week: Week, seed: int, number: int) -> Cover:
    """Coupling rows of another future."""
    plan, data = compiled.problem, compiled.data
    rows = drawn_rows_after(problem, week, plan.days, seed, number)
    builder = CoverBuilder(plan.model_copy(update={"requirements": rows}), data.num_intervals)
    return builder.build(compiled.cost_unit, data.cover.tags.tolist())


def _known(compiled: Compiled, week: Week) -> ModelData:
    """The problem without limits of coupling rows after a week: they may never come."""
    data, horizon = compiled.data, compiled.problem.horizon
    is_known = np.arange(data.num_intervals) < horizon.day_start(week.stop) // horizon.interval_minutes
    minimum, maximum = (np.where(is_known, limit, -1) for limit in (data.cover.minimum, data.cover.maximum))
    return replace(data, cover=replace(data.cover, minimum=minimum, maximum=maximum))
