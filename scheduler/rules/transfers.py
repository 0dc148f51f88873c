"""Agents who change queue within a shift."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from pydantic import Field, model_validator

from scheduler.audit_transfers import moves, setups_of
from scheduler.audit_words import duration, stretch
from scheduler.records import Name
from scheduler.roster import SET_UP
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach
from scheduler.rules.limit import TransferTerms

if TYPE_CHECKING:
    from scheduler.audit_time import Stretch
    from scheduler.audit_tour import AuditedTour
    from scheduler.audit_transfers import Move
    from scheduler.result import Violation
    from scheduler.roster import Shift


class Transfers(AgentRule):
    """
    What direct changes from one queue to another, within a shift, take and cost.

    A transfer is a change of queue with nothing between, or only a set-up. After a break, a meal or another activity an
    agent goes on with any of his queues, and so he does in his next shift, however soon that begins.

    With severity ``cost`` each transfer costs ``price``, and no limit is stated: those are rules of their own.

    Parameters
    ----------
    maximum_per_shift
        How many at most in one shift.
    setup_minutes
        What lies between the two queues: paid time that covers none of them, a ``set-up`` in the roster. Where several
        rules state one, the longest counts. With severity ``warning`` shifts have no set-up on its account, and each
        transfer that lacks it is told.
    pairs
        Pairs of queues, from and to; all where not stated.
    """

    name: ClassVar[str] = "transfers"
    unit: ClassVar = "times"

    maximum_per_shift: Annotated[int, Field(ge=0, le=100)] | None = None
    setup_minutes: Annotated[int, Field(ge=0, le=12 * 60)] = 0
    pairs: tuple[tuple[Name, Name], ...] | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        limits = self.maximum_per_shift is not None or self.setup_minutes > 0 or self.pairs is not None
        if limits and self.severity == "cost":
            raise ValueError(f"rule {self.label} has a price and limits; make two rules of them")
        if not limits and self.severity != "cost":
            raise ValueError(f"rule {self.label} needs maximum_per_shift, setup_minutes or pairs; state one of them")
        return self

    @property
    def further_activities(self) -> frozenset[str]:
        """See ``AgentRule``."""
        return frozenset({SET_UP} if self.setup_minutes else ())

    def transfer_terms(self) -> TransferTerms:
        """See ``AgentRule``."""
        allowed = None if self.pairs is None else frozenset(self.pairs)
        return TransferTerms(self.setup_minutes, self.maximum_per_shift, allowed)

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each transfer and each set-up that is wrong; with severity ``cost`` for each transfer."""
        agent, problem = tour.agent, tour.problem
        rules = [rule for rule in problem.rule_book.of(agent) if isinstance(rule, Transfers)]
        # Only hard rules put set-ups into shifts; how long these may be is a matter of the longest of them.
        longest = max((rule.setup_minutes for rule in rules if rule.severity == "hard"), default=0)
        is_longest = self.severity == "hard" and self.setup_minutes == longest
        for shift in tour.shifts:
            for place, words in self._wrong(shift, tour, is_longest=is_longest):
                message = f"{agent.label} {words} ({stretch(problem.horizon, *place)})."
                yield breach(self, agent, problem, place, message)

    def _wrong(self, shift: Shift, tour: AuditedTour, *, is_longest: bool) -> Iterator[tuple[Stretch, str]]:
        horizon, known = tour.problem.horizon, []
        for number, move in enumerate(moves(shift, horizon)):
            known.append((move.before.end, move.after.start))
            if words := self._about(move, number):
                yield (move.before.end, move.after.end), words
        for place in setups_of(shift, horizon) if is_longest and self.setup_minutes else ():
            if place not in known:
                yield place, "has a set-up that is not between two queues"
            elif place[1] - place[0] > self.setup_minutes:
                yield place, f"has a set-up of {duration(place[1] - place[0])}; it takes {duration(self.setup_minutes)}"

    def _about(self, move: Move, number: int) -> str:
        """What is wrong with a transfer, the number of which in its shift begins with 0; empty where nothing is."""
        way = f"changes from {move.before.queue} to {move.after.queue}"
        if self.severity == "cost":
            return way
        if self.pairs is not None and (move.before.queue, move.after.queue) not in self.pairs:
            return f"{way}, which is not allowed"
        if move.setup_minutes < self.setup_minutes:
            return f"{way} within {duration(move.setup_minutes)}; a set-up takes {duration(self.setup_minutes)}"
        if self.maximum_per_shift is not None and number >= self.maximum_per_shift:
            return f"{way}, transfer {number + 1} of the shift; {self.maximum_per_shift} are allowed"
        return ""
