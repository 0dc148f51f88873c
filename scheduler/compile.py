"""From a plan to arrays: `Problem -> Compiled`, with the labels that lead back from tags to rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import permutations
from math import gcd, lcm

import numpy as np

from scheduler.break_programs import break_kinds
from scheduler.candidates import NO_BREAKS, Candidates, Offers, candidates_of
from scheduler.compile_cover import CoverBuilder
from scheduler.compile_pools import PoolBuilder
from scheduler.compile_rows import AgentRows
from scheduler.compile_units import UnitBuilder, unit_spans, with_areas
from scheduler.cost_terms import ALL, Terms
from scheduler.exemptions import NO_EXEMPTIONS, Exemptions
from scheduler.people import Agent, Pin, Preference
from scheduler.problem import Problem
from scheduler.rules.base import AgentRule, PlanRule
from scheduler.rules.limit import AgentSpread, TransferTerms
from scheduler.rules.registry import agent_rules, plan_rules
from shiftmodels.data import Block, FixedBreak, FixedWork, IntArray, ModelData, Shifts, Spread, Transfers


@dataclass(frozen=True)
class Label:
    """What a tag stands for: a rule, the agents it binds, and the day on which its row begins (or None)."""

    rule: str
    agents: tuple[str, ...]
    day: int | None


@dataclass(frozen=True, eq=False)
class Compiled:
    """
    Parameters
    ----------
    problem
        The plan.
    data
        The plan as arrays; agents and queues are numbered in the order of the plan, where equipment comes and goes
        its units and pools after them.
    labels
        Meaning of each tag.
    cost_unit
        Money that one cost unit is worth.
    """

    problem: Problem
    data: ModelData
    labels: tuple[Label, ...]
    cost_unit: Fraction

    def money(self, units: int | None) -> Fraction | None:
        """Cost units as money."""
        return None if units is None else units * self.cost_unit

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Of agents, and of units of equipment after them."""
        return (*(agent.agent for agent in self.problem.agents), *self.problem.unit_named)

    @cached_property
    def queue_names(self) -> tuple[str, ...]:
        """Of queues, and of the pools after them in which units can be."""
        pools = (pool.pool for pool in self.problem.pools if self.problem.units)
        return (*(queue.queue for queue in self.problem.queues), *pools)

    @property
    def agent_blocks(self) -> tuple[Block, ...]:
        """Blocks of people; units of equipment have the others."""
        return tuple(block for block in self.data.blocks if block.members[0] < len(self.problem.agents))

    @property
    def num_candidates(self) -> int:
        """Shifts to choose from, over all agents."""
        return sum(len(block.shifts) * len(block.members) for block in self.agent_blocks)


@dataclass(frozen=True, eq=False)
class _AgentPart:
    """One agent's candidates with their costs, before costs are made integer."""

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


