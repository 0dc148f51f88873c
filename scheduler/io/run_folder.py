"""The folder of a run: everything one run answers, written whole or not at all."""

from __future__ import annotations

from pathlib import Path

from scheduler.coverage import coverage_table
from scheduler.desks import desk_plan
from scheduler.io.result_folder import PICTURES_FOLDER, check_target, result_folder, set_aside
from scheduler.io.roster_csv import STAYS_FILE, write_roster, write_stays
from scheduler.io.run_coverage import write_coverage
from scheduler.io.run_desks import write_desks
from scheduler.io.run_pools import write_pools
from scheduler.io.run_result import RESULT_FILE, read_result, result_json
from scheduler.io.run_workbook import write_workbook
from scheduler.problem import Problem
from scheduler.result import Result
from scheduler.roster import Roster

PAGE_FILE = "report.html"

__all__ = ["check_target", "read_result", "write_run"]


def write_run(
    folder: Path, result: Result, roster: Roster | None, problem: Problem, *, pictures: bool = True
) -> Path | None:
    """
    Write ``result.json`` and, with a roster, ``roster.csv``, ``coverage.csv``, ``pools.csv``, ``desks.csv`` and
    ``equipment.csv`` where there are seats or equipment, ``roster.xlsx``, ``report.html`` and ``pictures/``.

    A kill at any moment leaves the whole previous folder or the whole new one. A run that is there is replaced; one
    with a roster by one without is copied first.

    Parameters
    ----------
    folder
        Where; created with its parents.
    result
        Answer of the run.
    roster
        Its roster; ``None`` when there is none.
    problem
        The plan.
    pictures
        Whether to draw pictures and write the page, which takes most of the time.

    Returns
    -------
    Where the run that was there is kept; ``None`` where it is not.

    Raises
    ------
    InputError
        The folder holds something else than a run, or cannot be written.
    """
    kept = set_aside(folder) if roster is None else None
    with result_folder(folder) as new:
        _write_files(new, result, roster, problem, pictures)
    return kept


def _write_files(folder: Path, result: Result, roster: Roster | None, problem: Problem, pictures: bool) -> None:
    (folder / RESULT_FILE).write_text(result_json(result), encoding="utf-8")
    if roster is None:
        return
    write_roster(roster, folder / "roster.csv")
    if problem.units:
        write_stays(roster, folder / STAYS_FILE)
    table = coverage_table(roster, problem)
    write_coverage(table, folder / "coverage.csv")
    desks = desk_plan(roster, problem)
    write_workbook(roster, problem, folder / "roster.xlsx", result=result, table=table, desks=desks)
    if problem.pools or any(site.seats for site in problem.sites):
        write_pools(roster, problem, folder / "pools.csv")
    if any(site.seats for site in problem.sites):
        write_desks(desks, folder / "desks.csv")
    if pictures:
        from scheduler.page.write import WISH_SECONDS, write_page
        from scheduler.plotting import plot_all

        # What prices wishes is compiled when it is first used, which takes long; this engine has used it already.
        seconds = WISH_SECONDS if result.engine == "staged" else 0.0
        write_page(roster, problem, result, folder / PAGE_FILE, table=table, wish_seconds=seconds)
        plot_all(roster, problem, folder / PICTURES_FOLDER)
