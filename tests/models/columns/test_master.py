"""The master: an LP over the tours that it has been given."""

from __future__ import annotations

import numpy as np
import pytest

from shiftmodels.columns.column import Column, column_of
from shiftmodels.columns.curves import Curves
from shiftmodels.columns.master import Master
from shiftmodels.data import ModelData
from shiftmodels.solution import OFF
from shiftmodels.tours.insertion import Tour
from tests.models.brute_force import tours
from tests.models.columns.problems import DEAR, coupled_data, has_tours, linear_optimum, wanted_of


def _every_column(data: ModelData, curves: Curves) -> list[Column]:
    """A column for every legal tour, tried one by one."""
    columns = []
    for number, block in enumerate(data.blocks):
        for shifts, activity, slack in tours(data, block):
            shift = np.array([shifts.get(day, -1) for day in range(data.num_days)])
            own = slack + int(block.shifts.cost[shift[shift >= 0]].sum())
            breaks = np.full((data.num_days, 0), -1)
            columns.append(column_of(number, block, Tour(shift, breaks, activity.astype(np.int64), own), curves))
    return columns


def _full(data: ModelData) -> Master:
    curves = Curves.of(data)
    master = Master(curves, curves.fixed, wanted_of(data), dear=DEAR)
    master.add(_every_column(data, curves))
    assert master.solve()
    return master


@pytest.mark.parametrize("seed", range(40))
def test_master_of_all_tours_is_the_lp(seed: int) -> None:
    """Pieces of curves say what shortfalls and excesses say; no tour pays, and those that are chosen cost nought."""
    data = coupled_data(seed)
    if not has_tours(data):
        pytest.skip("an agent has no legal tour")
    master = _full(data)
    assert master.objective == pytest.approx(linear_optimum(data), abs=1e-5)
    for column, value in zip(master.columns, master.values(), strict=True):
        reduced = (
            column.tour.own - float(master.prices[column.rows] @ column.amounts) - master.tour_prices[column.block]
        )
        assert reduced >= -1e-6
        assert value == pytest.approx(0, abs=1e-6) or reduced <= 1e-6


@pytest.mark.parametrize("seed", range(10))
def test_values_are_as_many_as_are_wanted(seed: int) -> None:
    """A block of two has tours for two, in parts or whole, and their supply costs what the LP says."""
    data = coupled_data(seed)
    if not has_tours(data):
        pytest.skip("an agent has no legal tour")
    master = _full(data)
    blocks = np.array([column.block for column in master.columns])
    np.testing.assert_allclose(np.bincount(blocks, weights=master.values()), wanted_of(data), atol=1e-6)


def test_tours_are_added_once() -> None:
    """Columns that add the same to each row at the same cost are one; a second time none is new."""
    data = coupled_data(0)
    curves = Curves.of(data)
    master, every = Master(curves, curves.fixed, wanted_of(data), dear=DEAR), _every_column(data, curves)
    assert master.add(every) == len({column.key for column in every})
    assert master.add(every) == 0


def test_nobody_without_a_tour_and_what_is_fixed() -> None:
    """Nobody at all costs DEAR each; fixed columns are chosen at least so often, and released they are free again."""
    data = coupled_data(0)
    curves = Curves.of(data)
    empty = Master(curves, curves.fixed, wanted_of(data), dear=DEAR)
    assert empty.solve()
    assert empty.objective == pytest.approx(DEAR * data.num_agents + int(curves.costs(curves.fixed).sum()))
    master = _full(data)
    free = master.objective
    worst = int(np.argmax([column.tour.own for column in master.columns]))
    master.fix([worst], [1])
    assert master.solve()
    assert master.values()[worst] >= 1 - 1e-6
    assert master.chosen.sum() == 1
    assert master.objective >= free - 1e-6
    master.release()
    assert master.solve()
    assert master.objective == pytest.approx(free)
    assert not master.chosen.any()


@pytest.mark.parametrize("seed", range(10))
def test_closed_columns_are_not_chosen_until_they_are_opened(seed: int) -> None:
    """The LP without them is that of a master which never had them; opened by block or released it is as before."""
    data = coupled_data(seed)
    if not has_tours(data):
        pytest.skip("an agent has no legal tour")
    master, draw = _full(data), np.random.default_rng(seed)
    free, basis = master.objective, master.basis
    for _ in range(3):
        closed = np.flatnonzero(draw.random(len(master.columns)) < 0.7).tolist()
        master.close(closed)
        assert master.solve()
        assert not master.values()[closed].any()
        assert master.open == sorted(set(range(len(master.columns))) - set(closed))
        less = Master(master.curves, master.fixed, master.wanted, dear=DEAR)
        less.add(master.columns[place] for place in master.open)
        assert less.solve()
        assert master.objective == pytest.approx(less.objective, abs=1e-6)
        for block in range(len(data.blocks)):
            master.reopen(block)
        assert master.solve()
        assert master.objective == pytest.approx(free)
        master.close(closed)
        master.release()
    master.go_on(basis)
    assert master.solve()
    assert master.pivots == 0
    assert master.objective == pytest.approx(free)


def test_idle_tours_supply_nothing() -> None:
    """A tour without shifts is a column without rows."""
    data = coupled_data(0)
    idle = [column for column in _every_column(data, Curves.of(data)) if (column.tour.activity == OFF).all()]
    assert idle
    assert all(len(column.rows) == 0 for column in idle)


@pytest.mark.parametrize("failures", [1, 2, 3])
def test_another_simplex_method_where_one_gives_up(monkeypatch: pytest.MonkeyPatch, failures: int) -> None:
    """The other one, then the dual one without the basis before, end at the same optimum; after that it is told."""
    data = coupled_data(0)
    master = _full(data)
    objective, tried = master.objective, iter(range(failures))
    solved = Master._optimal_by
    monkeypatch.setattr(Master, "_optimal_by", lambda self, how: next(tried, None) is None and solved(self, how))
    assert master.solve() == (failures < 3)
    assert master.objective == pytest.approx(objective)
