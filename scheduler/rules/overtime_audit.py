"""Overtime of a roster, minute by minute, for the auditor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import groupby, pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from scheduler.audit_words import day_name, duration
from scheduler.rules.breach import breach
from scheduler.rules.charge import Charge

if TYPE_CHECKING:
    from scheduler.audit_tour import AuditedTour, Worked
    from scheduler.result import Violation
    from scheduler.rules.overtime import Overtime, Tier

_ORDINARY = Decimal(1)


@dataclass(frozen=True, slots=True)
class _Week:
    """
    Overtime of a workweek.

    Parameters
    ----------
    day
        Index of its first day.
    counted
        Minutes of all its shifts, history included, that are ordinary time of the week.
    seventh
        The shift on the seventh day where all seven are worked.
    pieces
        Overtime of the shifts of the roster.
    """

    day: int
    counted: int
    seventh: Worked | None
    pieces: list[_Piece]


@dataclass(frozen=True, slots=True)
class _Piece:
    """Minutes of a shift at one multiplier, either above the first daily threshold (``daily``) or below it."""

    shift: Worked
    minutes: int
    multiplier: Decimal
    daily: bool


def overtime_findings(rule: Overtime, tour: AuditedTour) -> Iterator[Violation]:
    """One finding for each shift above the first daily threshold, one for each week with other overtime."""
    for week in _weeks(rule, tour):
        for shift, pieces in groupby((piece for piece in week.pieces if piece.daily), attrgetter("shift")):
            message = (
                f"{tour.agent.label} has {duration(shift.paid_minutes)} of paid time in the shift on "
                f"{day_name(shift.date)}, overtime begins after {duration(rule.ordinary_minutes)}."
            )
            minutes = sum(piece.minutes for piece in pieces)
            yield breach(rule, tour.agent, tour.problem, (shift.start, shift.end), message, minutes)
        yield from _week_finding(rule, tour, week)


def overtime_charges(rule: Overtime, tour: AuditedTour) -> Iterator[Charge]:
    """Overtime of each week: hours, and what they cost beyond the ordinary hour."""
    hourly = Fraction(tour.problem.contract_of[tour.agent.agent].hourly_cost)
    for week in _weeks(rule, tour):
        hours = Fraction(sum(piece.minutes for piece in week.pieces), 60)
        extra = sum(piece.minutes * (piece.multiplier - _ORDINARY) for piece in week.pieces)
        yield Charge(hours, hourly * Fraction(extra) / 60)


def _week_finding(rule: Overtime, tour: AuditedTour, week: _Week) -> Iterator[Violation]:
    pieces = [piece for piece in week.pieces if not piece.daily]
    if not pieces:
        return
    minutes = sum(piece.minutes for piece in pieces)
    reasons = []
    if rule.weekly and week.counted > rule.weekly[0].minutes:
        reasons.append(f"overtime begins after {duration(rule.weekly[0].minutes)}")
    if rule.seventh_day and week.seventh:
        reasons.append(f"{day_name(week.seventh.date)} is the seventh day worked")
    message = (
        f"{tour.agent.label} has {duration(week.counted)} that count in the week from "
        f"{day_name(tour.problem.horizon.date(week.day))}, {duration(minutes)} of them overtime: "
        f"{' and '.join(reasons)}."
    )
    place = pieces[0].shift.start, pieces[-1].shift.end
    yield breach(rule, tour.agent, tour.problem, place, message, minutes)


def _weeks(rule: Overtime, tour: AuditedTour) -> Iterator[_Week]:
    """Weeks in which the roster has overtime."""
    horizon, start = tour.problem.horizon, (rule.week_start or tour.problem.week_start).number
    groups: defaultdict[int, list[Worked]] = defaultdict(list)
    for shift in tour.worked:
        if shift.day > -7:
            groups[horizon.week_of(shift.day, start)].append(shift)
    for day, shifts in groups.items():
        all_worked = len({shift.day for shift in shifts}) == 7
        seventh = next((shift for shift in shifts if all_worked and shift.day == day + 6), None)
        counted, pieces = 0, []
        for shift in shifts:
            if not shift.past:
                pieces += _pieces(rule, shift, counted, shift is seventh)
            counted += min(shift.paid_minutes, rule.ordinary_minutes)
        if pieces:
            yield _Week(day, counted, seventh, pieces)


def _pieces(rule: Overtime, shift: Worked, before: int, is_seventh: bool) -> list[_Piece]:
    """Overtime of a shift after so many minutes of ordinary time in the week."""
    paid, special = shift.paid_minutes, rule.seventh_day if is_seventh else None
    cuts = {0, paid, *(tier.minutes for tier in rule.daily), *(tier.minutes - before for tier in rule.weekly)}
    if special:
        cuts.add(special.minutes)
    pieces = []
    for begin, end in pairwise(sorted(cut for cut in cuts if 0 <= cut <= paid)):
        daily = begin >= rule.ordinary_minutes
        multiplier = max(_ORDINARY, _paid_at(rule.daily, begin))
        if not daily:
            multiplier = max(multiplier, _paid_at(rule.weekly, before + begin))
        if special:
            multiplier = max(multiplier, special.multiplier if begin < special.minutes else special.highest)
        if multiplier > _ORDINARY:
            pieces.append(_Piece(shift, end - begin, multiplier, daily))
    return pieces


def _paid_at(tiers: Sequence[Tier], minute: int) -> Decimal:
    """Multiplier of the tier that a minute lies in."""
    return next((tier.multiplier for tier in reversed(tiers) if tier.minutes <= minute), _ORDINARY)
