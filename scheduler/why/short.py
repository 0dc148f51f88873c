"""Why a queue is short in an interval: who could have covered it, what stops each of them, and what it would cost."""

from __future__ import annotations

import datetime as dt

from scheduler.candidates import Offers
from scheduler.compile import Compiled, compile_problem
from scheduler.coverage import HUNDREDTHS, supply_hundredth_seconds
from scheduler.encode import encode
from scheduler.exemptions import Exemptions
from scheduler.problem import Problem
from scheduler.roster import Roster
from scheduler.why.alone import Others
from scheduler.why.barred import barring_rule, rules_in_the_way
from scheduler.why.change import words_of
from scheduler.why.report import AgentAnswer, ShortAnswer
from shiftmodels.solution import Assignment
from shiftmodels.tours.alternatives import Alternative

MOST_TERMS = 3
"""Agents whose cost is told term by term."""
ORDER = ("gains", "dearer", "limits", "rules", "no_shift", "unknown", "works")
OFF = "off"


def why_short(problem: Problem, roster: Roster, queue: str, start: dt.datetime) -> ShortAnswer:
    """
    Say why a queue is short in an interval.

    Parameters
    ----------
    problem
        The plan, with requirements.
    roster
        A roster of it.
    queue
        Identifier of the queue.
    start
        Aware instant in the interval.

    Raises
    ------
    NoRosterOfPlanError
        The roster has something that no roster of the plan has.
    ValueError
        The instant is outside the plan.
    """
    grid, minute = problem.interval_minutes, problem.horizon.minute(start)
    if not 0 <= minute < problem.horizon.num_minutes:
        raise ValueError(f"{start} outside the plan not understood.")
    unchanged = _others(problem, queue) | _at_work(problem, roster, queue, minute // grid)
    compiled = compile_problem(problem, exemptions=Exemptions(unruled=unchanged))
    asked = _Asked(problem, roster, compiled, encode(compiled, roster), queue, minute // grid)
    answers = sorted(asked.answers(), key=lambda one: (ORDER.index(one.code), one.extra_cost or 0.0))
    return ShortAnswer(
        queue=queue,
        start=problem.horizon.instant(asked.interval * grid),
        end=problem.horizon.instant((asked.interval + 1) * grid),
        required=asked.required,
        scheduled=asked.scheduled,
        without_skill=len(problem.agents) - len(answers),
        agents=tuple(asked.with_terms(answers)),
    )


def _others(problem: Problem, queue: str) -> frozenset[str]:
    """Agents who cannot be there: they stay as they are, and their rules need not be compiled."""
    return frozenset(agent.agent for agent in problem.agents if not agent.has_skill(queue))


def _at_work(problem: Problem, roster: Roster, queue: str, interval: int) -> frozenset[str]:
    """Agents who are there: they stay as they are, too."""
    moment = problem.horizon.instant(interval * problem.interval_minutes)
    return frozenset(agent for agent in roster.tours if _doing(roster, agent, moment) == queue)


def _doing(roster: Roster, agent: str, moment: dt.datetime) -> str:
    """What an agent does at a moment."""
    for shift in roster.tours.get(agent, ()):
        for part in shift.activities:
            if part.start.timestamp() <= moment.timestamp() < part.end.timestamp():
                return part.activity
    return OFF


class _Asked:
    """The question, and what is known of the roster."""

    def __init__(
        self, problem: Problem, roster: Roster, compiled: Compiled, found: Assignment, queue: str, interval: int
    ) -> None:
        self.problem, self.roster, self.compiled, self.found = problem, roster, compiled, found
        self.queue, self.interval = queue, interval
        self.number = compiled.queue_names.index(queue)
        self.others, self.offers = Others(compiled, roster, found), Offers(problem)
        self.changed: dict[str, Alternative] = {}

    @property
    def required(self) -> float:
        """Agents asked for."""
        start = self.interval * self.problem.interval_minutes
        rows = (row for row in self.problem.requirements if row.queue == self.queue)
        return sum(float(row.required) for row in rows if self.problem.horizon.minute(row.interval_start) == start)

    @property
    def scheduled(self) -> float:
        """Agents there, proficiency counted."""
        supplied = supply_hundredth_seconds(self.roster, self.problem)[self.interval, self.number]
        return float(supplied) / (HUNDREDTHS * 60 * self.problem.interval_minutes)

    def answers(self) -> list[AgentAnswer]:
        """One for each agent with the skill, in the plan's order."""
        skilled = [
            (number, agent.agent) for number, agent in enumerate(self.problem.agents) if agent.has_skill(self.queue)
        ]
        return [self._answer(number, agent) for number, agent in skilled]

    def _answer(self, number: int, agent: str) -> AgentAnswer:
        doing = _doing(self.roster, agent, self.problem.horizon.instant(self.interval * self.problem.interval_minutes))
        if doing == self.queue:
            return AgentAnswer(agent=agent, doing=doing, code="works", extra_cost=None, message="He is there.")
        other = self.others.alternatives.on_queue(number, self.number, self.interval)
        if other is None:
            return self._stopped(number, agent, doing)
        self.changed[agent] = other
        extra, change = float(self.compiled.money(other.extra) or 0), self._change(agent)
        if not other.is_legal:
            message = f"{change} Hard limits of queues, seats or equipment would be broken."
            return AgentAnswer(agent=agent, doing=doing, code="limits", extra_cost=None, message=message)
        if other.extra < 0:
            message = f"{change} The roster would cost {-extra:,.2f} less: give the search more time."
            return AgentAnswer(agent=agent, doing=doing, code="gains", extra_cost=extra, message=message)
        message = f"{change} The roster would cost {f'{extra:,.2f} more' if extra else 'the same'}."
        return AgentAnswer(agent=agent, doing=doing, code="dearer", extra_cost=extra, message=message)

    def _stopped(self, number: int, agent: str, doing: str) -> AgentAnswer:
        """Why no tour of an agent is there."""
        grid = self.problem.interval_minutes
        start, end = self.interval * grid, (self.interval + 1) * grid
        rule = barring_rule(self.offers, self.problem.agent_named[agent], start, end)
        if rule is not None:
            message = f"No shift of his is left at that time by rule {rule}."
            return AgentAnswer(agent=agent, doing=doing, code="no_shift", extra_cost=None, message=message)
        in_the_way = ", ".join(rules_in_the_way(self.compiled, self.found, number, self.interval))
        beside = f" Beside his other shifts it would break: {in_the_way}." if in_the_way else ""
        if self.others.alternatives.is_certain(number):
            message = f"No legal tour of his is on the queue then.{beside}"
            return AgentAnswer(agent=agent, doing=doing, code="rules", extra_cost=None, message=message)
        message = f"No legal tour of his on the queue then was found; nothing is proven.{beside}"
        return AgentAnswer(agent=agent, doing=doing, code="unknown", extra_cost=None, message=message)

    def _change(self, agent: str) -> str:
        """Which shifts would be others, in words."""
        changes = self.others.changes(agent, self.changed[agent])
        if not changes:
            return "With the same shifts, but other breaks or queues, he could be there."
        return f"He could be there, working {words_of(changes)}."

    def with_terms(self, answers: list[AgentAnswer]) -> list[AgentAnswer]:
        """The answers, those of the cheapest with the cost terms that change."""
        told = []
        for place, answer in enumerate(answers):
            if place < MOST_TERMS and answer.extra_cost is not None:
                roster = self.others.with_tour(answer.agent, self.changed[answer.agent])
                terms = self.others.term_changes(answer.agent, roster)
                told.append(answer.model_copy(update={"terms": terms}))
            else:
                told.append(answer)
        return told
