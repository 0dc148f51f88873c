"""Days in a row."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from scheduler.audit_words import day_name
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach
from scheduler.rules.day_runs import DayRuns
from scheduler.rules.kind_test import is_of_kind
from scheduler.rules.shift_kind import ShiftKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.audit_time import Stretch
    from scheduler.audit_tour import AuditedTour
    from scheduler.candidates import Candidates
    from scheduler.result import Violation
    from scheduler.rules.limit import Limit

Count = Annotated[int, Field(ge=1, le=366)]


class ConsecutiveDays(AgentRule):
    """
    Shift dates with work, or without it, in a row; the history before the plan counts.

    A run is too long by the days of the plan beyond ``maximum``. A run is too short by the days that are missing when
    it ends: by a day of the plan, the first one included. What the history did wrong on its own is no breach.

    Parameters
    ----------
    maximum, minimum
        Days in a row at most and at least.
    of
        ``work``: dates with a shift of the kind; ``off``: dates without one.
    shifts
        Shifts that count; all where it states nothing.
    open_start
        Whether a run that begins on the first known date must be long enough: ``waive`` (what came before may have
        belonged to it) or ``charge`` (the date before is taken as the opposite).
    open_end
        The same for a run that reaches the last date of the plan.

    References
    ----------
    Arbeidstijdenwet 5:8 (runs with nights); T. Curtois and R. Qu 2014 and INRC-II 2015 for the treatment of both ends.
    """

    name: ClassVar[str] = "consecutive_days"
    unit: ClassVar[Literal["hours", "times", ""]] = "times"

    maximum: Count | None = None
    minimum: Count | None = None
    of: Literal["work", "off"] = "work"
    shifts: ShiftKind = ShiftKind()
    open_start: Literal["waive", "charge"] = "waive"
    open_end: Literal["waive", "charge"] = "waive"

    @model_validator(mode="after")
    def _limited(self) -> Self:
        if self.maximum is None and self.minimum is None:
            raise ValueError("consecutive_days states no limit; give maximum, minimum or both")
        return self

    @property
    def look_back_days(self) -> int:
        """See ``Rule``."""
        return max(self.maximum or 0, self.minimum or 0)

    @property
    def assumption(self) -> str:
        """See ``Rule``."""
        return "that days before that are in no run"

    def rows(self, candidates: Candidates) -> Iterable[Limit]:
        """See ``AgentRule``."""
        runs = DayRuns(candidates, self.shifts, of_work=self.of == "work")
        if self.maximum is not None:
            yield from runs.too_long(self.maximum)
        if self.minimum is not None:
            yield from runs.too_short(self.minimum, self.open_start == "charge", self.open_end == "charge")

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each run that is too long or too short."""
        first = min([tour.known_from, *(shift.day for shift in tour.worked)])
        for begin, end in self._runs(tour, first):
            length, past = end - begin + 1, max(0, -begin)
            beyond = 0 if self.maximum is None else length - max(self.maximum, past)
            if beyond > 0 and end >= 0:
                yield self._breach(tour, (begin, end), f"at most {self.maximum} are allowed", beyond)
            ended = end >= -1 and (end + 1 < tour.problem.days or self.open_end == "charge")
            known = begin > first or self.open_start == "charge"
            if self.minimum is not None and length < self.minimum and ended and known:
                yield self._breach(tour, (begin, end), f"at least {self.minimum} are required", self.minimum - length)

    def _runs(self, tour: AuditedTour, first: int) -> Iterator[tuple[int, int]]:
        """First and last day of each run that is looked for."""
        every = self.shifts == ShiftKind()
        worked = {shift.day for shift in tour.worked if every or is_of_kind(shift, self.shifts, tour)}
        for inside, run in groupby(
            range(first, tour.problem.days), key=lambda day: (day in worked) == (self.of == "work")
        ):
            if inside:
                days = list(run)
                yield days[0], days[-1]

    def _breach(self, tour: AuditedTour, run: tuple[int, int], limit: str, amount: int) -> Violation:
        horizon = tour.problem.horizon
        does = "is off" if self.of == "off" else "works"
        what = "" if self.shifts == ShiftKind() else " such shifts on"
        length = run[1] - run[0] + 1
        days = "day" if length == 1 else "days"
        message = (
            f"{tour.agent.label} {does}{what} {length} {days} in a row from {day_name(horizon.date(run[0]))} to "
            f"{day_name(horizon.date(run[1]))}, {limit}."
        )
        surplus = run[0] if limit.startswith("at least") else min(run[1], run[0] + (self.maximum or 0))
        return breach(self, tour.agent, tour.problem, _place(tour, surplus, run[1]), message, amount)


def _place(tour: AuditedTour, first: int, last: int) -> Stretch:
    """From the first to the last work on some days; the days themselves where there is none."""
    shifts = [shift for shift in tour.worked if first <= shift.day <= last]
    if not shifts:
        return tour.problem.horizon.day_start(first), tour.problem.horizon.day_start(last + 1)
    return min(shift.start for shift in shifts), max(shift.end for shift in shifts)
