"""Designs of plans: what may be offered, what it costs, and the plan that comes of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np
import pytest

from scheduler.design.assembly import Assembly
from scheduler.design.audit import audit_design
from scheduler.design.compile import UNITS_PER_COST, compile_design
from scheduler.design.design import DesignOutcome, design
from scheduler.design.new_plan import plan_with
from scheduler.design.offers import Choice, break_share, offers_of
from scheduler.design.settings import DesignSettings, design_settings
from scheduler.errors import AuditMismatch, InputError
from scheduler.problem import CrossCheckError, Problem
from scheduler.records import Weekday
from shiftmodels.design.curve import DesignOptions
from shiftmodels.design.solution import DesignSolution, fit_of
from shiftmodels.status import ModelStatus
from tests.builders import make_contract, make_pattern, make_problem, make_requirements

EARLY = {"pattern": "early", "earliest_start": "08:00", "latest_start": "09:00", "lengths_minutes": (240, 480)}
LATE = {"pattern": "late", "earliest_start": "09:00", "latest_start": "22:00", "start_step_minutes": 780}
MEAL = {"name": "meal", "minutes": 60, "minimum_shift_minutes": 300}


def make_plan(**overrides: Any) -> Problem:
    """Return a week with four early starts and lengths, and two late ones; Monday asks for two from 08:00 to 12:00."""
    patterns = (make_pattern(**EARLY, breaks=(MEAL,)), make_pattern(**LATE, lengths_minutes=(480,)))
    fields = {
        "patterns": patterns,
        "contracts": (make_contract(patterns=("early", "late")),),
        "requirements": make_requirements("phone", "2026-11-30 08:00", [2] * 8),
    }
    return make_problem(**{**fields, **overrides})


def run_design(problem: Problem, **wishes: Any) -> DesignOutcome:
    """Design with one worker."""
    offers = offers_of(problem, Choice())
    settings = design_settings(problem, offers, **wishes)
    return design(problem, offers, settings, DesignOptions(20, workers=1, curve=1))


def test_offers_of_patterns() -> None:
    """By start and length; what two patterns allow is one shift with both as sources, whose breaks may differ."""
    offers = offers_of(make_plan(), Choice())
    assert [offer.name for offer in offers] == [
        "0800-1200", "0800-1600", "0830-1230", "0830-1630", "0900-1300", "0900-1700", "2200-0600"
    ]  # fmt: skip
    both = offers[5]
    assert {name: pattern.pattern for name, pattern in both.patterns.items()} == {
        "early": "0900-1700 early",
        "late": "0900-1700 late",
    }
    assert [len(pattern.breaks) for pattern in both.patterns.values()] == [1, 0]
    # Breaks of the first source: three of 480 minutes with an hour of meal, out of 3 x 240 + 4 x 480 minutes.
    assert break_share(offers) == round(Decimal(180) / 2640, 4)


def test_other_starts_and_lengths() -> None:
    """They replace those of the pattern; a length in which its breaks do not fit is left out."""
    wide = make_plan(patterns=(make_pattern(**EARLY, breaks=({**MEAL, "minimum_shift_minutes": 0},)),
                               make_pattern(**LATE, lengths_minutes=(480,))))  # fmt: skip
    offers = offers_of(wide, Choice(("early",), (600, 660), (30, 300)))
    assert [offer.name for offer in offers] == ["1000-1500", "1100-1600"]


@pytest.mark.parametrize(("choice", "words"), [
    (Choice(("earl",)), "There is no pattern 'earl'"),
    (Choice((), (605,)), "start 10:05 is not on the plan's grid"),
    (Choice((), None, (100,)), "length 01:40 is not on the plan's grid"),
])  # fmt: skip
def test_wrong_choices(choice: Choice, words: str) -> None:
    """One complaint that says what is wrong."""
    with pytest.raises(InputError, match=words):
        offers_of(make_plan(), choice)


def test_design_by_hand() -> None:
    """Two people from 08:00 to 12:00 on Monday fit exactly, without a share for breaks."""
    outcome = run_design(make_plan(), share=Decimal(0))
    (shift,) = outcome.design.shifts
    assert (shift.shift, shift.people) == ("0800-1200", {dt.date(2026, 11, 30): 2})
    assert (outcome.design.status, outcome.design.cost, outcome.design.bound) == ("optimal", 0, 0)
    assert outcome.design.curve[0].shifts == ("0800-1200",)


def test_breaks_and_price_by_hand() -> None:
    """With a quarter on breaks three people work 2.25: 0.25 too many for 4 hours at 1 an hour, and a shift at 7."""
    outcome = run_design(make_plan(), share=Decimal("0.25"), shift_cost=Decimal(7))
    terms = {name: (term.amount, term.cost) for name, term in outcome.design.cost_terms.items()}
    assert terms == {"understaffing": (0, 0), "overstaffing": (1, 1), "shifts": (1, 7)}
    assert outcome.design.coverage.scheduled_hours == 9
    assert (outcome.design.cost, outcome.design.bound) == (8, 8)


def test_the_last_night_works_into_the_first_morning() -> None:
    """Sunday's night covers Monday 00:00 to 06:00 in a week that repeats itself; in one that does not, nobody does."""
    plan = make_plan(requirements=make_requirements("chat", "2026-11-30 00:00", [1] * 12))
    night = run_design(plan, share=Decimal(0)).design
    assert [(shift.shift, list(shift.people)) for shift in night.shifts] == [("2200-0600", [dt.date(2026, 12, 6)])]
    assert night.cost_terms["overstaffing"].amount == 2
    once = run_design(plan, share=Decimal(0), repeats=False).design
    assert (once.shifts, once.new_plan, once.cost) == ((), "", 60)
    assert "No plan was written" in once.messages[0]


