"""What solver processes are asked to do."""

from __future__ import annotations

import threading
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from shiftmodels.backends.answer import Answer
from shiftmodels.backends.confirmed import solve_confirmed
from shiftmodels.backends.cp_sat import solve_cp_sat
from shiftmodels.backends.highs import HighsOptions, relaxation_bound, solve_highs
from shiftmodels.clock import clock
from shiftmodels.data import ModelData
from shiftmodels.feasibility import softened
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.hard_part import has_roster
from shiftmodels.restrict import restrict
from shiftmodels.solution import Assignment
from shiftmodels.status import ModelStatus

START_GAP = 2e-3
"""Relative gap at which agents of a first assignment are placed well enough."""
HURRIED_GAP = 2e-2
"""The same when time runs short."""


@dataclass(frozen=True)
class BoundTask:
    """Bound of the pooled relaxation, from its LP."""

    limit_seconds: float

    def run(self, data: ModelData) -> tuple[ModelStatus, int | None]:
        """Whether the LP is infeasible, and the bound in cost units; ``None`` when there was not enough time."""
        return relaxation_bound(Formulation(data, individually=False).model, self.limit_seconds)


@dataclass(frozen=True)
class StartTask:
    """
    A first assignment of the pooled relaxation: a few agents at a time, the least flexible first.

    Parameters
    ----------
    limit_seconds
        Wall time.
    calm_seconds
        Wall time after which agents are placed with less care.
    chunk_seconds
        Wall time for the agents who are added at a time; more are added while it is not needed, fewer when it
        was not enough.
    """

    limit_seconds: float
    calm_seconds: float
    chunk_seconds: float

    def run(self, data: ModelData) -> tuple[ModelStatus, Assignment | None]:
        """``feasible`` and the assignment, or ``unknown`` when some agent could not be fitted in."""
        start, data = clock.now(), softened(data)
        waiting = np.argsort([len(data.blocks[block].shifts) for block in data.block_of], kind="stable").tolist()
        found, size = Assignment.empty(data), 3
        while waiting and clock.now() < start + self.limit_seconds:
            begin = clock.now()
            gap = START_GAP if begin < start + self.calm_seconds else HURRIED_GAP
            answer = self._with(_spread_without(data, waiting[size:]), found, waiting[:size], gap)
            if answer is not None:
                found, waiting = answer, waiting[size:]
                size = size * 2 if clock.now() - begin < self.chunk_seconds / 4 else size
            elif size == 1:
                return self._alone(data, waiting[0]), None
            else:
                size //= 2
        return (ModelStatus.UNKNOWN, None) if waiting else (ModelStatus.FEASIBLE, found)

    @staticmethod
    def _alone(data: ModelData, agent: int) -> ModelStatus:
        """``infeasible`` when the rows of one agent contradict each other, by CP-SAT's own proof."""
        free = np.zeros((data.num_agents, data.num_days), dtype=bool)
        free[agent] = True
        model = Formulation(restrict(data, Assignment.empty(data), free).data, individually=True).model
        answer = solve_cp_sat(model, 10.0, seed=0, workers=1, stop=threading.Event(), presolve=False)
        return ModelStatus.INFEASIBLE if answer.status is ModelStatus.INFEASIBLE else ModelStatus.UNKNOWN

    def _with(self, data: ModelData, found: Assignment, agents: list[int], gap: float) -> Assignment | None:
        free = np.zeros((data.num_agents, data.num_days), dtype=bool)
        free[agents] = True
        part = restrict(data, found, free)
        formulation = Formulation(part.data, individually=False)
        answer = solve_highs(formulation.model, self.chunk_seconds, HighsOptions(relative_gap=gap))
        return None if answer.values is None else part.merge(data, found, formulation.read(answer.values))


def _spread_without(data: ModelData, waiting: list[int]) -> ModelData:
    """The problem with spreads only over those who work already, so that nobody waits for the others."""
    spreads = []
    for spread in data.spreads:
        here = ~np.isin(spread.agents, waiting)
        spreads.append(replace(spread, agents=spread.agents[here], base=spread.base[here]))
    return replace(data, spreads=tuple(spreads))


