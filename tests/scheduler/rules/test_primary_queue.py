"""An agent's own queue comes first."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from scheduler.audit import audit
from scheduler.engine_choice import Engine
from scheduler.people import Agent, Skill
from scheduler.problem import Problem, Weights
from scheduler.rules.registry import RULES
from scheduler.solve import build
from tests.builders import (
    at,
    make_contract,
    make_pattern,
    make_problem,
    make_requirements,
    make_roster,
    make_shift,
)

DAY = "2026-12-01"


def _problem(price: int = 3, **overrides: Any) -> Problem:
    return make_problem(rules={"primary_queue": {"price": price}}, **overrides)


def test_hours_on_another_queue_are_charged() -> None:
    """Anna works phone, chat for an hour and a half, and phone again; Ben nothing but phone."""
    shifts = (
        make_shift("anna", f"{DAY} 09:00", "14:00", [("chat", "10:00", "11:30")]),
        make_shift("ben", f"{DAY} 09:00", "14:00"),
    )
    found = audit(make_roster(*shifts), _problem())
    term = found.cost_terms["rule:primary_queue"]
    assert (term.amount, term.unit_cost, term.cost) == (1.5, 3, 4.5)
    (breach,) = [one for one in found.violations if one.rule == "primary_queue"]
    assert (breach.severity, breach.start, breach.end) == ("cost", at(f"{DAY} 10:00"), at(f"{DAY} 11:30"))
    assert breach.message == "Anna works chat on Tue 2026-12-01 10:00-11:30, not phone, the first of his queues."


@pytest.mark.parametrize("engine", ["cpsat", "mip", "staged"])
@pytest.mark.parametrize(("price", "cost", "lent"), [(3, 6.5, {"phone", "chat"}), (12, 10, {"phone"})])
def test_agents_are_lent_where_that_is_worth_it(engine: Engine, price: int, cost: float, lent: set[str]) -> None:
    """
    Only Anna can come, from 9:00 to 10:00; chat wants her all the time, phone in the second half hour.

    A missing hour costs 10. In the first half hour chat saves 5 and costs half the price; the second is worth 5 on
    either queue, and phone costs nothing. So 1.5 + 5 at a price of 3, or all on phone: 10 at any price.
    """
    both = (Skill(queue="phone"), Skill(queue="chat"))
    asked = (*make_requirements("chat", f"{DAY} 09:00", [1, 1]), *make_requirements("phone", f"{DAY} 09:30", [1]))
    pattern = make_pattern(earliest_start="09:00", latest_start="09:00", lengths_minutes=(60,))
    problem = _problem(
        price,
        agents=(Agent(agent="anna", site="office", contract="full", skills=both),),
        patterns=(pattern,),
        contracts=(make_contract(maximum_days_per_week=1),),
        weights=Weights(understaffing=10, overstaffing=0),
        requirements=asked,
    )
    outcome = build(problem, engine=engine, time_limit_seconds=200)
    assert outcome.result.status == "optimal"
    assert outcome.result.cost == outcome.result.bound == cost
    assert outcome.roster is not None
    assert {activity.queue for activity in outcome.roster.activities} == lent


def test_no_law_is_made_of_it() -> None:
    """Whoever may not work a queue has no skill for it."""
    with pytest.raises(ValidationError, match="cost"):
        RULES["primary_queue"](severity="hard")
    with pytest.raises(ValidationError, match="price"):
        RULES["primary_queue"]()
