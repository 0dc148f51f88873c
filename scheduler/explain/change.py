"""A change of a plan, and the smallest of a row of ever larger ones that cures it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scheduler.exemptions import EVERYBODY
from scheduler.explain.fact import Question
from scheduler.explain.prices import ChangePrices
from scheduler.messages import Arguments

Apply = Callable[[Question, str], Question]
"""Makes the change for an agent; what does not concern one agent ignores who it is."""


@dataclass(frozen=True, eq=False)
class Change:
    """
    Parameters
    ----------
    code, arguments
        Its message.
    kind
        Field of ``ChangePrices``.
    amount
        How many units of that.
    apply
        Makes it.
    agent
        Whom it concerns; ``EVERYBODY`` where it is not one agent's.
    """

    code: str
    arguments: Arguments
    kind: str
    amount: float
    apply: Apply
    agent: str = EVERYBODY

    def of(self, question: Question, agent: str | None = None) -> Question:
        """A plan with the change, for its own agent where no other is given."""
        return self.apply(question, self.agent if agent is None else agent)

    def price(self, prices: ChangePrices) -> float:
        """What it is worth to do without."""
        price: float = getattr(prices, self.kind)
        return price * self.amount


@dataclass(frozen=True, eq=False)
class Ladder:
    """
    Changes of which each goes further than the one before.

    Parameters
    ----------
    steps
        How many.
    at
        The change of a step, from 1.
    """

    steps: int
    at: Callable[[int], Change]


def smallest(ladder: Ladder, cures: Callable[[Change], bool]) -> Change | None:
    """
    The first change of a ladder that cures a plan; ``None`` where none does.

    Parameters
    ----------
    ladder
        The changes.
    cures
        Whether a change does; if one does, so do those after it.
    """
    below, above = 0, 1
    while above < ladder.steps and not cures(ladder.at(above)):
        below, above = above, min(2 * above, ladder.steps)
    if above >= ladder.steps and not (ladder.steps and cures(ladder.at(ladder.steps))):
        return None
    above = min(above, ladder.steps)
    while above - below > 1:
        middle = (below + above) // 2
        if cures(ladder.at(middle)):
            above = middle
        else:
            below = middle
    return ladder.at(above)


def single(change: Change) -> Ladder:
    """A ladder of one step."""
    return Ladder(1, lambda _: change)


def replaced(key: str, name: str, table: str, update: Callable[[object], Mapping[str, object]]) -> Apply:
    """A change of one row of a table of the plan, found by its identifier."""

    def apply(question: Question, _: str) -> Question:
        rows = tuple(
            row.model_copy(update=dict(update(row))) if getattr(row, key) == name else row
            for row in getattr(question.problem, table)
        )
        return Question(question.problem.model_copy(update={table: rows}), question.exemptions)

    return apply
