"""What the makers of real weeks share: rows of a CSV file, and the check that it holds the week asked for."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path


class UsageError(Exception):
    """Arguments that cannot be served; the text is for the person who typed them."""


def read_rows(path: Path, columns: set[str]) -> list[dict[str, str]]:
    """
    Rows of a CSV file.

    Raises
    ------
    UsageError
        There is no such file, it is empty or a column is missing.
    """
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}); say where the data are with --data") from error
    if not rows or not columns <= set(rows[0]):
        raise UsageError(f"{path} lacks rows or one of the columns {', '.join(sorted(columns))}")
    return rows


def rows_of_week(rows: list[dict[str, str]], week: dt.date, first_weekday: int) -> list[dict[str, str]]:
    """
    Rows whose ``interval_start`` lies in the seven dates from ``week``.

    Parameters
    ----------
    first_weekday
        Weekday on which a week begins, 0 for Monday.

    Raises
    ------
    UsageError
        ``week`` is another weekday, or the data do not reach over the whole week.
    """
    if week.weekday() != first_weekday:
        name = dt.date(2024, 1, 1 + first_weekday).strftime("%A")
        raise UsageError(f"--week {week} is a {week:%A}; give a {name}")
    dates = [instant_of(row).date() for row in rows]
    last = week + dt.timedelta(days=6)
    # Weeks may end with closed days, but never begin before the data or outlast them by a working day.
    working = {date.weekday() for date in dates}
    missing = [
        week + dt.timedelta(days=day)
        for day in range(7)
        if (week + dt.timedelta(days=day)).weekday() in working
        and not min(dates) <= week + dt.timedelta(days=day) <= max(dates)
    ]
    chosen = [row for row, date in zip(rows, dates, strict=True) if week <= date <= last]
    if missing or not chosen:
        raise UsageError(f"--week {week}: the data reach from {min(dates)} to {max(dates)}; give a week inside")
    return chosen


def instant_of(row: dict[str, str]) -> dt.datetime:
    """``interval_start`` of a row, local time without a zone."""
    return dt.datetime.fromisoformat(row["interval_start"])
