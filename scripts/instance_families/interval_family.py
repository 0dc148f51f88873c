"""The synthetic family of one queue without breaks, of any size, on which other tools were measured too."""

from __future__ import annotations

import datetime as dt
import importlib.util
from decimal import Decimal
from pathlib import Path
from typing import Any

from scheduler.contracts import Contract, Pattern
from scheduler.demand import Queue, Requirement
from scheduler.people import Agent, Skill
from scheduler.problem import Problem, Weights
from scheduler.records import format_time_of_day
from scheduler.sites import Site
from scripts.instance_families.weeks import UsageError

START = dt.date(2026, 11, 30)
QUEUE = "calls"
SITE = "centre"


def make_plan(tools: Path, count: int, interval_minutes: int, hours: str, load: float, seed: int) -> Problem:
    """
    Plan of a week from a Monday: five shifts of 8 hours for everybody, starting on the half hour, 11 hours of rest.

    Parameters
    ----------
    tools
        Folder of ``interval_family.py``.
    count
        Agents.
    interval_minutes
        Grid of the requirement.
    hours
        ``day`` for 07:00-22:00 or ``24h``.
    load
        Required hours per contract hour.
    seed
        Seed of the noise on the curve.

    Raises
    ------
    UsageError
        There is no ``interval_family.py`` in ``tools``.
    """
    family = _family(tools, count, interval_minutes, hours, load, seed)
    first = family["open"] * 60
    starts = [first + start * interval_minutes for start in family["starts"]]
    step = starts[1] - starts[0]
    return Problem(
        name=f"Interval family, {count} agents, {interval_minutes} min, {hours}, load {load:g}, seed {seed}",
        start_date=START,
        days=7,
        interval_minutes=interval_minutes,
        time_zone="UTC",
        weights=Weights(understaffing=Decimal(1), overstaffing=Decimal(1)),
        rules={"daily_rest": {"hours": family["rest_h"]}},
        sites=(Site(site=SITE),),
        queues=(Queue(queue=QUEUE),),
        patterns=(
            Pattern(
                pattern="shift",
                earliest_start=format_time_of_day(starts[0]),
                latest_start=format_time_of_day(starts[-1]),
                start_step_minutes=step,
                lengths_minutes=(family["shift_len"] * interval_minutes,),
            ),
        ),
        contracts=(
            Contract(
                contract="five days",
                patterns=("shift",),
                minimum_days_per_week=family["days_per_week"],
                maximum_days_per_week=family["days_per_week"],
            ),
        ),
        agents=_agents(count),
        requirements=_requirements(family["requirement"], first, interval_minutes),
    )


def _family(tools: Path, count: int, interval_minutes: int, hours: str, load: float, seed: int) -> dict[str, Any]:
    path = tools / "interval_family.py"
    spec = importlib.util.spec_from_file_location("interval_family", path)
    if not path.is_file() or spec is None or spec.loader is None:
        raise UsageError(f"{path} is not there; say where it is with --tools")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: dict[str, Any] = module.make(count, interval_minutes, hours, load, seed)
    return made


def _agents(count: int) -> tuple[Agent, ...]:
    width = len(str(count))
    return tuple(
        Agent(agent=f"agent {number + 1:0{width}d}", site=SITE, contract="five days", skills=(Skill(queue=QUEUE),))
        for number in range(count)
    )


def _requirements(days: list[list[int]], first: int, interval_minutes: int) -> tuple[Requirement, ...]:
    midnight = dt.datetime.combine(START, dt.time(), dt.UTC)
    return tuple(
        Requirement(
            interval_start=midnight + dt.timedelta(days=day, minutes=first + period * interval_minutes),
            queue=QUEUE,
            required=Decimal(required),
        )
        for day, row in enumerate(days)
        for period, required in enumerate(row)
    )
