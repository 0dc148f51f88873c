"""
A made-up contact centre of any size: a week of quarters of an hour, as many people and queues as one likes.

Calls come in two humps a day, on the first queue round the clock, and ask for people by Erlang A. What people can give,
breaks and leave taken off, is ``1 / load`` times the hours that this asks for.
"""

from __future__ import annotations

import datetime as dt
import math
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from zoneinfo import ZoneInfo

from scheduler.contracts import Contract, Pattern
from scheduler.demand import Demand, Queue, ServiceGoal
from scheduler.explain.fact import Question
from scheduler.explain.feasible import Asker
from scheduler.explain.held import held_beyond
from scheduler.people import Absence, Agent, Availability, Preference, Skill
from scheduler.problem import Problem, Weights
from scheduler.sites import SeatLimit, Site
from scheduler.staffing import staff
from scripts.instance_families.bank_calls import day_breaks
from scripts.instance_families.crew import spread

START = dt.date(2026, 11, 30)
ZONE = "Europe/London"
DAYS, INTERVAL = 7, 15
QUEUES = (
    "emergency",
    "service",
    "sales",
    "tech",
    "billing",
    "orders",
    "retention",
    "claims",
    "delivery",
    "partners",
    "chat",
    "returns",
)
"""The first one is open round the clock, the others from 7 to 22 or from 8 to 20."""
WEEKDAYS = (1.1, 1.0, 0.97, 0.97, 1.0, 0.65, 0.5)
"""Calls of each date, of those of an average weekday."""
NOISE = 0.05
NIGHT_SHARE, NIGHT_LOAD = 0.06, 0.6
"""Share of the people who work nights; calls at night, as a share of what those who are there can answer."""
CONTRACTS = {"full time": 0.55, "flexible": 0.15, "part time": 0.3}
"""Shares of all others."""
HOURS = {"full time": 37.5, "flexible": 37.5, "part time": 24.0, "night": 37.5}
"""Hours a week that one of them can spend on queues, breaks taken off."""
CREDITED = {"full time": 480, "flexible": 480, "part time": 300, "night": 480}
"""Paid minutes of a day of leave."""
PROFICIENCY = (Decimal(1), Decimal("0.9"), Decimal("0.8"))
"""On an agent's first, second and third queue."""
AWAY, PART_OF_WEEK, WITH_WISHES = 0.08, 0.1, 0.5
"""Shares of people with leave, with an availability of their own, and with wishes."""
SEATS, SEATED_LOAD = 1.05, 0.95
"""Seats for each agent that is wanted at the peak, of this load at least: who has nothing to do still has a seat."""
FORENAMES = ("Ada", "Ben", "Chloe", "Dev", "Ewa", "Femi", "Grace", "Hugo", "Iris", "Jon", "Kate", "Leo", "Mia", "Noor")
SURNAMES = ("Adams", "Baker", "Cole", "Dixon", "Evans", "Frost", "Grant", "Hayes", "Irwin", "Jones", "Khan", "Lewis")


@dataclass(frozen=True)
class Size:
    """
    Parameters
    ----------
    agents, queues, sites
        How many; 1 to 12 queues.
    load
        Hours that calls ask for, per hour that people can give.
    seed
        Of all that is drawn.
    """

    agents: int
    queues: int
    sites: int
    load: float
    seed: int


def make_plan(size: Size) -> Problem:
    """
    The week.

    Parameters
    ----------
    size
        How large and how busy.
    """
    draw = random.Random(f"{size.agents} {size.queues} {size.sites} {size.seed}")
    agents = tuple(_agents(size))
    absences = tuple(_absences(draw, agents))
    plan = Problem(
        name=f"Contact centre, {size.agents} agents, {size.queues} queues, load {size.load:g}, seed {size.seed}",
        start_date=START,
        days=DAYS,
        interval_minutes=INTERVAL,
        time_zone=ZONE,
        packs=("uk",),
        rules={"consecutive_days": {"maximum": 6}},
        weights=Weights(understaffing=Decimal(1), overstaffing=Decimal("0.25"), preferences=Decimal("0.01")),
        sites=tuple(Site(site=_site(number)) for number in range(size.sites)),
        queues=tuple(_queues(size)),
        patterns=_patterns(),
        contracts=_contracts(),
        agents=agents,
        absences=absences,
        availability=tuple(_availability(draw, agents)),
        preferences=tuple(_wishes(draw, agents)),
        demand=(Demand(interval_start=_instant(0, 8 * 60), queue=QUEUES[0], volume=1.0, aht_seconds=_aht(0)),),
    )
    return _seated(_busy(plan, size, _noise(draw, size)), size.load)


def _changed(plan: Problem, **fields: object) -> Problem:
    return Problem(**({name: getattr(plan, name) for name in Problem.model_fields} | fields))


