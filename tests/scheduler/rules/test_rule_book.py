"""Which rules hold for whom: packs, the plan, contracts, adjustments, attributes, dates."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from scheduler.people import Adjustment, Agent
from scheduler.problem import Problem
from scheduler.rules.base import AgentRule, Rule
from scheduler.rules.registry import RULES
from scheduler.rules.rule_book import make_rule, merged_rules
from tests.builders import make_contract, make_problem
from tests.scheduler.rules.small_packs import use_packs

FIRST, LAST = dt.date(2026, 11, 30), dt.date(2026, 12, 6)
"""Horizon of ``make_problem``."""

DAY = dt.timedelta(days=1)
WHY = "agreed with the works council"


@pytest.fixture(autouse=True)
def _small_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    use_packs(monkeypatch)


def stated_rules(problem: Problem, agent: str = "anna") -> dict[str, AgentRule]:
    """Rules that hold for an agent, without those that always hold."""
    rules = problem.rule_book.of(problem.agent_named[agent])
    return {rule.label: rule for rule in rules if not rule.always}


def with_anna(**fields: Any) -> tuple[Agent, ...]:
    """Agents of ``make_problem``, Anna changed."""
    anna, ben = make_problem().agents
    return Agent.model_validate(anna.model_dump() | fields), ben


def adjusted(rule: str, **fields: Any) -> dict[str, Any]:
    """An adjustment of Anna's, as the fields of a plan."""
    return {"adjustments": (Adjustment(agent="anna", rule=rule, **fields),)}


def hours_of(rule: Rule) -> Any:
    return getattr(rule, "hours", None)


def test_packs_compose() -> None:
    """Rules of all packs hold beside each other and beside those of the plan; what a pack only offers does not."""
    problem = make_problem(packs=("xx", "yy"), rules={"daily_rest": {"hours": 10}})
    assert set(stated_rules(problem)) == {"xx.rest", "xx.week", "xx.length", "xx.average", "yy.rest", "daily_rest"}
    assert [rule.label for rule in problem.rule_book.of_plan if rule.id] == ["yy.seats"]
    assert problem.rule_book.from_packs >= {"xx.offered", "yy.seats"}
    assert "daily_rest" not in problem.rule_book.from_packs


def test_plan_changes_a_rule_of_a_pack_by_its_identifier() -> None:
    """Parameters that the plan states replace those of the pack; the others stay."""
    rules = {"xx.rest": {"severity": "warning", "reason": WHY}, "xx.offered": {"enabled": True, "reason": WHY}}
    stated = stated_rules(make_problem(packs=("xx",), rules=rules))
    assert stated["xx.rest"].severity == "warning"
    assert hours_of(stated["xx.rest"]) == 11
    assert stated["xx.rest"].reason == WHY
    assert "xx.offered" in stated


def test_plan_takes_a_rule_of_a_pack_out() -> None:
    """A rule that is not enabled does not hold."""
    problem = make_problem(packs=("xx",), rules={"xx.rest": {"enabled": False, "reason": WHY}})
    assert "xx.rest" not in stated_rules(problem)
    assert "xx.week" in stated_rules(problem)


def test_several_rules_of_one_kind() -> None:
    """An identifier of its own makes a second rule of a kind."""
    rules = {"daily_rest": {"hours": 11}, "long rest": {"kind": "daily_rest", "hours": 12, "severity": "warning"}}
    stated = stated_rules(make_problem(rules=rules))
    assert {label: hours_of(rule) for label, rule in stated.items()} == {"daily_rest": 11, "long rest": 12}
    assert stated["daily_rest"].id == ""


def test_contract_changes_and_adds() -> None:
    """A contract changes rules of packs and of the plan for its agents only, and adds rules."""
    own = {
        "xx.rest": {"hours": 10, "reason": WHY},
        "daily_rest": {"hours": 13},
        "short": {"kind": "shift_length", "maximum_hours": 5},
    }
    problem = make_problem(
        packs=("xx",),
        rules={"daily_rest": {"hours": 12, "severity": "warning"}},
        contracts=(make_contract(), make_contract(contract="part", rules=own)),
        agents=with_anna(contract="part"),
    )
    anna, ben = stated_rules(problem), stated_rules(problem, "ben")
    assert (hours_of(anna["xx.rest"]), hours_of(ben["xx.rest"])) == (10, 11)
    assert (hours_of(anna["daily_rest"]), hours_of(ben["daily_rest"])) == (13, 12)
    assert anna["daily_rest"].severity == "warning"
    assert "short" in anna
    assert "short" not in ben


