"""All rules by name, and the rules that hold for an agent or a plan."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import ValidationError

from scheduler.rules.base import AgentRule, PlanRule
from scheduler.rules.daily_rest import DailyRest
from scheduler.rules.registry import RULES, agent_rules, plan_rules
from tests.builders import make_contract, make_problem

ALWAYS_AGENT = [
    "valid_dates",
    "one_shift_per_day",
    "shift_pattern",
    "breaks",
    "skills",
    "minimum_block",
    "availability",
    "absences",
    "pins",
    "contract_minutes",
    "contract_days",
]


@pytest.mark.parametrize("name", RULES)
def test_names_and_kinds(name: str) -> None:
    """Each kind has its own name and a docstring, is about an agent or about the plan, and leaves kind to files."""
    rule = RULES[name]
    assert rule.name == name
    assert rule.__doc__
    assert rule.__doc__ != rule.__mro__[1].__doc__
    assert issubclass(rule, AgentRule) != issubclass(rule, PlanRule)
    assert "kind" not in rule.model_fields
    assert rule.unit in ("hours", "times", "")


def test_kinds_that_always_hold() -> None:
    """They come first, and need no parameters."""
    always = [name for name, rule in RULES.items() if rule.always]
    assert always == [*ALWAYS_AGENT, "seats", "equipment", "staffing_limits"]
    assert list(RULES)[: len(ALWAYS_AGENT)] == ALWAYS_AGENT
    assert all(RULES[name]().label == name for name in always)


def test_rules_without_parameters_always_hold() -> None:
    """A plan that names no rule has those that always hold."""
    problem = make_problem()
    assert [rule.name for rule in agent_rules(problem, problem.agents[0])] == ALWAYS_AGENT
    assert [rule.name for rule in plan_rules(problem)] == ["seats", "equipment", "staffing_limits"]


def test_contract_overrides_and_extends_by_parameter() -> None:
    """The contract changes the hours, keeps the plan's severity, and adds a rule of its own."""
    contract = make_contract(rules={"daily_rest": {"hours": 12}, "consecutive_days": {"maximum": 5}})
    problem = make_problem(
        rules={"daily_rest": {"hours": 11, "severity": "warning"}, "weekly_rest": {"hours": 35}}, contracts=(contract,)
    )
    rules = {rule.name: rule for rule in agent_rules(problem, problem.agents[0])}
    assert rules["daily_rest"] == DailyRest(hours=Decimal(12), severity="warning")
    assert {"weekly_rest", "consecutive_days"} <= set(rules)


def test_agents_of_a_contract_share_their_rules() -> None:
    """Rules are made once for all agents of a contract."""
    problem = make_problem()
    first, second = (agent_rules(problem, agent) for agent in problem.agents)
    assert all(one is other for one, other in zip(first, second, strict=True))


def test_template_is_a_rule_that_works_but_is_not_registered() -> None:
    """The skeleton for contributors does what it says and holds nowhere."""
    from scheduler.audit_tour import AuditedTour
    from scheduler.rules.TEMPLATE import LatestEnd
    from tests.builders import make_roster, make_shift

    assert LatestEnd.name not in RULES
    problem = make_problem()
    roster = make_roster(
        make_shift("anna", "2026-12-01 09:00", "17:00"), make_shift("anna", "2026-12-02 09:00", "17:30")
    )
    tour = AuditedTour(problem.agents[0], roster.tours["anna"], problem)
    (found,) = LatestEnd(latest="17:00").violations(tour)
    assert found.message == "Anna works Wed 2026-12-02 09:00-17:30, 17:00 is the latest end allowed."


def test_parameters_are_checked() -> None:
    """Missing, wrong and unknown parameters are refused when the rules are made."""
    with pytest.raises(ValidationError, match="hours"):
        RULES["daily_rest"]()
    with pytest.raises(ValidationError, match="minutes"):
        RULES["daily_rest"](hours=11, minutes=5)
