"""
A made-up week at two sites whose peaks lie at different times of day, and equipment that moves between them.

In the north mornings are busy, in the south afternoons and evenings. Neither site has screens for all who are wanted at
its peak; some can be driven over at noon and back at night.
"""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from zoneinfo import ZoneInfo

from scheduler.contracts import Break, Contract, Pattern
from scheduler.demand import Queue, Requirement
from scheduler.equipment import EquipmentPool, EquipmentUnits
from scheduler.people import Agent, Skill
from scheduler.problem import Problem, Weights
from scheduler.records import Weekday
from scheduler.sites import SeatLimit, Site

START = dt.date(2026, 11, 30)
ZONE = "Europe/London"
DAYS, INTERVAL = 7, 30
OPEN, NOON, CLOSE = 8, 13, 20
"""Hours."""
WEEKEND = 0.6
"""Requirement of a Saturday or Sunday, of that of a weekday."""
NOISE = 0.05

MORNING_AND_AFTERNOON = {
    "orders": (25.0, 7.0),
    "delivery": (17.0, 4.0),
    "service": (6.0, 22.0),
    "claims": (4.0, 15.0),
    "tech": (5.0, 5.0),
}
"""Agents wanted before and after noon on a weekday."""
SKILLS = {
    "north": [("orders",), ("orders", "delivery"), ("delivery", "orders"), ("delivery",), ("orders", "tech")],
    "south": [("service",), ("service", "claims"), ("claims", "service"), ("claims",), ("tech", "service")],
}
"""Queues of the people of each site, in turn, the primary one first."""
PEOPLE = 60
"""At each site."""
SECOND_SKILL = Decimal("0.9")
FORENAMES = ("Ada", "Ben", "Chloe", "Dev", "Ewa", "Femi", "Grace", "Hugo", "Iris", "Jon", "Kate", "Leo")
SURNAMES = ("Adams", "Baker", "Cole", "Dixon", "Evans", "Frost", "Grant", "Hayes", "Irwin", "Jones")


def make_plan(seed: int) -> Problem:
    """
    The week, with 120 people, five queues, and three pools of equipment.

    Parameters
    ----------
    seed
        Of the noise in the requirement.
    """
    return Problem(
        name="Two sites with peaks at different times",
        start_date=START,
        days=DAYS,
        interval_minutes=INTERVAL,
        time_zone=ZONE,
        weights=Weights(understaffing=Decimal(40), overstaffing=Decimal(3)),
        rules={
            "daily_rest": {"hours": 11},
            "weekly_rest": {"hours": 35},
            "consecutive_days": {"maximum": 6},
            "primary_queue": {"price": 1},
        },
        sites=tuple(Site(site=site, seats=(SeatLimit(start="00:00", end="24:00", seats=44),)) for site in SKILLS),
        pools=(
            EquipmentPool(pool="screens north", units=22, sites=("north",)),
            EquipmentPool(pool="screens south", units=22, sites=("south",)),
            EquipmentPool(pool="licences", units=15, queues=("claims", "tech")),
        ),
        units=(
            EquipmentUnits(
                unit="screen on wheels",
                count=14,
                pools=("screens north", "screens south"),
                transfer_minutes=60,
                transfer_cost=Decimal(10),
            ),
            EquipmentUnits(
                unit="peak licence",
                count=6,
                pools=("licences",),
                start=f"{NOON}:00",
                end=f"{CLOSE - 1}:00",
                days_of_week=tuple(Weekday)[:5],
                holding_cost=Decimal("2.5"),
                maximum_days=4,
            ),
        ),
        queues=tuple(Queue(queue=queue, minimum_block_minutes=60) for queue in MORNING_AND_AFTERNOON),
        patterns=_patterns(),
        contracts=_contracts(),
        agents=tuple(_agents()),
        requirements=tuple(_requirements(random.Random(seed))),
    )


def _patterns() -> tuple[Pattern, ...]:
    meal = Break(name="meal", minutes=30, earliest_minutes=180, latest_minutes=300)
    full = Pattern(
        pattern="full day",
        earliest_start="07:30",
        latest_start="11:30",
        start_step_minutes=INTERVAL,
        lengths_minutes=(510,),
        breaks=(meal,),
    )
    short = Pattern(
        pattern="half day",
        earliest_start=f"{OPEN:02d}:00",
        latest_start="16:00",
        start_step_minutes=INTERVAL,
        lengths_minutes=(240, 300, 360),
    )
    return full, short


def _contracts() -> tuple[Contract, ...]:
    full = Contract(
        contract="full time",
        patterns=("full day",),
        minimum_minutes_per_week=2400,
        maximum_minutes_per_week=2400,
        maximum_days_per_week=5,
        hourly_cost=Decimal(14),
    )
    part = Contract(
        contract="part time",
        patterns=("half day",),
        minimum_minutes_per_week=960,
        maximum_minutes_per_week=1800,
        maximum_days_per_week=5,
        hourly_cost=Decimal(13),
    )
    return full, part


def _agents() -> list[Agent]:
    agents = []
    for site, groups in SKILLS.items():
        for number in range(PEOPLE):
            queues, place = groups[number % len(groups)], len(agents)
            agents.append(
                Agent(
                    agent=f"{site[0]}{number + 1:02d}",
                    name=f"{FORENAMES[place % len(FORENAMES)]} {SURNAMES[place * 7 // 12 % len(SURNAMES)]}",
                    site=site,
                    contract="part time" if number // len(groups) % 3 else "full time",
                    skills=tuple(
                        Skill(queue=queue, proficiency=SECOND_SKILL if place else Decimal(1))
                        for place, queue in enumerate(queues)
                    ),
                )
            )
    return agents


def _requirements(draw: random.Random) -> list[Requirement]:
    """Two plateaus a day, an hour of slope between them, and noise."""
    rows = []
    for queue, (morning, afternoon) in MORNING_AND_AFTERNOON.items():
        for day in range(DAYS):
            level = WEEKEND if day >= len(tuple(Weekday)[:5]) else 1.0
            for half_hour in range(2 * OPEN, 2 * CLOSE):
                late = min(1.0, max(0.0, (half_hour / 2 - NOON + 0.5) / 1.0))
                wanted = level * (morning + late * (afternoon - morning)) * (1 + draw.gauss(0, NOISE))
                start = dt.datetime.combine(START, dt.time(), ZoneInfo(ZONE)) + dt.timedelta(
                    days=day, minutes=30 * half_hour
                )
                rows.append(Requirement(interval_start=start, queue=queue, required=max(0, round(wanted))))
    return rows
