"""What is said where engine and auditor disagree."""

from __future__ import annotations

import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from scheduler.io.read import read_plan
from scheduler.mismatch import breach_mismatch, cost_mismatch
from scheduler.problem import Problem
from scheduler.rules.breach import breach

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def tiny() -> Problem:
    """Return a plan without rules of its own."""
    return read_plan(ROOT / "instances" / "tiny")


def _with_own_rule(folder: Path, severity: str) -> Problem:
    """The plan ``tiny`` with a rule from a file."""
    shutil.copytree(ROOT / "instances" / "tiny", folder)
    price = "price = 2\n" if severity == "cost" else ""
    with (folder / "plan.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[rules.mine]\nfile = "late_end.py"\nlatest = "16:00"\nseverity = "{severity}"\n{price}')
    shutil.copy(ROOT / "tests" / "own_rules" / "late_end.py", folder)
    return read_plan(folder, allow_code=True)


@pytest.mark.parametrize(
    ("claimed", "found", "words"),
    [
        (Fraction(399), Fraction(401), "The engine claims a cost of 399.0, the auditor finds 401.0."),
        (None, Fraction(401), "The engine claims a cost of 0.0, the auditor finds 401.0."),
        (Fraction(399), 399 + Fraction(1, 10**15), "of 399.0, the auditor finds 399.0, 1/1000000000000000 more."),
        (399 + Fraction(1, 10**15), Fraction(399), "of 399.0, the auditor finds 399.0, 1/1000000000000000 less."),
    ],
)
def test_costs_that_differ(tiny: Problem, claimed: Fraction | None, found: Fraction, words: str) -> None:
    """Both, and the exact difference where they would be written alike; built-in rules are under no suspicion."""
    assert cost_mismatch("engine", claimed, found, tiny).endswith(words)


def test_own_rules_with_a_price_are_named(tmp_path: Path) -> None:
    """They may charge differently in model and audit; a hard one charges nothing."""
    costs = Fraction(399), Fraction(401)
    assert " No built-in rule: mine; " in cost_mismatch("engine", *costs, _with_own_rule(tmp_path / "priced", "cost"))
    assert "mine" not in cost_mismatch("engine", *costs, _with_own_rule(tmp_path / "hard", "hard"))


def test_own_rules_that_are_broken_are_named(tmp_path: Path) -> None:
    """They may allow in the model what their audit forbids; others are not to blame."""
    problem = _with_own_rule(tmp_path / "plan", "hard")
    rules = {rule.label: rule for rule in problem.rule_book.of_somebody()}
    mine, other = ([breach(rules[name], None, problem, (0, 60), "Late.")] for name in ("mine", "daily_rest"))
    expected = "The roster breaks 1 hard rules; the first: Late."
    assert breach_mismatch("The roster", other, problem) == expected
    doubt = "No built-in rule: mine; what such a rule tells the model may allow what is forbidden by its audit."
    assert breach_mismatch("The roster", mine, problem) == f"{expected} {doubt}"
