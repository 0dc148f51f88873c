"""What is said where engine and auditor disagree on a roster."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from scheduler.problem import Problem
from scheduler.result import Violation
from scheduler.rules.own_answers import source_of


def cost_mismatch(finder: str, claimed: Fraction | None, found: Fraction, problem: Problem) -> str:
    """
    That two costs of a roster differ.

    Parameters
    ----------
    finder
        What claims the first of them: ``engine`` or ``search``, for example.
    claimed, found
        Its cost, and that of the auditor.
    problem
        The plan; rules of its own with a price are named.
    """
    shown, audited = float(claimed or 0), str(float(found))
    if shown == float(found):
        difference = found - (claimed or 0)
        audited += f", {abs(difference)} {'more' if difference > 0 else 'less'}"
    own = _own_rules(problem, "cost")
    return f"The {finder} claims a cost of {shown}, the auditor finds {audited}.{_doubt(own, 'charge otherwise than')}"


def breach_mismatch(roster: str, broken: list[Violation], problem: Problem) -> str:
    """
    That a roster breaks hard rules which it should keep.

    Parameters
    ----------
    roster
        Which one, at the beginning of a sentence.
    broken
        What it breaks, at least one.
    problem
        The plan; rules of its own among them are named.
    """
    own = _own_rules(problem, "hard") & {violation.rule for violation in broken}
    first = f"{roster} breaks {len(broken)} hard rules; the first: {broken[0].message}"
    return f"{first}{_doubt(own, 'allow what is forbidden by')}"


def _own_rules(problem: Problem, severity: str) -> set[str]:
    """Names of the rules of a severity that come from a file of the plan or from a package."""
    rules = [*problem.rule_book.of_plan, *(rule for agent in problem.agents for rule in problem.rule_book.of(agent))]
    return {rule.label for rule in rules if rule.severity == severity and source_of(rule)}


def _doubt(own: Iterable[str], verb: str) -> str:
    """That the two sides of own rules may not say the same; empty where there are none."""
    names = ", ".join(sorted(own))
    return names and f" No built-in rule: {names}; what such a rule tells the model may {verb} its audit."
