"""How many runs of each setting ended how, and how often a setting was the best one."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import median

from scheduler.batch.grid import grid, number
from scheduler.batch.performance import cost_excesses, seconds_to_proof
from scheduler.batch.summary import TOLERANCE, Group, Setting

STATUSES = ("optimal", "feasible", "infeasible", "no_solution", "interrupted", "failed")
TITLES = ("engine", "runs", *STATUSES, "proven", "cheapest", "whole run, median, s", "proof, median, s")

EXPLANATION = """\
`proven`: optimal or infeasible; `cheapest`: at the least cost that is known or that any run reached, or proven
infeasible. A run that is not proven counts in the median of proofs as never being so."""


def counts_table(groups: Sequence[Group], labels: Mapping[Setting, str]) -> str:
    """A row for each setting, in Markdown."""
    rows = [
        [label, *counts_of([one for one in groups if one.setting == setting], groups)]
        for setting, label in labels.items()
    ]
    return grid(TITLES, rows, left=1) + "\n\n" + EXPLANATION


def counts_of(members: Sequence[Group], groups: Sequence[Group]) -> list[str]:
    """
    Cells of a row after its label.

    Parameters
    ----------
    members
        Groups of the setting.
    groups
        All groups, for the best cost of each instance.
    """
    runs = [run for group in members for run in group.runs]
    proofs = [seconds_to_proof(run) for run in runs]
    excesses = cost_excesses(members, groups).values()
    counts = [len(runs), *(sum(run.status == status for run in runs) for status in STATUSES)]
    counts += [sum(map(math.isfinite, proofs)), sum(excess <= TOLERANCE for excess in excesses)]
    middle = median(proofs)
    seconds = [f"{median(run.seconds for run in runs):,.1f}", f"{middle:,.1f}" if math.isfinite(middle) else "none"]
    return [*map(number, counts), *seconds]
