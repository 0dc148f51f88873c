"""A roster to begin with: as it is, without shifts that the plan no longer allows, or not at all."""

from __future__ import annotations

from math import inf

from scheduler.audit import audit
from scheduler.compile import Compiled
from scheduler.encode import NoRosterOfPlanError, encode
from scheduler.horizon import minutes_between
from scheduler.problem import Problem
from scheduler.result import Violation
from scheduler.roster import Roster, Shift
from shiftmodels.solution import Assignment

ROUNDS = 5
"""Times that shifts are left out: what is left may break other rules, such as least days of a week."""


def usable_start(compiled: Compiled, start: Roster | None) -> tuple[Assignment | None, tuple[str, ...]]:
    """
    The arrays of a roster to begin with, without shifts that break hard rules.

    Parameters
    ----------
    compiled
        The plan as arrays.
    start
        A roster of this plan, or of one that has changed since: somebody has fallen ill, or left.

    Returns
    -------
    The roster, ``None`` where what is left is not legal either, and what a user should know of it.
    """
    if start is None:
        return None, ()
    left, first = _legal_part(start, compiled.problem)
    if left is None:
        return None, (f"The roster to begin with is not used: it breaks hard rules of the plan, first: {first}",)
    try:
        found = encode(compiled, left)
    except NoRosterOfPlanError as error:
        return None, (f"The roster to begin with is not used: {error}.",)
    dropped = len(list(start.shifts())) - len(list(left.shifts()))
    if not dropped:
        return found, ()
    what = "1 shift is" if dropped == 1 else f"{dropped} shifts are"
    return found, (f"Of the roster to begin with {what} not used: hard rules of the plan are broken, first: {first}",)


def _legal_part(roster: Roster, problem: Problem) -> tuple[Roster | None, str]:
    """What is left of a roster without shifts in breach, if that is legal, and the first breach."""
    first = ""
    for _ in range(ROUNDS):
        broken = [one for one in audit(roster, problem).violations if one.severity == "hard"]
        if not broken:
            return roster, first
        narrow = _narrowest(broken)
        first = first or narrow[0].message
        parts = [part for shift in roster.shifts() if not _is_in_breach(shift, narrow) for part in shift.activities]
        if len(parts) == len(roster.activities):
            break
        roster = Roster(parts, roster.stays)
    return None, first


def _narrowest(broken: list[Violation]) -> list[Violation]:
    """The shortest breaches of each agent: without a shift in an absence, the hours of its week may be right."""
    lengths: dict[str | None, float] = {}
    for one in broken:
        lengths[one.agent] = min(_length(one), lengths.get(one.agent, inf))
    return [one for one in broken if _length(one) == lengths[one.agent]]


def _length(one: Violation) -> int:
    return minutes_between(one.start, one.end)


def _is_in_breach(shift: Shift, broken: list[Violation]) -> bool:
    # Aware times of one zone are compared by their wall clocks, which repeat an hour a year.
    begin, end = shift.start.timestamp(), shift.end.timestamp()
    return any(
        one.agent == shift.agent and one.start.timestamp() < end and begin < one.end.timestamp() for one in broken
    )
