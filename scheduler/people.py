"""Agents and what is known of their time: availability, absences, preferences, history and pins."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from scheduler.horizon import minutes_between
from scheduler.records import MINUTES_PER_DAY, Cost, Name, Parameters, Record, check_dates


class Skill(Record):
    """
    An agent's ability to work a queue.

    Parameters
    ----------
    queue
        Queue that the agent can work.
    proficiency
        How much of one fully proficient agent he covers, above 0 to 2, at most two decimals.
    """

    queue: Name
    proficiency: Annotated[Decimal, Field(gt=0, le=2, decimal_places=2)] = Decimal(1)


class Agent(Record):
    """
    A person to be rostered.

    Parameters
    ----------
    agent
        Identifier, unique in the plan.
    name
        What the roster and pictures show; the identifier where empty.
    site, contract
        Where he sits and what he has agreed to.
    skills
        Queues he can work, the primary queue first.
    valid_from, valid_to
        First and last shift date on which he can be rostered; open where not given.
    attributes
        Free tags.
    works_from_home
        Whether he takes no seat.
    """

    agent: Name
    name: Annotated[str, Field(max_length=200)] = ""
    site: Name
    contract: Name
    skills: tuple[Skill, ...] = Field(min_length=1)
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    attributes: tuple[Name, ...] = ()
    works_from_home: bool = False

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_dates(self.valid_from, self.valid_to)
        queues = [skill.queue for skill in self.skills]
        if len(set(queues)) < len(queues):
            raise ValueError("skills name a queue twice; keep one of them")
        return self

    def has_skill(self, queue: str) -> bool:
        """Whether the agent can work a queue."""
        return any(skill.queue == queue for skill in self.skills)

    @property
    def label(self) -> str:
        """Name for people to read."""
        return self.name or self.agent


class Span(Record):
    """A span of an agent's time, from ``start`` to before ``end``."""

    agent: Name
    start: AwareDatetime
    end: AwareDatetime

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        # Instants, not wall clocks: aware times of one zone compare by the clock face.
        if self.end.timestamp() <= self.start.timestamp():
            raise ValueError(f"end {self.end.isoformat()} is not after start {self.start.isoformat()}; correct one")
        return self

    @property
    def minutes(self) -> int:
        """Elapsed length."""
        return minutes_between(self.start, self.end)


class Availability(Span):
    """
    When an agent can work.

    An agent with at least one ``available`` span can work only inside those spans; ``unavailable`` spans are
    always taken off. An agent without rows can work at any time.
    """

    kind: Literal["available", "unavailable"] = "available"


class Absence(Span):
    """
    Leave, sickness or another absence; no shift may touch it.

    Parameters
    ----------
    kind
        Reason, for the reader.
    credited_minutes
        Paid minutes that the absence counts towards the contract in the week in which it starts.
    """

    kind: Annotated[str, Field(max_length=200)] = "absence"
    credited_minutes: Annotated[int, Field(ge=0, le=7 * MINUTES_PER_DAY)] = 0


class Preference(Span):
    """
    A wish; refusing it costs ``weight`` an hour.

    ``avoid``: each hour of shift inside the span costs. ``prefer``: each hour of the span, as far as it lies
    in the horizon, that is not inside a shift costs.
    """

    kind: Literal["avoid", "prefer"]
    weight: Cost = Decimal(1)


class PastShift(Span):
    """
    A shift before the horizon, or one that reaches into it.

    A part that reaches into the horizon covers the agent's primary queue and holds his seat, if he takes one.
    """

    shift_date: dt.date
    paid_minutes: Annotated[int, Field(ge=0, le=MINUTES_PER_DAY)]


class PublishedShift(Span):
    """
    A shift of the plan as the agent was told before; rules about notice compare the roster with it.

    Parameters
    ----------
    shift_date
        Local date on which it starts.
    """

    shift_date: dt.date


class Adjustment(Record):
    """
    An agreement with one agent: no nights, shorter shifts, a protected day. No reason is stored.

    Parameters
    ----------
    agent
        Whose.
    rule
        A rule that the plan or the agent's contract states, whose parameters then differ for the agent; or a kind of
        rule; or an identifier of its own, with ``kind`` among the parameters.
    parameters
        Parameters of the rule, ``maximum_hours=6|severity=warning`` in files.
    valid_from, valid_to
        First and last date; open where not given. An adjustment that lifts a rule (``enabled=false``) holds in plans
        of which every date lies between them, any other one in plans of which some date does: it then holds on all
        dates of the plan.
    """

    agent: Name
    rule: Name
    parameters: Parameters = Field(default_factory=dict)
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_dates(self.valid_from, self.valid_to)
        return self


class Pin(Span):
    """
    A part of the roster that is fixed.

    Parameters
    ----------
    shift_date
        Date of the shift to which the part belongs.
    activity
        Empty: the whole shift, from ``start`` to ``end``. The name of a queue: the agent works it throughout.
        The name of a break of his contract: the shift has this break, and it lies exactly there. Anything else
        (training, a meeting): the agent is on duty, paid, and covers no queue.
    """

    shift_date: dt.date
    activity: Annotated[str, Field(max_length=200)] = ""
