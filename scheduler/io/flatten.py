"""From a plan to rows of cells; the same for CSV files and workbooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.demand import ServiceGoal
from scheduler.io.cells import guard
from scheduler.io.parameters import cell_of, text_of
from scheduler.io.tables import INSTANTS, PARAMETERS, PLAN_TABLES, ROW_TABLES, SETTINGS, SHEETS
from scheduler.problem import Problem, Weights
from scheduler.records import Record

Row = dict[str, object]


def tables_to_write(problem: Problem) -> list[str]:
    """Tables with rows, and those without which a plan is not complete."""
    needed = ("agents",) if problem.demand else ("agents", "requirements")
    return [table for table in ROW_TABLES if getattr(problem, table) or table in needed]


def table_rows(problem: Problem, table: str) -> list[Row]:
    """
    Rows of a table with a CSV file of its own.

    Parameters
    ----------
    problem, table
        The plan and the name of the table.

    Returns
    -------
    Cells by column: texts, numbers, dates, times; ``None`` where empty. Times are local and naive, unless one of the
    table falls into the second pass of an hour that occurs twice; then all are aware.
    """
    return rows_of(getattr(problem, table), table, problem.horizon.zone)


def rows_of(records: Iterable[Record], table: str, zone: ZoneInfo) -> list[Row]:
    """Records as rows of a table, see ``table_rows``."""
    rows = [_cells(record, SHEETS[table]) for record in records]
    instants = [(row, column) for column in INSTANTS.get(table, ()) for row in rows]
    times = [_instant(row[column]).astimezone(zone) for row, column in instants]
    naive = not any(time.fold for time in times)
    for (row, column), time in zip(instants, times, strict=True):
        row[column] = time.replace(tzinfo=None) if naive else time
    return rows


def plan_sheets(problem: Problem) -> dict[str, list[Row]]:
    """Rows of the sheets that hold what stands in ``plan.toml``."""
    sheets: dict[str, list[Row]] = {
        "plan": [{"key": name, "value": cell(getattr(problem, name))} for name in SETTINGS],
        "weights": [{"key": name, "value": getattr(problem.weights, name)} for name in Weights.model_fields],
        "rules": _rules(problem),
        "seats": [{"site": site.site, **row} for site in problem.sites for row in _parts("seats", site.seats)],
        "breaks": [
            {"pattern": pattern.pattern, **row}
            for pattern in problem.patterns
            for row in _parts("breaks", pattern.breaks)
        ],
    }
    sheets |= {table: _parts(table, getattr(problem, table)) for table in PLAN_TABLES}
    for row, queue in zip(sheets["queues"], problem.queues, strict=True):
        if queue.service_goal is not None:
            row |= _cells(queue.service_goal, ServiceGoal.model_fields)
    return {name: sheets[name] for name in SHEETS if name not in ROW_TABLES}


def cell(value: Any) -> object:
    """A value as one cell holds it; several are joined by ``|``."""
    if isinstance(value, dict):
        queue = guard(value["queue"])
        return queue if value["proficiency"] == 1 else f"{queue}:{value['proficiency']:f}"
    if isinstance(value, tuple):
        return "|".join(guard(part) if isinstance(part, str) else str(cell(part)) for part in value) or None
    return str(value) if isinstance(value, str) else value


def _parts(sheet: str, records: Iterable[Record]) -> list[Row]:
    return [_cells(record, SHEETS[sheet]) for record in records]


def _cells(record: Record, columns: Iterable[str]) -> Row:
    written = record.model_dump()
    return {name: _cell(name, written[name]) for name in columns if name in written}


def _cell(column: str, value: Any) -> object:
    return text_of(value) if column == PARAMETERS else cell(value)


def _instant(value: object) -> dt.datetime:
    assert isinstance(value, dt.datetime)
    return value


def _rules(problem: Problem) -> list[Row]:
    stated = [(None, problem.rules), *((contract.contract, contract.rules) for contract in problem.contracts)]
    rows: list[Row] = []
    for contract, rules in stated:
        for rule, parameters in rules.items():
            above: Row = {"rule": rule, "contract": contract}
            named: list[Row] = [{"parameter": name, "value": cell_of(value)} for name, value in parameters.items()]
            rows += [above | row for row in named or [{}]]
    return rows
