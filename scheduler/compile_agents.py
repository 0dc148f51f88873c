"""Each agent's part of a plan, before costs are made integer; what agents have in common is worked out once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256
from itertools import permutations

import numpy as np
from pydantic import BaseModel

from scheduler.candidates import Candidates, Offers, candidates_of
from scheduler.compile_absences import kept, with_absences, with_least_of
from scheduler.compile_rows import AgentRows
from scheduler.cost_terms import Terms
from scheduler.exemptions import Exemptions
from scheduler.people import Agent, Preference
from scheduler.problem import Problem
from scheduler.rules.base import AgentRule
from scheduler.rules.limit import AllowanceSum, Limit, TransferTerms
from scheduler.rules.own_queues import transfer_terms_of, unwanted_queues_of
from scheduler.rules.registry import agent_rules
from shiftmodels.data import Transfers

KnownRows = dict[object, tuple[AgentRule, tuple[Limit | AllowanceSum, ...]]]
"""What rules have said of the shifts of agents who are alike to them, with the rule itself."""


@dataclass(frozen=True, eq=False)
class AgentPart:
    """
    One agent's candidates with their costs.

    Parameters
    ----------
    agent, candidates
        Who, and what he can work.
    costs
        Of each candidate, in money; never changed, as several agents may share it. Length S.
    constant
        What he costs though he never works.
    rows
        What rules ask of his tour.
    queue_costs
        Of an interval on each of his queues.
    transfer_price, transfers
        What a transfer costs, and what rules ask of transfers.
    """

    agent: Agent
    candidates: Candidates
    costs: list[Fraction]
    constant: Fraction
    rows: AgentRows
    queue_costs: list[Fraction]
    transfer_price: Fraction
    transfers: Transfers

    @property
    def prices(self) -> list[Fraction]:
        """All money in it."""
        return [*self.costs, self.constant, *self.rows.prices, *self.queue_costs, self.transfer_price]


def agent_parts(offers: Offers, counted: Terms, exemptions: Exemptions) -> list[AgentPart]:
    """
    The part of each agent.

    Parameters
    ----------
    offers
        What contracts of the plan offer.
    counted
        Cost terms that count.
    exemptions
        What is taken out of the rules.

    Returns
    -------
    In the order of the plan. Agents who are alike but for name and wishes share arrays and rows; without wishes they
    share costs too.
    """
    problem = offers.problem
    absent = with_absences(problem, exemptions)
    wishes = _wishes_by_agent(problem) if counted.has("preferences") else {}
    knows_names = any(not type(rule).__module__.startswith("scheduler.") for rule in problem.rule_book.of_somebody())
    common: dict[object, AgentPart] = {}
    known: KnownRows = {}
    parts = []
    for agent in problem.agents:
        # A rule from elsewhere may look at who it is, and exemptions name agents.
        is_own = knows_names or agent.agent in exemptions.agents
        likeness = agent.agent if is_own else (_likeness(problem, agent), agent.agent in exemptions.unruled)
        if likeness not in common:
            plan = absent if agent.agent in exemptions.away else problem
            common[likeness] = _without_wishes(agent, offers, counted, exemptions, plan, None if is_own else known)
        parts.append(_of_agent(agent, wishes.get(agent.agent, ()), common[likeness]))
    return parts


def _wishes_by_agent(problem: Problem) -> dict[str, list[Preference]]:
    wishes: defaultdict[str, list[Preference]] = defaultdict(list)
    for wish in problem.preferences:
        wishes[wish.agent].append(wish)
    return wishes


def _likeness(problem: Problem, agent: Agent) -> tuple[str, ...]:
    """All that candidates and rules of an agent depend on: who has the same is rostered alike, but for his wishes."""
    tables = (problem.availability_of, problem.absences_of, problem.history_of, problem.pins_of, problem.published_of)
    rows = (table.get(agent.agent, ()) for table in (*tables, problem.adjustments_of))
    return _values([agent], "name"), *(_values(own) for own in rows)


def _circumstances(candidates: Candidates) -> object:
    """
    All that the rows of rules look at but the rules' own parameters: candidates, whose they are, and his contract.

    Skills and where he works are about queues and seats, of which the rows of an agent's tour say nothing.
    """
    arrays = (candidates.day, candidates.start, candidates.end, candidates.paid, candidates.program)
    digest = sha256(b"".join(array.tobytes() for array in arrays)).digest()
    agent = _values([candidates.agent], "name", "contract", "skills", "works_from_home")
    contract = _values([candidates.contract], "contract", "rules")
    return agent, _likeness(candidates.problem, candidates.agent)[1:], contract, digest


def _values(records: Iterable[BaseModel], *left_out: str) -> str:
    """Values of all fields but whose they are."""
    return repr([[value for name, value in row if name not in ("agent", *left_out)] for row in records])


def _of_agent(agent: Agent, wishes: Sequence[Preference], common: AgentPart) -> AgentPart:
    """What an agent has in common with others, with his own name and wishes."""
    own = replace(common, agent=agent, candidates=replace(common.candidates, agent=agent))
    if not wishes:
        return own
    costs, constant = list(common.costs), common.constant
    for wish in wishes:
        constant += _add_wish(wish, own.candidates, costs)
    return replace(own, costs=costs, constant=constant)


def _add_wish(wish: Preference, candidates: Candidates, costs: list[Fraction]) -> Fraction:
    """Add what it costs to refuse a wish to the candidates that do; returns what it costs whatever is worked."""
    problem, horizon = candidates.problem, candidates.problem.horizon
    price, constant = Fraction(problem.weights.preferences) * Fraction(wish.weight) / 60, Fraction(0)
    start, end = horizon.minute(wish.start), horizon.minute(wish.end)
    if wish.kind == "prefer":
        start, end, price = max(start, 0), min(end, horizon.num_minutes), -price
        constant = -price * max(0, end - start)
    overlap = np.minimum(candidates.end, end) - np.maximum(candidates.start, start)
    for index in np.flatnonzero(overlap > 0).tolist():
        costs[index] += price * int(overlap[index])
    return constant


def _without_wishes(
    agent: Agent,
    offers: Offers,
    counted: Terms,
    exemptions: Exemptions,
    absent: Problem,
    known: KnownRows | None,
) -> AgentPart:
    problem = offers.problem
    candidates = candidates_of(problem, agent, offers, any_shift=agent.agent in exemptions.free_shifts)
    rules = exemptions.of_agent(agent.agent, agent_rules(problem, agent))
    for rule in (rule for rule in rules if rule.severity == "hard"):
        candidates = kept(rule, candidates, offers, absent)
    rows = AgentRows(candidates.day, counted)
    circumstances = None if known is None else _circumstances(candidates)
    for rule in (rule for rule in rules if rule.severity != "warning"):
        limits: Iterable[Limit | AllowanceSum] = _limits(rule, candidates, known, circumstances)
        if absent is not problem:
            limits = with_least_of(limits, rule.rows(replace(candidates, problem=absent)))
        rows.add(rule, exemptions.limits(agent.agent, rule, limits))
    costs, constant = _labour(candidates, is_paid=counted.has("labour")), Fraction(0)
    charging = [rule for rule in rules if rule.severity == "cost" and counted.has(f"rule:{rule.label}")]
    for rule in charging:
        constant += _add_rule_costs(rule, candidates, costs)
    queue_costs = _queue_costs(agent, problem, charging)
    price = sum((rule.unit_price for rule in charging if transfer_terms_of(rule, problem) is not None), Fraction(0))
    hard = [transfer_terms_of(rule, problem) for rule in rules if rule.severity == "hard"]
    transfers = _transfers(agent, problem, [terms for terms in hard if terms is not None])
    return AgentPart(agent, candidates, costs, constant, rows, queue_costs, price, transfers)


def _limits(
    rule: AgentRule, candidates: Candidates, known: KnownRows | None, circumstances: object
) -> tuple[Limit | AllowanceSum, ...]:
    """What a rule says; of contracts that differ only in other rules it says the same."""
    if known is None:
        return tuple(rule.rows(candidates))
    key = id(rule), circumstances
    if key not in known:
        # The rule is kept beside what it says, so that no other one can get its number.
        known[key] = rule, tuple(rule.rows(candidates))
    return known[key][1]


def _labour(candidates: Candidates, *, is_paid: bool) -> list[Fraction]:
    """What each candidate is paid."""
    hourly = Fraction(candidates.contract.hourly_cost) * is_paid
    labour = {paid: hourly * paid / 60 for paid in np.unique(candidates.paid).tolist()}
    return [labour[paid] for paid in candidates.paid.tolist()]


def _transfers(agent: Agent, problem: Problem, terms: list[TransferTerms]) -> Transfers:
    """What all hard rules together ask of direct changes; their price is not in it."""
    number = {queue.queue: place for place, queue in enumerate(problem.queues)}
    pairs = [pair for pair in permutations([skill.queue for skill in agent.skills], 2)]
    barred = [pair for pair in pairs if any(one.allowed is not None and pair not in one.allowed for one in terms)]
    return Transfers(
        setup=max((one.setup_minutes for one in terms), default=0) // problem.interval_minutes,
        most=min((one.most for one in terms if one.most is not None), default=-1),
        barred=frozenset((number[source], number[target]) for source, target in barred),
    )


def _queue_costs(agent: Agent, problem: Problem, charging: list[AgentRule]) -> list[Fraction]:
    """What rules charge for an interval of work on each of an agent's queues."""
    unwanted = [(unwanted_queues_of(rule, agent, problem), rule.unit_price) for rule in charging]
    prices = [(queues, price * problem.interval_minutes) for queues, price in unwanted]
    return [sum((price for queues, price in prices if skill.queue in queues), Fraction(0)) for skill in agent.skills]


def _add_rule_costs(rule: AgentRule, candidates: Candidates, costs: list[Fraction]) -> Fraction:
    """Add what a rule charges for single shifts to their costs; returns what it charges whatever is worked."""
    if (excess := rule.excess(candidates)) is not None:
        for index in np.flatnonzero(excess).tolist():
            costs[index] += rule.unit_price * int(excess[index])
    if (charged := rule.shift_costs(candidates)) is None:
        return Fraction(0)
    for index, cost in enumerate(charged.costs):
        costs[index] += cost
    return charged.constant
