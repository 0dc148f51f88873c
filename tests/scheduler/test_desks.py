"""Desks: everybody has one, nobody shares one at a time, and one lasts a shift where it can."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import pytest

from scheduler.audit_pools import seat_use
from scheduler.desks import DeskUse, desk_plan
from scheduler.people import Agent
from scheduler.problem import Problem
from scheduler.roster import Roster
from scheduler.sites import SeatLimit, Site
from tests.builders import at, make_past, make_problem, make_roster, make_shift

ALL_DAY, TWO = (SeatLimit(start="00:00", end="24:00", seats=number) for number in (3, 2))
ONE_LATER = SeatLimit(start="14:00", end="24:00", seats=1)


def _problem(*seats: SeatLimit, count: int = 3, **site: Any) -> Problem:
    skills = make_problem().agents[0].skills
    agents = [Agent(agent=f"a{number}", site="office", contract="full", skills=skills) for number in range(count)]
    return make_problem(sites=(Site(site="office", seats=seats, **site),), agents=tuple(agents))


def _desks(problem: Problem, *shifts: Any) -> list[tuple[str, str, str]]:
    return [
        (use.agent, use.desk, f"{use.start:%H:%M}-{use.end:%H:%M}") for use in desk_plan(make_roster(*shifts), problem)
    ]


def test_desks_have_names_or_numbers() -> None:
    """Three agents at once, two named desks."""
    problem = _problem(ALL_DAY, desks=("window", "door"))
    shifts = [make_shift(f"a{number}", "2026-12-01 09:00", "17:00") for number in range(3)]
    assert [desk for _, desk, _ in _desks(problem, *shifts)] == ["window", "door", "3"]


def test_agent_keeps_his_desk() -> None:
    """On the next day a2 comes first and has the desk that he had."""
    first = [make_shift(f"a{number}", f"2026-12-01 0{number + 6}:00", "17:00") for number in range(3)]
    second = [make_shift(f"a{number}", f"2026-12-02 0{8 - number}:00", "17:00") for number in range(3)]
    found = _desks(_problem(ALL_DAY), *first, *second)
    assert [(agent, desk) for agent, desk, _ in found] == [
        ("a0", "1"), ("a1", "2"), ("a2", "3"), ("a2", "3"), ("a1", "2"), ("a0", "1"),
    ]  # fmt: skip


def test_who_stays_has_the_desk_that_stays() -> None:
    """From 12:00 one desk is left: who leaves at 12:00 takes the other one, though he comes first."""
    later = SeatLimit(start="12:00", end="24:00", seats=1)
    short, long = make_shift("a0", "2026-12-01 08:00", "12:00"), make_shift("a1", "2026-12-01 09:00", "17:00")
    assert _desks(_problem(TWO, later), short, long) == [("a0", "2", "08:00-12:00"), ("a1", "1", "09:00-17:00")]


def test_who_has_to_move_moves_once() -> None:
    """At 13:00 only the desk is free that goes out of use at 14:00, when the other one is left."""
    shifts = [make_shift(f"a{number}", f"2026-12-01 0{8 - number}:00", f"{14 - number}:00") for number in (0, 1)]
    assert _desks(_problem(TWO, ONE_LATER), *shifts, make_shift("a2", "2026-12-01 13:00", "18:00")) == [
        ("a1", "2", "07:00-13:00"), ("a0", "1", "08:00-14:00"), ("a2", "2", "13:00-14:00"), ("a2", "1", "14:00-18:00"),
    ]  # fmt: skip


def test_nobody_is_given_a_desk_that_there_is_not() -> None:
    """With soft seats, two agents after 14:00 have one desk; the other one's rows name none."""
    shifts = make_shift("a0", "2026-12-01 08:00", "14:30"), make_shift("a1", "2026-12-01 12:00", "18:00")
    assert _desks(_problem(TWO, ONE_LATER, limits="soft"), *shifts) == [
        ("a0", "1", "08:00-14:30"), ("a1", "2", "12:00-14:00"), ("a1", "", "14:00-18:00"),
    ]  # fmt: skip


def test_past_shift_keeps_its_desk() -> None:
    """Until 06:00 the first desk is taken by a shift of the night before."""
    problem = _problem(ALL_DAY).model_copy(update={"history": (make_past("a1", "2026-11-29 22:00", "06:00"),)})
    assert _desks(problem, make_shift("a0", "2026-11-30 05:00", "13:00")) == [
        ("a1", "1", "00:00-06:00"), ("a0", "2", "05:00-13:00"),
    ]  # fmt: skip


def test_no_desks_without_seats_and_at_home() -> None:
    """A site without limits gives out none, and who works from home takes none."""
    shift = make_shift("a0", "2026-12-01 09:00", "17:00")
    assert _desks(_problem(), shift) == []
    problem = _problem(ALL_DAY)
    agents = tuple(agent.model_copy(update={"works_from_home": True}) for agent in problem.agents)
    assert _desks(problem.model_copy(update={"agents": agents}), shift) == []


@pytest.mark.parametrize("seed", range(20))
def test_any_roster_that_fits_has_desks(seed: int) -> None:
    """As many desks as seats suffice; nobody is without, none is shared, and each is left alone for its turnaround."""
    draw = random.Random(seed)
    turnaround = draw.choice([0, 30, 60])
    shifts = [
        make_shift(f"a{number}", f"2026-12-0{day} {draw.randint(6, 18):02d}:00", f"{draw.randint(19, 23)}:00")
        for number in range(12)
        for day in (1, 2, 3)
        if draw.random() < 0.7
    ]
    roster, site = make_roster(*shifts), Site(site="office", turnaround_minutes=turnaround)
    most = int(seat_use(site, roster, _problem(count=12)).held.max())
    problem = _problem(ALL_DAY.model_copy(update={"seats": most}), count=12, turnaround_minutes=turnaround)
    _check(desk_plan(roster, problem), roster, most, turnaround)


def _check(uses: list[DeskUse], roster: Roster, most: int, turnaround: int) -> None:
    assert len(uses) == sum(len(tour) for tour in roster.tours.values())
    assert {use.desk for use in uses} <= {str(number + 1) for number in range(most)}
    for desk in {use.desk for use in uses}:
        of_desk = sorted((use.start, use.end) for use in uses if use.desk == desk)
        for (_, end), (start, _) in pairwise(of_desk):
            assert (start - end).total_seconds() >= 60 * turnaround


def test_instants_are_those_of_the_shift() -> None:
    """Aware and local, across midnight."""
    (use,) = desk_plan(make_roster(make_shift("a0", "2026-12-01 22:00", "06:00")), _problem(ALL_DAY))
    assert (use.start, use.end) == (at("2026-12-01 22:00"), at("2026-12-02 06:00"))
    assert use.shift_date.isoformat() == "2026-12-01"
