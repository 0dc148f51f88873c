"""A plan of ten agents that has a roster, in which contradictions are planted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from scheduler.problem import Problem
from tests.builders import at


def plain_plan(agents: int = 10) -> Problem:
    """Return a week of some agents with ordinary rules, full time and part time, on phone and chat."""
    meal = {"name": "meal", "minutes": 30, "earliest_minutes": 180, "latest_minutes": 270}
    return Problem.model_validate(
        {
            "name": "plain",
            "start_date": dt.date(2026, 11, 30),
            "days": 7,
            "interval_minutes": 30,
            "time_zone": "Europe/London",
            "rules": {
                "daily_rest": {"hours": 11},
                "consecutive_days": {"maximum": 6},
                "weekly_rest": {"hours": 35},
                "working_hours": {"maximum_hours": 48, "window_days": 7},
            },
            "sites": [{"site": "office", "seats": [{"start": "00:00", "end": "24:00", "seats": agents - 2}]}],
            "queues": [{"queue": "phone"}, {"queue": "chat"}],
            "patterns": [
                {
                    "pattern": "full",
                    "earliest_start": "07:00",
                    "latest_start": "12:00",
                    "lengths_minutes": [480],
                    "start_step_minutes": 60,
                    "breaks": [meal],
                },
                {
                    "pattern": "part",
                    "earliest_start": "08:00",
                    "latest_start": "16:00",
                    "lengths_minutes": [240],
                    "start_step_minutes": 60,
                },
            ],
            "contracts": [
                {"contract": "full", "patterns": ["full"], "minimum_minutes_per_week": 2250},
                {"contract": "part", "patterns": ["part"], "minimum_minutes_per_week": 960, "maximum_days_per_week": 5},
            ],
            "agents": [_agent(number) for number in range(agents)],
            "requirements": [
                {"interval_start": at(f"2026-12-0{day} {hour:02d}:00"), "queue": queue, "required": 2}
                for day in range(1, 6)
                for hour in range(8, 18)
                for queue in ("phone", "chat")
            ],
        }
    )


def _agent(number: int) -> dict[str, Any]:
    queues = [["phone"], ["chat"], ["phone", "chat"]][number % 3]
    return {
        "agent": f"a{number}",
        "name": f"Agent {number}",
        "site": "office",
        "contract": "full" if number % 2 else "part",
        "skills": [{"queue": queue} for queue in queues],
    }
