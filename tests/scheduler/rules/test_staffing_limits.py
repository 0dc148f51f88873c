"""Not fewer than the minimum and not more than the maximum on a queue."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import ValidationError

from scheduler.demand import Queue, Requirement
from scheduler.people import Agent, Skill
from scheduler.problem import Problem
from scheduler.rules.staffing_limits import StaffingLimits
from tests.builders import at, breaches, make_past, make_problem, make_requirements, make_shift


def _problem(*rows: Requirement, soft: bool = False, **overrides: object) -> Problem:
    queues = Queue(queue="phone", limits="soft" if soft else "hard"), Queue(queue="chat")
    return make_problem(queues=queues, requirements=rows, **overrides)


def test_minimum_met_and_missed() -> None:
    """One agent is required at least from 09:00 to 10:00; a shift from 09:30 misses the first half hour."""
    problem = _problem(*make_requirements("phone", "2026-12-01 09:00", [0, 0], minimum=1))
    assert breaches(problem, make_shift("anna", "2026-12-01 09:00", "17:00")) == []
    (found,) = breaches(problem, make_shift("anna", "2026-12-01 09:30", "17:00"))
    assert (found.rule, found.severity, found.agent) == ("staffing_limits", "hard", None)
    assert (found.start, found.end) == (at("2026-12-01 09:00"), at("2026-12-01 09:30"))
    assert found.message == ("phone has 0 agents, fewer than the minimum of 1 (Tue 2026-12-01 09:00-09:30).")


def test_intervals_in_a_row_are_one_breach() -> None:
    """Two hours without the minimum are one breach, two separate ones are two."""
    hours = make_requirements("phone", "2026-12-01 09:00", [0] * 4, minimum=1)
    assert len(breaches(_problem(*hours))) == 1
    assert len(breaches(_problem(*hours), make_shift("anna", "2026-12-01 09:30", "10:30"))) == 2


def test_maximum() -> None:
    """Two agents are one more than the maximum; work on another queue does not count."""
    problem = _problem(*make_requirements("phone", "2026-12-01 09:00", [0], maximum=1))
    anna = make_shift("anna", "2026-12-01 09:00", "12:00")
    assert breaches(problem, anna, make_shift("ben", "2026-12-01 09:00", "12:00", queue="chat")) == []
    (found,) = breaches(problem, anna, make_shift("ben", "2026-12-01 09:00", "12:00"))
    assert found.message.startswith("phone has 2 agents, more than the maximum of 1")


def test_last_interval() -> None:
    """The half hour before the last midnight is checked."""
    problem = _problem(*make_requirements("phone", "2026-12-06 23:30", [0], minimum=1))
    assert breaches(problem, make_shift("anna", "2026-12-06 18:00", "00:00")) == []
    assert len(breaches(problem, make_shift("anna", "2026-12-06 18:00", "23:30"))) == 1


def test_soft_limits_are_warnings() -> None:
    """A queue with soft limits is reported as a warning."""
    problem = _problem(*make_requirements("phone", "2026-12-01 09:00", [0], minimum=1), soft=True)
    assert [found.severity for found in breaches(problem)] == ["warning"]


@pytest.mark.parametrize(("minimum", "count"), [("0.75", 0), ("0.76", 1)])
def test_proficiency_counts(minimum: str, count: int) -> None:
    """An agent of proficiency 0.75 is three quarters of one."""
    skill = Skill(queue="phone", proficiency=Decimal("0.75"))
    agent = Agent(agent="anna", site="office", contract="full", skills=(skill,))
    rows = make_requirements("phone", "2026-12-01 09:00", [0], minimum=Decimal(minimum))
    problem = _problem(*rows, agents=(agent,))
    assert len(breaches(problem, make_shift("anna", "2026-12-01 09:00", "17:00"))) == count


@pytest.mark.parametrize(("end", "count"), [("06:00", 0), ("05:30", 1)])
def test_past_shift_covers_the_first_morning(end: str, count: int) -> None:
    """A past shift until 06:00 covers the half hour from 05:30."""
    rows = make_requirements("phone", "2026-11-30 05:30", [0], minimum=1)
    problem = _problem(*rows, history=(make_past("anna", "2026-11-29 22:00", end),))
    assert len(breaches(problem)) == count


def test_severity_is_the_queue_s_matter() -> None:
    """The rule itself cannot be made a warning; the message of the refusal says which value is right."""
    with pytest.raises(ValidationError, match="hard"):
        StaffingLimits(severity="warning")


def test_a_maximum_of_nobody() -> None:
    """A maximum of 0 is a limit: one agent is too many."""
    problem = _problem(*make_requirements("phone", "2026-12-01 09:00", [0], maximum=0))
    assert breaches(problem) == []
    assert len(breaches(problem, make_shift("anna", "2026-12-01 09:00", "17:00"))) == 1


def test_message_names_the_worst_interval() -> None:
    """With minima of 1 and 3 in a row and nobody there, the second interval is the worst."""
    rows = make_requirements("phone", "2026-12-01 09:00", [0], minimum=1)
    rows += make_requirements("phone", "2026-12-01 09:30", [0], minimum=3)
    (found,) = breaches(_problem(*rows))
    assert found.message == "phone has at worst 0 agents, fewer than the minimum of 3 (Tue 2026-12-01 09:00-10:00)."


def test_message_tells_a_number_that_changes() -> None:
    """One agent all the time and one for an hour, where nobody may be."""
    rows = make_requirements("phone", "2026-12-01 09:00", [0] * 4, maximum=0)
    shifts = make_shift("anna", "2026-12-01 09:00", "11:00"), make_shift("ben", "2026-12-01 09:30", "10:00")
    (found,) = breaches(_problem(*rows), *shifts)
    assert found.message == "phone has up to 2 agents, more than the maximum of 0 (Tue 2026-12-01 09:00-11:00)."
