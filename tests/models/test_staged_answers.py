"""Engine staged where solver processes answer by a script, in an order that is chance otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

import pytest

from scheduler.compile import compile_problem
from scheduler.people import Agent, Skill
from shiftmodels.data import ModelData
from shiftmodels.engines import staged
from shiftmodels.engines.count_task import CountTask
from shiftmodels.engines.crew import Crew, Task
from shiftmodels.engines.isolated import Report
from shiftmodels.engines.run import Run, SolveOptions
from shiftmodels.engines.tasks import SearchTask, WholeTask
from shiftmodels.status import ModelStatus
from tests.builders import make_problem

Step = tuple[type[Task], Any, bool]
"""Who answers, what, and whether he ends with it: of several, the one who began first."""

NO_ROSTER = Report(status=ModelStatus.INFEASIBLE)


class _Scripted:
    """Processes that answer by a script, several at a time; whoever is given a task while all work is a mistake."""

    def __init__(self, size: int, script: Sequence[Sequence[Step]]) -> None:
        self.size, self.script, self.fresh_seconds = size, list(script), 0.0
        self.at_work: list[Task] = []
        self.given: list[Task] = []

    @property
    def idle(self) -> int:
        return self.size - len(self.at_work)

    def give(self, task: Task) -> None:
        assert self.idle
        self.at_work.append(task)
        self.given.append(task)

    def answers(self, _: float) -> list[tuple[Task, Any]]:
        return [self._answer(*step) for step in self.script.pop(0)]

    def _answer(self, kind: type[Task], answer: Any, ended: bool) -> tuple[Task, Any]:
        task = next(task for task in self.at_work if isinstance(task, kind))
        if ended:
            self.at_work.remove(task)
        return task, answer


def _alike() -> ModelData:
    """Ten agents who are better counted, of whom nothing is asked."""
    skills = (Skill(queue="phone"),)
    agents = [Agent(agent=f"a{one}", site="office", contract="full", skills=skills) for one in range(10)]
    return compile_problem(make_problem(agents=tuple(agents), days=2)).data


def _go(crew: _Scripted) -> Run:
    run = Run(_alike(), SolveOptions(100.0, 0, crew.size), None, None)
    staged._Stages(run, cast("Crew", crew)).go()
    return run


@pytest.mark.parametrize(
    "script",
    [
        [[(CountTask, NO_ROSTER, False)], [(CountTask, None, True)]],
        [[(CountTask, NO_ROSTER, False), (SearchTask, (ModelStatus.UNKNOWN, None), True)], [(CountTask, None, True)]],
    ],
)
def test_who_says_that_there_is_no_roster_may_still_be_at_work(script: list[list[Step]]) -> None:
    """CP-SAT is asked as soon as a process is idle, and what follows another's answer has its own."""
    crew = _Scripted(2, [*script, [(WholeTask, (ModelStatus.INFEASIBLE, None), True)]])
    run = _go(crew)
    assert run.infeasible
    assert [type(task) for task in crew.given].count(WholeTask) == 1
