"""Dates on which an agent could be available, of those on which he is for a part of the day."""

from __future__ import annotations

from scheduler.demand import Queue
from scheduler.explain.explain import explain
from scheduler.explain.prices import ChangePrices
from scheduler.people import Agent, Availability, Skill
from tests.builders import at, make_problem, make_requirements


def test_spans_that_overlap() -> None:
    """From 0 to 16 and from 4 to 18 are 18 hours of the Monday, not 30: six are left to offer."""
    spans = [("2026-11-30 00:00", "2026-11-30 16:00"), ("2026-11-30 04:00", "2026-11-30 18:00")]
    rows = make_requirements("phone", "2026-11-30 19:00", [1])
    problem = make_problem(
        agents=(Agent(agent="anna", name="Anna", site="office", contract="full", skills=(Skill(queue="phone"),)),),
        queues=(Queue(queue="phone", limits="hard"),),
        requirements=tuple(row.model_copy(update={"minimum": 1}) for row in rows),
        availability=tuple(Availability(agent="anna", start=at(start), end=at(end)) for start, end in spans),
    )
    prices = ChangePrices()
    (conflict,) = explain(problem, prices, 300.0).conflicts
    (offered,) = [change for change in conflict.relaxations if change.code == "available-on"]
    assert offered.price == 6 * float(prices.availability)
    (always,) = [change for change in conflict.relaxations if change.code == "always-available"]
    assert always.price == (7 * 24 - 18) * float(prices.availability)
