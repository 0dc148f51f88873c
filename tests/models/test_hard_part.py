"""Whether there is any solution, against trying everything and against an engine."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scheduler.compile import compile_problem
from shiftmodels.data import Block, BreakProgram, Cover, ModelData, Pools, Shifts
from shiftmodels.engines.run import SolveOptions
from shiftmodels.hard_part import Proven, blocks_without_tour, has_roster, stuck_component
from shiftmodels.status import ModelStatus
from tests.models.brute_force import optimum
from tests.models.exact import exact_answer
from tests.models.random_data import random_data
from tests.profiles import every
from tests.random_plans import random_plan

SECONDS = 200.0


def _harder(data: ModelData, seed: int) -> ModelData:
    """With hard minima where agents are required, so that many of these problems have no solution."""
    draw = np.random.default_rng(1000 + seed)
    chosen = (data.cover.required > 0) & (draw.random(data.cover.required.shape) < 0.3)
    minimum = np.where(chosen, 1, -1)
    return replace(data, budgets=(), cover=replace(data.cover, minimum=minimum, limit_cost=np.full_like(minimum, -1)))


@pytest.mark.parametrize("first", every(2, range(0, 60, 20)))
def test_tiny_problems(first: int) -> None:
    """Two or three agents on a few days, with all kinds of rows; with hard minima an engine has to say so."""
    answers = []
    for seed in range(first, first + 20):
        plain = replace(random_data(seed), budgets=())
        assert has_roster(plain, SECONDS) is (optimum(plain) is not None), seed
        harder = _harder(plain, seed)
        answers.append(_is_feasible(harder))
        assert has_roster(harder, SECONDS) is answers[-1], seed
    assert len(set(answers)) == 2


@pytest.mark.parametrize("first", every(2, range(0, 40, 20)))
def test_random_plans(first: int) -> None:
    """Breaks, nights, pins, seats, equipment, transfers; hard limits of queues with every second."""
    answers = []
    for seed in range(first, first + 20):
        plan = random_plan(seed, agents=3, days=2)
        queues = [queue.model_copy(update={"limits": "hard"}) for queue in plan.queues]
        for problem in (plan, plan.model_copy(update={"queues": tuple(queues)})):
            data = compile_problem(problem).data
            expected = _is_feasible(data)
            assert has_roster(data, SECONDS) is expected, seed
            stuck, _ = blocks_without_tour(data, SECONDS)
            assert expected or stuck or stuck_component(data, SECONDS) is not None or _unskilled(data)
            answers.append(expected)
    assert len(set(answers)) == 2


def test_what_is_known_tells_breaks_apart() -> None:
    """A shift of four intervals, all to be covered: it has a roster without a break, and none with one."""
    without, with_break = (
        _one_shift(BreakProgram((), (), (), (), ())),
        _one_shift(BreakProgram((1,), (1,), (2,), (0,), (0,))),
    )
    known: Proven = {}
    assert [has_roster(data, SECONDS, known) for data in (without, with_break, without)] == [True, False, True]


def _one_shift(program: BreakProgram) -> ModelData:
    """One agent, and one shift with the breaks of a program, with a hard minimum of one all along."""
    zero, nothing, nobody = (
        np.zeros(1, dtype=np.int64),
        np.zeros((1, 4), dtype=np.int64),
        np.zeros((0, 4), dtype=np.int64),
    )
    shifts = Shifts(zero, zero, zero + 4, zero, zero)
    block = Block((0,), shifts, (), queues=zero, proficiency=zero + 1, minimum_block=zero + 1)
    cover = Cover(nothing, nothing + 1, nothing - 1, nothing, nothing, nothing, nothing - 1, zero)
    return ModelData(1, 1, 4, (program,), (block,), cover, Pools(nobody, nobody, zero[:0], zero[:0]))


def _is_feasible(data: ModelData) -> bool:
    """By the engine `cpsat`, with all costs."""
    return exact_answer(data, SolveOptions(SECONDS, seed=0, workers=1)).status is not ModelStatus.INFEASIBLE


def _unskilled(data: ModelData) -> bool:
    """Whether a hard minimum is asked of a queue that nobody can work."""
    skilled = {queue for block in data.blocks for queue in block.queues.tolist()}
    asked = (data.cover.minimum > data.cover.fixed_supply).any(axis=1)
    return any(asked[queue] and queue not in skilled for queue in range(data.num_queues))
