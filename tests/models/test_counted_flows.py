"""Like agents counted: a flow of as many units through the diagram of their tours, taken apart in the end."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from scheduler.compile import compile_problem
from scheduler.problem import Problem
from shiftmodels.backends.highs import relaxation_bound, solve_highs
from shiftmodels.data import AtMostOne, ModelData
from shiftmodels.engines import count_task, staged
from shiftmodels.engines.count_task import CountTask, counted_flows
from shiftmodels.engines.run import SolveOptions
from shiftmodels.feasibility import is_feasible
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.solution import cost_of
from shiftmodels.status import ModelStatus
from shiftmodels.tours.network import PASSED
from tests.models.brute_force import optimum
from tests.models.columns.problems import coupled_data, has_tours, least_cost
from tests.models.random_data import carried, random_assignment, random_data
from tests.profiles import every


def _of_one_block(seed: int) -> ModelData:
    """A problem of which all agents are of one block."""
    data = coupled_data(seed)
    block = replace(data.blocks[0], members=tuple(range(data.num_agents)))
    return replace(data, blocks=(block,))


def _alike(seed: int) -> ModelData:
    """The same where they have legal tours."""
    data = _of_one_block(seed)
    if not has_tours(data):
        pytest.skip("no agent has a legal tour")
    return data


def _counted(data: ModelData) -> Formulation:
    flows = counted_flows(data)
    assert flows is not None
    return Formulation(data, individually=False, flows=flows)


@pytest.mark.parametrize("seed", every(2, range(40)))
def test_counts_have_the_optimum_of_brute_force(seed: int) -> None:
    """One variable for each shift, whoever works it; the roster read back is legal and costs the optimum."""
    data = _alike(seed)
    formulation = _counted(data)
    answer = solve_highs(formulation.model, 200.0)
    assert answer.values is not None
    found = formulation.read(answer.values)
    assert answer.cost == answer.bound == cost_of(data, found) == least_cost(data) + data.constant_cost
    assert is_feasible(data, found)


def _never_earlier(data: ModelData) -> ModelData:
    """The same where no shift may stand before the one of the day before in the order of its day."""
    (block,), day_of = data.blocks, data.blocks[0].shifts.day
    days = [np.flatnonzero(day_of == day) for day in range(data.num_days)]
    pairs = [
        AtMostOne(np.array([late, early]))
        for before, after in pairwise(days)
        for place, late in enumerate(before.tolist())
        for early in after[:place].tolist()
    ]
    return replace(data, blocks=(replace(block, rows=(*block.rows, *pairs)),))


def test_nodes_that_pass_on_keep_the_optimum() -> None:
    """Where later starts leave fewer: some nodes pass on, and the optimum is that of brute force."""
    passing = 0
    for seed in range(12):
        data = _never_earlier(_of_one_block(seed))
        if not has_tours(data):
            continue
        flows = counted_flows(data)
        passing += flows is not None and any((flow.tours.network.choice == PASSED).any() for flow in flows)
        formulation = _counted(data)
        answer = solve_highs(formulation.model, 200.0)
        assert answer.values is not None
        assert answer.cost == least_cost(data) + data.constant_cost
        assert cost_of(data, formulation.read(answer.values)) == answer.cost
        assert is_feasible(data, formulation.read(answer.values))
    assert passing > 0


@pytest.mark.parametrize("seed", every(2, range(40)))
def test_known_rosters_are_solutions_of_the_counts(seed: int) -> None:
    """The values of any roster of legal tours keep every row and cost what the roster costs."""
    data = _alike(seed)
    found, formulation = random_assignment(data, seed), _counted(data)
    assert found is not None
    model, values = formulation.model, formulation.values(found)
    sums = model.matrix @ values
    assert np.all((sums >= model.row_lower) & (sums <= model.row_upper))
    assert int(values @ np.array(model.cost)) + model.offset == cost_of(data, found)
    assert is_feasible(data, formulation.read(values))
    assert cost_of(data, formulation.read(values)) == cost_of(data, found)


@pytest.mark.parametrize("seed", range(20))
def test_agents_who_are_compared_are_told_apart(seed: int) -> None:
    """Spreads are about persons: who is in one has a flow of his own, and the optimum is that of brute force."""
    data = random_data(seed)
    data = replace(data, blocks=tuple(carried(block) for block in data.blocks))
    best, formulation = optimum(data), _counted(data)
    answer = solve_highs(formulation.model, 200.0)
    assert answer.cost == best
    if answer.values is not None:
        assert cost_of(data, formulation.read(answer.values)) == best


@pytest.mark.parametrize("seed", every(2, range(40)))
def test_linear_relaxation_is_no_more_than_the_optimum_and_no_less_than_before(seed: int) -> None:
    """Flows know all that a tour has to obey, rows of single agents do not."""
    data = _alike(seed)
    _, bound = relaxation_bound(_counted(data).model, 200.0)
    _, plain = relaxation_bound(Formulation(data, individually=False).model, 200.0)
    assert bound is not None
    assert plain is not None
    assert plain <= bound <= least_cost(data) + data.constant_cost


def test_where_diagrams_are_large_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """No report at all, so that the engine knows that others have to do it."""
    monkeypatch.setattr(count_task, "MOST_ARCS", 1)
    assert list(CountTask(200.0, 0).run(_alike(0))) == []


def test_forty_like_agents_are_proven(forty: Problem) -> None:
    """The engine counts them, and what it reads back is a legal roster."""
    data = compile_problem(forty).data
    solution = staged.solve(data, SolveOptions(time_limit_seconds=200.0, seed=0, workers=2))
    assert solution.status is ModelStatus.OPTIMAL
    assert solution.assignment is not None
    assert is_feasible(data, solution.assignment)


def test_each_roster_is_told_once(forty: Problem) -> None:
    """A roster that was found on the way is not told again with the proof."""
    data = compile_problem(forty).data
    reports = list(CountTask(200.0, 0).run(data))
    costs = [cost_of(data, report.found) for report in reports if report.found is not None]
    assert costs == sorted(set(costs), reverse=True)
    assert reports[-1].bound == costs[-1]


@pytest.mark.parametrize("workers", [1, 2])
def test_engine_goes_on_without_counts(forty: Problem, monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    """Where agents cannot be counted, the relaxation gives the bound as before, and a roster is found."""
    monkeypatch.setattr(staged, "CountTask", _Nothing)
    data = compile_problem(forty).data
    solution = staged.solve(data, SolveOptions(time_limit_seconds=20.0, seed=0, workers=workers))
    assert solution.assignment is not None
    assert solution.bound is not None
    assert solution.cost is not None
    assert solution.bound <= solution.cost


class _Nothing(CountTask):
    """A task that finds that agents cannot be counted."""

    def run(self, data: ModelData):  # type: ignore[no-untyped-def]
        """Nothing."""
        yield from ()


@pytest.fixture
def forty() -> Problem:
    """Forty agents alike: two of three shifts of eight hours a day, five days of seven, eleven hours of rest."""
    starts = {"early": "06:00", "middle": "08:30", "late": "14:00"}
    draw = np.random.default_rng(0)
    return Problem.model_validate(
        {
            "name": "forty",
            "start_date": "2026-01-05",
            "days": 7,
            "interval_minutes": 30,
            "time_zone": "UTC",
            "weights": {"understaffing": 1, "overstaffing": 1},
            "rules": {"daily_rest": {"hours": 11}},
            "sites": [{"site": "site"}],
            "queues": [{"queue": "calls"}],
            "patterns": [
                {"pattern": name, "earliest_start": start, "latest_start": start, "lengths_minutes": [480]}
                for name, start in starts.items()
            ],
            "contracts": [
                {
                    "contract": "full",
                    "patterns": list(starts),
                    "rules": {
                        "hours": {
                            "kind": "working_hours",
                            "calendar": "horizon",
                            "minimum_hours": 40,
                            "maximum_hours": 40,
                        }
                    },
                }
            ],
            "agents": [
                {"agent": f"a{number}", "site": "site", "contract": "full", "skills": [{"queue": "calls"}]}
                for number in range(40)
            ],
            "requirements": [
                {
                    "interval_start": f"2026-01-{5 + day:02d}T{hour:02d}:{minute:02d}:00Z",
                    "queue": "calls",
                    "required": int(draw.integers(5, 25)),
                }
                for day in range(7)
                for hour in range(6, 22)
                for minute in (0, 30)
            ],
        }
    )
