"""A week of the small bank's call centre of February 1999: six queues, half hours, people with overlapping skills."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from pathlib import Path
from statistics import fmean
from zoneinfo import ZoneInfo

from scheduler.contracts import Break, Contract, Pattern
from scheduler.demand import Demand, Queue, ServiceGoal
from scheduler.people import Agent, Skill
from scheduler.problem import Problem, Weights
from scheduler.records import Weekday
from scheduler.sites import Site
from scripts.instance_families.crew import ContractShare, SkillGroup, size_crew
from scripts.instance_families.weeks import instant_of, read_rows, rows_of_week

SOURCE = Path("anonymous_bank", "february_1999_30min_by_queue.csv")
COLUMNS = {"interval_start", "queue", "offered", "abandoned", "aht_s", "mean_wait_s"}
ZONE = "Asia/Jerusalem"
SUNDAY = 6
SITE = "bank"

WORKING_DAYS = (Weekday.SUNDAY, Weekday.MONDAY, Weekday.TUESDAY, Weekday.WEDNESDAY, Weekday.THURSDAY)

GROUPS = (
    SkillGroup(("PS", "NW"), 0.6),
    SkillGroup(("PS", "NW", "TT"), 0.25),
    SkillGroup(("PS", "PE"), 0.15),
    SkillGroup(("NW", "PS")),
    SkillGroup(("NE", "PS"), 0.7),
    SkillGroup(("NE", "IN"), 0.3),
    SkillGroup(("IN", "PS")),
    SkillGroup(("PE", "PS", "NW")),
    SkillGroup(("TT", "PS", "NW")),
)

CONTRACT_SHARES = (ContractShare("full time", 0.65, 37.5), ContractShare("part time", 0.35, 25.0))


def make_plan(data: Path, week: dt.date) -> Problem:
    """
    Plan of a week that begins on a Sunday.

    Volumes are the calls offered. Where the handling time of a half hour is missing, it is the mean of the queue
    on that day, else of the queue in all of the data.

    Raises
    ------
    UsageError
        The data are not there, or do not cover the week.
    """
    rows = read_rows(data / SOURCE, COLUMNS)
    chosen = rows_of_week(rows, week, SUNDAY)
    plan = Problem(
        name=f"Anonymous Bank, week of {week}",
        start_date=week,
        days=7,
        interval_minutes=30,
        time_zone=ZONE,
        week_start=Weekday.SUNDAY,
        weights=Weights(understaffing=Decimal(25), overstaffing=Decimal(3)),
        rules={"daily_rest": {"hours": 11}, "weekly_rest": {"hours": 35}, "consecutive_days": {"maximum": 6}},
        sites=(Site(site=SITE),),
        queues=_queues(rows),
        patterns=_patterns(),
        contracts=_contracts(),
        agents=(_first_agent(),),
        demand=_demand(rows, chosen),
    )
    agents = size_crew(plan, SITE, GROUPS, CONTRACT_SHARES, supply=1.05)
    return Problem(**({name: getattr(plan, name) for name in Problem.model_fields} | {"agents": agents}))


def _first_agent() -> Agent:
    """Somebody to stand for the staff until its size is known."""
    return Agent(agent="agent", site=SITE, contract="full time", skills=(Skill(queue="PS"),))


def _queues(rows: list[dict[str, str]]) -> tuple[Queue, ...]:
    """
    The queues with their goals; patience is what the calls show.

    Total wait over the number who left is the maximum-likelihood mean of an exponential patience, see Brown et
    al. (2005), https://doi.org/10.1198/016214504000001808. Nobody waits for a call that the bank makes (TT).
    """
    wait: defaultdict[str, float] = defaultdict(float)
    left: defaultdict[str, int] = defaultdict(int)
    for row in rows:
        wait[row["queue"]] += int(row["offered"]) * float(row["mean_wait_s"] or 0)
        left[row["queue"]] += int(row["abandoned"])
    goals = {
        queue: ServiceGoal(
            answered_share=0.8, answered_within_seconds=20, patience_seconds=round(wait[queue] / left[queue])
        )
        for queue in wait
    }
    goals["TT"] = ServiceGoal(maximum_occupancy=0.85)
    return tuple(
        Queue(
            queue=queue,
            channel="call-back" if queue == "TT" else "voice",
            minimum_block_minutes=30,
            understaffing_cost=Decimal(12) if queue == "TT" else None,
            service_goal=goals[queue],
        )
        for queue in ("PS", "NW", "NE", "IN", "PE", "TT")
    )


def _patterns() -> tuple[Pattern, ...]:
    meal = Break(name="meal", minutes=30, earliest_minutes=180, latest_minutes=300)
    return (
        Pattern(
            pattern="day",
            earliest_start="06:30",
            latest_start="16:30",
            lengths_minutes=(480,),
            days_of_week=WORKING_DAYS,
            breaks=(meal,),
        ),
        Pattern(
            pattern="half day",
            earliest_start="06:30",
            latest_start="19:30",
            lengths_minutes=(300, 360),
            days_of_week=WORKING_DAYS,
        ),
        Pattern(
            pattern="friday",
            earliest_start="06:30",
            latest_start="09:30",
            lengths_minutes=(300,),
            days_of_week=(Weekday.FRIDAY,),
        ),
        Pattern(
            pattern="saturday evening",
            earliest_start="19:00",
            latest_start="19:30",
            lengths_minutes=(300,),
            days_of_week=(Weekday.SATURDAY,),
        ),
    )


def _contracts() -> tuple[Contract, ...]:
    return (
        Contract(
            contract="full time",
            patterns=("day", "friday", "saturday evening"),
            minimum_minutes_per_week=1800,
            maximum_minutes_per_week=2250,
            maximum_days_per_week=6,
            hourly_cost=Decimal(14),
        ),
        Contract(
            contract="part time",
            patterns=("half day", "friday", "saturday evening"),
            minimum_minutes_per_week=900,
            maximum_minutes_per_week=1500,
            maximum_days_per_week=5,
            hourly_cost=Decimal(13),
        ),
    )


def _demand(rows: list[dict[str, str]], chosen: list[dict[str, str]]) -> tuple[Demand, ...]:
    times: defaultdict[tuple[str, ...], list[float]] = defaultdict(list)
    for row in rows:
        if row["aht_s"] and float(row["aht_s"]) > 0:
            times[row["queue"],].append(float(row["aht_s"]))
            times[row["queue"], row["interval_start"][:10]].append(float(row["aht_s"]))
    demand = []
    for row in chosen:
        queue, date = row["queue"], row["interval_start"][:10]
        measured = float(row["aht_s"] or 0)
        mean = fmean(times.get((queue, date)) or times[queue,])
        demand.append(
            Demand(
                interval_start=instant_of(row).replace(tzinfo=ZoneInfo(ZONE)),
                queue=queue,
                volume=float(row["offered"]),
                aht_seconds=measured if measured > 0 else round(mean, 1),
            )
        )
    return tuple(demand)