def test_adjustment_changes_a_rule_for_one_agent() -> None:
    """It goes before the contract, which goes before the plan."""
    contract = make_contract(rules={"xx.length": {"maximum_hours": 9, "counts": "work", "reason": WHY}})
    fields = adjusted("xx.length", parameters={"maximum_hours": 6, "severity": "warning"})
    problem = make_problem(packs=("xx",), contracts=(contract,), **fields)
    anna, ben = stated_rules(problem)["xx.length"], stated_rules(problem, "ben")["xx.length"]
    assert anna.model_dump(include={"maximum_hours", "counts", "severity"}) == {
        "maximum_hours": 6, "counts": "work", "severity": "warning"
    }  # fmt: skip
    assert ben.model_dump(include={"maximum_hours", "severity"}) == {"maximum_hours": 9, "severity": "hard"}


def test_adjustment_adds_a_rule_for_one_agent() -> None:
    """A kind, or an identifier of its own with kind, adds a rule."""
    rows = (
        Adjustment(agent="anna", rule="shift_length", parameters={"maximum_hours": 6}),
        Adjustment(agent="anna", rule="no long days", parameters={"kind": "shift_length", "maximum_hours": 8}),
    )
    problem = make_problem(adjustments=rows)
    assert list(stated_rules(problem)) == ["shift_length", "no long days"]
    assert not stated_rules(problem, "ben")


@pytest.mark.parametrize(
    ("begin", "end", "changes", "lifts"),
    [
        (None, None, True, True),
        (FIRST, LAST, True, True),
        (FIRST - DAY, LAST + DAY, True, True),
        (FIRST + DAY, LAST, True, False),
        (FIRST, LAST - DAY, True, False),
        (None, FIRST, True, False),
        (LAST, None, True, False),
        (None, FIRST - DAY, False, False),
        (LAST + DAY, None, False, False),
    ],
)
def test_dates_of_an_adjustment(begin: dt.date | None, end: dt.date | None, changes: bool, lifts: bool) -> None:
    """One that lifts a rule must cover every date of the plan, any other one only some date."""
    dates = {"valid_from": begin, "valid_to": end}
    rules = {"daily_rest": {"hours": 11}}
    stricter = stated_rules(make_problem(rules=rules, **adjusted("daily_rest", parameters={"hours": 12}, **dates)))
    assert (hours_of(stricter["daily_rest"]) == 12) == changes
    lifted = make_problem(rules=rules, **adjusted("daily_rest", parameters={"enabled": False}, **dates))
    assert ("daily_rest" not in stated_rules(lifted)) == lifts
    assert "daily_rest" in stated_rules(lifted, "ben")
    assert len(lifted.rule_book.adjustments_in_force(lifted.agents[0])) == lifts


@pytest.mark.parametrize(
    ("begin", "end", "holds"),
    [
        (None, None, True),
        (FIRST, LAST, True),
        (None, FIRST, True),
        (LAST, None, True),
        (None, FIRST - DAY, False),
        (LAST + DAY, None, False),
    ],
)
def test_dates_of_a_rule(begin: dt.date | None, end: dt.date | None, holds: bool) -> None:
    """A rule that is in force on one date of the plan holds on all of it."""
    dates = {name: date.isoformat() for name, date in (("valid_from", begin), ("valid_to", end)) if date}
    assert ("daily_rest" in stated_rules(make_problem(rules={"daily_rest": {"hours": 11, **dates}}))) == holds


@pytest.mark.parametrize(
    ("attributes", "holds"),
    [((), False), (("young",), True), (("young", "trained"), False), (("trained",), False), (("old", "young"), True)],
)
def test_attributes_decide_for_whom_a_rule_is_meant(attributes: tuple[str, ...], holds: bool) -> None:
    """One attribute of ``only_for`` is needed and none of ``not_for``."""
    problem = make_problem(packs=("xx",), agents=with_anna(attributes=attributes))
    assert ("xx.young" in stated_rules(problem)) == holds
    assert "xx.young" not in stated_rules(problem, "ben")


