"""Runs of a size, load and setting, taken together over seeds; a seed is a plan of its own here."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scheduler.batch.records import Run
from scheduler.batch.summary import TOLERANCE, Group, summarise
from scripts.benchmarking.scale_plans import FAMILY, size_of
from scripts.benchmarking.scale_terms import Terms, terms_of
from scripts.instance_families.contact_centre import Size


@dataclass(frozen=True)
class Rung:
    """
    Parameters
    ----------
    group
        The runs, one for each seed. What others found and a best bound of all have no meaning here.
    size
        Of the plans; its seed is that of the first run.
    """

    group: Group
    size: Size

    @property
    def terms(self) -> Terms:
        """Targets of the size."""
        return terms_of(self.size.agents)

    @property
    def gaps(self) -> list[float]:
        """Proven gaps as shares of the cost of the whole requirement, infinite where there is none."""
        return [_or_infinite(run.gap_of_required) for run in self.group.runs]

    @property
    def relative_gaps(self) -> list[float]:
        """Proven gaps as shares of the cost, infinite where there is none."""
        return [_or_infinite(run.gap) for run in self.group.runs]

    @property
    def memory_mb(self) -> list[float]:
        """Peaks of memory in megabytes, of all processes together or, where unknown, of the largest one."""
        return [max(run.together_memory_mb or 0.0, run.peak_memory_mb or 0.0) or math.inf for run in self.group.runs]

    @property
    def seconds(self) -> list[float]:
        """Wall times."""
        return [run.seconds for run in self.group.runs]

    @property
    def seconds_to_first(self) -> list[float]:
        """Seconds after which the first roster stood, infinite without a roster."""
        return [math.inf if run.cost is None else _or_infinite(run.first_cost_seconds) for run in self.group.runs]

    @property
    def seconds_to_target(self) -> list[float]:
        """Seconds after which the gap was proven to be within the target, infinite where it never was."""
        return [seconds_within(run, self.terms.gap_of_required) for run in self.group.runs]

    @property
    def hard_violations(self) -> int | None:
        """Breaches of hard rules in all audited rosters; ``None`` without a roster."""
        found = [run.hard_violations for run in self.group.runs if run.hard_violations is not None]
        return sum(found) if found else None


def rungs_of(runs: Iterable[Run]) -> list[Rung]:
    """Rungs by agents, load and setting; runs of other families are passed over."""
    groups = summarise((run for run in runs if run.family == FAMILY), {})
    found = [Rung(group, size) for group in groups if (size := size_of(group.instance, group.runs[0].seed)) is not None]
    return sorted(found, key=lambda rung: (rung.size.agents, rung.size.load, rung.group.setting))


def by_plan(rungs: Iterable[Rung]) -> list[Group]:
    """The same runs by plan: there, costs and bounds of any runs can be held against each other."""
    runs = [run for rung in rungs for run in rung.group.runs]
    return summarise((run.model_copy(update={"instance": f"{run.instance}-seed-{run.seed}"}) for run in runs), {})


def longest(rungs: Iterable[Rung]) -> list[Rung]:
    """Of several time limits of a size, load, engine and number of workers the longest."""
    ordered = sorted(rungs, key=lambda rung: rung.group.setting.time_limit_seconds)
    kept = {(rung.group.instance, rung.group.setting.engine, rung.group.setting.workers): rung for rung in ordered}
    return sorted(kept.values(), key=lambda rung: rung.size.agents)


def series_of(rungs: Sequence[Rung], *, with_load: bool) -> dict[str, list[Rung]]:
    """
    Rungs of each engine over sizes, by a short label: workers, and load where asked for, stand there if they differ.

    Parameters
    ----------
    rungs
        Of one time limit for each size.
    with_load
        Whether other loads are other series.
    """
    loads, workers = {rung.size.load for rung in rungs}, {rung.group.setting.workers for rung in rungs}
    series: dict[str, list[Rung]] = {}
    for rung in rungs:
        label = rung.group.setting.engine
        label += f", {rung.group.setting.workers} workers" if len(workers) > 1 else ""
        label += f", load {rung.size.load:g}" if with_load and len(loads) > 1 else ""
        series.setdefault(label, []).append(rung)
    return series


def seconds_within(run: Run, share: float) -> float:
    """Seconds after which cost and bound of a run lay within a share of the cost of the whole requirement."""
    if run.cost is None or run.required_cost is None:
        return math.inf
    allowed = share * run.required_cost * (1 + TOLERANCE)
    for at, cost, bound in run.progress:
        if cost is not None and bound is not None and cost - bound <= allowed:
            return at
    return run.seconds if _or_infinite(run.gap_of_required) <= share else math.inf


def _or_infinite(value: float | None) -> float:
    return math.inf if value is None else value
