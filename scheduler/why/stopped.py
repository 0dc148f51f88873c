"""What stops an agent's own tour from being as it is wanted: a smallest set of rules, absences and limits, by name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from scheduler.compile import Compiled, Label
from scheduler.explain.explain import member_of
from scheduler.explain.fact import Fact, FactKind, Question, facts_of, without
from scheduler.explain.feasible import Asker
from scheduler.explain.one_conflict import Found, smallest_facts
from scheduler.explain.part import of_agents
from scheduler.explain.row_dates import dates_of_rules
from scheduler.explain.words import alike
from shiftmodels.one_more_row import with_row

if TYPE_CHECKING:
    from scheduler.explain.report import Member
    from scheduler.problem import Problem
    from scheduler.why.wanted import Wanted


def stops(problem: Problem, wanted: Wanted, seconds: float) -> tuple[Member, ...] | None:
    """
    What cannot hold together with what is wanted of an agent's tour, the others aside.

    Parameters
    ----------
    problem
        The plan.
    wanted
        What no legal tour of the agent was found to do.
    seconds
        Wall time.

    Returns
    -------
    A smallest set; an empty one where there is no such shift at all, or where it was not proven to be smallest in time.
    ``None`` where nothing was proven to stop it.
    """
    asker = _Asker(wanted, seconds)
    question = Question(of_agents(problem, {wanted.agent.agent}, alone=True))
    if asker.has_roster(question) is not False:
        return None
    if wanted.pattern and wanted.pattern not in problem.contract_of[wanted.agent.agent].patterns:
        facts, minimal = [Fact("patterns", wanted.agent.agent)], True
    else:
        facts, minimal = smallest_facts(question, asker, lambda fact: fact.kind in _kinds(question.problem))
    if not minimal:
        return ()
    alone = without(question, [fact for fact in facts_of(question.problem) if fact not in set(facts)])
    found = Found(question, tuple(facts), minimal, (), dates_of_rules(alone, facts, asker))
    return tuple(member_of(found, same) for same in alike(facts))


def _kinds(problem: Problem) -> frozenset[str]:
    """Kinds of facts that can stop one agent: blocks of work only where parts of shifts are pinned."""
    has_parts = any(pin.activity for pin in problem.pins)
    return frozenset(get_args(FactKind)) - (frozenset() if has_parts else {"minimum_block"})


class _Asker(Asker):
    """Asks about the plan of one agent, of whom something more is wanted."""

    def __init__(self, wanted: Wanted, seconds: float) -> None:
        super().__init__(seconds)
        self._wanted = wanted

    def compiled(self, question: Question) -> Compiled:
        """The plan as arrays, with the row of what is wanted."""
        plain = super().compiled(question)
        data = plain.data
        row = replace(self._wanted.row(data.blocks[0].shifts), tag=len(plain.labels))
        labels = (*plain.labels, Label("", (self._wanted.agent.agent,), None))
        return replace(plain, data=with_row(data, 0, row), labels=labels)
