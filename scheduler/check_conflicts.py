"""What makes a plan impossible that can be seen in seconds: of contracts, agents, intervals, and of a few together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial

import numpy as np

from scheduler.audit_words import moment
from scheduler.check_report import Concern, impossible
from scheduler.check_seats import held_beyond_units
from scheduler.compile import Compiled
from scheduler.compile_cover import CoverBuilder
from scheduler.explain.coupled import coupled_conflicts, interval_conflict
from scheduler.explain.explain import member_of
from scheduler.explain.fact import Question
from scheduler.explain.feasible import Asker
from scheduler.explain.one_conflict import Found, conflict_of
from scheduler.explain.part import like_nobody, of_agents, profile
from scheduler.explain.prices import ChangePrices
from scheduler.explain.words import alike, listed
from scheduler.messages import CATALOGUE
from scheduler.problem import Problem
from shiftmodels.hard_part import blocks_without_tour, hard_part, is_beyond_everybody, stuck_component
from shiftmodels.reach import intervals_out_of_reach, most_supplied, subsets_of, teams_of

SECONDS = 5.0
"""For the reasons of what is impossible; what has none by then is named without."""
FEW_SECONDS, MOST_TOGETHER = 2.0, 20
"""For groups of so many agents who share limits, of whom it is asked whether they can work together."""
MOST_REASONS = 5
NAMED_AGENTS = 3


def impossibilities(compiled: Compiled) -> Iterator[Concern]:
    """
    Contracts that nobody can fill, agents without a tour, hard minima out of reach, and where there are none of these
    few agents who cannot work together; with a change that cures each. Else pools of which contracts hold too much.

    Parameters
    ----------
    compiled
        A plan as arrays.
    """
    asker, prices = Asker(SECONDS), ChangePrices()
    blocks, _ = blocks_without_tour(compiled.data, SECONDS)
    agents = [compiled.names[member] for block in blocks for member in block.members]
    agents = [name for name in agents if name in compiled.problem.agent_named]
    hopeless: list[str] = []
    for contract in dict.fromkeys(compiled.problem.agent_named[name].contract for name in agents):
        if (found := _of_contract(compiled.problem, contract, asker, prices)) is not None:
            hopeless.append(contract)
            yield found
    left = [name for name in agents if compiled.problem.agent_named[name].contract not in hopeless]
    yield from _of_agents(compiled.problem, left, asker, prices)
    short = list(_of_minima(compiled, asker, prices))
    yield from short
    if not agents and not short:
        few = list(_of_few(compiled, asker, prices))
        # What is held beyond a pool names no parts of the plan, but is seen of any number of agents.
        is_explained = any(concern.code == "contradiction" for concern in few)
        yield from few if is_explained else list(held_beyond_units(compiled)) or few


def _of_contract(problem: Problem, contract: str, asker: Asker, prices: ChangePrices) -> Concern | None:
    """Whether somebody with a contract could work who is always there and to whom no attribute applies."""
    question = Question(like_nobody(problem, contract))
    if asker.has_roster(question) is not False:
        return None
    found = conflict_of(question, problem, asker, prices)
    if not found.cures:
        return None
    members, change = _members(found), _change(found)
    return impossible("contract-unfilled", contract=contract, members=members, change=change)


def _of_agents(problem: Problem, agents: Sequence[str], asker: Asker, prices: ChangePrices) -> Iterator[Concern]:
    """Agents without a tour; those in the same position together."""
    groups: dict[object, list[str]] = {}
    for name in agents:
        groups.setdefault(profile(problem, name), []).append(name)
    unexplained: list[str] = []
    told = 0
    for names in groups.values():
        found = None
        if told < MOST_REASONS and asker.left > 0:
            question = Question(of_agents(problem, {names[0]}, alone=True))
            found = conflict_of(question, problem, asker, prices)
        if found is None or not found.cures:
            unexplained += names
            continue
        told += 1
        who = _named(problem, names)
        alone = "Solved again with it, they can work."
        another = "Solved again with it, these can hold; there is another contradiction."
        then = alone if found.cures[0].cures == "part" else another
        yield impossible(
            "contradiction", agents=f" for {who}", members=_members(found), change=_change(found), then=then
        )
    if unexplained:
        yield impossible("no-tour", agents=_named(problem, unexplained))


def _of_few(compiled: Compiled, asker: Asker, prices: ChangePrices) -> Iterator[Concern]:
    """Few agents who share limits that cannot be kept, though each has a tour."""
    problem = compiled.problem
    names = []
    if not is_beyond_everybody(hard_part(compiled.data, asker.known)):
        stuck = stuck_component(compiled.data, FEW_SECONDS, asker.known, MOST_TOGETHER)
        if stuck is None:
            return
        names = [name for name in (compiled.names[agent] for agent in stuck.agents) if name in problem.agent_named]
    _, found = next(coupled_conflicts(Question(problem), asker, prices), (None, None))
    if found is None or not found.minimal or not found.cures:
        yield impossible("not-together", agents=_named(problem, names) if names else "agents")
        return
    then = "Solved again with it, these can hold."
    yield impossible("contradiction", agents="", members=_members(found), change=_change(found), then=then)


def _of_minima(compiled: Compiled, asker: Asker, prices: ChangePrices) -> Iterator[Concern]:
    """Intervals in which hard minima are above what agents can supply: the first one of some queues is explained."""
    problem = compiled.problem
    units = CoverBuilder(problem, compiled.data.num_intervals).units_per_agent
    for subset, short in _worst(compiled).items():
        interval, needed, most = short[0]
        names = [problem.queues[number].queue for number in subset]
        found = interval_conflict(Question(problem), asker, prices, interval, set(names))
        change = f"Lower the minima of {listed(names)} to {most / units:g} in all."
        if found is not None and found.cures:
            change = _change(found)
        yield impossible(
            "minimum-out-of-reach",
            queues=listed(names),
            intervals=len(short),
            span=moment(problem.horizon, interval * problem.interval_minutes),
            needed=f"{needed / units:g}",
            most=f"{most / units:g}",
            change=change,
        )


def _worst(compiled: Compiled) -> dict[tuple[int, ...], list[tuple[int, int, int]]]:
    """Of queues that lack most in an interval, these intervals, what they need and what they can have."""
    data = compiled.data
    cover, teams = data.cover, teams_of(data)
    minimum = np.where(cover.limit_cost < 0, np.maximum(cover.minimum, 0), 0)
    supplied = cache(partial(most_supplied, data, teams))
    worst: dict[tuple[int, ...], list[tuple[int, int, int]]] = {}
    for interval in np.flatnonzero(intervals_out_of_reach(data)).tolist():
        asked = minimum[:, interval]
        figures = [
            (int(asked[list(subset)].sum()), int(supplied(subset)[interval]), subset)
            for subset in subsets_of(np.flatnonzero(asked).tolist())
        ]
        needed, most, subset = max(figures, key=lambda figure: (figure[0] - figure[1], -len(figure[2])))
        worst.setdefault(subset, []).append((interval, needed, most))
    return worst


def _members(found: Found) -> str:
    members = (member_of(found, facts) for facts in alike(found.facts))
    return " ".join(f"{member.message} [{member.rule}]" for member in members)


def _change(found: Found) -> str:
    change = found.cures[0].change
    return CATALOGUE[change.code].words(change.arguments)


def _named(problem: Problem, names: Sequence[str]) -> str:
    labels = [problem.agent_named[name].label for name in names]
    more = f" and {len(labels) - NAMED_AGENTS} more" if len(labels) > NAMED_AGENTS else ""
    return f"{', '.join(labels[:NAMED_AGENTS])}{more}"
