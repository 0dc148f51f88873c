"""Rosters to begin with: the way back from people to arrays, and what engines make of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scheduler.cli.main import run
from scheduler.compile import compile_problem
from scheduler.decode import decode
from scheduler.encode import NoRosterOfPlanError, encode
from scheduler.engine_choice import Engine
from scheduler.io.overlay import setting
from scheduler.io.read import read_plan
from scheduler.io.run_result import read_result
from scheduler.people import Absence
from scheduler.problem import Problem
from scheduler.roster import Roster
from scheduler.solve import build
from scheduler.start import usable_start
from shiftmodels.engines.run import SolveOptions
from shiftmodels.solution import cost_of
from tests.builders import at
from tests.models.exact import exact_answer
from tests.random_plans import random_plan
from tests.scheduler.rules.test_equipment_units import moving_problem

TINY = Path(__file__).resolve().parents[2] / "instances" / "tiny"


@pytest.mark.parametrize("seed", range(25))
def test_there_and_back(seed: int) -> None:
    """What an engine found is found again in its roster: breaks, queues, pins, nights, and where units are."""
    compiled = compile_problem(random_plan(seed, agents=2, days=2))
    answer = exact_answer(compiled.data, SolveOptions(200.0, seed=0, workers=1))
    if answer.assignment is None:
        return
    found = encode(compiled, decode(compiled, answer.assignment))
    assert cost_of(compiled.data, found) == answer.cost
    assert np.array_equal(found.activity, answer.assignment.activity)
    assert decode(compiled, found) == decode(compiled, answer.assignment)


def test_what_is_no_roster_of_the_plan() -> None:
    """Somebody unknown, a shift at another time, a break that the shift does not have."""
    problem = read_plan(TINY)
    compiled = compile_problem(problem)
    answer = exact_answer(compiled.data, SolveOptions(200.0, seed=0, workers=1))
    assert answer.assignment is not None
    roster = decode(compiled, answer.assignment)

    def refused(index: int | None, **changes: Any) -> str:
        chosen = range(len(roster.activities)) if index is None else (index,)
        parts = [replace(part, **changes) if n in chosen else part for n, part in enumerate(roster.activities)]
        with pytest.raises(NoRosterOfPlanError) as caught:
            encode(compiled, Roster(parts))
        return str(caught.value)

    assert "eve is nobody" in refused(None, agent="eve")
    first = roster.activities[0]
    assert "is none that the plan allows" in refused(0, start=first.start.replace(hour=first.start.hour - 1))
    rest = next(place for place, part in enumerate(roster.activities) if not part.queue)
    assert "or its breaks are not" in refused(rest, activity="phone", paid=True, queue="phone")
    assert "fax is no queue" in refused(0, queue="fax", activity="fax")


@pytest.mark.parametrize("engine", ["cpsat", "mip", "staged"])
def test_a_run_never_ends_dearer_than_it_began(engine: Engine) -> None:
    """With the optimum to begin with and next to no time, the optimum is what every engine ends with."""
    problem = moving_problem({"transfer_minutes": 60, "transfer_cost": 3})
    best = build(problem, engine="cpsat", time_limit_seconds=200)
    assert best.result.cost == 3
    again = build(problem, engine=engine, time_limit_seconds=0.5, start=best.roster)
    assert again.result.cost == 3
    assert not any("begin with" in message for message in again.result.messages)


def test_an_illegal_start_is_told() -> None:
    """The van may not move in the plan: the roster in which it does is refused, and the run goes on without."""
    way = {"transfer_minutes": 60, "transfer_cost": 3}
    best = build(moving_problem(way), engine="cpsat", time_limit_seconds=200)
    fixed = moving_problem(way | {"maximum_transfers": 0})
    outcome = build(fixed, engine="cpsat", time_limit_seconds=200, start=best.roster)
    assert outcome.result.cost == 20
    (message,) = (one for one in outcome.result.messages if "begin with" in one)
    assert "breaks hard rules of the plan, first: " in message


def test_shifts_that_have_become_illegal_are_left_out() -> None:
    """Who has fallen ill does not work; the others begin as they were, and his shifts are told of."""
    problem = read_plan(TINY, [setting("contracts.'full time'.maximum_minutes_per_week=1800")])
    best = build(problem, engine="cpsat", time_limit_seconds=200)
    assert best.roster is not None
    # His hours of the week would be too many with what the absence counts: its shifts alone are in the way.
    span = {"start": at("2026-11-30 00:00"), "end": at("2026-12-01 00:00")}
    ill = Absence(agent="anna", **span, credited_minutes=1200)
    changed = Problem.model_validate(problem.model_dump() | {"absences": (*problem.absences, ill)})
    found, (message,) = usable_start(compile_problem(changed), best.roster)
    assert found is not None
    named = compile_problem(changed).names
    assert (found.shift[named.index("anna")] >= 0).tolist() == [False, True]
    assert (found.shift >= 0).sum() == len(list(best.roster.shifts())) - 1
    assert message.startswith("Of the roster to begin with 1 shift is not used: ")
    assert "Anna" in message


def test_from_run_to_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The command takes a run or a roster, keeps where it came from, and repeats it; a missing one is named."""
    options = ["--no-pictures", "--quiet", "--time-limit", "200"]
    first, second = tmp_path / "first", tmp_path / "second"
    assert run(["build", str(TINY), "--out", str(first), *options]) == 0
    assert run(["build", str(TINY), "--out", str(second), "--start", str(first), *options]) == 0
    assert read_result(second).start_path == str(first)
    assert run(["rerun", str(second), "--out", str(tmp_path / "third"), "--no-pictures", "--quiet"]) == 0
    assert read_result(tmp_path / "third").start_path == str(first)
    assert run(["build", str(TINY), "--out", str(second), "--start", str(tmp_path / "nowhere"), *options]) == 3
    assert "nowhere" in capsys.readouterr().err
