"""Weekends in a row, and weekends worked whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from scheduler.audit_words import day_name
from scheduler.records import Weekday
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach
from scheduler.rules.limit import AllowanceSum, Limit
from shiftmodels.data import SumRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.audit_tour import AuditedTour
    from scheduler.candidates import Candidates
    from scheduler.result import Violation


class Weekends(AgentRule):
    """
    Weekends worked in a row, or weekends of which only a part is worked; the history counts.

    A weekend is worked when a shift date lies on one of its days. A weekend too many is one breach, and so is a
    weekend worked in part. What the roster adds to a weekend on which the history has worked is no weekend too many.
    How many weekends there may be in a window of days is what ``count_limit`` with ``counted = "weekends"`` says.

    Parameters
    ----------
    maximum_in_a_row
        Worked weekends in a row at most.
    whole
        All days of a weekend are worked or none; asked of weekends that lie wholly in known days.
    weekend_days
        Days of a weekend, of one week from Monday to Sunday.

    References
    ----------
    INRC-II 2015, S5.
    """

    name: ClassVar[str] = "weekends"
    unit: ClassVar[Literal["hours", "times", ""]] = "times"

    maximum_in_a_row: Annotated[int, Field(ge=1, le=60)] | None = None
    whole: bool = False
    weekend_days: Annotated[tuple[Weekday, ...], Field(min_length=1)] = (Weekday.SATURDAY, Weekday.SUNDAY)

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        if (self.maximum_in_a_row is None) != self.whole:
            raise ValueError("weekends states none or two limits; give either maximum_in_a_row or whole = true")
        return self

    @property
    def look_back_days(self) -> int:
        """See ``Rule``."""
        return 7 * (self.maximum_in_a_row or 1)

    def rows(self, candidates: Candidates) -> Iterable[Limit | AllowanceSum]:
        """See ``AgentRule``."""
        return self._whole_rows(candidates) if self.whole else self._row_rows(candidates, self.maximum_in_a_row or 1)

    def _whole_rows(self, candidates: Candidates) -> Iterator[Limit]:
        """Days next to each other in a weekend are both worked or neither."""
        past = set(candidates.past.day.tolist())
        first = min([candidates.problem.known_from, *past])
        for monday in candidates.problem.horizon.weeks(0):
            days = [monday + number for number in sorted(day.number for day in self.weekend_days)]
            if days[0] < first or days[-1] >= candidates.problem.days or days[-1] < 0:
                continue
            for day, other in pairwise(days):
                parts = [candidates.on_days(day, day + 1), candidates.on_days(other, other + 1)]
                signs = np.repeat([1, -1], [len(part) for part in parts])
                done = (day in past) - (other in past)
                yield Limit(max(0, day), SumRow(np.concatenate(parts), signs, -done, -done), breach=monday)

    def _row_rows(self, candidates: Candidates, most: int) -> Iterator[Limit | AllowanceSum]:
        """Of ``most + 1`` weekends in a row that end with one of the roster, not all are worked."""
        past = candidates.past.day.tolist()
        numbers = [day.number for day in self.weekend_days]
        week_of = candidates.problem.horizon.week_of
        done = {week_of(day, 0) for day in past if day - week_of(day, 0) in numbers}
        for last in candidates.problem.horizon.weeks(0):
            row = range(last - 7 * most, last + 1, 7)
            own = tuple(monday for monday in row if monday not in done and monday + max(numbers) >= 0)
            if last in done or last not in own or any(monday not in done and monday not in own for monday in row):
                continue
            yield AllowanceSum(max(0, last), own, len(own) - 1)
        for monday in candidates.problem.horizon.weeks(0):
            for day in (monday + number for number in numbers if monday not in done):
                shifts = candidates.on_days(day, day + 1)
                if len(shifts):
                    yield Limit(day, SumRow(shifts, np.ones(len(shifts), dtype=np.int64), None, 0), allowance=monday)

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each weekend too many in a row, or worked in part."""
        worked: dict[int, list[tuple[int, bool]]] = {}
        weekdays = {day.number for day in self.weekend_days}
        for shift in tour.worked:
            if shift.date.weekday() in weekdays:
                worked.setdefault(shift.day - shift.date.weekday(), []).append((shift.day, shift.past))
        for monday in sorted(worked):
            if self.whole:
                yield from self._in_part(tour, monday, {day for day, _ in worked[monday]})
            elif not any(past for _, past in worked[monday]):
                yield from self._too_many(tour, monday, worked)

    def _in_part(self, tour: AuditedTour, monday: int, days: set[int]) -> Iterator[Violation]:
        wanted = {monday + day.number for day in self.weekend_days}
        first = min([tour.known_from, *(shift.day for shift in tour.worked)])
        inside = first <= min(wanted) and 0 <= max(wanted) < tour.problem.days
        if inside and days != wanted:
            horizon = tour.problem.horizon
            listed = ", ".join(day_name(horizon.date(day)) for day in sorted(days))
            message = f"{tour.agent.label} works only {listed} of that weekend; all of its days or none are allowed."
            yield breach(self, tour.agent, tour.problem, _span(tour, min(wanted), max(wanted)), message)

    def _too_many(
        self, tour: AuditedTour, monday: int, worked: dict[int, list[tuple[int, bool]]]
    ) -> Iterator[Violation]:
        length = 1
        while monday - 7 * length in worked:
            length += 1
        most = self.maximum_in_a_row
        if most is not None and length > most:
            days = [day for day, _ in worked[monday]]
            message = (
                f"{tour.agent.label} works {length} weekends in a row up to "
                f"{day_name(tour.problem.horizon.date(max(days)))}, at most {most} are allowed."
            )
            yield breach(self, tour.agent, tour.problem, _span(tour, min(days), max(days)), message)


def _span(tour: AuditedTour, first: int, last: int) -> tuple[int, int]:
    return tour.problem.horizon.day_start(first), tour.problem.horizon.day_start(last + 1)