def _site(number: int) -> str:
    return f"site {number + 1}"


def _queues(size: Size) -> Iterator[Queue]:
    goal = ServiceGoal(answered_share=0.8, answered_within_seconds=20, patience_seconds=180)
    for name in QUEUES[: size.queues]:
        yield Queue(queue=name, minimum_block_minutes=60, service_goal=goal)


def _aht(queue: int) -> float:
    return 240.0 + 30.0 * queue


def _is_night(number: int) -> bool:
    """Every so many-th person works nights, the first one too."""
    return int((number + 1) * NIGHT_SHARE) > int(number * NIGHT_SHARE) or number == 0


def _agents(size: Size) -> Iterator[Agent]:
    """First queues as the calls are shared out, one to three in turn, contracts by their shares, sites in turn."""
    width, contracts = len(str(size.agents)), list(CONTRACTS)
    of_queue, of_contract = spread(_shares(size.queues), size.agents), spread(list(CONTRACTS.values()), size.agents)
    seen: Counter[int] = Counter()
    for number in range(size.agents):
        first, contract = of_queue[number], contracts[of_contract[number]]
        count = 1 + seen[first] % 3
        seen[first] += 1
        if _is_night(number):
            first, count, contract = 0, 1, "night"
        queues = dict.fromkeys((first + step) % size.queues for step in range(count))
        yield Agent(
            agent=f"a{number + 1:0{width}d}",
            name=f"{FORENAMES[number % len(FORENAMES)]} {SURNAMES[number // len(FORENAMES) % len(SURNAMES)]}",
            site=_site(number % size.sites),
            contract=contract,
            skills=tuple(
                Skill(queue=QUEUES[queue], proficiency=PROFICIENCY[place]) for place, queue in enumerate(queues)
            ),
        )


def _absences(draw: random.Random, agents: tuple[Agent, ...]) -> Iterator[Absence]:
    for agent in agents:
        if draw.random() < AWAY:
            days = draw.randint(1, 3)
            first = draw.randrange(DAYS - days + 1)
            start, end = _instant(first, 0), _instant(first + days, 0)
            credited = days * CREDITED[agent.contract]
            yield Absence(agent=agent.agent, start=start, end=end, kind="leave", credited_minutes=credited)


def _availability(draw: random.Random, agents: tuple[Agent, ...]) -> Iterator[Availability]:
    """One date off, mornings only, or not before nine."""
    for agent in agents:
        if draw.random() >= PART_OF_WEEK or agent.contract == "night":
            continue
        day = draw.randrange(DAYS)
        spans = {
            "date": [(day, 0, 24 * 60)],
            "mornings": [(each, 15 * 60 + 30, 24 * 60) for each in range(DAYS)],
            "late": [(each, 0, 9 * 60) for each in range(DAYS)],
        }[draw.choice(("date", "mornings", "late"))]
        for each, start, end in spans:
            span = {"start": _instant(each, start), "end": _instant(each, end)}
            yield Availability(agent=agent.agent, kind="unavailable", **span)


def _wishes(draw: random.Random, agents: tuple[Agent, ...]) -> Iterator[Preference]:
    """A weekend day off, an evening off, or a morning at work."""
    for agent in agents:
        if draw.random() >= WITH_WISHES:
            continue
        day, weight = draw.randrange(DAYS), Decimal(draw.randint(1, 3))
        kind, each, start, end = draw.choice(
            (("avoid", draw.choice((5, 6)), 0, 24 * 60), ("avoid", day, 18 * 60, 22 * 60), ("prefer", day, 480, 720))
        )
        span = {"start": _instant(each, start), "end": _instant(each, end)}
        yield Preference(agent=agent.agent, kind="avoid" if kind == "avoid" else "prefer", weight=weight, **span)


