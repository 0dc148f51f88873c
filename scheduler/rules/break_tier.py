"""What a rule about breaks asks of shifts from some length on."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from scheduler.records import MINUTES_PER_DAY, Name, Record

Hours = Annotated[Decimal, Field(ge=0, le=48)]


class BreakTier(Record):
    """
    What shifts from some length on must have.

    Parameters
    ----------
    more_than_hours, at_least_hours
        Shifts longer than, or at least as long as this; one of the two.
    minutes
        Minutes of breaks in all.
    count
        How many breaks; those that touch are one.
    latest_start_hours
        Only breaks that begin earlier than so many hours after the start of the shift fulfil the tier.
    with_attribute_waived
        Agents with this attribute have waived the tier; the one below it holds for them, if there is one.
    unless_at_most_hours
        The waiver holds for shifts up to this length; for all where not given.
    """

    more_than_hours: Hours | None = None
    at_least_hours: Hours | None = None
    minutes: Annotated[int, Field(ge=0, le=MINUTES_PER_DAY)] = 0
    count: Annotated[int, Field(ge=0, le=50)] = 0
    latest_start_hours: Annotated[Decimal, Field(gt=0, le=48)] | None = None
    with_attribute_waived: Name | None = None
    unless_at_most_hours: Hours | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.more_than_hours is None) == (self.at_least_hours is None):
            raise ValueError("a tier has either more_than_hours or at_least_hours; state one of them")
        if not self.minutes and not self.count:
            raise ValueError("a tier asks for minutes or for a count of breaks; state one of them")
        if self.unless_at_most_hours is not None and self.with_attribute_waived is None:
            raise ValueError("unless_at_most_hours limits a waiver; add with_attribute_waived")
        return self

    @property
    def place(self) -> tuple[Decimal, bool]:
        """By which tiers are ordered: one from 6 hours on comes before one above 6 hours."""
        if self.at_least_hours is not None:
            return self.at_least_hours, False
        return self.more_than_hours or Decimal(0), True
