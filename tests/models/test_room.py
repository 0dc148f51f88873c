"""Equipment that is brought counts for what can be held, before anything is called impossible."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from scheduler.check import check
from scheduler.compile import compile_problem
from scheduler.equipment import EquipmentPool, EquipmentUnits
from scheduler.people import Agent, Skill
from scheduler.problem import Problem
from shiftmodels.coverage_floor import coverage_floor
from shiftmodels.hard_part import has_roster
from shiftmodels.reach import intervals_out_of_reach
from shiftmodels.room import most_room
from tests.builders import make_pattern, make_problem, make_requirements

ANNA = Agent(agent="anna", site="office", contract="full", skills=(Skill(queue="phone"),))


def _plan(**units: Any) -> Problem:
    """Anna has to work four hours with a headset; the pool has none of its own, a spare one can be brought."""
    requirements = make_requirements("phone", "2026-12-01 10:00", [1] * 8)
    return make_problem(
        patterns=(make_pattern(earliest_start="10:00", latest_start="10:00", lengths_minutes=(240,)),),
        agents=(ANNA,),
        requirements=tuple(row.model_copy(update={"minimum": 1}) for row in requirements),
        pools=(EquipmentPool(pool="headsets", units=0),),
        units=(EquipmentUnits(unit="spare", pools=("headsets",), **({"count": 1} | units)),),
    )


def test_a_brought_unit_makes_a_roster() -> None:
    plan = _plan()
    data = compile_problem(plan).data
    assert not intervals_out_of_reach(data).any()
    assert has_roster(data, 60.0) is True
    assert check(plan).possible


@pytest.mark.parametrize("units", [{"count": 0}, {"start": "18:00", "end": "20:00"}])
def test_what_cannot_be_there_makes_none(units: dict[str, Any]) -> None:
    plan = _plan(**units)
    assert has_roster(compile_problem(plan).data, 60.0) is False
    assert not check(plan).possible


def test_the_floor_counts_brought_units() -> None:
    """Also the report of ``check``, whose queues are fewer than those of the model."""
    plan = _plan()
    assert coverage_floor(compile_problem(plan).data, 0, 7 * 48).together == 0
    assert sum(row.short for row in check(plan, floor=True).hours) == 0
    none = _plan(count=0)
    assert sum(row.short for row in check(none, floor=True).hours) == pytest.approx(4, abs=1e-3)


def test_past_shifts_may_hold_what_is_brought() -> None:
    data = compile_problem(_plan()).data
    pools = data.pools
    held = np.zeros_like(pools.fixed_use)
    held[:, :4] = 1
    # No minimum: the one unit is held already, by somebody who is not in the plan.
    cover = replace(data.cover, minimum=np.full_like(data.cover.minimum, -1))
    one, two = (replace(data, cover=cover, pools=replace(pools, fixed_use=units * held)) for units in (1, 2))
    assert has_roster(one, 60.0) is True
    assert has_roster(two, 60.0) is False
    assert (most_room(one)[0, :4] == 0).all()
    assert (most_room(two)[0, :4] == -1).all()
