"""Weeks built one after the other: look-ahead, what stays, and what is not known yet."""

from __future__ import annotations

import datetime as dt
import time
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scheduler.io.families.inrc2 import read_inrc2
from scheduler.problem import Problem
from scheduler.result import Status
from scheduler.rolling import roll as rolling
from scheduler.rolling.answer import outcome_of
from scheduler.rolling.forecast import forecast_rows, is_chance
from scheduler.rolling.roll import Rolled, RollSettings, published_until, roll
from scheduler.rolling.weeks import Week, known_plan, weeks_of
from scheduler.roster import Roster
from scheduler.solve import Outcome
from tests.builders import at, make_contract, make_pattern, make_requirements, make_shift
from tests.io.families.small_instances import write_inrc2
from tests.rolling.small_plans import MONDAYS, two_mondays, worked

FIRST, SECOND = (dt.date.fromisoformat(day) for day in MONDAYS)
QUICK = RollSettings(engine="cpsat", time_limit_seconds=300.0, workers=1)


def _outcome(problem: Problem, settings: RollSettings) -> Outcome:
    return outcome_of(problem, roll(problem, settings), settings, time.monotonic(), input_sha256="")


def test_looking_ahead_pays() -> None:
    """2 with the second week in mind, 50 without."""
    ahead, alone = _outcome(two_mondays(), QUICK), _outcome(two_mondays(), replace(QUICK, look_ahead=0))
    assert ahead.roster is not None
    assert alone.roster is not None
    assert worked(ahead.roster) == [("anna", SECOND), ("ben", FIRST)]
    assert worked(alone.roster) == [("anna", FIRST), ("anna", SECOND)]
    assert (ahead.result.cost, alone.result.cost) == (2.0, 50.0)
    assert (ahead.result.status, ahead.result.bound) == (Status.FEASIBLE, None)
    assert [week.expected_cost for week in ahead.result.weeks] == [2.0, 2.0]
    # Half of once is half a time: the first week alone is to pay half the price.
    assert [week.expected_cost for week in alone.result.weeks] == [25.0, 50.0]


def test_priorities_hold_in_each_week() -> None:
    """To leave the first half hour open is cheapest in all, but that comes first; futures know no order."""
    dear = two_mondays(weights={"understaffing": "0.01", "overstaffing": 0})
    ordered = dear.model_copy(update={"priorities": ("understaffing",)})
    for problem, shifts in ((dear, [("anna", SECOND)]), (ordered, [("anna", SECOND), ("ben", FIRST)])):
        rolled = roll(problem, replace(QUICK, engine="auto"))
        assert worked(rolled.published) == shifts
        assert [week.engine for week in rolled.weeks] == ["cpsat"] * 2
    with pytest.raises(ValueError, match="staged"):
        roll(ordered, replace(QUICK, engine="staged"))


def test_weeks_begin_where_the_plan_says() -> None:
    """Two whole weeks from Monday; three parts from a Sunday."""
    assert weeks_of(two_mondays()) == [Week(0, 7), Week(7, 14)]
    assert weeks_of(two_mondays(week_start="sunday")) == [Week(0, 6), Week(6, 13), Week(13, 14)]


def test_forecast_is_the_mean_of_the_weekday() -> None:
    """Of 1 and 2 it is 1.5, in turn 2 and 1; a day without a row counts as 0; only what is known is looked at."""
    people = ((MONDAYS[0], "phone", 1), (MONDAYS[1], "phone", 2), ("2026-12-01", "chat", 1))
    rows = tuple(row for day, queue, few in people for row in make_requirements(queue, f"{day} 09:00", [few]))
    problem = two_mondays(days=35, requirements=rows)
    found = {(row.queue, row.interval_start): row.required for row in forecast_rows(problem, rows, range(14, 35))}
    assert found == {
        ("phone", at("2026-12-14 09:00")): 2,
        ("phone", at("2026-12-21 09:00")): 1,
        ("phone", at("2026-12-28 09:00")): 2,
        ("chat", at("2026-12-15 09:00")): 1,
        ("chat", at("2026-12-29 09:00")): 1,
    }
    assert not list(forecast_rows(problem, rows[:1], range(8, 14)))
    (next_day,) = forecast_rows(problem, rows[:1], range(1, 2))
    assert (next_day.interval_start, next_day.required) == (at("2026-12-01 09:00"), 1)


def test_forecast_has_the_least_minimum_of_days_alike() -> None:
    """Of minima of 1 and 2 it is 1; where a day alike has none, nothing is asked for at least."""
    phone, chat = (make_requirements(queue, f"{MONDAYS[0]} 09:00", [3], minimum=2) for queue in ("phone", "chat"))
    less = make_requirements("phone", f"{MONDAYS[1]} 09:00", [3], minimum=1)
    rows = (*phone, *chat, *less)
    problem = two_mondays(days=35, requirements=rows)
    found = {(row.queue, row.required, row.minimum) for row in forecast_rows(problem, rows, range(14, 35))}
    assert found == {("phone", 3, 1), ("chat", 2, None), ("chat", 1, None)}


