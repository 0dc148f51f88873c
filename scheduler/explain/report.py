"""What `explain` answers."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from scheduler.messages import Arguments
from scheduler.records import Record


class Member(Record):
    """
    Something that a plan asks for and that is part of a conflict.

    Parameters
    ----------
    code, arguments, message
        Of the catalogue of messages.
    rule
        Rule by which it holds, as audits and ``rules`` call it.
    agent, queue
        Whom and what it binds; empty where it is none of one.
    dates
        On which the rule bites in the tour of one agent: its windows or rows that begin on them are enough.
    source
        Statute or agreement with its section; empty where the plan itself says so.
    """

    code: str
    arguments: Arguments
    message: str
    rule: str
    agent: str
    queue: str
    dates: tuple[dt.date, ...]
    source: str


class Relaxation(Record):
    """
    A change after which there is a roster.

    Parameters
    ----------
    code, arguments, message
        Of the catalogue of messages.
    price
        What the planner thinks it is worth to do without, by ``ChangePrices``.
    cures
        What was solved again with it and has a roster then: ``part``, the agents and dates that the conflict was found
        in; ``conflict``, its members alone, as there is another conflict beside it.
    """

    code: str
    arguments: Arguments
    message: str
    price: float
    cures: Literal["part", "conflict"]


class Conflict(Record):
    """
    A smallest set of what a plan asks for that cannot hold together.

    Parameters
    ----------
    scope
        Where it was found: ``agent``, in the tour of one agent; ``dates``, on some dates; ``plan``, in the whole.
    agents
        Who is in it, and everybody else in the very same position.
    members
        What contradicts each other. Where one of them were missing, the others could hold. Of a pool that many agents
        hold too much of it is one, which says how much that is.
    minimal
        Whether that was proven for each of them in time.
    relaxations
        Changes that cure it, the least price first.
    """

    scope: Literal["agent", "dates", "plan"]
    agents: tuple[str, ...]
    members: tuple[Member, ...]
    minimal: bool
    relaxations: tuple[Relaxation, ...]


class Explanation(Record):
    """
    Answer of ``explain``.

    Parameters
    ----------
    status
        ``infeasible``: no roster exists, for the reasons given. ``feasible``: one exists. ``unknown``: neither was
        proven in time.
    conflicts
        Reasons, each independent of the one before.
    cured
        Whether the plan has a roster with the first relaxation of each conflict; ``None`` where that was not proven.
    unexplained_agents
        Agents without a tour of whom nothing more was looked at.
    questions
        Plans that were solved for it.
    """

    schema_: Literal["shiftwright.explanation/1"] = Field(default="shiftwright.explanation/1", alias="schema")
    plan: str
    status: Literal["infeasible", "feasible", "unknown"]
    conflicts: tuple[Conflict, ...]
    cured: bool | None
    unexplained_agents: tuple[str, ...] = ()
    questions: int = 0
    runtime_seconds: float = 0.0
