"""A roster of many agents that share seats: found by best tours, or not there."""

from __future__ import annotations

import pytest

from scheduler.compile import compile_problem
from scheduler.people import Agent, Skill
from scheduler.sites import SeatLimit, Site
from shiftmodels.data import ModelData
from shiftmodels.hard_part import hard_part, has_roster
from shiftmodels.some_roster import has_some_roster
from tests.builders import make_contract, make_pattern, make_problem


def _data(agents: int, seats: int) -> ModelData:
    """People who each work at least two shifts of a week, at 6 or at 14 o'clock."""
    pattern = make_pattern(earliest_start="06:00", latest_start="14:00", start_step_minutes=480, lengths_minutes=(480,))
    people = tuple(
        Agent(agent=f"a{n}", site="office", contract="full", skills=(Skill(queue="phone"),)) for n in range(agents)
    )
    site = Site(site="office", seats=(SeatLimit(start="00:00", end="24:00", seats=seats),))
    contract = make_contract(minimum_days_per_week=2)
    problem = make_problem(patterns=(pattern,), contracts=(contract,), agents=people, sites=(site,))
    return hard_part(compile_problem(problem).data)


@pytest.mark.parametrize(("agents", "fits"), [(28, True), (29, False)])
def test_seats_for_all_shifts(agents: int, fits: bool) -> None:
    """Four seats hold two shifts a day, 4 x 2 x 7 = 56 in all: two of each of 28 people, but not of 29."""
    assert has_some_roster(_data(agents, 4), 2.0) is fits


def test_no_solver_is_asked_where_a_roster_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 25 people the search alone is the proof."""

    def refuse(*_: object) -> bool | None:
        raise AssertionError("a solver was asked")

    monkeypatch.setattr("shiftmodels.hard_part._presence_model", refuse)
    assert has_roster(_data(25, 4), 20.0) is True
