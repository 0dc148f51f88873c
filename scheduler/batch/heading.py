"""With what, where and when results were measured."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scheduler.batch.summary import Group

EXPLANATION = """\
Gap to best known = (cost - best known upper bound) / best known upper bound; gap to own bound = (cost - bound) / cost,
as proven by the run. Plans with priorities have no gap to their own bound: none of the sum of their costs is proven.
Medians and worsts are over seeds. A run without a roster counts as infinitely dear, one without a bound as unbounded,
so nothing is left out; `none` stands where that decides. `first roster` and `best roster` are medians of the time until
a run's first and its final cost stood. Published results were made on other machines."""


def heading(groups: Sequence[Group], explanation: str = EXPLANATION) -> str:
    """
    Machine, versions, commit, limits and seeds as a list; where runs differ, all values.

    Parameters
    ----------
    groups
        All that is shown below.
    explanation
        What the columns mean.
    """
    runs = [run for group in groups for run in group.runs]
    versions = _distinct(", ".join(f"{name} {text}" for name, text in run.versions.items()) for run in runs)
    machines = _distinct(
        f"{run.machine.processor}, {run.machine.cores} cores, {_memory(run.machine.memory_mb)}, {run.machine.system}"
        for run in runs
    )
    commits = _distinct(run.commit for run in runs)
    loads = sorted(run.load for run in runs if run.load is not None)
    dates = sorted(run.date for run in runs)
    lines = [
        f"- date: {dates[0][:10]} to {dates[-1][:10]}",
        f"- commit: {'; '.join(commits)}{_warning(commits)}",
        f"- machine: {'; '.join(machines)}{_warning(machines)}",
        f"- versions: {'; '.join(versions)}{_warning(versions)}",
        f"- time limit: {', '.join(_distinct(f'{run.time_limit_seconds:g} s' for run in runs))}",
        f"- workers: {', '.join(_distinct(str(run.workers) for run in runs))}",
        f"- seeds: {', '.join(map(str, sorted({run.seed for run in runs})))}",
    ]
    if loads:
        lines.append(f"- load when runs began: {loads[0]:.1f} to {loads[-1]:.1f} (other work slows a run down)")
    return "\n".join(lines) + "\n\n" + explanation


def _distinct(texts: Iterable[str]) -> list[str]:
    return [text for text in dict.fromkeys(texts) if text]


def _warning(values: Sequence[str]) -> str:
    return " - **not all runs are alike**" if len(values) > 1 else ""


def _memory(megabytes: int | None) -> str:
    return "memory unknown" if megabytes is None else f"{megabytes / 1024:.0f} GB"
