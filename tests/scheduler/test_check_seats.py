"""Seats and equipment that contracts hold too much of: by hand, and against whether there is a roster."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from scheduler.check import check
from scheduler.check_seats import held_beyond_units
from scheduler.compile import Compiled, compile_problem
from scheduler.equipment import EquipmentPool
from scheduler.explain import feasible
from scheduler.explain.explain import explain
from scheduler.explain.fact import Question
from scheduler.explain.feasible import Asker
from scheduler.explain.held import held_beyond
from scheduler.explain.prices import ChangePrices
from scheduler.people import Absence, Agent, Skill
from scheduler.problem import Problem
from scheduler.sites import SeatLimit, Site
from tests.builders import at, make_contract, make_past, make_pattern, make_problem

ALL_DAY = (SeatLimit(start="00:00", end="24:00", seats=1),)


def _office(*seats: SeatLimit, **fields: Any) -> tuple[Site, ...]:
    return (Site(site="office", seats=seats, **fields),)


def _agents(number: int, **fields: Any) -> tuple[Agent, ...]:
    skills = (Skill(queue="phone"),)
    return tuple(
        Agent(agent=f"a{one}", site="office", contract="full", skills=skills, **fields) for one in range(number)
    )


def _eight_hours(starts: tuple[str, str] = ("09:00", "11:00"), minutes: int = 2400, **overrides: Any) -> Problem:
    """Return a week of two agents who work shifts of eight hours, of forty hours at least, and one seat."""
    fields: dict[str, Any] = {
        "patterns": (make_pattern(earliest_start=starts[0], latest_start=starts[1], lengths_minutes=(480,)),),
        "contracts": (make_contract(minimum_minutes_per_week=minutes),),
        "agents": _agents(2),
        "sites": _office(*ALL_DAY),
    }
    return make_problem(**{**fields, **overrides})


def _found(problem: Problem) -> list[tuple[str, str | int | float, str | int | float, str | int | float]]:
    concerns = held_beyond_units(compile_problem(problem))
    return [(one.code, one.arguments["time"], one.arguments["held"], one.arguments["units"]) for one in concerns]


def test_shifts_that_all_reach_over_an_hour() -> None:
    """From eleven to five everybody is there whenever he works: ten shifts, seven days with a seat."""
    (concern,) = held_beyond_units(compile_problem(_eight_hours()))
    assert concern.severity == "impossible"
    assert concern.message == (
        "Seats of office at 11:00: contracts fill at least 10 from Mon 2026-11-30 to Sun 2026-12-06, and there are 7."
    )


def test_as_many_seats_as_are_held() -> None:
    """Of 24 h a week each works three shifts: six for seven days with a seat, or for six; five are too few."""
    assert _found(_eight_hours(minutes=1440)) == []
    closed = SeatLimit(start="00:00", end="24:00", seats=0, days_of_week=("sunday",))
    assert _found(_eight_hours(minutes=1440, sites=_office(*ALL_DAY, closed))) == []
    closed = SeatLimit(start="00:00", end="24:00", seats=0, days_of_week=("saturday", "sunday"))
    assert _found(_eight_hours(minutes=1440, sites=_office(*ALL_DAY, closed))) == [("seats-held", "11:00", 6, 5)]


def test_days_filled_with_what_holds_no_seat_then() -> None:
    """Morning and evening share the day: nobody has to be there at noon, and each has five of his own."""
    assert _found(_eight_hours(("06:00", "14:00"))) == []
    # Who is away on three days works four, and has to fill two of them with ten hours, which reach over noon.
    long = make_pattern(pattern="long", earliest_start="04:00", latest_start="04:00", lengths_minutes=(600,))
    short = make_pattern(earliest_start="14:00", latest_start="14:00", lengths_minutes=(480,))
    away = tuple(Absence(agent=name, start=at("2026-12-04 00:00"), end=at("2026-12-07 00:00")) for name in ("a0", "a1"))
    fields: dict[str, Any] = {
        "patterns": (long, short),
        "contracts": (make_contract(minimum_minutes_per_week=2160, patterns=("long", "any")),),
        "absences": away,
    }
    closed = SeatLimit(start="11:00", end="14:00", seats=0, days_of_week=("monday",))
    assert _found(_eight_hours(**fields)) == []
    (found,) = _found(_eight_hours(**fields, sites=_office(*ALL_DAY, closed)))
    assert found[1:] == ("11:00", 4, 3)


def test_rows_of_fewer_days_count_as_well() -> None:
    """Who is away at the weekend has a row of five days, which are among the seven of the other: 5 and 5 on 7 seats."""
    away = Absence(agent="a0", start=at("2026-12-05 00:00"), end=at("2026-12-07 00:00"))
    assert _found(_eight_hours(absences=(away,))) == [("seats-held", "11:00", 10, 7)]
    # Twenty hours a week of each, in two weeks of a plan of fourteen days: 3 in each, and 12 in all on 14 seats.
    two_weeks = {"days": 14, "minutes": 1200}
    assert _found(_eight_hours(**two_weeks)) == []
    fewer = _eight_hours(**two_weeks, absences=(away,), sites=_office(*_closed_but_for_a_few()))
    assert _found(fewer) == [("seats-held", "11:00", 6, 5)]


def test_rows_that_share_days_count_once() -> None:
    """Three shifts in each of two weeks are six in both; six that a rule asks for in both are the same: 12 of 14."""
    both = {"kind": "count_limit", "severity": "hard", "minimum": 6, "calendar": "horizon"}
    contract = make_contract(minimum_minutes_per_week=1200, rules={"both": both})
    assert _found(_eight_hours(days=14, contracts=(contract,))) == []
    more = make_contract(minimum_minutes_per_week=1200, rules={"both": {**both, "minimum": 8}})
    assert _found(_eight_hours(days=14, contracts=(more,))) == [("seats-held", "11:00", 16, 14)]


def test_a_week_without_a_shift_holds_nothing() -> None:
    """Who is away in the first week cannot fill it: told of as such, and of seats there is nothing to tell."""
    away = Absence(agent="a0", start=at("2026-11-30 00:00"), end=at("2026-12-07 00:00"))
    fields = {"days": 14, "agents": _agents(1), "absences": (away,)}
    assert _found(_eight_hours(**fields)) == []
    checked = check(_eight_hours(**fields)).concerns
    assert any(one.severity == "impossible" for one in checked)


def test_places_reach_as_far_as_shifts_of_anybody() -> None:
    """Two nights of a weekend, the second of which ends after all shifts of those who work by day."""
    day = make_pattern(earliest_start="09:00", latest_start="11:00", lengths_minutes=(480,))
    night = make_pattern(pattern="night", earliest_start="22:00", latest_start="22:00", lengths_minutes=(480,))
    by_night = make_contract(contract="night", patterns=("night",), minimum_minutes_per_week=960)
    by_day, other = _agents(2)
    away = Absence(agent="a1", start=at("2026-11-30 00:00"), end=at("2026-12-05 00:00"))
    closed = ("tuesday", "wednesday", "thursday", "friday", "saturday")
    seats = (
        SeatLimit(start="00:00", end="24:00", seats=2),
        SeatLimit(start="03:00", end="05:00", seats=1),
        SeatLimit(start="03:00", end="05:00", seats=0, days_of_week=closed),
    )
    fields: dict[str, Any] = {
        "patterns": (day, night),
        "contracts": (make_contract(minimum_minutes_per_week=2400), by_night),
        "agents": (by_day, other.model_copy(update={"contract": "night"})),
        "absences": (away,),
        "sites": _office(*seats),
    }
    assert _found(_eight_hours(**fields)) == []
    closed = (*closed, "sunday")
    fewer = _office(*seats[:2], SeatLimit(start="03:00", end="05:00", seats=0, days_of_week=closed))
    assert _found(_eight_hours(**fields | {"sites": fewer})) == [("seats-held", "03:00", 2, 1)]


def _closed_but_for_a_few() -> tuple[SeatLimit, ...]:
    """A seat from Monday to Friday of the first week, two on all days of the second."""
    first, second = {"valid_to": dt.date(2026, 12, 6)}, {"valid_from": dt.date(2026, 12, 7)}
    return (
        SeatLimit(start="00:00", end="24:00", seats=1, **first),
        SeatLimit(start="00:00", end="24:00", seats=0, days_of_week=("saturday", "sunday"), **first),
        SeatLimit(start="00:00", end="24:00", seats=2, **second),
    )


def test_nights_hold_seats_of_the_next_date() -> None:
    """Shifts from ten at night reach over four in the morning of eight dates; a past one holds a seat on the first."""
    night = _eight_hours(("22:00", "22:00"), agents=_agents(1), minutes=7 * 480, days=7)
    assert _found(night) == []
    past = make_past("a0", "2026-11-29 22:00", "06:00")
    assert _found(night.model_copy(update={"history": (past,)})) == []
    closed = SeatLimit(start="03:00", end="05:00", seats=0, days_of_week=("monday",), valid_from="2026-12-07")
    assert _found(night.model_copy(update={"sites": _office(*ALL_DAY, closed)})) == [("seats-held", "03:00", 7, 6)]


def test_who_holds_none() -> None:
    """At home, on soft seats, and with units enough nobody is told of."""
    assert _found(_eight_hours(agents=_agents(2, works_from_home=True))) == []
    assert _found(_eight_hours(sites=_office(*ALL_DAY, limits="soft", limit_cost=1))) == []
    plenty: dict[str, Any] = {"sites": _office()}
    assert _found(_eight_hours(**plenty, pools=(EquipmentPool(pool="headsets", units=2),))) == []
    assert _found(_eight_hours(**plenty, pools=(EquipmentPool(pool="headsets", units=1),)))[0][2:] == (10, 7)


def test_a_seat_is_held_on_after_a_shift() -> None:
    """Seven in the morning and seven in the afternoon suffice for fourteen shifts, with a turnaround they do not."""
    half_days: dict[str, Any] = {"starts": ("08:00", "16:00"), "minutes": 7 * 480}
    assert _found(_eight_hours(**half_days)) == []
    assert _found(_eight_hours(**half_days, sites=_office(*ALL_DAY, turnaround_minutes=30))) == [
        ("seats-held", "16:00", 14, 7)
    ]


def _random(seed: int) -> Problem:
    """Return a few agents of one or two contracts whose hours nearly fill a few seats."""
    draw = np.random.default_rng(seed)
    first = int(draw.integers(5, 12))
    lengths = tuple(sorted({int(hours) * 60 for hours in draw.choice([6, 8, 10, 12], size=2)}))
    pattern = make_pattern(
        earliest_start=f"{first:02d}:00",
        latest_start=f"{first + int(draw.integers(0, 8)):02d}:00",
        start_step_minutes=60,
        lengths_minutes=lengths,
    )
    seats = SeatLimit(start="00:00", end="24:00", seats=int(draw.integers(1, 4)))
    fewer = SeatLimit(start=f"{int(draw.integers(8, 16)):02d}:00", end="24:00", seats=int(draw.integers(1, 3)))
    return _eight_hours(
        patterns=(pattern,),
        contracts=(make_contract(minimum_minutes_per_week=int(draw.integers(4, 42)) * 60),),
        agents=_agents(int(draw.integers(2, 6))),
        sites=_office(seats, fewer, turnaround_minutes=int(draw.choice([0, 30]))),
        interval_minutes=30,
    )


def test_what_is_told_has_no_roster() -> None:
    """On random plans: never of one that has a roster, and of most that have none though each agent has a tour."""
    told = silent = 0
    for seed in range(120):
        problem = _random(seed)
        has_roster = Asker(20.0).has_roster(Question(problem))
        alone = Asker(20.0).has_roster(Question(problem.model_copy(update={"sites": _office()})))
        if _found(problem):
            assert has_roster is False
            told += 1
        elif has_roster is False and alone:
            silent += 1
    assert told >= 20
    assert silent <= 0.3 * told


@pytest.mark.parametrize("agents", [2, 30])
def test_check_tells_it_where_nothing_better_is_known(agents: int) -> None:
    """Of few agents parts that contradict each other are named, with a cure; of many the seats."""
    sites = _office(SeatLimit(start="00:00", end="24:00", seats=agents // 2))
    (code,) = [
        one.code
        for one in check(_eight_hours(agents=_agents(agents), sites=sites)).concerns
        if one.severity == "impossible"
    ]
    assert code == ("contradiction" if agents == 2 else "seats-held")


def test_explain_tells_what_many_hold_together() -> None:
    """Of fifty agents who work five of seven days each, 36 sit at a time at least: 11 more than 25 seats."""
    sites = _office(SeatLimit(start="00:00", end="24:00", seats=25))
    problem = _eight_hours(agents=_agents(50), sites=sites)
    (conflict,) = explain(problem, ChangePrices(), 60.0).conflicts
    assert [(one.code, one.rule, one.arguments["held"], one.arguments["units"]) for one in conflict.members] == [
        ("seats-held", "seats", 250, 175)
    ]
    (change,) = conflict.relaxations
    assert (change.code, change.arguments["amount"], change.cures) == ("more-seats", 11, "part")


def test_explain_tells_of_each_site() -> None:
    """Two sites and headsets, each too few: three conflicts; that of the last makes a roster of the plan."""
    sites = tuple(
        Site(site=name, seats=(SeatLimit(start="00:00", end="24:00", seats=17),)) for name in ("office", "annex")
    )
    agents = tuple(
        agent.model_copy(update={"site": ("office", "annex")[number % 2]}) for number, agent in enumerate(_agents(50))
    )
    pools = (EquipmentPool(pool="headsets", units=35),)
    explanation = explain(_eight_hours(agents=agents, sites=sites, pools=pools), ChangePrices(), 60.0)
    told = [(one.members[0].arguments["name"], one.relaxations[0]) for one in explanation.conflicts]
    assert [name for name, _ in told] == ["office", "annex", "headsets"]
    assert [change.arguments["amount"] for _, change in told] == [1, 1, 1]
    assert [change.cures for _, change in told] == ["conflict", "conflict", "part"]
    assert explanation.cured


def test_the_plan_is_compiled_once_for_all_numbers_of_units(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty agents fill 200 seats at eleven, where 7 are: 28 more make 203. The plan is compiled, and the cured one."""
    compiled = []

    def counting(problem: Problem, *about: Any, **more: Any) -> Compiled:
        compiled.append(problem)
        return compile_problem(problem, *about, **more)

    monkeypatch.setattr(feasible, "compile_problem", counting)
    (held,) = held_beyond(Question(_eight_hours(agents=_agents(40))), Asker(600))
    assert held.change is not None
    assert held.change.amount == 28
    assert [problem.sites[0].seats[0].seats for problem in compiled] == [1, 29]


def test_no_number_of_units_is_looked_for_where_time_is_up() -> None:
    """The pools are told, of which one is too full after the other, as far as time reaches."""
    (held,) = held_beyond(Question(_eight_hours(agents=_agents(40))), Asker(0))
    assert held.change is None