def test_queues_are_added_up() -> None:
    """Two on phone and one on chat are three; only chat is one. Nothing required is refused."""
    both = (
        *make_requirements("phone", "2026-11-30 08:00", [2] * 8),
        *make_requirements("chat", "2026-11-30 08:00", [1] * 8),
    )
    plan = make_plan(requirements=both)
    assert list(run_design(plan, share=Decimal(0)).design.shifts[0].people.values()) == [3]
    assert list(run_design(plan, share=Decimal(0), queues=["chat"]).design.shifts[0].people.values()) == [1]
    with pytest.raises(InputError, match="Nothing is required on chat"):
        run_design(make_plan(), queues=["chat"])
    with pytest.raises(InputError, match="no queue 'chatt'"):
        run_design(make_plan(), queues=["chatt"])


@pytest.mark.parametrize("seed", range(8))
def test_auditor_and_engine_agree(seed: int) -> None:
    """On random people, weekdays, shares of breaks and a week in which the clocks change."""
    draw = np.random.default_rng(seed)
    start = dt.date(2026, 10, 19)
    plan = make_plan(
        start_date=start,
        days=int(draw.choice([7, 9])),
        requirements=make_requirements("phone", "2026-10-25 00:00", draw.integers(0, 5, 48).tolist()),
        patterns=(
            make_pattern(**EARLY, breaks=(MEAL,), days_of_week=(Weekday.SUNDAY, Weekday.MONDAY)),
            make_pattern(**LATE, lengths_minutes=(480,)),
        ),
    )
    offers = offers_of(plan, Choice())
    settings = design_settings(plan, offers, share=Decimal(int(draw.integers(0, 3000))) / 10000)
    compiled = compile_design(plan, offers, settings)
    people = draw.integers(0, 3, compiled.data.num_duties)
    solution = DesignSolution(ModelStatus.FEASIBLE, people, fit_of(compiled.data, people), 0)
    assembly = Assembly(plan, offers, settings, compiled)
    audit = assembly.audited(solution)
    assert 10 * audit.under_hours + audit.over_hours == Fraction(solution.fit.cost, UNITS_PER_COST)
    wrong = replace(solution, fit=replace(solution.fit, over=solution.fit.over + 1))
    with pytest.raises(AuditMismatch, match="the auditor finds"):
        assembly.audited(wrong)


def test_the_auditor_refuses_a_shift_that_no_pattern_allows() -> None:
    """On a date after the plan."""
    plan = make_plan()
    outcome = run_design(plan, share=Decimal(0))
    offers = {offer.name: offer for offer in offers_of(plan, Choice())}
    late = outcome.design.shifts[0].model_copy(update={"people": {dt.date(2026, 12, 7): 1}})
    with pytest.raises(ValueError, match="no pattern allows"):
        audit_design([late], offers, plan, DesignSettings(("phone",), None, Decimal(0), True, Decimal(0)))


def test_new_plan() -> None:
    """Contracts and rules name the shifts that come from their patterns; what nothing comes from is still named."""
    rules = {
        "rest": {"kind": "forbidden_succession", "before": {"patterns": ["early"]}, "after": {"patterns": ["late"]}},
        "few": {"kind": "count_limit", "maximum": 3, "window_days": 7, "points": {"early": 2}},
    }
    contracts = (make_contract(patterns=("early",)), make_contract(contract="nights", patterns=("late",)))
    plan = make_plan(rules=rules, contracts=contracts)
    offers = [offer for offer in offers_of(plan, Choice()) if offer.name in ("0800-1200", "0830-1630")]
    new = plan_with(plan, offers)
    assert [pattern.pattern for pattern in new.patterns] == ["0800-1200", "0830-1630", "late"]
    assert new.pattern_named["0830-1630"].breaks == plan.pattern_named["early"].breaks
    assert [contract.patterns for contract in new.contracts] == [("0800-1200", "0830-1630"), ("late",)]
    assert new.rules["rest"]["before"] == {"patterns": ["0800-1200", "0830-1630"]}
    assert new.rules["rest"]["after"] == {"patterns": ["late"]}
    assert new.rules["few"]["points"] == {"0800-1200": 2, "0830-1630": 2}
    assert plan_with(new, offers_of(new, Choice(("0800-1200", "0830-1630")))).contracts == new.contracts


def test_a_pin_that_needs_a_pattern(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where something else in the plan needs a pattern that is gone, no plan is written, and a message says so."""

    def refuse(*_: object) -> Problem:
        raise CrossCheckError([])

    monkeypatch.setattr("scheduler.design.design.plan_with", refuse)
    outcome = run_design(make_plan(), share=Decimal(0))
    assert outcome.plan is None
    assert "needs a pattern that is gone" in outcome.design.messages[0]
