"""Which engine a plan gets."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scheduler.compile import Compiled, compile_problem
from scheduler.engine_choice import SHORT_SECONDS, SHORT_SHIFTS, SMALL_PLAN_SHIFTS, engine_for
from scheduler.problem import Problem
from shiftmodels.data import Transfers
from tests.random_plans import random_plan


def _with_shifts(number: int) -> Compiled:
    """A plan of one block with as many shifts."""
    compiled = compile_problem(random_plan(0, agents=1, days=1, units=False))
    (block,) = compiled.data.blocks
    shifts = block.shifts
    arrays = {name: np.resize(value, number) for name, value in vars(shifts).items()}
    data = replace(compiled.data, blocks=(replace(block, shifts=replace(shifts, **arrays), rows=()),))
    return replace(compiled, data=data)


def test_size_decides_and_the_reason_names_it() -> None:
    """The last small plan and the first large one."""
    small, large = _with_shifts(SMALL_PLAN_SHIFTS), _with_shifts(SMALL_PLAN_SHIFTS + 1)
    assert engine_for("auto", small, 60.0).engine == "cpsat"
    assert engine_for("auto", large, 60.0).engine == "staged"
    assert str(SMALL_PLAN_SHIFTS + 1) in engine_for("auto", large, 60.0).reason


def test_agents_who_are_alike_are_named() -> None:
    """Four agents to a kind are counted, three are not; nor is anybody whose changes of queue are restricted."""
    compiled = _with_shifts(SMALL_PLAN_SHIFTS)
    (block,) = compiled.data.blocks

    def reason(agents: int, least: int = 1) -> str:
        queues = np.arange(2)
        many = replace(
            block,
            members=tuple(range(agents)),
            queues=queues,
            proficiency=np.ones(2, dtype=np.int64),
            minimum_block=np.full(2, least),
            queue_cost=np.zeros(2, dtype=np.int64),
            transfers=Transfers(),
        )
        data = replace(compiled.data, num_agents=agents, blocks=(many,))
        return engine_for("auto", replace(compiled, data=data), 60.0).reason

    assert "4 agents of 1 kind are counted" in reason(4)
    assert "counted" not in reason(3)
    assert "counted" not in reason(4, least=2)


def test_short_runs_take_what_begins_at_once() -> None:
    """Below ten seconds, up to a thousand shifts."""
    some, many = _with_shifts(SHORT_SHIFTS), _with_shifts(SHORT_SHIFTS + 1)
    assert engine_for("auto", some, SHORT_SECONDS - 1).engine == "cpsat"
    assert engine_for("auto", some, SHORT_SECONDS).engine == "staged"
    assert engine_for("auto", many, SHORT_SECONDS - 1).engine == "staged"


@pytest.mark.parametrize("engine", ["cpsat", "mip", "staged"])
def test_named_engines_are_taken_without_a_reason(engine: str) -> None:
    """Whatever the size."""
    assert engine_for(engine, _with_shifts(1), 60.0) == (engine, "")  # type: ignore[arg-type]


def test_priorities_need_an_engine_that_knows_them() -> None:
    """A large plan too; and staged is refused."""
    fields = random_plan(0, agents=12, days=7, units=False).model_dump()
    compiled = compile_problem(Problem.model_validate(fields | {"priorities": ("understaffing",)}))
    assert compiled.num_candidates > SMALL_PLAN_SHIFTS
    assert engine_for("auto", compiled, 60.0).engine == "cpsat"
    assert "priorities" in engine_for("auto", compiled, 60.0).reason
    with pytest.raises(ValueError, match="priorities"):
        engine_for("staged", compiled, 60.0)
