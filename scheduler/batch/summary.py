"""
Runs of an instance with one setting, taken together over seeds.

A run without a roster counts as infinitely dear, one without a bound as having minus infinity: nothing is left out of a
median because it did not end well.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from scheduler.batch.natural_order import natural
from scheduler.batch.published import BestKnown
from scheduler.batch.records import Run, latest

Name = tuple[str, str]
"""Family and instance."""

TOLERANCE = 1e-6
"""Relative; costs are read from decimal text."""


@dataclass(frozen=True, order=True)
class Setting:
    """How an instance was run; seeds apart."""

    engine: str
    time_limit_seconds: float
    workers: int


@dataclass(frozen=True)
class Group:
    """
    Parameters
    ----------
    family, instance, setting
        What the runs have in common.
    runs
        One for each seed.
    known
        What others found.
    best_bound
        Best bound that any run of the instance proved; ``None`` if none did.
    """

    family: str
    instance: str
    setting: Setting
    runs: tuple[Run, ...]
    known: BestKnown
    best_bound: float | None

    @property
    def costs(self) -> list[float]:
        """Costs, infinite where there is no roster."""
        return [cost_of(run) for run in self.runs]

    @property
    def bounds(self) -> list[float]:
        """Bounds, minus infinity where there is none."""
        return [-math.inf if run.bound is None else run.bound for run in self.runs]

    @property
    def gap_to_known(self) -> float | None:
        """Median of (cost - best known) / best known; ``None`` where nothing is known."""
        return None if self.known.upper is None else excess(median(self.costs), self.known.upper)

    @property
    def gap_to_bound(self) -> float:
        """Median of the proven gaps, infinite where there is none."""
        return median(math.inf if run.gap is None else run.gap for run in self.runs)

    @property
    def seconds_to_best(self) -> float:
        """Median time after which a run's final cost stood."""
        return median(seconds_to_best(run) for run in self.runs)

    @property
    def seconds_to_first(self) -> float:
        """Median time after which a run's first roster stood."""
        firsts = [run.first_cost_seconds if run.cost is not None else None for run in self.runs]
        return median(math.inf if seconds is None else seconds for seconds in firsts)

    @property
    def statuses(self) -> str:
        """How many runs ended how."""
        counts = Counter(run.status for run in self.runs)
        return ", ".join(f"{number} {status}" for status, number in sorted(counts.items()))


def summarise(runs: Iterable[Run], known: Mapping[Name, BestKnown]) -> list[Group]:
    """
    Groups by family, instance (natural order) and setting; of repetitions the last counts.

    Parameters
    ----------
    runs
        All runs.
    known
        What others found, by family and instance; runs of other instances are kept.
    """
    members: dict[tuple[str, str], dict[Setting, list[Run]]] = {}
    for run in latest(runs):
        setting = Setting(run.engine, run.time_limit_seconds, run.workers)
        members.setdefault((run.family, run.instance), {}).setdefault(setting, []).append(run)
    groups = []
    for (family, name), settings in sorted(members.items(), key=lambda entry: (entry[0][0], natural(entry[0][1]))):
        best = max((run.bound for part in settings.values() for run in part if run.bound is not None), default=None)
        found = known.get((family, name), BestKnown())
        groups += [Group(family, name, setting, tuple(settings[setting]), found, best) for setting in sorted(settings)]
    return groups


def families_of(groups: Iterable[Group]) -> dict[str, list[Group]]:
    """Groups by family, in their order."""
    families: dict[str, list[Group]] = {}
    for group in groups:
        families.setdefault(group.family, []).append(group)
    return families


def labels_of(groups: Iterable[Group]) -> dict[Setting, str]:
    """Short name of each setting: the engine, with limit and workers where these differ."""
    settings = sorted({group.setting for group in groups})
    if len({(setting.time_limit_seconds, setting.workers) for setting in settings}) <= 1:
        return {setting: setting.engine for setting in settings}
    return {
        setting: f"{setting.engine}, {setting.time_limit_seconds:g} s, {setting.workers} workers"
        for setting in settings
    }


def cost_of(run: Run) -> float:
    """Cost of a run, infinite without a roster."""
    return math.inf if run.cost is None else run.cost


def cost_after(run: Run, seconds: float) -> float:
    """Cost that stood after a time; infinite before the first roster and for runs that ended without one."""
    if run.cost is None:
        return math.inf
    return min((cost for at, cost, _ in run.progress if cost is not None and at <= seconds), default=math.inf)


def costs_at(group: Group, seconds: float) -> list[float]:
    """Costs at a published time limit: those that stood then, or the final ones where the runs were no longer."""
    if group.setting.time_limit_seconds <= seconds:
        return group.costs
    return [cost_after(run, seconds) for run in group.runs]


def seconds_to_best(run: Run) -> float:
    """Time after which the final cost of a run stood, infinite without a roster."""
    if run.cost is None:
        return math.inf
    reached = run.cost * (1 + TOLERANCE)
    return next((at for at, cost, _ in run.progress if cost is not None and cost <= reached), run.seconds)


def excess(cost: float, reference: float) -> float:
    """(cost - reference) / reference; with a reference of 0 either 0 or infinite."""
    if reference > 0:
        return (cost - reference) / reference
    return 0.0 if cost <= reference else math.inf
