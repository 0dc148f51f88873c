"""A plausible staff for a week of calls: as many people of each skill group as its hours ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scheduler.people import Agent, Skill
from scheduler.problem import Problem
from scheduler.staffing import staff


@dataclass(frozen=True)
class ContractShare:
    """
    How people are spread over contracts.

    Parameters
    ----------
    contract
        Identifier of the contract.
    share
        Share of the people who have it.
    hours_on_queues
        Hours a week that one of them can spend on queues at most, breaks taken off.
    """

    contract: str
    share: float
    hours_on_queues: float


@dataclass(frozen=True)
class SkillGroup:
    """
    People with the same skills.

    Parameters
    ----------
    queues
        Their queues, the primary one first.
    share
        Share of the hours of the primary queue that falls to them.
    """

    queues: tuple[str, ...]
    share: float = 1.0


def required_hours(problem: Problem) -> dict[str, float]:
    """Agent-hours that each queue with demand requires over the horizon, service goals applied."""
    hours: defaultdict[str, float] = defaultdict(float)
    for row in staff(problem).requirements:
        hours[row.queue] += float(row.required) * problem.interval_minutes / 60
    return dict(hours)


def size_crew(
    problem: Problem, site: str, groups: Sequence[SkillGroup], contracts: Sequence[ContractShare], supply: float
) -> tuple[Agent, ...]:
    """
    People whose hours on queues are ``supply`` times the required ones.

    Groups and contracts are filled evenly, always the one that is farthest behind its share, so that the same
    plan gives the same people.

    Parameters
    ----------
    problem
        Plan with demand and service goals.
    site
        Where everybody sits.
    groups, contracts
        What people can do, and what they have agreed to.
    supply
        Hours supplied per hour required, such as 1.05.
    """
    hours = required_hours(problem)
    wanted = [hours[group.queues[0]] * group.share for group in groups]
    each = sum(item.share * item.hours_on_queues for item in contracts) / sum(item.share for item in contracts)
    count = max(len(groups), round(supply * sum(hours.values()) / each))
    group_of = spread(wanted, count)
    contract_of: dict[int, Iterable[int]] = {
        group: iter(spread([item.share for item in contracts], group_of.count(group))) for group in set(group_of)
    }
    width = len(str(count))
    return tuple(
        Agent(
            agent=f"agent {number + 1:0{width}d}",
            site=site,
            contract=contracts[next(iter(contract_of[group]))].contract,
            skills=tuple(Skill(queue=queue) for queue in groups[group].queues),
        )
        for number, group in enumerate(sorted(group_of))
    )


def spread(shares: Sequence[float], count: int) -> list[int]:
    """Indices of ``shares``, ``count`` of them, in proportion to the shares at every point of the list."""
    total, given, order = sum(shares), [0] * len(shares), []
    for number in range(1, count + 1):
        behind = [share / total * number - have for share, have in zip(shares, given, strict=True)]
        index = max(range(len(shares)), key=lambda place: (behind[place], -place))
        given[index] += 1
        order.append(index)
    return order
