"""Sheet ``summary`` of ``roster.xlsx``: what the run found, its cost and its violations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from scheduler.io.run_sheet import Formats, set_page
from scheduler.law import law_lines
from scheduler.result import Result

WIDTHS = (26, 16, 16, 18, 18, 90, 40)

COVERAGE_HEADER = ("hours on queue", "required", "scheduled", "understaffed", "overstaffed")
VIOLATION_HEADER = ("violated rule", "severity", "agent", "start", "end", "message", "source")

Value = str | float | dt.date | None
Row = Sequence[tuple[Value, str]]
"""Values with the names of their looks."""


def add_summary(workbook: Any, formats: Formats, result: Result, zone: dt.tzinfo) -> None:
    """
    Add the sheet: status, cost, bound and gap, then cost terms, coverage, violations, law and messages.

    Parameters
    ----------
    workbook
        Workbook of XlsxWriter.
    formats
        Its looks.
    result
        Answer of the run.
    zone
        Zone of the local times.
    """
    sheet = workbook.add_worksheet("summary")
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, result.plan, formats["title"])
    row = _add_table(sheet, formats, 2, ("run", "value"), _facts(result))
    if result.priorities:
        row = _add_table(sheet, formats, row, ("priority", "cost", "bound"), _priorities(result))
    row = _add_table(sheet, formats, row, ("cost term", "amount", "unit cost", "cost"), _cost_terms(result))
    row = _add_table(sheet, formats, row, COVERAGE_HEADER, _coverage(result))
    row = _add_table(sheet, formats, row, VIOLATION_HEADER, _violations(result, zone))
    if law := list(law_lines(result.law)):
        row = _add_table(sheet, formats, row, ("law",), [[(line, "text")] for line in law])
    if result.messages:
        _add_table(sheet, formats, row, ("messages",), [[(message, "text")] for message in result.messages])
    sheet.freeze_panes(1, 0)
    set_page(sheet, result.plan, header_rows=1)


def _add_table(sheet: Any, formats: Formats, row: int, header: Sequence[str], rows: Iterable[Row]) -> int:
    """Write a table and return the row at which the next one begins."""
    for column, name in enumerate(header):
        sheet.write_string(row, column, name, formats["header"])
    for cells in rows:
        row += 1
        for column, (value, look) in enumerate(cells):
            _write(sheet, row, column, value, formats[look])
    return row + 2


def _write(sheet: Any, row: int, column: int, value: Value, look: Any) -> None:
    if value is None:
        sheet.write_string(row, column, "unknown", look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    elif isinstance(value, dt.date):
        sheet.write_datetime(row, column, value, look)
    else:
        sheet.write_number(row, column, value, look)


def _facts(result: Result) -> list[Row]:
    facts: list[tuple[str, Value, str]] = [
        ("status", result.status.value, "text"),
        ("first date", dt.datetime.combine(result.start_date, dt.time()), "date"),
        ("cost", result.cost, "money"),
        ("bound", result.bound, "money"),
        ("gap", result.gap, "share"),
        ("gap of required", result.gap_of_required, "share"),
        ("engine", result.engine, "text"),
        *([("why this engine", result.engine_reason, "text")] if result.engine_reason else []),
        ("seed", result.seed, "number"),
        ("running time in seconds", result.runtime_seconds, "hours"),
        ("agents", result.problem_size.agents, "number"),
        ("violations", len(result.violations), "number"),
    ]
    return [[(name, "text"), (value, look)] for name, value, look in facts]


def _cost_terms(result: Result) -> list[Row]:
    return [
        [
            (name, "text"),
            (term.amount, "hours"),
            ("mixed" if term.unit_cost is None else term.unit_cost, "money"),
            (term.cost, "money"),
        ]
        for name, term in result.cost_terms.items()
    ]


def _priorities(result: Result) -> list[Row]:
    return [
        [
            (priority.terms, "text"),
            (priority.cost, "money"),
            ("unknown" if priority.bound is None else priority.bound, "money"),
        ]
        for priority in result.priorities
    ]


def _coverage(result: Result) -> list[Row]:
    if result.coverage is None:
        return []
    queues = {"all queues": result.coverage, **result.coverage.queues}
    return [
        [
            (name, "text"),
            (hours.required_hours, "hours"),
            (hours.scheduled_hours, "hours"),
            (hours.understaffed_hours, "hours"),
            (hours.overstaffed_hours, "hours"),
        ]
        for name, hours in queues.items()
    ]


def _violations(result: Result, zone: dt.tzinfo) -> list[Row]:
    return [
        [
            (violation.rule, "text"),
            (violation.severity, "text"),
            (violation.agent or "", "text"),
            (violation.start.astimezone(zone).replace(tzinfo=None), "moment"),
            (violation.end.astimezone(zone).replace(tzinfo=None), "moment"),
            (violation.message, "text"),
            (violation.source, "text"),
        ]
        for violation in result.violations
    ]
