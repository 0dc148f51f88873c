"""A week of a large bank's calls of 2003: one queue, hundreds of agents."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from scheduler.contracts import Break, Contract, Pattern
from scheduler.demand import Demand, Queue, ServiceGoal
from scheduler.people import Agent, Skill
from scheduler.problem import Problem, Weights
from scheduler.records import Weekday
from scheduler.sites import Site
from scripts.instance_families.crew import ContractShare, SkillGroup, size_crew
from scripts.instance_families.weeks import instant_of, read_rows, rows_of_week

SOURCE = Path("bank_calls", "bank_calls.csv")
COLUMNS = {"interval_start", "volume"}
ZONE = "America/New_York"
MONDAY = 0
SITE = "bank"
QUEUE = "calls"

WORKING_DAYS = (Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY, Weekday.FRIDAY)


def make_plan(data: Path, week: dt.date, interval_minutes: int, aht_seconds: float) -> Problem:
    """
    Plan of the week that begins on a Monday; handling time and time zone are assumptions and the name says so.

    The last five minutes of the day fall into an interval of their own, from 21:00.

    Parameters
    ----------
    interval_minutes
        15 or 30; with 30 there is no room for breaks of 15 minutes and shifts have the meal only.
    aht_seconds
        Handling time of every call.

    Raises
    ------
    UsageError
        The data are not there, or do not cover the week.
    """
    chosen = rows_of_week(read_rows(data / SOURCE, COLUMNS), week, MONDAY)
    goal = ServiceGoal(answered_share=0.8, answered_within_seconds=20, patience_seconds=180)
    plan = Problem(
        name=f"Bank calls, week of {week} (assumed: handling time {aht_seconds:g} s, patience 180 s, zone {ZONE})",
        start_date=week,
        days=7,
        interval_minutes=interval_minutes,
        time_zone=ZONE,
        weights=Weights(understaffing=Decimal(25), overstaffing=Decimal(3)),
        rules={"daily_rest": {"hours": 11}, "weekly_rest": {"hours": 35}, "consecutive_days": {"maximum": 6}},
        sites=(Site(site=SITE),),
        queues=(Queue(queue=QUEUE, service_goal=goal),),
        patterns=_patterns(interval_minutes),
        contracts=_contracts(),
        agents=(Agent(agent="agent", site=SITE, contract="full time", skills=(Skill(queue=QUEUE),)),),
        demand=_demand(chosen, interval_minutes, aht_seconds),
    )
    agents = size_crew(plan, SITE, (SkillGroup((QUEUE,)),), _contract_shares(interval_minutes), supply=1.05)
    return Problem(**({name: getattr(plan, name) for name in Problem.model_fields} | {"agents": agents}))


def _patterns(interval_minutes: int) -> tuple[Pattern, ...]:
    """8.5 hours with a meal, and 5 hours; both reach from the first to the last call in every step of half an hour."""
    short = interval_minutes < 30
    first = "06:45" if short else "07:00"
    meal = Break(name="meal", minutes=30, earliest_minutes=180, latest_minutes=300)
    return (
        Pattern(
            pattern="full day",
            earliest_start=first,
            latest_start="12:45" if short else "13:00",
            lengths_minutes=(510,),
            days_of_week=WORKING_DAYS,
            breaks=day_breaks() if short else (meal,),
        ),
        Pattern(
            pattern="half day",
            earliest_start=first,
            latest_start="16:15" if short else "16:30",
            lengths_minutes=(300,),
            days_of_week=WORKING_DAYS,
            breaks=_short_break() if short else (),
        ),
    )


def day_breaks() -> tuple[Break, ...]:
    """Two paid breaks of a quarter of an hour and a meal, for a shift of 8.5 hours."""
    return (
        Break(name="first break", minutes=15, paid=True, earliest_minutes=90, latest_minutes=150),
        Break(name="meal", minutes=30, earliest_minutes=195, latest_minutes=300, minimum_work_before_minutes=60),
        Break(
            name="second break",
            minutes=15,
            paid=True,
            earliest_minutes=345,
            latest_minutes=435,
            minimum_work_before_minutes=60,
            minimum_work_after_minutes=60,
        ),
    )


def _short_break() -> tuple[Break, ...]:
    return (Break(name="break", minutes=15, paid=True, earliest_minutes=120, latest_minutes=180),)


def _contracts() -> tuple[Contract, ...]:
    return (
        Contract(
            contract="full time",
            patterns=("full day",),
            minimum_minutes_per_week=2400,
            maximum_minutes_per_week=2400,
            maximum_days_per_week=5,
            hourly_cost=Decimal(14),
        ),
        Contract(
            contract="part time",
            patterns=("half day",),
            minimum_minutes_per_week=900,
            maximum_minutes_per_week=1500,
            maximum_days_per_week=5,
            hourly_cost=Decimal(13),
        ),
    )


def _contract_shares(interval_minutes: int) -> tuple[ContractShare, ...]:
    """Five shifts a week less paid breaks: 7.5 and 4.75 hours with them, 8 and 5 without."""
    full, part = (37.5, 23.75) if interval_minutes < 30 else (40.0, 25.0)
    return ContractShare("full time", 0.7, full), ContractShare("part time", 0.3, part)


def _demand(chosen: list[dict[str, str]], interval_minutes: int, aht_seconds: float) -> tuple[Demand, ...]:
    volumes: defaultdict[dt.datetime, int] = defaultdict(int)
    for row in chosen:
        start = instant_of(row)
        volumes[start.replace(minute=start.minute // interval_minutes * interval_minutes)] += int(row["volume"])
    return tuple(
        Demand(
            interval_start=start.replace(tzinfo=ZoneInfo(ZONE)),
            queue=QUEUE,
            volume=float(volume),
            aht_seconds=aht_seconds,
        )
        for start, volume in sorted(volumes.items())
    )
