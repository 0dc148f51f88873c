"""All pictures of a run."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.coverage import coverage_table
from scheduler.plotting.canvas import save
from scheduler.plotting.clock import week_days
from scheduler.plotting.colours import activity_styles
from scheduler.plotting.coverage import plot_all_coverage
from scheduler.plotting.day import plot_day
from scheduler.plotting.heat_map import plot_heat_map
from scheduler.plotting.pools import has_pools, plot_pools
from scheduler.plotting.week import plot_week
from scheduler.problem import Problem
from scheduler.roster import Roster

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

AGENTS_PER_PICTURE = 150
"""More agents are drawn on several pages of ``AGENTS_PER_PAGE``."""

AGENTS_PER_PAGE = 100


def plot_all(roster: Roster, problem: Problem, folder: Path, suffix: str = ".png") -> list[Path]:
    """
    Draw weeks by agent, days by activity, coverage, seats and equipment of every week, and the heat map of the plan.

    Up to 150 agents share a picture. With more, the weeks come in pages of 100 agents and the days are left out,
    which would take minutes; ``plot_day`` draws any of them.

    Parameters
    ----------
    roster, problem
        What to draw, and the plan it belongs to.
    folder
        Where; created if missing. Files are ``week-DATE[-page-N]``, ``day-DATE``, ``coverage-DATE``,
        ``pools-DATE`` where there are seats or equipment, and ``heat-map``.
    suffix
        Format: ``.png``, ``.svg`` or ``.pdf``.

    Returns
    -------
    list of Path
        The files written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, drawing in _drawings(roster, problem):
        paths.append(folder / f"{name}{suffix}")
        save(drawing, paths[-1])
    return paths


def pages(problem: Problem) -> list[list[str]]:
    """Identifiers of the agents of each page, in the plan's order; one page up to 150 agents."""
    agents = [agent.agent for agent in problem.agents]
    size = AGENTS_PER_PAGE if len(agents) > AGENTS_PER_PICTURE else max(1, len(agents))
    return [agents[first : first + size] for first in range(0, len(agents), size)] or [[]]


def _drawings(roster: Roster, problem: Problem) -> Iterator[tuple[str, Axes | Figure]]:
    horizon, table = problem.horizon, coverage_table(roster, problem)
    sheets = pages(problem)
    for week in horizon.weeks(problem.week_start.number):
        days = week_days(horizon, problem.week_start.number, horizon.date(week))
        first = horizon.date(days.start)
        for number, agents in enumerate(sheets, start=1):
            page = f"-page-{number}" if len(sheets) > 1 else ""
            yield f"week-{first}{page}", plot_week(roster, problem, horizon.date(week), agents=agents)
        yield f"coverage-{first}", plot_all_coverage(roster, problem, first_date=first, days=len(days), table=table)
        if has_pools(problem):
            yield f"pools-{first}", plot_pools(roster, problem, first_date=first, days=len(days))
    yield "heat-map", plot_heat_map(roster, problem, table=table)
    if len(sheets) == 1:
        styles = activity_styles(roster, problem)
        for day in range(horizon.days):
            yield f"day-{horizon.date(day)}", plot_day(roster, problem, horizon.date(day), styles=styles)
