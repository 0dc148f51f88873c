"""What later weeks will probably ask for, from the weeks that are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from scheduler.demand import Requirement
from scheduler.problem import Problem


class Slot(NamedTuple):
    """A queue, and minutes after local midnight."""

    queue: str
    minute: int


def forecast_rows(problem: Problem, known: Iterable[Requirement], days: range) -> Iterator[Requirement]:
    """
    Requirements of days to come: the mean of the known days of the same weekday, in whole agents.

    What is rounded off is carried on to the next date of the same queue and time, so that the sum over dates is kept.
    Fractions of agents would not do: half an agent is worth half of what he saves, and would rather be left out than
    be given a shift, where whole ones are given one half of the times.

    Parameters
    ----------
    problem
        The plan.
    known
        Requirements of all days before these; nothing else is looked at. Days without any ask for nobody.
    days
        Days of the plan.

    Yields
    ------
    Rows without limits. Weekdays of which no day is known take the mean of all days.
    """
    horizon = problem.horizon
    asked = _asked(problem, known)
    carried: defaultdict[Slot, Decimal] = defaultdict(Decimal)
    for day in days:
        alike = [other for other in range(days.start) if (day - other) % 7 == 0] or list(range(days.start))
        for slot in sorted({slot for _, slot in asked}):
            carried[slot] += sum((asked.get((other, slot), Decimal(0)) for other in alike), Decimal(0)) / len(alike)
            required = max(Decimal(0), carried[slot].quantize(Decimal(1), ROUND_HALF_UP))
            carried[slot] -= required
            if required and horizon.exists(day, slot.minute):
                start = horizon.instant(horizon.minute_at(day, slot.minute))
                yield Requirement(interval_start=start, queue=slot.queue, required=required)


def _asked(problem: Problem, known: Iterable[Requirement]) -> dict[tuple[int, Slot], Decimal]:
    """Agents asked for by day and slot."""
    horizon = problem.horizon
    asked: defaultdict[tuple[int, Slot], Decimal] = defaultdict(Decimal)
    for row in known:
        minute = horizon.minute(row.interval_start)
        day = horizon.day(horizon.instant(minute).date())
        asked[day, Slot(row.queue, horizon.local_minute(minute))] += row.required
    return asked
