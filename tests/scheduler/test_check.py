"""The check before a build: hours and impossibilities that can be worked out by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from scheduler.check import CheckReport, check
from scheduler.contracts import Break
from scheduler.demand import Queue
from scheduler.equipment import EquipmentPool, EquipmentUnits
from scheduler.people import Absence, Agent, Availability, Pin, Skill
from scheduler.problem import Problem
from scheduler.records import Weekday
from scheduler.sites import SeatLimit, Site
from tests.builders import at, make_contract, make_past, make_pattern, make_problem, make_requirements

NINE_HOURS = {"lengths_minutes": (540,), "earliest_start": "08:00", "latest_start": "10:00"}
"""Shifts of nine hours that start between 08:00 and 10:00."""


def make(**overrides: Any) -> Problem:
    """Return the week of Anna and Ben with shifts of nine hours."""
    return make_problem(**{"patterns": (make_pattern(**NINE_HOURS),), **overrides})


def words(report: CheckReport) -> list[str]:
    return [f"{concern.severity}: {concern.message}" for concern in report.concerns]


def available(report: CheckReport, day: int, queue: str = "phone") -> float:
    date = dt.date(2026, 11, 30) + dt.timedelta(days=day)
    return next(row.available for row in report.hours if row.date == date and row.queue == queue)


def test_hours_of_a_plain_week() -> None:
    """Two agents, 9 hours a day: 18 on each date; 3 agents for two half hours: 3 hours required."""
    report = check(make(requirements=make_requirements("phone", "2026-12-01 10:00", [3, 3])))
    assert (report.agents, report.queues, report.days, report.intervals) == (2, 2, 7, 336)
    assert report.required_hours == 3
    assert available(report, 1) == 18


def test_breaks_are_not_available() -> None:
    """A paid and an unpaid break of half an hour leave 8 of 9 hours, for two agents 16."""
    breaks = (Break(name="rest", minutes=30, paid=True), Break(name="meal", minutes=30))
    assert available(check(make(patterns=(make_pattern(**NINE_HOURS, breaks=breaks),))), 0) == 16


def test_absence_availability_and_validity_take_hours_away() -> None:
    """At half proficiency an agent gives 4.5 of 9 hours; Ben begins on Friday and is away from Sunday noon."""
    fields = {"site": "office", "contract": "full", "skills": (Skill(queue="phone", proficiency="0.5"),)}
    away = {"agent": "ben", "start": at("2026-12-06 12:00"), "end": at("2026-12-07 00:00"), "kind": "unavailable"}
    report = check(
        make(
            agents=(Agent(agent="anna", **fields), Agent(agent="ben", valid_from="2026-12-04", **fields)),
            absences=(Absence(agent="anna", start=at("2026-12-01 12:00"), end=at("2026-12-02 12:00")),),
            availability=(Availability(**away),),
        )
    )
    # Anna works on all days but Tuesday and Wednesday, Ben on Friday and Saturday.
    assert [available(report, day) for day in range(7)] == [4.5, 0, 0, 4.5, 9, 9, 4.5]


def test_queue_without_skill() -> None:
    """A requirement on a queue that nobody has learnt is a warning."""
    queues = tuple(Queue(queue=name) for name in ("phone", "chat", "email"))
    report = check(make(queues=queues, requirements=make_requirements("email", "2026-12-01 10:00", [1])))
    assert "warning: Agents are required on queue email, and nobody has the skill." in words(report)
    assert report.possible


@pytest.mark.parametrize(("minimum", "limits", "possible"), [(2, "hard", True), (3, "hard", False), (3, "soft", True)])
def test_minimum_above_those_who_could_be_there(minimum: int, limits: str, possible: bool) -> None:
    """Two agents can be there at 10:00; a hard minimum of 3 is impossible, a soft one is not."""
    queues = (Queue(queue="phone", limits=limits), Queue(queue="chat"))
    requirements = make_requirements("phone", "2026-12-01 10:00", [0], minimum=minimum)
    report = check(make(queues=queues, requirements=requirements))
    assert report.possible is possible


@pytest.mark.parametrize(("start", "possible"), [("18:30", True), ("19:00", False), ("08:00", True), ("07:30", False)])
def test_minimum_outside_the_shifts(start: str, possible: bool) -> None:
    """Shifts begin at 08:00 and end at 19:00 at the latest; a minimum of 1 outside is impossible."""
    requirements = make_requirements("phone", f"2026-12-01 {start}", [1], minimum=1)
    assert check(make(requirements=requirements)).possible is possible


def test_history_covers_the_first_morning() -> None:
    """Anna's night shift ends at 06:00 on Monday, so a minimum of 1 at 05:30 holds, one at 06:00 does not."""
    history = (make_past("anna", "2026-11-29 22:00", "06:00"),)
    for start, possible in (("05:30", True), ("06:00", False)):
        requirements = make_requirements("phone", f"2026-11-30 {start}", [1], minimum=1)
        assert check(make(requirements=requirements, history=history)).possible is possible


@pytest.mark.parametrize(("minutes", "possible"), [(3780, True), (3810, False)])
def test_contract_minimum_out_of_reach(minutes: int, possible: bool) -> None:
    """Seven days of 540 minutes make 3780."""
    report = check(make(contracts=(make_contract(minimum_minutes_per_week=minutes),)))
    assert report.possible is possible


