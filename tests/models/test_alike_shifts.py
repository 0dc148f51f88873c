"""Shifts that are alike in all that is asked: which are left, by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from shiftmodels.alike_shifts import without_alike
from shiftmodels.data import AgentRow, AtMostOne, Block, BreakProgram, Cover, Gaps, ModelData, Pools, Shifts, SumRow

NO_BREAKS = BreakProgram((), (), (), (), ())
LATE = BreakProgram((1,), (2,), (2,), (0,), (0,))
"""A break two intervals after the start."""


def _problem(rows: tuple[AgentRow, ...] = (), program: BreakProgram = NO_BREAKS, **changes: Any) -> ModelData:
    """
    One agent with shifts of four intervals from 0, 1, 2 and 3 on a day of eight, somebody needed in interval 3.

    The shifts from 0 to 3 all reach over it.
    """
    start = np.arange(4, dtype=np.int64)
    shifts = Shifts(0 * start, start, start + 4, 0 * start, 0 * start)
    zero, none = np.zeros(1, dtype=np.int64), np.full((1, 8), -1, dtype=np.int64)
    block = replace(Block((0,), shifts, rows, zero, zero + 1, zero + 1), **changes)
    minimum = none.copy()
    minimum[0, 3] = 1
    cover = Cover(0 * none, minimum, none, 0 * none, 0 * none, 0 * none, none, zero)
    pools = Pools(none[:0], none[:0], zero[:0], zero[:0])
    return ModelData(1, 1, 8, (program,), (block,), cover, pools)


def _starts(problem: ModelData) -> list[int]:
    starts: list[int] = without_alike(problem).blocks[0].shifts.start.tolist()
    return starts


def test_one_is_left_of_those_that_reach_over_the_same_intervals() -> None:
    """All four reach over interval 3, and nothing else is asked."""
    assert _starts(_problem()) == [0]


def test_one_that_does_not_reach_it_is_left_too() -> None:
    """With the need in interval 5 in place of 3, shifts from 2 and 3 reach over it, those from 0 and 1 do not."""
    problem = _problem()
    minimum = np.full((1, 8), -1)
    minimum[0, 5] = 1
    assert _starts(replace(problem, cover=replace(problem.cover, minimum=minimum))) == [0, 2]


def test_rows_tell_shifts_apart() -> None:
    """A clique, the amounts of a sum, and the gaps that a shift would break."""
    some = np.array([2, 3])
    assert _starts(_problem((AtMostOne(some),))) == [0, 2]
    assert _starts(_problem((SumRow(some, np.array([1, 2]), None, 2),))) == [0, 2, 3]
    assert _starts(_problem((Gaps((some[:1], some)),))) == [0, 2, 3]


def test_breaks_that_can_touch_what_is_asked_tell_shifts_apart() -> None:
    """The break of the shift from 1 is in interval 3; those of the others, in 2, 4 and 5, touch nothing."""
    assert _starts(_problem(program=LATE)) == [0, 1]


def test_all_are_left_where_work_within_them_is_restricted() -> None:
    """A least length of work on one of two queues reaches over intervals in which nothing is asked."""
    two = np.zeros(2, dtype=np.int64)
    problem = _problem(queues=two, proficiency=two + 1, minimum_block=two + 2, queue_cost=two)
    assert _starts(problem) == [0, 1, 2, 3]
