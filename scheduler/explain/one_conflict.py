"""The conflicts of a part of a plan, one after the other, each with what cures it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain
from typing import Literal

from scheduler.demand import Requirement
from scheduler.exemptions import EVERYBODY
from scheduler.explain.change import Change, Ladder, smallest
from scheduler.explain.fact import Fact, Question, facts_of, without
from scheduler.explain.feasible import Asker
from scheduler.explain.prices import ChangePrices
from scheduler.explain.reachable import reachable
from scheduler.explain.relaxations import ladders
from scheduler.explain.row_dates import dates_of_rules
from scheduler.problem import Problem
from shiftmodels.conflict import minimal_conflict, without_needless

MOST_CONFLICTS = 10
"""Conflicts of one part of a plan that are looked for."""
FEW_FACTS = 12
"""Up to so many are left out one by one in the end: after those of a kind and of an agent, most are needed."""


@dataclass(frozen=True, eq=False)
class Cure:
    """A change, and whether the part of the plan has a roster with it or only the conflict is gone."""

    change: Change
    cures: Literal["part", "conflict"]


@dataclass(frozen=True, eq=False)
class Found:
    """
    Parameters
    ----------
    question
        The part of the plan in which the conflict is.
    facts
        Its members.
    minimal
        Whether every member was proven to be needed.
    cures
        Changes, the least price first.
    dates
        Of rules of one agent, the dates on which their rows begin that are needed.
    """

    question: Question
    facts: tuple[Fact, ...]
    minimal: bool
    cures: tuple[Cure, ...]
    dates: dict[str, tuple[dt.date, ...]]


def conflicts_of(question: Question, whole: Problem, asker: Asker, prices: ChangePrices) -> Iterator[Found]:
    """
    Conflicts of a part of a plan that has no roster, until it has one with the cheapest change of each.

    Parameters
    ----------
    question
        The part.
    whole
        The plan that it is a part of.
    asker
        Asks the solver.
    prices
        What changes are worth.
    """
    for _ in range(MOST_CONFLICTS):
        found = conflict_of(question, whole, asker, prices)
        if not found.facts:
            return
        yield found
        if not found.cures:
            return
        question = found.cures[0].change.of(question)
        if asker.has_roster(question) is not False:
            return


def conflict_of(
    question: Question,
    whole: Problem,
    asker: Asker,
    prices: ChangePrices,
    among: Callable[[Fact], bool] = lambda fact: True,
) -> Found:
    """
    A smallest conflict of a part of a plan that has no roster.

    Parameters
    ----------
    question, whole, asker, prices
        See ``conflicts_of``.
    among
        Whether a fact may be in it; those for which it holds cannot hold together.
    """
    facts = facts_of(question.problem)
    chosen, minimal = smallest_facts(question, asker, among)
    alone = without(question, [fact for fact in facts if fact not in set(chosen)])
    dates = dates_of_rules(alone, chosen, asker)

    def reach(rows: Sequence[Requirement]) -> set[Decimal]:
        return reachable(asker.compiled(question), rows) if asker.left > 0 else set()

    cures = _cures(question, alone, list(ladders(question.problem, chosen, whole, reach)), asker, prices)
    return Found(question, tuple(chosen), minimal, tuple(cures), dates)


def smallest_facts(
    question: Question, asker: Asker, among: Callable[[Fact], bool] = lambda fact: True
) -> tuple[list[Fact], bool]:
    """
    Facts that cannot hold together while all but any one of them can, and whether that was proven for each of them.

    Parameters
    ----------
    question, asker, among
        See ``conflict_of``.
    """
    unknown, facts = asker.unknown, facts_of(question.problem)
    chosen = [fact for fact in facts if among(fact)]
    chosen = _smaller(question, facts, chosen, _by_kind, asker)
    chosen = _one_a_date(question, facts, chosen, asker)
    for key in (_by_agent, _by_fact):
        chosen = _smaller(question, facts, chosen, key, asker)
    return chosen, asker.unknown == unknown


def _by_kind(fact: Fact) -> Hashable:
    return fact.kind, fact.name


def _by_agent(fact: Fact) -> Hashable:
    return fact.kind, fact.name, fact.agent, fact.agent == EVERYBODY and fact.row


def _by_fact(fact: Fact) -> Hashable:
    return fact


def _one_a_date(question: Question, facts: list[Fact], chosen: list[Fact], asker: Asker) -> list[Fact]:
    """A conflict in which a queue has one minimum and one maximum of each date, where these are enough."""
    problem, tightest = question.problem, dict[Hashable, Fact]()
    for fact in chosen:
        key = _by_date(problem, fact)
        if key not in tightest or _tightness(problem, fact) > _tightness(problem, tightest[key]):
            tightest[key] = fact
    some = set(tightest.values())
    fewer = [fact for fact in chosen if fact in some]
    return chosen if len(fewer) == len(chosen) or asker.can_hold(question, facts, fewer) else fewer


def _by_date(problem: Problem, fact: Fact) -> Hashable:
    if fact.kind not in ("minimum", "maximum"):
        return fact
    return fact.kind, fact.name, problem.horizon.date_at(problem.requirements[fact.row].interval_start)


def _tightness(problem: Problem, fact: Fact) -> float:
    """How much a minimum asks for, and how little a maximum allows."""
    row = problem.requirements[fact.row] if fact.kind in ("minimum", "maximum") else None
    if row is None:
        return 0.0
    return float(row.minimum or 0) if fact.kind == "minimum" else -float(row.maximum or 0)


def _smaller(
    question: Question, facts: list[Fact], chosen: Sequence[Fact], key: Callable[[Fact], Hashable], asker: Asker
) -> list[Fact]:
    """A conflict among the chosen facts, found by leaving out those with the same key together."""
    groups: dict[Hashable, list[Fact]] = {}
    for fact in chosen:
        groups.setdefault(key(fact), []).append(fact)
    if len(groups) == len(chosen) and key is not _by_fact:
        return list(chosen)

    def can_hold(kept: Sequence[list[Fact]]) -> bool:
        return asker.can_hold(question, facts, list(chain.from_iterable(kept)))

    is_nearly_smallest = key is _by_fact and len(groups) <= FEW_FACTS
    reduced = without_needless if is_nearly_smallest else minimal_conflict
    smallest_groups: list[list[Fact]] = reduced(list(groups.values()), can_hold)
    return list(chain.from_iterable(smallest_groups))


def _cures(
    question: Question, alone: Question, rising: Sequence[Ladder], asker: Asker, prices: ChangePrices
) -> list[Cure]:
    """Changes that cure the part of the plan; where there is another conflict, those that cure this one."""

    def cures_part(change: Change) -> bool:
        return asker.has_roster(change.of(question)) is True

    def cures_conflict(change: Change) -> bool:
        return asker.has_roster(change.of(alone)) is True

    found = [Cure(change, "part") for ladder in rising if (change := smallest(ladder, cures_part)) is not None]
    if not found:
        found = [
            Cure(change, "conflict") for ladder in rising if (change := smallest(ladder, cures_conflict)) is not None
        ]
    found.sort(key=lambda cure: cure.change.price(prices))
    # What eases a contract or a queue may come from several of its facts.
    return list({(cure.change.code, repr(cure.change.arguments)): cure for cure in reversed(found)}.values())[::-1]
