"""INRC-II week by week: histories, and files of one week."""

from __future__ import annotations

import random
from dataclasses import fields, replace
from pathlib import Path

import pytest

from scheduler.errors import InputError
from scheduler.io.families.inrc2 import read_inrc2_stage
from scheduler.io.families.inrc2_cost import Assignments, Inrc2Parts, evaluate_inrc2
from scheduler.io.families.inrc2_files import Instance, instance_name, parse_inrc2, parse_inrc2_stage
from scheduler.io.families.inrc2_history import history_after, write_history
from scheduler.io.families.inrc2_rosters import read_weeks, solution_files
from scripts.benchmarking import inrc2_week
from tests.io.families.small_instances import BENCHMARKS, needs_benchmarks, random_row, write_inrc2

HISTORIES = BENCHMARKS / "inrc2"


def _files(folder: Path) -> tuple[Path, Path, Path]:
    write_inrc2(folder)
    own = folder / "n003w2"
    return own / "Sc-n003w2.txt", own / "H0-n003w2-0.txt", own / "WD-n003w2-7.txt"


def _stage(instance: Instance, week: int, assignments: Assignments) -> tuple[Instance, Assignments]:
    """A week of an instance as an instance of its own, with the history that the weeks before leave."""
    days = range(7 * week, 7 * week + 7)
    pasts = history_after(instance, assignments, week)
    stage = replace(
        instance,
        name=replace(instance.name, weeks=instance.name.weeks[week : week + 1]),
        nurses=tuple(replace(nurse, past=pasts[nurse.name]) for nurse in instance.nurses),
        requirements=tuple(replace(row, day=row.day - days[0]) for row in instance.requirements if row.day in days),
        requests=tuple(replace(wish, day=wish.day - days[0]) for wish in instance.requests if wish.day in days),
    )
    return stage, {(name, day - days[0]): work for (name, day), work in assignments.items() if day in days}


def _check_sums(instance: Instance, assignments: Assignments) -> None:
    """Parts that are charged day by day add up over weeks; those of the whole horizon are charged by the last one."""
    whole = evaluate_inrc2(instance, assignments)
    stages = [_stage(instance, week, assignments) for week in range(len(instance.name.weeks))]
    weekly = [evaluate_inrc2(*stage) for stage in stages]
    horizon = {"assignments", "weekends"}
    for name in (field.name for field in fields(Inrc2Parts)):
        found = [getattr(cost.parts, name) for cost in weekly]
        assert getattr(whole.parts, name) == (found[-1] if name in horizon else sum(found)), name
    assert len(whole.violations) == sum(len(cost.violations) for cost in weekly)


@pytest.mark.parametrize("seed", range(20))
def test_weeks_add_up(tmp_path: Path, seed: int) -> None:
    """Random rosters cost week by week, with what histories carry over, what they cost at once."""
    instance, draw = parse_inrc2(write_inrc2(tmp_path)), random.Random(seed)
    rows = {nurse.name: random_row(draw, tuple(instance.kinds), instance.days) for nurse in instance.nurses}
    work = {(name, day): (kind, "Nurse") for name, row in rows.items() for day, kind in enumerate(row) if kind}
    _check_sums(instance, work)


@needs_benchmarks
@pytest.mark.parametrize("name", ["n030w4_1_6-2-9-1", "n120w4_1_4-6-2-6"])
def test_published_solutions_add_up(name: str) -> None:
    """So do published ones, whose cost is known."""
    (folder,) = (HISTORIES / "solutions" / name).iterdir()
    instance, files = parse_inrc2(HISTORIES / "instances" / name), instance_name(HISTORIES / "instances" / name)
    assert files is not None
    assignments = read_weeks(solution_files(folder, files))
    assert evaluate_inrc2(instance, assignments).total == int(folder.name)
    _check_sums(instance, assignments)


def test_history_written_is_history_read(tmp_path: Path) -> None:
    """By hand: Pia works Monday to Saturday late, Quin Sunday early, Rob nothing after his late shifts."""
    scenario, history, week = _files(tmp_path)
    instance = parse_inrc2_stage(scenario, history, week)
    work = {("Pia", day): ("Late", "Nurse") for day in range(6)} | {("Quin", 6): ("Early", "Nurse")}
    pasts, file = history_after(instance, work, 1), tmp_path / "H1.txt"
    write_history(pasts, 1, "n003w2", file)
    assert file.read_text(encoding="utf-8").splitlines()[:2] == ["HISTORY", "1 n003w2"]
    assert file.read_text(encoding="utf-8").splitlines()[4:] == [
        "Pia 6 1 None 0 0 1",
        "Quin 3 2 Early 1 1 0",
        "Rob 0 0 None 0 0 7",
    ]
    read = parse_inrc2_stage(scenario, file, week)
    assert {nurse.name: replace(nurse.past, line=pasts[nurse.name].line) for nurse in read.nurses} == pasts
    assert (read.name.history, read.days) == ("1", 7)
    all_week = {("Pia", day): ("Late", "Nurse") for day in range(7)}
    assert history_after(instance, all_week, 1)["Pia"].work == 3 + 7


def test_plan_of_a_stage(tmp_path: Path) -> None:
    """Two weeks are left, of which one is known; counts that history has used up are 0 and no error."""
    scenario, history, week = _files(tmp_path)
    plan = read_inrc2_stage(scenario, history, week)
    assert plan.days == 14
    assert max(row.interval_start for row in plan.requirements) < plan.horizon.instant(plan.horizon.day_start(7))
    text = history.read_text(encoding="utf-8").replace("Quin 2 1", "Quin 12 3").replace("0 n003w2", "1 n003w2")
    history.write_text(text, encoding="utf-8")
    plan = read_inrc2_stage(scenario, history, week)
    rules = plan.contract_of["Quin"].rules
    assert (plan.days, rules["assignments"]["maximum"], rules["most weekends"]["maximum"]) == (7, 0, 0)
    history.write_text(text.replace("1 n003w2", "2 n003w2"), encoding="utf-8")
    with pytest.raises(InputError, match="the scenario has 2 weeks"):
        read_inrc2_stage(scenario, history, week)


def test_protocol(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two weeks played one after the other: the solution is that of the files, and keeps every hard constraint."""
    scenario, history, week = _files(tmp_path)
    monkeypatch.setattr("scheduler.rolling.roll.WORK_SHARE", 0.001)
    for number in range(2):
        files = ["--scenario", scenario, "--history", history, "--week", week]
        history = tmp_path / f"H{number + 1}.txt"
        out = ["--solution", tmp_path / f"sol-week{number}.txt", "--next-history", history, "--time-limit", 300]
        assert inrc2_week.main([str(part) for part in (*files, *out)]) == 0
    path = tmp_path / "n003w2_0_7-7"
    name, instance = instance_name(path), parse_inrc2(path)
    assert name is not None
    assignments = read_weeks(solution_files(tmp_path, name))
    assert assignments
    assert evaluate_inrc2(instance, assignments).violations == ()
    last = tmp_path / "again.txt"
    write_history(history_after(instance, assignments, 2), 2, "n003w2", last)
    assert last.read_bytes() == history.read_bytes()
    assert inrc2_week.main([str(part) for part in (*files, *out)]) == 0
    missing = ["--scenario", str(tmp_path / "none.txt"), *map(str, files[2:]), *map(str, out)]
    assert inrc2_week.main(missing) == 3
