"""The auditor as a whole: costs by hand, order of what it finds, rosters that others wrote."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from scheduler.audit import audit, exact_cost
from scheduler.contracts import Break
from scheduler.demand import Queue
from scheduler.people import Agent, Preference, Skill
from scheduler.problem import Weights
from scheduler.result import CostTerm
from scheduler.roster import Activity, Roster
from scheduler.sites import SeatLimit, Site
from tests.builders import (
    LONDON,
    at,
    make_contract,
    make_past,
    make_pattern,
    make_problem,
    make_requirements,
    make_roster,
    make_shift,
)


def test_under_and_overstaffing_and_labour() -> None:
    """
    One shift against four half hours.

    phone     09:00  09:30  10:00  10:30
    required  1      2      0      0.5
    supply    1      1      1      0
    under     0      1      0      0.5     1.5 x 0.5 h = 0.75 h x 10 = 7.50
    over      0      0      1      0       1.0 x 0.5 h = 0.50 h x  1 = 0.50
    labour    1.5 h x 12 = 18.00; together 26.00
    """
    problem = make_problem(
        contracts=(make_contract(hourly_cost=12),),
        requirements=make_requirements("phone", "2026-12-01 09:00", [1, 2, 0, Decimal("0.5")]),
    )
    found = audit(make_roster(make_shift("anna", "2026-12-01 09:00", "10:30")), problem)
    assert found.cost_terms == {
        "labour": CostTerm(amount=1.5, unit_cost=12, cost=18),
        "preferences": CostTerm(amount=0, unit_cost=1, cost=0),
        "understaffing:phone": CostTerm(amount=0.75, unit_cost=10, cost=7.5),
        "overstaffing:phone": CostTerm(amount=0.5, unit_cost=1, cost=0.5),
        "understaffing:chat": CostTerm(amount=0, unit_cost=10, cost=0),
        "overstaffing:chat": CostTerm(amount=0, unit_cost=1, cost=0),
    }
    assert found.cost == 26
    # required (1 + 2 + 0.5) x 0.5 h = 1.75 h; scheduled 1.5 h; 1.75 - 1.5 = 0.75 - 0.5
    coverage = found.coverage.queues["phone"]
    assert (coverage.required_hours, coverage.scheduled_hours) == (1.75, 1.5)
    assert (coverage.understaffed_hours, coverage.overstaffed_hours) == (0.75, 0.5)
    assert found.coverage.required_hours == 1.75
    assert found.legal


def test_empty_roster_costs_the_requirement() -> None:
    """Nobody on shift: 2 agents x 1 h x 10 = 20."""
    problem = make_problem(requirements=make_requirements("chat", "2026-12-06 23:00", [2, 2]))
    assert exact_cost(Roster(()), problem) == 20


def test_queue_prices_replace_the_weights() -> None:
    """Half an hour short at 30 and half an hour over at 4: 15 + 2 = 17."""
    queues = Queue(queue="phone", understaffing_cost=30), Queue(queue="chat", overstaffing_cost=4)
    problem = make_problem(queues=queues, requirements=make_requirements("phone", "2026-12-01 09:00", [1]))
    assert exact_cost(make_roster(make_shift("anna", "2026-12-01 09:00", "09:30", queue="chat")), problem) == 17


def test_soft_limits_cost_on_top() -> None:
    """
    Limits 2 to 3, required 2, in two half hours with one and with four agents.

    under 1 x 0.5 h x 10 = 5; over 2 x 0.5 h x 1 = 1; limits (1 + 1) x 0.5 h x 100 = 100; together 106.
    """
    skills = (Skill(queue="phone"),)
    agents = tuple(Agent(agent=name, site="office", contract="full", skills=skills) for name in "abcd")
    problem = make_problem(
        queues=(Queue(queue="phone", limits="soft", limit_cost=100),),
        agents=agents,
        requirements=make_requirements("phone", "2026-12-01 09:00", [2, 2], minimum=2, maximum=3),
    )
    roster = make_roster(
        make_shift("a", "2026-12-01 09:00", "10:00"),
        *(make_shift(agent, "2026-12-01 09:30", "10:00") for agent in "bcd"),
    )
    found = audit(roster, problem)
    assert found.cost_terms["limits:phone"] == CostTerm(amount=1, unit_cost=100, cost=100)
    assert exact_cost(roster, problem) == 106
    assert [item.severity for item in found.violations] == ["warning", "warning"]
    assert found.legal


def test_hard_limits_cost_nothing() -> None:
    """A queue with hard limits has no limits term."""
    problem = make_problem(requirements=make_requirements("phone", "2026-12-01 09:00", [1], minimum=1))
    found = audit(Roster(()), problem)
    assert "limits:phone" not in found.cost_terms
    assert not found.legal


def test_breaks_and_unpaid_time() -> None:
    """A meal of 1 h in a shift of 8 h is neither supply nor labour: 7 h x 10 = 70, 7 h over at 1."""
    pattern = make_pattern(breaks=(Break(name="meal", minutes=60),))
    problem = make_problem(patterns=(pattern,), contracts=(make_contract(hourly_cost=10),))
    roster = make_roster(make_shift("anna", "2026-12-01 09:00", "17:00", [("meal", "12:00", "13:00")]))
    assert exact_cost(roster, problem) == 77


def test_proficiency_is_exact() -> None:
    """Three agents of 0.1 against 0.3 for half an hour leave nothing, to the last digit."""
    skills = (Skill(queue="phone", proficiency=Decimal("0.1")),)
    agents = tuple(Agent(agent=name, site="office", contract="full", skills=skills) for name in "abc")
    requirements = make_requirements("phone", "2026-12-01 09:00", [Decimal("0.3")])
    problem = make_problem(agents=agents, requirements=requirements)
    roster = make_roster(*(make_shift(agent, "2026-12-01 09:00", "09:30") for agent in "abc"))
    assert exact_cost(roster, problem) == 0


def test_contracts_of_different_cost_have_no_unit_cost() -> None:
    """Two hours at 10 and one at 25.5: 20 + 25.5 = 45.5, and 3 h over at 0."""
    anna, ben = make_problem().agents
    problem = make_problem(
        contracts=(make_contract(hourly_cost=10), make_contract(contract="part", hourly_cost=Decimal("25.5"))),
        agents=(anna, ben.model_copy(update={"contract": "part"})),
        weights=Weights(overstaffing=0),
    )
    roster = make_roster(
        make_shift("anna", "2026-12-01 09:00", "11:00"), make_shift("ben", "2026-12-01 09:00", "10:00")
    )
    assert audit(roster, problem).cost_terms["labour"] == CostTerm(amount=3, unit_cost=None, cost=45.5)
    assert exact_cost(roster, problem) == Fraction(91, 2)


def test_preferences() -> None:
    """
    Wishes of a shift 09:00-12:00.

    avoid 11:00-15:00 at 2: 1 h refused, 2. prefer 08:00-10:00 at 3: 1 h refused, 3.
    prefer the Sunday from 23:00 to Monday 05:00 at 1: 1 h lies in the plan, 1.
    weighted hours 6 x weight 0.5 = 3.
    """
    rows = (
        ("avoid", "2026-12-01 11:00", "2026-12-01 15:00", 2),
        ("prefer", "2026-12-01 08:00", "2026-12-01 10:00", 3),
        ("prefer", "2026-12-06 23:00", "2026-12-07 05:00", 1),
    )
    preferences = tuple(
        Preference(agent="anna", kind=kind, start=at(start), end=at(end), weight=weight)
        for kind, start, end, weight in rows
    )
    weights = Weights(preferences=Decimal("0.5"), overstaffing=0)
    problem = make_problem(preferences=preferences, weights=weights)
    found = audit(make_roster(make_shift("anna", "2026-12-01 09:00", "12:00")), problem)
    assert found.cost_terms["preferences"] == CostTerm(amount=6, unit_cost=0.5, cost=3)
    assert found.cost == 3


def test_past_shift_supplies_the_first_queue() -> None:
    """A past shift until 01:00 leaves nothing of a requirement of 1 from 00:00 to 01:00, and costs no labour."""
    problem = make_problem(
        contracts=(make_contract(hourly_cost=12),),
        history=(make_past("anna", "2026-11-29 17:00", "01:00"),),
        requirements=make_requirements("phone", "2026-11-30 00:00", [1, 1]),
    )
    assert exact_cost(Roster(()), problem) == 0


def test_only_the_horizon_is_covered() -> None:
    """A night shift of the last date costs 8 h of labour and is 2 h over in the plan: 8 x 12 + 2 = 98."""
    problem = make_problem(contracts=(make_contract(hourly_cost=12),))
    assert exact_cost(make_roster(make_shift("anna", "2026-12-06 22:00", "06:00")), problem) == 98


@pytest.mark.parametrize(("monday", "hours"), [("2026-03-23", 7), ("2026-10-19", 9)])
def test_clock_changes(monday: str, hours: int) -> None:
    """22:00 to 06:00 before the change is 7 h or 9 h, of labour at 12 and over at 1."""
    saturday = dt.date.fromisoformat(monday) + dt.timedelta(days=5)
    problem = make_problem(start_date=dt.date.fromisoformat(monday), contracts=(make_contract(hourly_cost=12),))
    roster = make_roster(make_shift("anna", f"{saturday} 22:00", "06:00"))
    assert exact_cost(roster, problem) == 13 * hours
    assert audit(roster, problem).violations == ()


def test_parts_of_intervals_count_pro_rata() -> None:
    """Work from 09:10 to 09:30 is 20 of 30 minutes: 10 minutes x 1 short at 10 is 10/6."""
    problem = make_problem(requirements=make_requirements("phone", "2026-12-01 09:00", [1]))
    roster = make_roster(make_shift("anna", "2026-12-01 09:10", "09:30"))
    assert exact_cost(roster, problem) == Fraction(10, 6)


def test_violations_are_in_order_of_time_rule_and_agent() -> None:
    """Three breaches at two times come sorted, and each is found once."""
    problem = make_problem(
        sites=(Site(site="office", seats=(SeatLimit(start="09:00", end="10:00", seats=1),)),),
        contracts=(make_contract(maximum_minutes_per_week=60),),
    )
    shifts = [make_shift(agent, "2026-12-01 09:00", "17:00") for agent in ("ben", "anna")]
    found = audit(make_roster(*shifts), problem).violations
    assert [(item.rule, item.agent) for item in found] == [
        ("contract_minutes", "anna"),
        ("contract_minutes", "ben"),
        ("seats", None),
    ]


def test_unknown_agents_and_queues_are_reported() -> None:
    """A stranger is a breach of its own and supplies nothing; so does work on an unknown queue."""
    rows = make_shift("zoe", "2026-12-01 09:00", "10:00")
    fax = replace(make_shift("anna", "2026-12-01 09:00", "10:00")[0], activity="fax", queue="fax")
    found = audit(Roster([*rows, fax]), make_problem())
    assert [(item.rule, item.agent) for item in found.violations] == [("known_agents", "zoe"), ("skills", "anna")]
    assert found.coverage.scheduled_hours == 0


def test_rosters_that_others_wrote_do_not_crash() -> None:
    """Overlaps, negative lengths, odd times, odd dates and other zones are breaches, not errors."""
    tuesday = dt.date(2026, 12, 1)
    rows = [
        Activity("anna", tuesday, "phone", at("2026-12-01 09:00"), at("2026-12-01 08:00"), True, "phone"),
        Activity("anna", tuesday, "chat", at("2026-12-01 09:07"), at("2026-12-01 23:59"), False, "chat"),
        Activity("anna", tuesday, "", at("2026-12-01 10:00"), at("2026-12-03 10:00"), True),
        Activity("ben", dt.date(2026, 1, 1), "x", at("2026-12-06 23:00"), at("2027-01-01 00:00"), True, "phone"),
        Activity("ben", tuesday, "meal", at("2020-01-01 00:00").astimezone(dt.UTC), at("2020-01-01 00:01"), False),
    ]
    problem = make_problem(
        rules={"daily_rest": {"hours": 11}, "weekly_rest": {"hours": 35}, "consecutive_days": {"maximum": 5}},
        sites=(Site(site="office", seats=(SeatLimit(start="00:00", end="24:00", seats=1),)),),
        requirements=make_requirements("phone", "2026-12-01 09:00", [1], minimum=1, maximum=1),
    )
    found = audit(Roster(rows), problem)
    assert not found.legal
    assert found.cost > 0
    assert {"one_shift_per_day", "shift_pattern", "breaks", "valid_dates"} <= {item.rule for item in found.violations}
    assert all(item.start.tzinfo is not None and item.end >= item.start for item in found.violations)


def test_a_legal_roster_of_a_rich_plan_has_no_violation() -> None:
    """Two agents, Monday to Friday with a meal and a change of queue each, all rules on."""
    problem = make_problem(
        rules={"daily_rest": {"hours": 11}, "weekly_rest": {"hours": 35}, "consecutive_days": {"maximum": 5}},
        patterns=(make_pattern(breaks=(Break(name="meal", minutes=60, earliest_minutes=180, latest_minutes=300),)),),
        contracts=(make_contract(minimum_minutes_per_week=35 * 60, maximum_minutes_per_week=35 * 60),),
        queues=(Queue(queue="phone", minimum_block_minutes=60), Queue(queue="chat", minimum_block_minutes=60)),
        sites=(Site(site="office", seats=(SeatLimit(start="09:00", end="17:00", seats=2),)),),
    )
    shifts = [
        make_shift(agent, f"2026-{date} 09:00", "17:00", [("chat", "10:00", "12:00"), ("meal", "12:00", "13:00")])
        for agent in ("anna", "ben")
        for date in ("11-30", "12-01", "12-02", "12-03", "12-04")
    ]
    assert audit(make_roster(*shifts), problem).violations == ()


def test_zone_of_the_violations() -> None:
    """Times of a violation are local times of the plan."""
    (found,) = audit(make_roster(make_shift("anna", "2026-12-08 09:00", "17:00")), make_problem()).violations
    assert found.start.tzinfo == LONDON
