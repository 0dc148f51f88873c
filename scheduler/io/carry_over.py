"""What a roster is for the plans after it: shifts worked, shifts told to agents, shifts that stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from scheduler.io.flatten import rows_of
from scheduler.io.tables import SHEETS
from scheduler.io.write import csv_text
from scheduler.people import PastShift, Pin, PublishedShift
from scheduler.problem import Problem
from scheduler.roster import Roster, Shift

CarriedTable = Literal["history", "published", "pins"]


def carried_over(roster: Roster, problem: Problem, table: CarriedTable, before: dt.date | None = None) -> str:
    """
    A table of a plan, as CSV, of the shifts of a roster.

    Parameters
    ----------
    roster, problem
        The roster and its plan.
    table
        ``history`` for the plan of the next weeks, with the history of this one before it; ``published`` for this plan
        once agents have been told; ``pins`` for what is no longer to change, beside the other pins of this plan: those
        of other shifts, and those of parts of shifts.
    before
        Shifts of earlier dates only; all where it is ``None``.
    """
    shifts = [shift for shift in roster.shifts() if before is None or shift.shift_date < before]
    match table:
        case "history":
            rows: Iterable[PastShift | PublishedShift | Pin] = (*problem.history, *map(_past, shifts))
        case "published":
            rows = map(_published, shifts)
        case _:
            taken = {(shift.agent, shift.shift_date) for shift in shifts}
            others = (pin for pin in problem.pins if pin.activity or (pin.agent, pin.shift_date) not in taken)
            rows = (*(shift.pin for shift in shifts), *others)
    ordered = sorted(rows, key=lambda row: (row.shift_date, row.agent, row.start.timestamp()))
    return csv_text(SHEETS[table], rows_of(ordered, table, problem.horizon.zone))


def _past(shift: Shift) -> PastShift:
    return PastShift(
        agent=shift.agent,
        start=shift.start,
        end=shift.end,
        shift_date=shift.shift_date,
        paid_minutes=shift.paid_minutes,
    )


def _published(shift: Shift) -> PublishedShift:
    return PublishedShift(agent=shift.agent, start=shift.start, end=shift.end, shift_date=shift.shift_date)
