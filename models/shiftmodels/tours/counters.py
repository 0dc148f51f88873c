"""
Counters of a block: hard rows over many days, whose partial sums make a diagram large.

A diagram is built without them. Then it is split by one after the other as long as it stays small; the others are left
to prices (``relaxed``).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from shiftmodels.data import Block, IntArray, SlackSum, SumRow
from shiftmodels.tours.rows import OPEN, reduced_limits

LONG = 7
"""Days over which a row counts as long."""
LARGEST = 2**30
"""Sums from which on a row is no counter."""
BITS = 62
"""Bits of the cost of an arc while it also tells what slacks it uses."""


@dataclass(frozen=True, eq=False)
class Counter:
    """
    ``lower <= sum over the tour <= upper``.

    Parameters
    ----------
    coefficients
        What each shift adds; nothing where slacks are counted. Shape ``(S,)``.
    lower, upper
        Limits, ``-OPEN`` and ``OPEN`` where there is none.
    digit
        Number of the sum of slacks that is counted, -1 where shifts are.
    """

    coefficients: IntArray
    lower: int
    upper: int
    digit: int = -1


@dataclass(frozen=True, eq=False)
class Digits:
    """
    Slacks that arcs use, written into their cost: ``cost = own + sum of used[i] << shift[i]``.

    Parameters
    ----------
    shift, bits
        Shape ``(n,)`` each.
    """

    shift: tuple[int, ...]
    bits: tuple[int, ...]

    def used(self, cost: IntArray, digit: int) -> IntArray:
        """Slacks of one sum that each arc uses."""
        used: IntArray = (cost >> self.shift[digit]) & (2 ** self.bits[digit] - 1)
        return used

    def own(self, cost: IntArray) -> IntArray:
        """What remains of the cost."""
        return cost & (2 ** self.shift[0] - 1) if self.shift else cost


@dataclass(frozen=True, eq=False)
class Split:
    """
    A block in two parts.

    Parameters
    ----------
    block
        The block with prices of slacks that count them.
    leave_out
        Positions of the rows of the counters.
    counters
        What was taken out of the block.
    digits
        How slacks are counted.
    """

    block: Block
    leave_out: frozenset[int]
    counters: tuple[Counter, ...]
    digits: Digits


def split(block: Block, long: int = LONG) -> Split:
    """
    Take the counters out of a block.

    Parameters
    ----------
    block
        The block.
    long
        Days that a row must span to become one.
    """
    places = [place for place, row in enumerate(block.rows) if _is_long(block, row, long)]
    sums, price, digits = _with_digits(block, long)
    counters = [
        Counter(np.zeros(len(block.shifts), dtype=np.int64), -OPEN, _sum(block, place).upper, digit)
        for digit, place in enumerate(sums)
    ]
    leave_out = frozenset(places) | frozenset(sums)
    changed = replace(block, slacks=replace(block.slacks, price=price))
    return Split(changed, leave_out, (*_joined(block, places), *counters), digits)


def _is_long(block: Block, row: object, long: int) -> bool:
    """Whether a row is a hard sum of shifts over many days."""
    if not isinstance(row, SumRow) or row.slack >= 0 or not row.coefficients.any():
        return False
    if int(np.abs(row.coefficients).sum()) >= LARGEST:
        return False
    days = block.shifts.day[row.shifts]
    return int(days.max()) - int(days.min()) >= long


def _joined(block: Block, places: list[int]) -> list[Counter]:
    """Counters of hard rows, one for all those over the same sum, without those that nothing breaks."""
    known: dict[bytes, Counter] = {}
    for place in places:
        row = block.rows[place]
        assert isinstance(row, SumRow)
        coefficients = np.zeros(len(block.shifts), dtype=np.int64)
        coefficients[row.shifts] = row.coefficients
        lower, upper = -OPEN if row.lower is None else row.lower, OPEN if row.upper is None else row.upper
        coefficients, lower, upper = reduced_limits(coefficients, lower, upper)
        key = coefficients.tobytes()
        if key in known:
            lower, upper = max(lower, known[key].lower), min(upper, known[key].upper)
        known[key] = Counter(coefficients, lower, upper)
    return list(known.values())


def _sum(block: Block, place: int) -> SlackSum:
    row = block.rows[place]
    assert isinstance(row, SlackSum)
    return row


def _with_digits(block: Block, long: int) -> tuple[list[int], IntArray, Digits]:
    """Positions of hard sums of slacks that become counters, prices that count their slacks, and how."""
    price, upper = block.slacks.price.copy(), block.slacks.upper
    used = sum(int(one) * int(most) for one, most in zip(price, upper, strict=True))
    begin = max(1, used.bit_length())
    sums, shifts, bits = [], [], []
    for place, row in enumerate(block.rows):
        if not isinstance(row, SlackSum) or row.slack >= 0 or len(row.slacks) < long // 3:
            continue
        most = int(upper[np.unique(row.slacks)].sum())
        if begin + most.bit_length() > BITS:
            continue
        price[np.unique(row.slacks)] += 1 << begin
        sums.append(place)
        shifts.append(begin)
        bits.append(max(1, most.bit_length()))
        begin += bits[-1]
    return sums, price, Digits(tuple(shifts), tuple(bits))
