"""Instances of INRC-II: as plans, their evaluator, their files of solutions."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.audit import audit, exact_cost
from scheduler.io.families.inrc2 import read_inrc2
from scheduler.io.families.inrc2_cost import Inrc2Parts, evaluate_inrc2
from scheduler.io.families.inrc2_files import Instance, parse_inrc2
from scheduler.io.families.inrc2_rosters import (
    assignments_of_roster,
    read_weeks,
    roster_of_assignments,
    solution_files,
    write_weeks,
)
from tests.io.families.small_instances import WEEK, random_row, some_roster, write_inrc2

Table = dict[tuple[str, int], tuple[str, str]]
NAMES = {day[0]: day for day in ("Early", "Late", "Night")}


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    """Return the small instance."""
    return parse_inrc2(write_inrc2(tmp_path))


def _works(name: str, days: str, skill: str = "Nurse") -> Table:
    return {(name, day): (NAMES[kind], skill) for day, kind in enumerate(days) if kind != "."}


def _parts(instance: Instance, name: str, days: str) -> list[int]:
    """What one nurse decides: assignments, consecutive, days off, weekends, whole weekends."""
    alone = tuple(nurse for nurse in instance.nurses if nurse.name == name)
    parts = evaluate_inrc2(replace(instance, nurses=alone, requests=(), requirements=()), _works(name, days)).parts
    return [parts.assignments, parts.consecutive, parts.days_off, parts.weekends, parts.whole_weekends]


def test_plan(tmp_path: Path) -> None:
    """Skills are queues; what the history has used of totals makes a contract of its own."""
    plan = read_inrc2(write_inrc2(tmp_path))
    assert ([queue.queue for queue in plan.queues], plan.days) == (["HeadNurse", "Nurse"], 14)
    assert [agent.contract for agent in plan.agents] == ["Full", "Full after 2 assignments and 1 weekends", "Part"]
    rules = plan.contract_of["Quin"].rules
    assert (rules["assignments"]["minimum"], rules["assignments"]["maximum"]) == (4, 7)
    assert rules["most weekends"]["maximum"] == 0
    assert [(past.agent, past.shift_date.day - 5) for past in plan.history if past.agent != "Quin"] == [
        ("Pia", -1), ("Pia", -2), ("Pia", -3), ("Rob", -1), ("Rob", -2)
    ]  # fmt: skip
    assert plan.history_from == dt.date(2026, 1, 1)
    any_day = plan.preferences[0]
    assert (any_day.end - any_day.start, any_day.weight) == (dt.timedelta(days=1), 10)


@pytest.mark.parametrize(
    ("name", "days", "parts"),
    [
        # Pia comes from 3 days of work, the last one a night. 5 days in a row are 1 too many, 5 days off are 2.
        ("Pia", "NN.....EE..EE.", [0, 30, 60, 0, 30]),
        # Her one night ends too soon; 5 assignments are 1 too few, 7 days off 4 too many, 1 day off 1 too few.
        ("Pia", ".......EEE.NN.", [20, 15, 150, 0, 30]),
        # Two late shifts before the plan and 2 in it are 2 too many of those added, and 4 days of work 1.
        ("Rob", "LL......EE....", [0, 60, 30, 0, 0]),
    ],
)
def test_parts_of_a_nurse(instance: Instance, name: str, days: str, parts: list[int]) -> None:
    """Worked out by hand."""
    assert _parts(instance, name, days) == parts


def test_nobody_works(instance: Instance) -> None:
    """
    Every nurse stays off.

    Assignments: 6, 6 - 2 and 2 are missing. Runs: one night of 2 at least is broken off, and Rob's two late shifts and
    days of work are enough. Days off: Pia 14 of 3, Quin 16 of 3 of which 2 lie before, Rob 14 of 5. Cover: 24 a week.
    """
    found = evaluate_inrc2(instance, {})
    assert found.parts == Inrc2Parts(
        assignments=20 * (6 + 4 + 2),
        consecutive=15,
        days_off=30 * (11 + 13 + 9),
        preferences=0,
        weekends=0,
        whole_weekends=0,
        cover=30 * 2 * 24,
    )
    assert found.total == sum(vars(found.parts).values())
    assert found.violations == ()


def test_preferences_and_weekends(instance: Instance) -> None:
    """Any shift on Thursday, the night on Saturday, and not the early shift on Saturday."""
    refused = evaluate_inrc2(instance, _works("Pia", "...E.N" + "." * 8)).parts
    assert (refused.preferences, refused.whole_weekends, refused.weekends) == (20, 30, 0)
    granted = evaluate_inrc2(instance, _works("Pia", ".....EE.....EE")).parts
    assert (granted.preferences, granted.whole_weekends, granted.weekends) == (0, 0, 30)
    assert evaluate_inrc2(instance, _works("Quin", "......E.......")).parts.weekends == 30


@pytest.mark.parametrize(("table", "words"), [
    (_works("Pia", "L"), "Pia: Late after Night on day 0"),
    (_works("Pia", "..LE"), "Pia: Early after Late on day 3"),
    (_works("Quin", "..E", "HeadNurse"), "Quin: works as HeadNurse on day 2 without the skill"),
])  # fmt: skip
def test_violations(instance: Instance, table: Table, words: str) -> None:
    """Successions, also from the history, and skills."""
    assert evaluate_inrc2(instance, table).violations == (words,)


def test_minimum_cover(tmp_path: Path) -> None:
    """A nurse too few is a violation."""
    path = write_inrc2(tmp_path, week=WEEK.replace("Late Nurse (0,2)", "Late Nurse (1,2)"))
    found = evaluate_inrc2(parse_inrc2(path), {}).violations
    assert found == tuple(f"0 Nurse for Late on day {day}, least 1" for day in (0, 7))
    assert not audit(roster_of_assignments({}, read_inrc2(path)), read_inrc2(path)).legal


@pytest.mark.parametrize("table", [
    {("Eve", 0): ("Early", "Nurse")},
    {("Pia", 14): ("Early", "Nurse")},
    {("Pia", 0): ("Day", "Nurse")},
    {("Pia", 0): ("Early", "Cook")},
])  # fmt: skip
def test_solutions_of_another_instance(instance: Instance, table: Table) -> None:
    """Names, days, kinds and skills must be those of the instance."""
    with pytest.raises(ValueError, match="not of n003w2"):
        evaluate_inrc2(instance, table)


@pytest.mark.parametrize("seed", range(80))
def test_auditor_and_evaluator_agree(tmp_path: Path, seed: int) -> None:
    """The product's auditor finds the competition's cost, and a breach exactly where the competition has one."""
    draw = random.Random(seed)
    history = "".join(f"{name} {_past(draw)}\n" for name in ("Pia", "Quin", "Rob"))
    path = write_inrc2(tmp_path, history=f"HISTORY\n0 n003w2\nNURSE_HISTORY\n{history}")
    plan, instance = read_inrc2(path), parse_inrc2(path)
    table = {
        (nurse.name, day): (kind, draw.choice(nurse.skills))
        for nurse in instance.nurses
        for day, kind in enumerate(random_row(draw, tuple(instance.kinds), 14))
        if kind
    }
    roster = roster_of_assignments(table, plan)
    expected = evaluate_inrc2(instance, table)
    assert exact_cost(roster, plan) == expected.total
    assert audit(roster, plan).legal == (not expected.violations)


def _past(draw: random.Random) -> str:
    """A row of a history: assignments, weekends, last shift and runs."""
    totals = f"{draw.choice([0, 0, 2])} {draw.choice([0, 0, 1])}"
    if draw.random() < 0.4:
        return f"{totals} None 0 0 {draw.randint(1, 6)}"
    same = draw.randint(1, 5)
    return f"{totals} {draw.choice(['Early', 'Late', 'Night'])} {same} {same + draw.randint(0, 2)} 0"


def test_roster_costs_what_the_engine_says(tmp_path: Path) -> None:
    """From files to a roster, to files of a solution and back to the competition's own measure."""
    path = write_inrc2(tmp_path)
    plan, instance = read_inrc2(path), parse_inrc2(path)
    outcome = some_roster(plan)
    files = write_weeks(assignments_of_roster(outcome.roster, plan), instance.name, tmp_path)
    assert files == solution_files(tmp_path, instance.name)
    expected = evaluate_inrc2(instance, read_weeks(files))
    assert (expected.violations, expected.total) == ((), outcome.result.cost)


def test_weeks_round_trip(tmp_path: Path) -> None:
    """Assignments of two weeks, written and read."""
    instance = parse_inrc2(write_inrc2(tmp_path))
    table = {("Pia", 0): ("Early", "Nurse"), ("Pia", 6): ("Late", "HeadNurse"), ("Rob", 7): ("Night", "Nurse")}
    first, second = write_weeks(table, instance.name, tmp_path)
    assert first.read_text(encoding="utf-8").splitlines() == [
        "SOLUTION",
        "0 n003w2",
        "",
        "ASSIGNMENTS = 2",
        "Pia Mon Early Nurse",
        "Pia Sun Late HeadNurse",
    ]
    assert read_weeks([first, second]) == table
