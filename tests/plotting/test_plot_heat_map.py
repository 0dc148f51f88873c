"""The heat map of net staffing."""

import datetime as dt

import numpy as np
import pytest

from scheduler.clock_times import clock_times
from scheduler.coverage import coverage_table
from scheduler.plotting import plot_heat_map
from scheduler.plotting.heat_map import net_by_clock
from scheduler.roster import Roster
from tests.roster_cases import activity, plan


def requirement(queue, hour, required):
    """A requirement of Monday, 30 November."""
    return {"interval_start": dt.datetime(2026, 11, 30, hour, tzinfo=dt.UTC), "queue": queue, "required": required}


def net(roster, problem, queue=None):
    """Net staffing by date and clock time."""
    return net_by_clock(coverage_table(roster, problem), problem, clock_times(problem), queue)


def test_cells_are_scheduled_minus_required():
    """At 09:00 1 - 3 = -2 on the phone and 0 - 1 on chat, -3 together; idle half hours are empty."""
    problem = plan(requirements=[requirement("phone", 9, 3), requirement("chat", 9, 1)])
    roster = Roster([activity(problem, "anna", 0, "9:00", 60)])
    phone, both = net(roster, problem, "phone"), net(roster, problem)
    assert phone.shape == (2, 48)
    assert phone[0, 18:20].tolist() == [-2, 1]
    assert both[0, 18:20].tolist() == [-3, 1]
    assert np.isnan(phone).sum() == 2 * 48 - 2


def test_understaffed_cells_are_hatched():
    """One cell is below zero; the colours are even on both sides of zero."""
    problem = plan(requirements=[requirement("phone", 9, 3)])
    axes = plot_heat_map(Roster([activity(problem, "anna", 0, "9:00", 60)]), problem, "phone")
    mesh, hatching = axes.collections
    assert hatching.get_hatch()
    assert len(hatching.get_paths()) == 1
    assert (mesh.norm.vmin, mesh.norm.vcenter, mesh.norm.vmax) == (-2, 0, 2)
    assert [text.get_text() for text in axes.texts] == ["-2", "+1"]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["Mon 30 Nov", "Tue 1 Dec"]
    assert axes.get_ylim() == (2, 0)


def test_times_before_and_after_work_are_left_out():
    """With work from 09:00 to 10:00 and at 12:00 of another date the columns run from 09:00 to 12:30: seven."""
    problem = plan()
    parts = [activity(problem, "anna", 0, "9:00", 60), activity(problem, "anna", 1, "12:00", 30)]
    axes = plot_heat_map(Roster(parts), problem)
    assert axes.get_xlim() == (0, 7)
    assert [text.get_text() for text in axes.get_xticklabels()] == ["09:00", "10:00", "11:00", "12:00"]


def test_the_repeated_hour_has_columns_of_its_own():
    """25 October has 50 half hours: 01:00 and 01:30 come again before 02:00, empty on the day before."""
    problem = plan(start_date=dt.date(2026, 10, 24))
    assert clock_times(problem)[1:7] == [(30, 0), (60, 0), (90, 0), (60, 1), (90, 1), (120, 0)]
    nights = Roster(activity(problem, "anna", day, "0:00", 240) for day in (0, 1))
    values = net(nights, problem)
    assert values.shape == (2, 50)
    # Four elapsed hours: until 04:00 on the first day, until 03:00 on the second.
    assert np.isnan(values[0]).tolist()[:11] == [False] * 4 + [True] * 2 + [False] * 4 + [True]
    assert np.isnan(values[1]).tolist()[:9] == [False] * 8 + [True]
    labels = [text.get_text() for text in plot_heat_map(nights, problem).get_xticklabels()]
    assert labels[:4] == ["00:00", "01:00", "01:00 again", "02:00"]


def test_the_skipped_hour_is_empty():
    """On 29 March the clock jumps from 01:00 to 02:00: four elapsed hours end at 05:00."""
    problem = plan(start_date=dt.date(2026, 3, 29))
    values = net(Roster([activity(problem, "anna", 0, "0:00", 240)]), problem)
    assert np.isnan(values[0]).tolist()[:11] == [False] * 2 + [True] * 2 + [False] * 6 + [True]


@pytest.mark.parametrize("date", [dt.date(2026, 3, 29), dt.date(2026, 10, 25)])
def test_a_single_day_with_a_clock_change_has_its_own_columns(date):
    """A plan of only that day has 46 or 50 columns."""
    problem = plan(start_date=date, days=1)
    assert len(clock_times(problem)) == problem.horizon.num_intervals
    plot_heat_map(Roster([]), problem).figure.canvas.draw()
