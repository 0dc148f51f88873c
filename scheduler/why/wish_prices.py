"""What it would cost to grant each wish that a roster refuses, everybody else's tour unchanged."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.compile import compile_problem
from scheduler.encode import encode
from scheduler.exemptions import Exemptions
from scheduler.why.alone import SECONDS, Others
from scheduler.why.change import words_of
from scheduler.why.report import WishAnswer, WishesAnswer
from scheduler.why.wanted import granted
from scheduler.wishes import wishes

if TYPE_CHECKING:
    from scheduler.problem import Problem
    from scheduler.roster import Roster
    from scheduler.wishes import Wish

REASON_SECONDS = 30.0
"""For what stops wishes, of all of them together."""
ORDER = ("has", "gains", "dearer", "limits", "stopped", "unknown")
"""Codes of answers, as they follow each other."""


@dataclass(frozen=True)
class Granting:
    """
    What it takes to grant a wish, everybody else's tour unchanged, in brief.

    Parameters
    ----------
    extra_cost
        What the roster costs more, in money; ``None`` where no legal roster was found.
    words
        What changes, or that nothing was found.
    """

    extra_cost: float | None
    words: str


def why_wishes(problem: Problem, roster: Roster) -> WishesAnswer:
    """
    Say what it would cost to grant each wish that is refused.

    Parameters
    ----------
    problem
        The plan, with requirements.
    roster
        A roster of it.

    Returns
    -------
    The cheapest first, then those that something stops.

    Raises
    ------
    NoRosterOfPlanError
        The roster has something that no roster of the plan has.
    """
    compiled = compile_problem(problem)
    others = Others(compiled, roster, encode(compiled, roster))
    until = time.monotonic() + REASON_SECONDS
    refused = [wish for wish in wishes(roster, problem) if wish.refused_minutes]
    answers = [_answer(others, wish, until) for wish in refused]
    answers.sort(
        key=lambda one: (ORDER.index(one.alone.code), one.alone.extra_cost or 0.0, one.agent, one.start.timestamp())
    )
    return WishesAnswer(wishes=len(problem.preferences), refused=tuple(answers))


def granting(problem: Problem, roster: Roster, refused: Sequence[Wish], seconds: float) -> list[Granting | None]:
    """
    Say in brief what it takes to grant wishes, without reasons where it cannot be had.

    Parameters
    ----------
    problem, roster
        See ``why_wishes``.
    refused
        Wishes that are refused.
    seconds
        Processor time: a busy machine takes longer, and says as much.

    Returns
    -------
    One for each; ``None`` for those for which there was no time.

    Raises
    ------
    NoRosterOfPlanError
        See ``why_wishes``.
    """
    until = time.process_time() + seconds
    asked = {wish.preference.agent for wish in refused}
    unruled = frozenset(agent.agent for agent in problem.agents if agent.agent not in asked)
    compiled = compile_problem(problem, exemptions=Exemptions(unruled=unruled))
    others = Others(compiled, roster, encode(compiled, roster))
    return [_granting(others, wish) if time.process_time() < until else None for wish in refused]


def _granting(others: Others, wish: Wish) -> Granting:
    other = others.cheapest(granted(others.compiled.problem, wish.preference))
    if other is None:
        return Granting(None, "no legal tour was found that grants it")
    how = words_of(others.changes(wish.preference.agent, other)) or "other breaks or queues"
    if not other.is_legal:
        barred = "" if other.is_cheapest else "; whether another tour keeps them is not proven"
        return Granting(None, f"{how}, which breaks hard limits of the plan as a whole{barred}")
    unproven = "" if other.is_cheapest else "; that it is the cheapest is not proven"
    return Granting(float(others.compiled.money(other.extra) or 0), f"{how}{unproven}")


def _answer(others: Others, wish: Wish, until: float) -> WishAnswer:
    asked, wanted = wish.preference, granted(others.compiled.problem, wish.preference)
    seconds = max(0.0, min(SECONDS, until - time.monotonic()))
    return WishAnswer(
        agent=asked.agent,
        kind=asked.kind,
        start=asked.start,
        end=asked.end,
        refused_hours=wish.refused_minutes / 60,
        refusal_cost=float(wish.cost),
        alone=others.alone(wanted, others.cheapest(wanted), has_terms=False, seconds=seconds),
    )
