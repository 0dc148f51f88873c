"""Seats and equipment of which many agents hold too much: told by what they hold together instead of one by one."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.check_report import Concern
from scheduler.check_seats import held_beyond_units
from scheduler.exemptions import EVERYBODY
from scheduler.explain.change import Change, smallest
from scheduler.explain.fact import Fact, Question
from scheduler.explain.feasible import Asker
from scheduler.explain.relaxations import ladders


def held_beyond(question: Question, asker: Asker) -> Iterator[tuple[Concern, Change | None]]:
    """
    Pools of which contracts hold more than there is, and the fewest units more that are no less than what they hold.

    Parameters
    ----------
    question
        The plan.
    asker
        Writes plans as arrays.

    Yields
    ------
    Each in the plan with the changes before it; no change, and nothing after it, where no number of units suffices.
    """
    while (concern := next(held_beyond_units(asker.compiled(question)), None)) is not None:
        change = _enough(question, concern, asker)
        yield concern, change
        if change is None:
            return
        question = change.of(question)


def _enough(question: Question, concern: Concern, asker: Asker) -> Change | None:
    name = str(concern.arguments["name"])
    fact = Fact("seats" if concern.code == "seats-held" else "equipment", EVERYBODY, name)

    def suffices(change: Change) -> bool:
        concerns = held_beyond_units(asker.compiled(change.of(question)))
        return all((one.code, one.arguments["name"]) != (concern.code, name) for one in concerns)

    (ladder,) = ladders(question.problem, [fact], question.problem)
    return smallest(ladder, suffices)
