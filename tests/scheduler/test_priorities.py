"""Plans with priorities: the levels of a cost, and the roster that is cheapest in their order."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from scheduler.cli.main import run
from scheduler.compile import compile_problem
from scheduler.cost_terms import Terms
from scheduler.io.read import read_plan
from scheduler.io.write import write_plan
from scheduler.priorities import Solver, levels_of, solve_in_order
from scheduler.problem import Problem
from scheduler.solve import build
from shiftmodels.data import ModelData
from shiftmodels.engines import cpsat, mip
from shiftmodels.engines.run import OnProgress, SolveOptions
from shiftmodels.feasibility import is_feasible
from shiftmodels.solution import Assignment, ModelSolution, cost_of
from shiftmodels.status import ModelStatus
from tests.builders import make_problem
from tests.models.brute_force import optimum
from tests.models.exact import exact_answer
from tests.models.test_budgets import OPTIONS
from tests.random_plans import random_plan

ORDER = ("understaffing + limits", "rule", "preferences")


def _with(problem: Problem, *priorities: str) -> Problem:
    return problem.model_copy(update={"priorities": priorities})


@pytest.mark.parametrize("seed", range(6))
def test_levels_add_up(seed: int) -> None:
    """Each term is on one level: together they cost what the whole plan costs, and what the auditor finds of them."""
    problem = _with(random_plan(seed, agents=3, days=2), *ORDER)
    compiled = compile_problem(problem)
    found = exact_answer(compiled.data, OPTIONS).assignment
    if found is None:
        pytest.skip("no roster")
    levels = [compile_problem(problem, terms, compiled.cost_unit).data for _, terms in levels_of(problem)]
    assert sum(cost_of(level, found) for level in levels) == cost_of(compiled.data, found)


@pytest.mark.parametrize("engine", ["cpsat", "mip"])
@pytest.mark.parametrize("seed", range(2))
def test_the_roster_is_cheapest_in_order(seed: int, engine: Any) -> None:
    """Each level costs what brute force finds of the assignments that are best on the levels above."""
    problem = _with(random_plan(seed, agents=2, days=1, units=False), "overstaffing", "understaffing + limits")
    compiled, above = compile_problem(problem), []
    expected = []
    for _, terms in levels_of(problem):
        level = compile_problem(problem, terms, compiled.cost_unit).data

        def counts(found: Assignment) -> bool:
            return all(cost_of(one, found) == best for one, best in above)

        best = optimum(level, counts)
        assert best is not None
        above.append((level, best))
        expected.append(float(best * compiled.cost_unit))
    result = build(problem, engine=engine, workers=1, time_limit_seconds=120).result
    assert result.status == "optimal"
    assert result.bound is None
    assert [level.cost for level in result.priorities] == expected == [level.bound for level in result.priorities]


@pytest.mark.parametrize("priorities", [("overstaffing", "rule + labour"), ("rule",), ("labour",)])
def test_priced_transfers_on_any_level(priorities: tuple[str, ...]) -> None:
    """A level that does not price transfers keeps to what one that does has found, and the other way round."""
    problem = _with(random_plan(9016), *priorities)
    assert "price of a transfer" in problem.rules
    results = [build(problem, engine=engine, workers=1, time_limit_seconds=120).result for engine in ("cpsat", "mip")]
    assert [result.status for result in results] == ["optimal"] * 2
    assert results[0].priorities == results[1].priorities


@pytest.mark.parametrize("work_seconds", [None, 6.0])
def test_all_the_time_is_for_the_first_roster(work_seconds: float | None) -> None:
    """It takes more than the share of a level here; then the levels share what is left, the last one to its end."""
    compiled = compile_problem(_with(make_problem(), "overstaffing", "understaffing"))
    asked: list[SolveOptions] = []

    def slow(
        data: ModelData, options: SolveOptions, on_progress: OnProgress | None, stop: threading.Event | None
    ) -> ModelSolution:
        asked.append(options)
        if options.start is None and max(options.time_limit_seconds, options.work_seconds or 0) < 5:
            return ModelSolution(ModelStatus.UNKNOWN, None, None, None)
        found = options.start or Assignment.empty(data)
        cost = cost_of(data, found)
        return ModelSolution(ModelStatus.FEASIBLE, found, cost, None, messages=("A message.",), seconds=3.0)

    options = replace(OPTIONS, time_limit_seconds=9, work_seconds=work_seconds)
    ordered = solve_in_order(compiled, slow, options, None, None)
    assert ordered.solution.status is ModelStatus.FEASIBLE
    assert len(ordered.levels) == 3
    assert ordered.solution.messages == ("A message.",)
    assert [options.first_only for options in asked] == [True, False, False, False]
    assert [options.work_seconds for options in asked] == ([None] * 4 if work_seconds is None else [9, 1, 1, 1])


@pytest.mark.parametrize("solve", [cpsat.solve, mip.solve])
def test_engines_end_with_the_first_roster(solve: Solver) -> None:
    """Where that is enough, it is a legal one; what it took is told."""
    data = compile_problem(random_plan(9016)).data
    solution = solve(data, replace(OPTIONS, first_only=True), None, None)
    assert solution.assignment is not None
    assert is_feasible(data, solution.assignment)
    assert solution.seconds > 0


def test_terms_of_one_queue_before_those_of_all() -> None:
    """A term that a level above names is none of a level that names its kind."""
    some = Terms(frozenset({"understaffing"}), frozenset({"understaffing:chat"}))
    assert some.has("understaffing:phone")
    assert not some.has("understaffing:chat")
    assert not some.has("overstaffing:phone")
    assert Terms(None, frozenset({"rule"})).has("labour")
    assert not Terms(None, frozenset({"rule"})).has("rule:wishes")


@pytest.mark.parametrize(
    ("priorities", "words"),
    [
        (("understafing",), "Cost term 'understafing' does not exist"),
        (("limits", "rule + limits"), "limits stands in an earlier priority"),
        (("rule", "rule:wishes"), "Cost term 'rule:wishes' does not exist"),
        (("understaffing", "understaffing:chat"), "understaffing:chat stands in an earlier"),
    ],
)
def test_priorities_that_cannot_be(priorities: tuple[str, ...], words: str) -> None:
    """Each is named, with a remedy."""
    with pytest.raises(ValidationError, match=re.escape(words)) as caught:
        make_problem(priorities=priorities)
    assert "priorities[" in str(caught.value)


@pytest.mark.parametrize("name", ["plan", "plan.xlsx", "plan.json"])
def test_priorities_are_kept(tmp_path: Path, name: str) -> None:
    """In a folder, a workbook and a JSON file."""
    problem = make_problem(priorities=("understaffing:chat + limits", "preferences"))
    write_plan(problem, tmp_path / name)
    assert read_plan(tmp_path / name).priorities == problem.priorities


def test_staged_does_not_know_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is wrong use, with a remedy; no folder is left."""
    write_plan(make_problem(priorities=("preferences",)), tmp_path / "plan")
    out = tmp_path / "run"
    assert run(["build", str(tmp_path / "plan"), "--engine", "staged", "--out", str(out)]) == 2
    assert "take cpsat or mip" in capsys.readouterr().err
    assert not out.exists()
    assert run(["price", str(tmp_path / "plan"), "--engine", "staged"]) == 2
    assert "take cpsat or mip" in capsys.readouterr().err
    with pytest.raises(ValueError, match="staged"):
        build(make_problem(priorities=("preferences",)), engine="staged")
