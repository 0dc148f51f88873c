"""Steps that every design obeys and that lift the relaxation."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from shiftmodels.backends.highs import relaxation_bound
from shiftmodels.design.model import DesignModel
from shiftmodels.design.solve import solve_design
from shiftmodels.design.steps import broken_steps
from tests.models.design.small_designs import make_design, random_design

RAMP = [0, 0, 4, 8, 12, 12, 12, 12, 8, 4, 0, 0]


def test_a_step_by_hand() -> None:
    """
    From nobody to 12 in three intervals, shifts 0 and 1 begin in between: 12 y[0] + 12 y[1] + over + under >= 12.

    Of shift 0 twelve are of use, of shift 1 no more than eight are in its three intervals.
    """
    data = make_design(RAMP, [(0, 4, 4), (1, 3, 3), (2, 5, 2)], cyclic=False)
    model = DesignModel(data)
    terms, height = model.step(1, 4)
    offered = {int(model.linear.names[variable][1][0]): factor for variable, factor in terms[:-3]}
    assert (offered, height) == ({0: 12, 1: 12}, 12)
    assert [model.linear.names[variable] for variable, _ in terms[-3:]] == [
        ("last", (1,)),
        ("over", (1,)),
        ("under", (4,)),
    ]
    assert model.step(5, 7)[1] == 0
    down, fall = model.step(7, 10)
    assert fall == 12
    assert [model.linear.names[variable] for variable, _ in down] == [
        ("offered", (0,)),
        ("last", (10,)),
        ("over", (10,)),
        ("under", (7,)),
    ]


@pytest.mark.parametrize("seed", range(40))
def test_every_design_obeys_every_step(seed: int) -> None:
    """Also steps around the end of a cycle: random people, as many as are of use at most."""
    data = random_design(seed)
    model = DesignModel(data)
    draw = np.random.default_rng(seed)
    values = model.values(draw.integers(0, 4, data.num_duties))
    for before, here in itertools.permutations(range(data.num_intervals), 2):
        if data.is_cyclic or before < here:
            terms, height = model.step(before, here)
            assert sum(factor * values[variable] for variable, factor in terms) >= height


def test_they_lift_the_bound_of_few_shifts() -> None:
    """With one of 48 shifts on three days of slow ramps, up to but never above the optimum."""
    day = [0, 1, 2, 3, 4, 5, 6, 6, 6, 5, 4, 3, 2, 1, 0, 0]
    spans = [(first, length) for first in range(12) for length in (4, 5, 6, 8)]
    duties = [(shift, 16 * when + first, length) for shift, (first, length) in enumerate(spans) for when in range(3)]
    data = replace(make_design(day * 3, duties), most_shifts=1)
    plain = DesignModel(data)
    steps = broken_steps(plain, math.inf)
    assert steps
    assert all((here - before) % 48 > 1 for before, here in steps)
    lifted = DesignModel(data, steps=steps)
    bounds = [relaxation_bound(model.linear, 10)[1] for model in (plain, lifted)]
    assert bounds[0] is not None
    assert bounds[1] is not None
    assert bounds[0] < bounds[1] <= solve_design(data, 10).fit.cost


def test_no_time_no_steps() -> None:
    """Then the model is that of neighbours."""
    assert broken_steps(DesignModel(random_design(0)), -math.inf) == []
