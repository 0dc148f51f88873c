"""Sheet ``coverage`` of ``roster.xlsx``: a row per time of day, columns per date and queue."""

from __future__ import annotations

import datetime as dt
import math
from typing import TYPE_CHECKING, Any

from scheduler.clock_times import ClockTime, clock_time, clock_times
from scheduler.io.run_sheet import Formats, set_page
from scheduler.problem import Problem

if TYPE_CHECKING:
    import pandas as pd

MEASURES = ("required", "scheduled", "net")
HEADER_ROWS = 3
COLUMNS_PER_PAGE = 24


def add_coverage(workbook: Any, formats: Formats, problem: Problem, table: pd.DataFrame) -> None:
    """
    Add the sheet; net is red below zero, yellow above and green at zero.

    Intervals without a requirement and without anybody scheduled stay blank; times of day before the first and
    after the last interval in use have no row.

    Parameters
    ----------
    workbook
        Workbook of XlsxWriter.
    formats
        Its looks.
    problem
        The plan.
    table
        ``coverage_table`` of the roster.
    """
    sheet = workbook.add_worksheet("coverage")
    times = _times_in_use(problem, table)
    place = {time: row for row, time in enumerate(times, start=HEADER_ROWS)}
    _add_header(sheet, formats, problem)
    for (minute, again), row in place.items():
        sheet.write_datetime(row, 0, dt.time(minute // 60, minute % 60), formats["time_again" if again else "time"])
    _add_values(sheet, formats, problem, table, place)
    columns = len(MEASURES) * len(problem.queues) * problem.days
    sheet.freeze_panes(HEADER_ROWS, 1)
    sheet.set_column(0, 0, 12)
    sheet.set_column(1, columns, 8.5)
    sheet.repeat_columns(0)
    set_page(sheet, problem.name, header_rows=HEADER_ROWS, pages_wide=math.ceil(columns / COLUMNS_PER_PAGE))


def _times_in_use(problem: Problem, table: pd.DataFrame) -> list[ClockTime]:
    times = clock_times(problem)
    busy = (table["required"] > 0) | (table["scheduled"] > 0)
    intervals = {int(row) // len(problem.queues) for row in table.index[busy]}
    used = {clock_time(problem.horizon, interval * problem.interval_minutes) for interval in intervals}
    rows = [row for row, time in enumerate(times) if time in used]
    return times[rows[0] : rows[-1] + 1] if rows else times


def _add_header(sheet: Any, formats: Formats, problem: Problem) -> None:
    sheet.write_string(0, 0, "date", formats["header"])
    sheet.write_string(1, 0, "queue", formats["header"])
    sheet.write_string(2, 0, "interval", formats["header"])
    width = len(MEASURES) * len(problem.queues)
    for day in range(problem.days):
        first = 1 + day * width
        date = dt.datetime.combine(problem.horizon.date(day), dt.time())
        sheet.merge_range(0, first, 0, first + width - 1, None, formats["date_header"])
        sheet.write_datetime(0, first, date, formats["date_header"])
        for number, queue in enumerate(problem.queues):
            left = first + number * len(MEASURES)
            sheet.merge_range(1, left, 1, left + len(MEASURES) - 1, None, formats["queue_header"])
            sheet.write_string(1, left, queue.queue, formats["queue_header"])
            for offset, measure in enumerate(MEASURES):
                sheet.write_string(2, left + offset, measure, formats["measure"])


def _add_values(
    sheet: Any, formats: Formats, problem: Problem, table: pd.DataFrame, place: dict[ClockTime, int]
) -> None:
    horizon, num_queues = problem.horizon, len(problem.queues)
    values = table[list(MEASURES)].to_numpy()
    for interval in range(horizon.num_intervals):
        minute = interval * problem.interval_minutes
        row = place.get(clock_time(horizon, minute))
        day = horizon.day(horizon.instant(minute).date())
        for number in range(num_queues):
            required, scheduled, net = values[interval * num_queues + number]
            if row is None or not (required or scheduled):
                continue
            left = 1 + (day * num_queues + number) * len(MEASURES)
            sheet.write_number(row, left, required, formats["first"])
            sheet.write_number(row, left + 1, round(scheduled, 6), formats["number"])
            sheet.write_number(row, left + 2, round(net, 6), formats[_look(net)])


def _look(net: float) -> str:
    return "under" if net < 0 else "over" if net > 0 else "met"
