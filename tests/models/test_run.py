"""What a run believes: no bound above a roster that is known, whichever of the two is told first."""

from __future__ import annotations

import pytest

from scheduler.compile import compile_problem
from shiftmodels.data import ModelData
from shiftmodels.engines.run import FALSE_PROOF, Run, SolveOptions
from shiftmodels.solution import Assignment, cost_of
from shiftmodels.status import ModelStatus
from tests.builders import make_problem


def _data() -> ModelData:
    return compile_problem(make_problem(days=2)).data


def _run(data: ModelData) -> Run:
    return Run(data, SolveOptions(time_limit_seconds=100.0), None, None)


@pytest.mark.parametrize("bound_first", [False, True])
def test_a_bound_above_a_roster_is_no_proof(bound_first: bool) -> None:
    data = _data()
    empty, run = Assignment.empty(data), _run(data)
    false = cost_of(data, empty) + 1
    if bound_first:
        run.report(bound=false)
    run.offer(empty)
    for _ in range(1 if bound_first else 3):
        run.report(bound=false)
    solution = run.solution()
    assert (solution.status, solution.bound) == (ModelStatus.FEASIBLE, None)
    assert not run.is_closed
    assert solution.messages == (
        f"The solver reported a bound of {false}, above a roster of {false - 1}; it was dropped.",
    )


def test_a_roster_that_is_found_revokes_a_proof_that_there_is_none() -> None:
    data = _data()
    run = _run(data)
    run.claim_infeasible()
    assert run.solution().status is ModelStatus.INFEASIBLE
    run.offer(Assignment.empty(data))
    assert not run.is_closed
    assert run.solution().messages == (FALSE_PROOF,)


def test_a_bound_that_is_not_above_it_still_counts() -> None:
    data = _data()
    empty, run = Assignment.empty(data), _run(data)
    cost = cost_of(data, empty)
    run.offer(empty)
    for bound in (cost - 1, cost + 1, None):
        run.report(bound=bound)
    assert run.solution().bound == cost - 1
    run.report(bound=cost)
    assert run.solution().status is ModelStatus.OPTIMAL
