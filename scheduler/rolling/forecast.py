"""What later weeks will probably ask for, from the weeks that are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal

from scheduler.demand import Requirement
from scheduler.problem import Problem

_CENT = Decimal("0.01")


def forecast_rows(problem: Problem, known: Iterable[Requirement], days: range) -> Iterator[Requirement]:
    """
    Requirements of days to come: the mean of the known days of the same weekday.

    Parameters
    ----------
    problem
        The plan.
    known
        Requirements of days before these; nothing else is looked at.
    days
        Days of the plan.

    Yields
    ------
    Rows with fractions of agents: below such a requirement, one agent costs what he is worth on average. Limits are
    not forecast. Weekdays of which no day is known take the mean of all days.
    """
    horizon = problem.horizon
    asked: defaultdict[tuple[int, str, int], Decimal] = defaultdict(Decimal)
    last = 0
    for row in known:
        minute = horizon.minute(row.interval_start)
        day = horizon.day(horizon.instant(minute).date())
        last = max(last, day + 1)
        asked[day, row.queue, horizon.local_minute(minute)] += row.required
    slots = sorted({key[1:] for key in asked})
    for day in days:
        alike = [other for other in range(last) if (day - other) % 7 == 0] or list(range(last))
        for queue, minute in slots:
            mean = sum((asked.get((other, queue, minute), Decimal(0)) for other in alike), Decimal(0)) / len(alike)
            required = mean.quantize(_CENT)
            if required and horizon.exists(day, minute):
                start = horizon.instant(horizon.minute_at(day, minute))
                yield Requirement(interval_start=start, queue=queue, required=required)
