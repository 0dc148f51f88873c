"""Instants of requirements in UTC are on the dates of the plan's time zone, as those with its own offset are."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from scheduler.demand import Queue, Requirement
from scheduler.explain.explain import explain
from scheduler.explain.prices import ChangePrices
from scheduler.explain.report import Explanation
from scheduler.people import Agent, Skill
from tests.builders import make_pattern, make_problem

SYDNEY = ZoneInfo("Australia/Sydney")


def _explained(zone: dt.tzinfo) -> Explanation:
    """Explain why Anna cannot work from 9 to 17 on two dates in a row, with hours of the plan told in a zone."""
    first = dt.datetime(2026, 11, 30, tzinfo=SYDNEY)
    starts = [first + dt.timedelta(days=day, hours=9 + hour) for day in (0, 1) for hour in range(8)]
    problem = make_problem(
        time_zone="Australia/Sydney",
        interval_minutes=60,
        agents=(Agent(agent="anna", name="Anna", site="office", contract="full", skills=(Skill(queue="phone"),)),),
        queues=(Queue(queue="phone", limits="hard"),),
        patterns=(
            make_pattern(earliest_start="09:00", latest_start="09:00", lengths_minutes=(480,), start_step_minutes=60),
        ),
        requirements=tuple(
            Requirement(interval_start=start.astimezone(zone), queue="phone", required=1, minimum=1) for start in starts
        ),
        rules={"consecutive_days": {"maximum": 1}},
    )
    return explain(problem, ChangePrices(), 300.0)


def test_of_requirements_in_utc() -> None:
    """Nine in Sydney is ten in the evening before in UTC: the same conflict and changes, after as many questions."""
    local, utc = _explained(SYDNEY), _explained(dt.UTC)
    assert utc.conflicts == local.conflicts
    assert utc.questions == local.questions
    (changes,) = [conflict.relaxations for conflict in utc.conflicts]
    assert "Mon 2026-11-30 09:00-17:00, Tue 2026-12-01 09:00-17:00" in str(changes)
