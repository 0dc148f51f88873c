"""What rules say of an agent whose absences are left out for the sake of a question, so that they ask for no more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scheduler.candidates import Candidates, Offers
from scheduler.exemptions import Exemptions
from scheduler.problem import Problem
from scheduler.rules.absences import Absences
from scheduler.rules.base import AgentRule
from scheduler.rules.limit import AllowanceSum, Limit
from shiftmodels.data import SumRow


def with_absences(problem: Problem, exemptions: Exemptions) -> Problem:
    """The plan with the absences that were left out; the plan itself where none were."""
    rows = tuple(row for row in exemptions.absences if row.agent in problem.agent_named)
    return problem.model_copy(update={"absences": (*problem.absences, *rows)}) if rows else problem


def kept(rule: AgentRule, candidates: Candidates, offers: Offers, absent: Problem) -> Candidates:
    """
    What is left of candidates under a hard rule.

    Parameters
    ----------
    rule, candidates, offers
        See ``AgentRule.kept``.
    absent
        The plan with the absences that were left out. Only the rule that forbids to work in them forgets them: what was
        published may still change where they fall into it.
    """
    problem = candidates.problem
    if absent is problem or isinstance(rule, Absences):
        return rule.kept(candidates, offers)
    return replace(rule.kept(replace(candidates, problem=absent), offers), problem=problem)


def with_least_of(
    limits: Iterable[Limit | AllowanceSum], absent: Iterable[Limit | AllowanceSum]
) -> Iterator[Limit | AllowanceSum]:
    """
    Limits of a rule, with sums that are no less than what they are with the absences that were left out.

    Parameters
    ----------
    limits
        What the rule says without these absences.
    absent
        What it says with them: they shrink what is asked at least, and also what is allowed at most.
    """
    for limit in limits:
        if isinstance(limit, AllowanceSum) or not isinstance(limit.row, SumRow):
            yield limit
        elif limit.row.upper is not None:
            yield replace(limit, row=replace(limit.row, lower=None))
    for limit in absent:
        if isinstance(limit, Limit) and isinstance(limit.row, SumRow) and limit.row.lower is not None:
            yield replace(limit, row=replace(limit.row, upper=None))
