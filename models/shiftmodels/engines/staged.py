"""
Engine `staged`: a relaxation in which groups share out breaks and queues, then persons.

1. *Bound*: LP of the pooled relaxation. Groups of like agents are counted (``models/README.md``, sections 3 and 4),
   so that the LP is near the best and small.
2. *Tours*: a first assignment of the relaxation, then neighbourhoods of it, each solved as a MIP.
3. *Persons*: with these shifts, breaks and queues are settled exactly, day by day. Where no change of queue is
   restricted the relaxation is the problem itself and nothing needs to be settled.

Each step runs in processes of its own; one that dies or hangs is replaced and costs only its own work.
"""

from __future__ import annotations

import threading
from typing import Any

import numpy as np

from shiftmodels.data import ModelData
from shiftmodels.engines.crew import Crew, Lost, Task
from shiftmodels.engines.neighbourhoods import PART_SECONDS, Kind, Neighbourhoods
from shiftmodels.engines.run import OnProgress, Run, SolveOptions
from shiftmodels.engines.tasks import BoundTask, PartTask, StartTask, WholeTask
from shiftmodels.feasibility import is_feasible, softened
from shiftmodels.groups import is_exact
from shiftmodels.restrict import joined
from shiftmodels.solution import Assignment, ModelSolution, cost_of
from shiftmodels.status import ModelStatus
from shiftmodels.stretches import settle_queues

CALM_SHARE = 0.15
"""Share of the time for a careful first assignment; what is left of it then is done in a hurry."""
CHUNK_SHARE = 0.02
"""Share of the time for a few agents of it."""
PERSONS_SHARE = 0.35
"""Share of the time kept for persons: settling their days, then improving a few of them at a time."""
SETTLE_SHARE = 0.15
"""Share of the time for settling days."""
SETTLE_SECONDS = 4.0
"""Time at least between two rosters that are offered on the way."""


def solve(
    data: ModelData,
    options: SolveOptions,
    on_progress: OnProgress | None = None,
    stop: threading.Event | None = None,
) -> ModelSolution:
    """
    Solve a rostering problem in stages.

    Parameters
    ----------
    data
        The problem.
    options
        Limits and seed.
    on_progress
        Called at each improvement of cost or bound.
    stop
        Set it to end early and keep what was found.

    Returns
    -------
    Best assignment, its cost and a bound of the full problem.
    """
    run = Run(data, options, on_progress, stop)
    with Crew(data, options.workers) as crew:
        _Stages(run, crew).go()
    return run.solution()


