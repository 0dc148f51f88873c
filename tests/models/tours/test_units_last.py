"""The search puts units of equipment where they are of use."""

from __future__ import annotations

import numpy as np

from scheduler.compile import compile_problem
from shiftmodels.clock import clock
from shiftmodels.ending import counting
from shiftmodels.feasibility import is_feasible
from shiftmodels.solution import Assignment, cost_of
from shiftmodels.tours.search import TourSearch
from tests.scheduler.rules.test_equipment_units import moving_problem


def test_a_unit_and_its_users_move_together() -> None:
    """
    Nobody works at first, and no agent nor the van alone can make it better: the van is of no use where it goes to.

    The optimum of 3 has the van in the north in the morning and in the south afterwards, with an agent at both places.
    """
    compiled = compile_problem(moving_problem({"transfer_minutes": 60, "transfer_cost": 3}))
    data = compiled.data
    search = TourSearch(data, Assignment.empty(data), seed=0)
    assert search.construct() == []
    with counting(by_work=True):
        best = search.improve(lambda: 0.0, clock.now() + 3.0)
    assert is_feasible(data, best)
    assert compiled.money(cost_of(data, best)) == 3
    assert np.unique(best.activity[2]).size == 3
