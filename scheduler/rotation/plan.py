"""What a rota is built from."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from scheduler.records import MINUTES_PER_DAY, Name, Record, TimeOfDay, Weekday

MOST_WEEKS = 1000
LONGEST_RUN = 31
LONGEST_REST_HOURS = 48
RESTING = 2
"""Days off after which a shift of a day can still begin too soon for the longest rest."""

Days = Annotated[int, Field(ge=1, le=LONGEST_RUN)]
Limits = Annotated[tuple[Days, Days], Field(description="least and most, in days")]
Succession = tuple[Name, Name]


def _check_week(numbers: tuple[int, ...]) -> tuple[int, ...]:
    if len(numbers) != len(Weekday):
        needed = f"{len(Weekday)} numbers are needed, Monday to Sunday, and there are {len(numbers)}"
        raise ValueError(f"{needed}; write one for each day of the week")
    return numbers


Week = Annotated[tuple[Annotated[int, Field(ge=0, le=MOST_WEEKS)], ...], AfterValidator(_check_week)]


def _check_limits(name: str, limits: tuple[int, int]) -> None:
    if limits[0] > limits[1]:
        raise ValueError(f"{name}: {limits[0]} at least is more than {limits[1]} at most; swap them")


class RotationShift(Record):
    """
    A kind of shift.

    Parameters
    ----------
    shift
        Its name in the rota.
    start, end
        Times of day; an end at or before the start is on the next day.
    required
        People who work it, exactly, Monday to Sunday.
    run
        Days in a row on which somebody works this very shift, least and most; any when left out.
    """

    shift: Name
    start: TimeOfDay
    end: TimeOfDay
    required: Week
    run: Limits = (1, LONGEST_RUN)

    @model_validator(mode="after")
    def _check(self) -> RotationShift:
        _check_limits("run", self.run)
        return self

    @property
    def minutes(self) -> int:
        """Its length."""
        return (self.end - self.start - 1) % MINUTES_PER_DAY + 1


class RotationPlan(Record):
    """
    A rota that is to be built: every row is a week, and who has worked the last one goes on with the first.

    Parameters
    ----------
    name
        Of the plan.
    weeks
        Rows of the rota, and so people who work it.
    shifts
        Kinds of shift and who is required.
    work_days, days_off
        Days of work between two times off, and days of a time off: least and most.
    forbidden
        Pairs of shifts: the second is not worked on the day after the first.
    forbidden_after_day_off
        Pairs: the second is not worked after the first and a single day off.
    rest_hours
        Least hours from the end of a shift to the start of the next; it forbids further pairs.
    free_weekends
        Weeks whose Saturday and Sunday are both off, at least.
    """

    name: Annotated[str, Field(min_length=1, max_length=200)]
    weeks: Annotated[int, Field(ge=1, le=MOST_WEEKS)]
    shifts: Annotated[tuple[RotationShift, ...], Field(min_length=1, max_length=50)]
    work_days: Limits
    days_off: Limits
    forbidden: tuple[Succession, ...] = ()
    forbidden_after_day_off: tuple[Succession, ...] = ()
    rest_hours: Annotated[int, Field(ge=0, le=LONGEST_REST_HOURS)] = 0
    free_weekends: Annotated[int, Field(ge=0, le=MOST_WEEKS)] = 0

    @model_validator(mode="after")
    def _check(self) -> RotationPlan:
        _check_limits("work_days", self.work_days)
        _check_limits("days_off", self.days_off)
        names = [shift.shift for shift in self.shifts]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"the shift {name!r} occurs twice; give each a name of its own")
        for field in ("forbidden", "forbidden_after_day_off"):
            unknown = [name for pair in getattr(self, field) for name in pair if name not in names]
            if unknown:
                raise ValueError(f"{field}: there is no shift {unknown[0]!r}; write one of {', '.join(names)}")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the shifts, in their order."""
        return tuple(shift.shift for shift in self.shifts)

    def is_barred(self, first: RotationShift, second: RotationShift, days_off: int) -> bool:
        """Whether a shift may not be worked after another one and so many days off."""
        listed = {0: self.forbidden, 1: self.forbidden_after_day_off}.get(days_off, ())
        rest = (1 + days_off) * MINUTES_PER_DAY + second.start - first.start - first.minutes
        return (first.shift, second.shift) in listed or rest < 60 * self.rest_hours

    def barred(self) -> list[list[list[bool]]]:
        """``is_barred`` by days off, as far as these can be too few, and by both shifts."""
        return [
            [[self.is_barred(first, second, days_off) for second in self.shifts] for first in self.shifts]
            for days_off in range(RESTING + 1)
        ]
