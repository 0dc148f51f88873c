"""Parts of a circulation, and the steps that one can take."""

from __future__ import annotations

import threading

import numpy as np

from scheduler.rotation.build import compile_rotation
from shiftmodels.backends.answer import Answer
from shiftmodels.backends.cp_sat import solve_cp_sat
from shiftmodels.rotation.flow import Flow
from shiftmodels.rotation.graph import Node, Step, steps_of
from shiftmodels.rotation.parts import circles_of, parts_of, widened
from shiftmodels.rotation.usable import usable_steps
from tests.rotation.rotas import plan_of


def _ask(model: Flow) -> Answer:
    return solve_cp_sat(model, 200.0, seed=0, workers=1, stop=threading.Event())


def _ring(*days: int) -> list[Step]:
    """Return a circle of days off through nodes that are told apart by their number of days worked."""
    nodes = [Node(0, 0, number) for number in days]
    return [Step(tail, head, 0, 7) for tail, head in zip(nodes, [*nodes[1:], nodes[0]], strict=True)]


def test_parts_and_circles_by_hand() -> None:
    """Two rings that one step leads between: two circles always, two parts where it is not taken."""
    bridge = Step(Node(0, 0, 2), Node(0, 0, 3), 0, 7)
    steps = [*_ring(1, 2), *_ring(3, 4), bridge]
    rings = [{1, 2}, {3, 4}]
    assert sorted(sorted(node.worked for node in part) for part in circles_of(steps)) == [[1, 2], [3, 4]]
    apart, together = np.array([1, 1, 1, 1, 0]), np.array([1, 1, 1, 1, 1])
    assert [{node.worked for node in part} for part in parts_of(steps, apart)] == rings
    assert len(parts_of(steps, together)) == 1


def test_a_part_is_widened_to_the_narrowest_place() -> None:
    """A ring with two ways out of its first node, and one way on behind them: the cut lies there."""
    first, left, right, narrow, last = (Node(0, 0, number) for number in range(5))
    pairs = [(first, left), (first, right), (left, narrow), (right, narrow), (narrow, last), (last, first)]
    steps = [Step(tail, head, 0, 7) for tail, head in pairs]
    assert widened(steps, {first}, {last}) == {first, left, right, narrow}


def test_only_steps_that_a_circulation_takes_are_kept() -> None:
    """One week with work from Monday to Wednesday: a run of three days and a time off of four, of many more steps."""
    data = compile_rotation(plan_of(1, {"A": (1, 1, 1, 0, 0, 0, 0)}, work_days=(1, 5), days_off=(1, 6)))
    steps = steps_of(data)
    assert len(steps) > 50
    kept = [(step.tail.day, step.kind, step.days) for step in usable_steps(data, steps, _ask)]
    assert sorted(kept) == [(0, 0, 3), (3, -1, 4)]
