"""Designs for people to read, on standard output."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.cli.tables import console_for_output, money, new_table, say
from scheduler.records import format_time_of_day

if TYPE_CHECKING:
    from rich.console import Console

    from scheduler.design.result import Design

WEEK = 7


def print_design(design: Design, folder: Path) -> None:
    """Print status, cost, shifts with people, the curve, and where the files are."""
    console = console_for_output()
    facts = new_table("Design", "", "")
    facts.add_row("status", design.status)
    facts.add_row("cost", money(design.cost))
    facts.add_row("bound", money(design.bound))
    facts.add_row("gap", f"{design.gap:.2%}")
    facts.add_row("hours required, at work", f"{design.coverage.required_hours:,.1f}, {_at_work(design)}")
    facts.add_row("shifts used, to choose from", f"{len(design.shifts)}, {design.offered_shifts:,}")
    facts.add_row("time", f"{design.runtime_seconds:.1f} s of {design.time_limit_seconds:g} s")
    console.print(facts)
    terms = new_table("Cost", "term", "amount", "unit cost", "cost")
    for name, term in design.cost_terms.items():
        terms.add_row(name, f"{term.amount:,.2f}", money(term.unit_cost), money(term.cost))
    console.print(terms)
    _print_shifts(console, design)
    if design.curve:
        _print_curve(console, design)
    for message in design.messages:
        say(console, message)
    say(console, f"Files: {folder}")


def _at_work(design: Design) -> str:
    return f"{design.coverage.scheduled_hours:,.1f}"


def _print_shifts(console: Console, design: Design) -> None:
    """People by date in the first week; those of longer plans are in the files."""
    dates = [design.start_date + dt.timedelta(days=day) for day in range(min(design.days, WEEK))]
    more = "" if design.days <= WEEK else f" (first week of {design.days} days; shifts.csv has all)"
    table = new_table(
        f"Shifts and people{more}", "shift", "start", "end", "hours", *(f"{date:%a %d}" for date in dates)
    )
    for shift in design.shifts:
        people = (str(shift.people.get(date, "")) for date in dates)
        times = format_time_of_day(shift.start), format_time_of_day(shift.end), f"{shift.length_minutes / 60:g}"
        table.add_row(shift.shift, *times, *people)
    console.print(table)


def _print_curve(console: Console, design: Design) -> None:
    columns = ("shifts", "status", "cost of misfit", "bound", "hours understaffed", "hours overstaffed")
    table = new_table("Fit with so many different shifts", *columns)
    for point in design.curve:
        hours = f"{point.understaffed_hours:,.2f}", f"{point.overstaffed_hours:,.2f}"
        table.add_row(str(point.most_shifts), point.status, money(point.cost), money(point.bound), *hours)
    console.print(table)
