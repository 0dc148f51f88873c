"""Names of people, queues and times in the names of a model's variables and rows."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from scheduler.compile import Compiled
from scheduler.compile_pools import PoolBuilder
from shiftmodels.data import Block
from shiftmodels.formulation.names import Labels


def words(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts in ASCII letters, digits and underscores; those that would be alike get their number too."""
    plain = [re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_") or "_" for text in texts]
    often = Counter(plain)
    return tuple(f"{word}_{number}" if often[word] > 1 else word for number, word in enumerate(plain))


class PlanLabels(Labels):
    """
    Words of a plan: agents and queues by name, ``1201_0815`` for 1 December, 8:15 of the plan's clock.

    Parameters
    ----------
    compiled
        The plan as arrays.
    """

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled

    def agent(self, agent: int) -> str:
        """An agent by name."""
        return self._agents[agent]

    def queue(self, queue: int) -> str:
        """A queue by name."""
        return self._queues[queue]

    def pool(self, pool: int) -> str:
        """Seats of a site, or equipment, by its name."""
        return self._pools[pool]

    def day(self, day: int) -> str:
        """Month and day."""
        return f"{self._compiled.problem.horizon.date(day):%m%d}"

    def interval(self, interval: int) -> str:
        """Month, day and time of its begin; by its number where it lies before or after all shifts."""
        known = self._intervals
        return known[interval] if 0 <= interval < len(known) else f"t{interval}".replace("-", "_")

    def shift(self, agent: int, shift: int) -> str:
        """Month, day, begin and end."""
        return self._shifts[int(self._compiled.data.block_of[agent])][shift]

    @cached_property
    def _agents(self) -> tuple[str, ...]:
        return words(self._compiled.names)

    @cached_property
    def _queues(self) -> tuple[str, ...]:
        return words(self._compiled.queue_names)

    @cached_property
    def _pools(self) -> tuple[str, ...]:
        return words(PoolBuilder(self._compiled.problem, self._compiled.data.num_intervals).names)

    @cached_property
    def _intervals(self) -> tuple[str, ...]:
        # The first moment after the last interval is named too: a shift may end there.
        return words(f"{self._clock(t):%m%d %H%M}" for t in range(self._compiled.data.num_intervals + 1))

    @cached_property
    def _shifts(self) -> tuple[tuple[str, ...], ...]:
        return tuple(self._shifts_of(block) for block in self._compiled.data.blocks)

    def _shifts_of(self, block: Block) -> tuple[str, ...]:
        shifts = block.shifts
        spans = zip(shifts.day.tolist(), shifts.start.tolist(), shifts.end.tolist(), strict=True)
        return words(f"{self.day(day)} {self._clock(start):%H%M} {self._clock(end):%H%M}" for day, start, end in spans)

    def _clock(self, interval: int) -> dt.datetime:
        problem = self._compiled.problem
        return problem.horizon.instant(interval * problem.interval_minutes)
