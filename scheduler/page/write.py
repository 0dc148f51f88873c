"""`report.html`: coverage, Gantt charts, the audit, refused wishes, cost and settings of a run on one page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.coverage import coverage_table
from scheduler.page.coverage import HEIGHT, curves, heat_map
from scheduler.page.lanes import day_charts, week_charts
from scheduler.page.looks import looks_of
from scheduler.plotting.gallery import AGENTS_PER_PICTURE
from scheduler.problem import Problem
from scheduler.result import Result, Violation
from scheduler.roster import Roster
from scheduler.wishes import Wish, wishes

if TYPE_CHECKING:
    import pandas as pd
    from jinja2 import Environment

    from scheduler.why.wish_prices import Granting

WISH_SECONDS = 5.0
"""Of processor time, for what granting each refused wish would cost; the dearest come first."""
MOST_ROWS = 300
"""Rows of a table beyond which only a number is told; ``result.json`` has all."""


def write_page(
    roster: Roster,
    problem: Problem,
    result: Result,
    path: Path,
    *,
    table: pd.DataFrame | None = None,
    wish_seconds: float = WISH_SECONDS,
) -> None:
    """
    Write a run as a page.

    It needs neither other files nor a network, holds no script, and takes nothing of the plan for markup. Up to 150
    agents have a chart for each date, as in the pictures, and it is told what granting each refused wish would cost;
    more have charts of weeks only.

    Parameters
    ----------
    roster, problem, result
        The run, and the plan it belongs to.
    path
        Where; replaced if it exists.
    table
        ``coverage_table(roster, problem)`` if it is at hand.
    wish_seconds
        Processor time for what granting wishes would cost; 0 leaves that out.
    """
    table = coverage_table(roster, problem) if table is None else table
    page = (
        _environment().get_template("report.html.jinja").render(_content(roster, problem, result, table, wish_seconds))
    )
    path.write_text(page, encoding="utf-8")


def _environment() -> Environment:
    """Templates of this folder; whatever they are given is text, and never markup."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(Path(__file__).parent)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def _content(
    roster: Roster, problem: Problem, result: Result, table: pd.DataFrame, wish_seconds: float
) -> dict[str, Any]:
    looks = looks_of(roster, problem)
    has_days = len(problem.agents) <= AGENTS_PER_PICTURE
    refused = _refused(roster, problem)
    has_prices = bool(refused) and wish_seconds > 0 and has_days
    return {
        "result": result,
        "problem": problem,
        "looks": list(looks.values()),
        "heat_map": heat_map(table, problem),
        "curves": list(curves(table, problem)),
        "curve_height": HEIGHT,
        "weeks": list(week_charts(roster, problem, looks)),
        "days": list(day_charts(roster, problem, looks)) if has_days else [],
        "violations": _by_severity(result),
        "refused": refused,
        "granting": _granting(roster, problem, refused[:MOST_ROWS], wish_seconds) if has_prices else [],
        "num_wishes": len(problem.preferences),
        "label_of": {agent.agent: agent.label for agent in problem.agents},
        "most_rows": MOST_ROWS,
    }


def _by_severity(result: Result) -> dict[str, list[Violation]]:
    """Breaches of hard rules first, then warnings, then what is allowed at a price."""
    return {
        severity: [violation for violation in result.violations if violation.severity == severity]
        for severity in ("hard", "warning", "cost")
    }


def _refused(roster: Roster, problem: Problem) -> list[Wish]:
    """Wishes that are refused in part or in full, the dearest first."""
    refused = [wish for wish in wishes(roster, problem) if wish.refused_minutes]
    return sorted(refused, key=lambda wish: (-wish.cost, wish.preference.agent, wish.preference.start.timestamp()))


def _granting(roster: Roster, problem: Problem, refused: list[Wish], seconds: float) -> list[Granting | None]:
    """What it takes to grant each; nothing where the roster is none of the plan's, of which its audit tells."""
    from scheduler.encode import NoRosterOfPlanError
    from scheduler.why.wish_prices import granting

    try:
        return granting(problem, roster, refused, seconds)
    except NoRosterOfPlanError:
        return []
