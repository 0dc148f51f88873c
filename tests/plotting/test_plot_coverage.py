"""Coverage over time."""

import datetime as dt
from itertools import pairwise

import numpy as np
import pytest

from scheduler.plotting import plot_all_coverage, plot_coverage
from scheduler.roster import Roster
from tests.roster_cases import MONDAY, activity, plan


@pytest.fixture
def problem():
    """One agent is required on the phone from 09:00 to 10:30 of Monday."""
    starts = [dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC) + dt.timedelta(minutes=30 * number) for number in range(3)]
    return plan(requirements=[{"interval_start": start, "queue": "phone", "required": 1} for start in starts])


@pytest.fixture
def roster(problem):
    """Anna covers 09:30 to 11:00: half an hour under, one met, half an hour over."""
    return Roster([activity(problem, "anna", 0, "9:30", 90)])


def stairs(axes):
    """Values and edges of the two lines."""
    return [patch.get_data() for patch in axes.patches if hasattr(patch, "get_data")]


def areas(collection):
    """Spans of time that a filling covers."""
    boxes = [path.get_extents() for path in collection.get_paths() if len(path.vertices)]
    return [(box.x0, box.x1) for box in boxes]


def test_lines_have_a_step_per_interval(roster, problem):
    """96 half hours; at 09:00 (interval 18) 1 is required and 0 scheduled, at 10:30 the other way round."""
    axes = plot_coverage(roster, problem, "phone")
    required, scheduled = stairs(axes)
    assert len(required.values) == len(scheduled.values) == 96
    assert list(required.values[17:23]) == [0, 1, 1, 1, 0, 0]
    assert list(scheduled.values[17:23]) == [0, 0, 1, 1, 1, 0]
    assert list(required.edges[18:20]) == [540, 570]
    assert axes.get_ylim()[0] == 0


def test_single_intervals_are_filled(roster, problem):
    """Under from 540 to 570, over from 630 to 660, and the two differ by hatching."""
    over, under = plot_coverage(roster, problem, "phone").collections
    assert areas(under) == [(540, 570)]
    assert areas(over) == [(630, 660)]
    assert under.get_hatch()
    assert not over.get_hatch()


def test_one_day_has_hours_and_several_have_dates(roster, problem):
    """A single date is labelled by the clock; dates outside it are left out."""
    one = plot_coverage(roster, problem, "phone", first_date=MONDAY, days=1)
    assert one.get_xlim() == (0, 1440)
    assert [text.get_text() for text in one.get_xticklabels()][:2] == ["00:00", "02:00"]
    both = plot_coverage(roster, problem, "phone")
    assert [text.get_text() for text in both.get_xticklabels()] == ["Mon 30 Nov", "Tue 1 Dec"]
    second = plot_coverage(roster, problem, "phone", first_date=MONDAY + dt.timedelta(days=1))
    assert stairs(second)[0].edges[0] == 1440
    assert np.sum(stairs(second)[1].values) == 0


@pytest.mark.parametrize("days", [14, 28, 120])
def test_dates_of_long_plans_keep_apart(days):
    """No label reaches into the next one, and the first date has one."""
    problem = plan(days=days)
    figure = plot_all_coverage(Roster([]), problem)
    figure.draw_without_rendering()
    labels = figure.axes[0].get_xticklabels()
    places = [label.get_window_extent() for label in labels]
    assert labels[0].get_text() == "Mon 30 Nov"
    assert all(first.x1 < second.x0 for first, second in pairwise(places))


def test_a_day_of_25_hours_has_50_steps():
    """On 25 October the axis is 1500 minutes long and shows 00:00, 02:00, ... of the local clock."""
    problem = plan(start_date=dt.date(2026, 10, 25), days=1)
    axes = plot_coverage(Roster([]), problem, "phone")
    assert len(stairs(axes)[0].values) == 50
    assert axes.get_xticks()[:2].tolist() == [0, 180]


def test_all_queues_stand_below_each_other(roster, problem):
    """Two axes named after the queues, one legend, one title."""
    figure = plot_all_coverage(roster, problem)
    assert [axes.get_title(loc="left") for axes in figure.axes] == ["phone", "chat"]
    assert [axes.get_legend() is not None for axes in figure.axes] == [True, False]
    assert figure.get_suptitle() == "Small: coverage, Mon 30 Nov to Tue 1 Dec"


def test_dates_outside_the_plan_are_refused(roster, problem):
    """A span without a date of the plan is a mistake of the caller."""
    with pytest.raises(ValueError, match="outside the plan"):
        plot_coverage(roster, problem, "phone", first_date=dt.date(2027, 1, 1))
