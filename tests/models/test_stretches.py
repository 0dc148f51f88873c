"""Queues of one shift by dynamic programming."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from shiftmodels.data import Block, IntArray, Shifts, Transfers
from shiftmodels.solution import BREAK, OTHER, SETUP
from shiftmodels.stretches import _best_queues
from tests.models.brute_force import is_legal_row, transfers


def random_transfers(draw: np.random.Generator, queues: int) -> Transfers:
    """Each of the four with some probability."""
    pairs = [(one, other) for one in range(queues) for other in range(queues) if one != other]
    barred = frozenset(pair for pair in pairs if draw.random() < 0.2)
    most = int(draw.choice([-1, -1, 0, 1, 2]))
    return Transfers(int(draw.choice([0, 0, 1, 2])), int(draw.choice([0, 0, 1, 3])), most, barred)


def _block(minimum: list[int], own: Transfers) -> Block:
    none, one = np.zeros(0, dtype=np.int64), np.ones(len(minimum), dtype=np.int64)
    shifts = Shifts(none, none, none, none, none)
    return Block((0,), shifts, (), np.arange(len(minimum)), one, np.array(minimum), transfers=own)


def _cost(row: list[int], prices: IntArray, own: Transfers) -> int:
    worked = sum(int(prices[queue, place]) for place, queue in enumerate(row) if queue >= 0)
    return worked + own.cost * len(transfers(row))


def _cheapest(before: IntArray, prices: IntArray, block: Block) -> int:
    """Try every row of codes that is legal and keeps breaks and other activities."""
    codes = [*range(len(prices)), *([SETUP] if block.transfers.setup else [])]
    choices = [[code] if code in (BREAK, OTHER) else codes for code in before.tolist()]
    return min(_cost(list(row), prices, block.transfers) for row in product(*choices) if is_legal_row(row, block))


@pytest.mark.parametrize("seed", range(60))
def test_queues_cost_as_little_as_any_legal_row(seed: int) -> None:
    """What is found is legal and as cheap as the cheapest of all rows; breaks and activities stay."""
    draw = np.random.default_rng(seed)
    queues, length = int(draw.integers(2, 4)), int(draw.integers(1, 8))
    block = _block(draw.integers(1, 4, queues).tolist(), random_transfers(draw, queues))
    prices = draw.integers(-5, 6, (queues, length))
    before = draw.choice([0, 0, 0, 0, BREAK, OTHER], length)
    row = _best_queues(block, prices, before).tolist()
    assert is_legal_row(row, block)
    assert _cost(row, prices, block.transfers) == _cheapest(before, prices, block)
    assert [code in (BREAK, OTHER) for code in row] == [code in (BREAK, OTHER) for code in before]


def test_short_stretch_stays_on_one_queue() -> None:
    """Three intervals cannot hold two runs of two: the cheaper single queue, -4 against -3, is worked throughout."""
    prices = np.array([[-3, -1, 0], [0, 0, -3]])
    before = np.zeros(3, dtype=np.int64)
    assert _best_queues(_block([2, 2], Transfers()), prices, before).tolist() == [0, 0, 0]


def test_setup_lies_between_two_queues() -> None:
    """With a transfer -3 - 6 and its cost, without one -6 on the second queue: it pays at 2, not at 4."""
    prices = np.array([[-3, -1, 0, 0], [0, 0, -3, -3]])
    before = np.zeros(4, dtype=np.int64)
    assert _best_queues(_block([1, 1], Transfers(setup=1, cost=2)), prices, before).tolist() == [0, SETUP, 1, 1]
    assert _best_queues(_block([1, 1], Transfers(setup=1, cost=4)), prices, before).tolist() == [1, 1, 1, 1]


def test_limit_counts_the_whole_shift() -> None:
    """One transfer, before or after the break; changing queue over the break is none."""
    prices = np.array([[-9, 0, 0, 0, -5], [0, -9, 0, -5, 0]])
    before = np.array([0, 0, BREAK, 0, 0])
    assert _best_queues(_block([1, 1], Transfers(most=1)), prices, before).tolist() == [0, 1, BREAK, 0, 0]