def _instant(day: int, minute: int) -> dt.datetime:
    date = START + dt.timedelta(days=day + minute // (24 * 60))
    return dt.datetime.combine(date, dt.time(minute // 60 % 24, minute % 60), ZoneInfo(ZONE))


def _patterns() -> tuple[Pattern, ...]:
    first, *others = day_breaks()
    full = Pattern(
        pattern="full day",
        earliest_start="06:30",
        latest_start="13:30",
        lengths_minutes=(510,),
        breaks=(first, *others),
    )
    short = first.model_copy(update={"name": "short break", "earliest_minutes": 120, "latest_minutes": 195})
    half = Pattern(
        pattern="half day", earliest_start="07:00", latest_start="17:00", lengths_minutes=(300, 360), breaks=(short,)
    )
    night = _night(full)
    return full, half, night


def _night(full: Pattern) -> Pattern:
    """Nights from 22:00 to 06:30, with the breaks of a full day."""
    times = {"pattern": "night", "earliest_start": "22:00", "latest_start": "22:00"}
    return Pattern(**(full.model_dump() | times))


def _contracts() -> tuple[Contract, ...]:
    """Exactly five shifts, four or five, three to five short ones, and four or five nights a week."""
    limits = {
        "full time": ("full day", 2400, 2400),
        "flexible": ("full day", 1920, 2400),
        "part time": ("half day", 900, 1620),
        "night": ("night", 1920, 2400),
    }
    return tuple(
        Contract(
            contract=name,
            patterns=(pattern,),
            minimum_minutes_per_week=least,
            maximum_minutes_per_week=most,
            maximum_days_per_week=5,
        )
        for name, (pattern, least, most) in limits.items()
    )


def _noise(draw: random.Random, size: Size) -> list[list[float]]:
    """Factors on calls, by queue and interval."""
    count = DAYS * 24 * 60 // INTERVAL
    return [[max(0.0, 1 + draw.gauss(0, NOISE)) for _ in range(count)] for _ in range(size.queues)]


def _busy(plan: Problem, size: Size, noise: list[list[float]]) -> Problem:
    """The plan with calls that ask for so many hours of what people can give: found by halving."""
    away = sum((row.end - row.start).days * CREDITED[plan.contract_of[row.agent].contract] for row in plan.absences)
    wanted = size.load * (sum(HOURS[agent.contract] for agent in plan.agents) - away / 60)
    nights = sum(agent.contract == "night" for agent in plan.agents)
    low, high, best = 0.0, 2.0, plan
    for _ in range(12):
        level = (low + high) / 2
        best = _changed(plan, demand=tuple(_demand(size, level * size.agents, nights, noise)))
        asked = sum(float(row.required) for row in staff(best).requirements) * INTERVAL / 60
        low, high = (level, high) if asked < wanted else (low, level)
    return best


def _demand(size: Size, level: float, nights: int, noise: list[list[float]]) -> Iterator[Demand]:
    """
    Calls of each queue and interval.

    Parameters
    ----------
    size
        How large the centre is.
    level
        Agents whom calls keep busy, all queues together, on an hour like the busiest of an average weekday.
    nights
        People who work nights.
    noise
        Factors on calls.
    """
    shares = _shares(size.queues)
    for queue in range(size.queues):
        for interval, factor in enumerate(noise[queue]):
            day, minute = divmod(interval * INTERVAL, 24 * 60)
            busy = level * shares[queue] * WEEKDAYS[day] * _curve(queue, minute / 60)
            if queue == 0 and not 7 <= minute / 60 < 22:
                busy = NIGHT_LOAD * nights * 5 / DAYS
            volume = round(factor * busy * INTERVAL * 60 / _aht(queue), 2)
            if volume > 0:
                start = _instant(day, minute)
                yield Demand(interval_start=start, queue=QUEUES[queue], volume=volume, aht_seconds=_aht(queue))


def _shares(queues: int) -> list[float]:
    """What each queue has of all calls."""
    weights = [1 / (queue + 2) for queue in range(queues)]
    return [weight / sum(weights) for weight in weights]


def _curve(queue: int, hour: float) -> float:
    """Calls at an hour of the day, of those at the busiest: a hump before and one after noon."""
    opens, closes = (8, 20) if queue % 2 else (7, 22)
    if not opens <= hour < closes:
        return 0.0
    return 0.15 + 0.85 * max(math.exp(-(((hour - 10.75) / 2.2) ** 2)), 0.9 * math.exp(-(((hour - 15.5) / 2.8) ** 2)))


def _seated(plan: Problem, load: float) -> Problem:
    """Sites with seats for their share of the people wanted at the peak."""
    peak: dict[dt.datetime, float] = {}
    for row in staff(plan).requirements:
        peak[row.interval_start] = peak.get(row.interval_start, 0.0) + float(row.required)
    most, sites = max(peak.values()) * max(1.0, SEATED_LOAD / load), []
    for site in plan.sites:
        share = sum(agent.site == site.site for agent in plan.agents) / len(plan.agents)
        seats = SeatLimit(start="00:00", end="24:00", seats=math.ceil(SEATS * most * share))
        sites.append(site.model_copy(update={"seats": (seats,)}))
    seated = _changed(plan, sites=tuple(sites))
    return seated if load >= SEATED_LOAD else _with_seats_for_contracts(seated)


def _with_seats_for_contracts(plan: Problem) -> Problem:
    """More seats where contracts fill more than there are: with few calls more people are there than calls ask for."""
    found = list(held_beyond(Question(staff(plan)), Asker(math.inf)))
    return _changed(plan, sites=found[-1].question.problem.sites) if found else plan
