"""Long rests in each week, or in any other number of days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from scheduler.audit_time import Stretch, common, length, merged, outside
from scheduler.audit_words import day_name, duration
from scheduler.horizon import Horizon
from scheduler.records import Weekday
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach
from scheduler.rules.hours import in_minutes, least_minutes
from scheduler.rules.weekly_rest_rows import weekly_limits

if TYPE_CHECKING:
    from scheduler.audit_tour import AuditedTour
    from scheduler.candidates import Candidates
    from scheduler.result import Violation
    from scheduler.rules.limit import Limit

_MONDAY = dt.date(2024, 1, 1)

Days = tuple[int, int]
"""First day of a window, and the day after its last."""


class WeeklyRest(AgentRule):
    """
    In each window of some days, gaps free of work that are long enough.

    A gap lies wholly inside the window, from its first to its last midnight, on the elapsed clock: the last Sunday of
    March has 23 hours. A shift of the day before counts as far as it reaches into the window. Absences and days off
    are free of work; breaks are not. Several gaps may follow each other directly: 48 hours are two gaps of 24.

    Asked of windows that end within the plan, and that begin where all work is known: in the plan, or in its history
    (``history_from``). A window that lies wholly in the history is not the roster's doing. Where the history has left
    room for fewer gaps than are required, so many are asked.

    Rolling windows overlap, so that a gap too few is missing in many of them: of the windows that end in the same
    ``window_days`` days of the plan, counted from its first, only the one that misses most is a breach.

    Parameters
    ----------
    hours
        Length of each gap at least, in elapsed hours.
    parts
        Gaps in each window at least.
    window_days
        Days of a window: 7 for a week, 14 for a fortnight.
    anchor
        ``fixed``: windows follow each other; whole weeks begin on ``week_start`` and are counted from the first such
        weekday on or after Monday 2024-01-01, other lengths from that date itself. ``rolling``: a window begins at
        every midnight.
    week_start
        First weekday of windows of whole weeks; that of the plan where not given.

    References
    ----------
    Directive 2003/88/EC, article 5: 24 hours a week on top of the daily 11 (``hours = 35``).
    SI 1998/1833 reg 11: 24 hours in each 7 days, or twice in each 14 days (``parts = 2``, ``window_days = 14``).
    Arbeidstijdenwet 5:5(2): 36 hours in any 7 times 24 hours (``anchor = "rolling"``).
    """

    name: ClassVar[str] = "weekly_rest"
    unit: ClassVar = "times"

    hours: Annotated[Decimal, Field(gt=0, le=168)]
    parts: Annotated[int, Field(ge=1, le=100)] = 1
    window_days: Annotated[int, Field(ge=1, le=366)] = 7
    anchor: Literal["fixed", "rolling"] = "fixed"
    week_start: Weekday | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.parts * self.hours > 24 * self.window_days - 1:
            raise ValueError(
                f"rule {self.label}: {self.parts} x {self.hours} h do not fit into {self.window_days} days of which "
                "one has 23 hours; use fewer hours or a longer window"
            )
        if self.week_start is not None and (self.anchor == "rolling" or self.window_days % 7):
            raise ValueError(f"rule {self.label}: week_start is about fixed windows of whole weeks; remove it")
        return self

    @property
    def look_back_days(self) -> int:
        """See ``Rule``: windows that end on the first day of the plan, and a shift that reaches into them."""
        return self.window_days

    @property
    def assumption(self) -> str:
        """See ``Rule``."""
        return "enough rest in windows that begin before that"

    def rows(self, candidates: Candidates) -> Iterable[Limit]:
        """See ``AgentRule``."""
        return weekly_limits(self, candidates)

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each window with too few gaps, of rolling ones the worst; the amount is the gaps missing."""
        week_start = (self.week_start or tour.problem.week_start).number
        rolling, horizon = self.anchor == "rolling", tour.problem.horizon
        windows = _windows(self.window_days, rolling, week_start, tour.known_from, horizon)
        gaps = self._long_gaps(tour, windows)
        found: dict[int, tuple[int, Days, Stretch]] = {}
        for days, window in windows:
            missing = self.parts - self._fitting(gaps, window)
            if missing > 0:
                missing -= self._lost(tour, window)
            # The number of the window, or of the stretch of the plan in which a rolling one ends.
            key = (days[1] - 1) // self.window_days if rolling else days[0]
            if missing > 0 and (key not in found or missing > found[key][0]):
                found[key] = missing, days, window
        for amount, days, window in found.values():
            yield self._breach(tour, amount, days, window)

    def _long_gaps(self, tour: AuditedTour, windows: Sequence[tuple[Days, Stretch]]) -> list[Stretch]:
        """All times free of work that are long enough for a gap, from the first window to the last."""
        whole = windows[0][1][0] if windows else 0, windows[-1][1][1] if windows else 0
        return [gap for gap in _free(tour, whole) if length([gap]) >= least_minutes(self.hours)]

    def _fitting(self, gaps: Iterable[Stretch], window: Stretch) -> int:
        """How many gaps of the required length there are in a window."""
        least = least_minutes(self.hours)
        inside = (common(gap, window) for gap in gaps)
        return sum((gap[1] - gap[0]) // least for gap in inside if gap)

    def _lost(self, tour: AuditedTour, window: Stretch) -> int:
        """How many of the required gaps the history alone has made impossible."""
        history = merged((shift.start, shift.end) for shift in tour.worked if shift.past)
        return max(0, self.parts - self._fitting(outside(window, history), window))

    def _breach(self, tour: AuditedTour, amount: int, days: tuple[int, int], window: Stretch) -> Violation:
        horizon = tour.problem.horizon
        free = _free(tour, window)
        begin, last = day_name(horizon.date(days[0])), day_name(horizon.date(days[1] - 1))
        where = f"in the week from {begin}" if self.window_days == 7 else f"from {begin} to {last}"
        if self.parts == 1:
            longest = max((length([gap]) for gap in free), default=0)
            has = f"at most {duration(longest)} free of work at a stretch {where}"
            required = f"{duration(in_minutes(self.hours))} are required"
        else:
            kept, lost = self._fitting(free, window), self._lost(tour, window)
            has = f"{kept} of the rests of {duration(in_minutes(self.hours))} {where}"
            required = f"{self.parts} are required" + (f" (the history left {self.parts - lost})" if lost else "")
        place = max(0, window[0]), window[1]
        return breach(self, tour.agent, tour.problem, place, f"{tour.agent.label} has {has}, {required}.", amount)


def _free(tour: AuditedTour, stretch: Stretch) -> list[Stretch]:
    """What a tour leaves free of a stretch."""
    return outside(stretch, merged((shift.start, shift.end) for shift in tour.worked))


@lru_cache(maxsize=256)
def _windows(
    size: int, rolling: bool, week_start: int, known_from: int, horizon: Horizon
) -> tuple[tuple[Days, Stretch], ...]:
    """Windows that are asked, in order."""
    if rolling:
        firsts = range(1 - size, horizon.days - size + 1)
    else:
        origin = horizon.day(_MONDAY + dt.timedelta(days=week_start if size % 7 == 0 else 0))
        firsts = range(origin + -origin // size * size, horizon.days - size + 1, size)
    days = ((first, first + size) for first in firsts if first >= known_from)
    return tuple((pair, (horizon.day_start(pair[0]), horizon.day_start(pair[1]))) for pair in days)
