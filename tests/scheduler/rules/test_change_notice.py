"""Changes to a published roster at short notice."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from pydantic import ValidationError

from scheduler import solve
from scheduler.audit import audit
from scheduler.people import Absence, Agent, PublishedShift, Skill
from scheduler.problem import Problem
from scheduler.rules.change_notice import ChangeNotice
from tests.builders import (
    at,
    breaches,
    make_pattern,
    make_problem,
    make_requirements,
    make_roster,
    make_shift,
)
from tests.scheduler.rules.agreement import AUTUMN, SPRING, WINTER, check_agreement

Parameters = dict[str, Any]

RULE: Parameters = {"change_days": 4, "tolerance_minutes": 30}


def _told(start: str, end: str, agent: str = "anna") -> PublishedShift:
    first, last = at(start), at(end)
    return PublishedShift(agent=agent, shift_date=first.date(), start=first, end=last)


MONDAY = _told("2026-11-30 09:00", "2026-11-30 17:00")
SUNDAY = _told("2026-12-06 09:00", "2026-12-06 17:00", "ben")
KEPT = make_shift("ben", "2026-12-06 09:00", "17:00")


def _problem(rule: Parameters = RULE, **overrides: Any) -> Problem:
    """Monday and, for Ben, Sunday were published; changes are published on the Friday before, 2026-11-27."""
    fields = {"published": (MONDAY, SUNDAY), "published_on": "2026-11-27"}
    return make_problem(**(fields | {"rules": {"change_notice": rule}} | overrides))


CASES = [
    # As it was, and as far off as it may be; half an hour more; a whole day's difference.
    ("2026-11-30 09:00", "17:00", 0),
    ("2026-11-30 08:30", "17:30", 0),
    ("2026-11-30 09:30", "16:30", 0),
    ("2026-11-30 08:00", "17:00", 1),
    ("2026-11-30 10:00", "17:00", 1),
    ("2026-11-30 09:00", "16:00", 1),
    ("2026-11-30 09:00", "18:00", 1),
    ("2026-11-30 13:00", "21:00", 1),
]


@pytest.mark.parametrize(("start", "end", "count"), CASES)
def test_moved_shifts(start: str, end: str, count: int) -> None:
    """Either end may move by 30 minutes."""
    assert len(breaches(_problem(), make_shift("anna", start, end), KEPT)) == count


def test_a_moved_shift_is_named() -> None:
    """Both shifts, and both numbers of days."""
    (found,) = breaches(_problem(), make_shift("anna", "2026-11-30 11:00", "19:00"), KEPT)
    assert (found.rule, found.severity, found.agent, found.amount) == ("change_notice", "hard", "anna", 1)
    assert (found.start, found.end) == (at("2026-11-30 11:00"), at("2026-11-30 19:00"))
    assert found.message == (
        "Anna works Mon 2026-11-30 11:00-19:00, Mon 2026-11-30 09:00-17:00 was published before; that is published "
        "3 days before, 4 days are required."
    )


def test_a_dropped_shift() -> None:
    """A shift that is gone is a change; the place is where it was."""
    (found,) = breaches(_problem(), KEPT)
    assert (found.start, found.end) == (at("2026-11-30 09:00"), at("2026-11-30 17:00"))
    assert found.message.startswith("Anna has no shift on Mon 2026-11-30, Mon 2026-11-30 09:00-17:00 was published")


@pytest.mark.parametrize(("agent", "date", "count"), [("ben", "2026-11-30", 1), ("ben", "2026-12-01", 0)])
def test_an_added_shift_until_notice_is_kept(agent: str, date: str, count: int) -> None:
    """From Friday, Monday is 3 days ahead and Tuesday 4, which is enough."""
    found = breaches(
        _problem(), make_shift("anna", "2026-11-30 09:00", "17:00"), make_shift(agent, f"{date} 09:00", "17:00")
    )
    assert len(found) == count
    assert all("a day off was published before" in row.message for row in found)


@pytest.mark.parametrize(("change_days", "count"), [(9, 0), (10, 1)])
def test_last_date_of_the_plan(change_days: int, count: int) -> None:
    """Sunday is 9 days after Friday 2026-11-27."""
    anna = make_shift("anna", "2026-11-30 09:00", "17:00")
    assert len(breaches(_problem({"change_days": change_days}), anna)) == count


def test_days_after_the_last_published_shift_are_free() -> None:
    """Nothing was published beyond Monday, so that shifts from Tuesday on are no change; on Monday itself they are."""
    problem = _problem({"change_days": 14}, published=(MONDAY,))
    kept = make_shift("anna", "2026-11-30 09:00", "17:00")
    assert breaches(problem, kept, make_shift("anna", "2026-12-01 09:00", "17:00")) == []
    assert len(breaches(problem, kept, make_shift("ben", "2026-11-30 09:00", "17:00"))) == 1


def test_nothing_published() -> None:
    """Without a published roster there is nothing to change."""
    assert breaches(_problem(published=()), make_shift("anna", "2026-11-30 09:00", "17:00")) == []


def test_no_date_of_publication_means_too_late() -> None:
    """Where it is not known when a change is told, every change counts, on the last date too."""
    (found,) = breaches(_problem(published_on=None), make_shift("anna", "2026-11-30 09:00", "17:00"))
    assert found.message.endswith("the plan does not state when that is published, 4 days are required.")


def test_a_date_that_is_over() -> None:
    """What is published after the date comes 0 days before it."""
    (found,) = breaches(_problem({"change_days": 1}, published_on="2026-12-02"), KEPT)
    assert "published 0 days before" in found.message


@pytest.mark.parametrize(("start", "end", "count"), [("16:59", "18:00", 0), ("17:00", "18:00", 1)])
def test_absences_excuse(start: str, end: str, count: int) -> None:
    """A shift into which an absence falls cannot be kept; one that begins at its end does not fall into it."""
    absence = Absence(agent="anna", start=at(f"2026-11-30 {start}"), end=at(f"2026-11-30 {end}"))
    assert len(breaches(_problem(absences=[absence]), KEPT)) == count


@pytest.mark.parametrize(
    ("start_date", "told", "now", "count"),
    [
        # 22:00 to 07:00 in the night of the change: moved to 06:30 it is half an hour, to 06:00 an hour.
        ("2026-03-23", ("2026-03-28 22:00", "2026-03-29 07:00"), ("2026-03-28 22:00", "06:30"), 0),
        ("2026-03-23", ("2026-03-28 22:00", "2026-03-29 07:00"), ("2026-03-28 22:00", "06:00"), 1),
        ("2026-10-19", ("2026-10-24 22:00", "2026-10-25 07:00"), ("2026-10-24 22:00", "07:30"), 0),
        ("2026-10-19", ("2026-10-24 22:00", "2026-10-25 07:00"), ("2026-10-24 22:00", "08:00"), 1),
        # 00:30 to 01:30 UTC is an hour, though the clock shows 01:30 both times.
        ("2026-10-19", ("2026-10-25 01:30", "2026-10-25 09:00"), ("2026-10-25 02:00", "09:00"), 1),
    ],
)
def test_clock_changes(start_date: str, told: tuple[str, str], now: tuple[str, str], count: int) -> None:
    """Times move on the elapsed clock: from the first 01:30 to 02:00 it is an hour and a half."""
    problem = _problem(start_date=start_date, published=(_told(*told),), published_on=None)
    assert len(breaches(problem, make_shift("anna", *now))) == count


def test_each_change_costs() -> None:
    """One dropped and one added shift of Anna, at 15 each; Ben's is moved: 45. A warning costs nothing."""
    priced = RULE | {"change_days": 14, "severity": "cost", "price": 15}
    shifts = make_shift("anna", "2026-12-01 09:00", "17:00"), make_shift("ben", "2026-12-06 11:00", "19:00")
    term = audit(make_roster(*shifts), _problem(priced)).cost_terms["rule:change_notice"]
    assert (term.amount, term.unit_cost, term.cost) == (3, 15, 45)
    warned = audit(make_roster(*shifts), _problem(RULE | {"change_days": 14, "severity": "warning"}))
    assert [found.severity for found in warned.violations] == ["warning"] * 3
    assert "rule:change_notice" not in warned.cost_terms


