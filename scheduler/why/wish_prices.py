"""What it would cost to grant each wish that a roster refuses, everybody else's tour unchanged."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from scheduler.compile import compile_problem
from scheduler.encode import encode
from scheduler.why.alone import SECONDS, Others
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
    answers.sort(key=lambda one: (ORDER.index(one.alone.code), one.alone.extra_cost or 0.0, one.agent, one.start))
    return WishesAnswer(wishes=len(problem.preferences), refused=tuple(answers))


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
