"""Moves of single shifts: costs that are kept count of, tours that stay legal, and how near they come to the best."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scheduler.compile import compile_problem
from shiftmodels.clock import clock
from shiftmodels.data import ModelData, SlackSum
from shiftmodels.engines.anneal_task import AnnealTask, has_long_shifts
from shiftmodels.feasibility import is_feasible, softened
from shiftmodels.solution import OFF, Assignment, beyond, cost_of, supply, use
from shiftmodels.tour import tour_cost
from shiftmodels.tours.chance import bell, chance_of, uniform
from shiftmodels.tours.counters import split
from shiftmodels.tours.search import TourSearch
from shiftmodels.tours.segments import NEVER
from shiftmodels.tours.walk import soft_cost, soft_costs_of_day
from tests.models.brute_force import optimum
from tests.models.random_data import carried, random_assignment, random_data
from tests.models.test_transfer_rows import transfer_data
from tests.models.tours.moved import constructed, day_moves
from tests.profiles import every
from tests.random_plans import random_plan


def _visited(data: ModelData, found: Assignment, seed: int, temperature: float) -> tuple[int, int]:
    """Moves every agent ten times; how often a row of the roster changed, and the change of cost that was told."""
    moves, told, changed = day_moves(data, found, seed), 0, 0
    for _ in range(10):
        for agent in range(data.num_agents):
            before = found.shift[agent].tobytes() + found.activity[agent].tobytes() + found.breaks[agent].tobytes()
            told += sum(moves.visit(found, agent, temperature))
            row = found.shift[agent].tobytes() + found.activity[agent].tobytes() + found.breaks[agent].tobytes()
            changed += row != before
    assert np.array_equal(moves._rows.supplied, supply(data, found))
    assert np.array_equal(moves._rows.used, use(data, found))
    return changed, told


def _assert_count_is_kept(seed: int) -> None:
    """Moves of a random plan tell what its cost changes by, and its tours stay legal."""
    data = softened(compile_problem(random_plan(seed)).data)
    found = constructed(data)
    if found is None:
        pytest.skip("an agent has no legal tour")
    before = cost_of(data, found)
    _, told = _visited(data, found, seed, 5.0 * before / data.num_agents)
    assert before + told == cost_of(data, found)
    assert is_feasible(data, found)


@pytest.mark.parametrize("seed", every(2, range(60)))
def test_moves_keep_count_of_the_cost_of_plans(seed: int) -> None:
    """Pins, breaks, blocks, seats, equipment, transfers, history: what is told is what the arrays give."""
    _assert_count_is_kept(seed)


@pytest.mark.parametrize("seed", every(2, range(60)))
def test_moves_obey_rows_and_leave_spreads_alone(seed: int) -> None:
    """Hard and soft rows of every kind: tours stay legal, and no value of a spread changes."""
    data = softened(random_data(seed))
    found = random_assignment(data, seed)
    if found is None:
        pytest.skip("there is no legal roster")
    before, differences = cost_of(data, found), [beyond(data, spread, found) for spread in data.spreads]
    _, told = _visited(data, found, seed, 10.0)
    assert before + told == cost_of(data, found)
    assert is_feasible(data, found)
    assert differences == [beyond(data, spread, found) for spread in data.spreads]


@pytest.mark.parametrize("seed", range(24))
def test_moves_pay_for_transfers(seed: int) -> None:
    """Set-ups, pairs, prices and limits of transfers, and equipment that is held for a queue."""
    data = softened(transfer_data(seed, agents=2))
    found = constructed(data)
    assert found is not None
    before = cost_of(data, found)
    _, told = _visited(data, found, seed, 8.0)
    assert before + told == cost_of(data, found)
    assert is_feasible(data, found)


def test_moves_change_rosters() -> None:
    """In most plans something moves when it is hot."""
    changed = []
    for seed in range(30):
        data = softened(compile_problem(random_plan(seed)).data)
        found = constructed(data)
        if found is not None:
            changed.append(_visited(data, found, seed, 1e6)[0] > 0)
    assert np.mean(changed) > 0.7


@pytest.mark.parametrize("seed", range(30))
def test_soft_costs_of_tours(seed: int) -> None:
    """Of any choice of shifts, a path costs what its soft rows do, and there is one exactly where it is a tour."""
    data, draw = random_data(seed), np.random.default_rng(seed)
    data = replace(data, blocks=tuple(carried(block) for block in data.blocks), spreads=())
    moves = day_moves(data, Assignment.empty(data), seed)
    for number, block in enumerate(data.blocks):
        mover = moves._movers[number]
        assert mover is not None
        assert not mover.stays
        for _ in range(30):
            shift = np.full(data.num_days, -1, dtype=np.int64)
            for one in draw.permutation(len(block.shifts))[: draw.integers(0, data.num_days + 1)]:
                shift[block.shifts.day[one]] = one
            worked = shift[shift >= 0]
            cost, soft = tour_cost(block, worked), soft_cost(mover.walk, shift)
            assert (cost is None) == (soft >= NEVER)
            if cost is not None:
                assert soft + block.shifts.cost[worked].sum() == cost


@pytest.mark.parametrize(("plans", "least_reached"), [(6, 5), pytest.param(12, 11, marks=pytest.mark.slow)])
def test_annealing_reaches_the_optimum_of_most_tiny_plans(
    monkeypatch: pytest.MonkeyPatch, plans: int, least_reached: int
) -> None:
    """Nothing is better than the best, and the best is found in all plans but one, however busy the machine is."""
    monkeypatch.setattr(clock, "by_work", True)
    reached = []
    for seed in range(plans):
        data = compile_problem(random_plan(seed, agents=2, days=1, units=False)).data
        search, best, least = TourSearch(data, Assignment.empty(data), seed), optimum(data), np.inf
        assert search.construct() == []
        start = clock.now()
        for found in search.anneal(lambda start=start: clock.now() - start, start + 1.0, 0.01):
            least = cost_of(softened(data), found)
            assert is_feasible(softened(data), found)
        least = min(least, cost_of(softened(data), search.found))
        assert best is not None
        assert least >= best
        reached.append(least == best)
    assert sum(reached) >= least_reached


def test_answers_of_the_task_get_better() -> None:
    """Each roster of a task costs less than the one before."""
    data = compile_problem(random_plan(3, agents=3, days=2)).data
    found = constructed(data)
    assert found is not None
    soft = softened(data)
    costs = [cost_of(soft, found), *(cost_of(soft, one) for one in AnnealTask(1.0, 0, found).run(data))]
    assert costs == sorted(set(costs), reverse=True)


def test_long_shifts() -> None:
    """Half of the agents work 200 intervals, the others none: 100 on average are long, one less is not."""
    activity = np.full((4, 300), OFF, dtype=np.int64)
    activity[:2, :200] = 0
    found = Assignment(np.zeros((4, 1), dtype=np.int64), np.zeros((4, 1, 0), dtype=np.int64), activity)
    assert has_long_shifts(found)
    activity[0, 0] = OFF
    assert not has_long_shifts(found)


def test_chance_repeats_itself_and_is_spread_evenly() -> None:
    """The same beginning gives the same numbers; of many, a tenth lies in each tenth, and bells are about normal."""
    first, second = (chance_of(np.random.default_rng(7)) for _ in range(2))
    drawn = np.array([uniform(first) for _ in range(20_000)])
    assert np.array_equal(drawn, [uniform(second) for _ in range(20_000)])
    assert np.histogram(drawn, bins=10, range=(0.0, 1.0))[0].min() > 1800
    bells = np.array([bell(first) for _ in range(20_000)])
    assert abs(bells.mean()) < 0.03
    assert abs(bells.std() - 1) < 0.03


@pytest.mark.parametrize("seed", every(2, range(40)))
def test_moves_obey_counters_that_no_diagram_carries(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sums of shifts that were left out of diagrams hold all the same, and shifts still move."""
    monkeypatch.setattr("shiftmodels.tours.bounded.MOST_ARCS", 0)
    monkeypatch.setattr("shiftmodels.tours.bounded.split", lambda block, long: split(block, 1))
    data = softened(random_data(seed))
    blocks = tuple(carried(block) for block in data.blocks)
    blocks = tuple(replace(block, rows=tuple(r for r in block.rows if not isinstance(r, SlackSum))) for block in blocks)
    data = replace(data, blocks=blocks, spreads=())
    found = random_assignment(data, seed)
    if found is None:
        pytest.skip("there is no legal roster")
    before = cost_of(data, found)
    _, told = _visited(data, found, seed, 1e3)
    assert before + told == cost_of(data, found)
    assert is_feasible(data, found)


