"""Solutions of Curtois and Qu: tables of a kind of shift, or a dot, for each person and day."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.io.families.curtois_qu import QUEUE
from scheduler.io.families.curtois_qu_cost import Table
from scheduler.io.families.lines import Line, text_lines
from scheduler.io.families.slots import Assignment, assignments_of, roster_of

if TYPE_CHECKING:
    from scheduler.problem import Problem
    from scheduler.roster import Roster

_ROW = re.compile(r"\s*(\w+): (.*)$")
"""A row of a log: two characters a day, a dot or a kind of shift, filled up with ``=``."""

_COSTS = {
    "Final solution (checked for feasibility):": "total",
    "-- Cover costs  :": "cover",
    "-- Roster costs :": "requests",
}


def read_table(path: Path) -> dict[str, list[str]]:
    """
    Read a table: a name, and a kind of shift or a dot for each day.

    The days are parted by blanks, or follow each other where each kind is one letter.

    Raises
    ------
    InputError
        A name stands twice, or nothing follows it.
    """
    table: dict[str, list[str]] = {}
    for number, text in text_lines(path):
        name, *days = text.split()
        line = Line(str(path), number, (name, *days))
        line.expect(2, None, "a name, then a kind of shift or a dot for each day")
        cells = list(days[0]) if len(days) == 1 else days
        table[line.new(name, table, "person")] = ["" if cell == "." else cell for cell in cells]
    return table


def write_table(table: Table, path: Path) -> None:
    """Write a table so that ``read_table`` reads it."""
    rows = (" ".join([name, *(kind or "." for kind in days)]) for name, days in table.items())
    path.write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")


def read_logged_tables(path: Path) -> list[tuple[dict[str, list[str]], dict[str, int]]]:
    """
    Read the tables in a log of the column generation code of PetterS/monolith.

    Returns
    -------
    Each table, with the costs that the log states below it: ``total``, ``cover`` and ``requests``.
    """
    logged: list[tuple[dict[str, list[str]], dict[str, int]]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        label, _, number = line.rpartition(" ")
        if label in _COSTS:
            logged[-1][1][_COSTS[label]] = int(number)
        elif row := _ROW.match(line):
            if not logged or logged[-1][1]:
                logged.append(({}, {}))
            logged[-1][0][row[1]] = _logged_days(row[2])
    return logged


def _logged_days(text: str) -> list[str]:
    cells = (text[place : place + 2].strip(" =") for place in range(0, len(text.rstrip()), 2))
    return ["" if cell == "." else cell for cell in cells]


def table_of(roster: Roster, problem: Problem) -> dict[str, list[str]]:
    """The table of a roster for the plan of an instance."""
    table = {agent.agent: [""] * problem.days for agent in problem.agents}
    for agent, day, kind, _ in assignments_of(roster, problem):
        table[agent][day] = kind
    return table


def roster_of_table(table: Table, problem: Problem) -> Roster:
    """The roster for the plan of an instance that a table describes."""
    shifts = [Assignment(name, day, kind, QUEUE) for name, row in table.items() for day, kind in enumerate(row) if kind]
    return roster_of(shifts, problem)
