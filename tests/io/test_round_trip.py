"""read(write(x)) == x, for folders, workbooks and JSON."""

from __future__ import annotations

import datetime as dt
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.contracts import Break, Contract, Pattern
from scheduler.demand import Demand, Queue, Requirement, ServiceGoal
from scheduler.equipment import EquipmentPool
from scheduler.io.example import write_example
from scheduler.io.read import read_plan
from scheduler.io.write import write_plan
from scheduler.people import (
    Absence,
    Adjustment,
    Agent,
    Availability,
    PastShift,
    Pin,
    Preference,
    PublishedShift,
    Skill,
)
from scheduler.problem import Problem, Weights
from scheduler.records import Weekday
from scheduler.rules.registry import RULES
from scheduler.sites import SeatLimit, Site

FORMS = ("plan", "plan.xlsx", "plan.json")
PACKS = ("eu", "uk")
INSTANCES = Path(__file__).resolve().parents[2] / "instances"

START = dt.datetime(2026, 10, 24, tzinfo=dt.timezone(dt.timedelta(hours=1)))
"""Midnight before the night on which London's clocks go back, in summer time."""

AWKWARD = (
    "=1+1",
    "+44",
    "-5",
    "@x",
    "'",
    "'=a",
    "a,b",
    'say "x"',
    " a",
    "a ",
    "Zoë 🙂",
    "1e5",
    "007",
    "true",
    "null",
    "[]",
)

PHRASES = (*AWKWARD, "a|b=c", '"', '{"a": 1}', "two\nlines", "tab\tand\rreturn", "", " ", "\x7f", "NaN", "1 | 2")
"""Texts that parameters of rules may hold: ``|``, ``=`` and JSON mean something in the cells that hold them."""

characters = st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="|:;\ufffe\uffff")
names = st.one_of(st.sampled_from(AWKWARD), st.text(characters, min_size=1, max_size=12))
labels = st.one_of(st.just(""), names, st.sampled_from(("a:b|c", "; x")))
shares = st.floats(0.01, 0.99)
costs = st.decimals(0, 1000, places=4)
volumes = st.floats(0, 1e6)
minutes = st.integers(0, 20).map(lambda number: 30 * number)
phrases = st.sampled_from(PHRASES) | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
dates = st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1))
hours = st.decimals("0.25", 24, places=2)
windows = st.fixed_dictionaries({"start": st.sampled_from(["23:00", "00:30"]), "end": st.just("06:00")})
kinds = st.fixed_dictionaries({}, optional={"windows": st.lists(windows, max_size=2), "minimum_hours": hours})
parameters = st.fixed_dictionaries(
    {"kind": st.just("shift_length"), "maximum_hours": hours | st.integers(1, 20)},
    optional={
        "severity": st.just("warning"),
        "summary": phrases,
        "enabled": st.booleans(),
        "only_for": st.lists(names, max_size=2),
        "valid_from": dates.map(dt.date.isoformat),
        "shifts": kinds,
    },
)


