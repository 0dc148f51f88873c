"""
Transfers of one agent (``models/README.md``, section 4.2).

A transfer begins at *boundary* ``b``, which lies between the intervals ``b - 1`` and ``b``: on one side one queue is
worked, on the other, after the set-up, another one, both within a shift.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, partial

from shiftmodels.data import Shifts
from shiftmodels.formulation.linear import Terms, times
from shiftmodels.formulation.parts import Known, Parts
from shiftmodels.groups import Group, span_of
from shiftmodels.solution import SETUP


def add_setup(parts: Parts, index: int, group: Group) -> None:
    """
    Let members be between two queues.

    Where they are pooled, anybody may be at any time: a relaxation.
    """
    setup = group.block.transfers.setup
    if setup == 0 or len(group.queues) < 2:
        return
    span = span_of(parts.data, group).tolist()
    if not group.exact_transfers:
        for t in span:
            between = partial(_between, group, t)
            parts.setting_up[index, t] = [(parts.model.variable(("between", (index, t)), group.size, between), 1)]
        return
    inside = set(span)
    for boundary in span:
        if boundary - 1 in inside and boundary + setup in inside:
            for t in range(boundary, boundary + setup):
                parts.setting_up[index, t].append((_transfer(parts, index, group, boundary), 1))


def _between(group: Group, interval: int, known: Known) -> int:
    return known.counted(group, SETUP, interval)


def _transfer(parts: Parts, index: int, group: Group, boundary: int) -> int:
    """``w[g, b]``: whether a transfer begins."""
    key = index, boundary
    if key not in parts.transfer:
        begins = partial(_begins, group.agents[0], boundary)
        cost = group.block.transfers.cost
        parts.transfer[key] = parts.model.variable(("transfer", key), 1, begins, cost)
    return parts.transfer[key]


def _begins(agent: int, boundary: int, known: Known) -> int:
    return int(boundary in known.transfers(agent))


def add_transfers(parts: Parts, index: int, group: Group) -> None:
    """What transfers take, for a group of one."""
    if len(group.queues) > 1:
        _Transfers(parts, index, group).add()


class _Transfers:
    def __init__(self, parts: Parts, index: int, group: Group) -> None:
        self.parts, self.index, self.group = parts, index, group
        self.own = group.block.transfers
        self.queues = group.queues.tolist()

    @cached_property
    def span(self) -> frozenset[int]:
        """Intervals in which the agent can be on shift."""
        return frozenset(span_of(self.parts.data, self.group).tolist())

    @cached_property
    def touching(self) -> frozenset[int]:
        """Where one shift may begin when another one ends."""
        shifts = self.shifts
        return frozenset(shifts.start.tolist()) & frozenset(shifts.end.tolist())

    @cached_property
    def elsewhere(self) -> frozenset[int]:
        """Intervals of other activities."""
        other = (work for work in self.group.block.fixed_work if work.queue < 0)
        return frozenset(interval for work in other for interval in range(work.start, work.end))

    @property
    def shifts(self) -> Shifts:
        """Shifts of the agent."""
        data = self.parts.data
        return data.blocks[int(data.block_of[self.group.agents[0]])].shifts

    def add(self) -> None:
        boundaries = [t for t in sorted(self.span) if t - 1 in self.span]
        for boundary in boundaries:
            if self.own.setup == 0:
                self._bar(boundary)
            elif (self.index, boundary) in self.parts.transfer:
                self._frame(boundary)
            if self.group.counts_transfers or self.own.setup > 0:
                self._see(boundary)
        if self.own.most >= 0:
            self._limit()

    def _work(self, queues: list[int], interval: int) -> Terms:
        return [(self.parts.on_queue[self.index, queue, interval], 1) for queue in queues]

    def _new_shift(self, boundary: int) -> Terms:
        """A shift that begins where another one may end: going on with it is no transfer."""
        if boundary not in self.touching:
            return []
        return self.parts.beginning.get((self.index, boundary), [])

    def _barred(self, queue: int) -> list[int]:
        return [other for other in self.queues if (queue, other) in self.own.barred]

    def _bar(self, boundary: int) -> None:
        """No change between queues of a barred pair."""
        for queue in self.queues:
            if barred := self._barred(queue):
                terms = [*self._work([queue], boundary - 1), *self._work(barred, boundary)]
                terms += times(self._new_shift(boundary), -1)
                self.parts.model.row(("transfer_barred", (self.index, queue, boundary)), terms, upper=1)

    def _see(self, boundary: int) -> None:
        """Work on a queue goes on, or begins with a shift, after a break or another activity, or by a transfer."""
        begins = [*self.parts.beginning.get((self.index, boundary), [])]
        begins += self.parts.on_break.get((self.index, boundary - 1), [])
        if self.own.setup == 0:
            begins.append((_transfer(self.parts, self.index, self.group, boundary), 1))
        elif (begun := self.parts.transfer.get((self.index, boundary - self.own.setup))) is not None:
            begins.append((begun, 1))
        for queue in self.queues:
            terms = [*self._work([queue], boundary), *times(self._work([queue], boundary - 1), -1), *times(begins, -1)]
            upper = int(boundary - 1 in self.elsewhere)
            self.parts.model.row(("transfer_seen", (self.index, queue, boundary)), terms, upper=upper)

    def _frame(self, boundary: int) -> None:
        """Before and after a set-up the agent works, not the same queue nor one that is barred, in one shift."""
        model, transfer = self.parts.model, self.parts.transfer[self.index, boundary]
        end = boundary + self.own.setup
        for side, interval in enumerate((boundary - 1, end)):
            terms = [(transfer, 1), *times(self._work(self.queues, interval), -1)]
            model.row(("transfer_framed", (self.index, side, boundary)), terms, upper=0)
        for queue in self.queues:
            after = self._work([queue, *self._barred(queue)], end)
            terms = [(transfer, 1), *self._work([queue], boundary - 1), *after]
            model.row(("transfer_barred", (self.index, queue, boundary)), terms, upper=2)
        for inside in range(boundary, end + 1):
            if begins := self._new_shift(inside):
                model.row(("transfer_whole", (self.index, inside, boundary)), [(transfer, 1), *begins], upper=1)

    def _limit(self) -> None:
        """At most so many in each shift."""
        for number, (boundaries, works) in enumerate(self._spans()):
            begun = [(self.index, boundary) for boundary in boundaries]
            terms = [(self.parts.transfer[key], 1) for key in begun if key in self.parts.transfer]
            spare = max(0, len(terms) - self.own.most) if works else 0
            self.parts.model.row(
                ("transfer_limit", (self.index, number)), [*terms, *times(works, spare)], upper=self.own.most + spare
            )

    def _spans(self) -> Iterator[tuple[range, Terms]]:
        """
        Boundaries inside shifts, and the shifts if these are not all of a day.

        Where shifts of two days can overlap in time, each pair of times is looked at on its own.
        """
        shifts, agent = self.shifts, self.group.agents[0]
        days = sorted(set(shifts.day.tolist()))
        first = {day: int(shifts.start[shifts.day == day].min()) for day in days}
        last = {day: int(shifts.end[shifts.day == day].max()) for day in days}
        for day in days:
            if all(last[day] <= first[other] or last[other] <= first[day] for other in days if other != day):
                yield range(first[day] + 1, last[day]), []
                continue
            works: dict[tuple[int, int], Terms] = {}
            for shift in (shifts.day == day).nonzero()[0].tolist():
                span = int(shifts.start[shift]), int(shifts.end[shift])
                works.setdefault(span, []).append((self.parts.worked[agent][shift], 1))
            for (start, end), terms in sorted(works.items()):
                yield range(start + 1, end), terms
