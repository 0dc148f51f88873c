"""
Profiles of settings over a set of problems: which share of the runs is solved within a time, within a factor of the
fastest, and within a distance of the best cost.

Performance profiles: Dolan, Moré (2002), Benchmarking optimization software with performance profiles, Mathematical
Programming 91, doi 10.1007/s101070100263. A run that did not get there counts as infinitely far; none is left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from scheduler.batch.records import Run
from scheduler.batch.summary import Group, Name, Setting, excess

PROVEN = ("optimal", "infeasible")
"""Statuses that answer the plan for good."""

ProblemName = tuple[str, str, int]
"""Family, instance and seed: what settings are compared on."""

Values = Mapping[Setting, Mapping[ProblemName, float]]


def seconds_to_proof(run: Run) -> float:
    """Wall time of a run that proved its answer, infinite for others."""
    return run.seconds if run.status in PROVEN else math.inf


def times(groups: Iterable[Group]) -> dict[Setting, dict[ProblemName, float]]:
    """Seconds to proof of each setting on each problem."""
    found: dict[Setting, dict[ProblemName, float]] = {}
    for group in groups:
        for run in group.runs:
            found.setdefault(group.setting, {})[run.family, run.instance, run.seed] = seconds_to_proof(run)
    return found


def cost_excesses(members: Iterable[Group], groups: Iterable[Group]) -> dict[ProblemName, float]:
    """
    (cost - best) / best of each run; infinite without a roster, 0 where it is proven that there is none.

    Parameters
    ----------
    members
        Groups of a setting.
    groups
        All groups: the best cost is the least that is known of the instance or that any of its runs reached.
    """
    best = best_costs(groups)
    return {
        (run.family, run.instance, run.seed): _excess(run, best[group.family, group.instance])
        for group in members
        for run in group.runs
    }


def best_costs(groups: Iterable[Group]) -> dict[Name, float]:
    """Least cost of each instance that is known or that any run reached; infinite where there is none."""
    best: dict[Name, float] = {}
    for group in groups:
        name = group.family, group.instance
        known = math.inf if group.known.upper is None else group.known.upper
        best[name] = min(best.get(name, math.inf), known, *group.costs)
    return best


def _excess(run: Run, best: float) -> float:
    if run.cost is None:
        return 0.0 if run.status == "infeasible" else math.inf
    return excess(run.cost, best)


def ratios(values: Values) -> dict[Setting, dict[ProblemName, float]]:
    """Each value over the least of any setting on the same problem; infinite where the value is."""
    least: dict[ProblemName, float] = {}
    for part in values.values():
        for problem, value in part.items():
            least[problem] = min(least.get(problem, math.inf), value)
    return {
        setting: {problem: _ratio(value, least[problem]) for problem, value in part.items()}
        for setting, part in values.items()
    }


def common(values: Values) -> dict[Setting, dict[ProblemName, float]]:
    """The same on the problems that every setting has run: an unfinished batch compares like with like."""
    shared = set.intersection(*(set(part) for part in values.values())) if values else set()
    return {
        setting: {problem: value for problem, value in part.items() if problem in shared}
        for setting, part in values.items()
    }


def profile(values: Sequence[float]) -> tuple[list[float], list[float]]:
    """
    The share of values at or below each of them.

    Returns
    -------
    at, shares
        Finite values in order, and the share of all values, infinite ones counted, that is no larger.
    """
    finite = sorted(value for value in values if math.isfinite(value))
    steps = {value: number / len(values) for number, value in enumerate(finite, start=1)}
    return list(steps), list(steps.values())


def _ratio(value: float, least: float) -> float:
    if math.isinf(value):
        return math.inf
    return value / least if least > 0 else 1.0 if value == 0 else math.inf
