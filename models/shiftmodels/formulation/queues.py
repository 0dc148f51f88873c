"""Which queue the members of a group work (``models/README.md``, section 4)."""

from __future__ import annotations

from shiftmodels.formulation.linear import times
from shiftmodels.formulation.parts import Known, Parts
from shiftmodels.groups import Group, span_of
from shiftmodels.solution import OTHER


def add_queues(parts: Parts, index: int, group: Group) -> None:
    """``y[g, q, t]``: members on shift and not on a break are spread over their queues."""
    fixed = {t: work.queue for work in group.block.fixed_work for t in range(work.start, work.end)}
    for interval in span_of(parts.data, group).tolist():
        working = [_count(parts, index, group, queue, interval) for queue in group.queues.tolist()]
        at_work = [*parts.on_shift[index, interval], *times(parts.on_break[index, interval], -1)]
        elsewhere = int(interval in fixed and fixed[interval] < 0)
        terms = [*((count, 1) for count in working), *times(at_work, -1)]
        parts.model.row(("queues", (index, interval)), terms, -elsewhere, -elsewhere)
        if fixed.get(interval, OTHER) >= 0:
            pinned = parts.on_queue[index, fixed[interval], interval]
            parts.model.row(("queue_pinned", (index, interval)), [(pinned, 1)], lower=1)


def _count(parts: Parts, index: int, group: Group, queue: int, interval: int) -> int:
    name = ("serve", (index, queue, interval))
    count = parts.model.variable(name, group.size, lambda known: known.counted(group, queue, interval))
    parts.on_queue[index, queue, interval] = count
    return count


def add_minimum_blocks(parts: Parts, index: int, group: Group) -> None:
    """A block that begins or ends with a direct change of queue lasts its minimum (section 4.1)."""
    for queue, least in zip(group.queues.tolist(), group.block.minimum_block.tolist(), strict=True):
        if least > 1:
            for interval in span_of(parts.data, group).tolist():
                _add_edge(parts, index, group, queue, interval, interval - 1, range(interval + 1, interval + least))
                _add_edge(parts, index, group, queue, interval, interval + 1, range(interval - least + 1, interval))


def _add_edge(parts: Parts, index: int, group: Group, queue: int, interval: int, beside: int, kept: range) -> None:
    """If ``queue`` in ``interval`` meets another queue ``beside``, it is worked throughout ``kept``."""
    here = parts.on_queue[index, queue, interval]
    others = [other for other in group.queues.tolist() if (index, other, beside) in parts.on_queue and other != queue]
    if not others:
        return
    agent = group.agents[0]

    def changes(known: Known) -> int:
        works = known.found.activity[agent]
        return int(works[interval] == queue and works[beside] in others and not _new_shift(known, agent, boundary))

    boundary = max(interval, beside)
    name = (index, queue, interval, beside)
    change = parts.model.variable(("change", name), 1, changes)
    # Two shifts may touch; that is no change of queue within a shift.
    new_shift = times(parts.beginning.get((index, boundary), []), -1)
    beside_works = [(parts.on_queue[index, other, beside], 1) for other in others]
    parts.model.row(("change_seen", name), [(here, 1), *beside_works, *new_shift, (change, -1)], upper=1)
    for later in kept:
        worked = parts.on_queue.get((index, queue, later))
        works = [] if worked is None else [(worked, -1)]
        parts.model.row(("block_kept", (*name, later)), [(change, 1), *works], upper=0)


def _new_shift(known: Known, agent: int, interval: int) -> bool:
    shifts = known.data.blocks[known.data.block_of[agent]].shifts
    worked = known.found.shift[agent]
    return bool((shifts.start[worked[worked >= 0]] == interval).any())
