"""Small plans and rosters for tests of files and pictures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from scheduler.problem import Problem
from scheduler.roster import Activity

MONDAY = dt.date(2026, 11, 30)


def plan(agents: Sequence[str] = ("anna", "ben"), **changes: Any) -> Problem:
    """A plan of two days and two queues, phone and chat; every agent knows phone fully and chat by half."""
    fields: dict[str, Any] = {
        "name": "Small",
        "start_date": MONDAY,
        "days": 2,
        "interval_minutes": 30,
        "time_zone": "Europe/London",
        "sites": [{"site": "office"}],
        "queues": [{"queue": "phone"}, {"queue": "chat"}],
        "patterns": [
            {
                "pattern": "any",
                "earliest_start": "00:00",
                "latest_start": "23:30",
                "lengths_minutes": [240, 480],
                "breaks": [{"name": "meal", "minutes": 30, "minimum_shift_minutes": 480}],
            }
        ],
        "contracts": [{"contract": "standard", "patterns": ["any"]}],
        "agents": [
            {
                "agent": agent,
                "name": agent.title(),
                "site": "office",
                "contract": "standard",
                "skills": [{"queue": "phone"}, {"queue": "chat", "proficiency": "0.5"}],
            }
            for agent in agents
        ],
    }
    return Problem.model_validate(fields | changes)


def activity(
    problem: Problem, agent: str, day: int, start: str, minutes: int, name: str = "phone", paid: bool = True
) -> Activity:
    """An activity that starts on a day of the plan at ``HH:MM`` (hours past 24 are the next date)."""
    hours, rest = (int(part) for part in start.split(":"))
    first = problem.horizon.minute_at(day, hours * 60 + rest)
    return Activity(
        agent,
        problem.horizon.date(day),
        name,
        problem.horizon.instant(first),
        problem.horizon.instant(first + minutes),
        paid,
        name if name in problem.queue_named else "",
    )


def shift(problem: Problem, agent: str, day: int, start: str, minutes: int = 480) -> list[Activity]:
    """A shift on the phone with an unpaid meal of 30 minutes after four hours; short ones have none."""
    if minutes <= 240:
        return [activity(problem, agent, day, start, minutes)]
    hours, rest = start.split(":")
    return [
        activity(problem, agent, day, start, 240),
        activity(problem, agent, day, f"{int(hours) + 4}:{rest}", 30, "meal", paid=False),
        activity(problem, agent, day, f"{int(hours) + 4}:{int(rest) + 30}", minutes - 270),
    ]
