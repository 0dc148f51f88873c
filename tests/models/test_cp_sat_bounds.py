"""Bounds of CP-SAT, which come in double precision, where costs need more digits than that."""

from __future__ import annotations

import math
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiftmodels.backends.cp_sat import _whole, solve_cp_sat
from shiftmodels.formulation.linear import LinearModel
from shiftmodels.status import ModelStatus

LARGE = st.integers(-(2**60), 2**60)
SMALL = st.integers(-(2**50), 2**50)


@given(LARGE, LARGE)
def test_a_bound_is_never_rounded_up(inner: int, offset: int) -> None:
    told = _whole(float(inner) + float(offset), offset)
    assert told is not None
    assert told <= inner + offset <= told + 2**13


@given(SMALL, SMALL)
def test_small_bounds_are_exact(inner: int, offset: int) -> None:
    assert _whole(float(inner) + float(offset), offset) == inner + offset


def test_no_bound() -> None:
    assert _whole(-math.inf, 0) is None


@pytest.mark.parametrize("presolve", [False, True])
def test_the_optimum_of_large_costs_is_exact(presolve: bool) -> None:
    """One of two is taken: the cheaper one, in each of three rows, and an offset; none of these fits into a double."""
    model, dear = LinearModel[None](), 2**57 + 1
    for row in range(3):
        some = [model.variable(("x", (row, one)), 1, lambda _: 0, cost=dear + 2 * one) for one in range(2)]
        model.row(("a", (row,)), [(one, 1) for one in some], lower=1)
    model.offset = 2**58 + 1
    told: list[int | None] = []
    answer = solve_cp_sat(
        model,
        100.0,
        seed=0,
        workers=1,
        stop=threading.Event(),
        presolve=presolve,
        on_found=lambda _, bound: told.append(bound),
    )
    best = 3 * dear + model.offset
    assert (answer.status, answer.cost, answer.bound) == (ModelStatus.OPTIMAL, best, best)
    assert all(bound is None or bound <= best for bound in told)
