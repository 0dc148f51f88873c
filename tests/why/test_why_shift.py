"""Why not another shift, and why a shift or none: prices against solving the plan with a pin, and reasons by name."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest

from scheduler.compile import compile_problem
from scheduler.decode import decode
from scheduler.people import Absence, Pin, Preference
from scheduler.problem import Problem
from scheduler.roster import Roster
from scheduler.why.report import ShiftAnswer
from scheduler.why.resolve import Resolver
from scheduler.why.shift import AskedShift, why_shift
from shiftmodels.engines.run import SolveOptions
from shiftmodels.status import ModelStatus
from tests.builders import at, make_contract, make_pattern, make_problem, make_requirements, make_roster, make_shift
from tests.models.exact import exact_answer
from tests.random_plans import random_plan

OPTIONS = SolveOptions(time_limit_seconds=20.0, seed=0, workers=1)
TUESDAY = dt.date(2026, 12, 1)
ANNA = make_shift("anna", "2026-12-01 09:00", "11:00")


def _plan(**changes: Any) -> Problem:
    """Anna is needed from nine to eleven on Tuesday, and shifts of two hours start from eight to ten."""
    fields: dict[str, Any] = {
        "patterns": (
            make_pattern(earliest_start="08:00", latest_start="10:00", lengths_minutes=(120,)),
            make_pattern(pattern="late", earliest_start="16:00", latest_start="18:00", lengths_minutes=(120,)),
        ),
        "contracts": (make_contract(hourly_cost=10),),
        "requirements": make_requirements("phone", "2026-12-01 09:00", [1, 1, 1, 1]),
        "weights": {"understaffing": 100, "overstaffing": 1},
    }
    return make_problem(**fields | changes)


def _ask(problem: Problem, *shifts: Any, **asked: Any) -> ShiftAnswer:
    return why_shift(problem, make_roster(*shifts), AskedShift("anna", **{"date": TUESDAY} | asked))


def test_what_a_shift_gives_and_what_the_day_off_costs() -> None:
    """Two hours of phone are worth 200 and cost 20; nothing else can be in their place."""
    answer = _ask(_plan(), ANNA)
    assert (answer.asked, answer.now) == ("off", "09:00-11:00")
    assert answer.gives == {"labour": -20.0, "understaffing:phone": 200.0}
    assert (answer.alone.code, answer.alone.extra_cost, answer.alone.cheapest) == ("dearer", 180.0, True)
    assert answer.alone.terms == answer.gives


def test_whoever_is_off_could_work() -> None:
    """Any shift of Ben costs 20, and two hours of nothing to do 2."""
    answer = why_shift(_plan(), make_roster(ANNA), AskedShift("ben", TUESDAY))
    assert (answer.asked, answer.now, answer.gives) == ("any", "nothing", {})
    assert (answer.alone.code, answer.alone.extra_cost) == ("dearer", 22.0)


def test_a_shift_that_gains() -> None:
    """Where nobody works, a shift of Anna saves 180."""
    answer = _ask(_plan(), kind="pattern", pattern="any", start=dt.time(9))
    assert (answer.alone.code, answer.alone.extra_cost) == ("gains", -180.0)
    assert [(one.before, one.after) for one in answer.alone.changes] == [("nothing", "09:00-11:00")]


def test_what_is_so_already_is_told() -> None:
    """The shift that she has, and a day off that she has."""
    assert _ask(_plan(), ANNA, kind="pattern", pattern="any").alone.code == "has"
    assert _ask(_plan(), kind="off").alone.code == "has"


ALL_DAY = {"agent": "anna", "start": at("2026-12-01 00:00"), "end": at("2026-12-02 00:00")}
MONDAY = Pin(agent="anna", shift_date=dt.date(2026, 11, 30), start=at("2026-11-30 22:00"), end=at("2026-12-01 00:00"))
NIGHT = make_pattern(pattern="night", earliest_start="22:00", latest_start="22:00", lengths_minutes=(120,))
STOPPED: dict[str, tuple[dict[str, Any], dict[str, Any], set[str]]] = {
    "absence": ({"absences": (Absence(**ALL_DAY, kind="leave"),)}, {"kind": "any"}, {"absences"}),
    "pattern of another contract": (
        {"contracts": (make_contract(hourly_cost=10, patterns=("any",)),)},
        {"kind": "pattern", "pattern": "late"},
        {"shift_pattern"},
    ),
    "pin": (
        {"pins": (Pin(agent="anna", shift_date=TUESDAY, start=at("2026-12-01 09:00"), end=at("2026-12-01 11:00")),)},
        {"kind": "off"},
        {"pins"},
    ),
    "rest after a pinned shift": (
        {
            "pins": (MONDAY,),
            "patterns": (*_plan().patterns, NIGHT),
            "contracts": (make_contract(hourly_cost=10, patterns=("any", "late", "night")),),
            "rules": {"daily_rest": {"hours": 11}},
        },
        {"kind": "pattern", "pattern": "any"},
        {"pins", "daily_rest"},
    ),
    "least hours": (
        {"contracts": (make_contract(minimum_minutes_per_week=14 * 60),)},
        {"kind": "off"},
        {"contract_minutes", "shift_pattern"},
    ),
}


@pytest.mark.parametrize("name", STOPPED)
def test_what_stops_it_is_named(name: str) -> None:
    """A smallest set of rules by the names of audits, and nothing innocent."""
    changes, asked, rules = STOPPED[name]
    alone = _ask(_plan(**changes), *([ANNA] if asked["kind"] == "off" else []), **asked).alone
    assert alone.code == "stopped"
    assert {member.rule for member in alone.stopped_by} == rules
    assert all(member.message in alone.message for member in alone.stopped_by)


def test_hard_limits_that_would_be_broken_are_told() -> None:
    """Anna is the one whom a hard minimum asks for."""
    plan = _plan(requirements=make_requirements("phone", "2026-12-01 09:00", [1, 1, 1, 1], minimum=1))
    alone = _ask(plan, ANNA).alone
    assert (alone.code, alone.extra_cost, alone.cheapest) == ("limits", None, True)
    assert any("phone" in limit for limit in alone.limits)


def _optimum(problem: Problem) -> float | None:
    compiled = compile_problem(problem)
    solution = exact_answer(compiled.data, OPTIONS)
    if solution.status is ModelStatus.INFEASIBLE:
        return None
    assert solution.status is ModelStatus.OPTIMAL
    return float(compiled.money(solution.cost) or 0)


def _best(problem: Problem) -> Roster | None:
    compiled = compile_problem(problem)
    found = exact_answer(compiled.data, OPTIONS).assignment
    return None if found is None else decode(compiled, found)


@pytest.mark.parametrize("seed", [1, 3, 4])
def test_price_is_the_difference_of_two_optima(seed: int) -> None:
    """With a shift forced, by a row of the model, as with the same shift pinned in the plan."""
    problem = random_plan(seed, units=False)
    roster, date, priced = _best(problem), problem.horizon.date(0), 0
    assert roster is not None
    plain = _optimum(problem)
    pattern = problem.patterns[0]
    for agent in problem.agents[:2]:
        asked = AskedShift(agent.agent, date, "pattern", pattern.pattern, dt.time(pattern.starts[0] // 60))
        answer = why_shift(problem, roster, asked, Resolver(time.monotonic() + 20.0))
        pinned = [_optimum(_pinned(problem, agent.agent, minutes)) for minutes in pattern.lengths_minutes]
        least = min((cost for cost in pinned if cost is not None), default=None)
        if answer.alone.code == "has":
            assert least == plain
        elif answer.resolved is None or answer.resolved.cost is None:
            assert least is None
        else:
            assert answer.resolved.status == "optimal"
            assert answer.resolved.cost == answer.resolved.bound == least
            assert answer.resolved.most == pytest.approx(least - plain)
            priced += 1
        if answer.alone.extra_cost is not None:
            assert least is not None
            assert answer.alone.extra_cost >= least - plain - 1e-9
    assert priced or seed != 1


def test_bounds_that_cannot_be_are_dropped() -> None:
    """A run that claims that every roster costs more than the one that is found proves nothing."""
    asked = AskedShift("anna", TUESDAY, "pattern", "any", dt.time(9))
    resolver = Resolver(time.monotonic() + 20.0, plan_bound=1e6)
    resolved = why_shift(_plan(), make_roster(), asked, resolver).resolved
    assert resolved is not None
    assert (resolved.plan_bound, resolved.most_price, resolved.cost) == (None, None, 20.0)


def _pinned(problem: Problem, agent: str, minutes: int) -> Problem:
    """The plan with the first shift of the first pattern pinned on the first day."""
    start = problem.horizon.instant(problem.patterns[0].starts[0])
    pin = Pin(agent=agent, shift_date=problem.start_date, start=start, end=start + dt.timedelta(minutes=minutes))
    return problem.model_copy(update={"pins": (*problem.pins, pin)})


def test_wishes_do_not_stop_a_shift_but_price_it() -> None:
    """Two hours that she wants to be off cost 6 more."""
    wish = Preference(agent="anna", start=at("2026-12-01 16:00"), end=at("2026-12-01 22:00"), kind="avoid", weight=3)
    weights = {"understaffing": 100, "overstaffing": 1, "preferences": 1}
    contracts = (make_contract(hourly_cost=10, patterns=("any", "late")),)
    plan = _plan(preferences=(wish,), weights=weights, contracts=contracts)
    answer = _ask(plan, kind="pattern", pattern="late")
    assert answer.alone.terms["preferences"] == 6.0
