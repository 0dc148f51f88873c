"""Which queue the members of a group work (``models/README.md``, section 4)."""

from __future__ import annotations

from shiftmodels.formulation.linear import times
from shiftmodels.formulation.parts import Parts
from shiftmodels.groups import Group, span_of
from shiftmodels.solution import OTHER


def add_queues(parts: Parts, index: int, group: Group) -> None:
    """``y[g, q, t]``: members on shift and not on a break are spread over their queues."""
    fixed = {t: work.queue for work in group.block.fixed_work for t in range(work.start, work.end)}
    for interval in span_of(parts.data, group).tolist():
        each = zip(group.queues.tolist(), group.block.queue_cost.tolist(), strict=True)
        working = [_count(parts, index, group, interval, *queue) for queue in each]
        absent = [*times(parts.present[index, 0, interval], -1), *parts.on_break[index, interval]]
        elsewhere = int(interval in fixed and fixed[interval] < 0)
        terms = [*((count, 1) for count in working), *parts.setting_up.get((index, interval), []), *absent]
        parts.model.row(("queues", (index, interval)), terms, -elsewhere, -elsewhere)
        if fixed.get(interval, OTHER) >= 0:
            pinned = parts.on_queue[index, fixed[interval], interval]
            parts.model.row(("queue_pinned", (index, interval)), [(pinned, 1)], lower=1)


def _count(parts: Parts, index: int, group: Group, interval: int, queue: int, cost: int) -> int:
    name = ("serve", (index, queue, interval))
    count = parts.model.variable(name, group.size, lambda known: known.counted(group, queue, interval), cost)
    parts.on_queue[index, queue, interval] = count
    return count
