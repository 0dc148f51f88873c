"""What others have published about public instances."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scheduler.errors import Complaint, InputError

TEN_MINUTES, HOUR = 600, 3600

METHODS = {
    "ipvns_rahimian2017": "IP + VNS (Rahimian et al. 2017)",
    "ejection_chain_cq2014": "ejection chain (Curtois, Qu 2014)",
    "gurobi_cq2014": "Gurobi (Curtois, Qu 2014)",
    "fo_sa_turhan": "fix-and-optimise + annealing (Turhan, Bilgen)",
    "branch_price_cq2014": "branch and price (Curtois, Qu 2014)",
}
_LIMITS = {"10min": TEN_MINUTES, "60min": HOUR}


@dataclass(frozen=True)
class BestKnown:
    """
    What is known of an instance; all ``None`` or empty where nothing is.

    Parameters
    ----------
    lower, upper
        Best bounds known, whatever time they took.
    published
        Cost by time limit in seconds and method, of methods that state one.
    set_name
        Part of its family that it belongs to.
    """

    lower: float | None = None
    upper: float | None = None
    published: Mapping[int, Mapping[str, float]] = field(default_factory=dict)
    set_name: str = ""

    def best_at(self, seconds: int) -> tuple[float, str] | None:
        """Least cost published for a time limit, and the first method that reached it."""
        return min(((cost, name) for name, cost in self.published.get(seconds, {}).items()), default=None, key=_cost)


def _cost(entry: tuple[float, str]) -> float:
    return entry[0]


def read_best_known(path: Path) -> dict[str, BestKnown]:
    """
    Read a ``best_known.csv`` by name of the instance; empty where the file is missing.

    Parameters
    ----------
    path
        Columns ``instance``, ``best_ub`` (or ``best_ub_static``) and ``best_lb``; an empty cell is not known. Those of
        ``METHODS`` with a time limit are read, others are left alone.

    Raises
    ------
    InputError
        A cell is no number, or there is no column ``instance``.
    """
    if not path.exists():
        return {}
    with path.open(newline="", encoding="utf-8-sig") as file:
        rows = csv.DictReader(file)
        if "instance" not in (rows.fieldnames or ()):
            message = "There is no column instance."
            raise InputError([Complaint(str(path), "line 1", message, "Head the columns: instance,best_lb,best_ub.")])
        return {row["instance"]: _checked(row, path, rows.line_num) for row in rows}


def _checked(row: Mapping[str, str], path: Path, line: int) -> BestKnown:
    try:
        return _best_known(row)
    except ValueError as error:
        message = f"A cost or bound is no number ({error})."
        raise InputError([Complaint(str(path), f"line {line}", message, "Correct it, or empty the cell.")]) from error


def _best_known(row: Mapping[str, str]) -> BestKnown:
    published: dict[int, dict[str, float]] = {TEN_MINUTES: {}, HOUR: {}}
    for column, text in row.items():
        method, limit = _method_and_limit(column)
        if method in METHODS and text:
            published[limit][METHODS[method]] = float(text)
    upper = row.get("best_ub") or row.get("best_ub_static")
    return BestKnown(_number(row.get("best_lb")), _number(upper), published, row.get("set", ""))


def _method_and_limit(column: str) -> tuple[str, int]:
    method, _, ending = column.rpartition("_")
    # The table of an hour holds branch and price without saying so in its name.
    return (method, _LIMITS[ending]) if ending in _LIMITS else (column, HOUR)


def _number(text: str | None) -> float | None:
    return float(text) if text else None
