"""Conflicts between agents: in one interval, on one date, in the whole plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

import numpy as np

from scheduler.compile import Compiled
from scheduler.explain.fact import Fact, Question
from scheduler.explain.feasible import Asker
from scheduler.explain.one_conflict import MOST_CONFLICTS, Found, conflict_of
from scheduler.explain.part import of_agents, of_queues, on_dates
from scheduler.explain.prices import ChangePrices
from scheduler.explain.relaxations import MOST_LEARNERS
from scheduler.problem import Problem
from shiftmodels.hard_part import hard_part, is_beyond_everybody, stuck_component
from shiftmodels.reach import intervals_out_of_reach

MANY_AGENTS = 40
"""From so many on, a conflict of some dates is looked for in a plan of these dates."""

Scope = Literal["dates", "plan"]


def coupled_conflicts(question: Question, asker: Asker, prices: ChangePrices) -> Iterator[tuple[Scope, Found]]:
    """
    Conflicts of a plan in which every agent has a tour, until it has a roster with the cheapest change of each.

    Parameters
    ----------
    question
        The plan.
    asker
        Asks the solver.
    prices
        What changes are worth.
    """
    whole = question.problem
    for _ in range(MOST_CONFLICTS):
        part = _stuck_part(question, asker)
        if part is None:
            return
        scope, found = _conflict_of_part(part, whole, asker, prices)
        if not found.facts:
            return
        yield scope, found
        if not found.cures or asker.left <= 0:
            return
        question = found.cures[0].change.of(question)


def _stuck_part(question: Question, asker: Asker) -> Question | None:
    """A part of a plan that has no roster; all of it where none of those that are looked at is one."""
    parts = _parts(question, asker)
    if parts is None:
        return None
    return next((part for part in parts if asker.has_roster(part) is not True), question)


def _parts(question: Question, asker: Asker) -> Iterator[Question] | None:
    """Parts that may have no roster, the likeliest first; ``None`` where everybody can work together."""
    compiled, problem = asker.compiled(question), question.problem
    if is_beyond_everybody(hard_part(compiled.data, asker.known)):
        return _beyond_everybody(question)
    stuck = stuck_component(compiled.data, asker.left, asker.known)
    if stuck is None:
        return None
    names = {compiled.names[agent] for agent in stuck.agents.tolist()}
    queues = {compiled.queue_names[queue] for queue in stuck.queues}
    return iter([_part(question, problem, names, queues)])


def _part(question: Question, problem: Problem, names: set[str], queues: set[str]) -> Question:
    """The plan of some agents and queues, with some agents who could learn these."""
    part = of_agents(problem, names | _learners(problem, names, queues), alone=False)
    return Question(of_queues(part, queues), question.exemptions)


def _beyond_everybody(question: Question) -> Iterator[Question]:
    """Queues that nobody can work; and those whose past shifts reach into the plan, with what these take."""
    problem = question.problem
    skilled = {skill.queue for agent in problem.agents for skill in agent.skills}
    yield _part(question, problem, set(), {queue.queue for queue in problem.queues} - skilled)
    names = {past.agent for past in problem.history if problem.horizon.minute(past.end) > 0}
    queues = {agent.skills[0].queue for agent in problem.agents if agent.agent in names}
    # A minimum that these agents cannot fill is for the others, who are left out.
    rows = tuple(row.model_copy(update={"minimum": None}) for row in problem.requirements)
    part = of_agents(problem.model_copy(update={"requirements": rows}), names, alone=False)
    yield Question(of_queues(part, queues), question.exemptions)


def _learners(problem: Problem, names: set[str], queues: set[str]) -> set[str]:
    """Agents outside of a part of a plan who lack its first queue."""
    first = min(queues, default="")
    others = [agent for agent in problem.agents if agent.agent not in names]
    lacking = [agent.agent for agent in others if all(skill.queue != first for skill in agent.skills)]
    return set(lacking[:MOST_LEARNERS]) if first else set()


def _conflict_of_part(part: Question, whole: Problem, asker: Asker, prices: ChangePrices) -> tuple[Scope, Found]:
    short = np.flatnonzero(intervals_out_of_reach(asker.compiled(part).data))
    if len(short):
        return "dates", _in_interval(part, whole, asker, prices, int(short[0]))
    return "plan", conflict_of(part, whole, asker, prices)


def interval_conflict(
    question: Question, asker: Asker, prices: ChangePrices, interval: int, queues: set[str]
) -> Found | None:
    """
    The conflict of hard minima that are out of reach in an interval; ``None`` where time is up.

    Parameters
    ----------
    question
        The plan.
    asker
        Asks the solver.
    prices
        What changes are worth.
    interval
        One of ``intervals_out_of_reach``.
    queues
        Those whose minima are out of reach together.
    """
    problem = question.problem
    names = {agent.agent for agent in problem.agents if any(skill.queue in queues for skill in agent.skills)}
    part = of_agents(problem, names | _learners(problem, names, queues), alone=False)
    if asker.left <= 0:
        return None
    return _in_interval(Question(of_queues(part, queues), question.exemptions), problem, asker, prices, interval)


def _in_interval(part: Question, whole: Problem, asker: Asker, prices: ChangePrices, interval: int) -> Found:
    compiled = asker.compiled(part)
    day, among = _of_interval(compiled, interval)
    narrow = _narrowed(part, day)
    if narrow is not part:
        _, among = _of_interval(asker.compiled(narrow), _same_interval(part, narrow, interval))
    return conflict_of(narrow, whole, asker, prices, among)


def _of_interval(compiled: Compiled, interval: int) -> tuple[int, Callable[[Fact], bool]]:
    """Day of an interval, and whether a fact is none of a minimum in another interval."""
    problem, horizon = compiled.problem, compiled.problem.horizon
    minute = interval * problem.interval_minutes

    def among(fact: Fact) -> bool:
        return fact.kind != "minimum" or horizon.minute(problem.requirements[fact.row].interval_start) == minute

    return horizon.day(horizon.instant(minute).date()), among


def _narrowed(part: Question, day: int) -> Question:
    """A plan of a date and the one before, where there are many agents: shifts of the night reach into it."""
    if len(part.problem.agents) < MANY_AGENTS:
        return part
    return on_dates(part, max(0, day - 1), day)


def _same_interval(part: Question, narrow: Question, interval: int) -> int:
    minute = part.problem.horizon.instant(interval * part.problem.interval_minutes)
    return narrow.problem.horizon.minute(minute) // part.problem.interval_minutes
