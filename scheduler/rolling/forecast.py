"""What later weeks will probably ask for, from the weeks that are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from scheduler.demand import Requirement
from scheduler.problem import Problem

SATURDAY = 5
"""The first day of a weekend, as of ``date.weekday``."""
FEWEST_SLOTS = 12
"""Queues and times from which on two weekdays can be told apart by what differs."""


class Slot(NamedTuple):
    """A queue, and minutes after local midnight."""

    queue: str
    minute: int


Asked = dict[tuple[int, Slot], Decimal]
"""Agents by day and slot."""


def forecast_rows(problem: Problem, known: Iterable[Requirement], days: range) -> Iterator[Requirement]:
    """
    Requirements of days to come: the mean of the known days of weekdays that are alike, in whole agents.

    What is rounded off is carried on to the next date of the same queue and time, so that the sum over dates is kept.
    Fractions of agents would not do: half an agent is worth half of what he saves, and would rather be left out than
    be given a shift, where whole ones are given one half of the times.

    The minimum of a queue and time is the least of those days: nothing is asked for that they did not ask for, and what
    all of them did will be asked for again. Without it a week could use up whom a later one needs.

    Weekdays are alike, days of a weekend apart from others, unless what is known tells them apart: what differs between
    them by chance is not to be planned for as if it came back every week.

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
    Rows without maxima. Weekdays of which no day is known take the mean of all days.
    """
    horizon, first = problem.horizon, _first_rows(problem, known)
    asked: Asked = {place: row.required for place, row in first.items()}
    minima = {place: row.minimum for place, row in first.items() if row.minimum}
    slots = sorted({slot for _, slot in asked})
    alike = _alike(problem, asked, slots, days.start)
    carried: defaultdict[Slot, Decimal] = defaultdict(Decimal)
    for day in days:
        others = known_days(alike, day, days.start)
        for slot in slots:
            carried[slot] += sum((asked.get((other, slot), Decimal(0)) for other in others), Decimal(0)) / len(others)
            required = max(Decimal(0), carried[slot].quantize(Decimal(1), ROUND_HALF_UP))
            carried[slot] -= required
            least = min(minima.get((other, slot), Decimal(0)) for other in others) or None
            if (required or least) and horizon.exists(day, slot.minute):
                start = horizon.instant(horizon.minute_at(day, slot.minute))
                yield Requirement(interval_start=start, queue=slot.queue, required=required, minimum=least)


def drawn_rows(
    problem: Problem, known: Iterable[Requirement], days: range, stop: int, seed: int, number: int
) -> Iterator[Requirement]:
    """
    Requirements of days to come as they may be: those of known days of weekdays that are alike, drawn at random.

    Each known day is drawn once before any is drawn twice. Unlike means they differ from day to day as those will.

    Parameters
    ----------
    problem
        The plan.
    known
        Requirements of all days before ``stop``, none of which is one of these.
    days, stop
        Days of the plan.
    seed, number
        Of the random choices, and which of several draws.

    Yields
    ------
    Rows with the limits of the days that were drawn.
    """
    horizon, rows = problem.horizon, list(known)
    alike, random = alike_weekdays(problem, rows, stop), np.random.default_rng((seed, stop, number))
    by_day, decks = defaultdict[int, list[Requirement]](list), defaultdict[frozenset[int], list[int]](list)
    for (day, _), row in _first_rows(problem, rows).items():
        by_day[day].append(row)
    for day in days:
        deck = decks[frozenset(alike[day % 7])]
        if not deck:
            deck += random.permutation(known_days(alike, day, stop)).tolist()
        for row in by_day[deck.pop()]:
            minute = _place(problem, row)[1].minute
            if horizon.exists(day, minute):
                yield row.model_copy(update={"interval_start": horizon.instant(horizon.minute_at(day, minute))})


def alike_weekdays(problem: Problem, known: Iterable[Requirement], stop: int) -> list[set[int]]:
    """Of each weekday, by day modulo 7, those that it is like, by requirements of all days before one."""
    asked: Asked = {place: row.required for place, row in _first_rows(problem, known).items()}
    return _alike(problem, asked, sorted({slot for _, slot in asked}), stop)


def known_days(alike: list[set[int]], day: int, stop: int) -> list[int]:
    """Days before ``stop`` that are like a day; all of them where none is."""
    return [other for other in range(stop) if other % 7 in alike[day % 7]] or list(range(stop))


def _alike(problem: Problem, asked: Asked, slots: list[Slot], stop: int) -> list[set[int]]:
    """Of each weekday, by day modulo 7, those that it is like: always itself."""
    known = [range(weekday, stop, 7) for weekday in range(7)]
    means = [
        np.array([float(sum(asked.get((day, slot), 0) for day in days)) / max(1, len(days)) for slot in slots])
        for days in known
    ]
    weekend = [problem.horizon.date(weekday).weekday() >= SATURDAY for weekday in range(7)]

    def is_like(one: int, other: int) -> bool:
        both_known = bool(known[one]) and bool(known[other])
        return both_known and weekend[one] == weekend[other] and is_chance(means[one] - means[other])

    return [{other for other in range(7) if other == one or is_like(one, other)} for one in range(7)]


def is_chance(differences: NDArray[np.float64]) -> bool:
    """
    Whether differences of two days, by queue and time in order, look like chance alone.

    Neither their mean nor what one has in common with the next is then more than twice its standard error
    (G. Box, G. Jenkins and G. Reinsel 2008, Time Series Analysis, section 2.1.6). Few tell nothing, and are not.
    """
    count, square = len(differences), float(differences @ differences)
    if count < FEWEST_SLOTS:
        return not differences.any()
    total = float(differences.sum())
    error = np.sqrt(max(0.0, square - total**2 / count) * count / (count - 1))
    in_common = float(differences[1:] @ differences[:-1])
    return bool(abs(total) <= 2 * error and in_common <= 2 * square / np.sqrt(count))


def _first_rows(problem: Problem, known: Iterable[Requirement]) -> dict[tuple[int, Slot], Requirement]:
    """The row of each day and slot: where clocks go back, the first of the two, as other days have one."""
    first: dict[tuple[int, Slot], Requirement] = {}
    for row in known:
        before = first.setdefault(_place(problem, row), row)
        if row.interval_start.timestamp() < before.interval_start.timestamp():
            first[_place(problem, row)] = row
    return first


def _place(problem: Problem, row: Requirement) -> tuple[int, Slot]:
    """Day and slot of a row."""
    horizon = problem.horizon
    minute = horizon.minute(row.interval_start)
    return horizon.day(horizon.instant(minute).date()), Slot(row.queue, horizon.local_minute(minute))
