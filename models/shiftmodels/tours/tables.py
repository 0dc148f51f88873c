"""Costs of segments and shifts that several blocks share: whoever works the same queues alike has the same ones."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from shiftmodels.data import Block, IntArray, ModelData
from shiftmodels.tours.segments import FIXED, Segments, cut_segments, segment_reach, segments_of
from shiftmodels.tours.work import Versions, best_versions, shift_costs


class SegmentTables:
    """
    Segments under the prices that were asked for last.

    Blocks that differ in shifts, rows and wishes only ask for the same segments one after the other, when all blocks
    are priced: of a thousand agents with eighteen skill profiles, eighteen tables are computed.

    Parameters
    ----------
    reach, longest
        See ``segments_of``.
    """

    def __init__(self, reach: IntArray, longest: int) -> None:
        self._reach, self._longest = reach, longest
        self._asked: tuple[IntArray, int] | None = None
        self._known: Segments | None = None
        self._shifts: dict[bytes, tuple[IntArray, IntArray]] = {}

    @classmethod
    def of(cls, data: ModelData, blocks: Sequence[Block]) -> SegmentTables:
        """Tables of blocks of a problem that work alike."""
        longest = max(int((block.shifts.end - block.shifts.start).max(initial=0)) for block in blocks)
        reach = np.maximum.reduce([segment_reach(data, block) for block in blocks])
        # What comes after a fixed activity counts as a segment too.
        ends = [end for block in blocks for _, end in cuts_of(block) if end < data.num_intervals]
        reach[ends] = longest
        return cls(reach, longest)

    def segments(self, block: Block, prices: IntArray, scale: int) -> Segments:
        """
        Costs of all segments of a block.

        Parameters
        ----------
        block
            One of them.
        prices, scale
            See ``segments_of``.
        """
        known, asked = self._known, self._asked
        if known is None or asked is None or asked[1] != scale or not np.array_equal(asked[0], prices):
            known = segments_of(block, prices, scale, self._reach, self._longest)
            cut_segments(known.table, cuts_of(block), FIXED)
            self._known, self._asked = known, (prices.copy(), scale)
            self._shifts.clear()
        return known

    def shifts(self, block: Block, versions: Versions) -> tuple[IntArray, IntArray]:
        """
        Cost of each shift with its best program under the prices asked for last, and that program. Shape ``(S,)`` each.

        Parameters
        ----------
        block, versions
            The block and its versions.
        """
        assert self._known is not None
        found = self._shifts.get(versions.key)
        if found is None:
            spans = block.shifts.start[versions.shift], block.shifts.end[versions.shift]
            each = shift_costs(*spans, versions.program, versions.count, versions.breaks, self._known.table)
            found = best_versions(len(block.shifts), versions.shift, versions.program, each)
            self._shifts[versions.key] = found
        return found


def tables_of(data: ModelData) -> tuple[SegmentTables, ...]:
    """For each block of a problem the tables that it shares with all that work like it."""
    alike: dict[tuple[object, ...], list[Block]] = {}
    for block in data.blocks:
        alike.setdefault(_work(block), []).append(block)
    shared = {work: SegmentTables.of(data, blocks) for work, blocks in alike.items()}
    return tuple(shared[_work(block)] for block in data.blocks)


def _work(block: Block) -> tuple[object, ...]:
    """What the costs of segments depend on."""
    arrays = (block.queues, block.proficiency, block.minimum_block, block.queue_cost)
    held = tuple(hold for hold in block.holds if hold.queue >= 0)
    return (*(array.tobytes() for array in arrays), block.transfers, held, block.fixed_work)


def cuts_of(block: Block) -> list[tuple[int, int]]:
    """Spans of fixed activities that cover no queue, in order."""
    return sorted((work.start, work.end) for work in block.fixed_work if work.queue < 0)
