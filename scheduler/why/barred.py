"""Which rule takes the last shift of an agent that reaches into an interval."""

from __future__ import annotations

from collections import Counter

import numpy as np

from scheduler.candidates import Candidates, Offers, candidates_of
from scheduler.compile import Compiled
from scheduler.people import Agent
from scheduler.rules.registry import agent_rules
from shiftmodels.data import IntArray
from shiftmodels.solution import Assignment
from shiftmodels.tour import broken_rows

PATTERNS = "shift_pattern"
"""What audits call the rule that a shift is of a pattern of the contract."""


def barring_rule(offers: Offers, agent: Agent, start: int, end: int) -> str | None:
    """
    The rule that leaves an agent no shift around an interval, looked at in the order in which plans are compiled.

    Parameters
    ----------
    offers
        What contracts of the plan offer.
    agent
        Whose shifts.
    start, end
        Minutes of the horizon.

    Returns
    -------
    Its label; ``None`` where some shift is left.
    """
    candidates = candidates_of(offers.problem, agent, offers)
    if not _covers(candidates, start, end):
        return PATTERNS
    for rule in (rule for rule in agent_rules(offers.problem, agent) if rule.severity == "hard"):
        candidates = rule.kept(candidates, offers)
        if not _covers(candidates, start, end):
            return rule.label
    return None


def _covers(candidates: Candidates, start: int, end: int) -> bool:
    return bool(((candidates.start <= start) & (candidates.end >= end)).any())


def rules_in_the_way(compiled: Compiled, found: Assignment, agent: int, interval: int) -> list[str]:
    """
    Rules that shifts around an interval would break beside an agent's other shifts, the most frequent first.

    Parameters
    ----------
    compiled, found
        The plan and the roster.
    agent, interval
        Who and when.
    """
    block = compiled.data.blocks[compiled.data.block_of[agent]]
    shifts, broken = block.shifts, Counter[str]()
    for shift in np.flatnonzero((shifts.start <= interval) & (shifts.end > interval)).tolist():
        rows = broken_rows(block, _with(found, agent, shift, int(shifts.day[shift])))
        broken.update({compiled.labels[row.tag].rule for row in rows if row.tag >= 0})
    return [rule for rule, _ in broken.most_common()]


def _with(found: Assignment, agent: int, shift: int, day: int) -> IntArray:
    """Shifts of an agent when one of a day takes the place of what he has on it."""
    tour: IntArray = found.shift[agent].copy()
    tour[day] = shift
    worked: IntArray = tour[tour >= 0]
    return worked
