"""
Engine `staged`: best tours of one agent at a time, neighbourhoods of a roster as MIPs, and the bound of a relaxation.

1. *Bound*: the master of tour columns, its dive, and branching (``models/README.md``, section 11). Where like agents
   are many, a MIP that counts them, or the LP of the pooled relaxation (sections 2.4, 3 and 4).
2. *Start*: a roster by best tours of one agent after the other (``models/README.md``, section 10).
3. *Improvement*: where tours are long, annealing by moves of single shifts. Otherwise, and beside it, a search by
   tours, searches by columns, and neighbourhoods solved as MIPs, whichever pays.

Where no roster keeps all hard limits for a while, it is asked whether there can be one (``hard_part.py``).

Where no start is found by tours, a relaxation takes its place in which groups share out breaks and queues; with its
shifts, breaks and queues are then settled exactly, day by day. Where no change of queue is restricted the relaxation is
the problem itself: it then serves for the neighbourhoods too, and nothing needs to be settled.

Where no bound is asked for, and each shift is worked on one queue (``cells/knows.py``), annealing by cells, and
searches by columns from what it finds, take the place of all this.

Each step runs in processes of its own; one that dies or hangs is replaced and costs only its own work.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from shiftmodels.cells.knows import knows_cells
from shiftmodels.data import ModelData
from shiftmodels.engines.anneal_task import AnnealTask
from shiftmodels.engines.annealings import Annealings
from shiftmodels.engines.cell_task import legal_start, solve_cells
from shiftmodels.engines.column_root import RootReport
from shiftmodels.engines.column_tasks import ColumnTask, DiveTask, RootTask
from shiftmodels.engines.count_task import CountTask
from shiftmodels.engines.crew import Crew, Lost, Task
from shiftmodels.engines.isolated import Report
from shiftmodels.engines.near_task import NearTask
from shiftmodels.engines.neighbourhoods import PART_SECONDS, Kind, Neighbourhoods
from shiftmodels.engines.run import OnProgress, Run, SolveOptions
from shiftmodels.engines.tasks import BoundTask, PartTask, ProofTask, SearchTask, StartTask, WholeTask
from shiftmodels.feasibility import is_feasible, softened
from shiftmodels.first_use import FIRST_USE
from shiftmodels.groups import is_exact, pays_to_count
from shiftmodels.restrict import joined
from shiftmodels.solution import Assignment, ModelSolution, cost_of
from shiftmodels.status import ModelStatus
from shiftmodels.stretches import settle_queues

if TYPE_CHECKING:
    from shiftmodels.columns.search import Guide

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
FRESH_SHARE = 0.2
"""Share of the time for a search that begins anew, beside units of equipment where the LP has them."""
SEARCH_SHARE = 0.05
"""Share of the time for one search by tours."""
COLUMN_SECONDS, COLUMN_SHARE = 15.0, 0.2
"""Time at least for one search by columns, but for so much of the time left at most: a short run has others to try."""
FEW_SHIFTS, EVERYBODY_SECONDS, EVERYBODY_SHARE = 1000, 8.0, 0.6
"""Shifts to choose from, over all agents, with which branch and cut once gets the whole problem; time for that, and
share of the time left, at most."""
BOUND_SHARE = 0.6
"""Of the time left, share for the bound where it has to share a single process with the search."""
PROOF_AFTER, PROOF_SHARE = 0.2, 0.4
"""Share of the time after which, where no roster is known, it is asked whether there can be one; and of the time left,
share for that."""
SOME_SHIFTS, WHOLE_SHARE = 5000, 0.5
"""Shifts to choose from, over all agents, up to which CP-SAT is then asked for a roster; and of the time left, share
for that where there is a single process for it and the search."""
CLOSE_GAP, CLOSER = 0.01, 0.8
"""Gap, as a share of the cost, at which all tours that can be in a better roster may be few, and how much smaller it
must be to try again."""
NEAR_SHARE = 0.5
"""Of the time left, share for the best roster of these."""
HOT, COLD = 3e-2, 1e-4
"""Temperature of searches at the beginning and at the end, as shares of an agent's mean cost."""
COOLING = 0.1
"""Temperature at the end of one search, as a share of that at its beginning."""


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
    found = None
    if not options.wants_bound and knows_cells(data):
        found = legal_start(data, options.start)
    with Crew(data, options.workers, options.memory_mb, run.clock) as crew:
        if found is not None:
            solve_cells(run, crew, found)
        else:
            _Stages(run, crew).go()
    if crew.has_compiled:
        run.messages.append(FIRST_USE)
    return run.solution()


