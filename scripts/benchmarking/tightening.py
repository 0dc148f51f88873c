"""Limits drawn around a roster: plans as tight as it allows, and tighter than that."""

from __future__ import annotations

import datetime as dt
import random
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from scheduler.audit import violations_of
from scheduler.audit_supply import supply
from scheduler.problem import Problem
from scheduler.roster import Roster, Shift
from scheduler.rules.registry import kind_of

UNITS_PER_AGENT = 100
"""Of the auditor's supply."""
SHARE = 0.5
"""Of the kinds of limits that are drawn in a plan."""
DRAWS = 24

Fields = dict[str, Any]
Tightening = Callable[[Problem, Roster, random.Random], Sequence[Fields]]
"""Fields of ever looser plans."""


def obeys(roster: Roster, problem: Problem) -> bool:
    """Whether the auditor finds no hard rule broken."""
    return all(one.severity != "hard" for one in violations_of(roster, problem))


def tightened(problem: Problem, roster: Roster, draw: random.Random) -> Problem:
    """
    A plan with limits that a roster just keeps, as the auditor says.

    Parameters
    ----------
    problem, roster
        A plan and a roster of it.
    draw
        Random choices.
    """
    for tighten in [one for one in TIGHTENINGS.values() if draw.random() < SHARE]:
        ladder = tighten(problem, roster, draw)
        step = _first_kept(problem, roster, ladder)
        if step < len(ladder):
            problem = problem.model_copy(update=ladder[step])
    return problem


def beyond(problem: Problem, roster: Roster, draw: random.Random) -> Iterator[tuple[str, Problem]]:
    """
    Ever tighter plans, each with one limit more that the roster breaks, and the kind of that limit.

    Parameters
    ----------
    problem, roster
        A plan and a roster of it.
    draw
        Random choices.
    """
    for _ in range(DRAWS):
        name = draw.choice(list(TIGHTENINGS))
        ladder = TIGHTENINGS[name](problem, roster, draw)
        step = _first_kept(problem, roster, ladder)
        tighter = _plan(problem, ladder[max(0, step - draw.choice([1, 1, 2]))]) if step else None
        if tighter is not None:
            problem = tighter
            yield name, problem


def _first_kept(problem: Problem, roster: Roster, ladder: Sequence[Fields]) -> int:
    """The first of ever looser plans that a roster keeps; their number where it keeps none."""

    def keeps(fields: Fields) -> bool:
        looser = _plan(problem, fields)
        return looser is not None and obeys(roster, looser)

    return bisect_left(ladder, True, key=keeps)


def _plan(problem: Problem, fields: Fields) -> Problem | None:
    """A plan with some fields changed; ``None`` where it is none that can be read."""
    try:
        return problem.model_copy(update=fields)
    except ValueError:
        return None


def _some_shift(roster: Roster, draw: random.Random) -> Shift | None:
    shifts = list(roster.shifts())
    return draw.choice(shifts) if shifts else None


def _replaced(rows: Sequence[Any], key: str, name: str, **update: Any) -> tuple[Any, ...]:
    return tuple(row.model_copy(update=update) if getattr(row, key) == name else row for row in rows)


def _limits(problem: Problem, roster: Roster, draw: random.Random, field: str) -> Sequence[Fields]:
    """Minima, or maxima, of some hours of a queue on some dates: what it has, and some more or less."""
    queue = draw.randrange(len(problem.queues))
    name, horizon, grid = problem.queues[queue].queue, problem.horizon, problem.interval_minutes
    given = supply(roster, problem)[queue] / (UNITS_PER_AGENT * grid)
    dates, hours = draw.randint(1, problem.days), sorted(draw.sample(range(25), 2))
    first = draw.randrange(problem.days)
    chosen = [
        interval
        for interval in range(horizon.num_intervals)
        if first <= (horizon.instant(interval * grid).date() - problem.start_date).days < first + dates
        and hours[0] <= horizon.instant(interval * grid).hour < hours[1]
    ]
    sign = 1 if field == "minimum" else -1
    return [_with_limits(problem, name, field, {t: given[t] + sign * more for t in chosen}) for more in (2, 1, 0.5, 0)]


