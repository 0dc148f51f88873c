"""Which shifts of a tour count, and how much of them, for the auditor."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from scheduler.horizon import Horizon
from scheduler.rules.kind_test import is_of_kind
from scheduler.rules.shift_kind import ShiftKind

if TYPE_CHECKING:
    from scheduler.audit_tour import AuditedTour, Worked
    from scheduler.contracts import Pattern

Counts = Literal["span", "work", "paid"]
"""From start to end; without breaks, paid or not; what is paid."""

COUNTED_WORDS: dict[Counts, str] = {"span": "from start to end", "work": "of work", "paid": "of paid time"}

_ANY = ShiftKind()


def counted_minutes(shift: Worked, counts: Counts) -> int:
    """Minutes of a shift that count."""
    match counts:
        case "span":
            return shift.end - shift.start
        case "work":
            return shift.work_minutes
        case "paid":
            return shift.paid_minutes


def shifts_of_kind(kind: ShiftKind, shifts: list[Worked], tour: AuditedTour) -> list[Worked]:
    """Those of some shifts of a tour that are of a kind."""
    if kind == _ANY:
        return shifts
    patterns = tuple(tour.problem.pattern_named[name] for name in kind.patterns)
    known = _known(kind, tour.problem.horizon, tour.holidays, patterns)
    found = []
    for shift in shifts:
        key = shift.day, shift.start, shift.end
        if key not in known:
            known[key] = is_of_kind(shift, kind, tour)
        if known[key]:
            found.append(shift)
    return found


@lru_cache(maxsize=64)
def _known(
    kind: ShiftKind, horizon: Horizon, holidays: frozenset[dt.date], patterns: tuple[Pattern, ...]
) -> dict[tuple[int, int, int], bool]:
    """What has been found so far, by day, start and end: agents have many shifts at the same times."""
    return {}
