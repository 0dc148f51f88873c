"""No more agents on shift than seats."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from scheduler.audit import audit
from scheduler.problem import Problem
from scheduler.records import Weekday
from scheduler.sites import SeatLimit, Site
from tests.builders import at, breaches, make_past, make_problem, make_roster, make_shift
from tests.scheduler.findings import findings_of, the_finding


def _problem(*windows: dict[str, Any], site: dict[str, Any] | None = None, **overrides: object) -> Problem:
    office = Site(site="office", seats=tuple(SeatLimit(**window) for window in windows), **(site or {}))
    return make_problem(sites=(office,), **overrides)


ONE = {"start": "00:00", "end": "24:00", "seats": 1}


def test_shifts_that_touch_share_a_seat() -> None:
    """A seat is free when the shift ends: 09:00-13:00 and 13:00-17:00 fit on one."""
    assert (
        breaches(
            _problem(ONE),
            make_shift("anna", "2026-12-01 09:00", "13:00"),
            make_shift("ben", "2026-12-01 13:00", "17:00"),
        )
        == []
    )


def test_overlap_is_found_once() -> None:
    """09:00-13:30 and 13:00-17:00 need two seats for half an hour."""
    shifts = make_shift("anna", "2026-12-01 09:00", "13:30"), make_shift("ben", "2026-12-01 13:00", "17:00")
    (found,) = breaches(_problem(ONE), *shifts)
    assert (found.rule, found.severity, found.agent) == ("seats", "hard", None)
    assert (found.start, found.end) == (at("2026-12-01 13:00"), at("2026-12-01 13:30"))
    assert found.message == "office has 2 agents on shift, 1 seat can be used (Tue 2026-12-01 13:00-13:30)."


def test_the_worst_moment_is_told_as_that() -> None:
    """Two agents beyond no seat from 09:00 to 11:00, one before and after; and one seat that goes out of use."""
    none = ONE | {"seats": 0}
    anna, ben = make_shift("anna", "2026-12-01 08:00", "16:00"), make_shift("ben", "2026-12-01 09:00", "11:00")
    (found,) = breaches(_problem(none), anna, ben)
    assert found.message == "office has up to 2 agents on shift, 0 seats can be used (Tue 2026-12-01 08:00-16:00)."
    both = anna, make_shift("ben", "2026-12-01 08:00", "16:00")
    (found,) = breaches(_problem(ONE | {"end": "12:00"}, none | {"start": "12:00"}), *both)
    assert found.message == "office has at worst 2 agents on shift, 0 seats can be used (Tue 2026-12-01 08:00-16:00)."


@pytest.mark.parametrize(("start", "count"), [("17:00", 0), ("16:30", 1)])
def test_outside_the_window_any_number_fits(start: str, count: int) -> None:
    """One seat from 09:00 to 17:00: two agents from 17:00 fit, from 16:30 they do not."""
    shifts = [make_shift(agent, f"2026-12-01 {start}", "20:00") for agent in ("anna", "ben")]
    assert len(breaches(_problem({"start": "09:00", "end": "17:00", "seats": 1}), *shifts)) == count


def test_smallest_of_overlapping_windows_holds() -> None:
    """Two seats all day and one from 12:00 to 13:00."""
    problem = _problem({**ONE, "seats": 2}, {"start": "12:00", "end": "13:00", "seats": 1})
    (found,) = breaches(problem, *(make_shift(agent, "2026-12-01 09:00", "17:00") for agent in ("anna", "ben")))
    assert (found.start, found.end) == (at("2026-12-01 12:00"), at("2026-12-01 13:00"))


def test_window_across_midnight_belongs_to_the_date_on_which_it_starts() -> None:
    """One seat in the night of Tuesday, 22:00 to 06:00; the night of Wednesday is open."""
    problem = _problem({"start": "22:00", "end": "06:00", "seats": 1, "days_of_week": (Weekday.TUESDAY,)})
    nights = [make_shift(agent, f"2026-12-0{day} 20:00", "07:00") for agent in ("anna", "ben") for day in (1, 2)]
    (found,) = breaches(problem, *nights)
    assert (found.start, found.end) == (at("2026-12-01 22:00"), at("2026-12-02 06:00"))


def test_night_before_the_plan_reaches_in() -> None:
    """The window of Sunday 29 November holds until Monday 06:00, and so does the past shift's seat."""
    problem = _problem(
        {"start": "22:00", "end": "06:00", "seats": 1}, history=(make_past("anna", "2026-11-29 22:00", "05:00"),)
    )
    assert breaches(problem, make_shift("ben", "2026-11-30 05:00", "12:00")) == []
    (found,) = breaches(problem, make_shift("ben", "2026-11-30 04:30", "12:00"))
    assert (found.start, found.end) == (at("2026-11-30 04:30"), at("2026-11-30 05:00"))


