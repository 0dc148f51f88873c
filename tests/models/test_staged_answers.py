"""Engine staged where solver processes answer by a script, in an order that is chance otherwise."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from scheduler.compile import compile_problem
from scheduler.people import Agent, Skill
from shiftmodels.backends import confirmed as confirmed_solver
from shiftmodels.backends.answer import Answer
from shiftmodels.data import ModelData
from shiftmodels.engines import staged, tasks
from shiftmodels.engines.count_task import CountTask
from shiftmodels.engines.crew import Crew, Lost, Task
from shiftmodels.engines.isolated import Report
from shiftmodels.engines.run import FALSE_PROOF, Run, SolveOptions
from shiftmodels.engines.tasks import PartTask, ProofTask, SearchTask, StartTask, WholeTask
from shiftmodels.feasibility import is_feasible, softened
from shiftmodels.solution import Assignment
from shiftmodels.status import ModelStatus
from tests.builders import make_problem

Step = tuple[type[Task], Any, bool]
"""Who answers, what, and whether he ends with it: of several, the one who began first."""

NO_ROSTER = Report(status=ModelStatus.INFEASIBLE)


class _Scripted:
    """Processes that answer by a script, at whose end the run is stopped; no task may be given while all work."""

    def __init__(self, size: int, script: Sequence[Sequence[Step]]) -> None:
        self.size, self.script, self.fresh_seconds = size, list(script), 0.0
        self.stop = threading.Event()
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
        steps = self.script.pop(0)
        if not self.script:
            self.stop.set()
        return [self._answer(*step) for step in steps]

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
    run = Run(_alike(), SolveOptions(100.0, 0, crew.size), None, crew.stop)
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
    crew = _Scripted(2, [*script, [(WholeTask, (ModelStatus.INFEASIBLE, None, ()), True)]])
    run = _go(crew)
    assert run.infeasible
    assert [type(task) for task in crew.given].count(WholeTask) == 1


def test_days_are_settled_no_longer_than_there_is_time() -> None:
    """Processes that never answer: at the end of the time, days are offered as they are."""
    data = _alike()
    run = Run(data, SolveOptions(0.3, 0, 2), None, None)
    crew, emergency = _Silent(2), threading.Timer(20.0, run.stop.set)
    stages = staged._Stages(run, cast("Crew", crew))
    stages.tours = Assignment.empty(data)
    stages.tours.shift[0, :] = [int(np.flatnonzero(data.blocks[0].shifts.day == day)[0]) for day in range(2)]
    emergency.start()
    stages._settle()
    emergency.cancel()
    assert not run.stop.is_set()
    assert run.best is not None
    assert (run.best.shift == stages.tours.shift).all()
    assert all(task.limit_seconds <= 0.3 for task in crew.given)


class _Silent(_Scripted):
    """Processes that never answer."""

    def __init__(self, size: int) -> None:
        super().__init__(size, ())

    def answers(self, _: float) -> list[tuple[Task, Any]]:
        time.sleep(0.02)
        return []


UNKNOWN = (ModelStatus.UNKNOWN, None, ("It was not confirmed.",))


def _with(answers: list[tuple[Task, Any]]) -> staged._Stages:
    """Stages of which all processes are at work, and have answered so."""
    run = Run(_alike(), SolveOptions(100.0, 0, 2), None, None)
    crew = SimpleNamespace(idle=0, answers=lambda _: answers)
    return staged._Stages(run, cast("Crew", crew))


def test_a_proof_stands_when_another_one_is_not_found() -> None:
    stages = _with([(WholeTask(5.0, 0, 2), UNKNOWN)])
    stages.run.claim_infeasible()
    stages._take_answers()
    assert stages.run.infeasible
    assert stages.run.messages == ["It was not confirmed."]


@pytest.mark.parametrize("task", [StartTask(5.0, 1.0, 1.0), WholeTask(5.0, 0, 2)])
def test_a_roster_that_is_known_contradicts_a_proof(task: Task) -> None:
    rest = ((),) if isinstance(task, WholeTask) else ()
    stages = _with([(task, (ModelStatus.INFEASIBLE, None, *rest))])
    stages.run.offer(Assignment.empty(stages.run.data))
    stages._take_answers()
    solution = stages.run.solution()
    assert not stages.run.finished
    assert (solution.status, solution.messages) == (ModelStatus.FEASIBLE, (FALSE_PROOF,))


def _on_which_the_limit_is_broken() -> ModelData:
    """Two agents who have to work equally long, one shift; searches price that, and find it dear to keep."""
    skills = (Skill(queue="phone"),)
    agents = [Agent(agent=f"a{one}", site="office", contract="full", skills=skills) for one in range(2)]
    rules = {"fairness": {"of": "shifts", "maximum_difference": 0, "minimum_presence": 0}}
    return compile_problem(make_problem(agents=tuple(agents), days=2, rules=rules)).data


def test_where_searches_break_a_limit_a_roster_is_asked_for_by_its_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """There can be a roster and none is known: CP-SAT has to find one, and what it finds is offered."""
    monkeypatch.setattr(staged, "FEW_SHIFTS", 5000)
    data = _on_which_the_limit_is_broken()
    broken = Assignment.empty(data)
    broken.shift[0, 0] = int(np.flatnonzero(data.blocks[0].shifts.day == 0)[0])
    assert is_feasible(softened(data), broken)
    assert not is_feasible(data, broken)
    legal = Assignment.empty(data)
    script: list[list[Step]] = [
        [(SearchTask, (ModelStatus.FEASIBLE, broken), True)],
        [(ProofTask, True, True)],
        [(WholeTask, (ModelStatus.FEASIBLE, legal, ()), True)],
    ]
    crew = _Scripted(1, script)
    run = Run(data, SolveOptions(100.0, 0, 1), None, crew.stop)
    staged._Stages(run, cast("Crew", crew)).go()
    assert run.best is not None
    assert (run.best.shift == legal.shift).all()
    whole = next(task for task in crew.given if isinstance(task, WholeTask))
    assert whole.individually
    assert whole.limit_seconds < 60


@pytest.mark.parametrize("confirmed", [False, True])
def test_the_whole_problem_is_asked_again_without_presolve(monkeypatch: pytest.MonkeyPatch, confirmed: bool) -> None:
    asked = []

    def solve(*_: Any, presolve: bool = True, **__: Any) -> Answer:
        asked.append(presolve)
        status = ModelStatus.INFEASIBLE if presolve or confirmed else ModelStatus.UNKNOWN
        return Answer(status, None, None, None)

    for module in (confirmed_solver, tasks):
        monkeypatch.setattr(module, "solve_cp_sat", solve)
    status, found, messages = WholeTask(5.0, 0, 2).run(_alike())
    assert asked == [True, False]
    assert (status, found) == (ModelStatus.INFEASIBLE if confirmed else ModelStatus.UNKNOWN, None)
    assert len(messages) == (0 if confirmed else 1)


def test_parts_given_before_the_first_roster_by_tours_are_still_known() -> None:
    """Two parts of a counted roster are under way as that by tours comes: each of them is taken when it ends."""
    empty = Assignment.empty(_alike())
    crew = _Scripted(
        3,
        [
            [(CountTask, Report(found=empty), False)],
            [(CountTask, None, True)],
            [(SearchTask, (ModelStatus.FEASIBLE, empty), True)],
            [(PartTask, (ModelStatus.UNKNOWN, None), True)],
            [(PartTask, (ModelStatus.UNKNOWN, None), True)],
            [(PartTask, Lost("on purpose"), True), (PartTask, (ModelStatus.UNKNOWN, None), True)],
            [(PartTask, (ModelStatus.INFEASIBLE, None), True)],
        ],
    )
    _go(crew)
    numbers = [task.seed for task in crew.given if isinstance(task, PartTask)]
    assert len(numbers) == len(set(numbers))
