"""The folder of a design: everything it answers, written whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.io.result_folder import DESIGN_FILE, result_folder
from scheduler.io.write import csv_text, folder_texts
from scheduler.records import format_time_of_day

if TYPE_CHECKING:
    from scheduler.design.design import DesignOutcome
    from scheduler.design.result import Design
    from scheduler.io.flatten import Row


def design_json(design: Design) -> str:
    """The text of ``design.json``."""
    return design.model_dump_json(by_alias=True, indent=2) + "\n"


def write_design(folder: Path, outcome: DesignOutcome, *, pictures: bool = True) -> None:
    """
    Write ``design.json``, ``shifts.csv``, ``coverage.csv``, ``curve.csv``, pictures and the new plan.

    A kill at any moment leaves the whole previous folder or the whole new one.

    Parameters
    ----------
    folder
        Where; created with its parents.
    outcome
        What was designed.
    pictures
        Whether to draw pictures.

    Raises
    ------
    InputError
        The folder holds something else than a design, or cannot be written.
    """
    with result_folder(folder) as new:
        _write_files(new, folder.resolve(), outcome, pictures)


def _write_files(folder: Path, target: Path, outcome: DesignOutcome, pictures: bool) -> None:
    design = outcome.design
    (folder / DESIGN_FILE).write_text(design_json(design), encoding="utf-8")
    _write_table(folder / "shifts.csv", list(_shift_rows(design)))
    _write_table(folder / "coverage.csv", list(_coverage_rows(outcome)))
    if design.curve:
        _write_table(folder / "curve.csv", list(_curve_rows(design)))
    if outcome.plan is not None:
        _write_plan(folder / design.new_plan, target / design.new_plan, outcome)
    if pictures:
        from scheduler.plotting import plot_curve, plot_design, save

        save(plot_design(outcome.design, outcome.audit, outcome.problem), folder / "design.png")
        if design.curve:
            save(plot_curve(design), folder / "curve.png")


def _write_plan(folder: Path, target: Path, outcome: DesignOutcome) -> None:
    """The new plan; where it names files of code, they are named from where it is in the end."""
    from scheduler.io.own_code import named_from

    if outcome.plan is None:
        return
    folder.mkdir()
    for name, text in folder_texts(named_from(outcome.plan, target)).items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


def _write_table(path: Path, rows: list[Row]) -> None:
    columns = dict.fromkeys(name for row in rows for name in row)
    path.write_text(csv_text(columns, rows), encoding="utf-8", newline="")


def _shift_rows(design: Design) -> Iterator[Row]:
    """A row for each shift, with a column of people for each date."""
    dates = [design.start_date + dt.timedelta(days=day) for day in range(design.days)]
    for shift in design.shifts:
        row: Row = {
            "shift": shift.shift,
            "start": format_time_of_day(shift.start),
            "end": format_time_of_day(shift.end),
            "length_minutes": shift.length_minutes,
            "break_minutes": shift.break_minutes,
            "patterns": "|".join(shift.patterns),
        }
        yield row | {f"{date:%a} {date}": shift.people.get(date, 0) for date in dates}


def _coverage_rows(outcome: DesignOutcome) -> Iterator[Row]:
    horizon, audit = outcome.problem.horizon, outcome.audit
    for interval, (required, scheduled) in enumerate(zip(audit.required, audit.scheduled, strict=True)):
        yield {
            "interval_start": horizon.instant(interval * audit.interval_minutes),
            "required": _decimal(float(required)),
            "scheduled": _decimal(float(scheduled)),
            "net": _decimal(float(scheduled - required)),
        }


def _curve_rows(design: Design) -> Iterator[Row]:
    for point in design.curve:
        yield {
            "most_shifts": point.most_shifts,
            "status": str(point.status),
            "cost": _decimal(point.cost),
            "bound": None if point.bound is None else _decimal(point.bound),
            "understaffed_hours": _decimal(point.understaffed_hours),
            "overstaffed_hours": _decimal(point.overstaffed_hours),
            "shifts": "|".join(point.shifts),
        }


def _decimal(value: float) -> Decimal:
    """A number with four decimals at most, written without an exponent."""
    return round(Decimal(value), 4).normalize() + 0
