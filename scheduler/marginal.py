"""What one more seat, unit, agent or hour saves, and what one less costs: as an estimate, and by solving again."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeVar

import numpy as np

from scheduler.compile import Compiled, compile_problem
from scheduler.compile_pools import PoolBuilder
from scheduler.engine_choice import Engine
from scheduler.people import Skill
from scheduler.prices import difference, solve_side_by_side
from scheduler.problem import Problem
from scheduler.records import Record
from scheduler.result import Result
from scheduler.rules.fairness import Fairness
from scheduler.rules.registry import plan_rules
from scheduler.staffing import staff
from shiftmodels.engines.values import Values, marginal_values

Kind = Literal["seats", "equipment", "units", "agents", "skills", "hours"]
RecordT = TypeVar("RecordT", bound=Record)

COPY = " (one more)"
DECIMALS = 4
"""Of estimates: prices of a bound are not known more closely."""


@dataclass(frozen=True)
class Change:
    """
    One of something more or less.

    Parameters
    ----------
    kind, name
        ``seats`` of a site, units of an ``equipment`` pool or of ``units``, ``agents`` like one of them, ``skills`` of
        an agent, or ``hours`` a week that everybody of a contract may work at most.
    amount
        1 or -1.
    problem
        The plan with it.
    """

    kind: Kind
    name: str
    amount: int
    problem: Problem


@dataclass(frozen=True)
class Worth:
    """
    What a change saves; below 0 where it costs.

    Parameters
    ----------
    kind, name, amount
        See ``Change``.
    estimate
        By the prices of a bound; ``None`` where there are none.
    status, cost, bound
        Of the run with the change; empty and ``None`` where the plan was not solved again.
    saving
        Cost without it less cost with it.
    least, most
        Limits of the true saving, between the optima of both plans; ``None`` where nothing is known.
    """

    kind: Kind
    name: str
    amount: int
    estimate: float | None
    status: str = ""
    cost: float | None = None
    bound: float | None = None
    saving: float | None = None
    least: float | None = None
    most: float | None = None


def changes(problem: Problem) -> Iterator[Change]:
    """
    Every change that is looked at.

    An agent more for each queue is like the first of its people; the first agent who lacks a skill gets it.
    """
    for index, site in enumerate(problem.sites):
        for amount in (1, -1) if site.seats else ():
            seats = tuple(row.model_copy(update={"seats": max(0, row.seats + amount)}) for row in site.seats)
            sites = _with(problem.sites, index, {"seats": seats})
            yield Change("seats", site.site, amount, problem.model_copy(update={"sites": sites}))
    for index, pool in enumerate(problem.pools):
        for amount in (1, -1) if pool.units else (1,):
            pools = _with(problem.pools, index, {"units": pool.units + amount})
            yield Change("equipment", pool.pool, amount, problem.model_copy(update={"pools": pools}))
    for index, units in enumerate(problem.units):
        for amount in (1, -1) if units.count else (1,):
            counts = _with(problem.units, index, {"count": units.count + amount})
            yield Change("units", units.unit, amount, problem.model_copy(update={"units": counts}))
    for queue in problem.queues:
        like = next((agent for agent in problem.agents if agent.skills[0].queue == queue.queue), None)
        if like is not None:
            more = like.model_copy(update={"agent": f"{like.agent}{COPY}"})
            changed = problem.model_copy(update={"agents": (*problem.agents, more)})
            yield Change("agents", like.agent, 1, changed)
    yield from _skills(problem)
    for index, contract in enumerate(problem.contracts):
        if contract.maximum_minutes_per_week is not None:
            minutes: dict[str, object] = {"maximum_minutes_per_week": contract.maximum_minutes_per_week + 60}
            contracts = _with(problem.contracts, index, minutes)
            yield Change("hours", contract.contract, 1, problem.model_copy(update={"contracts": contracts}))


def _skills(problem: Problem) -> Iterator[Change]:
    for queue in problem.queues:
        for index, agent in enumerate(problem.agents):
            if all(skill.queue != queue.queue for skill in agent.skills):
                more: dict[str, object] = {"skills": (*agent.skills, Skill(queue=queue.queue))}
                changed = problem.model_copy(update={"agents": _with(problem.agents, index, more)})
                yield Change("skills", f"{queue.queue} of {agent.agent}", 1, changed)
                break


def _with(rows: tuple[RecordT, ...], index: int, update: dict[str, object]) -> tuple[RecordT, ...]:
    return (*rows[:index], rows[index].model_copy(update=update), *rows[index + 1 :])


def worth_of_all(
    problem: Problem,
    *,
    proven: bool,
    engine: Engine,
    time_limit_seconds: float,
    seed: int,
    stop: threading.Event,
    on_done: Callable[[str], None],
) -> tuple[Result | None, list[Worth]]:
    """
    What every change saves.

    Parameters
    ----------
    problem
        The plan.
    proven
        Whether each changed plan is solved again.
    engine, time_limit_seconds, seed
        Of each run, and of the bound from which estimates come.
    stop
        Set it to end all runs early.
    on_done
        Called with a name after each run.

    Returns
    -------
    The result of the plan as it is, where plans are solved, and what each change saves.
    """
    problem = problem if problem.requirements or not problem.demand else staff(problem)
    compiled, todo = compile_problem(problem), list(changes(problem))
    values = marginal_values(compiled.data, time_limit_seconds, seed)
    on_done("prices of a bound")
    estimates = [None if values is None else _estimate(compiled, values, change) for change in todo]
    found = [
        Worth(change.kind, change.name, change.amount, None if estimate is None else round(estimate, DECIMALS))
        for change, estimate in zip(todo, estimates, strict=True)
    ]
    if not proven:
        return None, found
    named = [("the plan as it is", lambda: problem), *((_name(change), lambda c=change: c.problem) for change in todo)]
    outcomes = solve_side_by_side(
        named, engine=engine, time_limit_seconds=time_limit_seconds, seed=seed, stop=stop, on_done=on_done
    )
    first = outcomes[0].result
    monotone = [_is_monotone(problem, worth.kind) for worth in found]
    others = zip(found, outcomes[1:], monotone, strict=True)
    return first, [_proven(worth, first, outcome.result, is_monotone=only) for worth, outcome, only in others]


def _is_monotone(problem: Problem, kind: str) -> bool:
    """Whether every roster with less of a kind is one with more of it, at no more cost."""
    # What is cheapest in an order of priorities may cost more in sum; one more agent has to have his hours, and an hour
    # of a contract changes what is fair for it.
    by_contract = any(isinstance(rule, Fairness) and rule.per_contract_hour for rule in plan_rules(problem))
    return not problem.priorities and kind != "agents" and not (kind == "hours" and by_contract)


def _name(change: Change) -> str:
    return f"{change.kind} {change.name} {change.amount:+d}"


def _estimate(compiled: Compiled, values: Values, change: Change) -> float | None:
    """Money that a change saves by the prices of a bound."""
    unit = float(compiled.cost_unit)
    if change.kind in ("seats", "equipment"):
        builder = PoolBuilder(compiled.problem, compiled.data.num_intervals)
        own = [n for n, pool in enumerate(builder.kinds) if pool == (change.kind, change.name)]
        return unit * float(np.sum(values.of_units(change.amount)[own]))
    # A unit that goes is one of those that there are.
    changed = compile_problem(change.problem, unit=compiled.cost_unit) if change.amount > 0 else compiled
    if change.kind in ("skills", "hours"):
        return _of_people(compiled, changed, values)
    place = changed.names.index(f"{change.name}{COPY}" if change.kind == "agents" else f"{change.name} 1")
    worth = values.of_agent(changed.data.blocks[changed.data.block_of[place]])
    return None if worth is None else change.amount * unit * worth


def _of_people(compiled: Compiled, changed: Compiled, values: Values) -> float | None:
    """Money by which the cheapest tours get cheaper of those whose skills or contract have changed."""
    terms = [
        [(agent, each.problem.contract_of[agent.agent]) for agent in each.problem.agents]
        for each in (compiled, changed)
    ]
    blocks = [
        tuple(each.data.block_of[number].item() for each in (compiled, changed))
        for number, (before, after) in enumerate(zip(*terms, strict=True))
        if before != after
    ]
    saved = 0.0
    for (before, after), people in Counter(blocks).items():
        old, new = values.of_agent(compiled.data.blocks[before]), values.of_agent(changed.data.blocks[after])
        if old is None or new is None:
            return None
        saved += people * (new - old)
    return float(compiled.cost_unit) * saved


def _proven(worth: Worth, first: Result, changed: Result, *, is_monotone: bool) -> Worth:
    """With what is known once the changed plan is solved: between two optima lies what bounds and costs leave."""
    least, most = difference(first.bound, changed.cost), difference(first.cost, changed.bound)
    if is_monotone and worth.amount > 0:
        least = 0.0 if least is None else max(0.0, least)
    if is_monotone and worth.amount < 0:
        most = 0.0 if most is None else min(0.0, most)
    saving = difference(first.cost, changed.cost)
    return Worth(
        worth.kind,
        worth.name,
        worth.amount,
        worth.estimate,
        str(changed.status),
        changed.cost,
        changed.bound,
        saving,
        least,
        most,
    )
