"""What is asked for: queues with their goals, volumes, and the requirement per interval."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from scheduler.records import MINUTES_PER_DAY, Cost, Name, People, Record

Share = Annotated[float, Field(gt=0, lt=1)]
Seconds = Annotated[float, Field(gt=0, le=7 * 24 * 3600)]


class ServiceGoal(Record):
    """
    How well a queue shall be answered; every goal that is given must be met in every interval.

    Parameters
    ----------
    answered_share, answered_within_seconds
        "X % in Y seconds": share of all arrivals served within the time; given together.
    average_speed_of_answer_seconds
        Mean wait of all arrivals at most.
    maximum_occupancy
        Share of their time that agents are busy, at most.
    maximum_abandonment
        Share of arrivals that leave, at most; needs patience.
    patience_seconds
        Mean of the exponential patience of callers. Given: Erlang A. Not given: Erlang C (nobody ever leaves).
    shrinkage
        Share of rostered time lost to what the plan does not show (sickness, coaching, ...); needed agents
        are divided by one minus it and rounded up. Breaks that the plan rosters do not belong in it.
    minimum_staff
        Agents at least in each interval with demand.
    """

    answered_share: Share | None = None
    answered_within_seconds: Annotated[float, Field(ge=0, le=86400)] | None = None
    average_speed_of_answer_seconds: Seconds | None = None
    maximum_occupancy: Annotated[float, Field(gt=0, le=1)] | None = None
    maximum_abandonment: Share | None = None
    patience_seconds: Seconds | None = None
    shrinkage: Annotated[float, Field(ge=0, lt=1)] = 0.0
    minimum_staff: Annotated[int, Field(ge=0, le=100_000)] = 0

    @model_validator(mode="after")
    def _check_pairs(self) -> Self:
        if (self.answered_share is None) != (self.answered_within_seconds is None):
            raise ValueError("answered_share and answered_within_seconds go together; give both or neither")
        if self.maximum_abandonment is not None and self.patience_seconds is None:
            raise ValueError("maximum_abandonment needs patience_seconds; give the mean patience of callers")
        return self


class Queue(Record):
    """
    One kind of contact that is staffed.

    Parameters
    ----------
    queue
        Identifier.
    channel
        Kind of contact, for the reader: voice, chat, email, ...
    understaffing_cost, overstaffing_cost
        Cost of an agent-hour below and above the requirement; the plan's weights where not given.
    limits
        Whether ``minimum`` and ``maximum`` of a requirement are ``hard``, or ``soft``: priced at ``limit_cost``
        and reported.
    limit_cost
        Cost of an agent-hour outside soft limits, on top of under- and overstaffing.
    minimum_block_minutes
        A block of work on this queue that begins or ends with a direct change from or to another queue lasts
        at least this long; a break, a meal or the end of the shift may end any block.
    service_goal
        Goal from which ``staff`` computes the requirement.
    """

    queue: Name
    channel: Name = "voice"
    understaffing_cost: Cost | None = None
    overstaffing_cost: Cost | None = None
    limits: Literal["hard", "soft"] = "hard"
    limit_cost: Cost = Decimal(0)
    minimum_block_minutes: Annotated[int, Field(ge=0, le=MINUTES_PER_DAY)] = 0
    service_goal: ServiceGoal | None = None


class Requirement(Record):
    """Agents needed on a queue in the interval that starts at ``interval_start``; hard or soft limits beside it."""

    interval_start: AwareDatetime
    queue: Name
    required: People
    minimum: People | None = None
    maximum: People | None = None

    @model_validator(mode="after")
    def _check_limits(self) -> Self:
        if self.minimum is not None and self.maximum is not None and self.maximum < self.minimum:
            raise ValueError(f"maximum {self.maximum} lies below minimum {self.minimum}; correct one of them")
        return self


class Demand(Record):
    """Contacts that arrive on a queue in an interval, and their average handling time."""

    interval_start: AwareDatetime
    queue: Name
    volume: Annotated[float, Field(ge=0, le=10_000_000)]
    aht_seconds: Annotated[float, Field(gt=0, le=7 * 24 * 3600)]
