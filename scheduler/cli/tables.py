"""Results for people to read, on standard output."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from scheduler.law import law_lines

if TYPE_CHECKING:
    import pandas as pd

    from scheduler.check import CheckReport
    from scheduler.result import Audit, CostTerm, Coverage, Priority, Result, Violation

MOST_VIOLATIONS = 50
"""Violations that are printed; the rest is counted."""

FILE_WIDTH = 200
"""Columns where the output is no terminal: room for long names."""

NEXT = {
    "infeasible": "Proven: no roster of this plan keeps every hard rule.",
    "no_solution": "No roster was found in time, and nothing is proven. Give more time with --time-limit, or ask "
    "whether there can be one: shiftwright explain.",
    "interrupted": "Interrupted: this is the best known until then.",
}
"""What a status without a finished roster means."""

STUCK_WEEK = (
    "Nothing is proven of the plan, and more time would not help this week. The weeks before it may leave it a roster "
    "with another --seed, or with all weeks looked at (no --look-ahead)."
)
"""The same where it is proven that a week has no roster beside those before it."""


def print_result(result: Result, folder: Path) -> None:
    """Print status, cost, bound, gap and where the files are."""
    console = console_for_output()
    facts = new_table("Roster", "", "")
    facts.add_row("status", result.status)
    facts.add_row("cost", money(result.cost))
    facts.add_row("bound", money(result.bound))
    facts.add_row("gap", _share(result.gap))
    facts.add_row("gap of required", _share(result.gap_of_required))
    facts.add_row("engine", f"{result.engine}, {result.workers} workers, seed {result.seed}")
    facts.add_row("time", _time(result))
    console.print(facts)
    if result.priorities:
        _print_priorities(console, result.priorities)
    if result.coverage is not None:
        _print_costs(console, result.cost_terms)
        _print_coverage(console, result.coverage)
        _print_violations(console, result.violations)
    for line in law_lines(result.law):
        say(console, line)
    for message in result.messages:
        say(console, message)
    say_next(console, result)
    say(console, f"Files: {folder}")


def say_next(console: Console, result: Result) -> None:
    """What a status without a finished roster means, and what can be done."""
    if result.status == "no_solution" and result.weeks and result.weeks[-1].status == "infeasible":
        say(console, STUCK_WEEK)
    elif result.status in NEXT:
        say(console, NEXT[result.status])


def print_audit(audit: Audit) -> None:
    """Print cost, coverage and every violation."""
    console = console_for_output()
    _print_costs(console, audit.cost_terms)
    _print_coverage(console, audit.coverage)
    _print_violations(console, audit.violations)
    for line in law_lines(audit.law):
        say(console, line)
    say(console, f"Cost {audit.cost:,.2f}. " + ("No hard rule is broken." if audit.legal else "NOT LEGAL."))


def print_staffing(table: pd.DataFrame, interval_minutes: int) -> None:
    """Print required hours, peak and worst service of each queue."""
    result = new_table("Staffing", "queue", "contacts", "hours required", "peak", "lowest service level")
    for queue, rows in table.groupby("queue", sort=False):
        hours = rows["required"].astype(float).sum() * interval_minutes / 60
        level = rows.loc[rows["volume"] > 0, "service_level"].min()
        result.add_row(
            str(queue), f"{rows['volume'].sum():,.0f}", f"{hours:,.1f}", f"{rows['required'].max()}", f"{level:.1%}"
        )
    console_for_output().print(result)


def _print_priorities(console: Console, priorities: Sequence[Priority]) -> None:
    table = new_table("Priorities", "terms", "cost", "bound")
    for priority in priorities:
        table.add_row(priority.terms, money(priority.cost), money(priority.bound))
    console.print(table)


def _print_costs(console: Console, terms: dict[str, CostTerm]) -> None:
    table = new_table("Cost", "term", "hours", "unit cost", "cost")
    for name, term in terms.items():
        table.add_row(name, f"{term.amount:,.2f}", _unit_cost(term.unit_cost), money(term.cost))
    console.print(table)


def _print_coverage(console: Console, coverage: Coverage) -> None:
    table = new_table("Coverage (agent-hours)", "queue", "required", "scheduled", "understaffed", "overstaffed")
    for name, part in [*coverage.queues.items(), ("all", coverage)]:
        hours = (part.required_hours, part.scheduled_hours, part.understaffed_hours, part.overstaffed_hours)
        table.add_row(name, *(f"{value:,.2f}" for value in hours))
    console.print(table)


def _print_violations(console: Console, violations: Iterable[Violation]) -> None:
    found = list(violations)
    for violation in found[:MOST_VIOLATIONS]:
        say(console, f"{violation.severity} {violation.rule}: {violation.message}")
    if len(found) > MOST_VIOLATIONS:
        say(console, f"... and {len(found) - MOST_VIOLATIONS} more; --json lists all.")


def new_table(title: str, *columns: str) -> Table:
    """A table with a title; the first column to the left, the others to the right."""
    table = Table(title=title, title_justify="left", header_style="bold", show_header=any(columns))
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right")
    return table


def console_for_output() -> Console:
    """Standard output without colours or markup of names; wide where it is no terminal."""
    console = Console(highlight=False, markup=False, emoji=False)
    if not console.is_terminal:
        console.width = FILE_WIDTH
    return console


def say(console: Console, line: str) -> None:
    """Print a text as one line, which the terminal and not a line break folds."""
    console.print(Text(line), soft_wrap=True)


def money(amount: float | None) -> str:
    """An amount with two digits, or a dash."""
    return "-" if amount is None else f"{amount:,.2f}"


def _unit_cost(cost: float | None) -> str:
    """A price with as many digits as it has, two at least and four at most, or a dash."""
    if cost is None:
        return "-"
    whole, _, digits = f"{cost:,.4f}".partition(".")
    return f"{whole}.{digits.rstrip('0').ljust(2, '0')}"


def _time(result: Result) -> str:
    """Seconds taken and given; where a plan was built week by week, the limit is that of each."""
    taken, limit = f"{result.runtime_seconds:.1f} s", f"{result.time_limit_seconds:g} s"
    return f"{taken}, at most {limit} a week" if result.weeks else f"{taken} of {limit}"


def _share(share: float | None) -> str:
    return "unknown" if share is None else f"{share:.2%}"


def print_check(report: CheckReport) -> None:
    """Print what a plan asks for, and what cannot work."""
    console = console_for_output()
    facts = new_table("Plan", "", "")
    facts.add_row("name", report.plan)
    facts.add_row("first date, days", f"{report.start_date}, {report.days}")
    facts.add_row("agents, queues", f"{report.agents}, {report.queues}")
    facts.add_row("intervals, shifts to choose from", f"{report.intervals:,}, {report.candidate_shifts:,}")
    facts.add_row("hours required", f"{report.required_hours:,.1f}")
    facts.add_row("paid hours of contracts, at most", f"{report.contract_hours:,.1f}")
    console.print(facts)
    table = new_table("Hours", "date", "queue", "required", "available at most", "short at least")
    for row in report.hours:
        figures = (f"{hours:,.1f}" for hours in (row.required, row.available, row.short))
        table.add_row(f"{row.date:%a %Y-%m-%d}", row.queue, *figures)
    console.print(table)
    for concern in report.concerns:
        say(console, f"{concern.severity}: {concern.message} {concern.remedy}")
    if not report.concerns:
        say(console, "Nothing that obviously cannot work.")