def test_an_agent_without_shifts() -> None:
    """Nobody works and nothing was published for Ben: only Anna's dropped shift is found."""
    assert [found.agent for found in breaches(_problem(published=(MONDAY,)))] == ["anna"]


@pytest.mark.parametrize(
    "wrong",
    [{}, {"change_days": 0}, {"change_days": 4, "tolerance_minutes": -1}, {"change_days": 4, "severity": "cost"}],
)
def test_wrong_parameters(wrong: Parameters) -> None:
    """No days, none at all, less than nothing, a cost without a price."""
    with pytest.raises(ValidationError):
        ChangeNotice(**wrong)


def test_extreme_parameters() -> None:
    """A day to a leap year; starts and ends may move by up to a day."""
    for days, minutes in ((1, 0), (366, 1440)):
        assert ChangeNotice(change_days=days, tolerance_minutes=minutes).change_days == days
    with pytest.raises(ValidationError):
        ChangeNotice(change_days=367)
    with pytest.raises(ValidationError):
        ChangeNotice(change_days=1, tolerance_minutes=1441)


@pytest.mark.parametrize(("price", "cost"), [(10, 10), (13, 12)])
def test_the_engine_changes_where_it_is_worth_it(price: int, cost: float) -> None:
    """
    Monday 09:00-13:00 was published; two hours later, until 15:00, one more agent is asked for, at 6 an hour.

    To move the shift costs ``price`` once, to leave it costs 2 h x 6 = 12: the cheaper is chosen.
    """
    pattern = make_pattern(earliest_start="09:00", latest_start="11:00", start_step_minutes=120, lengths_minutes=(240,))
    agent = Agent(agent="anna", site="office", contract="full", skills=(Skill(queue="phone"),))
    problem = _problem(
        {"change_days": 4, "severity": "cost", "price": price},
        patterns=(pattern,),
        agents=(agent,),
        days=1,
        published=(_told("2026-11-30 09:00", "2026-11-30 13:00"),),
        requirements=make_requirements("phone", "2026-11-30 11:00", [1] * 8),
        weights={"understaffing": 6, "overstaffing": 0},
    )
    assert solve.build(problem, engine="cpsat", time_limit_seconds=200).result.cost == cost


