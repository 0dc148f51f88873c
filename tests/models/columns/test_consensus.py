"""First days decided for several futures at once: everything is fixed, in all futures alike, and to good purpose."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import chain, pairwise, repeat
from typing import Any

import numpy as np
import pytest

from shiftmodels.columns.consensus import Consensus
from shiftmodels.columns.dive import dive
from shiftmodels.columns.generation import Generation
from shiftmodels.columns.roster import assignment_of
from shiftmodels.columns.shares import Shares
from shiftmodels.data import Cover, ModelData
from shiftmodels.engines.column_root import from_columns
from shiftmodels.solution import Assignment, cost_of
from tests.models.brute_force import optimum
from tests.models.columns.problems import DEAR, coupled_data, has_tours, pricing_of, soon

DAYS = 1
"""Days that are decided."""
SEEDS = [seed for seed in range(30) if has_tours(coupled_data(seed))][:16]


def _covers(data: ModelData, seed: int) -> list[Cover]:
    """Coupling rows in which other numbers are required after the first days."""
    draw = np.random.default_rng(seed)
    later = np.arange(data.num_intervals) >= DAYS * data.num_intervals // data.num_days
    changed = [draw.permuted(data.cover.required, axis=1) for _ in range(3)]
    return [replace(data.cover, required=np.where(later, some, data.cover.required)) for some in changed]


def _futures(data: ModelData, covers: list[Cover]) -> list[Generation]:
    """Columns of each future, its LP solved."""
    pricing = pricing_of(data).individually()
    found = [from_columns(pricing.covering(cover), (), DEAR) for cover in covers]
    assert all(generation.run(soon()) for generation in found)
    return found


def _once() -> Callable[[], float]:
    """Time to decide once, at leisure."""
    readings = chain([0.0], repeat(0.6))
    return lambda: next(readings)


def _roster(futures: list[Generation]) -> Assignment:
    columns = dive(futures[0], soon())
    assert columns is not None
    return assignment_of(futures[0].pricing.data, sorted(columns, key=lambda column: column.block))


def _mean(data: ModelData, covers: list[Cover], found: Assignment) -> float:
    """The mean of the optima of all futures with the first days of a roster, by trying everything."""

    def has_them(other: Assignment) -> bool:
        return bool((other.shift[:, :DAYS] == found.shift[:, :DAYS]).all())

    optima = [optimum(replace(data, cover=cover), has_them) for cover in covers]
    return float(np.mean([best for best in optima if best is not None]))


def _mean_of_all(data: ModelData, covers: list[Cover], found: Assignment) -> float:
    """What all shifts of a roster cost in the mean of the futures."""
    costs = [cost_of(replace(data, cover=cover), found) for cover in covers]
    return float(np.mean(costs))


@pytest.mark.parametrize("seed", SEEDS)
def test_all_futures_have_the_same_first_days(seed: int) -> None:
    """And no roster with these costs less in the mean than the LPs say; later days stay open."""
    data = coupled_data(seed)
    covers = _covers(data, seed)
    futures = _futures(data, covers)
    consensus = Consensus(futures, DAYS)
    assert consensus.decide(_once())
    assert not any(consensus.allowed.is_open(agent)[:DAYS].any() for agent in range(data.num_agents))
    chosen = [_chosen(future) for future in futures]
    assert all(one == other for one, other in pairwise(chosen))
    assert consensus.cost + data.constant_cost <= _mean(data, covers, _roster(futures)) + 1e-6


def _chosen(future: Generation) -> list[set[tuple[int, ...]]]:
    """What tours that the LP uses do on the first days, of each agent."""
    used: list[set[tuple[int, ...]]] = [set() for _ in future.pricing.data.blocks]
    for column in future.master.used():
        used[column.block].add(tuple(column.choices[:DAYS].tolist()))
    return used


def test_it_is_better_than_to_believe_in_one_future() -> None:
    """First days of the first future alone cost more in the mean of all, and never much less."""
    together = alone = 0.0
    for seed in SEEDS:
        data = coupled_data(seed)
        covers = _covers(data, seed)
        futures = _futures(data, covers)
        assert Consensus(futures, DAYS).decide(_once())
        together += _mean(data, covers, _roster(futures))
        alone += _mean(data, covers, _roster(_futures(data, covers[:1])))
    assert together < alone


def test_one_future_is_decided_as_well() -> None:
    """With the only future that there is, the first days are those of an optimum, most of the times."""
    best = 0
    for seed in SEEDS:
        data = coupled_data(seed)
        futures = _futures(data, [data.cover])
        assert Consensus(futures, DAYS).decide(_once())
        best += _mean(data, [data.cover], _roster(futures)) == optimum(data)
    assert best >= 0.7 * len(SEEDS)


class _Watched(Consensus):
    """Decides well once, and then at random; notes what that costs."""

    def __init__(self, futures: list[Generation], days: int) -> None:
        super().__init__(futures, days)
        self.costs: list[float] = []
        self.random = np.random.default_rng(0)

    def _dive(self, *how: Any) -> bool:
        fits = super()._dive(*how)
        self.costs.append(self.cost if fits else np.inf)
        return fits

    def _mean(self) -> Shares:
        if not self.costs:
            return super()._mean()
        return Shares(tuple(np.where(mask, self.random.random(len(mask)), 0.0) for mask in self.allowed.masks))


def test_who_decides_again_keeps_the_best() -> None:
    """The LPs cost what they did when it was decided best, which is not always last, and their roster as much."""
    not_last = 0
    for seed in SEEDS:
        data = coupled_data(seed)
        covers = _covers(data, seed)
        futures = _futures(data, covers)
        consensus = _Watched(futures, data.num_days)
        assert consensus.decide(lambda: 0.0, seed)
        assert not any(consensus.allowed.is_open(agent).any() for agent in range(data.num_agents))
        assert consensus.cost == pytest.approx(min(consensus.costs))
        assert consensus.cost + data.constant_cost == pytest.approx(_mean_of_all(data, covers, _roster(futures)))
        not_last += consensus.costs[-1] > min(consensus.costs) + 1e-6
    assert not_last


def test_without_time_everything_stays_open() -> None:
    data = coupled_data(SEEDS[0])
    consensus = Consensus(_futures(data, _covers(data, 0)), DAYS)
    assert consensus.decide(lambda: 1.0)
    assert any(consensus.allowed.is_open(agent)[:DAYS].any() for agent in range(data.num_agents))
