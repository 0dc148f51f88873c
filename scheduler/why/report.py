"""What is answered to questions about a roster."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

from pydantic import AwareDatetime, ConfigDict, Field

from scheduler.explain.report import Member
from scheduler.records import Record

Code = Literal["works", "gains", "dearer", "limits", "rules", "no_shift", "unknown"]


class AgentAnswer(Record):
    """
    What stops an agent with the skill from covering an interval.

    Parameters
    ----------
    agent
        Who.
    doing
        What he does then: a queue, a break, another activity, or ``off``.
    code
        ``works``: he is there. ``gains``: he could be, and the roster would cost less. ``dearer``: he could be, at a
        price. ``limits``: only where hard limits of the plan as a whole are broken. ``rules``: no legal tour of his
        has a shift then. ``no_shift``: he has no shift that reaches into it. ``unknown``: nothing is proven.
    extra_cost
        What the cheapest roster in which only his tour is another one costs more; ``None`` where there is none.
    terms
        Cost terms that change, by name; only of the cheapest few.
    message
        In words.
    """

    agent: str
    doing: str
    code: Code
    extra_cost: float | None
    terms: Mapping[str, float] = Field(default_factory=dict)
    message: str


class ShortAnswer(Record):
    """
    Why a queue is short in an interval.

    Parameters
    ----------
    queue, start, end
        Which.
    required, scheduled
        Agents, proficiency counted.
    without_skill
        Number of agents who do not have the skill.
    agents
        Those who have it: the cheapest to move first, then whom something stops, then who is there.
    """

    model_config = ConfigDict(populate_by_name=True)

    schema_: Literal["shiftwright.why_short/1"] = Field(default="shiftwright.why_short/1", alias="schema")
    queue: str
    start: AwareDatetime
    end: AwareDatetime
    required: float
    scheduled: float
    without_skill: int
    agents: tuple[AgentAnswer, ...]


class ShiftChange(Record):
    """A shift that is another one: from when to when, or ``nothing``."""

    agent: str
    date: dt.date
    before: str
    after: str


class Alone(Record):
    """
    What it takes to have what is asked, everybody else's tour unchanged.

    Parameters
    ----------
    code
        ``has``: it is so already. ``gains``, ``dearer``: it can be had, and the roster then costs less, or as much or
        more. ``limits``: only where hard limits of the plan as a whole are broken. ``stopped``: no legal tour of the
        agent does it. ``unknown``: none was found, and nothing is proven.
    extra_cost
        What the roster costs more; ``None`` where there is none.
    cheapest
        Whether that is proven to be the least; for ``limits``, that no legal roster has only this tour changed.
    changes
        Shifts of the agent that are others then.
    terms
        Cost terms that change, in money.
    limits
        Hard limits that would be broken.
    stopped_by
        For ``stopped``: a smallest set of what cannot hold together with it.
    message
        In words.
    """

    code: Literal["has", "gains", "dearer", "limits", "stopped", "unknown"]
    extra_cost: float | None = None
    cheapest: bool = True
    changes: tuple[ShiftChange, ...] = ()
    terms: Mapping[str, float] = Field(default_factory=dict)
    limits: tuple[str, ...] = ()
    stopped_by: tuple[Member, ...] = ()
    message: str


class Resolved(Record):
    """
    The whole plan solved again with what is asked.

    Parameters
    ----------
    status
        As of a run: ``infeasible`` is a proof that no roster has it.
    cost, bound
        Of the best roster that has it, and what any such roster costs at least; ``None`` where there is none.
    least, most
        Between these lies what the cheapest roster that has it costs more than the roster asked about: the bound and
        the cost, less what that roster costs.
    plan_bound
        What any roster of the plan costs at least, known from the run or found now; ``None`` where unknown.
    most_price
        What having it costs at most, between the cheapest roster with it and the cheapest of all.
    cost_without
        Of the best roster that the same search found without it in the same time; ``None`` where it was not searched.
    changes
        Shifts that are others in it, of everybody.
    terms
        Cost terms that change, in money.
    runtime_seconds
        Of the search.
    message
        In words: what is proven, and what is not.
    """

    status: Literal["optimal", "feasible", "infeasible", "no_solution"]
    cost: float | None
    bound: float | None
    least: float | None
    most: float | None
    plan_bound: float | None
    most_price: float | None
    cost_without: float | None = None
    changes: tuple[ShiftChange, ...] = ()
    terms: Mapping[str, float] = Field(default_factory=dict)
    runtime_seconds: float
    message: str


class ShiftAnswer(Record):
    """
    Why an agent has a shift on a date or none, or why he has not another one.

    Parameters
    ----------
    agent, date
        Who and when.
    asked
        ``pattern``: a shift of a pattern. ``any``: any shift at all. ``off``: none.
    pattern, start
        Of the shift that is asked for; empty where it is about any, or starts whenever it may.
    now
        From when to when he works on the date, or ``nothing``.
    gives
        Cost terms that change, in money, when his shift is taken away and nothing else; empty where he has none.
    alone
        With everybody else unchanged.
    resolved
        The whole plan solved again; ``None`` where that was not asked for, or has nothing to add.
    cost
        Of the roster.
    """

    model_config = ConfigDict(populate_by_name=True)

    schema_: Literal["shiftwright.why_shift/1"] = Field(default="shiftwright.why_shift/1", alias="schema")
    agent: str
    date: dt.date
    asked: Literal["pattern", "any", "off"]
    pattern: str = ""
    start: str = ""
    now: str
    gives: Mapping[str, float] = Field(default_factory=dict)
    alone: Alone
    resolved: Resolved | None = None
    cost: float


class WishAnswer(Record):
    """
    What it would cost to grant a wish that is refused, in part or in full.

    Parameters
    ----------
    agent, kind, start, end
        The wish.
    refused_hours, refusal_cost
        What of it is refused, and what that costs now.
    alone
        With everybody else unchanged; what is paid for the refusal is no longer paid then.
    """

    agent: str
    kind: Literal["avoid", "prefer"]
    start: AwareDatetime
    end: AwareDatetime
    refused_hours: float
    refusal_cost: float
    alone: Alone


class WishesAnswer(Record):
    """
    What became of the wishes of a plan.

    Parameters
    ----------
    wishes
        How many there are.
    refused
        Those that are refused, the cheapest to grant first, then those that something stops.
    """

    model_config = ConfigDict(populate_by_name=True)

    schema_: Literal["shiftwright.why_wishes/1"] = Field(default="shiftwright.why_wishes/1", alias="schema")
    wishes: int
    refused: tuple[WishAnswer, ...]
