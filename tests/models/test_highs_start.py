"""HiGHS and the start that it is given."""

from __future__ import annotations

from scheduler.compile import compile_problem
from shiftmodels.backends.highs import HighsOptions, solve_highs
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.solution import Assignment, cost_of
from tests.scheduler.rules.test_equipment_units import peak_problem


def test_a_start_is_not_taken_for_the_optimum() -> None:
    """
    HiGHS 1.16 says that its optimum costs 14, and returns the start, which costs 30.

    Found on the plan in which a unit is held for the peak. The answer has to be the optimum, with or without a start.
    """
    data = compile_problem(peak_problem({"holding_cost": 2})).data
    formulation = Formulation(data, individually=True)
    nobody = Assignment.empty(data)
    start = formulation.values(nobody)
    with_start = solve_highs(formulation.model, 200.0, HighsOptions(relative_gap=0.0), hint=start)
    alone = solve_highs(formulation.model, 200.0, HighsOptions(relative_gap=0.0))
    assert cost_of(data, nobody) > 14
    assert with_start.cost == with_start.bound == alone.cost == alone.bound == 14
