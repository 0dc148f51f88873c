"""Whether a plan, or a part of it, has a roster at all."""

from __future__ import annotations

import time
from collections.abc import Sequence

from scheduler.compile import Compiled, compile_problem
from scheduler.cost_terms import Terms
from scheduler.explain.fact import Fact, Question, without
from shiftmodels.hard_part import Proven, has_roster

NO_COST = Terms(names=frozenset())


class Asker:
    """
    Asks a solver whether plans have a roster, and counts.

    Parameters
    ----------
    limit_seconds
        Wall time for all questions together.
    """

    def __init__(self, limit_seconds: float) -> None:
        self._until = time.monotonic() + limit_seconds
        self.asked = 0
        self.unknown = 0
        self.known: Proven = {}
        self._slowest = 0.0
        self._last: tuple[Question, Compiled] | None = None

    @property
    def left(self) -> float:
        """Seconds left."""
        return self._until - time.monotonic()

    def has_roster(self, question: Question, share: float = 1.0) -> bool | None:
        """
        Whether a plan has a roster; ``None`` where the time did not suffice.

        Parameters
        ----------
        question
            The plan.
        share
            Of the time that is left; below 1 it is not asked where there may be no time to write the plan as arrays.
        """
        self.asked += 1
        if self.left <= 0 or (share < 1 and self.left < 2 * self._slowest):
            self.unknown += 1
            return None
        answer = has_roster(self.compiled(question).data, share * self.left, self.known)
        self.unknown += answer is None
        return answer

    def compiled(self, question: Question) -> Compiled:
        """A plan as arrays, in which nothing costs anything; the same as before where it is asked for again."""
        if self._last is None or self._last[0] is not question:
            begin = time.monotonic()
            self._last = question, compile_problem(question.problem, NO_COST, exemptions=question.exemptions)
            self._slowest = max(self._slowest, time.monotonic() - begin)
        return self._last[1]

    def can_hold(self, question: Question, facts: Sequence[Fact], kept: Sequence[Fact]) -> bool:
        """
        Whether some facts of a plan can hold together.

        What is not known in time counts as possible: a conflict that is named is one, though perhaps not the smallest.
        """
        keeps = set(kept)
        return self.has_roster(without(question, [fact for fact in facts if fact not in keeps])) is not False
