"""Exchanges of work and slides of breaks and transfers: costs that are kept count of, shifts that stay legal."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scheduler.compile import compile_problem
from shiftmodels.data import Block, BreakProgram, Cover, ModelData, Pools, Shifts
from shiftmodels.feasibility import softened
from shiftmodels.solution import BREAK, Assignment, cost_of, supply, use
from shiftmodels.tours.exchanges import partners_of
from tests.models.brute_force import is_legal_row
from tests.models.test_transfer_rows import transfer_data
from tests.models.tours.moved import constructed, day_moves
from tests.random_plans import random_plan

HOT = 1e6


def _are_legal(data: ModelData, found: Assignment) -> bool:
    """Whether blocks, transfers and breaks of all shifts are as they may be."""
    for agent, number in enumerate(data.block_of):
        block = data.blocks[number]
        for shift in found.worked(agent).tolist():
            start, end = block.shifts.start[shift], block.shifts.end[shift]
            row = found.activity[agent, start:end]
            program = data.programs[block.shifts.program[shift]]
            breaks = found.breaks[agent, block.shifts.day[shift]][: program.num_breaks] - start
            if not is_legal_row(row.tolist(), block) or not _are_breaks_legal(program, breaks.tolist(), row):
                return False
    return True


def _are_breaks_legal(program: BreakProgram, starts: list[int], row: np.ndarray) -> bool:
    """Whether breaks are in their windows, far enough from each other, and the only ones of a shift."""
    taken, end = np.zeros(len(row), dtype=bool), 0
    for place, start in enumerate(starts):
        if not program.earliest[place] <= start <= program.latest[place]:
            return False
        if place and start - end < program.gaps[place]:
            return False
        end = start + program.lengths[place]
        taken[start:end] = True
    return end <= len(row) and np.array_equal(taken, row == BREAK)


def _exchanged(data: ModelData, found: Assignment) -> int:
    """Exchanges work of everybody between hot moves; how often any is. What is told is what it costs."""
    moves, changed = day_moves(data, found, 0), 0
    for _ in range(10):
        for agent in range(data.num_agents):
            moves.visit(found, agent, HOT)
        old, before = found.copy(), cost_of(data, found)
        told = sum(sum(moves.exchange(found, agent, HOT)[1:]) for agent in range(data.num_agents))
        assert np.array_equal(moves._rows.supplied, supply(data, found))
        assert np.array_equal(moves._rows.used, use(data, found))
        assert np.array_equal(found.shift, old.shift)
        assert np.array_equal(found.breaks, old.breaks)
        assert before + told == cost_of(data, found)
        changed += not np.array_equal(found.activity, old.activity)
    return changed


def _unlike(data: ModelData) -> ModelData:
    """The same with agents who differ in proficiency."""
    blocks = [replace(block, proficiency=block.proficiency + place) for place, block in enumerate(data.blocks)]
    return replace(data, blocks=tuple(blocks))


def test_exchanges_keep_count_of_the_cost_of_plans() -> None:
    """Pins, breaks, blocks, seats and equipment: shifts stay legal, and in some plans much changes."""
    changed = []
    for seed in range(40):
        data = softened(_unlike(compile_problem(random_plan(seed, agents=4)).data))
        found = constructed(data)
        if found is not None:
            changed.append(_exchanged(data, found))
            assert _are_legal(data, found)
    assert np.mean(np.array(changed) > 0) > 0.1


def test_exchanges_pay_for_transfers() -> None:
    """Prices of queues and transfers, pairs, and equipment for a queue; set-ups bar exchanges."""
    changed = 0
    for seed in range(60):
        data = softened(_unlike(transfer_data(seed, agents=2)))
        found = constructed(data)
        assert found is not None
        is_barred = any(block.transfers.setup > 0 for block in data.blocks)
        some = _exchanged(data, found)
        assert not (is_barred and some)
        changed += some > 0
        assert _are_legal(data, found)
    assert changed > 5


@pytest.mark.parametrize("seed", range(40))
def test_slides_leave_shifts_legal(seed: int) -> None:
    """Beside shifts laid anew, hot slides leave breaks in their windows and blocks as long as they have to be."""
    for data in (softened(compile_problem(random_plan(seed)).data), softened(transfer_data(seed, agents=2))):
        found = constructed(data)
        if found is None:
            continue
        moves = day_moves(data, found, 0)
        for _ in range(10):
            for agent in range(data.num_agents):
                moves.visit(found, agent, HOT)
            assert _are_legal(data, found)


def _pair(proficiency: list[list[int]], required: list[list[int]], breaks: BreakProgram) -> ModelData:
    """Agents with two queues and one shift each, from the first interval to the last."""
    wanted = np.array(required, dtype=np.int64)
    queues, none, zero = np.arange(2), np.full(wanted.shape, -1), np.zeros(wanted.shape, dtype=np.int64)
    one = np.zeros(1, dtype=np.int64)
    shifts = Shifts(one, one, one + wanted.shape[1], one, one)
    blocks = tuple(
        Block((agent,), shifts, (), queues, np.array(own), np.array([2, 2])) for agent, own in enumerate(proficiency)
    )
    cover = Cover(wanted, none, none, zero, zero + 4, zero + 1, none, queues)
    pools = Pools(none[:0], none[:0], one[:0], one[:0])
    return ModelData(len(blocks), 1, wanted.shape[1], (breaks,), blocks, cover, pools)


NO_BREAK = BreakProgram((), (), (), (), ())


def _exchanged_until_best(data: ModelData) -> Assignment:
    """The first agent on the first queue and the second on the other, and what exchanges that pay make of it."""
    found = Assignment.empty(data)
    found.shift[:], found.activity[:] = 0, [[0] * data.num_intervals, [1] * data.num_intervals]
    moves = day_moves(data, found, 0)
    for _ in range(60):
        moves.exchange(found, 0, 0.0)
    return found


def test_exchange_gives_queues_to_those_who_fit_them() -> None:
    """Six units are wanted where five are, and five where six are: for some time the other one works there."""
    data = _pair([[5, 5], [6, 6]], [[5, 5, 6, 6, 5, 5], [6, 6, 5, 5, 6, 6]], NO_BREAK)
    found = _exchanged_until_best(data)
    assert cost_of(data, found) == 0
    assert found.activity.tolist() == [[0, 0, 1, 1, 0, 0], [1, 1, 0, 0, 1, 1]]


def test_exchange_keeps_blocks_long_enough() -> None:
    """One interval would be better alone, but no block may be that short."""
    data = _pair([[5, 5], [6, 6]], [[5, 5, 6, 5, 5, 5], [6, 6, 5, 6, 6, 6]], NO_BREAK)
    found = _exchanged_until_best(data)
    assert _are_legal(data, found)
    assert cost_of(data, found) > 0


def test_partners() -> None:
    """Two queues in common and another proficiency on one of them."""
    like, unlike = [[5, 5], [5, 5]], [[5, 5], [5, 6]]
    wanted = [[5] * 4, [5] * 4]
    assert [len(others) for others in partners_of(_pair(like, wanted, NO_BREAK))] == [0, 0]
    assert [others.tolist() for others in partners_of(_pair(unlike, wanted, NO_BREAK))] == [[1], [0]]
    data = _pair(unlike, wanted, NO_BREAK)
    alone = replace(data.blocks[1], queues=np.array([1]), proficiency=np.array([6]), minimum_block=np.array([2]))
    alone = replace(alone, queue_cost=np.zeros(1, dtype=np.int64))
    assert [len(o) for o in partners_of(replace(data, blocks=(data.blocks[0], alone)))] == [0, 0]
