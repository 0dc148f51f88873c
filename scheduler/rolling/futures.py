"""A week decided for several futures of the weeks after it at once."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace

from scheduler.compile import Compiled
from scheduler.compile_cover import CoverBuilder
from scheduler.demand import Requirement
from scheduler.problem import Problem
from scheduler.rolling.weeks import Week, drawn_rows_after, known_rows
from shiftmodels.data import Cover
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
        The plan as it is known (``known_plan``), made of cells.
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
    days = compiled.problem.days
    drawn = (drawn_rows_after(problem, week, days, options.seed, number) for number in range(FUTURES))
    covers = tuple(_cover(compiled, rows) for rows in drawn)
    agreed, seconds, messages = agree(data, covers, week.stop, start, options, stop)
    # Limits after the week do not count: those that are drawn may never come.
    known = replace(data, cover=_cover(compiled, known_rows(problem, week)))
    if agreed is not None and not is_feasible(known, agreed.found):
        agreed = None
    return ByFutures(agreed, seconds, messages)


def _cover(compiled: Compiled, rows: tuple[Requirement, ...]) -> Cover:
    """Coupling rows of these requirements."""
    plan, data = compiled.problem, compiled.data
    builder = CoverBuilder(plan.model_copy(update={"requirements": rows}), data.num_intervals)
    return builder.build(compiled.cost_unit, data.cover.tags.tolist())
