"""
A solver in a process of its own: what it finds is streamed, and a crash, a hang or a false claim is survived.

Attempts follow each other until one ends in good order: usually the solver, the solver with safer settings, and the
other one. Whatever any of them has found is kept, and what happened is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from shiftmodels.data import ModelData
from shiftmodels.engines.crew import Crew, Lost
from shiftmodels.engines.run import FALSE_BOUND, FALSE_PROOF, Run
from shiftmodels.feasibility import is_feasible
from shiftmodels.solution import Assignment
from shiftmodels.status import ModelStatus

INEXACT_PROOF = "The solver reported that there is no roster; as it computes with tolerances, an exact one is asked."


@dataclass(frozen=True, eq=False)
class Report:
    """
    Parameters
    ----------
    bound
        Bound of the whole problem in cost units; ``None`` when it is not better than before.
    found
        A better roster; ``None`` when there is no new one.
    status
        Of the problem, in the last report; ``None`` before.
    messages
        What else is to be told.
    """

    bound: int | None = None
    found: Assignment | None = None
    status: ModelStatus | None = None
    messages: tuple[str, ...] = ()


class SolverTask(Protocol):
    """A dataclass that solves the whole problem."""

    @property
    def limit_seconds(self) -> float:
        """Wall time."""

    @property
    def is_exact(self) -> bool:
        """Whether its proofs that there is no roster need no other solver's word."""

    def run(self, data: ModelData) -> Iterator[Report]:
        """Rosters and bounds as they get better, and the status in the end."""


@dataclass(frozen=True)
class Attempt:
    """
    Parameters
    ----------
    note
        What is told when it begins; empty for the first.
    task
        What is tried, for the time that is left.
    """

    note: str
    task: SolverTask


def solve_isolated(run: Run, attempts: Sequence[Attempt]) -> None:
    """
    Try one after the other until one ends in good order, or the time is up.

    Parameters
    ----------
    run
        Takes what is found.
    attempts
        What to try.
    """
    needs_exact = False
    with Crew(run.data, 1, run.options.memory_mb, run.clock) as crew:
        for attempt in attempts:
            if needs_exact and not attempt.task.is_exact:
                continue
            if attempt.note:
                run.messages.append(attempt.note)
            # A task gets what is left of the time; every one is a dataclass with this field.
            task = replace(attempt.task, limit_seconds=run.remaining)  # type: ignore[type-var]
            trouble = _follow(run, crew, task)
            if trouble is None:
                return
            run.messages.append(trouble)
            needs_exact |= trouble == INEXACT_PROOF
            if run.finished:
                return


def _follow(run: Run, crew: Crew, task: SolverTask) -> str | None:
    """Take what a task tells until it ends, or the run does; what went wrong, if anything did."""
    crew.give(task)
    while not run.finished:
        for _, answer in crew.answers(0.05):
            if answer is None:
                return None
            trouble = f"A solver process was replaced: {answer.reason}." if isinstance(answer, Lost) else None
            trouble = trouble or _false_claim(run, answer, task)
            if trouble is not None:
                crew.restart()
                return trouble
            _take(run, answer)
    return None


def _false_claim(run: Run, report: Report, task: SolverTask) -> str | None:
    """What a report says that cannot be so."""
    if report.found is not None and not is_feasible(run.data, report.found):
        return "The solver reported a roster that breaks a hard row; it was dropped."
    known = [run.best_cost] if run.best is not None else []
    if report.bound is not None and any(report.bound > cost for cost in known):
        return FALSE_BOUND.format(bound=report.bound, cost=known[0])
    if report.status is ModelStatus.INFEASIBLE and known:
        return FALSE_PROOF
    if report.status is ModelStatus.INFEASIBLE and not task.is_exact:
        return INEXACT_PROOF
    return None


def _take(run: Run, report: Report) -> None:
    run.messages += report.messages
    if report.found is not None:
        run.offer(report.found)
    run.report(bound=report.bound)
    if report.status is ModelStatus.INFEASIBLE:
        run.claim_infeasible()
