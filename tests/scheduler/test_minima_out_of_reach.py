"""Hard minima above what agents can supply: whose they are, and how far they have to come down."""

from __future__ import annotations

import pytest

from scheduler import check_conflicts
from scheduler.check import check
from scheduler.explain.explain import explain
from scheduler.explain.prices import ChangePrices
from scheduler.people import Agent, Skill
from tests.builders import make_problem, make_requirements


def test_each_queue_is_told_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The phone is short twice, the chat once on another date."""
    monkeypatch.setattr(check_conflicts, "SECONDS", 600.0)
    rows = (
        *make_requirements("phone", "2026-12-01 11:00", [3, 3], minimum=3),
        *make_requirements("chat", "2026-12-03 11:00", [4], minimum=4),
    )
    found = [item for item in check(make_problem(requirements=rows)).concerns if item.severity == "impossible"]
    assert [(item.arguments["queues"], item.arguments["intervals"]) for item in found] == [("phone", 2), ("chat", 1)]
    assert [item.arguments["change"] for item in found] == [
        "Queue phone: minimum 2 at most Tue 2026-12-01 11:00-12:00.",
        "Queue chat: minimum 2 at most Thu 2026-12-03 11:00-11:30.",
    ]


def test_a_minimum_comes_down_to_what_is_there() -> None:
    """Not by whole agents where these are less proficient; with what another queue takes of them, less."""
    skills = (Skill(queue="phone", proficiency="0.9"), Skill(queue="chat"))
    agents = tuple(Agent(agent=name, site="office", contract="full", skills=skills) for name in ("anna", "ben", "cora"))
    phone = make_requirements("phone", "2026-12-01 11:00", [3], minimum="3")
    for others, most in (((), "2.7"), (make_requirements("chat", "2026-12-01 11:00", [1], minimum=1), "1.8")):
        report = explain(make_problem(agents=agents, requirements=(*phone, *others)), ChangePrices(), 600.0)
        (conflict,) = report.conflicts
        lower = {change.arguments["after"] for change in conflict.relaxations if change.arguments["queue"] == "phone"}
        assert lower == {most}
        assert report.cured is True
