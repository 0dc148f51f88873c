"""Shifts that are taken out of a tour, and laid anew with their best breaks and queues under prices with noise."""

from __future__ import annotations

import numpy as np

from shiftmodels.compiled import njit
from shiftmodels.data import IntArray
from shiftmodels.solution import BREAK, OFF
from shiftmodels.tours.chance import Chance, bell, uniform
from shiftmodels.tours.moved_rows import Mover, Rows, change_rows, prices_of
from shiftmodels.tours.segments import Segments, segments_under
from shiftmodels.tours.work import write_shift

NOISE = 0.2
"""Standard deviation of what chance adds to the price of an interval, as a share of the temperature."""
NEAR = 0.5
"""Chance that of many shifts those next to the old one are looked at."""


@njit(cache=True)
def take_out(mover: Mover, rows: Rows, day: int, shift: IntArray, breaks: IntArray, activity: IntArray) -> int:
    """Take the shift of a day out of a tour; by how many cost units coupling rows get dearer."""
    old = shift[day]
    change = change_rows(mover, rows, old, activity, -1)
    activity[mover.start[old] : mover.end[old]] = OFF
    breaks[day] = -1
    shift[day] = -1
    return change


@njit(cache=True)
def some_shifts(mover: Mover, day: int, old: int, chance: Chance) -> IntArray:
    """Shifts of a day; where there are many, the old one or one taken by chance, and those next to it."""
    begin, end = mover.first_of_day[day], mover.first_of_day[day + 1]
    if end - begin > mover.looks:
        middle = begin + below(chance, end - begin)
        if old >= 0 and uniform(chance) < NEAR:
            place = begin + np.searchsorted(mover.by_day[begin:end], old)
            middle = place if place < end and mover.by_day[place] == old else middle
        begin = min(max(begin, middle - mover.looks // 2), end - mover.looks)
        end = begin + mover.looks
    return mover.by_day[begin:end]


@njit(cache=True)
def below(chance: Chance, count: int) -> int:
    """A number from 0 to ``count - 1``."""
    return min(count - 1, int(uniform(chance) * count))


@njit(cache=True, inline="always")
def is_accepted(worse: int, temperature: float, chance: Chance) -> bool:
    """Whether simulated annealing takes a change that costs so much more."""
    return bool(worse <= 0 or uniform(chance) < np.exp(-worse / max(temperature, 1e-9)))


@njit(cache=True)
def segments_of(mover: Mover, rows: Rows, numbers: IntArray, noise: float, chance: Chance) -> tuple[int, Segments]:
    """First interval of some shifts, and their segments from there under the prices of one more agent, with noise."""
    starts, ends = mover.start[numbers], mover.end[numbers]
    first, longest = starts.min(), (ends - starts).max()
    length = ends.max() - first
    prices = prices_of(mover, rows, first, length)
    prefix = np.zeros((len(mover.queues), length + 1), dtype=np.int64)
    for place in range(len(mover.queues)):
        for time in range(length):
            noisy = prices[place, time] + int(noise * bell(chance))
            prefix[place, time + 1] = prefix[place, time] + noisy
    reach = np.zeros(length, dtype=np.int64)
    for number in numbers:
        _extend_reach(mover, number, mover.start[number] - first, reach)
    change, setup, layers = mover.change, mover.setup, mover.layers
    return first, segments_under(prefix, mover.minimum, change, setup, layers, reach, longest)


@njit(cache=True)
def lay(mover: Mover, first: int, segments: Segments, number: int, taken: IntArray, activity: IntArray) -> None:
    """Write the best breaks and queues of a shift."""
    begin, end, program = mover.start[number] - first, mover.end[number] - first, mover.program[number]
    codes = np.full(end, BREAK, dtype=np.int64)
    count, own = mover.counts[program], mover.breaks[program]
    write_shift(begin, end, count, own, segments, np.zeros((0, 2), dtype=np.int64), taken, codes)
    for time in range(begin, end):
        activity[first + time] = mover.queues[codes[time]] if codes[time] >= 0 else codes[time]
    taken[:count] += first


@njit(cache=True)
def _extend_reach(mover: Mover, number: int, begin: int, reach: IntArray) -> None:
    """Make room for the segments of a shift that begins there: the longest one from each interval."""
    program, length = mover.program[number], mover.end[number] - mover.start[number]
    count, breaks = mover.counts[program], mover.breaks[program]
    reach[begin] = max(reach[begin], breaks[0, 2] if count else length)
    for place in range(count):
        until = breaks[place + 1, 2] if place + 1 < count else length
        for offset in range(breaks[place, 1], breaks[place, 2] + 1):
            after = offset + breaks[place, 0]
            if after < length:
                reach[begin + after] = max(reach[begin + after], until - after)
