"""Which part of a roster is free."""

from __future__ import annotations

import numpy as np
import pytest

from shiftmodels.columns.column import Column
from shiftmodels.columns.free import FEW_SECONDS, Free
from shiftmodels.columns.shares import Shares
from tests.models.columns.problems import agents_of, coupled_data, dived, has_tours


def _free(seed: int, random: int = 0) -> tuple[Free, list[Column]]:
    """A choice for a tiny problem whose LP chooses just the tours of a roster, and that roster."""
    generation = agents_of(coupled_data(seed))
    roster = dived(generation)
    shares = Shares.of(generation.pricing.data, roster, np.ones(len(roster)))
    return Free(generation.pricing.data, shares, np.random.default_rng(random)), roster


SEEDS = [seed for seed in range(8) if has_tours(coupled_data(seed))]


@pytest.mark.parametrize("seed", SEEDS)
def test_agents_are_free_on_all_days_or_on_none(seed: int) -> None:
    """Two agents, and of three with weights 0, 0, 1 the last one nearly always."""
    free, roster = _free(seed)
    free.sizes["agents"] = 2.0
    mask = free.agents(np.eye(len(roster))[-1])
    assert mask.shape == (len(roster), free.data.num_days)
    assert mask.all(axis=1).sum() == mask.any(axis=1).sum() == 2
    assert mask[-1].all()


@pytest.mark.parametrize("seed", SEEDS)
def test_days_are_in_a_row_and_everybodys(seed: int) -> None:
    """Two days at most, one at the ends of the horizon, wherever they begin."""
    free, _ = _free(seed)
    free.sizes["days"] = 2.0
    for _ in range(10):
        mask = free.days()
        days = np.flatnonzero(mask.any(axis=0))
        assert (mask.all(axis=0) == mask.any(axis=0)).all()
        assert 1 <= len(days) <= 2
        assert (np.diff(days) == 1).all()


def test_what_the_lp_does_not_do_is_free() -> None:
    """Where it makes every choice of the roster nothing is free; an agent of whom it makes none is, on all days."""
    free, roster = _free(SEEDS[0])
    free.sizes["doubts"] = 0.0
    assert not free.doubts(roster).any()
    other = free.shares.of_block[0].copy()
    other[:] = 0.0
    mask = Free(free.data, Shares((other, *free.shares.of_block[1:])), free.random, free.sizes).doubts(roster)
    assert mask[0].all()
    assert not mask[1:].any()
    free.sizes["doubts"] = 1.0
    assert free.doubts(roster).all()


def test_sizes_follow_the_time_and_stay_within_the_problem() -> None:
    """A tenth more after a short time, a tenth less after a long one; no more agents than there are."""
    free, roster = _free(SEEDS[0])
    free.sizes["agents"] = 1.5
    free.learn("agents", 0.5 * FEW_SECONDS)
    assert free.sizes["agents"] == pytest.approx(1.65)
    free.learn("agents", 3 * FEW_SECONDS)
    assert free.sizes["agents"] == pytest.approx(1.485)
    for _ in range(40):
        free.learn("agents", 0.0)
    assert free.sizes["agents"] == len(roster)
