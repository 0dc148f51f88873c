"""Units of equipment that are held only for the peak, or moved between pools."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from pydantic import ValidationError

from scheduler.audit import audit, exact_cost
from scheduler.engine_choice import Engine
from scheduler.equipment import EquipmentPool, EquipmentUnits
from scheduler.io.roster_csv import read_roster
from scheduler.io.run_folder import write_run
from scheduler.people import Agent, Skill
from scheduler.problem import Problem, Weights
from scheduler.roster import SET_UP, Activity, Roster
from scheduler.sites import Site
from scheduler.solve import build
from tests.builders import at, make_contract, make_pattern, make_problem, make_requirements
from tests.scheduler.findings import the_finding

DAY = "2026-12-01"
SITES = ("north", "south")
ENGINES = ["cpsat", "mip", "staged"]


def _problem(units: dict[str, Any], own: int, lengths: tuple[int, ...], required: list[int], **more: Any) -> Problem:
    """Anna in the north and Ben in the south, each with a pool of some own units; half hours from 9:00 on."""
    agents = [
        Agent(agent=name, site=site, contract="full", skills=(Skill(queue="phone"),))
        for name, site in zip(("anna", "ben"), SITES, strict=True)
    ]
    pattern = make_pattern(earliest_start="09:00", latest_start="13:00", lengths_minutes=lengths)
    return make_problem(
        agents=tuple(agents),
        sites=tuple(Site(site=site) for site in SITES),
        pools=tuple(EquipmentPool(pool=site, units=own, sites=(site,)) for site in SITES),
        units=(EquipmentUnits(**({"unit": "van", "count": 1, "pools": SITES} | units)),),
        patterns=(pattern,),
        contracts=(make_contract(maximum_days_per_week=1),),
        weights=Weights(understaffing=10, overstaffing=0),
        requirements=make_requirements("phone", f"{DAY} 09:00", required),
        **more,
    )


def moving_problem(units: dict[str, Any]) -> Problem:
    """One agent is wanted from 9:00 to 11:00 and from 12:00 to 14:00; shifts last two hours, and there is one van."""
    return _problem(units, 0, (120,), [1, 1, 1, 1, 0, 0, 1, 1, 1, 1])


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("units", "cost"),
    [
        ({}, 0),
        ({"transfer_cost": 3}, 3),
        ({"transfer_minutes": 60, "transfer_cost": 3}, 3),
        ({"transfer_minutes": 120, "transfer_cost": 3}, 13),
        ({"maximum_transfers": 0}, 20),
        ({"transfer_cost": 21}, 20),
        ({"count": 2, "transfer_cost": 21}, 0),
        ({"pools": ["north"]}, 20),
    ],
)
def test_a_unit_moves(engine: Engine, units: dict[str, Any], cost: float) -> None:
    """
    One agent is wanted from 9:00 to 11:00 and from 12:00 to 14:00, shifts last two hours, nobody works twice.

    Anna in the north can work the first two hours and Ben in the south the last two if the van gets there within the
    hour between; if it takes two, Ben comes at 13:00 and an hour is missing, 10. Without it both are, 20.
    """
    outcome = build(moving_problem(units), engine=engine, time_limit_seconds=200)
    assert (outcome.result.status, outcome.result.cost, outcome.result.bound) == ("optimal", cost, cost)


def peak_problem(units: dict[str, Any]) -> Problem:
    """Two agents are wanted from 9:00 to 12:00; Anna has a unit, and one can be held for Ben from 10:00 on."""
    window = {"start": "10:00", "end": "12:00", "pools": ["south"]}
    problem = _problem(window | units, 0, (120, 180), [2] * 6)
    pools = (problem.pools[0].model_copy(update={"units": 1}), problem.pools[1])
    return problem.model_copy(update={"pools": pools})


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("units", "cost"),
    [
        ({"holding_cost": 2}, 14),
        ({"holding_cost": 11}, 30),
        ({"holding_cost": 2, "start": "09:00"}, 6),
        ({"holding_cost": 2, "maximum_days": 0}, 30),
        ({"holding_cost": 2, "days_of_week": ["monday"]}, 30),
        ({"count": 0}, 30),
        ({"holding_cost": 2, "start": "08:00", "end": "13:00", "step_minutes": 60}, 6),
        ({"holding_cost": 2, "start": "08:00", "end": "13:00", "step_minutes": 60, "minimum_minutes": 240}, 8),
        ({"holding_cost": 2, "start": "08:00", "end": "13:00", "step_minutes": 60, "maximum_hours": 2}, 14),
        ({"holding_cost": 2, "start": "08:30", "end": "12:00", "step_minutes": 60}, 7),
        ({"holding_cost": 2, "maximum_hours": "1.5"}, 30),
    ],
)
def test_a_unit_is_held_for_the_peak(engine: Engine, units: dict[str, Any], cost: float) -> None:
    """
    Two agents are wanted from 9:00 to 12:00 on a Tuesday; Anna has a unit, Ben none.

    From 10:00 to 12:00 a unit can be held for Ben, at 2 an hour: 4, and 10 for the hour before that is missing. At 11
    it costs 22 to save 20. From 9:00 on it costs 6. Without it three hours are missing, 30.

    Out of a window from 8:00 to 13:00, three hours are taken, or four where that is the least, or two where that is
    the most; out of one from 8:30 in hours, all of it.
    """
    outcome = build(peak_problem(units), engine=engine, time_limit_seconds=200)
    assert (outcome.result.status, outcome.result.cost, outcome.result.bound) == ("optimal", cost, cost)


def _moved() -> tuple[Problem, Roster]:
    """The roster in which the van goes from north to south, at 2 an hour and 3 for the way."""
    problem = _problem({"transfer_minutes": 60, "transfer_cost": 3, "maximum_transfers": 1}, 0, (120,), [1, 1, 1, 1])
    return problem, Roster((), _van(("north", "00:00", "11:00"), ("", "11:00", "12:00"), ("south", "12:00", "24:00")))


def _van(*stays: tuple[str, str, str]) -> list[Activity]:
    """Stays on the first date of the plan; the last lasts to the end of the plan."""
    rows = []
    for pool, start, end in stays:
        until = at("2026-12-07 00:00") if end == "24:00" else at(f"2026-11-30 {end}")
        rows.append(
            Activity(
                "van 1", dt.date(2026, 11, 30), pool or SET_UP, at(f"2026-11-30 {start}"), until, paid=True, queue=pool
            )
        )
    return rows


def _messages(problem: Problem, *stays: Activity) -> list[str]:
    found = audit(Roster((), stays), problem).violations
    assert all((one.rule, one.severity) == ("equipment", "hard") for one in found)
    return [one.message for one in found]


def test_a_way_is_legal() -> None:
    """A van that takes an hour, once."""
    problem, roster = _moved()
    assert _messages(problem, *roster.stays) == []
    terms = audit(roster, problem).cost_terms
    assert (terms["moving:van"].amount, terms["moving:van"].cost) == (1, 3)
    assert (terms["holding:van"].amount, terms["holding:van"].cost) == (168, 0)


@pytest.mark.parametrize(
    ("stays", "message"),
    [
        ((("north", "00:00", "11:00"), ("south", "11:00", "24:00")), "moves from north to south within 0 min"),
        ((("north", "00:00", "11:00"), ("", "11:00", "11:30"), ("south", "11:30", "24:00")), "within 30 min; it takes"),
        ((("north", "00:00", "11:00"), ("south", "12:00", "24:00")), "is in no pool, or in two, for a while"),
        ((("north", "00:00", "11:00"), ("north", "10:00", "24:00")), "is in no pool, or in two, for a while"),
        ((("north", "00:00", "11:00"), ("", "11:00", "12:00"), ("north", "12:00", "24:00")), "between no two pools"),
        ((("west", "00:00", "24:00"),), "is in west, which is none of its pools"),
        ((("north", "00:00", "11:00"),), "is held outside its window of Mon 2026-11-30"),
        (
            (
                ("north", "00:00", "11:00"),
                ("", "11:00", "12:00"),
                ("south", "12:00", "13:00"),
                ("", "13:00", "14:00"),
                ("north", "14:00", "24:00"),
            ),
            "moves from south to north, transfer 2; 1 are allowed",
        ),
    ],
)
def test_planted_breaches_of_a_unit(stays: tuple[tuple[str, str, str], ...], message: str) -> None:
    """Each is found, with the words for it."""
    problem, _ = _moved()
    (found,) = _messages(problem, *_van(*stays))
    assert message in found


def test_windows_dates_and_names() -> None:
    """Held off its window, on too many dates, twice at a time, or unknown."""
    problem = _problem(
        {"start": "22:00", "end": "06:00", "maximum_days": 1, "days_of_week": ["monday", "tuesday"]}, 0, (120,), [1]
    )

    def night(day: int, start: str = "22:00", end: str = "06:00") -> Activity:
        first = dt.date(2026, 11, 30) + dt.timedelta(days=day)
        last = first + dt.timedelta(days=1)
        return Activity("van 1", first, "north", at(f"{first} {start}"), at(f"{last} {end}"), paid=True, queue="north")

    assert _messages(problem, night(0)) == []
    assert "is held on 2 dates; 1 are allowed" in _messages(problem, night(0), night(1))[0]
    assert "outside its window of Wed" in _messages(problem, night(2))[0]
    assert "outside its window of Mon" in _messages(problem, night(0, end="05:30"))[0]
    assert "no unit of the plan" in _messages(problem, replace(night(0), agent="van 2"))[0]
    assert any("twice at a time" in one for one in _messages(problem, night(0, end="23:00"), night(1)))


def test_parts_of_windows() -> None:
    """Held off the steps, for too short, or for too many hours in all."""
    window = {"start": "08:00", "end": "13:30", "step_minutes": 120, "minimum_minutes": 180, "maximum_hours": "9.5"}
    problem = _problem(window, 0, (120,), [1])

    def held(day: int, start: str, end: str) -> Activity:
        date = dt.date(2026, 11, 30) + dt.timedelta(days=day)
        return Activity("van 1", date, "north", at(f"{date} {start}"), at(f"{date} {end}"), paid=True, queue="north")

    assert _messages(problem, held(0, "08:00", "13:30"), held(1, "08:00", "12:00")) == []
    assert _messages(problem, held(0, "10:00", "13:30")) == []
    for start, end in (
        ("09:00", "13:30"),
        ("08:00", "13:00"),
        ("08:00", "10:00"),
        ("12:00", "13:30"),
        ("10:00", "14:00"),
    ):
        assert "is held outside its window" in _messages(problem, held(0, start, end))[0]
    assert "is held for 11 h; 9.5 h are allowed" in _messages(problem, *(held(d, "08:00", "13:30") for d in (0, 1)))[0]


@pytest.mark.parametrize("engine", ENGINES)
def test_units_whose_days_are_not_in_the_plan(engine: Engine) -> None:
    """A window on Sundays is of no use to a plan of one day, and the unit is not there all the time instead."""
    problem = peak_problem({"days_of_week": ["sunday"]}).model_copy(update={"days": 2})
    outcome = build(problem, engine=engine, time_limit_seconds=200)
    assert (outcome.result.status, outcome.result.cost) == ("optimal", 30)


@pytest.mark.parametrize("engine", ENGINES)
def test_parts_that_begin_after_the_plan(engine: Engine) -> None:
    """Of a window from six in the evening to two at night, what lies beyond the last date costs nothing."""
    units = {"start": "18:00", "end": "02:00", "step_minutes": 60, "holding_cost": 1}
    problem = _problem(units, 1, (120,), []).model_copy(update={"days": 1})
    outcome = build(problem, engine=engine, time_limit_seconds=200)
    assert (outcome.result.status, outcome.result.cost, outcome.result.bound) == ("optimal", 0, 0)


def test_a_run_keeps_where_units_are(tmp_path: Path) -> None:
    """equipment.csv is read beside roster.csv, and pools.csv counts the van where it is."""
    problem = moving_problem({"transfer_minutes": 60, "transfer_cost": 3})
    outcome = build(problem, engine="cpsat", time_limit_seconds=200)
    write_run(tmp_path / "run", outcome.result, outcome.roster, problem, pictures=False)
    read = read_roster(tmp_path / "run" / "roster.csv", problem)
    assert read == outcome.roster
    assert exact_cost(read, problem) == 3
    rows = (tmp_path / "run" / "pools.csv").read_text(encoding="utf-8").splitlines()
    south = [row.split(",") for row in rows if row.startswith("equipment,south,2026-12-01T1")]
    assert {row[2][11:16]: (row[3], row[5], row[7]) for row in south}["12:00"] == ("1", "1", "0")
    moved = [row.split(",") for row in rows if not row.endswith(",0,0")]
    assert [(row[1], *row[-2:]) for row in moved[1:]] == [("north", "0", "1"), ("south", "1", "0")]
    left, came = (dt.datetime.fromisoformat(row[2]) for row in moved[1:])
    assert came - left == dt.timedelta(minutes=60)
    sheet = load_workbook(tmp_path / "run" / "roster.xlsx")["equipment"]
    found = [row[2] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert found == ["north", "(on the way)", "south"]


@pytest.mark.parametrize(
    ("units", "message"),
    [
        ({"end": "10:00"}, "only one of start and end"),
        ({"maximum_days": 2}, "held all the time"),
        ({"maximum_hours": 2}, "held all the time; add start and end, or remove maximum_hours"),
        ({"start": "08:00", "end": "10:00", "minimum_minutes": 60}, "held for whole windows"),
        ({"pools": ["north", "north"]}, "name a pool twice"),
    ],
)
def test_wrong_units(units: dict[str, Any], message: str) -> None:
    """Windows have two ends, dates need a window."""
    with pytest.raises(ValidationError, match=message):
        EquipmentUnits(**({"unit": "van", "count": 1, "pools": ["north"]} | units))


def test_units_that_do_not_fit_the_plan() -> None:
    """Pools that there are, times on the grid."""
    pool = EquipmentPool(pool="north", units=0)
    unknown = EquipmentUnits(unit="van", count=1, pools=("nort",))
    assert the_finding(pools=(pool,), units=(unknown,))[3].startswith(
        "Pool 'nort' does not exist. Write 'north', or add it to pools."
    )
    off = EquipmentUnits(unit="van", count=1, pools=("north",), transfer_minutes=45)
    assert the_finding(pools=(pool,), units=(off,))[2] == "transfer_minutes"
