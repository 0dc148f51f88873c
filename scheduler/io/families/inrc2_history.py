"""Histories of INRC-II: what the weeks so far leave to the next one."""

from __future__ import annotations

from itertools import takewhile
from pathlib import Path

from scheduler.io.families.inrc2_cost import Assignments
from scheduler.io.families.inrc2_files import Instance
from scheduler.io.families.inrc2_rows import NONE, Nurse, Past


def history_after(instance: Instance, assignments: Assignments, weeks: int) -> dict[str, Past]:
    """
    History of each nurse after some weeks.

    Parameters
    ----------
    instance
        With the history before its first week.
    assignments
        Kind of shift and skill of each nurse and day on which she works; those after the weeks are not looked at.
    weeks
        How many of the instance's weeks are over.
    """
    return {nurse.name: _after(nurse, _row(nurse, assignments, 7 * weeks)) for nurse in instance.nurses}


def _row(nurse: Nurse, assignments: Assignments, days: int) -> list[str]:
    """A nurse's kind of shift on each day, empty where she is off."""
    return [assignments.get((nurse.name, day), ("", ""))[0] for day in range(days)]


def _after(nurse: Nurse, row: list[str]) -> Past:
    past = nurse.past
    last = row[-1] if row else past.last
    same = _run(row, {last}, past.same if past.last == last else 0) if last else 0
    work = _run(row, set(filter(None, row)), past.work) if last else 0
    off = 0 if last else _run(row, {""}, past.off)
    worked = sum(any(row[monday + 5 : monday + 7]) for monday in range(0, len(row), 7))
    totals = past.assignments + sum(map(bool, row)), past.weekends + worked
    return Past(*totals, last, same, work, off, past.line)


def _run(row: list[str], kinds: set[str], before: int) -> int:
    """Days of some kinds in a row at the end; ``before`` if that is all days, the ones before them."""
    length = sum(1 for _ in takewhile(lambda kind: kind in kinds, reversed(row)))
    return length + (before if length == len(row) else 0)


def write_history(pasts: dict[str, Past], week: int, dataset: str, file: Path) -> None:
    """
    Write a history as the competition does.

    Parameters
    ----------
    pasts
        Of each nurse.
    week
        Number of the week that follows, from 0.
    dataset
        Name of the dataset.
    file
        Where; replaced.
    """
    rows = [
        f"{name} {past.assignments} {past.weekends} {past.last or NONE} {past.same} {past.work} {past.off}"
        for name, past in pasts.items()
    ]
    file.write_text("\n".join(["HISTORY", f"{week} {dataset}", "", "NURSE_HISTORY", *rows, ""]), encoding="utf-8")