def _with_limits(problem: Problem, queue: str, field: str, limits: dict[int, float]) -> Fields:
    horizon, grid = problem.horizon, problem.interval_minutes
    rows = {(row.queue, horizon.minute(row.interval_start) // grid): row.model_dump() for row in problem.requirements}
    for interval, limit in limits.items():
        empty = {"queue": queue, "interval_start": horizon.instant(interval * grid), "required": 0}
        row = rows.get((queue, interval), empty)
        other = row.get("maximum" if field == "minimum" else "minimum")
        value = Decimal(str(max(0.0, round(float(limit), 2))))
        if other is not None:
            value = min(value, other) if field == "minimum" else max(value, other)
        rows[queue, interval] = row | {field: value}
    return {"requirements": tuple(rows.values())}


def _minima(problem: Problem, roster: Roster, draw: random.Random) -> Sequence[Fields]:
    return _limits(problem, roster, draw, "minimum")


def _maxima(problem: Problem, roster: Roster, draw: random.Random) -> Sequence[Fields]:
    return _limits(problem, roster, draw, "maximum")


def _seats(problem: Problem, roster: Roster, draw: random.Random) -> Sequence[Fields]:
    site = draw.choice(problem.sites)
    hours = sorted(draw.sample(range(25), 2)) if draw.random() < 0.5 else [0, 24]
    window = {"start": f"{hours[0]:02d}:00", "end": f"{hours[1]:02d}:00"}
    return [
        {"sites": _validated(problem.sites, "site", site.site, seats=[*_plain(site.seats), window | {"seats": number}])}
        for number in range(len(problem.agents) + 1)
    ]


def _plain(rows: Sequence[Any]) -> list[dict[str, Any]]:
    return [row.model_dump(mode="json") for row in rows]


def _validated(rows: Sequence[Any], key: str, name: str, **update: Any) -> tuple[Any, ...]:
    """Rows of which one is changed and read anew."""
    return tuple(
        type(row).model_validate(row.model_dump(mode="json") | update) if getattr(row, key) == name else row
        for row in rows
    )


def _equipment(problem: Problem, roster: Roster, draw: random.Random) -> Sequence[Fields]:
    if not problem.pools:
        return ()
    pool = draw.choice(problem.pools)
    return [{"pools": _replaced(problem.pools, "pool", pool.pool, units=number)} for number in range(pool.units + 1)]


def _minimum_block(problem: Problem, roster: Roster, draw: random.Random) -> Sequence[Fields]:
    queue = draw.choice(problem.queues)
    return [
        {"queues": _replaced(problem.queues, "queue", queue.queue, minimum_block_minutes=minutes)}
        for minutes in (240, 180, 120, 60, 0)
    ]


def _contract(problem: Problem, roster: Roster, draw: random.Random) -> Sequence[Fields]:
    """The least or the most of a contract, from the tightest on."""
    own = draw.choice(problem.contracts)
    fields = ("minimum_minutes_per_week", "maximum_minutes_per_week", "minimum_days_per_week", "maximum_days_per_week")
    field = draw.choice(fields)
    steps = list(range(8)) if "days" in field else [60 * hours for hours in range(0, 61, 2)]
    if field.startswith("minimum"):
        steps.reverse()
    other = getattr(own, ("maximum" if field.startswith("minimum") else "minimum") + field[7:])
    limits = [
        limit for limit in steps if other is None or (limit <= other if field.startswith("minimum") else limit >= other)
    ]
    return [{"contracts": _replaced(problem.contracts, "contract", own.contract, **{field: limit})} for limit in limits]


def _patterns(problem: Problem, roster: Roster, draw: random.Random) -> Sequence[Fields]:
    """A contract without one of its patterns."""
    own = draw.choice(problem.contracts)
    if len(own.patterns) < 2:
        return ()
    fewer = tuple(name for name in own.patterns if name != draw.choice(own.patterns)) or own.patterns
    return [
        {"contracts": _replaced(problem.contracts, "contract", own.contract, patterns=names)}
        for names in (fewer, own.patterns)
    ]


RAISED, LOWERED = ("maximum", "tolerance"), ("minimum", "hours")
"""How the names of limits begin that ease a rule when they are raised, or lowered."""


def _rule(problem: Problem, roster: Roster, draw: random.Random) -> Sequence[Fields]:
    """A limit of one of the plan's own rules."""
    if not problem.rules:
        return ()
    name = draw.choice(sorted(problem.rules))
    stated = problem.rules[name]
    kind = kind_of(name, stated)
    own = [field for field in stated if field.startswith((*RAISED, *LOWERED))]
    if kind is None or not own:
        return ()
    field = draw.choice(own)
    steps = {"tolerance_minutes": [60 * hours for hours in range(15)]}.get(field, list(range(73)))
    if field.startswith(LOWERED):
        steps = [number for number in reversed(steps) if number or not field.startswith("hours")]
    if field.startswith("maximum") and kind.name in ("shift_length", "working_hours", "night_work", "consecutive_days"):
        steps = [number for number in steps if number]
    return [{"rules": {**problem.rules, name: {**stated, field: number}}} for number in steps]


def _prayer(problem: Problem, roster: Roster, draw: random.Random) -> Sequence[Fields]:
    """Time of some weekday on which nobody works."""
    hour = draw.randrange(6, 22)
    window = {"windows": [{"start": f"{hour:02d}:00", "end": f"{hour + 1:02d}:00"}], "days_of_week": ["monday"]}
    rule = {"kind": "protected_time", **window}
    return [{"rules": {**problem.rules, "quiet hour": rule}}, {"rules": dict(problem.rules)}]


def _absence(problem: Problem, roster: Roster, draw: random.Random) -> Sequence[Fields]:
    """An absence of some hours, or the same an hour shorter and so on."""
    return _spans(problem, draw, "absences", {"kind": "leave", "credited_minutes": draw.choice([0, 240])})


def _unavailable(problem: Problem, roster: Roster, draw: random.Random) -> Sequence[Fields]:
    return _spans(problem, draw, "availability", {"kind": "unavailable"})


def _spans(problem: Problem, draw: random.Random, table: str, more: Mapping[str, Any]) -> Sequence[Fields]:
    horizon, own = problem.horizon, draw.choice(problem.agents).agent
    first, hours = 60 * draw.randrange(horizon.num_minutes // 60 - 2), draw.choice([4, 12, 24, 60])
    start, ends = horizon.instant(first), [min(first + 60 * long, horizon.num_minutes) for long in range(hours, 0, -1)]
    rows = [{"agent": own, "start": start, "end": horizon.instant(end), **more} for end in ends]
    return [{table: (*getattr(problem, table), row)} for row in rows]


def _available(problem: Problem, roster: Roster, draw: random.Random) -> Sequence[Fields]:
    """An agent who is there for his shifts only, with some hours around them or not."""
    own = draw.choice(problem.agents).agent
    tour, horizon = roster.tours.get(own, ()), problem.horizon
    if not tour or any(row.agent == own for row in problem.availability):
        return ()

    def rows(slack: int) -> tuple[dict[str, Any], ...]:
        edges = [(horizon.minute(shift.start) - slack, horizon.minute(shift.end) + slack) for shift in tour]
        return tuple(
            {"agent": own, "start": horizon.instant(start), "end": horizon.instant(end)} for start, end in edges
        )

    return [{"availability": (*problem.availability, *rows(slack))} for slack in (-60, 0, 120)]


def _valid_dates(problem: Problem, roster: Roster, draw: random.Random) -> Sequence[Fields]:
    own = draw.choice(problem.agents)
    field, dates = draw.choice(["valid_from", "valid_to"]), [problem.horizon.date(day) for day in range(problem.days)]
    if field == "valid_from":
        dates.reverse()
    fitting = [date for date in dates if _in_order(own, field, date)]
    return [{"agents": _replaced(problem.agents, "agent", own.agent, **{field: date})} for date in fitting]


def _in_order(agent: Any, field: str, date: dt.date) -> bool:
    if field == "valid_from":
        return agent.valid_to is None or date <= agent.valid_to
    return agent.valid_from is None or date >= agent.valid_from


def _skill(problem: Problem, roster: Roster, draw: random.Random) -> Sequence[Fields]:
    """An agent without one of his skills."""
    own = draw.choice(problem.agents)
    if len(own.skills) < 2:
        return ()
    gone = draw.choice(own.skills)
    fewer = tuple(skill for skill in own.skills if skill != gone)
    return [{"agents": _replaced(problem.agents, "agent", own.agent, skills=skills)} for skills in (fewer, own.skills)]


def _pin(problem: Problem, roster: Roster, draw: random.Random) -> Sequence[Fields]:
    """A shift, or a part of one, as it is or at another time."""
    shift = _some_shift(roster, draw)
    if shift is None:
        return ()
    part = draw.choice(shift.activities)
    whole = (shift.start, shift.end, "")
    start, end, activity = whole if draw.random() < 0.5 else (part.start, part.end, part.activity)
    horizon = problem.horizon
    first, last = horizon.minute(start), horizon.minute(end)

    def pin(later: int, agent: str) -> dict[str, Any]:
        span = {"start": horizon.instant(first + later), "end": horizon.instant(last + later)}
        return {"agent": agent, "shift_date": shift.shift_date, "activity": activity, **span}

    other = draw.choice(problem.agents).agent
    wanted = [pin(60, shift.agent), pin(0, other), pin(0, shift.agent)]
    return [{"pins": (*problem.pins, one)} for one in wanted]


TIGHTENINGS: Mapping[str, Tightening] = MappingProxyType(
    {
        one.__name__.strip("_").replace("_", " "): one
        for one in (
            _minima,
            _maxima,
            _seats,
            _equipment,
            _minimum_block,
            _contract,
            _patterns,
            _rule,
            _prayer,
            _absence,
            _unavailable,
            _available,
            _valid_dates,
            _skill,
            _pin,
        )
    }
)
"""Kinds of limits that can be drawn."""