def spans(first: int = 0, last: int = 90) -> st.SearchStrategy[dict[str, dt.datetime]]:
    return st.tuples(st.integers(first, last), st.integers(1, 6)).map(
        lambda pair: {
            "start": START + dt.timedelta(minutes=30 * pair[0]),
            "end": START + dt.timedelta(minutes=30 * (pair[0] + pair[1])),
        }
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Two days around the night on which London's clocks go back, with every table and awkward names."""
    draw_names = lambda least=1: draw(st.lists(names, min_size=least, max_size=3, unique=True))  # noqa: E731
    queues, sites, patterns, contracts, agents = (draw_names() for _ in range(5))
    skills = st.builds(Skill, queue=st.sampled_from(queues), proficiency=st.decimals("0.01", 2, places=2))
    goals = st.builds(
        ServiceGoal, maximum_occupancy=st.none() | shares, shrinkage=shares, minimum_staff=st.integers(0, 9)
    )
    breaks = draw(st.lists(names.filter(lambda name: name not in queues), max_size=2))
    weekdays = st.lists(st.sampled_from(Weekday), min_size=1, max_size=7).map(tuple)
    own_names = names.filter(lambda name: name not in RULES)
    rules = st.fixed_dictionaries(
        {}, optional={"daily_rest": st.just({"hours": Decimal("10.5")}), "breaks": st.just({})}
    ).flatmap(lambda known: st.dictionaries(own_names, parameters, max_size=2).map(lambda own: known | own))
    who = st.sampled_from(agents)
    contract_fields = {
        "patterns": st.lists(st.sampled_from(patterns), min_size=1, max_size=2).map(tuple),
        "hourly_cost": costs,
        "rules": rules,
    }
    rows = st.lists(st.tuples(st.integers(0, 97), st.sampled_from(queues)), max_size=5, unique=True)
    required = st.decimals(0, 50, places=2)
    at = [(START + dt.timedelta(minutes=30 * number), queue) for number, queue in draw(rows)]
    as_demand = draw(st.booleans())
    fields: dict[str, Any] = {
        "weights": draw(st.builds(Weights, understaffing=costs, preferences=costs)),
        "rules": draw(rules),
        "sites": [
            Site(
                site=name,
                seats=draw(st.lists(seat_limits(weekdays), max_size=2)),
                holidays=draw(st.lists(dates, max_size=2)),
                turnaround_minutes=draw(st.sampled_from([0, 30])),
                desks=draw(st.lists(names, max_size=2, unique=True)),
                limit_cost=draw(costs),
                **draw(st.sampled_from([{}, {"country": "FR"}, {"country": "GB", "region": "SCT"}])),
            )
            for name in sites
        ],
        "pools": [draw(equipment(name, queues, sites)) for name in draw(st.lists(names, max_size=2, unique=True))],
        "queues": [Queue(queue=name, channel=draw(names), service_goal=draw(st.none() | goals)) for name in queues],
        "patterns": [draw(pattern(name, breaks, weekdays)) for name in patterns],
        "contracts": [Contract(contract=name, **draw(st.fixed_dictionaries(contract_fields))) for name in contracts],
        "packs": draw(st.lists(st.sampled_from(PACKS), max_size=2, unique=True)),
        "history_from": draw(st.none() | st.dates(dt.date(1980, 1, 1), dt.date(2026, 10, 24))),
        "published_on": draw(st.none() | dates),
        "agents": [
            Agent(
                agent=name,
                name=draw(labels.filter(lambda text: "\x7f" not in text)),
                site=draw(st.sampled_from(sites)),
                contract=draw(st.sampled_from(contracts)),
                skills=draw(st.lists(skills, min_size=1, max_size=2, unique_by=lambda skill: skill.queue)),
                valid_from=draw(st.none() | st.dates(dt.date(1, 1, 1), dt.date(2030, 1, 1))),
                attributes=draw(st.lists(names, max_size=2)),
                works_from_home=draw(st.booleans()),
            )
            for name in agents
        ],
        "availability": [Availability(agent=draw(who), kind="unavailable", **draw(spans())) for _ in range(2)],
        "absences": [Absence(agent=agents[0], kind=draw(names), credited_minutes=draw(minutes), **draw(spans()))],
        "preferences": [Preference(agent=draw(who), kind="avoid", weight=draw(costs), **draw(spans()))],
        "history": [PastShift(agent=draw(who), shift_date="2026-10-23", paid_minutes=60, **draw(spans(-40, -8)))],
        "pins": [Pin(agent=draw(who), shift_date="2026-10-24", activity="course", **draw(spans(0, 40)))],
        "adjustments": [
            Adjustment(agent=agent, rule=rule, parameters=own, valid_from=draw(st.none() | dates))
            for agent in agents
            for rule, own in draw(st.dictionaries(names.map("own {}".format), parameters, max_size=2)).items()
        ],
        "published": [
            PublishedShift(agent=agent, shift_date="2026-10-24", **draw(spans(0, 40)))
            for agent in draw(st.sets(st.sampled_from(agents)))
        ],
        "requirements": [] if as_demand else [
            Requirement(interval_start=start, queue=queue, required=draw(required)) for start, queue in at
        ],
        "demand": [
            Demand(interval_start=start, queue=queue, volume=draw(volumes), aht_seconds=240.1) for start, queue in at
        ] if as_demand else [],
    }  # fmt: skip
    return Problem(
        name=draw(names),
        start_date=dt.date(2026, 10, 24),
        days=2,
        interval_minutes=30,
        time_zone="Europe/London",
        **{name: tuple(rows) if isinstance(rows, list) else rows for name, rows in fields.items()},
    )


def seat_limits(weekdays: st.SearchStrategy[tuple[Weekday, ...]]) -> st.SearchStrategy[SeatLimit]:
    times = st.integers(0, 1440).map(lambda minute: f"{minute // 60:02d}:{minute % 60:02d}")
    limit = st.builds(SeatLimit, start=times, end=times, seats=st.integers(0, 50), days_of_week=weekdays)
    spans = st.tuples(dates, dates).map(sorted)
    dated = st.tuples(limit, spans).map(
        lambda pair: pair[0].model_copy(update={"valid_from": pair[1][0], "valid_to": pair[1][1]})
    )
    return limit | dated


def equipment(name: str, queues: list[str], sites: list[str]) -> st.SearchStrategy[EquipmentPool]:
    some = [st.lists(st.sampled_from(known), max_size=2, unique=True).map(tuple) for known in (queues, sites)]
    return st.builds(
        EquipmentPool,
        pool=st.just(name),
        units=st.integers(0, 9),
        queues=some[0],
        sites=some[1],
        only_for=st.lists(names, max_size=2).map(tuple),
        limits=st.sampled_from(["hard", "soft"]),
        limit_cost=costs,
    )


def pattern(
    name: str, breaks: list[str], weekdays: st.SearchStrategy[tuple[Weekday, ...]]
) -> st.SearchStrategy[Pattern]:
    parts = tuple(Break(name=part, minutes=30, paid=index == 0) for index, part in enumerate(breaks))
    return st.builds(
        Pattern,
        pattern=st.just(name),
        earliest_start=st.sampled_from(["00:00", "08:30"]),
        latest_start=st.sampled_from(["09:00", "23:59"]),
        start_step_minutes=st.sampled_from([30, 60]),
        lengths_minutes=st.lists(st.sampled_from([240, 480]), min_size=1, max_size=3).map(tuple),
        days_of_week=weekdays,
        breaks=st.just(parts),
    )


@given(problem=problems())
def test_every_form_reads_back_the_same(problem: Problem) -> None:
    """Names, numbers and times survive all three forms, and a plan converted twice is still the same."""
    with tempfile.TemporaryDirectory() as folder:
        current = problem
        for form in FORMS:
            write_plan(current, Path(folder) / form)
            current = read_plan(Path(folder) / form)
            assert current == problem


@pytest.mark.parametrize("name", ["tiny", "helpdesk", "contact-centre", "two-sites-peak"])
@pytest.mark.parametrize("form", FORMS)
def test_instances_read_back_the_same(name: str, form: str, tmp_path: Path) -> None:
    """The ready-made plans survive all three forms."""
    problem = read_plan(INSTANCES / name)
    write_plan(problem, tmp_path / form)
    assert read_plan(tmp_path / form) == problem


@pytest.mark.parametrize("form", FORMS)
def test_dates_and_times_of_toml_read_back_the_same(form: str, tmp_path: Path) -> None:
    """Parameters of rules may be dates and times in TOML, numbers and lists of Python; they mean the same as text."""
    write_example(tmp_path / "example")
    text = (tmp_path / "example" / "plan.toml").read_text(encoding="utf-8")
    rule = "[rules.shift_length]\nmaximum_hours = 9.1\nvalid_from = 2026-01-01\nshifts.latest_start = 12:00:00\n"
    (tmp_path / "example" / "plan.toml").write_text(text.replace("[[sites]]", f"{rule}\n[[sites]]", 1), "utf-8")
    problem = read_plan(tmp_path / "example")
    assert problem.rules["shift_length"] == {
        "maximum_hours": Decimal("9.1"), "valid_from": "2026-01-01", "shifts": {"latest_start": "12:00"}
    }  # fmt: skip
    rules = {"breaks": {"valid_to": dt.date(2027, 1, 1), "only_for": ("a",)}, "daily_rest": {"hours": 10.1}}
    for plan in (problem, problem.model_copy(update={"rules": rules})):
        write_plan(plan, tmp_path / form, overwrite=True)
        assert read_plan(tmp_path / form) == plan


@pytest.mark.parametrize("form", FORMS)
def test_same_plan_gives_same_bytes(form: str, tmp_path: Path) -> None:
    """Writing twice gives the same files."""
    write_example(tmp_path / "example")
    problem = read_plan(tmp_path / "example")
    for number in "12":
        write_plan(problem, tmp_path / number / form)
    first, second = ((tmp_path / number / form) for number in "12")
    files = [path.name for path in first.iterdir()] if first.is_dir() else [""]
    assert all((first / name).read_bytes() == (second / name).read_bytes() for name in files)
