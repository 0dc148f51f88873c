"""
Minimum blocks of queues (``models/README.md``, section 4.1).

Changes of queue are seen at *boundaries*: boundary ``b`` lies between the intervals ``b - 1`` and ``b``. Within any
window as long as the minimum block there is at most one change into a queue, and only if the queue is worked at the
end of the window: the rows of minimum up-time of D. Rajan and S. Takriti (2005, IBM Research Report RC23628).
"""

from __future__ import annotations

from dataclasses import dataclass

from shiftmodels.formulation.linear import Terms, times
from shiftmodels.formulation.parts import Known, Parts
from shiftmodels.groups import Group, span_of
from shiftmodels.solution import SETUP

Changes = dict[int, int]
"""For each boundary where a change of queue is possible, the variable that tells of it."""


def add_minimum_blocks(parts: Parts, index: int, group: Group) -> None:
    """A block that begins or ends with a direct change of queue lasts its minimum; for groups of one."""
    minima = dict(zip(group.queues.tolist(), group.block.minimum_block.tolist(), strict=True))
    for least in sorted({minimum for minimum in minima.values() if minimum > 1}):
        queues = sorted(queue for queue, minimum in minima.items() if minimum == least)
        others = {queue: [other for other in minima if other != queue] for queue in queues}
        blocks = _Blocks(parts, index, group, least, others, frozenset(group.block.shifts.end.tolist()))
        entered = blocks.changes("enter")
        # Where all queues have the same minimum, a change into one is a change out of another, without a set-up.
        is_both = len(queues) == len(minima) and group.block.transfers.setup == 0
        left = entered if is_both else blocks.changes("leave")
        blocks.keep("enter", entered)
        blocks.keep("leave", left)


@dataclass(frozen=True)
class _Blocks:
    """
    Parameters
    ----------
    parts
        The formulation.
    index, group
        A group of one.
    least
        Intervals of a minimum block.
    others
        For each queue of the agent that has it, his other queues.
    ends
        Where shifts may end.
    """

    parts: Parts
    index: int
    group: Group
    least: int
    others: dict[int, list[int]]
    ends: frozenset[int]

    def changes(self, side: str) -> Changes:
        """Variables that are 1 where one of the queues is entered or left for another queue within a shift."""
        span = set(span_of(self.parts.data, self.group).tolist())
        boundaries = [interval for interval in sorted(span) if interval - 1 in span]
        return {boundary: self._change(side, boundary) for boundary in boundaries}

    def _change(self, side: str, boundary: int) -> int:
        here, beside = (boundary, boundary - 1) if side == "enter" else (boundary - 1, boundary)
        agent, queues = self.group.agents[0], self.others.keys()

        def changes(known: Known) -> int:
            works = known.found.activity[agent]
            another = works[beside] == SETUP or (works[beside] >= 0 and works[beside] != works[here])
            return int(works[here] in queues and another and not _new_shift(known, agent, boundary))

        model, on_queue = self.parts.model, self.parts.on_queue
        change = model.variable((side, (self.index, self.least, boundary)), 1, changes)
        new_shift, family = times(self._touching(boundary), -1), f"{side}_seen"
        for queue, others in self.others.items():
            terms = [(on_queue[self.index, other, beside], 1) for other in others]
            terms += self.parts.setting_up.get((self.index, beside), [])
            terms += [(on_queue[self.index, queue, here], 1), *new_shift, (change, -1)]
            model.row((family, (self.index, queue, boundary)), terms, upper=1)
        return change

    def _touching(self, boundary: int) -> Terms:
        """A shift that begins where another one may end: going on with it is no change of queue within a shift."""
        return self.parts.beginning.get((self.index, boundary), []) if boundary in self.ends else []

    def keep(self, side: str, changes: Changes) -> None:
        """Within a minimum block of a change there is no other one, no end of work and no touching shift."""
        kept, whole, on_queue = f"{side}_kept", f"{side}_whole", self.parts.on_queue
        for interval in range(min(changes, default=0) - self.least, max(changes, default=0) + self.least):
            first = interval - self.least + 1 if side == "enter" else interval + 1
            window = [(changes[b], 1) for b in range(first, first + self.least) if b in changes]
            if not window:
                continue
            name = (self.index, self.least, interval)
            places = ((self.index, queue, interval) for queue in self.others)
            works = [(on_queue[place], -1) for place in places if place in on_queue]
            self.parts.model.row((kept, name), [*window, *works], upper=0)
            if touching := self._touching(interval):
                # The last boundary of the window is where the block itself would begin or end with that shift.
                nearer = [(changes[b], 1) for b in range(first, first + self.least - 1) if b in changes]
                self.parts.model.row((whole, name), [*nearer, *touching], upper=1)


def _new_shift(known: Known, agent: int, interval: int) -> bool:
    shifts = known.data.blocks[known.data.block_of[agent]].shifts
    worked = known.found.shift[agent]
    return bool((shifts.start[worked[worked >= 0]] == interval).any())
