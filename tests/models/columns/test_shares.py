"""How much of each choice an LP solution makes."""

from __future__ import annotations

import numpy as np

from shiftmodels.columns.shares import Shares
from tests.models.columns.problems import agents_of, coupled_data, generation_of, has_tours, soon


def test_shares_of_a_day_add_to_one() -> None:
    """Whoever has a tour does something every day, a whole number of times as a block and in parts as an LP."""
    for seed in range(12):
        data = coupled_data(seed)
        if not has_tours(data):
            continue
        generation = generation_of(data)
        assert generation.run(soon())
        master = generation.master
        shares = Shares.of(data, master.columns, master.values())
        for number, block in enumerate(data.blocks):
            day = np.concatenate([block.shifts.day, np.arange(data.num_days)])
            of_day = np.bincount(day, weights=shares.of_block[number], minlength=data.num_days)
            np.testing.assert_allclose(of_day, 1.0, atol=1e-6)
            choice, share = shares.largest(data, number)
            assert day[choice].tolist() == list(range(data.num_days))
            best = [shares.of_block[number][day == one].max() for one in range(data.num_days)]
            np.testing.assert_array_equal(share, best)
        alone = shares.individually(data)
        assert len(alone.of_block) == data.num_agents
        assert all(alone.of_block[agent] is shares.of_block[block] for agent, block in enumerate(data.block_of))


def test_master_of_agents_is_that_of_blocks() -> None:
    """The LP of all tours costs the same whether like agents share a block or not."""
    for seed in range(8):
        data = coupled_data(seed)
        if not has_tours(data):
            continue
        blocks, agents = generation_of(data), agents_of(data)
        assert blocks.run(soon())
        assert agents.run(soon())
        assert agents.bound == blocks.bound