def test_opting_out_by_attribute() -> None:
    """An agent with the attribute is free of the rule, and is named; the attribute may come from anywhere."""
    agents = with_anna(attributes=("opted out", "no Sundays"))
    contract = make_contract(rules={"sundays": {"kind": "consecutive_days", "maximum": 3, "opt_out": "no Sundays"}})
    problem = make_problem(packs=("xx",), agents=agents, contracts=(contract,))
    assert not {"xx.average", "sundays"} & set(stated_rules(problem))
    assert {"xx.average", "sundays"} <= set(stated_rules(problem, "ben"))
    alone = make_problem(agents=agents, **adjusted("daily_rest", parameters={"hours": 11, "opt_out": "no Sundays"}))
    assert alone.rule_book.opted_out(alone.agents[0]) == [("daily_rest", "no Sundays")]
    anna, ben = problem.agents
    assert problem.rule_book.opted_out(anna) == [("sundays", "no Sundays"), ("xx.average", "opted out")]
    assert not problem.rule_book.opted_out(ben)
    lifted = make_problem(
        packs=("xx",), agents=agents, rules={"xx.average": {"enabled": False, "reason": WHY}}, contracts=(contract,)
    )
    assert lifted.rule_book.opted_out(lifted.agents[0]) == [("sundays", "no Sundays")]


def test_order_of_rules() -> None:
    """Kinds stand in the order of ``RULES``, rules of one kind as they were stated: packs, plan, contract."""
    contract = make_contract(rules={"own rest": {"kind": "daily_rest", "hours": 9}})
    rules = {"consecutive_days": {"maximum": 6}, "daily_rest": {"hours": 10}}
    problem = make_problem(packs=("yy", "xx"), rules=rules, contracts=(contract,))
    labels = [rule.label for rule in problem.rule_book.of(problem.agents[0])]
    always = [name for name, kind in RULES.items() if kind.always and issubclass(kind, AgentRule)]
    assert labels[: len(always)] == always
    assert labels[len(always) :] == [
        "yy.rest", "xx.rest", "daily_rest", "own rest", "xx.week", "consecutive_days", "xx.average", "xx.length"
    ]  # fmt: skip
    assert [rule.label for rule in problem.rule_book.of_plan] == ["yy.seats", "seats", "equipment", "staffing_limits"]


def test_rules_that_always_hold_keep_their_place_when_stated() -> None:
    """A plan that states one changes it, and does not have it twice."""
    problem = make_problem(rules={"skills": {"severity": "warning"}})
    rules = [rule for rule in problem.rule_book.of(problem.agents[0]) if rule.name == "skills"]
    assert [rule.severity for rule in rules] == ["warning"]


def test_rules_are_shared() -> None:
    """Agents of one contract with the same attributes share their rules; equal rules are made once."""
    problem = make_problem(packs=("xx",))
    assert problem.rule_book.of(problem.agents[0]) is problem.rule_book.of(problem.agents[1])
    contracts = (make_contract(), make_contract(contract="part"))
    problem = make_problem(packs=("xx",), contracts=contracts, agents=with_anna(contract="part"))
    anna, ben = (problem.rule_book.of(agent) for agent in problem.agents)
    assert all(one is other for one, other in zip(anna, ben, strict=True))


def test_rules_of_somebody() -> None:
    """Every rule that holds for an agent or the plan is named once."""
    fields = adjusted("own", parameters={"kind": "daily_rest", "hours": 12})
    labels = [rule.label for rule in make_problem(packs=("xx", "yy"), **fields).rule_book.of_somebody()]
    assert len(labels) == len(set(labels))
    assert {"own", "xx.rest", "yy.seats", "seats", "skills"} <= set(labels)
    assert not {"xx.offered", "xx.young"} & set(labels)


def test_make_rule() -> None:
    """The kind is the identifier where none is stated."""
    assert make_rule("daily_rest", {"hours": 11}).label == "daily_rest"
    assert make_rule("daily_rest", {"kind": "daily_rest", "hours": 11}) == make_rule("daily_rest", {"hours": 11})
    named = make_rule("a.b", {"kind": "daily_rest", "hours": Decimal("10.5")})
    assert (named.label, named.name, hours_of(named)) == ("a.b", "daily_rest", Decimal("10.5"))
    with pytest.raises(ValidationError, match="hours"):
        make_rule("daily_rest", {})


def test_merged_rules() -> None:
    """Parameters above replace those below, one by one; the places merged stay as they were."""
    below = {"a": {"x": 1, "y": 2}, "b": {"x": 3}}
    assert merged_rules(below, {"c": {"z": 6}, "a": {"y": 5}}) == {"a": {"x": 1, "y": 5}, "b": {"x": 3}, "c": {"z": 6}}
    assert below == {"a": {"x": 1, "y": 2}, "b": {"x": 3}}


def test_unknown_rules_never_get_this_far() -> None:
    """A plan with a rule that does not exist cannot be made."""
    with pytest.raises(ValidationError, match="daily_reast"):
        make_problem(rules={"daily_reast": {"hours": 11}})
