"""Cost terms in order of priority: each is as cheap as can be before the next counts at all."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from scheduler.compile import Compiled, compile_problem
from scheduler.cost_terms import Terms, names_of
from scheduler.problem import Problem
from scheduler.result import Priority
from shiftmodels.data import Budget, ModelData
from shiftmodels.engines.run import OnProgress, SolveOptions
from shiftmodels.solution import Assignment, ModelSolution, ProgressPoint, cost_of
from shiftmodels.status import ModelStatus

REST = "all else"
"""What the last level is called, of the terms that no priority names."""

Solver = Callable[[ModelData, SolveOptions, OnProgress | None, threading.Event | None], ModelSolution]


def levels_of(problem: Problem) -> Iterator[tuple[str, Terms]]:
    """What is made cheap first, second and so on, the terms that no priority names in the end."""
    above: frozenset[str] = frozenset()
    for priority in problem.priorities:
        own = frozenset(names_of(priority))
        yield priority, Terms(own, above)
        above |= own
    yield REST, Terms(None, above)


@dataclass(frozen=True, eq=False)
class Ordered:
    """
    Parameters
    ----------
    solution
        Of the whole plan; its cost is that of all terms together, which has no bound.
    levels
        Cost and bound of each level that was solved.
    """

    solution: ModelSolution
    levels: tuple[Priority, ...]


def solve_in_order(
    compiled: Compiled,
    solver: Solver,
    options: SolveOptions,
    on_progress: OnProgress | None,
    stop: threading.Event | None,
) -> Ordered:
    """
    Solve one level after the other, each within what the ones before cost.

    Parameters
    ----------
    compiled
        The plan.
    solver
        An engine that knows budgets.
    options
        Limits of all levels together.
    on_progress
        Called at each improvement of cost or bound of a level.
    stop
        Set it to end early and keep what was found.

    Returns
    -------
    The roster and what is known of each level. ``optimal`` means that each level is proven, given those before.
    """
    return _Order(compiled, solver, options, stop or threading.Event()).go(on_progress)


class _Order:
    def __init__(self, compiled: Compiled, solver: Solver, options: SolveOptions, stop: threading.Event) -> None:
        self.compiled, self.solver, self.options, self.stop = compiled, solver, options, stop
        self.begin, self.work = time.monotonic(), options.work_seconds
        self.found: Assignment | None = options.start
        self.budgets: tuple[Budget, ...] = ()
        self.levels: list[Priority] = []
        self.proven = True
        self.messages: list[str] = []
        self.points: list[ProgressPoint] = []

    def go(self, on_progress: OnProgress | None) -> Ordered:
        levels = list(levels_of(self.compiled.problem))
        for number, (name, terms) in enumerate(levels):
            prices = compile_problem(self.compiled.problem, terms, self.compiled.cost_unit).data
            if self.found is None:
                first = self._first(prices, on_progress)
                if first.assignment is None:
                    return Ordered(replace(first, bound=None), ())
            options = self._options(len(levels) - number)
            solution = self.solver(replace(prices, budgets=self.budgets), options, on_progress, self.stop)
            self._take(name, prices, solution)
            if self.stop.is_set():
                break
        return Ordered(self._solution(is_whole=len(self.levels) == len(levels)), tuple(self.levels))

    def _first(self, prices: ModelData, on_progress: OnProgress | None) -> ModelSolution:
        """Any roster, for which there is all the time: none of the levels can do without."""
        options = replace(self.options, first_only=True)
        if self.work is not None:
            options = replace(options, work_seconds=options.time_limit_seconds)
        first = self.solver(prices, options, on_progress, self.stop)
        self.found = first.assignment
        self.messages += first.messages
        # What is proven at once may end before its work is counted.
        if self.work is not None and first.status is not ModelStatus.OPTIMAL:
            self.work = max(0.1 * self.work, self.work - first.seconds)
        return first

    def _options(self, levels: int) -> SolveOptions:
        """An equal part of the time that is left, and of the work."""
        left = max(0.5, self.options.time_limit_seconds - (time.monotonic() - self.begin)) / levels
        total = None if self.work is None else self.work / (len(self.compiled.problem.priorities) + 1)
        return replace(self.options, time_limit_seconds=left, work_seconds=total, start=self.found)

    def _take(self, name: str, prices: ModelData, solution: ModelSolution) -> None:
        assert solution.assignment is not None
        assert solution.cost is not None
        self.found = solution.assignment
        self.budgets = (*self.budgets, Budget(prices, solution.cost))
        self.proven = self.proven and solution.status is ModelStatus.OPTIMAL
        self.messages += solution.messages
        money = self.compiled.money
        cost, bound = money(solution.cost), money(solution.bound)
        self.levels.append(Priority(terms=name, cost=float(cost or 0), bound=None if bound is None else float(bound)))
        total = cost_of(self.compiled.data, self.found)
        self.points.append(ProgressPoint(time.monotonic() - self.begin, total, None))

    def _solution(self, *, is_whole: bool) -> ModelSolution:
        status = ModelStatus.OPTIMAL if self.proven and is_whole else ModelStatus.FEASIBLE
        # Each level says what all of them say.
        messages = tuple(dict.fromkeys(self.messages))
        cost, points = self.points[-1].cost, tuple(self.points)
        return ModelSolution(status, self.found, cost, None, self.stop.is_set(), points, messages)
