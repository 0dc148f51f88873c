"""Dates on which an agent can be rostered."""

from __future__ import annotations

import datetime as dt

import pytest

from scheduler.people import Agent, Skill
from tests.builders import breaches, make_problem, make_shift


@pytest.mark.parametrize(
    ("date", "count"), [("2026-11-29", 1), ("2026-11-30", 0), ("2026-12-06", 0), ("2026-12-07", 1)]
)
def test_dates_of_the_plan(date: str, count: int) -> None:
    """The plan runs from Monday 30 November to Sunday 6 December; a night shift belongs to the date of its start."""
    found = breaches(make_problem(), make_shift("anna", f"{date} 22:00", "06:00"))
    assert [item.rule for item in found] == ["valid_dates"] * count


@pytest.mark.parametrize(
    ("date", "count"), [("2026-12-01", 1), ("2026-12-02", 0), ("2026-12-04", 0), ("2026-12-05", 1)]
)
def test_dates_of_the_agent(date: str, count: int) -> None:
    """An agent valid from Wednesday to Friday works on these dates only."""
    agent = Agent(
        agent="anna",
        name="Anna",
        site="office",
        contract="full",
        skills=(Skill(queue="phone"),),
        valid_from=dt.date(2026, 12, 2),
        valid_to=dt.date(2026, 12, 4),
    )
    found = breaches(make_problem(agents=(agent,)), make_shift("anna", f"{date} 22:00", "06:00"))
    assert [item.rule for item in found] == ["valid_dates"] * count
    if count:
        assert found[0].message.endswith(
            "outside the dates on which the agent is valid, Wed 2026-12-02 to Fri 2026-12-04."
        )
