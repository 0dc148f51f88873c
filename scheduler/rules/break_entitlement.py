"""Breaks that the length of a shift asks for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from scheduler.audit_time import Stretch, length, merged, outside
from scheduler.audit_words import duration, moment, stretch
from scheduler.break_programs import break_kinds
from scheduler.records import MINUTES_PER_DAY
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach
from scheduler.rules.break_tier import BreakTier
from scheduler.rules.break_windows import Asked, narrowed, with_pins
from scheduler.rules.hours import in_minutes, least_minutes, most_minutes

if TYPE_CHECKING:
    from scheduler.audit_tour import AuditedTour, Worked
    from scheduler.candidates import Candidates
    from scheduler.people import Agent
    from scheduler.result import Violation
    from shiftmodels.data import BreakProgram


class BreakEntitlement(AgentRule):
    """
    Breaks that a shift must have, by its length, and the longest time without one.

    A break counts if it lasts at least ``minimum_part`` minutes, is paid or not as ``paid`` says, and, with
    ``not_at_edges``, has work before and after it. Breaks that touch are one break, if ``paid`` lets both count. Pinned
    activities are work. Everything is elapsed time. Shifts of the history are not looked at, whose breaks are not
    known.

    An engine may place breaks anywhere in the windows of the pattern. Where the rule is hard, these windows are cut
    until every placement is legal, and shifts without a legal placement are not offered. That is stricter than the
    rule in three ways. Where the time between two breaks matters, each of them gets a window of its own, although a
    late first one would allow a late second one. Each break counts on its own: breaks that are long or early enough
    only because they touch are not offered. And several rules of this kind cut one after the other.

    Parameters
    ----------
    tiers
        What shifts must have, in order of their length. Of the tiers that a shift reaches, the last decides.
    measured
        What the length of a shift is, for the tiers: ``span`` from start to end, ``work`` without its breaks, paid or
        not and however short, or ``paid`` time. With ``paid``, a paid rest is work and a meal is not.
    minimum_part
        Minutes that a break must last to count.
    maximum_continuous_hours
        Hours from the start of the shift, or the end of a break that counts, to the next such break, or the end of the
        shift, at most. Breaks that do not count are no interruption. Holds for shifts of any length.
    not_at_edges
        Breaks before which or after which there is no work in the shift do not count.
    paid
        Only paid breaks count (``true``), or only unpaid ones (``false``); all where not given.

    References
    ----------
    SI 1998/1833 reg 12: more than 6 hours, 20 minutes; not at the ends. Under 18: more than 4.5 hours, 30 minutes.
    ArbZG § 4: work of more than 6 hours, 30 minutes, of more than 9 hours, 45 minutes, in parts of 15; no more than 6
    hours without a break.
    California Labor Code 512: more than 5 hours, 30 minutes that begin before the end of the fifth hour.
    Wage Order 4 section 12: 10 minutes, paid, for 4 hours or a major fraction of it.
    """

    name: ClassVar[str] = "break_entitlement"

    tiers: tuple[BreakTier, ...] = ()
    measured: Literal["span", "work", "paid"] = "span"
    minimum_part: Annotated[int, Field(ge=1, le=MINUTES_PER_DAY)] = 1
    maximum_continuous_hours: Annotated[Decimal, Field(gt=0, le=48)] | None = None
    not_at_edges: bool = False
    paid: bool | None = None

    @model_validator(mode="after")
    def _something_is_asked(self) -> Self:
        if not self.tiers and self.maximum_continuous_hours is None:
            raise ValueError("break_entitlement needs tiers or maximum_continuous_hours; add one of them")
        if any(below.place >= above.place for below, above in pairwise(self.tiers)):
            raise ValueError("tiers are not in order of their hours; begin with the shortest shifts")
        return self

    def refined(self, candidates: Candidates, number: Callable[[BreakProgram], int]) -> Candidates:
        """See ``AgentRule``."""
        pinned = np.isin(candidates.day, [candidates.problem.horizon.day(pin.shift_date) for pin in candidates.pins])
        day, start = np.where(pinned, candidates.day, 0), np.where(pinned, candidates.start, 0)
        span, minutes = candidates.end - candidates.start, self._measure(candidates)
        shapes = np.stack([span, minutes, candidates.program, day, start, pinned], axis=1)
        distinct, which = np.unique(shapes, axis=0, return_inverse=True)
        cut = [self._narrowed(candidates, *shape) for shape in distinct.tolist()]
        fits = np.array([program is not None for program in cut], dtype=bool)
        numbers = np.array([-1 if program is None else number(program) for program in cut], dtype=np.int64)
        which = which.reshape(-1)
        return replace(candidates, program=numbers[which]).keep(fits[which])

    def _narrowed(
        self, candidates: Candidates, span: int, minutes: int, index: int, day: int, start: int, pinned: int
    ) -> BreakProgram | None:
        """The program of shifts that are alike, cut; ``None`` if none of its placements is legal."""
        program = candidates.programs[index]
        if pinned:
            program = with_pins(program, candidates, day, start)
        return narrowed(program, self._asked(candidates, span, minutes, program))

    def _measure(self, candidates: Candidates) -> np.ndarray:
        """Minutes of each candidate by which its tier is found. Shape ``(S,)``."""
        match self.measured:
            case "span":
                return candidates.end - candidates.start
            case "work":
                return candidates.work
            case "paid":
                return candidates.paid

    def _asked(self, candidates: Candidates, span: int, minutes: int, program: BreakProgram) -> Asked:
        """What is asked of a program in a shift, in intervals."""
        grid, kinds = candidates.problem.interval_minutes, break_kinds(candidates.problem)
        joins = tuple(self.paid is None or kinds[kind][1] == self.paid for kind in program.kinds)
        long = (part * grid >= self.minimum_part for part in program.lengths)
        tier = self._tier_of_candidate(minutes, set(candidates.agent.attributes))
        latest = None if tier is None else tier.latest_start_hours
        return Asked(
            span=span // grid,
            counts=tuple(fits and joined for fits, joined in zip(long, joins, strict=True)),
            joins=joins,
            rest=0 if tier is None else ceil(tier.minutes / grid),
            number=0 if tier is None else tier.count,
            latest=None if latest is None else ceil(least_minutes(latest) / grid) - 1,
            stretch=None if (most := self.maximum_continuous_hours) is None else most_minutes(most) // grid,
            inside=self.not_at_edges,
        )

    def _tier_of_candidate(self, minutes: int, attributes: set[str]) -> BreakTier | None:
        reached = None
        for tier in self.tiers:
            hours, above = tier.place
            waived = tier.with_attribute_waived in attributes and (
                tier.unless_at_most_hours is None or minutes <= most_minutes(tier.unless_at_most_hours)
            )
            if not waived and minutes >= (most_minutes(hours) + 1 if above else least_minutes(hours)):
                reached = tier
        return reached

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each shift with too few breaks, and one for each time that is too long without one."""
        for shift in tour.rostered:
            rests = self._rests(shift)
            yield from self._too_little(shift, rests, tour)
            yield from self._without_break(shift, rests, tour)

    def _rests(self, shift: Worked) -> list[Stretch]:
        """Breaks of a shift that count."""
        pauses = merged((pause.start, pause.end) for pause in shift.pauses)
        rests = pauses
        if self.paid is not None:
            rests = merged((pause.start, pause.end) for pause in shift.pauses if pause.paid == self.paid)
        if self.not_at_edges:
            work = outside((shift.start, shift.end), pauses)
            rests = [rest for rest in rests if work and work[0][0] < rest[0] and rest[1] < work[-1][1]]
        return [rest for rest in rests if rest[1] - rest[0] >= self.minimum_part]

    def _tier_of(self, shift: Worked, agent: Agent) -> BreakTier | None:
        """The tier that holds for a shift of an agent."""
        lengths = {"span": shift.end - shift.start, "work": shift.work_minutes, "paid": shift.paid_minutes}
        minutes = lengths[self.measured]
        for tier in reversed(self.tiers):
            if tier.more_than_hours is not None and minutes <= most_minutes(tier.more_than_hours):
                continue
            if tier.at_least_hours is not None and minutes < least_minutes(tier.at_least_hours):
                continue
            limit = tier.unless_at_most_hours
            if tier.with_attribute_waived not in agent.attributes or (
                limit is not None and minutes > most_minutes(limit)
            ):
                return tier
        return None

    def _too_little(self, shift: Worked, rests: list[Stretch], tour: AuditedTour) -> Iterator[Violation]:
        tier = self._tier_of(shift, tour.agent)
        if tier is None:
            return
        until = None if tier.latest_start_hours is None else shift.start + least_minutes(tier.latest_start_hours)
        taken = [rest for rest in rests if until is None or rest[0] < until]
        if length(taken) >= tier.minutes and len(taken) >= tier.count:
            return
        horizon = tour.problem.horizon
        begun = [] if until is None else [f"begun before {moment(horizon, until)}"]
        message = (
            f"{tour.agent.label} has {_had(taken, tier)}{self._conditions(begun)} in the shift "
            f"{stretch(horizon, shift.start, shift.end)}, {_needed(tier)} required {self._from(tier)}."
        )
        yield breach(self, tour.agent, tour.problem, (shift.start, shift.end), message)

    def _without_break(self, shift: Worked, rests: list[Stretch], tour: AuditedTour) -> Iterator[Violation]:
        if self.maximum_continuous_hours is None:
            return
        longest = most_minutes(self.maximum_continuous_hours)
        for start, end in outside((shift.start, shift.end), rests):
            if end - start > longest:
                message = (
                    f"{tour.agent.label} works {duration(end - start)} without a break{self._conditions([])}, "
                    f"{stretch(tour.problem.horizon, start, end)}, at most {duration(longest)} are allowed."
                )
                yield breach(self, tour.agent, tour.problem, (start, end), message)

    def _conditions(self, further: list[str]) -> str:
        """What a break must be to count, in brackets."""
        words = [] if self.paid is None else ["paid" if self.paid else "unpaid"]
        words += [f"of at least {duration(self.minimum_part)}"] if self.minimum_part > 1 else []
        words += ["with work before and after"] if self.not_at_edges else []
        return f" ({', '.join(words + further)})" if words or further else ""

    def _from(self, tier: BreakTier) -> str:
        """From which length on a tier holds."""
        of = {"span": "", "work": " of work", "paid": " of paid time"}[self.measured]
        if tier.more_than_hours is not None:
            return f"above {duration(in_minutes(tier.more_than_hours))}{of}"
        return f"from {duration(in_minutes(tier.at_least_hours or Decimal(0)))}{of}"


def _had(taken: list[Stretch], tier: BreakTier) -> str:
    breaks = f"{len(taken)} break{'' if len(taken) == 1 else 's'}"
    if not tier.minutes:
        return breaks
    return f"{duration(length(taken))} {f'in {breaks}' if tier.count else 'of breaks'}"


def _needed(tier: BreakTier) -> str:
    if not tier.minutes:
        return f"{tier.count} {'is' if tier.count == 1 else 'are'}"
    in_breaks = f" in {tier.count} break{'' if tier.count == 1 else 's'}" if tier.count else ""
    return f"{duration(tier.minutes)}{in_breaks} are"
