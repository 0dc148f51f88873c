"""Plans that end early: shares of limits, what is left as it is, and what it is good for."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from scheduler.audit import audit
from scheduler.people import Absence, Adjustment, Pin, Preference, PublishedShift
from scheduler.problem import Problem
from scheduler.rolling.early_end import ends_early
from scheduler.rolling.roll import RollSettings, roll
from scheduler.rules.count_limit import CountLimit
from scheduler.rules.working_hours import WorkingHours
from tests.builders import at, make_contract, make_requirements
from tests.rolling.small_plans import two_mondays, worked

MONDAYS = [dt.date(2026, 11, 30) + dt.timedelta(weeks=week) for week in range(4)]
COUNT = {"kind": "count_limit", "severity": "cost", "price": 30, "calendar": "horizon"}


def _four_weeks(rule: dict[str, Any], **overrides: Any) -> Problem:
    rows = [row for day in MONDAYS for row in make_requirements("phone", f"{day} 09:00", [1])]
    fields = {"days": 28, "contracts": (make_contract(rules={"limit": rule}),), "requirements": tuple(rows)}
    return two_mondays(**fields | overrides)


def _limits(problem: Problem) -> set[tuple[str, int, Decimal]]:
    """Limit, what it is, and its price, of the rules of the first agent that hold on all dates."""
    rules = [rule for rule in problem.rule_book.of(problem.agents[0]) if isinstance(rule, CountLimit)]
    return {
        (name, limit, rule.price or Decimal(0))
        for rule in rules
        for name in ("maximum", "minimum")
        if (limit := getattr(rule, name)) is not None
    }


def test_share_of_a_limit() -> None:
    """Of 4 times, 3 weeks of 4 have 3; of 2, 1.5: the second time costs a half; of 1, 0.75: the first a quarter."""
    four = {("maximum", 3, 30)}
    assert _limits(ends_early(_four_weeks({**COUNT, "maximum": 4}), 21)) == four
    assert _limits(ends_early(_four_weeks({**COUNT, "maximum": 2}), 21)) == {("maximum", 1, 15), ("maximum", 2, 15)}
    once = {("maximum", 0, Decimal("7.5")), ("maximum", 1, Decimal("22.5"))}
    assert _limits(ends_early(_four_weeks({**COUNT, "maximum": 1}), 21)) == once
    assert _limits(ends_early(_four_weeks({**COUNT, "minimum": 2}), 21)) == {("minimum", 1, 15), ("minimum", 2, 15)}
    assert _limits(ends_early(_four_weeks({**COUNT, "minimum": 1}), 14)) == {("minimum", 1, 15)}


def test_share_of_hours() -> None:
    """Of 90 hours in 4 weeks, 45 in 2; what is an average stays."""
    hours = {"kind": "working_hours", "severity": "cost", "price": 5, "calendar": "horizon", "maximum_hours": 90}
    for average, most in ((False, 45), (True, 90)):
        cut = ends_early(_four_weeks({**hours, "average": average}), 14)
        found = [rule for rule in cut.rule_book.of(cut.agents[0]) if isinstance(rule, WorkingHours)]
        assert [(rule.maximum_hours, rule.price) for rule in found] == [(most, 5)]


def test_a_rule_of_the_plan_that_a_contract_changes() -> None:
    """The contract's figure is shared out, at the plan's price."""
    rules = {"limit": {**COUNT, "maximum": 8}}
    problem = _four_weeks({"maximum": 4}, rules=rules)
    assert _limits(ends_early(problem, 14)) == {("maximum", 2, 30)}


def test_a_limit_that_one_contract_softens_is_hard_in_another() -> None:
    """In whichever order they stand, the plan does not end early; it does where no contract has it hard."""
    soft, hard = make_contract(rules={"limit": {"severity": "cost", "price": 5}}), make_contract(contract="other")
    rules = {"limit": {"kind": "count_limit", "calendar": "horizon", "minimum": 4}}
    for contracts in ((soft, hard), (hard, soft)):
        problem = _four_weeks({}, rules=rules, contracts=contracts)
        assert ends_early(problem, 14) is problem
    assert ends_early(_four_weeks({}, rules=rules, contracts=(soft,)), 14).days == 14


def test_what_is_left_out() -> None:
    """Requirements, pins and published shifts after the end are; a plan that is not shortened is the same."""
    shifts = [
        {"agent": "anna", "shift_date": day, "start": at(f"{day} 09:00"), "end": at(f"{day} 09:30")} for day in MONDAYS
    ]
    pins, published = tuple(Pin(**shift) for shift in shifts), tuple(PublishedShift(**shift) for shift in shifts)
    problem = _four_weeks({**COUNT, "maximum": 4}, pins=pins, published=published)
    cut = ends_early(problem, 14)
    assert (cut.days, len(cut.requirements), len(cut.pins), len(cut.published)) == (14, 2, 2, 2)
    assert ends_early(problem, 28) is problem


@pytest.mark.parametrize(
    ("rule", "overrides"),
    [
        ({"kind": "count_limit", "calendar": "horizon", "maximum": 4}, {}),
        ({**COUNT, "maximum": 4}, {"priorities": ("understaffing",)}),
        ({**COUNT, "maximum": 4}, {"rules": {"fairness": {"of": "shifts"}}}),
    ],
)
def test_plans_that_do_not_end_early(rule: dict[str, Any], overrides: dict[str, Any]) -> None:
    """A hard limit is kept by all dates together; priorities name rules as they are."""
    problem = _four_weeks(rule, **overrides)
    assert ends_early(problem, 14) is problem


@pytest.mark.parametrize(
    "overrides",
    [
        {"rules": {"consecutive_days": {"maximum": 3, "valid_from": MONDAYS[2]}}},
        {"rules": {"fairness": {"of": "shifts", "severity": "cost", "price": 1, "valid_from": MONDAYS[2]}}},
        {
            "rules": {"consecutive_days": {"maximum": 3}},
            "adjustments": (
                Adjustment(
                    agent="anna",
                    rule="consecutive_days",
                    parameters={"enabled": False},
                    valid_from=MONDAYS[0],
                    valid_to=MONDAYS[2] - dt.timedelta(days=1),
                ),
            ),
        },
    ],
)
def test_plans_whose_first_days_have_other_rules_do_not_end_early(overrides: dict[str, Any]) -> None:
    """What a later date brings into force, or keeps from being lifted, holds in the first weeks as well."""
    problem = _four_weeks({**COUNT, "maximum": 4}, **overrides)
    assert ends_early(problem, 14) is problem
    assert ends_early(problem, 21).days == 21


@pytest.mark.parametrize("severity", [{}, {"severity": "cost", "price": 1}])
def test_days_off_that_have_been_published(severity: dict[str, Any]) -> None:
    """A Sunday off was published if any later shift was: a plan that ends on it would take it as open."""
    saturdays = [day + dt.timedelta(days=5) for day in MONDAYS]
    notice = {"rules": {"change_notice": {"change_days": 14, **severity}}}

    def published(*days: dt.date) -> tuple[PublishedShift, ...]:
        spans = [(day, at(f"{day} 09:00"), at(f"{day} 09:30")) for day in days]
        return tuple(PublishedShift(agent="anna", shift_date=day, start=start, end=end) for day, start, end in spans)

    def days(rows: tuple[PublishedShift, ...], **rules: Any) -> int:
        return ends_early(two_mondays(days=28, contracts=(make_contract(),), published=rows, **rules), 7).days

    two, one, none = published(*saturdays[:2]), published(saturdays[0]), published(saturdays[3])
    assert [days(rows, **notice) for rows in (two, one, none)] == [28, 7, 28]
    assert days(published(*saturdays, *(day + dt.timedelta(days=6) for day in MONDAYS)), **notice) == 7
    assert days(two) == 7


def test_a_rule_of_the_last_week_leaves_a_roster() -> None:
    """At most three days in a row from the third week on hold in all three: the first ones are built by it."""
    days = [MONDAYS[0] + dt.timedelta(days=day) for day in range(21)]
    rows = tuple(row for day in days for row in make_requirements("phone", f"{day} 09:00", [1]))
    rules = {"consecutive_days": {"maximum": 3, "valid_from": MONDAYS[2]}}
    problem = two_mondays(days=21, contracts=(make_contract(maximum_days_per_week=7),), requirements=rows, rules=rules)
    rolled = roll(problem, RollSettings(look_ahead=0, engine="cpsat", time_limit_seconds=60.0, workers=1))
    assert rolled.weeks[-1].solution.assignment is not None
    assert not [breach for breach in audit(rolled.published, problem).violations if breach.severity == "hard"]


def test_who_has_worked_his_share_waits() -> None:
    """
    Anna and Ben work twice each at most, once more costs 50; Ben is away on the last Monday.

    He would rather not work on the second, she on the third, which costs 2. Whoever looks at a week alone, and forgets
    what is left, has Anna work twice at once: then she works a third time in the end, for 50.
    """
    twice = {**COUNT, "price": 50, "maximum": 2}
    wishes = tuple(
        Preference(agent=agent, kind="avoid", weight=4, start=at(f"{day} 00:00"), end=at(f"{day} 23:00"))
        for agent, day in (("ben", MONDAYS[0]), ("ben", MONDAYS[1]), ("anna", MONDAYS[2]))
    )
    away = Absence(agent="ben", start=at(f"{MONDAYS[3]} 00:00"), end=at(f"{MONDAYS[3] + dt.timedelta(7)} 00:00"))
    problem = _four_weeks(twice, preferences=wishes, absences=(away,))
    rolled = roll(problem, RollSettings(look_ahead=0, engine="cpsat", time_limit_seconds=300.0, workers=1))
    assert worked(rolled.published) == sorted(zip(("anna", "ben", "ben", "anna"), MONDAYS, strict=True))
    assert [week.expected_cost for week in rolled.weeks] == [25.0, 2.0, 27.0, 2.0]
    assert [week.days for week in rolled.weeks] == [7, 14, 21, 28]
