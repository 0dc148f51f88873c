"""Whether the first days of a plan obey what the whole plan does, as what holds in a plan depends on its dates."""

from __future__ import annotations

from scheduler.problem import Problem
from scheduler.rules.change_notice import ChangeNotice


def has_same_rules(cut: Problem, problem: Problem) -> bool:
    """
    Whether the same rules hold for everybody.

    Parameters
    ----------
    cut
        The first days of the plan.
    problem
        The plan. A rule that is in force on any of its dates holds on all of them, and so does an adjustment; one that
        lifts a rule does so only where it covers them all.
    """
    book, own = problem.rule_book, cut.rule_book
    return book.of_plan == own.of_plan and all(book.of(agent) == own.of(agent) for agent in problem.agents)


def tells_the_same(cut: Problem, problem: Problem) -> bool:
    """Whether the same dates of the first days are taken as published, where a rule looks at that."""
    if not any(
        isinstance(rule, ChangeNotice) and rule.severity != "warning" for rule in problem.rule_book.of_somebody()
    ):
        return True
    last, until = cut.horizon.date(cut.days - 1), problem.published_until
    return cut.published_until == (None if until is None else min(until, last))
