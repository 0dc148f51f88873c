"""Runs side by side: status, cost terms, coverage, and how their rosters differ from that of the first."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scheduler.errors import Complaint, InputError
from scheduler.io.run_result import read_result
from scheduler.result import Result

ROSTER_FILE = "roster.csv"

Value = str | float | int | None
"""A number, or a word; ``None`` where a run has no such thing."""


@dataclass(frozen=True)
class Line:
    """
    Parameters
    ----------
    group, name
        What is compared.
    values
        One of each run.
    """

    group: str
    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class FinishedRun:
    """
    Parameters
    ----------
    name
        Its folder, as the user named it.
    result
        Contents of ``result.json``.
    shifts
        First and last moment of each shift, by agent and shift date.
    """

    name: str
    result: Result
    shifts: dict[tuple[str, str], tuple[str, str]]


def read_run(folder: Path) -> FinishedRun:
    """
    What a run folder holds.

    Raises
    ------
    InputError
        It is no run.
    """
    result = read_result(folder)
    return FinishedRun(str(folder), result, {} if result.cost is None else _shifts(folder / ROSTER_FILE))


def _shifts(path: Path) -> dict[tuple[str, str], tuple[str, str]]:
    shifts: dict[tuple[str, str], tuple[str, str]] = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                key = row["agent"], row["shift_date"]
                # Rows of a shift stand in order of time.
                shifts[key] = shifts.get(key, (row["start"], ""))[0], row["end"]
    except (OSError, KeyError, UnicodeDecodeError, csv.Error) as error:
        complaint = Complaint(str(path), "", f"Is no roster of a run: {error}.", "Name the folder of a run.")
        raise InputError([complaint]) from error
    return shifts


def comparison(runs: Sequence[FinishedRun]) -> list[Line]:
    """Lines with a value of each run."""
    return [*_outcomes(runs), *_savings(runs), *_cost_terms(runs), *_coverage(runs), *_rosters(runs)]


def differences_of_input(runs: Sequence[FinishedRun]) -> list[str]:
    """Why costs may not be comparable."""
    first = runs[0].result
    return [
        f"{run.name} was built from another plan than {runs[0].name}: its files or what was set in it differ."
        for run in runs[1:]
        if run.result.input_sha256 != first.input_sha256
    ]


def _outcomes(runs: Sequence[FinishedRun]) -> Iterator[Line]:
    names = ("status", "cost", "bound", "gap", "gap_of_required", "engine", "seed", "workers", "runtime_seconds")
    for name in names:
        yield Line("run", name, tuple(getattr(run.result, name) for run in runs))


def _savings(runs: Sequence[FinishedRun]) -> Iterator[Line]:
    """What is saved against the first run, and limits of what would be if both rosters were the best there are."""
    first = runs[0].result

    def saved(before: float | None, after: float | None) -> float | None:
        return None if before is None or after is None else round(before - after, 6)

    yield Line("saving", "found", (None, *(saved(first.cost, run.result.cost) for run in runs[1:])))
    yield Line("saving", "at least", (None, *(saved(first.bound, run.result.cost) for run in runs[1:])))
    yield Line("saving", "at most", (None, *(saved(first.cost, run.result.bound) for run in runs[1:])))


def _cost_terms(runs: Sequence[FinishedRun]) -> Iterator[Line]:
    terms = list(dict.fromkeys(name for run in runs for name in run.result.cost_terms))
    for name in terms:
        found = [run.result.cost_terms.get(name) for run in runs]
        yield Line("cost", name, tuple(None if term is None else term.cost for term in found))


def _coverage(runs: Sequence[FinishedRun]) -> Iterator[Line]:
    covers = [run.result.coverage for run in runs]
    for name in ("required_hours", "scheduled_hours", "understaffed_hours", "overstaffed_hours"):
        yield Line("coverage", name, tuple(None if cover is None else getattr(cover, name) for cover in covers))


def _rosters(runs: Sequence[FinishedRun]) -> Iterator[Line]:
    """Shifts, and which of them are as in the first run."""
    first = runs[0].shifts
    yield Line("shifts", "all", tuple(len(run.shifts) for run in runs))
    common = [[key for key in run.shifts if key in first] for run in runs]
    same = [sum(run.shifts[key] == first[key] for key in keys) for run, keys in zip(runs, common, strict=True)]
    yield Line("shifts", "as in the first run", tuple(same))
    yield Line("shifts", "at other times", tuple(len(keys) - number for keys, number in zip(common, same, strict=True)))
    yield Line("shifts", "added", tuple(len(run.shifts) - len(keys) for run, keys in zip(runs, common, strict=True)))
    yield Line("shifts", "dropped", tuple(len(first) - len(keys) for keys in common))
