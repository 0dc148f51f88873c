"""Queues of one stretch by dynamic programming."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest

from shiftmodels.stretches import _best_runs


def _cheapest(prices: np.ndarray, least: list[int]) -> float:
    """Try every row of queues in which each run is the only one or lasts its minimum."""
    best = np.inf
    for row in product(range(prices.shape[0]), repeat=prices.shape[1]):
        edges = [0, *(k for k in range(1, len(row)) if row[k] != row[k - 1]), len(row)]
        runs = list(pairwise(edges))
        if len(runs) == 1 or all(end - begin >= least[row[begin]] for begin, end in runs):
            best = min(best, sum(prices[queue, place] for place, queue in enumerate(row)))
    return best


@pytest.mark.parametrize("seed", range(40))
def test_runs_cost_as_little_as_any_legal_row(seed: int) -> None:
    """The runs found are legal and as cheap as the cheapest of all rows."""
    draw = np.random.default_rng(seed)
    prices = draw.integers(-5, 6, size=(int(draw.integers(2, 4)), int(draw.integers(1, 8)))).astype(float)
    least = [int(n) for n in draw.integers(1, 4, size=prices.shape[0])]
    row = _best_runs(prices, least)
    assert prices[row, np.arange(len(row))].sum() == _cheapest(prices, least)


def test_short_stretch_stays_on_one_queue() -> None:
    """Three intervals cannot hold two runs of two: the cheaper single queue, -4 against -3, is worked throughout."""
    prices = np.array([[-3.0, -1.0, 0.0], [0.0, 0.0, -3.0]])
    assert _best_runs(prices, [2, 2]).tolist() == [0, 0, 0]
