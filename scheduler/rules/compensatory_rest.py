"""A free day for work on a Sunday or a holiday."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from scheduler.audit_words import day_name
from scheduler.records import Weekday
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach
from scheduler.rules.calendar_dates import calendar_dates
from scheduler.rules.kind_mask import minutes_on_days
from scheduler.rules.kind_test import dates_touched
from scheduler.rules.limit import Limit
from shiftmodels.data import SumRow

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from scheduler.audit_tour import AuditedTour
    from scheduler.candidates import Candidates
    from scheduler.problem import Problem
    from scheduler.result import Violation


class CompensatoryRest(AgentRule):
    """
    Whoever has time of a shift on certain dates has a date without a shift of its own near it.

    Asked where all dates that may be the free one are known: not before the history, not after the plan, and where the
    plan has at least one of them. A date on which only a night shift of the day before ends is free; the date that
    asks for compensation is not.

    Parameters
    ----------
    days_of_week, public_holidays
        Dates that ask for it: these weekdays, and public holidays at the agent's site.
    within_days
        The free date is one of so many after the date; with ``around``, it lies with the date within so many days.
    around
        Whether the free date may also lie before.

    References
    ----------
    Arbeitszeitgesetz, section 11(3): two weeks that include the Sunday, eight weeks for holidays.
    """

    name: ClassVar[str] = "compensatory_rest"
    unit: ClassVar[Literal["hours", "times", ""]] = "times"

    days_of_week: tuple[Weekday, ...] = ()
    public_holidays: bool = False
    within_days: Annotated[int, Field(ge=2, le=366)]
    around: bool = False

    @model_validator(mode="after")
    def _triggered(self) -> Self:
        if not self.days_of_week and not self.public_holidays:
            raise ValueError("compensatory_rest names no dates; give days_of_week or public_holidays = true")
        return self

    @property
    def look_back_days(self) -> int:
        """See ``Rule``."""
        return self.within_days

    @property
    def assumption(self) -> str:
        """See ``Rule``."""
        return "that what was due then has been given"

    def _asking(self, problem: Problem, first: int, holidays: frozenset[dt.date]) -> Iterator[tuple[int, list[int]]]:
        """Days that ask for compensation, each with the days that may be free; facts of the plan, for both sides."""
        further = holidays if self.public_holidays else frozenset()
        for day in calendar_dates(problem.horizon, range(first, problem.days), self.days_of_week, further):
            near = self.within_days - 1 if self.around else self.within_days
            days = [other for other in range(day - near if self.around else day + 1, day + near + 1) if other != day]
            if days[0] >= first and 0 <= days[-1] < problem.days:
                yield day, days

    def rows(self, candidates: Candidates) -> Iterable[Limit]:
        """See ``AgentRule``."""
        past = candidates.past
        first = min([candidates.problem.known_from, *past.day.tolist()])
        for day, near in self._asking(candidates.problem, first, candidates.holidays):
            touching = minutes_on_days([day], candidates) > 0
            if any(other < 0 and other not in past.day for other in near):
                continue
            roster = [other for other in near if other >= 0]
            worked_before = bool((minutes_on_days([day], past) > 0).any())
            causes = [-1] if worked_before else np.unique(candidates.day[touching]).tolist()
            for cause in causes:
                own = touching & (candidates.day == cause)
                others = np.isin(candidates.day, [other for other in roster if other != cause])
                shifts = np.flatnonzero(own | others)
                days = len(set(roster) | ({cause} if cause >= 0 else set()))
                yield Limit(day, SumRow(shifts, np.ones(len(shifts), dtype=np.int64), None, days - 1), breach=day)

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each such date with work and without a free date near it."""
        horizon = tour.problem.horizon
        worked = {shift.day for shift in tour.worked}
        touched = {horizon.day(date) for shift in tour.worked for date in dates_touched(shift, horizon)}
        first = min([tour.known_from, *worked])
        for day, near in self._asking(tour.problem, first, tour.holidays):
            if day in touched and worked.issuperset(near):
                message = (
                    f"{tour.agent.label} works on {day_name(horizon.date(day))} and has no free day from "
                    f"{day_name(horizon.date(near[0]))} to {day_name(horizon.date(near[-1]))}, one is required."
                )
                yield breach(
                    self, tour.agent, tour.problem, (horizon.day_start(day), horizon.day_start(day + 1)), message
                )
