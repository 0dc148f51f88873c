"""Which engine a plan gets where none is named, and why."""

from __future__ import annotations

from typing import Literal, NamedTuple

from scheduler.compile import Compiled
from shiftmodels.groups import pays_to_count

Engine = Literal["auto", "cpsat", "mip", "staged"]

SMALL_PLAN_SHIFTS = 100
"""Shifts to choose from, over all agents, up to which CP-SAT is sooner done than ``staged`` has begun: measured, see
models/README.md, section 9."""


SHORT_SECONDS, SHORT_SHIFTS = 10.0, 1000
"""Time limit below which ``staged`` has hardly begun, and shifts up to which CP-SAT may have a roster by then."""


class Choice(NamedTuple):
    """An engine, and why it was taken; empty where it was named."""

    engine: str
    reason: str


def engine_for(engine: Engine, compiled: Compiled, time_limit_seconds: float) -> Choice:
    """
    The engine that solves a plan.

    Parameters
    ----------
    engine
        What was asked for.
    compiled
        The plan.
    time_limit_seconds
        Wall time of the run.

    Raises
    ------
    ValueError
        If the plan has priorities and the engine is ``staged``.
    """
    if engine == "staged" and compiled.problem.priorities:
        raise ValueError("Engine 'staged' with priorities not understood; 'cpsat' and 'mip' know them.")
    if engine != "auto":
        return Choice(engine, "")
    if compiled.problem.priorities:
        return Choice("cpsat", "The plan has priorities, which staged does not know.")
    size = f"{compiled.num_candidates:,} shifts to choose from"
    if compiled.num_candidates <= SMALL_PLAN_SHIFTS:
        return Choice("cpsat", f"{size}: up to {SMALL_PLAN_SHIFTS}, the whole plan at once is proven soonest.")
    if time_limit_seconds < SHORT_SECONDS and compiled.num_candidates <= SHORT_SHIFTS:
        return Choice("cpsat", f"{size}: within {SHORT_SECONDS:g} seconds, the whole plan at once has a roster sooner.")
    return Choice("staged", f"{size}: beyond {SMALL_PLAN_SHIFTS}, a plan is taken apart by agent{_counted(compiled)}.")


def _counted(compiled: Compiled) -> str:
    """What else is done where many agents are alike."""
    data = compiled.data
    if not pays_to_count(data):
        return ""
    kinds = "1 kind" if len(data.blocks) == 1 else f"{len(data.blocks):,} kinds"
    return f", and {data.num_agents:,} agents of {kinds} are counted where their tours allow it"
