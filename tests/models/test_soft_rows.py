"""Soft rows, gaps, allowances and spreads: brute force against the formulation, the engines and parts of problems."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from shiftmodels.backends.highs import relaxation_bound, solve_highs
from shiftmodels.data import AgentRow, Block, BreakProgram, Cover, Gaps, Hold, ModelData, Pools, Shifts, Slacks, SumRow
from shiftmodels.engines import staged
from shiftmodels.engines.run import SolveOptions
from shiftmodels.engines.tasks import StartTask
from shiftmodels.feasibility import is_feasible, softened
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.restrict import restrict
from shiftmodels.solution import Assignment, cost_of
from shiftmodels.status import ModelStatus
from shiftmodels.tour import tour_cost
from tests.models.brute_force import cheapest_slacks, optimum
from tests.models.exact import exact_answer
from tests.models.random_data import random_assignment, random_data
from tests.profiles import every

OPTIONS = SolveOptions(time_limit_seconds=200.0, seed=0, workers=1)


@pytest.mark.parametrize("seed", every(2, range(100)))
def test_both_solvers_find_the_brute_force_optimum(seed: int) -> None:
    """CP-SAT and HiGHS cost what the cheapest of all assignments costs; the LP bound is not above it."""
    data = random_data(seed)
    best, exact = optimum(data), exact_answer(data, OPTIONS)
    model = Formulation(data, individually=True).model
    mip, (_, bound) = solve_highs(model, 200.0), relaxation_bound(model, 200.0)
    assert exact.cost == best == mip.cost
    if best is None:
        assert exact.status is mip.status is ModelStatus.INFEASIBLE
        return
    assert exact.assignment is not None
    assert is_feasible(data, exact.assignment)
    assert bound is not None
    assert bound <= best


@pytest.mark.parametrize("seed", every(2, range(100)))
def test_tours_cost_what_trying_all_slacks_says(seed: int) -> None:
    """Each set of shifts, one a day, costs its shifts and the cheapest slacks that obey every row, or is illegal."""
    for block in random_data(seed).blocks:
        for count in range(4):
            for chosen in combinations(range(len(block.shifts)), count):
                worked = np.array(chosen, dtype=np.int64)
                if len(np.unique(block.shifts.day[worked])) < count:
                    continue
                slacks = cheapest_slacks(block, set(chosen))
                expected = None if slacks is None else slacks + int(block.shifts.cost[worked].sum())
                assert tour_cost(block, worked) == expected


@pytest.mark.parametrize("seed", every(2, range(100)))
def test_known_assignment_is_a_solution_of_the_model(seed: int) -> None:
    """The values of a known assignment obey every row and limit of the model and cost what the assignment costs."""
    data = softened(random_data(seed))
    found = random_assignment(data, seed)
    if found is not None:
        _check_values(data, found)
        part = restrict(data, found, _random_free(data, seed))
        _check_values(part.data, part.part_of(found))


def _check_values(data: ModelData, found: Assignment) -> None:
    model = Formulation(data, individually=True).model
    values = Formulation(data, individually=True).values(found)
    sums = model.matrix @ values
    assert np.all((values >= 0) & (values <= model.upper))
    assert np.all((sums >= model.row_lower) & (sums <= model.row_upper))
    assert values @ np.array(model.cost) + model.offset == cost_of(data, found)


def _random_free(data: ModelData, seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.random.default_rng(seed).random((data.num_agents, data.num_days)) < 0.6


@pytest.mark.parametrize("seed", every(2, range(100)))
def test_part_is_solved_as_the_whole_with_the_rest_fixed(seed: int) -> None:
    """The optimum of a part is the cheapest whole that agrees with the fixed rest, and costs the same there."""
    data = softened(random_data(seed))
    found = random_assignment(data, seed)
    if found is None:
        return
    free = _random_free(data, seed)
    part = restrict(data, found, free)
    assert cost_of(part.data, part.part_of(found)) == cost_of(data, found)
    best = exact_answer(part.data, OPTIONS)
    assert best.assignment is not None
    merged = part.merge(data, found, best.assignment)
    assert is_feasible(data, merged)
    expected = optimum(data, lambda other: np.array_equal(other.shift[~free], found.shift[~free]))
    assert cost_of(data, merged) == best.cost == expected


@pytest.mark.parametrize("seed", range(20))
def test_part_with_the_same_shifts_costs_the_same(seed: int) -> None:
    """Where only breaks and queues are open and there is one queue and no break, nothing can change."""
    data = softened(random_data(seed))
    found = random_assignment(data, seed)
    if found is not None:
        part = restrict(data, found, _random_free(data, seed), same_shifts=True)
        assert exact_answer(part.data, OPTIONS).cost == cost_of(data, found)


@pytest.mark.parametrize("seed", range(12))
def test_start_is_legal_whatever_the_spread(seed: int) -> None:
    """A first assignment is found although nobody is on the roster at first; only hard spreads may be missed."""
    data = random_data(seed)
    if optimum(replace(data, spreads=())) is None:
        return
    status, found = StartTask(200.0, 10.0, 1.0).run(data)
    assert status is ModelStatus.FEASIBLE
    assert found is not None
    assert is_feasible(softened(data), found)


@pytest.mark.parametrize("price", [-1, 1, 3])
def test_staged_finds_the_brute_force_optimum(price: int) -> None:
    """On so few agents a neighbourhood is the whole problem: the staged engine ends at the optimum."""
    plans = (random_data(seed) for seed in range(100))
    spread_out = (data for data in plans if price in [spread.price for spread in data.spreads])
    data, best = next((data, best) for data in spread_out if (best := optimum(data)) is not None)
    solution = staged.solve(data, SolveOptions(200.0, 0, 1, work_seconds=1.0))
    assert solution.assignment is not None
    assert is_feasible(data, solution.assignment)
    assert solution.cost == best == cost_of(data, solution.assignment)
    assert solution.bound is not None
    assert solution.bound <= best


def _hand_made(rows: tuple[AgentRow, ...], slacks: Slacks) -> ModelData:
    """One agent, one interval a day on three days: each day off costs 10, each shift 1."""
    one, zeros, none = np.ones(1, dtype=np.int64), np.zeros((1, 3), dtype=np.int64), np.full((1, 3), -1)
    days = np.arange(3)
    shifts = Shifts(days, days, days + 1, np.ones(3, dtype=np.int64), np.zeros(3, dtype=np.int64))
    block = Block((0,), shifts, rows, one - 1, one, one, (Hold(0),), slacks=slacks)
    cover = Cover(zeros + 1, none, none, zeros, zeros + 10, zeros, none, one - 1)
    pools = Pools(none, zeros, -one, one - 1)
    return ModelData(1, 3, 3, (BreakProgram((), (), (), (), ()),), (block,), cover, pools)


def test_an_allowance_used_twice_asks_for_the_gaps_once() -> None:
    """Three days on two units of allowance need one gap, which no shift breaks: 3 x 1, and nobody is missed."""
    most_days = SumRow(np.arange(3), np.ones(3, dtype=np.int64), None, 1, slack=0)
    rest = Gaps((np.zeros(0, dtype=np.int64),), needed=1, when=0)
    data = _hand_made((most_days, rest), Slacks(np.array([0]), np.array([2])))
    assert exact_answer(data, OPTIONS).cost == 3


def test_overlapping_gaps_count_once() -> None:
    """Two gaps of two days each share a day: of the two that are asked for, one is missed whatever is worked."""
    options = (np.array([0, 1]), np.array([1, 2]))
    gaps = Gaps(options, starts=np.array([0, 1]), length=2, needed=2, slack=0)
    data = _hand_made((gaps,), Slacks(np.array([4]), np.array([2])))
    # No gap kept: 3 shifts and 2 x 4 for the gaps. One kept: 1 shift, 2 x 10 for the days off, 4 for the other gap.
    assert exact_answer(data, OPTIONS).cost == 11
    hard = _hand_made((replace(gaps, slack=-1),), Slacks.none())
    assert exact_answer(hard, OPTIONS).status is ModelStatus.INFEASIBLE


def test_shared_slack_is_paid_once() -> None:
    """Two rows miss by 2 and by 1 unit of 2 shifts each: the larger counts, 3 shifts and 2 units of 5 cost 13."""
    every = np.arange(3)
    rows = tuple(SumRow(every, np.full(3, 2), None, upper, slack=0, scale=2) for upper in (2, 4))
    assert exact_answer(_hand_made(rows, Slacks(np.array([5]), np.array([2]))), OPTIONS).cost == 13