@dataclass(frozen=True, eq=False)
class SearchTask:
    """
    A roster by best tours of one agent after the other, then a search that replaces a few at a time.

    Parameters
    ----------
    limit_seconds
        Wall time.
    seed
        Of the random choices.
    found
        Where to begin; ``None``: nobody works yet, and the first roster is the answer.
    is_partial
        Whether those who do not work in it have to be put in first.
    hot, cold
        Temperature at the beginning and at the end, in cost units.
    """

    limit_seconds: float
    seed: int
    found: Assignment | None = None
    is_partial: bool = False
    hot: float = 0.0
    cold: float = 0.0

    def run(self, data: ModelData) -> tuple[ModelStatus, Assignment | None]:
        """``feasible`` and the best roster; ``unknown`` when some agent got no tour."""
        # Compiled code takes long to import; other tasks do not need it.
        from shiftmodels.tours.search import TourSearch

        start = clock.now()
        search = TourSearch(data, self.found or Assignment.empty(data), self.seed)
        if (self.found is None or self.is_partial) and search.construct():
            return ModelStatus.UNKNOWN, None
        if self.found is None:
            return ModelStatus.FEASIBLE, search.found
        return ModelStatus.FEASIBLE, search.improve(
            lambda: self.hot * (self.cold / self.hot) ** min(1.0, (clock.now() - start) / self.limit_seconds),
            start + self.limit_seconds,
        )


@dataclass(frozen=True)
class WholeTask:
    """
    The whole problem in CP-SAT: proves infeasibility, or finds what others could not.

    Parameters
    ----------
    limit_seconds
        Wall time.
    seed, workers
        See ``solve_cp_sat``.
    individually
        Whether restricted changes of queue are modelled exactly, or agents of a block are pooled.
    """

    limit_seconds: float
    seed: int
    workers: int
    individually: bool = False

    def run(self, data: ModelData) -> tuple[ModelStatus, Assignment | None, tuple[str, ...]]:
        """Status, ``infeasible`` only where that is confirmed, the first assignment found, and what is to be told."""
        formulation = Formulation(data, individually=self.individually)
        answer, messages = solve_confirmed(
            formulation.model,
            self.limit_seconds,
            seed=self.seed,
            workers=self.workers,
            stop=threading.Event(),
            first_only=True,
        )
        return answer.status, None if answer.values is None else formulation.read(answer.values), messages


@dataclass(frozen=True)
class ProofTask:
    """Whether there can be any roster, whatever it costs (``hard_part.py``)."""

    limit_seconds: float

    def run(self, data: ModelData) -> bool | None:
        """``False`` is a proof that there is none; ``None``: not known in time."""
        return has_roster(data, self.limit_seconds)


@dataclass(frozen=True, eq=False)
class PartTask:
    """
    The best for some agents on some days, everything else held fixed.

    Parameters
    ----------
    limit_seconds
        Wall time.
    found
        The assignment.
    free
        Which agents are free on which days. Shape ``(A, D)``.
    same_shifts
        Whether only breaks and queues are open.
    individually
        Whether restricted changes of queue are modelled exactly.
    solver, seed
        Who solves it.
    """

    limit_seconds: float
    found: Assignment
    free: NDArray[np.bool_]
    same_shifts: bool
    individually: bool
    solver: Literal["cp_sat", "highs"]
    seed: int

    def run(self, data: ModelData) -> tuple[ModelStatus, Assignment | None]:
        """Status of the part, and the whole assignment with the part put in."""
        data = softened(data)
        part = restrict(data, self.found, self.free, same_shifts=self.same_shifts)
        formulation = Formulation(part.data, individually=self.individually)
        answer = self._solve(formulation, part.part_of(self.found))
        if answer.values is None:
            return answer.status, None
        return answer.status, part.merge(data, self.found, formulation.read(answer.values))

    def _solve(self, formulation: Formulation, known: Assignment) -> Answer:
        # A relaxed assignment is no solution of the exact part, but close to one.
        hint = formulation.values(known)
        if self.solver == "highs":
            return solve_highs(formulation.model, self.limit_seconds, HighsOptions(seed=abs(self.seed)), hint=hint)
        return solve_cp_sat(
            formulation.model, self.limit_seconds, seed=self.seed, workers=1, stop=threading.Event(), hint=hint
        )