def test_last_night_is_checked_beyond_the_plan() -> None:
    """Two night shifts of the last date hold two seats until Monday 06:00, after the plan's end."""
    shifts = [make_shift(agent, "2026-12-06 22:00", "06:00") for agent in ("anna", "ben")]
    (found,) = breaches(_problem({"start": "05:00", "end": "08:00", "seats": 1}), *shifts)
    assert (found.start, found.end) == (at("2026-12-07 05:00"), at("2026-12-07 06:00"))


def test_last_interval_of_the_plan() -> None:
    """Half an hour before the last midnight counts."""
    shifts = [make_shift("anna", "2026-12-06 20:00", "00:00"), make_shift("ben", "2026-12-06 23:30", "00:00")]
    (found,) = breaches(_problem(ONE), *shifts)
    assert (found.start, found.end) == (at("2026-12-06 23:30"), at("2026-12-07 00:00"))


@pytest.mark.parametrize(("monday", "hours"), [("2026-03-23", 1), ("2026-10-19", 3)])
def test_window_across_a_clock_change(monday: str, hours: int) -> None:
    """One seat from 00:30 to 02:30 lasts an hour on the spring Sunday and three on the autumn one."""
    first = dt.date.fromisoformat(monday)
    saturday = first + dt.timedelta(days=5)
    problem = _problem({"start": "00:30", "end": "02:30", "seats": 1, "days_of_week": ("sunday",)}, start_date=first)
    (found,) = breaches(problem, *(make_shift(agent, f"{saturday} 22:00", "06:00") for agent in ("anna", "ben")))
    assert found.end.timestamp() - found.start.timestamp() == hours * 3600


def test_sites_are_counted_apart() -> None:
    """An agent at another site takes no seat here."""
    anna, ben = make_problem().agents
    sites = Site(site="office", seats=(SeatLimit(**ONE),)), Site(site="annex", seats=(SeatLimit(**ONE),))
    problem = make_problem(sites=sites, agents=(anna, ben.model_copy(update={"site": "annex"})))
    assert breaches(problem, *(make_shift(agent, "2026-12-01 09:00", "17:00") for agent in ("anna", "ben"))) == []


def test_message_names_the_worst_moment() -> None:
    """Two agents and two seats, then one, then none: at worst nobody may sit where two do."""
    problem = _problem({"start": "10:00", "end": "11:00", "seats": 1}, {"start": "11:00", "end": "12:00", "seats": 0})
    (found,) = breaches(problem, *(make_shift(agent, "2026-12-01 09:00", "17:00") for agent in ("anna", "ben")))
    assert found.message == "office has at worst 2 agents on shift, 0 seats can be used (Tue 2026-12-01 10:00-12:00)."


def test_window_that_ends_when_it_starts_lasts_a_day() -> None:
    """One seat from Tuesday 08:00 to Wednesday 08:00."""
    problem = _problem({"start": "08:00", "end": "08:00", "seats": 1, "days_of_week": ("tuesday",)})
    nights = [make_shift(agent, "2026-12-01 22:00", "10:00") for agent in ("anna", "ben")]
    (found,) = breaches(problem, *nights)
    assert (found.start, found.end) == (at("2026-12-01 22:00"), at("2026-12-02 08:00"))


def test_who_works_from_home_takes_no_seat() -> None:
    """Anna in the office and Ben at home fit on one seat, and so does his past shift that reaches in."""
    anna, ben = make_problem().agents
    agents = anna, ben.model_copy(update={"works_from_home": True})
    problem = _problem(ONE, agents=agents, history=(make_past("ben", "2026-11-29 22:00", "06:00"),))
    together = [make_shift(agent, "2026-12-01 09:00", "17:00") for agent in ("anna", "ben")]
    assert breaches(problem, make_shift("anna", "2026-11-30 05:00", "13:00"), *together) == []


@pytest.mark.parametrize(("start", "count"), [("13:30", 0), ("13:00", 1)])
def test_seat_is_turned_around(start: str, count: int) -> None:
    """Half an hour after 13:00 the seat is free again; at 13:00 it is not."""
    problem = _problem(ONE, site={"turnaround_minutes": 30})
    shifts = make_shift("anna", "2026-12-01 09:00", "13:00"), make_shift("ben", f"2026-12-01 {start}", "17:00")
    found = breaches(problem, *shifts)
    assert len(found) == count
    for breach in found:
        assert (breach.start, breach.end) == (at("2026-12-01 13:00"), at("2026-12-01 13:30"))
        words = "office has 1 agent on shift and 1 seat being turned around, 1 seat can be used"
        assert breach.message == f"{words} (Tue 2026-12-01 13:00-13:30)."


