"""Which part of a roster is free."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from shiftmodels.columns.column import Column
from shiftmodels.columns.free import FEW_SECONDS, MOST_SECONDS, PATIENCE, Experience, Free, FreeKind
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
    free.experience.sizes["agents"] = 2.0
    mask = free.agents(np.eye(len(roster))[-1])
    assert mask.shape == (len(roster), free.data.num_days)
    assert mask.all(axis=1).sum() == mask.any(axis=1).sum() == 2
    assert mask[-1].all()


@pytest.mark.parametrize("seed", SEEDS)
def test_days_are_in_a_row_and_everybodys(seed: int) -> None:
    """Two days at most, one at the ends of the horizon, wherever they begin."""
    free, _ = _free(seed)
    free.experience.sizes["days"] = 2.0
    for _ in range(10):
        mask = free.days(np.ones(free.data.num_days))
        days = np.flatnonzero(mask.any(axis=0))
        assert (mask.all(axis=0) == mask.any(axis=0)).all()
        assert 1 <= len(days) <= 2
        assert (np.diff(days) == 1).all()


def test_what_the_lp_does_not_do_is_free() -> None:
    """Where it makes every choice of the roster nothing is free; an agent of whom it makes none is, on all days."""
    free, roster = _free(SEEDS[0])
    free.experience.sizes["doubts"] = 0.0
    assert not free.doubts(roster).any()
    other = free.shares.of_block[0].copy()
    other[:] = 0.0
    mask = Free(free.data, Shares((other, *free.shares.of_block[1:])), free.random, free.experience).doubts(roster)
    assert mask[0].all()
    assert not mask[1:].any()
    free.experience.sizes["doubts"] = 1.0
    assert free.doubts(roster).all()


def test_sizes_follow_the_time_and_stay_within_the_problem() -> None:
    """A tenth more after a short time, less after a long one, at least half; no more agents than there are."""
    free, roster = _free(SEEDS[0])
    sizes = free.experience.sizes
    sizes["agents"] = 1.5
    free.learn("agents", 0.5 * FEW_SECONDS, 1.0)
    assert sizes["agents"] == pytest.approx(1.65)
    free.learn("agents", 1.5 * FEW_SECONDS, 1.0)
    assert sizes["agents"] == pytest.approx(1.65)
    free.learn("agents", 4 * FEW_SECONDS, 1.0)
    assert sizes["agents"] == pytest.approx(1.65 * 0.5**0.5)
    free.learn("agents", 100 * FEW_SECONDS, 1.0)
    assert sizes["agents"] == pytest.approx(1.65 * 0.5**1.5)
    for _ in range(40):
        free.learn("agents", 0.0, 0.0)
    assert sizes["agents"] == len(roster)


def test_time_grows_while_nothing_is_gained() -> None:
    """By PATIENCE each time, up to the most there is; a gain forgets half of the failures."""
    free, _ = _free(SEEDS[0])
    assert free.experience.seconds == FEW_SECONDS
    for _ in range(8):
        free.learn("days", 1.0, 0.0)
    assert free.experience.seconds == pytest.approx(FEW_SECONDS * PATIENCE**8)
    free.learn("days", 1.0, 5.0)
    assert free.experience.seconds == pytest.approx(FEW_SECONDS * PATIENCE**4)
    for _ in range(200):
        free.learn("days", 1.0, 0.0)
    assert free.experience.seconds == MOST_SECONDS


def test_long_horizons_begin_with_weeks() -> None:
    """A week and 0.8 s for four weeks and less; three weeks and 2.52 s for twelve."""
    week, months = Experience.of(28), Experience.of(84)
    assert (week.sizes["days"], week.seconds) == (7.0, pytest.approx(0.84))
    assert (months.sizes["days"], months.seconds) == (21.0, pytest.approx(2.52))


def _chosen(gain: float) -> Counter[FreeKind]:
    """How often each kind is chosen if agents take twice as long as others and days gain so much."""
    free, _ = _free(SEEDS[0])
    chosen: Counter[FreeKind] = Counter()
    for _ in range(600):
        kind = free.kind()
        chosen[kind] += 1
        free.learn(kind, 2.0 if kind == "agents" else 1.0, gain if kind == "days" else 0.0)
    return chosen


def test_kinds_that_pay_get_more_time() -> None:
    """The same time for all where none pays; where one does, it is chosen more, and the others are still tried."""
    alike = _chosen(0.0)
    assert alike["agents"] == pytest.approx(120, abs=20)
    assert alike["days"] == pytest.approx(240, abs=20)
    assert alike["doubts"] == pytest.approx(240, abs=20)
    other = _chosen(3.0)
    assert other["days"] > 360
    assert min(other.values()) > 30


@pytest.mark.parametrize("seed", SEEDS)
def test_days_lie_around_the_one_that_is_wanted(seed: int) -> None:
    """All the weight on the last day: it is free, whatever else is."""
    free, _ = _free(seed)
    free.experience.sizes["days"] = 2.0
    weights = np.zeros(free.data.num_days)
    weights[-1] = 1.0
    assert all(free.days(weights)[:, -1].all() for _ in range(10))
