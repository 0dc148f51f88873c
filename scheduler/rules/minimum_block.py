"""No fluttering between queues."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scheduler.audit_transfers import moves
from scheduler.audit_words import duration, stretch
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach

if TYPE_CHECKING:
    from scheduler.audit_tour import AuditedTour
    from scheduler.result import Violation


class MinimumBlock(AgentRule):
    """
    A block of work that begins or ends with a direct change of queue, or its set-up, lasts its queue's minimum.

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
            blocks = (block for move in moves(shift, problem.horizon) for block in (move.before, move.after))
            for block in dict.fromkeys(blocks):
                minutes, minimum = block.end - block.start, minima.get(block.queue, 0)
                if minutes < minimum:
                    message = (
                        f"{agent.label} changes queue after {duration(minutes)} on {block.queue}, "
                        f"{stretch(problem.horizon, block.start, block.end)}; {duration(minimum)} are required."
                    )
                    yield breach(self, agent, problem, (block.start, block.end), message)
