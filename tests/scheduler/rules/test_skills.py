"""Agents work queues that they can work."""

from __future__ import annotations

from scheduler.people import Agent, Skill
from scheduler.problem import Problem
from tests.builders import at, breaches, make_problem, make_shift


def _phone_only() -> Problem:
    return make_problem(agents=(Agent(agent="anna", site="office", contract="full", skills=(Skill(queue="phone"),)),))


def test_a_skill_is_enough() -> None:
    """Work on the only skill is legal."""
    assert breaches(_phone_only(), make_shift("anna", "2026-12-01 09:00", "17:00")) == []


def test_missing_skill_in_the_last_interval() -> None:
    """Half an hour of chat at the very end of the plan is found once."""
    (found,) = breaches(_phone_only(), make_shift("anna", "2026-12-06 18:00", "00:00", [("chat", "23:30", "00:00")]))
    assert (found.rule, found.start, found.end) == ("skills", at("2026-12-06 23:30"), at("2026-12-07 00:00"))
    assert found.message == ("anna works chat on Sun 2026-12-06 23:30-Mon 2026-12-07 00:00, but has the skills phone.")
