"""No fluttering between queues."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from scheduler.audit_time import stretch_of
from scheduler.audit_words import duration, stretch
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach

if TYPE_CHECKING:
    from scheduler.audit_tour import AuditedTour
    from scheduler.horizon import Horizon
    from scheduler.result import Violation
    from scheduler.roster import Shift


@dataclass(frozen=True, slots=True)
class _Block:
    """Work on one queue without a pause; rows of the same queue that touch are one block."""

    queue: str
    start: int
    end: int


class MinimumBlock(AgentRule):
    """
    A block of work that begins or ends with a direct change of queue lasts at least the queue's minimum.

    A break, a meal, another activity or the end of the shift may end a block of any length.
    """

    name: ClassVar[str] = "minimum_block"
    always: ClassVar[bool] = True

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each block that is too short."""
        agent, problem = tour.agent, tour.problem
        minima = {queue.queue: queue.minimum_block_minutes for queue in problem.queues}
        if not any(minima.values()):
            return
        for shift in tour.shifts:
            for block in _changed(_blocks(shift, problem.horizon)):
                minutes, minimum = block.end - block.start, minima.get(block.queue, 0)
                if minutes < minimum:
                    message = (
                        f"{agent.label} changes queue after {duration(minutes)} on {block.queue}, "
                        f"{stretch(problem.horizon, block.start, block.end)}; {duration(minimum)} are required."
                    )
                    yield breach(self, agent, problem, (block.start, block.end), message)


def _blocks(shift: Shift, horizon: Horizon) -> list[_Block]:
    blocks: list[_Block] = []
    for activity in shift.activities:
        if not activity.queue:
            continue
        start, end = stretch_of(activity, horizon)
        if blocks and blocks[-1].queue == activity.queue and blocks[-1].end == start:
            blocks[-1] = _Block(activity.queue, blocks[-1].start, end)
        else:
            blocks.append(_Block(activity.queue, start, end))
    return blocks


def _changed(blocks: list[_Block]) -> Iterator[_Block]:
    """Blocks that touch a block of another queue."""
    for index, block in enumerate(blocks):
        before = index > 0 and blocks[index - 1].end == block.start
        after = index + 1 < len(blocks) and blocks[index + 1].start == block.end
        if before or after:
            yield block
