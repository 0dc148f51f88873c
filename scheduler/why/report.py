"""What is answered to the question why an interval is short."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import AwareDatetime, ConfigDict, Field

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
