"""Diagrams of tours are as small as they can be, node by node, and say so when they are too large."""

from __future__ import annotations

from dataclasses import replace
from math import comb

import numpy as np
import pytest

from shiftmodels.data import (
    AgentRow,
    Block,
    BreakProgram,
    Cover,
    Gaps,
    ModelData,
    Pools,
    Shifts,
    Slacks,
    SlackSum,
    SumRow,
)
from shiftmodels.tours.diagram import TooLarge, TourDiagram, tour_diagram
from shiftmodels.tours.insertion import Insertion
from shiftmodels.tours.rows import diagram_rows
from tests.models.diagram_paths import legal_paths, paths_of
from tests.models.random_data import carried, random_data
from tests.profiles import every

FIRST_WORD = 64
"""Gaps in the first word of a state."""


def _block(num_days: int, *rows: AgentRow, per_day: int = 1, slacks: Slacks | None = None) -> Block:
    """One agent with shifts of an interval, so many each day, without costs."""
    day, none = np.repeat(np.arange(num_days), per_day), np.zeros(num_days * per_day, dtype=np.int64)
    one = np.ones(1, dtype=np.int64)
    return Block((0,), Shifts(day, day, day + 1, none, none), rows, 0 * one, one, one, slacks=slacks or Slacks.none())


def _sum(shifts: list[int], upper: int, coefficients: list[int] | None = None, lower: int | None = None) -> SumRow:
    ones = np.ones(len(shifts), dtype=np.int64)
    return SumRow(np.array(shifts), ones if coefficients is None else np.array(coefficients), lower, upper)


def _layers(diagram: TourDiagram) -> list[int]:
    """Nodes of each layer."""
    return [int(size) for size in np.diff(diagram.layer)]


def _diagram(block: Block, num_days: int) -> TourDiagram:
    return tour_diagram(diagram_rows(block, num_days))


def test_three_shifts_in_seven_days() -> None:
    """
    A node is how many more shifts may be worked, or any number when no more days are left than that.

    After 3 days 0 to 3 more of 4, after 5 days 0, 1 or any of 2. Paths: 1 + 7 + 21 + 35 choices of at most three days.
    """
    diagram = _diagram(_block(7, _sum(list(range(7)), upper=3)), 7)
    assert _layers(diagram) == [1, 2, 3, 4, 4, 3, 2, 1]
    assert len(paths_of(diagram)) == sum(comb(7, worked) for worked in range(4)) == 64


def test_rest_in_any_two_of_three_days() -> None:
    """
    Five windows of at most two shifts in three days in a row leave the length of the run: 0, 1 or 2.

    On the last day it makes no difference whether the run is 0 or 1 long.
    """
    windows = [_sum([day, day + 1, day + 2], upper=2) for day in range(5)]
    diagram = _diagram(_block(7, *windows), 7)
    assert _layers(diagram) == [1, 2, 3, 3, 3, 3, 2, 1]
    assert len(paths_of(diagram)) == 81  # 1, 2, 4, 7, 13, 24, 44, 81: tribonacci numbers


def test_states_with_one_future_are_one_node() -> None:
    """Whoever worked on the first day, the second or both is off on the third: four memories, two nodes."""
    diagram = _diagram(_block(3, _sum([0, 2], upper=1), _sum([1, 2], upper=1)), 3)
    assert _layers(diagram) == [1, 2, 2, 1]
    assert len(paths_of(diagram)) == 5


def test_nodes_with_other_costs_stay_apart() -> None:
    """The same with a soft row of price 3: one more day off costs 3 here and nothing there, so the nodes are two."""
    soft = replace(_sum([0, 1], upper=2, lower=2), slack=0)
    diagram = _diagram(_block(2, soft, slacks=Slacks(np.array([3]), np.array([2]))), 2)
    assert _layers(diagram) == [1, 2, 1]
    assert paths_of(diagram) == {(0, 1): 0, (0, -1): 3, (-1, 1): 3, (-1, -1): 6}


def _outgoing(diagram: TourDiagram) -> dict[int, set[tuple[int, int, int]]]:
    """Choice, head and cost of the arcs of each node."""
    arcs: dict[int, set[tuple[int, int, int]]] = {}
    each = zip(diagram.tail, diagram.choice, diagram.head, diagram.cost, strict=True)
    for tail, choice, head, cost in each:
        arcs.setdefault(int(tail), set()).add((int(choice), int(head), int(cost)))
    return arcs


@pytest.mark.parametrize("seed", every(2, range(100)))
def test_no_two_nodes_have_the_same_arcs(seed: int) -> None:
    """In a layer no node repeats another, each but the last has arcs on, and each but the first is led to."""
    data = random_data(seed)
    for block in [*data.blocks, *map(carried, data.blocks)]:
        diagram = _diagram(block, data.num_days)
        arcs = _outgoing(diagram)
        if not arcs:
            continue
        last = int(diagram.layer[-2])
        assert sorted(arcs) == list(range(last))
        assert set(diagram.head.tolist()) == set(range(1, int(diagram.layer[-1])))
        for first, after in zip(diagram.layer[:-2], diagram.layer[1:-1], strict=True):
            assert len({frozenset(arcs[node]) for node in range(first, after)}) == after - first


