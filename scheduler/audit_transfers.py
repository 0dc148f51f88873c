"""Transfers in a roster: changes of queue within a shift, with nothing or only a set-up between the two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from scheduler.audit_time import Stretch, merged, outside, stretch_of
from scheduler.roster import SET_UP

if TYPE_CHECKING:
    from scheduler.horizon import Horizon
    from scheduler.roster import Shift


@dataclass(frozen=True, slots=True)
class QueueBlock:
    """Work on one queue without a pause, in minutes of the horizon; rows of one queue that touch are one block."""

    queue: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Move:
    """
    A transfer.

    Parameters
    ----------
    before, after
        The blocks on both sides.
    """

    before: QueueBlock
    after: QueueBlock

    @property
    def setup_minutes(self) -> int:
        """Minutes between the two."""
        return self.after.start - self.before.end


def moves(shift: Shift, horizon: Horizon) -> Iterator[Move]:
    """Transfers of a shift, in order of time."""
    setups = setups_of(shift, horizon)
    for before, after in pairwise(_blocks(shift, horizon)):
        if before.queue != after.queue and not outside((before.end, after.start), setups):
            yield Move(before, after)


def setups_of(shift: Shift, horizon: Horizon) -> list[Stretch]:
    """Stretches of set-up in a shift."""
    return merged(stretch_of(part, horizon) for part in shift.activities if part.activity == SET_UP and not part.queue)


def _blocks(shift: Shift, horizon: Horizon) -> list[QueueBlock]:
    blocks: list[QueueBlock] = []
    for activity in shift.activities:
        if not activity.queue:
            continue
        start, end = stretch_of(activity, horizon)
        if blocks and blocks[-1].queue == activity.queue and blocks[-1].end == start:
            blocks[-1] = QueueBlock(activity.queue, blocks[-1].start, end)
        else:
            blocks.append(QueueBlock(activity.queue, start, end))
    return blocks
