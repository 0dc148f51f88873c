"""The cost of a roster, exactly; the definition is in `scheduler.audit`."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from scheduler.audit_pools import equipment_use, seat_use
from scheduler.audit_supply import SUPPLY_UNITS, supply, targets
from scheduler.audit_tour import AuditedTour
from scheduler.audit_units import held_hours, moves_of
from scheduler.rules.registry import agent_rules, plan_rules
from scheduler.wishes import wishes

if TYPE_CHECKING:
    from collections.abc import Collection

    from scheduler.audit_supply import IntArray, Targets
    from scheduler.problem import Problem
    from scheduler.roster import Roster
    from scheduler.rules.base import Rule
    from scheduler.rules.charge import Charge

UNIT_MINUTES_PER_HOUR = 60 * SUPPLY_UNITS


@dataclass(frozen=True, slots=True)
class ExactTerm:
    """
    A cost term without rounding.

    Parameters
    ----------
    amount
        Hours, weighted ones for preferences; for rules hours or times; for moving times.
    unit_cost
        Cost of one; ``None`` where hours of different cost are added up.
    cost
        What it costs.
    """

    amount: Fraction
    unit_cost: Fraction | None
    cost: Fraction


def exact_terms(roster: Roster, problem: Problem) -> dict[str, ExactTerm]:
    """All cost terms by name, in a fixed order."""
    return terms_of(roster, roster, (supply(roster, problem), targets(problem)), problem)


def terms_of(
    own: Roster,
    whole: Roster,
    coverage: tuple[IntArray, Targets],
    problem: Problem,
    agents: Collection[str] | None = None,
) -> dict[str, ExactTerm]:
    """
    Cost terms by name, with what is a sum over agents of some agents only.

    Parameters
    ----------
    own
        Shifts of these agents.
    whole
        Shifts of everybody.
    coverage
        What everybody supplies, and what is asked for.
    problem
        The plan.
    agents
        Identifiers; everybody where not given.
    """
    terms = {"labour": _labour(own, problem), "preferences": _preferences(own, problem, agents)}
    terms |= _queues(*coverage, problem) | _pools(whole, problem) | _units(whole, problem)
    return terms | _agent_rules(own, problem, agents) | _plan_rules(whole, problem)


def _queues(given: IntArray, asked: Targets, problem: Problem) -> dict[str, ExactTerm]:
    """Terms of what is missing and too much on each queue."""
    terms = {}
    for row, queue in enumerate(problem.queues):
        short, over = asked.required[row] - given[row], given[row] - asked.required[row]
        under_cost, over_cost = problem.understaffing_cost(queue), problem.overstaffing_cost(queue)
        terms[f"understaffing:{queue.queue}"] = _priced(hours_above_zero(short), Fraction(under_cost))
        terms[f"overstaffing:{queue.queue}"] = _priced(hours_above_zero(over), Fraction(over_cost))
        if queue.limits == "soft":
            beyond = _hours_beyond_limits(row, given, asked)
            terms[f"limits:{queue.queue}"] = _priced(beyond, Fraction(queue.limit_cost))
    return terms


def _pools(roster: Roster, problem: Problem) -> dict[str, ExactTerm]:
    """Terms of seats and units that are lacking."""
    terms = {}
    for site in problem.sites:
        if site.limits == "soft":
            terms[f"seats:{site.site}"] = _priced(seat_use(site, roster, problem).hours, Fraction(site.limit_cost))
    for pool in problem.pools:
        if pool.limits == "soft":
            lacking = equipment_use(pool, roster, problem).hours
            terms[f"equipment:{pool.pool}"] = _priced(lacking, Fraction(pool.limit_cost))
    return terms


def _units(roster: Roster, problem: Problem) -> dict[str, ExactTerm]:
    """Terms of units of equipment that come, go or move."""
    terms = {}
    for units in problem.units:
        hours = held_hours(units, roster, problem)
        terms[f"holding:{units.unit}"] = _priced(hours, Fraction(units.holding_cost))
        count = Fraction(sum(1 for _ in moves_of(units, roster, problem)))
        terms[f"moving:{units.unit}"] = _priced(count, Fraction(units.transfer_cost))
    return terms


def hours_above_zero(unit_minutes: IntArray) -> Fraction:
    """Agent-hours in the positive entries of an array of unit-minutes."""
    return Fraction(int(np.maximum(unit_minutes, 0).sum()), UNIT_MINUTES_PER_HOUR)


def _priced(amount: Fraction, unit_cost: Fraction) -> ExactTerm:
    return ExactTerm(amount, unit_cost, amount * unit_cost)


def _hours_beyond_limits(row: int, given: IntArray, asked: Targets) -> Fraction:
    low, high = asked.minimum[row], asked.maximum[row]
    below = np.where(low >= 0, low - given[row], 0)
    above = np.where(high >= 0, given[row] - high, 0)
    return hours_above_zero(below) + hours_above_zero(above)


def _labour(roster: Roster, problem: Problem) -> ExactTerm:
    paid: Counter[str] = Counter()
    for activity in roster.activities:
        if activity.paid and activity.agent in problem.contract_of:
            paid[problem.contract_of[activity.agent].contract] += activity.minutes
    price = {contract.contract: Fraction(contract.hourly_cost) for contract in problem.contracts}
    hours = Fraction(sum(paid.values()), 60)
    cost = sum((Fraction(minutes, 60) * price[contract] for contract, minutes in paid.items()), Fraction(0))
    prices = set(price.values())
    return ExactTerm(hours, prices.pop() if len(prices) == 1 else None, cost)


def _preferences(roster: Roster, problem: Problem, agents: Collection[str] | None) -> ExactTerm:
    refused = sum((wish.weighted_hours for wish in wishes(roster, problem, agents)), Fraction(0))
    return _priced(refused, Fraction(problem.weights.preferences))


def _agent_rules(roster: Roster, problem: Problem, agents: Collection[str] | None) -> dict[str, ExactTerm]:
    """Terms of the rules about tours with severity ``cost``, in the order in which agents have them."""
    charged: defaultdict[str, list[Charge]] = defaultdict(list)
    prices: defaultdict[str, set[Fraction | None]] = defaultdict(set)
    for agent in (agent for agent in problem.agents if agents is None or agent.agent in agents):
        tour = AuditedTour(agent, roster.tours.get(agent.agent, ()), problem)
        for rule in (rule for rule in agent_rules(problem, agent) if rule.severity == "cost"):
            charged[rule.label] += rule.charges(tour)
            prices[rule.label].add(_price(rule))
    return {f"rule:{label}": _charged(charges, prices[label]) for label, charges in charged.items()}


def _plan_rules(roster: Roster, problem: Problem) -> dict[str, ExactTerm]:
    """Terms of the rules about agents together with severity ``cost``."""
    rules = [rule for rule in plan_rules(problem) if rule.severity == "cost"]
    return {
        f"rule:{rule.label}": _charged(list(rule.charges_of_roster(roster, problem)), {_price(rule)}) for rule in rules
    }


def _price(rule: Rule) -> Fraction | None:
    return None if rule.price is None else Fraction(rule.price)


def _charged(charges: list[Charge], prices: set[Fraction | None]) -> ExactTerm:
    amount = sum((charge.amount for charge in charges), Fraction(0))
    cost = sum((charge.cost for charge in charges), Fraction(0))
    price = prices.copy().pop() if len(prices) == 1 else None
    return ExactTerm(amount, price if price is not None and price * amount == cost else None, cost)