class _Stages:
    def __init__(self, run: Run, crew: Crew) -> None:
        self.run, self.crew = run, crew
        self.data = softened(run.data)
        self.exact = is_exact(run.data)
        self.tours: Assignment | None = None
        self.cost: int | None = None
        self.choice = Neighbourhoods(run.data, run.options.seed)
        self.given: dict[int, tuple[Kind, float]] = {}
        self.next_offer = 0.0
        self.doubted = False
        self.repeated: list[Task] = []

    def go(self) -> None:
        total = self.run.options.time_limit_seconds
        self.crew.give(StartTask(self.run.remaining, total * CALM_SHARE, max(1.0, total * CHUNK_SHARE)))
        bound_waits = self.crew.idle == 0
        if not bound_waits:
            self.crew.give(BoundTask(self.run.remaining))
        persons = 0.0 if self.exact else total * PERSONS_SHARE
        # Without tours there are no persons to keep time for.
        while not self.run.finished and self.run.remaining > (persons if self.tours else 0.0) and not self._closed():
            self._take_answers()
            while self.tours is not None and self.crew.idle:
                if bound_waits:
                    self.crew.give(BoundTask(self.run.remaining))
                    bound_waits = False
                    continue
                self._give_neighbourhood(persons)
        if not self.exact and self.tours is not None:
            self._settle()
            self._polish()

    def _closed(self) -> bool:
        return self.cost is not None and self.run.bound is not None and self.run.bound >= self.cost

    def _give_neighbourhood(self, persons: float) -> None:
        assert self.tours is not None
        kind, free = self.choice.next()
        limit = max(0.2, min(PART_SECONDS, self.run.remaining - persons))
        self.given[self.choice.count] = (kind, self.run.seconds)
        self.crew.give(PartTask(limit, self.tours, free, False, False, "highs", self.choice.count))

    def _take_answers(self) -> None:
        for task, answer in self.crew.answers(0.05):
            match task:
                case _ if isinstance(answer, Lost):
                    self._take_loss(task, answer)
                case BoundTask():
                    self._take_bound(*answer)
                case StartTask() | WholeTask():
                    self._take_start(answer)
                case PartTask():
                    self._take_part(task, answer)

    def _answers(self) -> list[tuple[Task, Any]]:
        """Answers about persons; a bound that was still under way is taken on the side."""
        answers = self.crew.answers(0.05)
        for task, answer in answers:
            if isinstance(task, BoundTask) and not isinstance(answer, Lost):
                self._take_bound(*answer)
        return answers

    def _take_loss(self, task: Task, loss: Lost) -> None:
        """Do again, once, what nothing else does; a lost neighbourhood is just one of many."""
        self.run.messages.append(f"A solver process was replaced: {loss.reason}.")
        if isinstance(task, PartTask) or task in self.repeated:
            return
        self.repeated.append(task)
        if self.run.remaining > 0:
            self.crew.give(task)

    def _take_bound(self, status: ModelStatus, bound: int | None) -> None:
        self.run.report(bound=bound)
        if status is ModelStatus.INFEASIBLE and not self.doubted:
            # HiGHS computes with tolerances; CP-SAT is exact and has the last word.
            self.doubted = True
            self.crew.give(WholeTask(self.run.remaining, self.run.options.seed, self.run.options.workers))

    def _take_start(self, answer: tuple[ModelStatus, Assignment | None]) -> None:
        status, found = answer
        if status is ModelStatus.INFEASIBLE:
            self.run.infeasible = True
        elif found is not None:
            self._accept(found)
        elif self.run.remaining > 0:
            self.crew.give(WholeTask(self.run.remaining, self.run.options.seed, self.run.options.workers))

    def _take_part(self, task: PartTask, answer: tuple[ModelStatus, Assignment | None]) -> None:
        status, found = answer
        before = self.cost
        if found is not None and self.tours is not None:
            self._accept(joined(self.data, self.tours, task.found, found))
            self._accept(found)
        kind, begin = self.given.pop(task.seed)
        gain = 0 if before is None or self.cost is None else before - self.cost
        self.choice.learn(kind, solved=status is ModelStatus.OPTIMAL, gain=gain, seconds=self.run.seconds - begin)

    def _accept(self, found: Assignment) -> None:
        cost = cost_of(self.data, found)
        if (self.cost is not None and cost >= self.cost) or not is_feasible(self.data, found):
            return
        self.tours, self.cost = found, cost
        if self.exact or self.run.seconds >= self.next_offer:
            self._offer(found)

    def _offer(self, found: Assignment) -> None:
        """Offer a roster to the run, its queues settled where that is needed."""
        roster = found if self.exact else settle_queues(self.data, found)
        if is_feasible(self.run.data, roster):
            self.run.offer(roster)
        self.next_offer = self.run.seconds + SETTLE_SECONDS

    def _settle(self) -> None:
        """Breaks and queues of each day exactly, with the shifts of the relaxation."""
        assert self.tours is not None
        found = settle_queues(self.data, self.tours)
        days = [day for day in range(self.data.num_days) if (found.shift[:, day] >= 0).any()]
        left, settled = list(days), 0
        while settled < len(days) and not self.run.stop.is_set():
            while left and self.crew.idle:
                self.crew.give(self._day_task(found, left.pop(0), len(days)))
            for task, answer in self._answers():
                if isinstance(task, PartTask) and task.same_shifts:
                    settled += 1
                    found = self._with_day(found, task, answer)
        if settled == len(days):
            self._offer(found)

    def _day_task(self, found: Assignment, day: int, num_days: int) -> PartTask:
        free = np.zeros((self.data.num_agents, self.data.num_days), dtype=bool)
        free[:, day] = True
        total = self.run.options.time_limit_seconds * SETTLE_SHARE
        limit = max(1.0, min(total, self.run.remaining) * self.run.options.workers / (num_days + 1))
        return PartTask(limit, found, free, True, True, "cp_sat", self.run.options.seed)

    def _polish(self) -> None:
        """A few agents at a time, shifts, breaks and queues together, exactly."""
        choice = Neighbourhoods(self.data, self.run.options.seed, whole_tours=True)
        while not self.run.finished:
            while self.crew.idle and self.run.best is not None:
                kind, free = choice.next()
                self.given[-choice.count] = (kind, self.run.seconds)
                limit = max(0.2, min(PART_SECONDS, self.run.remaining))
                self.crew.give(PartTask(limit, self.run.best, free, False, True, "highs", -choice.count))
            if self.run.best is None:
                return
            for task, answer in self._answers():
                if isinstance(task, PartTask) and task.seed < 0 and not isinstance(answer, Lost):
                    self._take_polished(choice, task, answer)

    def _take_polished(
        self, choice: Neighbourhoods, task: PartTask, answer: tuple[ModelStatus, Assignment | None]
    ) -> None:
        status, found = answer
        kind, begin = self.given.pop(task.seed)
        before = self.run.cost
        if found is not None and self.run.best is not None:
            for roster in (joined(self.data, self.run.best, task.found, found), found):
                if is_feasible(self.run.data, roster):
                    self.run.offer(roster)
        gain = 0 if before is None or self.run.cost is None else before - self.run.cost
        choice.learn(kind, solved=status is ModelStatus.OPTIMAL, gain=gain, seconds=self.run.seconds - begin)

    def _with_day(self, found: Assignment, task: PartTask, answer: Any) -> Assignment:
        if isinstance(answer, Lost) or answer[1] is None:
            self.run.messages.append("No exact breaks and queues were found for one day.")
            return found
        return joined(self.data, found, task.found, answer[1])
