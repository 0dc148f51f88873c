"""How many instances of a family were closed, and how fast."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.batch.summary import Group, Setting

CLOSED = ("optimal", "infeasible")
SECONDS = (30, 60, 200)
"""Limits by which the runs are counted that were closed within."""


def proofs(groups: Sequence[Group], labels: dict[Setting, str]) -> list[str]:
    """For each setting, in how many runs a solution or its absence was proven, and within which time."""
    sentences = []
    for setting, label in labels.items():
        runs = [run for group in groups if group.setting == setting for run in group.runs]
        closed = sorted(run.seconds for run in runs if run.status in CLOSED)
        if not closed:
            sentences.append(f"**{label}**: nothing proven in {len(runs)} runs.")
            continue
        within = ", ".join(f"{sum(time <= limit for time in closed)} within {limit} s" for limit in SECONDS)
        found = sum(run.status == "infeasible" for run in runs)
        sentences.append(
            f"**{label}**: proven in {len(closed)} of {len(runs)} runs ({found} of them infeasible): {within}; "
            f"half within {closed[len(closed) // 2]:.1f} s, the slowest after {closed[-1]:.1f} s."
        )
    return sentences
