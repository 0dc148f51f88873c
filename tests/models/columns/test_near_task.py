"""Branch and cut over all tours that can be in a better roster, against brute force."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scheduler.compile import compile_problem
from scheduler.io.families.curtois_qu import read_curtois_qu
from shiftmodels.backends.highs import HighsOptions, solve_highs
from shiftmodels.columns.roster import assignment_of
from shiftmodels.columns.search import Guide
from shiftmodels.columns.shares import Shares
from shiftmodels.data import IntArray, ModelData
from shiftmodels.engines import near_task
from shiftmodels.engines.isolated import Report
from shiftmodels.engines.near_task import NearTask
from shiftmodels.feasibility import is_feasible, softened
from shiftmodels.formulation.flow import Flow
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.solution import Assignment, cost_of
from shiftmodels.status import ModelStatus
from tests.models.columns.problems import agents_of, coupled_data, dived, has_tours, least_cost, pricing_of, soon
from tests.models.random_data import random_assignment
from tests.profiles import every

INSTANCES = Path(__file__).parents[4] / "shared" / "benchmarks" / "curtois_qu" / "instances"
WIDE = 2**40
"""More than any tour costs, in units of prices."""


def _tiny(seed: int) -> ModelData:
    data = coupled_data(seed)
    if not has_tours(data):
        pytest.skip("an agent has no legal tour")
    return data


def _with_all_tours(data: ModelData, prices: IntArray | None = None, slack: int = WIDE) -> Formulation:
    pricing = pricing_of(data).individually()
    prices = np.zeros(len(pricing.curves), dtype=np.int64) if prices is None else prices
    near = [pricing.near(agent, prices, slack) for agent in range(data.num_agents)]
    flows = [Flow((agent,), tours) for agent, tours in enumerate(near) if tours is not None]
    return Formulation(data, individually=True, flows=flows)


@pytest.mark.parametrize("seed", every(2, range(60)))
def test_flows_have_the_optimum_of_brute_force(seed: int) -> None:
    """Diagrams in place of rows: the same optimum, and the roster read back is legal and costs it."""
    data = _tiny(seed)
    formulation, best = _with_all_tours(data), least_cost(data) + data.constant_cost
    answer = solve_highs(formulation.model, 200.0)
    assert answer.status is ModelStatus.OPTIMAL
    assert answer.values is not None
    found = formulation.read(answer.values)
    assert answer.cost == answer.bound == cost_of(data, found) == best
    assert is_feasible(data, found)


@pytest.mark.parametrize("seed", every(2, range(60)))
def test_known_rosters_are_solutions_of_the_flows(seed: int) -> None:
    """The values of any roster of legal tours keep every row and cost what the roster costs."""
    data = _tiny(seed)
    found = random_assignment(data, seed)
    assert found is not None
    model = _with_all_tours(data).model
    values = _with_all_tours(data).values(found)
    sums = model.matrix @ values
    assert np.all((sums >= model.row_lower) & (sums <= model.row_upper))
    assert int(values @ np.array(model.cost)) + model.offset == cost_of(data, found)


def _guided(data: ModelData) -> tuple[Guide, Assignment]:
    """What the LP of all tours knows, and the roster of a dive."""
    generation = agents_of(data)
    columns = dived(generation)
    known = agents_of(data)
    known.run(soon())
    assert known.center is not None
    cheapest = [known.pricing.cheapest(agent, known.center) for agent in range(data.num_agents)]
    least = np.array([one[0] for one in cheapest if one is not None])
    shares = Shares.of(known.pricing.data, known.master.columns, known.master.values())
    return Guide(known.center, least, shares), assignment_of(known.pricing.data, columns)


def _best(task: NearTask, data: ModelData) -> tuple[int, list[Report]]:
    """Cost of the best of all rosters reported, each of them better than the one that was known."""
    reports = list(task.run(data))
    rosters = [report.found for report in reports if report.found is not None]
    assert all(is_feasible(data, found) for found in rosters)
    return min([cost_of(data, found) for found in (*rosters, task.found)]), reports


@pytest.mark.parametrize("seed", every(2, range(60)))
def test_task_proves_the_optimum(seed: int) -> None:
    """From a poor roster and from the best one: it ends at the optimum, and its last bound is that."""
    data = _tiny(seed)
    (guide, dive), poor = _guided(data), random_assignment(data, seed)
    assert poor is not None
    best = least_cost(data) + data.constant_cost
    for found in (poor, dive):
        cost, reports = _best(NearTask(200.0, 0, found, guide), data)
        assert cost == best
        assert reports[-1].bound == best
        assert all(report.bound is None or report.bound <= best for report in reports)


def test_too_many_arcs_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is reported then, and nothing claimed."""
    data = _tiny(0)
    (guide, _), found = _guided(data), random_assignment(data, 0)
    assert found is not None
    monkeypatch.setattr(near_task, "MOST_ARCS", 0)
    assert list(NearTask(200.0, 0, found, guide).run(data)) == []


@pytest.mark.parametrize("seed", range(20))
def test_what_is_too_dear_is_in_no_better_roster(seed: int) -> None:
    """A slack of what a better roster may cost more than the bound loses no such roster; a smaller one may."""
    data = _tiny(seed)
    guide, _ = _guided(data)
    pricing, best = pricing_of(data).individually(), least_cost(data)
    bound = pricing.curves.sold(guide.prices, pricing.scale)[0] + int(guide.least.sum())
    answer = solve_highs(_with_all_tours(data, guide.prices, best * pricing.scale - bound).model, 200.0)
    assert answer.cost == best + data.constant_cost


@pytest.mark.skipif(not INSTANCES.is_dir(), reason=f"the public benchmarks are not at {INSTANCES}")
def test_public_instance_of_eighteen_agents_is_proven() -> None:
    """Instance 6 of 28 days: its LP lacks one unit of the optimum, 1950; all rosters below 1951 are looked at."""
    data = softened(compile_problem(read_curtois_qu(INSTANCES / "Instance6.txt")).data)
    generation = agents_of(data)
    assert generation.run(soon())
    assert generation.center is not None
    assert generation.bound is not None
    slack = (1950 - data.constant_cost - generation.bound + 1) * generation.pricing.scale
    formulation = _with_all_tours(data, generation.center, slack)
    answer = solve_highs(formulation.model, 200.0, HighsOptions(cutoff=1951))
    assert answer.values is not None
    assert answer.cost == answer.bound == cost_of(data, formulation.read(answer.values)) == 1950
