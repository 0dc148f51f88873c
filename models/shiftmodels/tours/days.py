"""The rows of a block as one day of its diagram reads them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from shiftmodels.data import IntArray
from shiftmodels.tours.layer import DayGaps, DaySlacks, DaySums, Sizes, Words
from shiftmodels.tours.rows import DiagramRows, Mask

BITS = 64
"""Gaps in a word."""


@dataclass(eq=False)
class Days:
    """
    Parameters
    ----------
    rows
        What the block is made of.
    """

    rows: DiagramRows
    _words: IntArray = field(init=False)

    def __post_init__(self) -> None:
        counts = [-(-len(row.first) // BITS) for row in self.rows.gaps]
        self._words = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)

    @property
    def start(self) -> IntArray:
        """The state before the first day: every gap is whole. Shape ``(1, width)``."""
        size = self.sizes(0)
        state = np.zeros((1, sum(size)), dtype=np.int64)
        whole = [_packed(np.ones((1, len(row.first)), dtype=bool))[0] for row in self.rows.gaps]
        state[0, size.sums : size.sums + size.words] = np.concatenate([*whole, np.zeros(0, dtype=np.uint64)]).view(
            np.int64
        )
        return state

    def sizes(self, day: int) -> Sizes:
        """Parts of a state before a day."""
        rows = self.rows
        sums, slacks = len(self._open_sums(day)), len(self._open_slacks(day))
        return Sizes(sums, int(self._words[-1]), len(rows.gaps), slacks, len(rows.slacks.limit))

    def parts(self, day: int) -> tuple[DaySums, DayGaps, DaySlacks]:
        """What ``next_layer`` needs of a day."""
        today = slice(self.rows.classes.first[day], self.rows.classes.first[day + 1])
        slacks = np.flatnonzero((self.rows.slacks.first <= day) & (self.rows.slacks.last >= day))
        return self._sums(day, today, slacks), self._gaps(day, today, slacks), self._slacks(day, slacks)

    def _open_sums(self, day: int) -> IntArray:
        """Rows that have begun before a day and are not over."""
        sums = self.rows.sums
        return np.flatnonzero((sums.first < day) & (sums.last >= day))

    def _open_slacks(self, day: int) -> IntArray:
        slacks = self.rows.slacks
        return np.flatnonzero((slacks.first < day) & (slacks.last >= day))

    def _sums(self, day: int, today: slice, slacks: IntArray) -> DaySums:
        sums = self.rows.sums
        here = np.flatnonzero((sums.first <= day) & (sums.last >= day))
        part = slice(*np.searchsorted(sums.shift_class, [today.start, today.stop]))
        added = np.zeros((today.stop - today.start + 1, len(here)), dtype=np.int64)
        added[sums.shift_class[part] - today.start + 1, np.searchsorted(here, sums.row[part])] = sums.coefficient[part]
        rest = sums.place[here] + day + 1
        return DaySums(
            _places(here, self._open_sums(day)),
            _places(here, self._open_sums(day + 1)),
            added,
            sums.least[rest],
            sums.most[rest],
            sums.lower[here],
            sums.upper[here],
            sums.scale[here],
            _slack_places(sums.slack[here], slacks),
        )

    def _gaps(self, day: int, today: slice, slacks: IntArray) -> DayGaps:
        gaps, words = self.rows.gaps, int(self._words[-1])
        choices = today.stop - today.start + 1
        broken, over = np.zeros((choices, words), dtype=np.uint64), np.zeros(words, dtype=np.uint64)
        gap, total = np.zeros(words, dtype=np.int64), sum(len(row.first) for row in gaps)
        worse, begin = np.zeros((total, words), dtype=np.uint64), 0
        for number, row in enumerate(gaps):
            part = slice(self._words[number], self._words[number + 1])
            broken[1:, part] = _packed(row.breaks[today])
            over[part] = _packed((row.last <= day)[None])[0]
            worse[begin : begin + len(row.first), part] = _packed(row.better[day + 1])
            gap[part] = begin + BITS * np.arange(part.stop - part.start)
            begin += len(row.first)
        closes = np.array([day >= row.last.max(initial=0) for row in gaps], dtype=bool)
        slack = _slack_places(np.array([row.slack for row in gaps], dtype=np.int64), slacks)
        return DayGaps(self._words, broken, over, worse, gap, slack, closes)

    def _slacks(self, day: int, here: IntArray) -> DaySlacks:
        slacks = self.rows.slacks
        to_come = (slacks.members & (slacks.last > day)) @ slacks.upper
        return DaySlacks(
            _places(here, self._open_slacks(day)),
            _places(here, self._open_slacks(day + 1)),
            slacks.price[here],
            slacks.upper[here],
            np.ascontiguousarray(slacks.members[:, here]),
            slacks.limit,
            slacks.own < 0,
            _of_own(slacks.price, slacks.own),
            _of_own(slacks.upper, slacks.own),
            to_come.astype(np.int64),
        )


def _places(some: IntArray, among: IntArray) -> IntArray:
    """Place of each number among others in ascending order, -1 where it is not there."""
    if not len(among):
        return np.full(len(some), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(among, some), len(among) - 1)
    return np.where(among[place] == some, place, -1).astype(np.int64)


def _of_own(values: IntArray, own: IntArray) -> IntArray:
    """Value of each sum's own slack, 0 where it has none."""
    return np.where(own < 0, 0, np.append(values, 0)[own]).astype(np.int64)


def _slack_places(wanted: IntArray, here: IntArray) -> IntArray:
    """Place of each slack among those of the day; -1 stays what has none, and beyond them is one of another day."""
    place = _places(wanted, here)
    return np.where(wanted < 0, -1, np.where(place < 0, len(here), place)).astype(np.int64)


def _packed(bits: Mask) -> Words:
    """Bits of each row in words. Shape ``(n, words)``."""
    count = -(-bits.shape[1] // BITS)
    padded = np.zeros((len(bits), count * BITS), dtype=bool)
    padded[:, : bits.shape[1]] = bits
    return np.packbits(padded, axis=1, bitorder="little").view(np.uint64).reshape(len(bits), count)
