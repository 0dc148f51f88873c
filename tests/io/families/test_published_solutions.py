"""Every published solution at hand costs what was published, by the evaluators and by the product's auditor."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from scheduler.audit import audit, exact_cost
from scheduler.io.families.curtois_qu import read_curtois_qu
from scheduler.io.families.curtois_qu_cost import Table, evaluate_curtois_qu
from scheduler.io.families.curtois_qu_file import parse_curtois_qu
from scheduler.io.families.curtois_qu_rosters import read_logged_tables, read_table, roster_of_table
from scheduler.io.families.inrc2 import read_inrc2
from scheduler.io.families.inrc2_cost import evaluate_inrc2
from scheduler.io.families.inrc2_files import Instance, parse_inrc2
from scheduler.io.families.inrc2_rosters import read_report, read_weeks, roster_of_assignments, solution_files
from tests.io.families.small_instances import BENCHMARKS, needs_benchmarks

pytestmark = needs_benchmarks

CURTOIS_QU = BENCHMARKS / "curtois_qu"
INRC2 = BENCHMARKS / "inrc2"

MISPLACED = {"n021w4_1_6-2-9-1/1725": "n030w4_1_6-2-9-1"}
"""Reports that do not belong to the files beside them, and the instance of which they show a roster."""


def _check(number: str, table: Table, cover: int, requests: int) -> None:
    path = CURTOIS_QU / "instances" / f"Instance{number}.txt"
    found = evaluate_curtois_qu(parse_curtois_qu(path), table)
    assert (found.violations, found.cover, found.requests) == ((), cover, requests)
    plan = read_curtois_qu(path)
    roster = roster_of_table(table, plan)
    assert audit(roster, plan).violations == ()
    assert exact_cost(roster, plan) == cover + requests


@pytest.mark.parametrize("log", sorted(CURTOIS_QU.glob("solutions/*.out")), ids=lambda path: path.name)
def test_logged_rosters(log: Path) -> None:
    """Both rosters of a log have the total, the cover part and the roster part that the log states."""
    logged = read_logged_tables(log)
    assert len(logged) == 2
    for table, said in logged:
        assert said["total"] == said["cover"] + said["requests"]
        _check(log.name.removeprefix("Instance").partition(".")[0], table, said["cover"], said["requests"])


@pytest.mark.parametrize(("number", "cover", "requests"), [("1", 600, 7), ("2", 800, 28)])
def test_best_known_rosters(number: str, cover: int, requests: int) -> None:
    """607 and 828, the second with runs of one day at both ends of the horizon."""
    (path,) = (CURTOIS_QU / "solutions").glob(f"Instance{number}_{cover + requests}_transcribed.txt")
    _check(number, read_table(path), cover, requests)


def _solutions() -> list[Path]:
    return sorted({path.parent for path in INRC2.glob("solutions/*/*/[Ss]ol-*.txt")})


def _instance(solution: Path) -> Path:
    """Path of the instance: from the folder above, or from ``Solution_H_0-WD_1-2-3-3`` below that of the dataset."""
    match = re.fullmatch(r"Solution_H_(\d)-WD_(.*)", solution.name)
    name = f"{solution.parent.name}_{match[1]}_{match[2]}" if match else solution.parent.name
    return INRC2 / "instances" / name


def _name(solution: Path) -> str:
    return f"{solution.parent.name}/{solution.name}"


def _drawn(report: Path) -> dict[str, str]:
    """Rows of the roster that a report shows: the first letter of each shift, or a dash."""
    rows = [line.split("|") for line in report.read_text(encoding="utf-8").splitlines() if "|" in line]
    return {row[0].strip(): "".join("".join(row[1:]).split()) for row in rows if row[0].strip()}


@pytest.mark.parametrize("solution", _solutions(), ids=_name)
def test_auditor_and_evaluator_agree(solution: Path) -> None:
    """The product's auditor finds the cost of the evaluator, which is in the folder's name where that is a number."""
    path = _instance(solution)
    instance, plan = parse_inrc2(path), read_inrc2(path)
    assignments = read_weeks(solution_files(solution, instance.name))
    found = evaluate_inrc2(instance, assignments)
    roster = roster_of_assignments(assignments, plan)
    assert found.violations == ()
    assert audit(roster, plan).legal
    assert exact_cost(roster, plan) == found.total
    if solution.name.isdigit():
        assert found.total == int(solution.name)


REPORTS = sorted(INRC2.glob("solutions/*/*/validator.txt"))


@pytest.mark.parametrize(
    "report", [path for path in REPORTS if _name(path.parent) not in MISPLACED], ids=lambda path: _name(path.parent)
)
def test_official_reports(report: Path) -> None:
    """The report shows the roster of the files, and all seven parts are those of the official validator."""
    instance = parse_inrc2(_instance(report.parent))
    assignments = read_weeks(solution_files(report.parent, instance.name))
    assert _shown(report, instance) == {key: kind for key, (kind, _) in assignments.items()}
    assert evaluate_inrc2(instance, assignments).parts == read_report(report)


@pytest.mark.parametrize("name", MISPLACED)
def test_misplaced_reports(name: str) -> None:
    """All parts but the cover, for which a report does not show the skills, are those of the roster that it shows."""
    report = INRC2 / "solutions" / name / "validator.txt"
    instance = parse_inrc2(INRC2 / "instances" / MISPLACED[name])
    skills = {nurse.name: nurse.skills[0] for nurse in instance.nurses}
    shown = {key: (kind, skills[key[0]]) for key, kind in _shown(report, instance).items()}
    found, said = evaluate_inrc2(instance, shown).parts, read_report(report)
    assert replace(found, cover=0) == replace(said, cover=0)


def _shown(report: Path, instance: Instance) -> dict[tuple[str, int], str]:
    """Kinds of shift in the roster that a report shows, by nurse and day."""
    kinds = {kind[0]: kind for kind in instance.kinds}
    rows = _drawn(report).items()
    return {(name, day): kinds[cell] for name, row in rows for day, cell in enumerate(row) if cell != "-"}
