"""What an agent may be asked to work: patterns with breaks, and contracts."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from scheduler.records import MINUTES_PER_DAY, Cost, Name, Parameters, Record, TimeOfDay, Weekday

Minutes = Annotated[int, Field(ge=0, le=7 * MINUTES_PER_DAY)]
ShiftMinutes = Annotated[int, Field(gt=0, le=MINUTES_PER_DAY)]


class Break(Record):
    """
    A break or meal within a shift; the breaks of a pattern are taken in the order listed.

    Parameters
    ----------
    name
        What the roster calls it.
    minutes
        Length, a multiple of the interval.
    paid
        Whether it counts as paid time.
    earliest_minutes, latest_minutes
        Window of its start, in minutes after the start of the shift; open where not given.
    minimum_work_before_minutes
        Work at least since the start of the shift or the end of the break before.
    minimum_work_after_minutes
        Work at least until the next break or the end of the shift.
    minimum_shift_minutes, maximum_shift_minutes
        The break belongs only to shifts of these lengths.
    """

    name: Name
    minutes: ShiftMinutes
    paid: bool = False
    earliest_minutes: Minutes = 0
    latest_minutes: Minutes | None = None
    minimum_work_before_minutes: Minutes = 0
    minimum_work_after_minutes: Minutes = 0
    minimum_shift_minutes: Minutes = 0
    maximum_shift_minutes: Minutes | None = None

    @model_validator(mode="after")
    def _check_windows(self) -> Self:
        if self.latest_minutes is not None and self.latest_minutes < self.earliest_minutes:
            raise ValueError(f"break {self.name}: latest_minutes lies before earliest_minutes; swap or widen them")
        return self

    def applies_to(self, shift_minutes: int) -> bool:
        """Whether a shift of this length has the break."""
        longest = self.maximum_shift_minutes
        return self.minimum_shift_minutes <= shift_minutes and (longest is None or shift_minutes <= longest)


class Pattern(Record):
    """
    Template of shifts: a grid of starts, lengths and breaks.

    Parameters
    ----------
    pattern
        Identifier.
    earliest_start, latest_start
        Window of the start, minutes after local midnight (``HH:MM`` in files); both ends are allowed starts.
        A start that the clock change skips is not offered on that date; one that occurs twice is its first.
    start_step_minutes
        Distance between allowed starts.
    lengths_minutes
        Lengths from start to end, breaks included, in elapsed minutes.
    days_of_week
        Dates on which a shift of this pattern may start; all when not given.
    breaks
        Breaks in the order in which they are taken.
    """

    pattern: Name
    earliest_start: TimeOfDay
    latest_start: TimeOfDay
    start_step_minutes: ShiftMinutes = 30
    lengths_minutes: tuple[ShiftMinutes, ...] = Field(min_length=1)
    days_of_week: tuple[Weekday, ...] = tuple(Weekday)
    breaks: tuple[Break, ...] = ()

    @model_validator(mode="after")
    def _check_starts(self) -> Self:
        if self.latest_start < self.earliest_start:
            raise ValueError(
                f"pattern {self.pattern}: latest_start lies before earliest_start; a shift belongs to the date "
                "on which it starts, so split starts around midnight into two patterns"
            )
        if self.latest_start >= MINUTES_PER_DAY:
            raise ValueError(f"pattern {self.pattern}: latest_start is 24:00; use 00:00 of the next date")
        return self

    @property
    def starts(self) -> range:
        """Allowed starts, minutes after local midnight."""
        return range(self.earliest_start, self.latest_start + 1, self.start_step_minutes)

    def breaks_of(self, shift_minutes: int) -> tuple[Break, ...]:
        """Breaks of a shift of this length, in order."""
        return tuple(part for part in self.breaks if part.applies_to(shift_minutes))

    def paid_minutes(self, shift_minutes: int) -> int:
        """Paid minutes of a shift of this length."""
        return shift_minutes - sum(part.minutes for part in self.breaks_of(shift_minutes) if not part.paid)


class Contract(Record):
    """
    What an agent has agreed to work in a week, and what an hour costs.

    Minima hold in weeks that lie wholly inside the horizon; maxima in every week, with history counted.

    Parameters
    ----------
    contract
        Identifier.
    patterns
        Patterns from which shifts are taken.
    minimum_minutes_per_week, maximum_minutes_per_week
        Paid minutes per week.
    minimum_days_per_week, maximum_days_per_week
        Shifts per week.
    hourly_cost
        Cost of a paid hour.
    rules
        Parameters of rules that differ from those of the plan, ``{rule: {parameter: value}}``.
    """

    contract: Name
    patterns: tuple[Name, ...] = Field(min_length=1)
    minimum_minutes_per_week: Minutes = 0
    maximum_minutes_per_week: Minutes | None = None
    minimum_days_per_week: Annotated[int, Field(ge=0, le=7)] = 0
    maximum_days_per_week: Annotated[int, Field(ge=0, le=7)] = 7
    hourly_cost: Cost = Decimal(0)
    rules: dict[str, Parameters] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check_ranges(self) -> Self:
        longest = self.maximum_minutes_per_week
        if longest is not None and longest < self.minimum_minutes_per_week:
            raise ValueError(f"contract {self.contract}: maximum_minutes_per_week is below the minimum; raise it")
        if self.maximum_days_per_week < self.minimum_days_per_week:
            raise ValueError(f"contract {self.contract}: maximum_days_per_week is below the minimum; raise it")
        return self
