"""Arguments and options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from scheduler.problem import Problem
    from scheduler.roster import Roster

plan_argument = click.argument("plan", type=click.Path(path_type=Path))
roster_argument = click.argument("roster", metavar="RUN|ROSTER.csv", type=click.Path(path_type=Path))
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON document on standard output.")


def read_staffed_plan(plan: Path) -> Problem:
    """A plan with requirements; demand is staffed first."""
    from scheduler.io.read import read_plan
    from scheduler.staffing import staff

    problem = read_plan(plan)
    return staff(problem) if problem.demand and not problem.requirements else problem


def read_roster_of(place: Path, problem: Problem) -> Roster:
    """Roster of a run folder or of a CSV file."""
    from scheduler.io.roster_csv import read_roster

    return read_roster(place / "roster.csv" if place.is_dir() else place, problem)
