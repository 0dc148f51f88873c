"""A roster put together at random and judged by the auditor alone: nothing that compiles or solves has a part in it."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator

from scheduler.audit import violations_of
from scheduler.contracts import Pattern
from scheduler.people import Agent
from scheduler.problem import Problem
from scheduler.roster import Activity, Roster

MOST_DAYS = 0.75
"""Share of their days on which agents work at most."""
PLACES = 12
"""Random placements of the breaks of a shift that are looked at."""


def random_roster(problem: Problem, draw: random.Random) -> Roster | None:
    """
    A roster that breaks no hard rule; ``None`` where none was come upon.

    Parameters
    ----------
    problem
        A plan.
    draw
        Random choices.
    """
    activities: list[Activity] = []
    broken = _broken(Roster(activities), problem)
    for agent in problem.agents:
        wanted = draw.uniform(0.2, MOST_DAYS)
        for day in range(problem.days):
            if draw.random() > wanted:
                continue
            shift = _shift(problem, agent, day, draw)
            now = _broken(Roster([*activities, *shift]), problem)
            if now <= broken:
                activities, broken = [*activities, *shift], now
    return None if broken else Roster(activities)


def _broken(roster: Roster, problem: Problem) -> int:
    return sum(one.severity == "hard" for one in violations_of(roster, problem))


def _shift(problem: Problem, agent: Agent, day: int, draw: random.Random) -> list[Activity]:
    """A shift of one of an agent's patterns; it may be one that no rule allows."""
    pattern = problem.pattern_named[draw.choice(problem.contract_of[agent.agent].patterns)]
    minutes = draw.choice(pattern.lengths_minutes)
    begin = problem.horizon.minute_at(day, draw.choice(list(pattern.starts)))
    parts, queue = [], draw.choice(agent.skills).queue
    for name, paid, start, end in _parts(problem, pattern, minutes, draw):
        span = (problem.horizon.instant(begin + minute) for minute in (start, end))
        parts.append(_activity(agent, problem.horizon.date(day), name or queue, span, paid, "" if name else queue))
        queue = draw.choice(agent.skills).queue if draw.random() < 0.3 else queue
    return parts


def _activity(agent: Agent, date: dt.date, name: str, span: Iterator[dt.datetime], paid: bool, queue: str) -> Activity:
    return Activity(agent.agent, date, name, *span, paid, queue)


def _parts(problem: Problem, pattern: Pattern, minutes: int, draw: random.Random) -> list[tuple[str, bool, int, int]]:
    """Name (empty for work), whether paid, start and end of each part, in minutes from the start of the shift."""
    grid, breaks = problem.interval_minutes, pattern.breaks_of(minutes)
    starts: list[int] = []
    for _ in range(PLACES):
        starts = sorted(draw.sample(range(grid, minutes, grid), len(breaks)))
        ends = [0, *(start + rest.minutes for start, rest in zip(starts, breaks, strict=True))]
        later = [*starts[1:], minutes]
        if all(
            rest.earliest_minutes <= start <= (minutes if rest.latest_minutes is None else rest.latest_minutes)
            and start - end >= max(grid, rest.minimum_work_before_minutes)
            and after - start - rest.minutes >= max(grid, rest.minimum_work_after_minutes)
            for rest, start, end, after in zip(breaks, starts, ends, later, strict=False)
        ):
            break
    parts, done = [], 0
    for rest, start in zip(breaks, starts, strict=True):
        parts += [("", True, done, start), (rest.name, rest.paid, start, start + rest.minutes)]
        done = start + rest.minutes
    return [part for part in (*parts, ("", True, done, minutes)) if part[2] < part[3]]
