"""From a plan to arrays: `Problem -> Compiled`, with the labels that lead back from tags to rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from math import gcd, lcm

import numpy as np

from scheduler.break_programs import break_kinds
from scheduler.candidates import NO_BREAKS, Offers
from scheduler.compile_absences import with_absences
from scheduler.compile_agents import AgentPart, agent_parts
from scheduler.compile_cover import CoverBuilder
from scheduler.compile_pools import PoolBuilder
from scheduler.compile_units import UnitBuilder, unit_spans, with_areas
from scheduler.cost_size import refuse_dear_prices, refuse_dear_rosters
from scheduler.cost_terms import ALL, Terms
from scheduler.exemptions import NO_EXEMPTIONS, Exemptions
from scheduler.people import Pin
from scheduler.problem import Problem
from scheduler.rules.base import PlanRule
from scheduler.rules.limit import AgentSpread
from scheduler.rules.registry import plan_rules
from shiftmodels.data import Block, FixedBreak, FixedWork, IntArray, ModelData, Shifts, Spread


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

    Raises
    ------
    InputError
        When these integers could get too large.
    """
    offers = Offers(problem)
    parts = agent_parts(offers, counted, exemptions)
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
    values = [tuple(spread.weights_of(index).tobytes() for _, spread in spreads) for index in range(len(parts))]
    shared = _shared(parts, values)
    prices = [cover.prices(), pools.prices(), units.prices(), *(parts[members[0]].prices for members in shared)]
    prices.append([_unit_price(rule, counted) for rule, _ in spreads])
    if unit is None:
        unit = _cost_unit(prices)
    refuse_dear_prices(prices, unit)
    labels: list[Label] = []
    own = [_block(members, parts[members[0]], cover, pools, unit) for members in shared]
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
    refuse_dear_rosters(data, unit)
    return Compiled(problem, data, tuple(labels), unit)


def _shared(parts: list[AgentPart], values: list[tuple[bytes, ...]]) -> list[tuple[int, ...]]:
    """Agents who share what was worked out for one of them, and are alike in comparisons."""
    shared: defaultdict[object, list[int]] = defaultdict(list)
    for index, part in enumerate(parts):
        shared[id(part.costs), values[index]].append(index)
    return [tuple(members) for members in shared.values()]


def _agent_spreads(
    problem: Problem, parts: list[AgentPart], exemptions: Exemptions
) -> list[tuple[PlanRule, AgentSpread]]:
    """What rules compare between agents; who is compared does not change where his absence is left out."""
    candidates = [part.candidates for part in parts]
    rules = [rule for rule in exemptions.of_plan(plan_rules(problem)) if rule.severity != "warning"]
    if rules and exemptions.absences:
        absent = with_absences(problem, exemptions)
        candidates = [replace(own, problem=absent) for own in candidates]
    compared = [(rule, rule.spread(candidates)) for rule in rules]
    return [(rule, spread) for rule, spread in compared if spread is not None]


def _cost_unit(prices: Iterable[Iterable[Fraction]]) -> Fraction:
    """Largest sum of money of which every price is a whole multiple."""
    # By identity first: fractions are slow to hash, and many are the same.
    distinct = {price for price in {id(price): price for part in prices for price in part}.values() if price}
    if not distinct:
        return Fraction(1)
    denominator = lcm(*(price.denominator for price in distinct))
    return Fraction(gcd(*(int(price * denominator) for price in distinct)), denominator)


def _block(members: tuple[int, ...], part: AgentPart, cover: CoverBuilder, pools: PoolBuilder, unit: Fraction) -> Block:
    candidates, problem = part.candidates, part.candidates.problem
    grid = problem.interval_minutes
    # Many candidates share a price; fractions are slow to hash, so they are told apart by identity.
    units = {key: _units(cost, unit) for key, cost in {id(cost): cost for cost in part.costs}.items()}
    shifts = Shifts(
        candidates.day,
        candidates.start // grid,
        candidates.end // grid,
        np.array([units[id(cost)] for cost in part.costs], dtype=np.int64),
        candidates.program,
    )
    queues = cover.queues_of(part.agent)
    least = [problem.queues[queue].minimum_block_minutes // grid for queue in queues]
    work, breaks = _fixed_parts(part)
    return Block(
        members=members,
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


def _units(cost: Fraction, unit: Fraction) -> int:
    """How many cost units a cost is; dividing whole numbers takes a fifth of the time of fractions."""
    return cost.numerator * unit.denominator // (cost.denominator * unit.numerator)


def _fixed_parts(part: AgentPart) -> tuple[tuple[FixedWork, ...], tuple[FixedBreak, ...]]:
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
            breaks.append(FixedBreak(day, same_name, start, end - start))
    return tuple(work), tuple(breaks)


def _pinned(problem: Problem, pin: Pin) -> tuple[int, int, int]:
    horizon, grid = problem.horizon, problem.interval_minutes
    return horizon.day(pin.shift_date), horizon.minute(pin.start) // grid, horizon.minute(pin.end) // grid


def _merge_blocks(
    problem: Problem,
    blocks: list[Block],
    parts: list[AgentPart],
    values: list[tuple[bytes, ...]],
    labels: list[Label],
) -> tuple[Block, ...]:
    """One block for agents whose blocks, and values in comparisons, are the same; with a tag for each row."""
    alike: defaultdict[object, list[Block]] = defaultdict(list)
    for block in blocks:
        alike[_content(block), values[block.members[0]]].append(block)
    merged = []
    for same in alike.values():
        members = tuple(sorted(index for block in same for index in block.members))
        agents = tuple(problem.agents[index].agent for index in members)
        rows = tuple(
            replace(row, tag=_label(labels, Label(rule, agents, day))) for rule, day, row in parts[members[0]].rows.rows
        )
        merged.append(replace(same[0], members=members, rows=rows))
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