def test_shifts_are_added_and_dropped() -> None:
    """Where nothing says how many shifts there are, moves change their number both ways."""
    grown, shrunk = 0, 0
    for seed in range(30):
        data = softened(compile_problem(random_plan(seed)).data)
        found = constructed(data)
        if found is None:
            continue
        moves = day_moves(data, found, seed)
        for _ in range(20):
            for agent in range(data.num_agents):
                before = len(found.worked(agent))
                moves.visit(found, agent, 1e6)
                grown += len(found.worked(agent)) > before
                shrunk += len(found.worked(agent)) < before
    assert grown > 0
    assert shrunk > 0


@pytest.mark.parametrize("seed", range(6))
def test_prices_of_hard_limits(seed: int) -> None:
    """Half of what is required is a hard minimum: another price of it changes the cost of a roster by what is told."""
    data = compile_problem(random_plan(seed)).data
    assert not TourSearch(data, Assignment.empty(data), 0)._has_hard_limits()
    hard = np.full_like(data.cover.limit_cost, -1)
    data = replace(data, cover=replace(data.cover, minimum=(data.cover.required + 1) // 2, limit_cost=hard))
    search = TourSearch(data, Assignment.empty(data), 0)
    assert search._has_hard_limits()
    for penalty in (2.0, 20.0):
        before = cost_of(search._data, search.found)
        change = search._price_limits(penalty)
        assert change != 0
        assert cost_of(search._data, search.found) == before + change


@pytest.mark.parametrize("seed", range(20))
def test_soft_costs_of_some_shifts_are_those_among_all(seed: int) -> None:
    """A move that looks at a few shifts of a day learns the same of them as one that looks at all."""
    data, draw = random_data(seed), np.random.default_rng(seed)
    data = replace(data, blocks=tuple(carried(block) for block in data.blocks), spreads=())
    for number, mover in enumerate(day_moves(data, Assignment.empty(data), seed)._movers):
        assert mover is not None
        shift = np.full(data.num_days, -1, dtype=np.int64)
        for day in range(data.num_days):
            numbers = np.flatnonzero(data.blocks[number].shifts.day == day)
            begin, end = sorted(draw.integers(0, len(numbers) + 1, 2))
            if begin < end:
                every = soft_costs_of_day(mover.walk, shift, day, numbers)
                assert (
                    soft_costs_of_day(mover.walk, shift, day, numbers[begin:end]).tolist() == every[begin:end].tolist()
                )


@pytest.mark.parametrize("seed", range(20))
def test_moves_that_look_at_few_shifts_keep_count(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """With two shifts of a day to look at, tours stay legal, and what is told is what the arrays give."""
    monkeypatch.setattr("shiftmodels.tours.annealing.LOOKS", 2)
    _assert_count_is_kept(seed)


@pytest.mark.parametrize("seed", range(10))
def test_minima_at_the_requirement_are_part_of_its_corner(seed: int) -> None:
    """A person missing costs what understaffing and the limit do, also once the price of the limit is another."""
    data = compile_problem(random_plan(seed)).data
    hard = np.full_like(data.cover.limit_cost, -1)
    data = softened(replace(data, cover=replace(data.cover, minimum=data.cover.required, limit_cost=hard)))
    found = constructed(data)
    if found is None:
        pytest.skip("an agent has no legal tour")
    moves, asked = day_moves(data, found, seed), data.cover.required > 0
    dearer = data.cover.under_cost + data.cover.limit_cost
    assert np.array_equal(moves._rows.under_cost[asked], dearer[asked])
    assert not moves._rows.minimum[asked].any()
    before = cost_of(data, found)
    _, told = _visited(data, found, seed, 5.0 * before / data.num_agents)
    assert before + told == cost_of(data, found)
    data.cover.limit_cost[:] = 1
    moves.begin_round(1.0)
    assert np.array_equal(moves._rows.under_cost[asked], (data.cover.under_cost + 1)[asked])
