"""Seats and equipment of which many agents hold too much: told by what they hold together instead of one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from scheduler.check_report import Concern
from scheduler.check_seats import held_beyond_units, kind_of
from scheduler.compile import Compiled
from scheduler.compile_pools import PoolBuilder
from scheduler.exemptions import EVERYBODY
from scheduler.explain.change import Change, smallest
from scheduler.explain.fact import Fact, Question
from scheduler.explain.feasible import NO_COST, Asker
from scheduler.explain.relaxations import ladders


class Held(NamedTuple):
    """
    Parameters
    ----------
    concern
        A pool of which contracts hold more than there is.
    change
        The fewest units more, as far as time reached, that are no less than what they hold; ``None`` where none are.
    question
        The plan with this change and those before it.
    """

    concern: Concern
    change: Change | None
    question: Question


def held_beyond(question: Question, asker: Asker) -> Iterator[Held]:
    """
    Pools of which contracts hold more than there is, one after the other, each with enough units of those before it.

    Parameters
    ----------
    question
        The plan.
    asker
        Writes plans as arrays.

    Yields
    ------
    Nothing after a pool of which no number of units suffices, or where time is up.
    """
    while (concern := next(held_beyond_units(asker.compiled(question)), None)) is not None:
        change = _enough(question, concern, asker)
        question = question if change is None else change.of(question)
        yield Held(concern, change, question)
        if change is None or asker.left <= 0:
            return


def _enough(question: Question, concern: Concern, asker: Asker) -> Change | None:
    name = str(concern.arguments["name"])
    fact, compiled = Fact(kind_of(concern), EVERYBODY, name), asker.compiled(question)

    def suffices(change: Change) -> bool:
        if asker.left <= 0:
            return False
        concerns = held_beyond_units(_with_units(compiled, change.of(question)))
        return all((one.code, one.arguments["name"]) != (concern.code, name) for one in concerns)

    (ladder,) = ladders(question.problem, [fact], question.problem)
    return smallest(ladder, suffices)


def _with_units(compiled: Compiled, question: Question) -> Compiled:
    """The arrays of a plan with other numbers of seats or units, which are told at once from those of the plan."""
    problem, data = question.problem, compiled.data
    pools = PoolBuilder(problem, data.num_intervals, NO_COST).build(compiled.cost_unit, data.pools.tags.tolist())
    return replace(compiled, problem=problem, data=replace(data, pools=pools))
