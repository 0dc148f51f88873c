"""A free day for work on a Sunday or a holiday."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations_with_replacement
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
from scheduler.rules.limit import AllowanceSum, Limit
from shiftmodels.data import SumRow

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable

    from scheduler.audit_tour import AuditedTour
    from scheduler.candidates import Candidates
    from scheduler.problem import Problem
    from scheduler.result import Violation
    from shiftmodels.data import IntArray


class CompensatoryRest(AgentRule):
    """
    Whoever has time of a shift on certain dates has a date without a shift near each, for each one of its own.

    Such a date is due where all dates that may be the free one are known: not before the history, not after the plan,
    and where the plan has at least one of them. A date on which only a night shift of the day before ends is free; no
    date that itself asks for compensation is. What history left unpaid for and the plan cannot mend is forgiven.

    The amount is the largest number of free dates that are missing in a stretch: the dates worked between two of them
    against the free ones near them. That a date may be found for each is the same as no stretch missing any (Hall's
    theorem, windows being intervals in order).

    Parameters
    ----------
    days_of_week, public_holidays
        Dates that ask for it: these weekdays, and public holidays at the agent's site.
    within_days
        The free date is one of so many after the date; with ``around``, it lies with the date within so many days.
    around
        Whether the free date may also lie before.
    not_on_days, not_on_public_holidays
        Dates that are no compensation although free: these weekdays, and public holidays at the agent's site.

    References
    ----------
    Arbeitszeitgesetz, section 11(3): two weeks that include the Sunday, eight weeks for holidays.
    P. Hall (1935), On Representatives of Subsets, J. London Math. Soc. 10, 26-30.
    """

    name: ClassVar[str] = "compensatory_rest"
    unit: ClassVar[Literal["hours", "times", ""]] = "times"

    days_of_week: tuple[Weekday, ...] = ()
    public_holidays: bool = False
    within_days: Annotated[int, Field(ge=2, le=366)]
    around: bool = False
    not_on_days: tuple[Weekday, ...] = ()
    not_on_public_holidays: bool = False

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

    def _dues(self, problem: Problem, first: int, holidays: frozenset[dt.date]) -> list[_Due]:
        """Days that ask for compensation, each with the days that may be free; facts of the plan, for both sides."""
        horizon, every = problem.horizon, range(first, problem.days)
        asking = calendar_dates(horizon, every, self.days_of_week, holidays if self.public_holidays else frozenset())
        never = holidays if self.not_on_public_holidays else frozenset()
        excluded = {*asking, *calendar_dates(horizon, every, self.not_on_days, never)}
        dues = []
        for day in asking:
            near = self.within_days - 1 if self.around else self.within_days
            start, end = day - near if self.around else day + 1, day + near
            if start >= first and 0 <= end < problem.days:
                dues.append((day, [other for other in range(start, end + 1) if other not in excluded]))
        return dues

    def rows(self, candidates: Candidates) -> Iterable[Limit | AllowanceSum]:
        """See ``AgentRule``."""
        past = candidates.past
        first = min([candidates.problem.known_from, *past.day.tolist()])
        dues = self._dues(candidates.problem, first, candidates.holidays)
        asked = {day for day, _ in dues if (minutes_on_days([day], past) > 0).any()}
        for day, _ in dues:
            touching = minutes_on_days([day], candidates) > 0
            # Two shifts may touch a date; it asks for one free day all the same.
            for cause in np.unique(candidates.day[touching]).tolist() if day not in asked else ():
                shifts = np.flatnonzero(touching & (candidates.day == cause))
                yield Limit(max(0, day), _at_most(shifts, 0), allowance=("asks", day))
        for first_place, last_place in combinations_with_replacement(range(len(dues)), 2):
            yield from _stretch_rows(dues[first_place : last_place + 1], asked, candidates)

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach, of the stretch that misses most."""
        horizon = tour.problem.horizon
        first = min([tour.known_from, *(shift.day for shift in tour.worked)])
        dues = self._dues(tour.problem, first, tour.holidays)
        worst, missing = dues[:0], 0
        for start, end in combinations_with_replacement(range(len(dues)), 2):
            number = _missing(dues[start : end + 1], tour)
            if number > missing or (number == missing > 0 and end - start + 1 < len(worst)):
                worst, missing = dues[start : end + 1], number
        if not missing:
            return
        touched = {date for shift in tour.worked for date in dates_touched(shift, horizon)}
        dates = [day_name(horizon.date(day)) for day, _ in worst if horizon.date(day) in touched]
        near = [day for _, days in worst for day in days] or [worst[0][0]]
        free = len(set(near) - {shift.day for shift in tour.worked})
        message = (
            f"{tour.agent.label} works on {', '.join(dates)} and has {free} free days for that from "
            f"{day_name(horizon.date(min(near)))} to {day_name(horizon.date(max(near)))}, {len(dates)} are required."
        )
        place = (horizon.day_start(worst[0][0]), horizon.day_start(worst[-1][0] + 1))
        yield breach(self, tour.agent, tour.problem, place, message, missing)


_Due = tuple[int, list[int]]
"""A day that asks for compensation, and the days that may be free for it."""


def _stretch_rows(dues: list[_Due], asked: set[int], candidates: Candidates) -> Iterator[Limit | AllowanceSum]:
    """Days worked near the dues of a stretch, and dues asked for, are together no more than the days there."""
    near = {day for _, days in dues for day in days}
    roster = [day for day in near if day >= 0]
    past_free = len({day for day in near if day < 0} - set(candidates.past.day.tolist()))
    old = sum(day in asked for day, _ in dues)
    names = [("asks", day) for day, _ in dues if day not in asked]
    upper = max(past_free + len(roster), old) - old - len(names)
    if len(roster) <= upper:
        return
    shifts = np.flatnonzero(np.isin(candidates.day, roster))
    stretch, place = ("worked", dues[0][0], dues[-1][0]), max(0, dues[0][0])
    yield Limit(place, _at_most(shifts, upper), allowance=stretch, allowance_size=len(roster) - upper)
    yield AllowanceSum(place, (stretch, *names), len(names), breach="all")


def _at_most(shifts: IntArray, upper: int) -> SumRow:
    return SumRow(shifts, np.ones(len(shifts), dtype=np.int64), None, upper)


def _missing(dues: list[_Due], tour: AuditedTour) -> int:
    """Free days that a stretch misses, less those that history left missing for good."""
    horizon = tour.problem.horizon
    dates = {horizon.date(day) for day, _ in dues}
    wanted, of_past, working = set(), set(), set()
    for shift in tour.worked:
        touched = dates.intersection(dates_touched(shift, horizon))
        wanted |= touched
        of_past |= touched if shift.past else set()
        working.add(shift.day)
    choices = {day for _, days in dues for day in days}
    lost = len(of_past) - len([day for day in choices if day >= 0 or day not in working])
    return len(wanted) - len(choices - working) - max(0, lost)