def _once_each(**overrides: Any) -> Problem:
    """Nobody works twice, and somebody has to work on each of two Mondays; Ben, for 200, on the first alone."""
    once = {"kind": "count_limit", "severity": "hard", "maximum": 1, "calendar": "horizon"}
    rows = tuple(row for day in MONDAYS for row in make_requirements("phone", f"{day} 09:00", [1], minimum=1))
    wish = two_mondays().preferences[0].model_copy(update={"weight": 400})
    fields = {"contracts": (make_contract(rules={"once": once}),), "requirements": rows, "preferences": (wish,)}
    return two_mondays(**{**fields, **overrides})


def test_a_week_leaves_whom_a_later_minimum_needs() -> None:
    """Anna would cover the first Monday for nothing, and nobody be left for the second."""
    done = _outcome(_once_each(), QUICK)
    assert done.roster is not None
    assert worked(done.roster) == [("anna", SECOND), ("ben", FIRST)]
    assert (done.result.cost, done.result.messages) == (200.0, ())


def test_a_week_that_no_roster_leaves_a_later_minimum_is_built_and_told() -> None:
    problem = _once_each()
    away = {"start": at("2026-11-30 00:00"), "end": at("2026-12-14 00:00")}
    absent = problem.absences[0].model_copy(update=away)
    rolled = roll(problem.model_copy(update={"absences": (absent,), "preferences": ()}), QUICK)
    assert worked(rolled.published) == [("anna", FIRST)]
    assert [week.plan is None for week in rolled.weeks] == [False, True]
    assert any("from Mon 2026-11-30 has no roster beside" in message for message in rolled.weeks[0].solution.messages)


def test_weekdays_that_differ_by_chance_are_alike() -> None:
    """Of 2 and 4 in turn, and 4 and 2, both days get 3; beside one of 5 each keeps its own; a weekend is apart."""
    few, many = [2, 4] * 8, [4, 2] * 8
    monday, tuesday, sunday = "2026-11-30 08:00", "2026-12-01 08:00", "2026-12-06 08:00"

    def second_week(of_tuesday: list[int]) -> dict[str, set[int]]:
        known = ((monday, few), (tuesday, of_tuesday), (sunday, [3] * 16))
        rows = [row for start, asked in known for row in make_requirements("phone", start, asked)]
        found: defaultdict[str, set[int]] = defaultdict(set)
        for row in forecast_rows(two_mondays(requirements=tuple(rows)), rows, range(7, 14)):
            found[f"{row.interval_start:%a}"].add(int(row.required))
        return dict(found)

    alike, apart = second_week(many), second_week([5] * 16)
    assert alike["Mon"] == alike["Tue"] == {3}
    assert apart["Mon"] == {2, 4}
    assert apart["Tue"] == {5}
    assert alike["Sun"] == apart["Sun"] == {3}


def test_what_looks_like_chance() -> None:
    """Signs that change do; all of one sign do not, nor halves of one sign each; of a few nothing is told."""
    assert is_chance(np.array([1.0, -1.0] * 8))
    assert not is_chance(np.ones(16))
    assert not is_chance(np.repeat([1.0, -1.0], 8))
    assert not is_chance(np.array([1.0, -1.0] * 4))
    assert is_chance(np.zeros(16))


def test_what_is_known_when_a_week_is_built() -> None:
    """Requirements and wishes of later weeks are not in it, absences are; the weeks before are pinned."""
    late = {"agent": "anna", "kind": "avoid", "weight": 1}
    wish = (
        two_mondays()
        .preferences[0]
        .model_copy(update=late | {"start": at("2026-12-08 00:00"), "end": at("2026-12-09 00:00")})
    )
    problem = two_mondays(preferences=(*two_mondays().preferences, wish))
    known = known_plan(problem, Week(0, 7), Roster(()), None)
    assert [row.interval_start for row in known.requirements] == [at("2026-11-30 09:00"), at("2026-12-07 09:00")]
    assert known.preferences == problem.preferences[:1]
    assert known.absences == problem.absences
    plan = roll(problem, QUICK).published
    later = known_plan(problem, Week(7, 14), published_until(plan, problem, 7), None)
    assert {(pin.agent, pin.shift_date) for pin in later.pins} == {("ben", FIRST)}
    assert len(later.availability) == 7 + 6
    assert later.preferences == problem.preferences


@pytest.fixture
def instance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Problem:
    """Return a small plan of two weeks, of which each is built with little work."""
    monkeypatch.setattr(rolling, "WORK_SHARE", 0.0001)
    return read_inrc2(write_inrc2(tmp_path))


STAGED = RollSettings(engine="staged", time_limit_seconds=600.0, workers=1)