class _Stages:
    def __init__(self, run: Run, crew: Crew) -> None:
        self.run, self.crew = run, crew
        self.data = softened(run.data)
        self.exact = is_exact(run.data)
        self.tours: Assignment | None = None
        self.cost: int | None = None
        self.choice = Neighbourhoods(run.data, run.options.seed)
        self.by_tours = False
        self.pooled = pays_to_count(self.data)
        self.bound_task: BoundTask | CountTask | RootTask | None = None
        self.counted = False
        self.guide: Guide | None = None
        self.dived = False
        self.placed: Assignment | None = None
        self.near: NearTask | None = None
        self.near_gap = np.inf
        self.annealings = Annealings(run.options.seed, run.options.workers, awaits=not self.pooled)
        self.given: dict[int, tuple[Kind, float]] = {}
        self.next_offer = 0.0
        self.doubted = False
        self.has_everybody = False
        self.num_shifts = sum(len(run.data.blocks[block].shifts) for block in run.data.block_of.tolist())
        self.doubt: WholeTask | None = None
        self.asked = False
        self.repeated: list[Task] = []

    def go(self) -> None:
        if self.run.options.start is not None and is_feasible(self.run.data, self.run.options.start):
            self.run.offer(self.run.options.start)
        self.crew.give(SearchTask(self.run.remaining, self.run.options.seed))
        alone = self.run.options.workers == 1
        self.bound_task = (
            CountTask(self.run.remaining, self.run.options.seed)
            if self.pooled
            else RootTask(self.run.remaining, self.run.options.seed, is_alone=alone)
        )
        if self.crew.idle:
            self._give_bound()
        persons = 0.0 if self.exact else self.run.limit_seconds * PERSONS_SHARE
        # Without tours there are no persons to keep time for.
        while not self.run.finished and self.run.remaining > (persons if self.tours else 0.0) and not self._closed():
            self._take_answers()
            if self.by_tours and not self.exact:
                break
            while self.tours is not None and self.crew.idle:
                self._give_neighbourhood(self.tours, persons, individually=False)
        if not self.exact and self.tours is not None:
            if not self.by_tours:
                self._settle()
            self._polish()

    def _neighbourhoods(self, *, search: bool, whole_tours: bool = False) -> Neighbourhoods:
        choice = Neighbourhoods(self.run.data, self.run.options.seed, whole_tours=whole_tours, search=search)
        # Some of those before may still be under way, and are known by their numbers.
        choice.count = self.choice.count
        if self.guide is not None:
            choice.add_columns()
        return choice

    @property
    def _is_solved(self) -> bool:
        """Whether nothing is cheaper than the best known, with hard limits priced: it may break some."""
        return self.cost is not None and self.run.bound is not None and self.run.bound >= self.cost

    def _closed(self) -> bool:
        """Whether nothing is left to do before queues are settled, which may still give the first roster."""
        return self._is_solved and not (self.exact and self.run.best is None)

    def _give_neighbourhood(self, found: Assignment, persons: float, *, individually: bool) -> None:
        """Give the next neighbourhood of an assignment; the numbers of those of persons are negative."""
        if self._give_bound() or self._give_proof() or self._give_annealing(found):
            return
        if self._give_dive() or self._give_near(found) or self._give_everybody(found, individually=individually):
            return
        kind, free = self.choice.next()
        number = self._noted(kind, individually=individually)
        if kind.name == "tours":
            self.crew.give(self._search(found, number))
        elif kind.name == "columns" and self.guide is not None:
            self.crew.give(ColumnTask(self._column_seconds, number, found, self.guide))
        else:
            limit = max(0.2, min(PART_SECONDS, self.run.remaining - persons))
            self.crew.give(PartTask(limit, found, free, False, individually, "highs", number))

    def _noted(self, kind: Kind, *, individually: bool) -> int:
        """The number of the neighbourhood that is given now, by which its answer will be known."""
        number = -self.choice.count if individually else self.choice.count
        self.given[number] = (kind, self.run.seconds)
        return number

    def _give_bound(self) -> bool:
        """Give the bound that has been waiting for a process; a single one makes a first search before."""
        alone = self.run.options.workers == 1
        if self.bound_task is None or (alone and self.by_tours and self.choice.count == 0):
            return False
        self.crew.give(replace(self.bound_task, limit_seconds=self.run.remaining * (BOUND_SHARE if alone else 1.0)))
        self.bound_task = None
        return True

    def _give_doubt(self) -> None:
        """
        Ask whether there is no roster, as was said, as soon as a process is idle.

        Not at once: who said it may still be at work, and what others leave idle is for what follows their answers.
        """
        if self.doubt is not None and self.crew.idle:
            self.crew.give(replace(self.doubt, limit_seconds=self.run.remaining))
            self.doubt = None

    def _give_proof(self) -> bool:
        """Ask, once, whether there can be a roster, where none has been found for a while, or that is soon known."""
        is_soon = self.num_shifts <= FEW_SHIFTS and not self.pooled
        is_late = is_soon or self._is_solved or self.run.seconds >= PROOF_AFTER * self.run.limit_seconds
        if self.asked or not is_late or self.run.best is not None:
            return False
        self.asked = True
        self.crew.give(ProofTask(PROOF_SHARE * self.run.remaining))
        return True

    def _give_annealing(self, found: Assignment) -> bool:
        """Give a search by single shifts, where one pays."""
        task = None if self.pooled else self.annealings.next(found, self.run.remaining)
        if task is None:
            return False
        self.choice.count += 1
        self.crew.give(task)
        return True

    def _give_dive(self) -> bool:
        """Give a quick dive beside the thorough one of the process that found the bound."""
        if self.guide is None or self.dived or self.run.options.workers == 1:
            return False
        self.dived = True
        self.crew.give(DiveTask(self.run.remaining, self.guide))
        return True

    def _give_near(self, found: Assignment) -> bool:
        """Give the search of all tours that can be in a better roster, where these may be few."""
        if self.near is not None or self.guide is None or self.run.bound is None:
            return False
        cost = cost_of(self.data, found)
        gap = cost - self.run.bound
        if gap > CLOSE_GAP * abs(cost) or gap > CLOSER * self.near_gap:
            return False
        self.near_gap = gap
        self.near = NearTask(self.run.remaining * NEAR_SHARE, self.run.options.seed, found, self.guide)
        self.crew.give(self.near)
        return True

    def _give_everybody(self, found: Assignment, *, individually: bool) -> bool:
        """Give everybody at once to branch and cut, once, where there are few shifts to choose from."""
        if self.guide is None or self.has_everybody or self.num_shifts > FEW_SHIFTS:
            return False
        self.has_everybody = True
        self.choice.count += 1
        # Not one of the kinds that are chosen among: there is only one of it.
        kind = Kind("everybody", float(self.data.num_agents))
        number = self._noted(kind, individually=individually)
        free = np.ones((self.data.num_agents, self.data.num_days), dtype=bool)
        limit = min(EVERYBODY_SECONDS, EVERYBODY_SHARE * self.run.remaining)
        self.crew.give(PartTask(limit, found, free, False, individually, "highs", number))
        return True

    def _search(self, found: Assignment, seed: int) -> SearchTask:
        """
        The next search; temperatures fall over the whole run, and a little over each search.

        Where units of equipment have just been placed, it begins anew beside them.
        """
        total = self.run.limit_seconds
        mean = cost_of(self.data, found) / self.data.num_agents
        hot = max(1e-9, mean * HOT * (COLD / HOT) ** min(1.0, self.run.seconds / total))
        search = SearchTask(self._search_seconds, seed, found, hot=hot, cold=hot * COOLING)
        placed, self.placed = self.placed, None
        if placed is None:
            return search
        seconds = max(search.limit_seconds, min(total * FRESH_SHARE, self.run.remaining))
        return replace(search, limit_seconds=seconds, found=placed, is_partial=True)

    @property
    def _search_seconds(self) -> float:
        """Time for a search: short at first, so that a plan whose optimum is known soon does not wait for its end."""
        share = self.run.limit_seconds * SEARCH_SHARE
        return max(0.2, min(share, self.run.seconds / 4, self.run.remaining))

    @property
    def _column_seconds(self) -> float:
        """Time for a search by columns, in which several neighbourhoods are to fit."""
        share = self.run.limit_seconds * SEARCH_SHARE
        return max(0.2, min(max(COLUMN_SECONDS, share), max(PART_SECONDS, COLUMN_SHARE * self.run.remaining)))

    def _answers(self) -> Iterator[tuple[Task, Any]]:
        """Answers that a stage waits for; losses, and what is new of bounds and proofs, are taken on the side."""
        for task, answer in _without_outdated(self.crew.answers(0.05)):
            if not self._take_aside(task, answer):
                yield task, answer
        self._give_doubt()

    def _take_answers(self) -> None:
        for task, answer in self._answers():
            match task:
                case SearchTask() if task.found is None:
                    self._take_first(*answer)
                case StartTask():
                    self._take_start(*answer)
                case PartTask() | SearchTask() | ColumnTask():
                    self._take_part(task, answer)

    def _take_aside(self, task: Task, answer: Any) -> bool:
        """Take a loss, or what is new of the bound; whether the answer was one of these."""
        match task:
            case PartTask(same_shifts=True):
                # A day that is lost is over as well.
                return False
            case _ if isinstance(answer, Lost):
                self._take_loss(task, answer)
            case BoundTask():
                self._take_bound(*answer)
            case CountTask():
                self._take_counts(answer)
            case RootTask():
                self._take_root(answer)
            case NearTask():
                self._take_near(answer)
            case ProofTask():
                self._take_proof(answer)
            case WholeTask():
                self._take_whole(task, *answer)
            case AnnealTask():
                if answer is None:
                    self.annealings.end(task)
                else:
                    self._accept(answer)
            case DiveTask():
                if answer[1] is not None:
                    self._accept(answer[1])
            case _:
                return False
        return True

    def _take_loss(self, task: Task, loss: Lost) -> None:
        """Do again, once, what nothing else does; a lost neighbourhood is just one of many."""
        self._tell_loss(loss)
        first = isinstance(task, SearchTask) and task.found is None
        if task is self.near:
            self.near = None
            return
        if isinstance(task, AnnealTask):
            self.annealings.lose(task)
            return
        if first and task in self.repeated:
            self._give_start()
        if isinstance(task, PartTask | SearchTask | ColumnTask) and not first:
            kind, begin = self.given.pop(task.seed)
            self._learn(kind, ModelStatus.UNKNOWN, 0, 0, begin)
            return
        if task in self.repeated:
            return
        self.repeated.append(task)
        if self.run.remaining > 0:
            self.crew.give(task)

    def _tell_loss(self, loss: Lost) -> None:
        self.run.messages.append(f"A solver process was replaced: {loss.reason}.")

    def _take_root(self, report: RootReport | None) -> None:
        """A better bound or roster of the columns, or what their searches go by; ``None``: the end."""
        if report is None:
            self.annealings.awaits = False
            self._give_bound()
            return
        self.annealings.drawn = report.drawn or self.annealings.drawn
        if report.guide is not None and self.guide is None:
            self.guide = report.guide
            self.choice.add_columns()
        self.placed = report.placed or self.placed
        if report.message:
            self.run.messages.append(report.message)
        if report.bound is None:
            self.bound_task = BoundTask(self.run.remaining)
        self.run.report(bound=report.bound)
        if report.found is not None:
            self._accept(report.found)

    def _take_proof(self, has_roster: bool | None) -> None:
        """Take whether there can be a roster, one that has been found since is there; and look for one by its rows."""
        if has_roster is False:
            self.run.claim_infeasible()
        elif self.run.best is None and self.num_shifts <= SOME_SHIFTS and self.run.remaining > 0:
            # Searches price hard limits, and may for ever find it cheaper to break one.
            options, alone = self.run.options, self.run.options.workers == 1
            limit = self.run.remaining * (WHOLE_SHARE if alone else 1.0)
            self.crew.give(WholeTask(limit, options.seed, options.workers, individually=True))

    def _take_whole(
        self, task: WholeTask, status: ModelStatus, found: Assignment | None, messages: tuple[str, ...]
    ) -> None:
        """A proof, or a roster; it is asked again only where nothing else goes on."""
        self.run.messages += messages
        if not self._take_outcome(status, found):
            if self.tours is None and not self.run.finished:
                self.crew.give(replace(task, limit_seconds=self.run.remaining))
        elif found is not None and task.individually and is_feasible(self.run.data, found):
            self.run.offer(found)

    def _take_outcome(self, status: ModelStatus, found: Assignment | None) -> bool:
        """Take a proof that there is no roster, or a roster; whether it was one of these."""
        if status is ModelStatus.INFEASIBLE:
            self.run.claim_infeasible()
        elif found is not None:
            self._accept(found)
        return status is ModelStatus.INFEASIBLE or found is not None

    def _take_near(self, report: Report | None) -> None:
        """A better bound or roster of all tours that can be in one; ``None``: the end."""
        if report is None:
            self.near = None
            return
        self.run.report(bound=report.bound)
        if report.found is not None:
            self._accept(report.found)

    def _take_counts(self, report: Report | None) -> None:
        """A better bound or roster of counts; ``None``: the end. Where it has told nothing, others take its place."""
        if report is not None:
            self.counted = True
            self._take_bound(report.status or ModelStatus.UNKNOWN, report.bound)
            if report.found is not None:
                self._accept(report.found)
        elif not self.counted:
            self.bound_task = BoundTask(self.run.remaining)
            self._give_start()

    def _take_bound(self, status: ModelStatus, bound: int | None) -> None:
        self.run.report(bound=bound)
        if status is ModelStatus.INFEASIBLE and not self.doubted:
            # HiGHS computes with tolerances; CP-SAT is exact and has the last word.
            self.doubted = True
            self.doubt = WholeTask(self.run.remaining, self.run.options.seed, self.run.options.workers)

    def _take_first(self, status: ModelStatus, found: Assignment | None) -> None:
        """A roster by tours, or the one to begin with; where there is none, the relaxation has to find one."""
        start = self.run.options.start
        if found is None and start is None:
            self._give_start()
            return
        self.by_tours = True
        self.crew.fresh_seconds = self.run.seconds
        self.choice = self._neighbourhoods(search=not self.pooled)
        for roster in (found, start):
            if roster is not None:
                self._accept(roster)

    def _give_start(self) -> None:
        total = self.run.limit_seconds
        if self.run.remaining > 0:
            self.crew.give(StartTask(self.run.remaining, total * CALM_SHARE, max(1.0, total * CHUNK_SHARE)))

    def _take_start(self, status: ModelStatus, found: Assignment | None) -> None:
        if not self._take_outcome(status, found) and self.run.remaining > 0:
            self.crew.give(WholeTask(self.run.remaining, self.run.options.seed, self.run.options.workers))

    def _take_part(
        self, task: PartTask | SearchTask | ColumnTask, answer: tuple[ModelStatus, Assignment | None]
    ) -> None:
        status, found = answer
        before = self.cost
        if found is not None and self.tours is not None:
            if task.found is not None:
                self._accept(joined(self.data, self.tours, task.found, found))
            self._accept(found)
        kind, begin = self.given.pop(task.seed)
        costs = (0, 0) if before is None or self.cost is None else (before, self.cost)
        self._learn(kind, status, *costs, begin)

    def _learn(self, kind: Kind, status: ModelStatus, before: int, after: int, begin: float) -> None:
        solved, seconds = status is ModelStatus.OPTIMAL, self.run.seconds - begin
        self.choice.learn(kind, solved=solved, before=before, after=after, seconds=seconds)

    def _accept(self, found: Assignment) -> None:
        cost = cost_of(self.data, found)
        if (self.cost is not None and cost >= self.cost) or not is_feasible(self.data, found):
            return
        self.tours, self.cost = found, cost
        if self.exact or self.by_tours or self.run.seconds >= self.next_offer:
            self._offer(found)

    def _offer(self, found: Assignment) -> None:
        """Offer a roster to the run, its queues settled where that is needed."""
        roster = found if self.exact or self.by_tours else settle_queues(self.data, found)
        if is_feasible(self.run.data, roster):
            self.run.offer(roster)
        self.next_offer = self.run.seconds + SETTLE_SECONDS

    def _settle(self) -> None:
        """Breaks and queues of each day exactly, with the shifts of the relaxation, as far as there is time."""
        assert self.tours is not None
        found = settle_queues(self.data, self.tours)
        days = [day for day in range(self.data.num_days) if (found.shift[:, day] >= 0).any()]
        left, settled = list(days), 0
        while settled < len(days) and not self.run.finished:
            while left and self.crew.idle:
                self.crew.give(self._day_task(found, left.pop(0), len(days)))
            for task, answer in self._answers():
                if isinstance(task, PartTask) and task.same_shifts:
                    settled += 1
                    found = self._with_day(found, task, answer)
        # Days that are not settled exactly have breaks and queues all the same.
        self._offer(found)

    def _day_task(self, found: Assignment, day: int, num_days: int) -> PartTask:
        free = np.zeros((self.data.num_agents, self.data.num_days), dtype=bool)
        free[:, day] = True
        total = self.run.limit_seconds * SETTLE_SHARE
        limit = min(total, self.run.remaining) * self.run.options.workers / (num_days + 1)
        return PartTask(limit, found, free, True, True, "cp_sat", self.run.options.seed)

    def _polish(self) -> None:
        """A few agents at a time, shifts, breaks and queues together, exactly."""
        self.choice = self._neighbourhoods(whole_tours=True, search=self.by_tours)
        best, seen = self.run.best or (self.tours if self.by_tours else None), None
        is_legal = self.run.best is not None
        while not self.run.finished and best is not None:
            while self.crew.idle:
                self._give_neighbourhood(best, 0.0, individually=True)
            for task, answer in self._answers():
                # Numbers of what was given before are positive.
                if isinstance(task, PartTask | SearchTask | ColumnTask) and task.seed < 0:
                    best = self._take_polished(best, task, answer)
            # Looking takes a quarter of a second for 5,000 agents, so only at what is new.
            if self.tours is not None and self.tours is not seen:
                best = min(best, self.tours, key=partial(cost_of, self.data))
                seen = self.tours
            if not is_legal and self.run.best is not None:
                best, is_legal = self.run.best, True

    def _take_polished(
        self, best: Assignment, task: PartTask | SearchTask | ColumnTask, answer: tuple[ModelStatus, Assignment | None]
    ) -> Assignment:
        """The better of the best roster and what a task made of it."""
        status, found = answer
        kind, begin = self.given.pop(task.seed)
        cost = before = cost_of(self.data, best)
        if found is not None and task.found is not None:
            for roster in (joined(self.data, best, task.found, found), found):
                if cost_of(self.data, roster) < cost and is_feasible(self.data, roster):
                    best, cost = roster, cost_of(self.data, roster)
                    self._offer(roster)
        self._learn(kind, status, before, cost, begin)
        return best

    def _with_day(self, found: Assignment, task: PartTask, answer: Any) -> Assignment:
        if isinstance(answer, Lost):
            self._tell_loss(answer)
        if isinstance(answer, Lost) or answer[1] is None:
            self.run.messages.append("No exact breaks and queues were found for one day.")
            return found
        return joined(self.data, found, task.found, answer[1])


def _without_outdated(answers: list[tuple[Task, Any]]) -> list[tuple[Task, Any]]:
    """Answers without rosters of a search by single shifts that has told a better one since."""
    latest = {id(task): place for place, (task, answer) in enumerate(answers) if isinstance(answer, Assignment)}
    return [
        (task, answer)
        for place, (task, answer) in enumerate(answers)
        if not (isinstance(task, AnnealTask) and isinstance(answer, Assignment) and latest[id(task)] != place)
    ]