def test_turnaround_reaches_in_from_before_the_plan() -> None:
    """A past shift until Sunday midnight keeps its seat until 00:30."""
    past = make_past("anna", "2026-11-29 16:00", "2026-11-30 00:00")
    problem = _problem(ONE, site={"turnaround_minutes": 30}, history=(past,))
    (found,) = breaches(problem, make_shift("ben", "2026-11-30 00:00", "08:00"))
    assert (found.start, found.end) == (at("2026-11-30 00:00"), at("2026-11-30 00:30"))
    assert breaches(problem, make_shift("ben", "2026-11-30 00:30", "08:00")) == []


@pytest.mark.parametrize(("ends", "count"), [("12:00", False), ("12:30", True)])
def test_seats_may_go_out_of_use_while_they_are_turned_around(ends: str, count: bool) -> None:
    """Two seats until 12:00 and none after that: both agents leave at 12:00, and nobody sits down again."""
    problem = _problem(
        {**ONE, "seats": 2}, {"start": "12:00", "end": "24:00", "seats": 0}, site={"turnaround_minutes": 60}
    )
    found = breaches(problem, *(make_shift(agent, "2026-12-01 08:00", ends) for agent in ("anna", "ben")))
    assert bool(found) == count
    for breach in found[:1]:
        assert breach.message == "office has 2 agents on shift, 0 seats can be used (Tue 2026-12-01 12:00-12:30)."


def test_soft_seats_are_priced_and_reported() -> None:
    """Two agents on one seat for half an hour, at 8 an hour: a warning, and 4."""
    problem = _problem(ONE, site={"limits": "soft", "limit_cost": 8})
    shifts = make_shift("anna", "2026-12-01 09:00", "13:30"), make_shift("ben", "2026-12-01 13:00", "17:00")
    found = audit(make_roster(*shifts), problem)
    (breach,) = found.violations
    assert (breach.rule, breach.severity) == ("seats", "warning")
    term = found.cost_terms["seats:office"]
    assert (term.amount, term.unit_cost, term.cost) == (0.5, 8.0, 4.0)
    assert found.cost == sum(term.cost for term in found.cost_terms.values())


def test_soft_seats_are_priced_while_they_are_turned_around() -> None:
    """Anna until 13:00, Ben from 13:00, an hour of turnaround: one seat is lacking for an hour, at 8."""
    problem = _problem(ONE, site={"limits": "soft", "limit_cost": 8, "turnaround_minutes": 60})
    shifts = make_shift("anna", "2026-12-01 09:00", "13:00"), make_shift("ben", "2026-12-01 13:00", "17:00")
    assert audit(make_roster(*shifts), problem).cost_terms["seats:office"].cost == 8.0


def test_hard_seats_are_no_cost_term() -> None:
    """What cannot be broken costs nothing."""
    assert "seats:office" not in audit(make_roster(), _problem(ONE)).cost_terms


@pytest.mark.parametrize(
    ("date", "count"), [("2026-11-30", 0), ("2026-12-01", 1), ("2026-12-02", 1), ("2026-12-03", 0)]
)
def test_window_of_some_dates(date: str, count: int) -> None:
    """A seat is out of use on the 1st and 2nd of December."""
    window = {**ONE, "valid_from": dt.date(2026, 12, 1), "valid_to": dt.date(2026, 12, 2)}
    shifts = [make_shift(agent, f"{date} 09:00", "17:00") for agent in ("anna", "ben")]
    assert len(breaches(_problem({**ONE, "seats": 2}, window), *shifts)) == count


def test_dates_in_order() -> None:
    """A window ends no earlier than it begins."""
    with pytest.raises(ValidationError, match="valid_to 2026-12-01 lies before valid_from 2026-12-02; swap them"):
        SeatLimit(**ONE, valid_from=dt.date(2026, 12, 2), valid_to=dt.date(2026, 12, 1))


def test_what_is_counted_in_intervals_lies_on_the_grid() -> None:
    """Turnarounds always, windows where seats are priced; the grid is half an hour."""
    odd = SeatLimit(start="09:10", end="17:00", seats=1)
    assert not findings_of(sites=(Site(site="office", seats=(odd,)),))
    found = the_finding(sites=(Site(site="office", seats=(odd,), limits="soft"),))
    assert found[:3] == ("sites", 0, "seats[0].start")
    assert found[3].startswith("start 09:10 does not lie on the grid of 30 minutes.")
    found = the_finding(sites=(Site(site="office", turnaround_minutes=10),))
    assert found[:3] == ("sites", 0, "turnaround_minutes")
