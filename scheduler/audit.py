"""
The independent auditor: rules and costs of a roster, from the roster and the plan alone.

It shares no code with the model; a roster that another tool or a person wrote is audited like any other.

Definition of the cost
----------------------
All lengths are elapsed time, read to the whole minute. The cost is the sum of these terms:

``labour``
    For each shift, paid minutes / 60 x ``hourly_cost`` of the agent's contract. What is paid, the roster says.
``understaffing:QUEUE``, ``overstaffing:QUEUE``
    Over the intervals of the horizon, max(0, required - supply), or max(0, supply - required), x length of the
    interval in hours x cost of an agent-hour. An interval without a row requires 0. Supply is the sum of the
    proficiency of the agents who work the queue, pro rata of the minutes where they do so in a part of the interval;
    shifts of the history that reach into the horizon supply the agent's first queue. An agent without the skill
    supplies nothing.
``limits:QUEUE`` (queues with soft limits)
    Likewise (max(0, minimum - supply) + max(0, supply - maximum)) x hours x ``limit_cost``.
``seats:SITE`` (sites with soft seats)
    Minute by minute, from the plan's start to the last one in which a seat is held, max(0, seats held - seats that can
    be used) / 60 x ``limit_cost``. Held is a seat during a shift and for the site's turnaround after it; a seat that is
    being turned around while seats go out of use is lacking to nobody.
``equipment:POOL`` (pools with soft units)
    Minute by minute likewise, max(0, units needed - units) / 60 x ``limit_cost``.
``holding:UNIT``, ``moving:UNIT`` (units of equipment that come, go or move)
    Hours for which the units are held, up to the end of the plan, x ``holding_cost``; times that one changes pool x
    ``transfer_cost``.
``preferences``
    ``weights.preferences`` x the sum of weight x hours refused. ``avoid``: hours of the agent's shifts, start to end,
    inside the span. ``prefer``: hours of the span, as far as it lies in the horizon, outside the agent's shifts.
    Shifts are those of the roster.
``rule:ID`` (rules with severity ``cost``)
    What the rule charges; by default amount of breach x ``price``. Each kind of rule says what its amount is.

Everything is computed as fractions; the conversion to floating point is the last step.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from scheduler.audit_cost import UNIT_MINUTES_PER_HOUR, ExactTerm, exact_terms, hours_above_zero
from scheduler.audit_law import law_of
from scheduler.audit_supply import supply, targets
from scheduler.audit_tour import AuditedTour
from scheduler.result import Audit, CostTerm, Coverage, QueueCoverage, Violation
from scheduler.rules.registry import agent_rules, plan_rules

if TYPE_CHECKING:
    from scheduler.audit_supply import IntArray
    from scheduler.problem import Problem
    from scheduler.roster import Roster


def audit(roster: Roster, problem: Problem) -> Audit:
    """
    Everything that can be said about a roster: rules broken, costs, coverage.

    Parameters
    ----------
    roster
        The roster, however it came about.
    problem
        The plan, with requirements.

    Returns
    -------
    Violations are in order of time, rule and agent.
    """
    terms = exact_terms(roster, problem)
    violations = sorted(
        violations_of(roster, problem),
        key=lambda found: (found.start.timestamp(), found.rule, found.agent or "", found.end.timestamp()),
    )
    return Audit(
        cost=float(_total(terms)),
        cost_terms={name: _rounded(term) for name, term in terms.items()},
        coverage=coverage(roster, problem),
        violations=tuple(violations),
        law=law_of(problem, violations),
    )


def exact_cost(roster: Roster, problem: Problem) -> Fraction:
    """Cost of a roster without any rounding."""
    return _total(exact_terms(roster, problem))


def coverage(roster: Roster, problem: Problem) -> Coverage:
    """Hours required, scheduled, missing and superfluous, in total and for each queue."""
    given, asked = supply(roster, problem), targets(problem).required
    queues = {queue.queue: _queue_coverage(given[row], asked[row]) for row, queue in enumerate(problem.queues)}
    return Coverage(**{name: float(hours) for name, hours in _coverage_hours(given, asked).items()}, queues=queues)


def _queue_coverage(given: IntArray, asked: IntArray) -> QueueCoverage:
    return QueueCoverage(**{name: float(hours) for name, hours in _coverage_hours(given, asked).items()})


def _coverage_hours(given: IntArray, asked: IntArray) -> dict[str, Fraction]:
    return {
        "required_hours": Fraction(int(asked.sum()), UNIT_MINUTES_PER_HOUR),
        "scheduled_hours": Fraction(int(given.sum()), UNIT_MINUTES_PER_HOUR),
        "understaffed_hours": hours_above_zero(asked - given),
        "overstaffed_hours": hours_above_zero(given - asked),
    }


def violations_of(roster: Roster, problem: Problem) -> Iterator[Violation]:
    """Breaches of rules alone, agent by agent as they are found."""
    for agent in problem.agents:
        tour = AuditedTour(agent, roster.tours.get(agent.agent, ()), problem)
        for rule in agent_rules(problem, agent):
            yield from rule.violations(tour)
    for plan_rule in plan_rules(problem):
        yield from plan_rule.violations_of_roster(roster, problem)
    yield from _strangers(roster, problem)


def _strangers(roster: Roster, problem: Problem) -> Iterator[Violation]:
    """Agents whom the plan does not know: no rule can be checked for them, so each is a breach of its own."""
    for agent in sorted(set(roster.tours) - set(problem.agent_named)):
        tour = roster.tours[agent]
        yield Violation(
            rule="known_agents",
            severity="hard",
            agent=agent,
            start=tour[0].start,
            end=max((shift.end for shift in tour), key=lambda end: end.timestamp()),
            message=f"{agent} has {len(tour)} shifts in the roster but is not an agent of the plan.",
        )


def _total(terms: dict[str, ExactTerm]) -> Fraction:
    return sum((term.cost for term in terms.values()), Fraction(0))


def _rounded(term: ExactTerm) -> CostTerm:
    unit_cost = None if term.unit_cost is None else float(term.unit_cost)
    return CostTerm(amount=float(term.amount), unit_cost=unit_cost, cost=float(term.cost))
