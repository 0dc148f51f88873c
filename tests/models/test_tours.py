"""Tours as paths of a diagram, the best breaks and queues under prices, and the search that is built on them."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.compile import compile_problem
from shiftmodels.data import ModelData
from shiftmodels.feasibility import is_feasible, softened
from shiftmodels.solution import Assignment, cost_of
from shiftmodels.tour import tour_cost
from shiftmodels.tours.diagram import TooLarge, tour_diagram
from shiftmodels.tours.insertion import Couplings, Insertion
from shiftmodels.tours.path import cheapest_path
from shiftmodels.tours.rows import diagram_rows
from shiftmodels.tours.search import TourSearch, insertions
from tests.models.brute_force import optimum, tours
from tests.models.diagram_paths import legal_paths, paths_of
from tests.models.random_data import carried, random_assignment, random_data
from tests.profiles import every
from tests.random_plans import random_plan


@pytest.mark.parametrize("seed", every(2, range(100)))
def test_paths_are_the_legal_tours(seed: int) -> None:
    """Every legal tour is a path at the price of its soft rows or less, and without rows left out no other one is."""
    data = random_data(seed)
    for block in data.blocks:
        diagram = tour_diagram(diagram_rows(block, data.num_days))
        paths = paths_of(diagram)
        assert all(paths[tour] <= cost for tour, cost in legal_paths(block, diagram, data.num_days).items())
        exact = tour_diagram(diagram_rows(carried(block), data.num_days))
        assert exact.is_exact
        assert paths_of(exact) == legal_paths(carried(block), exact, data.num_days)


@pytest.mark.parametrize("seed", range(30))
def test_cheapest_path(seed: int) -> None:
    """Under random prices of classes, the path found costs least of all and costs what is said."""
    data, draw = random_data(seed), np.random.default_rng(seed)
    for block in data.blocks:
        diagram = tour_diagram(diagram_rows(block, data.num_days))
        prices = draw.integers(-20, 20, diagram.num_classes)
        costs = {
            path: cost + sum(int(prices[one]) for one in path if one >= 0) for path, cost in paths_of(diagram).items()
        }
        total, classes = cheapest_path(diagram, prices)
        if costs:
            assert total == min(costs.values()) == costs[tuple(classes.tolist())]
        else:
            assert total >= 2**58


def test_layers_that_are_too_large_are_given_up() -> None:
    """The limit of nodes is one of each layer."""
    data = random_data(0)
    with pytest.raises(TooLarge):
        tour_diagram(diagram_rows(data.blocks[0], data.num_days), most_nodes=0)


def _with(data: ModelData, found: Assignment, agent: int, insertion: Insertion) -> Assignment | None:
    """The assignment with the best tour of one agent put in."""
    rest = Assignment(found.shift.copy(), found.breaks.copy(), found.activity.copy())
    rest.shift[agent], rest.breaks[agent], rest.activity[agent] = -1, -1, -1
    tour = insertion.best(Couplings(data, rest))
    if tour is None:
        return None
    rest.shift[agent], rest.breaks[agent], rest.activity[agent] = tour.shift, tour.breaks, tour.activity
    return rest


@pytest.mark.parametrize("seed", every(2, range(60)))
def test_insertion_finds_the_best_of_all_tours(seed: int) -> None:
    """Breaks, queues with least blocks, pins and rules: nothing that one agent could do instead costs less."""
    data = softened(compile_problem(random_plan(seed, agents=2, days=1, units=False)).data)
    found = Assignment.empty(data)
    for agent in range(data.num_agents):
        block = data.blocks[data.block_of[agent]]
        better = _with(data, found, agent, Insertion(data, block))
        costs = []
        for shifts, activity, _ in tours(data, block):
            found.activity[agent] = activity
            found.shift[agent] = [shifts.get(day, -1) for day in range(data.num_days)]
            costs.append(cost_of(data, found))
        assert (better is None) == (not costs)
        if better is None:
            return
        assert cost_of(data, better) == min(costs)
        found = better


@pytest.mark.parametrize("seed", range(20))
def test_search_keeps_count_of_the_cost(seed: int) -> None:
    """Every step ends at the cost that the arrays give and at legal tours, whether or not it was taken."""
    data = softened(random_data(seed))
    found = random_assignment(data, seed)
    if found is None:
        return
    search = TourSearch(data, found, seed)
    cost = cost_of(data, search.found)
    for _ in range(10):
        cost = search._step(cost, cost + 5)
        assert cost == cost_of(data, search.found)
        assert is_feasible(data, search.found)


@pytest.mark.parametrize("seed", range(12))
def test_search_reaches_the_optimum_of_tiny_plans(seed: int) -> None:
    """With two agents, both are taken out often enough to find the best, and nothing is better than the best."""
    data = compile_problem(random_plan(seed, agents=2, days=1, units=False)).data
    search = TourSearch(data, Assignment.empty(data), seed)
    assert search.construct() == []
    least = cost = cost_of(softened(data), search.found)
    for _ in range(200):
        cost = search._step(cost, cost + 30)
        least = min(cost, least)
    assert least == optimum(data)


@pytest.mark.parametrize(("failures", "left"), [(1, []), (3, []), (4, [0])])
def test_an_agent_without_a_tour_is_tried_again(
    monkeypatch: pytest.MonkeyPatch, failures: int, left: list[int]
) -> None:
    """Where counters are left out, a tour may be found only once multipliers are good; four times are enough."""
    data = compile_problem(random_plan(1, agents=2, days=1, units=False)).data
    tried = iter(range(failures))

    def give(search: TourSearch, agent: int) -> bool:
        return found(search, agent) if agent != 0 or next(tried, None) is None else False

    found = TourSearch._give
    monkeypatch.setattr(TourSearch, "_give", give)
    assert TourSearch(data, Assignment.empty(data), 0).construct() == left


@pytest.mark.parametrize("seed", range(12))
def test_a_solver_finds_the_tour_that_no_pass_finds(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    """Where rows are left out of the diagrams, an agent for whom every pass ends without a tour gets a legal one."""
    data = random_data(seed)
    monkeypatch.setattr(TourSearch, "_give", lambda search, agent: False)
    search = TourSearch(data, Assignment.empty(data), seed)
    blocks = [data.blocks[block] for block in data.block_of]
    exact = [insertion is not None and insertion.is_exact for insertion in insertions(data)]
    lost = [
        agent
        for agent, block in enumerate(blocks)
        if exact[data.block_of[agent]] or next(tours(data, block), None) is None
    ]
    assert search.construct() == lost
    worked = [tour_cost(block, search.found.worked(agent)) for agent, block in enumerate(blocks)]
    assert all(cost is not None for agent, cost in enumerate(worked) if agent not in lost)
    if not lost:
        assert cost_of(search._data, search.found) == search._cost(list(range(data.num_agents))) + data.constant_cost