def test_one_node_too_many() -> None:
    """Powers of two are told apart by their sums: 2^7 before the last of eight days, and not one less is enough."""
    target = replace(_sum(list(range(8)), upper=100, lower=100, coefficients=[2**day for day in range(8)]), slack=0)
    block = _block(8, target, slacks=Slacks(np.array([1]), np.array([2**9])))
    rows = diagram_rows(block, 8)
    assert len(paths_of(tour_diagram(rows, most_nodes=2**7))) == 2**8
    with pytest.raises(TooLarge):
        tour_diagram(rows, most_nodes=2**7 - 1)


def _data_of(block: Block, days: int) -> ModelData:
    """A problem of one agent with a queue and a pool, one interval a day."""
    one, none, zeros = np.ones((1, days), dtype=np.int64), np.full((1, days), -1), np.zeros((1, days), dtype=np.int64)
    cover = Cover(one, none, none, zeros, one, one, none, zeros[0, :1])
    pools = Pools(none, zeros, none[0, :1], zeros[0, :1])
    return ModelData(1, days, days, (BreakProgram((), (), (), (), ()),), (block,), cover, pools)


@pytest.mark.parametrize(
    "rows",
    [
        (_sum([0, 1, 2], upper=5, lower=4),),  # four shifts in three days
        (_sum([0], upper=0), _sum([0, 1, 2], upper=3, lower=3)),  # off on a day of three that are all worked
        (_sum([0, 1, 2], upper=2), _sum([0, 1], upper=2, lower=2), _sum([2], upper=1, lower=1)),
        (Gaps((np.array([0]), np.array([1]))), _sum([0, 1], upper=2, lower=2)),  # both gaps are broken
        (SumRow(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), 1, None),),  # a sum of nothing
    ],
)
def test_block_without_a_legal_tour(rows: tuple[AgentRow, ...]) -> None:
    """Rows that contradict each other leave a diagram without arcs, and no tour at any price."""
    block = _block(3, *rows)
    diagram = _diagram(block, 3)
    assert len(diagram.tail) == 0
    assert diagram.layer[-1] == diagram.layer[-2]
    assert paths_of(diagram) == {}
    insertion = Insertion(_data_of(block, 3), block)
    for price in (-100, 0, 100):
        assert insertion.priced(np.full((1, 3), price), np.zeros((0, 3), dtype=np.int64)) is None


def test_gaps_in_the_second_word() -> None:
    """Seventy gaps: Monday's shift breaks the first 64, Tuesday's the rest, so that both together leave none."""
    options = [np.array([0])] * FIRST_WORD + [np.array([1])] * 6
    diagram = _diagram(_block(3, Gaps(tuple(options))), 3)
    paths = {tuple(one >= 0 for one in path) for path in paths_of(diagram)}
    assert len(paths) == 6
    assert not {(True, True, False), (True, True, True)} & paths


def test_last_gap_of_each_word() -> None:
    """The 64th gap is broken by Monday's shift only, the 65th by Tuesday's, all others by Wednesday's."""
    options = [np.array([2])] * 130
    options[FIRST_WORD - 1], options[FIRST_WORD] = np.array([0]), np.array([1])
    diagram = _diagram(_block(3, Gaps(tuple(options))), 3)
    assert {tuple(one >= 0 for one in path) for path in paths_of(diagram)} == {
        (a, b, c) for a in (False, True) for b in (False, True) for c in (False, True) if not (a and b and c)
    }


@pytest.mark.parametrize("soft", [False, True])
@pytest.mark.parametrize("seed", range(15))
def test_many_gaps_by_trying_every_tour(seed: int, soft: bool) -> None:
    """Gaps in one, two or three words, broken by any shifts, beside a limit of shifts: paths are the legal tours."""
    draw = np.random.default_rng(seed)
    count = int(draw.integers(60, 140))
    options = tuple(np.flatnonzero(draw.random(12) < draw.choice([0.3, 0.6])) for _ in range(count))
    # Some shifts break nearly all, so that a few of them leave none.
    heavy = draw.choice(12, 5, replace=False)
    options = tuple(np.union1d(option, heavy[draw.random(5) < 0.8]) for option in options)
    block = _block(
        4,
        Gaps(options, slack=0 if soft else -1),
        _sum(list(range(12)), upper=3),
        per_day=3,
        slacks=Slacks(np.array([7]), np.array([1])),
    )
    diagram = _diagram(block, 4)
    legal = legal_paths(block, diagram, 4)
    assert paths_of(diagram) == legal
    assert soft or len(legal) < 175  # without the gaps: 1 + 4 x 3 + 6 x 9 + 4 x 27 tours


def test_most_of_the_slack_of_a_sum_of_slacks() -> None:
    """Two days off are 2 of an allowance of which none is free, and the sum may be broken by 1: not legal."""
    soft = replace(_sum([0, 1], upper=2, lower=2), slack=0)
    slacks = Slacks(np.array([0, 5]), np.array([2, 1]))
    block = _block(2, soft, SlackSum(np.array([0]), 0, slack=1), slacks=slacks)
    diagram = _diagram(block, 2)
    assert diagram.is_exact
    assert paths_of(diagram) == legal_paths(block, diagram, 2) == {(0, 1): 0, (0, -1): 5, (-1, 1): 5}
