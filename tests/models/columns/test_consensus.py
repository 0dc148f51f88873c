"""First days decided for several futures at once: everything is fixed, in all futures alike, and to good purpose."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from shiftmodels.columns.consensus import Consensus
from shiftmodels.columns.dive import dive
from shiftmodels.columns.generation import Generation
from shiftmodels.columns.roster import assignment_of
from shiftmodels.data import Cover, ModelData
from shiftmodels.engines.column_root import from_columns
from shiftmodels.solution import Assignment
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


@pytest.mark.parametrize("seed", SEEDS)
def test_all_futures_have_the_same_first_days(seed: int) -> None:
    """And no roster with these costs less in the mean than the LPs say; later days stay open."""
    data = coupled_data(seed)
    covers = _covers(data, seed)
    futures = _futures(data, covers)
    consensus = Consensus(futures, DAYS)
    allowed = consensus.decide(lambda: False)
    assert allowed is not None
    assert not any(allowed.is_open(agent)[:DAYS].any() for agent in range(data.num_agents))
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
        assert Consensus(futures, DAYS).decide(lambda: False) is not None
        together += _mean(data, covers, _roster(futures))
        alone += _mean(data, covers, _roster(_futures(data, covers[:1])))
    assert together < alone


def test_one_future_is_decided_as_well() -> None:
    """With the only future that there is, the first days are those of an optimum, most of the times."""
    best = 0
    for seed in SEEDS:
        data = coupled_data(seed)
        futures = _futures(data, [data.cover])
        assert Consensus(futures, DAYS).decide(lambda: False) is not None
        best += _mean(data, [data.cover], _roster(futures)) == optimum(data)
    assert best >= 0.7 * len(SEEDS)


def test_without_time_everything_stays_open() -> None:
    data = coupled_data(SEEDS[0])
    allowed = Consensus(_futures(data, _covers(data, 0)), DAYS).decide(lambda: True)
    assert allowed is not None
    assert any(allowed.is_open(agent)[:DAYS].any() for agent in range(data.num_agents))