@pytest.mark.parametrize(("credited", "possible"), [(540, True), (510, False)])
def test_credited_absence_counts_towards_the_minimum(credited: int, possible: bool) -> None:
    """With one of seven days absent, 6 x 540 = 3240 are left; 3780 need a credit of 540."""
    absence = Absence(agent="anna", start=at("2026-12-01 00:00"), end=at("2026-12-02 00:00"), credited_minutes=credited)
    contract = make_contract(minimum_minutes_per_week=3780)
    assert check(make(contracts=(contract,), absences=(absence,))).possible is possible


def test_minimum_that_is_only_a_warning() -> None:
    """A contract that takes the minimum as a warning makes no plan impossible."""
    contract = make_contract(minimum_minutes_per_week=4000, rules={"contract_minutes": {"severity": "warning"}})
    report = check(make(contracts=(contract,)))
    assert report.possible


@pytest.mark.parametrize(("days", "possible"), [(5, True), (6, False)])
def test_minimum_days_out_of_reach(days: int, possible: bool) -> None:
    """A pattern from Monday to Friday offers five days."""
    pattern = make_pattern(**NINE_HOURS, days_of_week=tuple(Weekday)[:5])
    report = check(make(patterns=(pattern,), contracts=(make_contract(minimum_days_per_week=days),)))
    assert report.possible is possible


def test_patterns_that_are_never_used() -> None:
    """A pattern in no contract, and one whose only starts the clocks skip, are warnings; so are idle agents."""
    skipped = make_pattern(earliest_start="01:00", latest_start="01:30")
    patterns = (skipped, make_pattern(pattern="spare"))
    report = check(make_problem(start_date=dt.date(2026, 3, 29), days=1, patterns=patterns))
    assert words(report) == [
        "warning: No date of the plan has a start of pattern any.",
        "warning: No contract uses pattern spare.",
        "warning: No shift can be worked by Anna, Ben.",
    ]


def test_attributes_that_nobody_has() -> None:
    """A rule of the plan for an attribute that no agent has is a warning with the one that was meant."""
    skills = (Skill(queue="phone"), Skill(queue="chat"))
    agents = (Agent(agent="anna", site="office", contract="full", skills=skills, attributes=("night_worker",)),)
    rules = {"consecutive_days": {"maximum": 5, "only_for": ["night_workers"], "not_for": ["night_worker"]}}
    (concern,) = check(make(agents=agents, rules=rules)).concerns
    assert concern.message == "Rule consecutive_days names attribute night_workers in only_for, and no agent has it."
    assert "night_worker" in concern.remedy
    pool = EquipmentPool(pool="vans", units=1, only_for=("night_worker", "driver"))
    (concern,) = check(make(agents=agents, pools=(pool,))).concerns
    assert concern.message == "Pool vans names attribute driver in only_for, and no agent has it."


def test_pool_without_units() -> None:
    """Hard, and nothing brings it a unit: whoever needs one cannot work."""

    def messages(units: int = 0, **fields: Any) -> list[str]:
        pool = EquipmentPool(pool="vans", units=0, queues=("phone",), **fields)
        some = (EquipmentUnits(unit="van", count=units, pools=("vans",)),)
        return [one.message for one in check(make(pools=(pool,), units=some)).concerns]

    assert messages() == ["Pool vans has no unit, so that nobody who needs one can work phone."]
    assert messages(units=1) == messages(limits="soft") == []


@pytest.mark.parametrize(("seats", "possible"), [(2, True), (1, False)])
def test_seats_below_hard_minima(seats: int, possible: bool) -> None:
    """A minimum of 1 on each of two queues needs two seats."""
    site = Site(site="office", seats=(SeatLimit(start="00:00", end="24:00", seats=seats),))
    requirements = (
        *make_requirements("phone", "2026-12-01 10:00", [1], minimum=1),
        *make_requirements("chat", "2026-12-01 10:00", [1], minimum=1),
    )
    report = check(make(sites=(site,), requirements=requirements))
    assert report.possible is possible
    headsets = EquipmentPool(pool="headsets", units=1, queues=("phone",))
    assert check(make(sites=(site,), requirements=requirements, pools=(headsets,))).possible is possible


def test_few_who_cannot_work_together() -> None:
    """Each of two could take calls, but there is one headset: seen though no interval lacks people."""
    headsets = EquipmentPool(pool="headsets", units=1, queues=("phone",))
    requirements = make_requirements("phone", "2026-12-01 10:00", [2], minimum=2)
    (concern,) = check(make(requirements=requirements, pools=(headsets,))).concerns
    assert (concern.code, concern.severity) == ("contradiction", "impossible")
    assert "[staffing_limits]" in concern.message
    assert "[equipment]" in concern.message
    assert check(make(requirements=requirements, pools=(headsets.model_copy(update={"units": 2}),))).possible


def test_fairness_beside_fixed_parts() -> None:
    """A shift whose break lies on pinned work counts for nobody; what it weighed is none of the others'."""
    rest = Break(name="rest", minutes=30, earliest_minutes=60, latest_minutes=60)
    times = {"start": at("2026-12-01 10:00"), "end": at("2026-12-01 12:00")}
    fields = {
        "patterns": (make_pattern(**NINE_HOURS, breaks=(rest,)),),
        "pins": (Pin(agent="anna", activity="phone", shift_date="2026-12-01", **times),),
        "rules": {"fairness": {"of": "shifts", "minimum_presence": 0}},
    }
    assert check(make(**fields)).possible
    away = Absence(agent="ben", start=at("2026-11-30 00:00"), end=at("2026-12-07 00:00"))
    assert not check(make(**fields, absences=(away,))).possible
