"""
The constraints of two public rostering families, each as a rule of the product.

That whole rosters cost what was published is tested in ``tests/io/families/test_published_solutions.py``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.audit import audit
from scheduler.io.families.curtois_qu import read_curtois_qu
from scheduler.io.families.curtois_qu_rosters import roster_of_table
from scheduler.io.families.inrc2 import read_inrc2
from scheduler.io.families.inrc2_files import parse_inrc2
from scheduler.io.families.inrc2_rosters import read_report, read_weeks, roster_of_assignments, solution_files
from tests.io.families.small_instances import BENCHMARKS, needs_benchmarks

pytestmark = needs_benchmarks


@pytest.mark.parametrize(
    ("agent", "days", "rule"),
    [
        ("A", "LLL...L..LLLL..", "days of work"),
        ("A", "LLLLLLL..LL...", "days of work"),
        ("A", "LLL.LLLLL..LL.", "days of rest"),
        ("A", "LLL..LE..LLL..", "after.L"),
        ("A", "LL...LL.......", "minutes"),
        ("A", "LLL..LLLL..LL.", "weekends off"),
        ("D", "EELL..EEE..EE.", "shift_pattern"),
        ("A", "..LLLL..LLLL..", "absences"),
    ],
)
def test_each_rule_is_told_apart(agent: str, days: str, rule: str) -> None:
    """A roster of Instance2 that breaks one constraint is found to break that one (and perhaps others)."""
    plan = read_curtois_qu(BENCHMARKS / "curtois_qu" / "instances" / "Instance2.txt")
    found = audit(roster_of_table({agent: ["" if day == "." else day for day in days]}, plan), plan)
    assert (agent, rule) in {(violation.agent, violation.rule) for violation in found.violations}


PARTS = {
    "assignments": ["assignments"],
    "consecutive": ["consecutive.work", *(f"consecutive.{kind}" for kind in ("Early", "Day", "Late", "Night"))],
    "days_off": ["consecutive.off"],
    "weekends": ["most weekends"],
    "whole_weekends": ["whole weekends"],
}
"""Parts of the official validator's report that are rules, and the rules that make each."""

SOLUTIONS = ("n030w4_1_6-2-9-1/1670", "n030w4_1_6-7-5-3/1820", "n040w4_0_2-0-6-1/1565", "n060w4_1_6-1-1-5/2455")


@pytest.mark.parametrize("solution", SOLUTIONS)
def test_rule_costs_equal_the_official_validator(solution: str) -> None:
    """The auditor's cost of each soft rule, of preferences and of cover is that of the official validator."""
    folder = BENCHMARKS / "inrc2" / "solutions" / solution
    path = BENCHMARKS / "inrc2" / "instances" / Path(solution).parent
    plan, said = read_inrc2(path), read_report(folder / "validator.txt")
    assignments = read_weeks(solution_files(folder, parse_inrc2(path).name))
    terms = audit(roster_of_assignments(assignments, plan), plan).cost_terms
    for part, names in PARTS.items():
        costs = [terms[f"rule:{rule}"].cost for rule in names if f"rule:{rule}" in terms]
        assert sum(costs) == getattr(said, part), part
    assert terms["preferences"].cost == said.preferences
    assert sum(terms[f"understaffing:{queue.queue}"].cost for queue in plan.queues) == said.cover
