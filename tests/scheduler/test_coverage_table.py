"""The coverage table, with numbers worked out by hand."""

import datetime as dt

import pytest

from scheduler.coverage import coverage_table
from scheduler.roster import Roster
from tests.roster_cases import MONDAY, activity, plan, shift


def scheduled(table, queue, time):
    """Row of a queue and a local time such as ``2026-11-30T09:00+00:00``."""
    row = table[(table["queue"] == queue) & (table["interval_start"] == time)]
    assert len(row) == 1
    return row.iloc[0]


def test_every_interval_and_queue_has_a_row():
    """Two days of 48 half hours for two queues are 192 rows, in order of time and of the plan's queues."""
    table = coverage_table(Roster([]), plan())
    assert len(table) == 2 * 48 * 2
    assert list(table["queue"][:4]) == ["phone", "chat", "phone", "chat"]
    assert table["interval_start"].is_monotonic_increasing
    assert str(table["interval_start"].dt.tz) == "Europe/London"


def test_proficiency_is_summed_and_the_requirement_taken_off():
    """Anna on phone (1) and both on chat (0.5 each): 1 against 2 is -1, 1 against 0.3 is +0.7."""
    times = {"interval_start": dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC)}
    requirements = [
        {**times, "queue": "phone", "required": "2", "minimum": "1"},
        {**times, "queue": "chat", "required": "0.3", "maximum": "4"},
    ]
    problem = plan(agents=("anna", "ben", "carl"), requirements=requirements)
    roster = Roster(
        [
            activity(problem, "anna", 0, "9:00", 60),
            activity(problem, "ben", 0, "9:00", 60, "chat"),
            activity(problem, "carl", 0, "8:00", 120, "chat"),
        ]
    )
    table = coverage_table(roster, problem)
    phone, chat = (scheduled(table, queue, "2026-11-30T09:00+00:00") for queue in ("phone", "chat"))
    assert (phone["required"], phone["scheduled"], phone["net"], phone["minimum"]) == (2, 1, -1, 1)
    assert (chat["required"], chat["scheduled"], chat["net"], chat["maximum"]) == (0.3, 1, 0.7, 4)
    assert phone[["maximum"]].isna().all()
    assert chat[["minimum"]].isna().all()


def test_off_grid_activity_counts_pro_rata():
    """09:10 to 10:05 covers 20 of 30 minutes, 30 of 30 and 5 of 30."""
    problem = plan()
    table = coverage_table(Roster([activity(problem, "anna", 0, "9:10", 55)]), problem)
    shares = [
        scheduled(table, "phone", f"2026-11-30T{time}+00:00")["scheduled"] for time in ("09:00", "09:30", "10:00")
    ]
    assert shares == pytest.approx([20 / 30, 1, 5 / 30])
    assert table["scheduled"].sum() == pytest.approx(55 / 30)


def test_breaks_and_unknown_skills_supply_nothing():
    """A shift of eight hours with a meal of half an hour supplies 15 half hours; a queue without the skill none."""
    problem = plan(agents=("anna",), queues=[{"queue": "phone"}, {"queue": "chat"}, {"queue": "tech"}])
    table = coverage_table(Roster(shift(problem, "anna", 0, "9:00")), problem)
    assert table["scheduled"].sum() == 15
    table = coverage_table(Roster([activity(problem, "anna", 0, "9:00", 60, "tech")]), problem)
    assert table["scheduled"].sum() == 0


def test_history_supplies_the_first_queue_up_to_its_end():
    """A night that ends at 06:00 of the first date supplies twelve half hours; the part before counts nowhere."""
    problem = plan()
    night = {
        "agent": "ben",
        "shift_date": MONDAY - dt.timedelta(days=1),
        "start": dt.datetime(2026, 11, 29, 22, tzinfo=dt.UTC),
        "end": dt.datetime(2026, 11, 30, 6, tzinfo=dt.UTC),
        "paid_minutes": 450,
    }
    table = coverage_table(Roster([]), plan(history=[night]))
    phone = table[table["queue"] == "phone"]["scheduled"]
    assert list(phone[:12]) == [1] * 12
    assert phone.sum() == 12
    assert coverage_table(Roster([]), problem)["scheduled"].sum() == 0


def test_the_part_after_the_horizon_is_left_out():
    """A night from 22:00 on the last date supplies the four half hours before midnight."""
    problem = plan()
    table = coverage_table(Roster(shift(problem, "anna", 1, "22:00", 240)), problem)
    assert table["scheduled"].sum() == 4
    assert list(table[table["queue"] == "phone"]["scheduled"][-4:]) == [1] * 4


@pytest.mark.parametrize(("date", "intervals"), [(dt.date(2026, 3, 29), 46), (dt.date(2026, 10, 25), 50)])
def test_clock_changes_make_days_of_23_and_25_hours(date, intervals):
    """The spring day has 46 half hours and the autumn day 50; a night of 4 elapsed hours fills 8 on both."""
    problem = plan(start_date=date, days=1)
    table = coverage_table(Roster(shift(problem, "anna", 0, "0:00", 240)), problem)
    phone = table[table["queue"] == "phone"]
    assert len(phone) == intervals
    assert phone["scheduled"].sum() == 8
