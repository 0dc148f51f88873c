"""What plans of each size have, may take and should reach."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Terms:
    """
    Parameters
    ----------
    queues
        How many the plan has.
    time_limit_seconds
        Of a run, where the command line says nothing else.
    gap_of_required
        Target: proven gap as a share of the cost of leaving the whole requirement uncovered, at most.
    memory_gb
        Target: gigabytes at most.
    """

    queues: int
    time_limit_seconds: float
    gap_of_required: float
    memory_gb: float


STEPS = {
    100: Terms(4, 30.0, 0.005, 2.0),
    300: Terms(6, 90.0, 0.003, 3.0),
    1000: Terms(8, 180.0, 0.002, 4.0),
    5000: Terms(8, 900.0, 0.002, 8.0),
}
"""By number of agents."""

SITES = 2


def terms_of(agents: int) -> Terms:
    """
    Terms of a size: in proportion between the steps, those of the first below it.

    Beyond the last, time and memory grow with the number of agents.
    """
    sizes = list(STEPS)
    if agents <= sizes[0]:
        return STEPS[sizes[0]]
    if agents >= sizes[-1]:
        last, times = STEPS[sizes[-1]], agents / sizes[-1]
        return Terms(last.queues, last.time_limit_seconds * times, last.gap_of_required, last.memory_gb * times)
    upper = next(size for size in sizes if size > agents)
    lower = sizes[sizes.index(upper) - 1]
    return _between(STEPS[lower], STEPS[upper], (agents - lower) / (upper - lower))


def _between(low: Terms, high: Terms, share: float) -> Terms:
    def mix(first: float, second: float) -> float:
        return first + share * (second - first)

    return Terms(
        round(mix(low.queues, high.queues)),
        round(mix(low.time_limit_seconds, high.time_limit_seconds), 1),
        mix(low.gap_of_required, high.gap_of_required),
        mix(low.memory_gb, high.memory_gb),
    )