def test_nothing_leaks_from_later_weeks(instance: Problem) -> None:
    """Another second week leaves the first as it was, to the byte, and what is published never changes."""
    built: list[Roster | None] = []

    def rolled(problem: Problem) -> Rolled:
        return roll(problem, STAGED, lambda week: built.append(week.plan))

    one = rolled(instance)
    cut = instance.horizon.instant(instance.horizon.day_start(7))
    rows = tuple(row for row in instance.requirements if row.interval_start < cut)
    wishes = tuple(wish for wish in instance.preferences if wish.start < cut)
    changed = instance.model_copy(update={"requirements": rows, "preferences": wishes})
    two = rolled(changed)
    assert None not in built
    rosters = (*filter(None, built), one.published, two.published)
    first = [published_until(roster, instance, 7) for roster in rosters]
    assert all(roster == first[0] for roster in first)
    assert first[0].activities
    assert one.published != two.published


def test_audit_of_the_whole(instance: Problem) -> None:
    """The last week's engine and the auditor of the whole plan agree to the last digit."""
    outcome = _outcome(instance, STAGED)
    assert outcome.result.status is Status.FEASIBLE
    assert outcome.result.cost == outcome.result.weeks[-1].expected_cost
    assert outcome.result.engine == "staged"


def test_breaks_and_queues_are_published_too() -> None:
    """A shift with a meal and two queues stays as it was published, part by part."""
    meal = {"name": "meal", "minutes": 30, "earliest_minutes": 180, "latest_minutes": 300}
    pattern = make_pattern(earliest_start="09:00", latest_start="09:00", lengths_minutes=(480,), breaks=(meal,))
    rows = [row for day in MONDAYS for queue, people in (("phone", [1, 1, 0] * 5), ("chat", [0, 0, 1] * 5))
            for row in make_requirements(queue, f"{day} 09:00", people)]  # fmt: skip
    built: list[Roster] = []
    problem = two_mondays(patterns=(pattern,), requirements=tuple(rows))
    rolled = roll(problem, QUICK, lambda week: built.append(week.plan or Roster(())))
    first = published_until(rolled.published, problem, 7)
    assert first == published_until(built[0], problem, 7) == published_until(built[1], problem, 7)
    assert {part.activity for part in first.activities} == {"phone", "chat", "meal"}


def test_no_roster_of_a_later_week_proves_nothing() -> None:
    """A minimum that becomes known too late: no roster, and the first week alone would have had one."""
    rows = two_mondays().requirements
    hard = rows[1].model_copy(update={"minimum": Decimal(2)})
    outcome = _outcome(two_mondays(requirements=(rows[0], hard)), QUICK)
    assert (outcome.result.status, outcome.roster) == (Status.NO_SOLUTION, None)
    assert outcome.result.messages[0] == (
        "The week from Mon 2026-12-07 has no roster beside the weeks that were published before it: that is proven."
    )
    first = rows[0].model_copy(update={"minimum": Decimal(3)})
    assert _outcome(two_mondays(requirements=(first, rows[1])), QUICK).result.status is Status.INFEASIBLE


def test_a_published_setup_stays_a_setup() -> None:
    """Half an hour between phone and chat on each Monday, and each change costs 1."""
    rules = {"setup": {"kind": "transfers", "setup_minutes": 30}}
    rules["price"] = {"kind": "transfers", "severity": "cost", "price": 1}
    rows = [
        row
        for day in MONDAYS
        for queue, begins in (("phone", "09:00"), ("chat", "11:00"))
        for row in make_requirements(queue, f"{day} {begins}", [1] * 3)
    ]
    pattern = make_pattern(earliest_start="09:00", latest_start="09:00", lengths_minutes=(210,))
    fields = {"rules": rules, "patterns": (pattern,), "contracts": (make_contract(),), "absences": ()}
    problem = two_mondays(**fields, requirements=tuple(rows), preferences=())
    done = _outcome(problem.model_copy(update={"agents": problem.agents[:1]}), QUICK)
    assert done.result.cost == 2.0


def test_a_published_shift_without_breaks_stays_without() -> None:
    """It was pinned whole, and no pattern has it: its work is pinned too, or it could get the meal of the pattern."""
    meal = {"name": "meal", "minutes": 30}
    plain = two_mondays()
    skills = tuple(skill for skill in plain.agents[0].skills if skill.queue == "phone")
    only_phone = plain.agents[0].model_copy(update={"skills": skills})
    published = Roster(make_shift("anna", f"{MONDAYS[0]} 09:00", "12:00"))
    for breaks, activities in (((), [""]), ((meal,), ["", "phone"])):
        pattern = make_pattern(earliest_start="09:00", latest_start="09:00", lengths_minutes=(480,), breaks=breaks)
        problem = two_mondays(patterns=(pattern,), agents=(only_phone, plain.agents[1]))
        known = known_plan(problem, Week(7, 14), published, None)
        assert [pin.activity for pin in known.pins] == activities
