"""Rows of a plan that mean something else than whoever wrote them thinks: shifts of no pattern, dates elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.audit_words import stretch
from scheduler.candidates import Offers
from scheduler.check_report import Concern, warning
from scheduler.people import Span
from scheduler.problem import Problem
from scheduler.records import MINUTES_PER_DAY


def row_concerns(problem: Problem) -> Iterator[Concern]:
    """
    Pinned shifts that no pattern has, and tables of which no row falls into the plan.

    Parameters
    ----------
    problem
        A valid plan.
    """
    yield from _pins_of_no_pattern(problem)
    yield from _tables_outside(problem)


def _pins_of_no_pattern(problem: Problem) -> Iterator[Concern]:
    """Shifts that are worked as they are pinned; a start that is a typing error looks the same."""
    horizon, offers = problem.horizon, Offers(problem)
    for pin in problem.pins:
        if pin.activity:
            continue
        contract = problem.contract_of[pin.agent]
        start, end = horizon.minute(pin.start), horizon.minute(pin.end)
        if not any(row[1:3] == (start, end) for row in offers.of(contract)):
            agent = problem.agent_named[pin.agent].label
            span = stretch(horizon, start, end)
            yield warning("pin-of-no-pattern", agent=agent, span=span, contract=contract.contract)


def _tables_outside(problem: Problem) -> Iterator[Concern]:
    """Tables of which not one row falls into the plan: they are of another week, or of another year."""
    tables: dict[str, tuple[Span, ...]] = {
        "absences": problem.absences,
        "preferences": problem.preferences,
        "availability": problem.availability,
    }
    horizon = problem.horizon
    for table, rows in tables.items():
        spans = [(horizon.minute(row.start), horizon.minute(row.end)) for row in rows]
        last = horizon.day_start(problem.days)
        # A shift of the last date reaches into the day after it.
        if spans and all(end <= 0 or start >= last + MINUTES_PER_DAY for start, end in spans):
            start, end = min(spans, key=lambda span: max(-span[1], span[0] - last))
            yield warning("table-outside", table=table, rows=len(rows), span=stretch(horizon, start, end))
