"""Values of units and agents, from the prices of a bound."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scheduler.compile import compile_problem
from shiftmodels.engines.values import marginal_values
from tests.builders import make_problem
from tests.models.brute_force import optimum
from tests.models.test_pools import pooled_data


@pytest.mark.parametrize("seed", range(12))
def test_no_unit_saves_more_than_its_value_and_the_gap(seed: int) -> None:
    """The optimum with one unit more or less is no less than the bound, before it was rounded up, less its worth."""
    data = pooled_data(seed)
    values = marginal_values(data, 200.0)
    best = optimum(data)
    assert values is not None
    assert values.bound <= (best if best is not None else np.inf)
    for pool in range(2):
        limited = data.pools.capacity[pool] >= 0
        for amount in (1, -1):
            capacity = data.pools.capacity.copy()
            capacity[pool] += amount * limited
            if (capacity[pool] < 0)[limited].any():
                continue
            changed = optimum(replace(data, pools=replace(data.pools, capacity=capacity)))
            worth = float(values.of_units(amount)[pool][limited].sum())
            assert amount * worth >= 0
            assert changed is None or changed > values.bound - 1 - worth - 1e-6


@pytest.mark.parametrize("seed", range(12))
def test_no_agent_saves_more_than_his_value_and_the_gap(seed: int) -> None:
    """The same with an agent who is like the first."""
    data = pooled_data(seed)
    values = marginal_values(data, 200.0)
    assert values is not None
    block = data.blocks[0]
    worth = values.of_agent(block)
    more = replace(data, blocks=(*data.blocks, replace(block, members=(2,))), num_agents=3)
    best = optimum(more)
    assert worth is not None
    assert best is None or best > values.bound - 1 - worth - 1e-6


def test_without_anybody_nothing_is_priced() -> None:
    assert marginal_values(compile_problem(make_problem(agents=())).data, 200.0) is None
