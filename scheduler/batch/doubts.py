"""Results that cannot all be true."""

from __future__ import annotations

from collections.abc import Iterable

from scheduler.batch.records import Run
from scheduler.batch.summary import TOLERANCE, Group


def doubts(groups: Iterable[Group]) -> list[str]:
    """
    Contradictions among own and published costs and bounds, one sentence each.

    A cost below a bound, or a bound above a cost, means that one of them is wrong or belongs to another problem; so
    does a roster of what another run calls infeasible.
    """
    found: list[str] = []
    least: dict[tuple[str, str], float] = {}
    groups = list(groups)
    for group in groups:
        costs = [run.cost for run in group.runs if run.cost is not None]
        key = group.family, group.instance
        least[key] = min([*costs, *([least[key]] if key in least else [])], default=float("inf"))
        found += [sentence for run in group.runs for sentence in _against_published(group, run)]
    for group in groups:
        cost = least[group.family, group.instance]
        found += [
            f"{_name(run)}: bound {run.bound:,g} is above a cost of {cost:,g} that another run reached."
            for run in group.runs
            if run.bound is not None and _above(run.bound, cost) and run.cost != cost
        ]
        found += [
            f"{_name(run)}: called infeasible, but another run reached a cost of {cost:,g}."
            for run in group.runs
            if run.status == "infeasible" and cost < float("inf")
        ]
    return [*found, *_other_inputs(groups)]


def _other_inputs(groups: Iterable[Group]) -> list[str]:
    """Instances that have changed between runs which are compared with each other."""
    inputs: dict[tuple[str, str], set[str]] = {}
    for group in groups:
        inputs.setdefault((group.family, group.instance), set()).update(run.input_sha256 for run in group.runs)
    return [
        f"{family} {instance}: its files have changed between runs; run the older ones again."
        for (family, instance), found in inputs.items()
        if len(found - {""}) > 1
    ]


def _against_published(group: Group, run: Run) -> list[str]:
    found = []
    known = group.known
    if run.cost is not None and known.lower is not None and _above(known.lower, run.cost):
        found.append(f"{_name(run)}: cost {run.cost:,g} is below the published lower bound {known.lower:,g}.")
    if run.bound is not None and known.upper is not None and _above(run.bound, known.upper):
        found.append(f"{_name(run)}: bound {run.bound:,g} is above the published cost {known.upper:,g}.")
    if run.status == "infeasible" and known.upper is not None:
        found.append(f"{_name(run)}: called infeasible, but a cost of {known.upper:,g} is published.")
    return found


def _above(larger: float, smaller: float) -> bool:
    return larger > smaller + TOLERANCE * max(1.0, abs(smaller))


def _name(run: Run) -> str:
    return f"{run.family} {run.instance}, {run.engine}, seed {run.seed}"
