"""Seats and equipment that contracts ask for more of than there is, whatever the requirement."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np

from scheduler.audit_words import day_name
from scheduler.check_report import Concern, impossible
from scheduler.compile import Compiled
from scheduler.compile_pools import PoolBuilder
from scheduler.records import MINUTES_PER_DAY
from shiftmodels.data import IntArray
from shiftmodels.least_held import Days, least_held, limited_pools


def kind_of(concern: Concern) -> Literal["seats", "equipment"]:
    """What a concern of ``held_beyond_units`` is about."""
    return "seats" if concern.code == "seats-held" else "equipment"


class _Worst(NamedTuple):
    """Where most is held beyond what there is: at a time of some days."""

    beyond: int
    days: Days
    time: int
    least: int
    places: int


def held_beyond_units(compiled: Compiled) -> Iterator[Concern]:
    """
    Pools of which shifts have to hold more than there is at a time of day, because hours and days that contracts ask
    for cannot be reached otherwise; the worst time of each.

    Parameters
    ----------
    compiled
        A plan as arrays.
    """
    problem, data = compiled.problem, compiled.data
    times = _times(compiled)
    kinds = PoolBuilder(problem, data.num_intervals).kinds
    for pool in limited_pools(data):
        worst = _worst(compiled, pool, times)
        if worst is None:
            continue
        kind, name = kinds[pool]
        minute = worst.time * problem.interval_minutes
        yield impossible(
            f"{kind}-held",
            name=name,
            time=f"{minute // 60:02d}:{minute % 60:02d}",
            first=day_name(problem.horizon.date(worst.days.first)),
            last=day_name(problem.horizon.date(worst.days.last)),
            held=worst.least,
            units=worst.places,
        )


def _times(compiled: Compiled) -> IntArray:
    """Interval of each time of day on each date and on the next; -1 where there is none. Shape ``(N, D)``."""
    problem, horizon = compiled.problem, compiled.problem.horizon
    grid = problem.interval_minutes
    times = np.full((MINUTES_PER_DAY // grid, problem.days + 1), -1, dtype=np.int64)
    for number in range(len(times)):
        for day in range(problem.days + 1):
            interval = horizon.minute_at(day, number * grid) // grid
            if horizon.exists(day, number * grid) and interval < compiled.data.num_intervals:
                times[number, day] = interval
    return times


def _worst(compiled: Compiled, pool: int, times: IntArray) -> _Worst | None:
    """The time of day at which most is held beyond what there is; ``None`` where that is never so."""
    found = []
    for days, held in least_held(compiled.data, pool, times).items():
        beyond = held.least - held.places
        time = int(beyond.argmax())
        found.append(_Worst(int(beyond[time]), days, time, int(held.least[time]), int(held.places[time])))
    worst = max(found, default=None)
    return worst if worst is not None and worst.beyond > 0 else None