def compile_problem(
    problem: Problem, counted: Terms = ALL, unit: Fraction | None = None, exemptions: Exemptions = NO_EXEMPTIONS
) -> Compiled:
    """
    Write a plan as arrays.

    Parameters
    ----------
    problem
        The plan, with requirements (not demand).
    counted
        Cost terms that count; the others cost nothing, and change nothing else.
    unit
        Money of a cost unit, of which every cost is a whole multiple; the largest where not given.
    exemptions
        What is taken out of the rules.

    Returns
    -------
    The arrays and their meaning. Costs are exact: the cost unit is chosen so that every cost is an integer.
    """
    offers = Offers(problem)
    wishes = _wishes_by_agent(problem)
    parts = [_agent_part(agent, wishes[agent.agent], offers, counted, exemptions) for agent in problem.agents]
    grid = problem.interval_minutes
    no_breaks = offers.number(NO_BREAKS) if problem.units else -1
    last = max((int(part.candidates.end.max()) for part in parts if len(part.candidates)), default=0)
    last = max([last, *(grid * end for row in problem.units for _, _, end in unit_spans(row, problem, 0))])
    past = max((problem.horizon.minute(row.end) for row in problem.history), default=0)
    turnaround = max(site.turnaround_minutes for site in problem.sites)
    num_intervals = max(problem.horizon.num_intervals, -(-(max(last, past) + turnaround) // grid))
    cover, pools = CoverBuilder(problem, num_intervals, counted), PoolBuilder(problem, num_intervals, counted)
    units = UnitBuilder(problem, pools, counted)
    spreads = _agent_spreads(problem, parts, exemptions)
    prices = [cover.prices(), pools.prices(), units.prices(), *(part.prices for part in parts)]
    prices.append([_unit_price(rule, counted) for rule, _ in spreads])
    if unit is None:
        unit = _cost_unit(prices)
    labels: list[Label] = []
    values = [tuple(spread.weights_of(index).tobytes() for _, spread in spreads) for index in range(len(parts))]
    own = [_block(i, part, cover, pools, unit) for i, part in enumerate(parts)]
    blocks = _merge_blocks(problem, own, parts, values, labels)
    blocks += _labelled(problem, units.blocks(unit, no_breaks), labels)
    queue_tags = [_label(labels, Label("staffing_limits", (), None)) for _ in problem.queues]
    data = ModelData(
        num_agents=len(parts) + len(problem.unit_named),
        num_days=problem.days,
        num_intervals=num_intervals,
        programs=offers.programs,
        blocks=blocks,
        cover=with_areas(cover.build(unit, queue_tags), problem),
        pools=pools.build(unit, [_label(labels, Label(rule, (), None)) for rule in pools.rules]),
        spreads=tuple(
            _spread(rule, spread, blocks, _unit_price(rule, counted) / unit, labels) for rule, spread in spreads
        ),
    )
    return Compiled(problem, data, tuple(labels), unit)


def _agent_spreads(
    problem: Problem, parts: list[_AgentPart], exemptions: Exemptions
) -> list[tuple[PlanRule, AgentSpread]]:
    """What rules compare between agents."""
    candidates = [part.candidates for part in parts]
    rules = [rule for rule in exemptions.of_plan(plan_rules(problem)) if rule.severity != "warning"]
    compared = [(rule, rule.spread(candidates)) for rule in rules]
    return [(rule, spread) for rule, spread in compared if spread is not None]


def _wishes_by_agent(problem: Problem) -> defaultdict[str, list[Preference]]:
    wishes: defaultdict[str, list[Preference]] = defaultdict(list)
    for wish in problem.preferences:
        wishes[wish.agent].append(wish)
    return wishes


def _agent_part(
    agent: Agent, wishes: list[Preference], offers: Offers, counted: Terms, exemptions: Exemptions
) -> _AgentPart:
    candidates = candidates_of(offers.problem, agent, offers, any_shift=agent.agent in exemptions.free_shifts)
    rules = exemptions.of_agent(agent.agent, agent_rules(offers.problem, agent))
    for rule in (rule for rule in rules if rule.severity == "hard"):
        candidates = rule.refined(candidates, offers.number).with_programs(offers.programs)
        if (excess := rule.excess(candidates)) is not None:
            candidates = candidates.keep(excess == 0)
    rows = AgentRows(candidates.day, counted)
    for rule in (rule for rule in rules if rule.severity != "warning"):
        rows.add(rule, exemptions.limits(agent.agent, rule, rule.rows(candidates)))
    costs, constant = _costs(candidates, wishes if counted.has("preferences") else [], counted.has("labour"))
    charging = [rule for rule in rules if rule.severity == "cost" and counted.has(f"rule:{rule.label}")]
    for rule in charging:
        constant += _add_rule_costs(rule, candidates, costs)
    queue_costs = _queue_costs(agent, offers.problem, charging)
    price = sum((rule.unit_price for rule in charging if rule.transfer_terms() is not None), Fraction(0))
    hard = [rule.transfer_terms() for rule in rules if rule.severity == "hard"]
    transfers = _transfers(agent, offers.problem, [terms for terms in hard if terms is not None])
    return _AgentPart(agent, candidates, costs, constant, rows, queue_costs, price, transfers)


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
    unwanted = [(rule.unwanted_queues(agent), rule.unit_price * problem.interval_minutes) for rule in charging]
    return [sum((price for queues, price in unwanted if skill.queue in queues), Fraction(0)) for skill in agent.skills]


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


def _costs(candidates: Candidates, wishes: list[Preference], is_paid: bool) -> tuple[list[Fraction], Fraction]:
    """Labour and refused wishes of each candidate, and the cost of an agent who never works."""
    problem, horizon = candidates.problem, candidates.problem.horizon
    hourly = Fraction(candidates.contract.hourly_cost) * is_paid
    labour = {paid: hourly * paid / 60 for paid in np.unique(candidates.paid).tolist()}
    costs = [labour[paid] for paid in candidates.paid.tolist()]
    constant = Fraction(0)
    for wish in wishes:
        price = Fraction(problem.weights.preferences) * Fraction(wish.weight) / 60
        start, end = horizon.minute(wish.start), horizon.minute(wish.end)
        if wish.kind == "prefer":
            start, end, price = max(start, 0), min(end, horizon.num_minutes), -price
            constant -= price * max(0, end - start)
        overlap = np.minimum(candidates.end, end) - np.maximum(candidates.start, start)
        for index in np.flatnonzero(overlap > 0):
            costs[index] += price * int(overlap[index])
    return costs, constant


def _cost_unit(prices: Iterable[Iterable[Fraction]]) -> Fraction:
    """Largest sum of money of which every price is a whole multiple."""
    distinct = {price for part in prices for price in part if price}
    if not distinct:
        return Fraction(1)
    denominator = lcm(*(price.denominator for price in distinct))
    return Fraction(gcd(*(int(price * denominator) for price in distinct)), denominator)


def _block(index: int, part: _AgentPart, cover: CoverBuilder, pools: PoolBuilder, unit: Fraction) -> Block:
    candidates, problem = part.candidates, part.candidates.problem
    grid = problem.interval_minutes
    units = {cost: int(cost / unit) for cost in set(part.costs)}
    shifts = Shifts(
        candidates.day,
        candidates.start // grid,
        candidates.end // grid,
        np.array([units[cost] for cost in part.costs], dtype=np.int64),
        candidates.program,
    )
    queues = cover.queues_of(part.agent)
    least = [problem.queues[queue].minimum_block_minutes // grid for queue in queues]
    work, breaks = _fixed_parts(part)
    return Block(
        members=(index,),
        shifts=shifts,
        rows=tuple(row for _, _, row in part.rows.rows),
        queues=np.array(queues, dtype=np.int64),
        proficiency=cover.proficiency_of(part.agent),
        minimum_block=np.array(least, dtype=np.int64),
        holds=pools.holds_of(part.agent),
        fixed_work=work,
        fixed_breaks=breaks,
        constant=int(part.constant / unit),
        slacks=part.rows.slacks(unit),
        queue_cost=np.array([int(cost / unit) for cost in part.queue_costs], dtype=np.int64),
        transfers=replace(part.transfers, cost=int(part.transfer_price / unit)),
    )


def _fixed_parts(part: _AgentPart) -> tuple[tuple[FixedWork, ...], tuple[FixedBreak, ...]]:
    problem = part.candidates.problem
    kinds = break_kinds(problem)
    queues = {queue.queue: number for number, queue in enumerate(problem.queues)}
    work, breaks = [], []
    for pin in (pin for pin in part.candidates.pins if pin.activity):
        day, start, end = _pinned(problem, pin)
        same_name = tuple(number for number, (name, _) in enumerate(kinds) if name == pin.activity)
        if pin.activity in queues or not same_name:
            work.append(FixedWork(day, start, end, queues.get(pin.activity, -1)))
        else:
            breaks.append(FixedBreak(day, same_name, start))
    return tuple(work), tuple(breaks)


def _pinned(problem: Problem, pin: Pin) -> tuple[int, int, int]:
    horizon, grid = problem.horizon, problem.interval_minutes
    return horizon.day(pin.shift_date), horizon.minute(pin.start) // grid, horizon.minute(pin.end) // grid


def _merge_blocks(
    problem: Problem,
    blocks: list[Block],
    parts: list[_AgentPart],
    values: list[tuple[bytes, ...]],
    labels: list[Label],
) -> tuple[Block, ...]:
    """One block for agents whose blocks, and values in comparisons, are the same; with a tag for each row."""
    alike: defaultdict[object, list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        alike[_content(block), values[index]].append(index)
    merged = []
    for members in alike.values():
        agents = tuple(problem.agents[index].agent for index in members)
        rows = tuple(
            replace(row, tag=_label(labels, Label(rule, agents, day))) for rule, day, row in parts[members[0]].rows.rows
        )
        merged.append(replace(blocks[members[0]], members=tuple(members), rows=rows))
    return tuple(merged)


def _labelled(problem: Problem, blocks: list[Block], labels: list[Label]) -> tuple[Block, ...]:
    """Blocks of units of equipment with a tag for each row."""
    names, labelled = list(problem.unit_named), []
    for block in blocks:
        units = tuple(names[member - len(problem.agents)] for member in block.members)
        rows = tuple(replace(row, tag=_label(labels, Label("equipment", units, None))) for row in block.rows)
        labelled.append(replace(block, rows=rows))
    return tuple(labelled)


def _spread(
    rule: PlanRule, spread: AgentSpread, blocks: tuple[Block, ...], price: Fraction, labels: list[Label]
) -> Spread:
    return Spread(
        agents=spread.agents,
        base=spread.base,
        weights=tuple(spread.weights_of(block.members[0]) for block in blocks),
        price=-1 if rule.severity == "hard" else int(price),
        upper=spread.free,
        tag=_label(labels, Label(rule.label, (), None)),
    )


def _unit_price(rule: PlanRule, counted: Terms) -> Fraction:
    return rule.unit_price * counted.has(f"rule:{rule.label}")


def _label(labels: list[Label], label: Label) -> int:
    labels.append(label)
    return len(labels) - 1


def _content(block: Block) -> object:
    shifts = block.shifts
    arrays = (shifts.day, shifts.start, shifts.end, shifts.cost, shifts.program, block.slacks.price, block.slacks.upper)
    own = (block.queues, block.proficiency, block.minimum_block, block.queue_cost)
    rows = tuple(tuple(_hashable(value) for value in vars(row).values()) for row in block.rows)
    fixed = (block.holds, block.fixed_work, block.fixed_breaks, block.constant, block.transfers)
    return (*(array.tobytes() for array in (*arrays, *own)), rows, fixed)


def _hashable(value: IntArray | tuple[IntArray, ...] | int | None) -> object:
    if isinstance(value, np.ndarray):
        return value.tobytes()
    if isinstance(value, tuple):
        return tuple(option.tobytes() for option in value)
    return value