def _random_rules(draw: random.Random) -> dict[str, Parameters]:
    rule: Parameters = {"change_days": draw.choice([1, 3, 8, 20]), "tolerance_minutes": draw.choice([0, 60, 120, 600])}
    return {"change_notice": rule | draw.choice([{"severity": "hard"}, {"severity": "cost", "price": "7.5"}])}


def _agree(seed: int) -> int:
    """Compare both sides where some dates have a published shift, or an absence beside it, and some are near."""
    draw = random.Random(seed)
    start = dt.date.fromisoformat(draw.choice([SPRING, AUTUMN, WINTER]))
    published = []
    for day in sorted(draw.sample(range(14), draw.choice([0, 2, 4, 14]))):
        date, hour = start + dt.timedelta(days=day), draw.choice([6, 8, 12, 16])
        published.append(_told(f"{date} {hour:02d}:00", f"{date} {hour + draw.choice([4, 5, 7]):02d}:00"))
    away, hours = [], dt.timedelta(hours=2)
    for row in draw.sample(published, min(2, len(published))):
        first = draw.choice([row.start - hours, row.start - hours / 2, row.end - hours / 2, row.end])
        away.append(Absence(agent="anna", start=first, end=first + hours))
    plan = {"start_date": start, "published": published, "absences": away}
    known = draw.choice([None, None, *(start + dt.timedelta(days=days) for days in (-5, -2, 0, 3))])
    return check_agreement(_random_rules, seed, 20, published_on=known, **plan)


def test_both_sides_agree() -> None:
    """Model and auditor say the same of random tours, some with changes and some without."""
    assert 0 < sum(map(_agree, range(25))) < 25 * 20


@pytest.mark.slow
def test_both_sides_agree_on_many_tours() -> None:
    for seed in range(100, 600):
        _agree(seed)
