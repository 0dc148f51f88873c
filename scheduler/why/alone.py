"""What it takes that one agent's tour is as it is wanted, everybody else's unchanged."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from scheduler.audit import audit
from scheduler.audit_cost import ExactTerm, exact_terms
from scheduler.audit_difference import TermDifferences
from scheduler.decode import decode_tour
from scheduler.roster import Activity, Roster
from scheduler.why.change import NOTHING, in_money, words_of
from scheduler.why.report import Alone, ShiftChange
from shiftmodels.tours.alternatives import Alternative, Alternatives

if TYPE_CHECKING:
    from scheduler.compile import Compiled
    from scheduler.result import Violation
    from scheduler.why.wanted import Wanted
    from shiftmodels.data import Block, SumRow
    from shiftmodels.solution import Assignment

SECONDS = 10.0
"""For what stops a tour; a question to a solver takes a few tenths of a second."""
MOST_LIMITS = 3
"""Broken limits that are told."""


class Others:
    """
    A roster, and what single agents could do instead in it.

    Parameters
    ----------
    compiled
        The plan.
    roster, found
        The roster, as people and as arrays.
    """

    def __init__(self, compiled: Compiled, roster: Roster, found: Assignment) -> None:
        self.compiled, self.roster, self.found = compiled, roster, found
        self.alternatives = Alternatives(compiled.data, found)

    @cached_property
    def terms(self) -> dict[str, ExactTerm]:
        """Cost terms of the roster."""
        return exact_terms(self.roster, self.compiled.problem)

    @cached_property
    def _differences(self) -> TermDifferences:
        return TermDifferences(self.roster, self.compiled.problem)

    def term_changes(self, agent: str, after: Roster) -> dict[str, float]:
        """Cost terms that change, by name, in money, where only the tour of an agent is another one."""
        return in_money(self._differences.of(agent, after))

    def number(self, agent: str) -> int:
        """Number of an agent in the arrays."""
        return self.compiled.names.index(agent)

    def with_tour(self, agent: str, other: Alternative) -> Roster:
        """The roster with another tour of an agent."""
        kept = (part for part in self.roster.activities if part.agent != agent)
        return Roster([*kept, *self._own(agent, other)], self.roster.stays)

    def changes(self, agent: str, other: Alternative) -> tuple[ShiftChange, ...]:
        """Shifts of an agent that are others in another tour of his, by date; other breaks and queues do not count."""
        number, horizon = self.number(agent), self.compiled.problem.horizon
        before, after = self.found.shift[number], other.found.shift[number]
        spans = [
            (horizon.date(day), self._span(number, before[day]), self._span(number, after[day]))
            for day in np.flatnonzero(before != after).tolist()
        ]
        return tuple(
            ShiftChange(agent=agent, date=date, before=old, after=new) for date, old, new in spans if old != new
        )

    def _span(self, number: int, shift: int) -> str:
        """From when to when a shift of an agent's block is."""
        if shift < 0:
            return NOTHING
        shifts, grid = self._block(number).shifts, self.compiled.problem.interval_minutes
        instant = self.compiled.problem.horizon.instant
        return f"{instant(int(shifts.start[shift]) * grid):%H:%M}-{instant(int(shifts.end[shift]) * grid):%H:%M}"

    def _block(self, number: int) -> Block:
        block: Block = self.compiled.data.blocks[self.compiled.data.block_of[number]]
        return block

    def _own(self, agent: str, other: Alternative) -> list[Activity]:
        return decode_tour(self.compiled, other.found, self.number(agent))

    def row(self, wanted: Wanted) -> SumRow:
        """What is wanted, as a row over the agent's shifts."""
        return wanted.row(self._block(self.number(wanted.agent.agent)).shifts)

    def cheapest(self, wanted: Wanted) -> Alternative | None:
        """The cheapest tour that is as it is wanted; ``None`` where none was found."""
        return self.alternatives.with_row(self.number(wanted.agent.agent), self.row(wanted))

    def has(self, wanted: Wanted) -> bool:
        """Whether it is as it is wanted already."""
        row, worked = self.row(wanted), set(self.found.worked(self.number(wanted.agent.agent)).tolist())
        total = sum(amount for shift, amount in zip(row.shifts, row.coefficients, strict=True) if int(shift) in worked)
        return (row.lower is None or total >= row.lower) and (row.upper is None or total <= row.upper)

    def alone(
        self, wanted: Wanted, other: Alternative | None, *, has_terms: bool = True, seconds: float = SECONDS
    ) -> Alone:
        """
        What it takes, in words and numbers.

        Parameters
        ----------
        wanted
            What is asked.
        other
            From ``cheapest``.
        has_terms
            Whether the cost is told term by term.
        seconds
            Wall time to find out what stops it.
        """
        agent = wanted.agent.agent
        if other is None:
            return self._stopped(wanted, seconds)
        changes = self.changes(agent, other)
        how = f"{words_of(changes)}." if changes else "With the same shifts, but other breaks or queues."
        if not other.is_legal:
            limits = self._limits(self.with_tour(agent, other))
            sure = "" if other.is_cheapest else " Whether another tour of his keeps them is not proven."
            message = f"{how} Hard limits of the plan as a whole would be broken.{sure}"
            return Alone(code="limits", cheapest=other.is_cheapest, changes=changes, limits=limits, message=message)
        extra = float(self.compiled.money(other.extra) or 0)
        return Alone(
            code="gains" if extra < 0 else "dearer",
            extra_cost=extra,
            cheapest=other.is_cheapest,
            changes=changes,
            terms=self.term_changes(agent, self.with_tour(agent, other)) if has_terms else {},
            message=f"{how} {_cost(extra)}{'' if other.is_cheapest else ' That it is the cheapest is not proven.'}",
        )

    def _stopped(self, wanted: Wanted, seconds: float) -> Alone:
        """No tour was found: what stops it, or that nothing is proven."""
        from scheduler.why.stopped import stops

        members = stops(self.compiled.problem, wanted, seconds)
        if members:
            message = f"No legal tour of his has it: {' '.join(member.message for member in members)}"
            return Alone(code="stopped", stopped_by=members, message=message)
        if members is None:
            return Alone(code="unknown", message="No legal tour of his that has it was found; nothing is proven.")
        if not len(self.row(wanted).shifts):
            return Alone(code="stopped", message="There is no such shift for him in the plan.")
        return Alone(code="stopped", message="No legal tour of his has it; there was no time for reasons.")

    def _limits(self, roster: Roster) -> tuple[str, ...]:
        """Messages of hard limits that another roster breaks, and this one does not."""
        found = [one.message for one in _hard(roster, self.compiled) if one.message not in self._broken]
        more = [f"... and {len(found) - MOST_LIMITS} more."] if len(found) > MOST_LIMITS else []
        return (*found[:MOST_LIMITS], *more)

    @cached_property
    def _broken(self) -> set[str]:
        return {violation.message for violation in _hard(self.roster, self.compiled)}


def _hard(roster: Roster, compiled: Compiled) -> list[Violation]:
    checked = audit(roster, compiled.problem)
    return [violation for violation in checked.violations if violation.severity == "hard"]


def _cost(extra: float) -> str:
    if extra < 0:
        return f"The roster would cost {-extra:,.2f} less: give the search more time."
    return f"The roster would cost {f'{extra:,.2f} more' if extra else 'the same'}."
