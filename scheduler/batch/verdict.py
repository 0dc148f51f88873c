"""A family of instances in a few sentences."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from scheduler.batch.published import TEN_MINUTES
from scheduler.batch.summary import TOLERANCE, Group, Setting, costs_at


def verdict(groups: Sequence[Group], labels: dict[Setting, str]) -> list[str]:
    """For each setting, how often the median cost meets the best known and the best published in ten minutes."""
    return [
        f"**{label}**: {'; '.join(sentences)}."
        for setting, label in labels.items()
        if (sentences := _sentences([group for group in groups if group.setting == setting]))
    ]


def _sentences(groups: Sequence[Group]) -> list[str]:
    found = []
    against_known = [
        _compare(median(group.costs), group.known.upper) for group in groups if group.known.upper is not None
    ]
    if against_known:
        reached, below = sum(sign <= 0 for sign in against_known), against_known.count(-1)
        found.append(
            f"median cost at the best known on {reached} of {len(against_known)} instances, below it on {below}"
        )
    published = [(group, best[0]) for group in groups if (best := group.known.best_at(TEN_MINUTES))]
    if published:
        signs = [_compare(median(costs_at(group, TEN_MINUTES)), cost) for group, cost in published]
        counts = f"better on {signs.count(-1)}, equal on {signs.count(0)}, worse on {signs.count(1)}"
        own = min(groups[0].setting.time_limit_seconds, TEN_MINUTES)
        found.append(f"after {own:g} s, against the best published in 10 minutes: {counts} of {len(signs)}")
    return found


def _compare(cost: float, reference: float) -> int:
    """Below (-1), at (0) or above (1)."""
    margin = TOLERANCE * max(1.0, abs(reference))
    return -1 if cost < reference - margin else int(cost > reference + margin)
