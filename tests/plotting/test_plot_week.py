"""The Gantt chart of a week."""

import datetime as dt

import pytest

from scheduler.plotting import plot_week
from scheduler.roster import Roster
from tests.roster_cases import MONDAY, activity, plan, shift


def bars(axes):
    """(row, start, end, label) of each bar, by row and start."""
    found = [
        (round(bar.get_y() + bar.get_height() / 2), bar.get_x(), bar.get_x() + bar.get_width(), container.get_label())
        for container in axes.containers
        for bar in container
    ]
    return sorted(found)


def test_one_bar_per_shift_across_midnight():
    """Anna works Monday 09:00 (540 to 1020) and the night of Tuesday (1440 + 1320 = 2760 to 3240)."""
    problem = plan(days=7)
    axes = plot_week(Roster(shift(problem, "anna", 0, "9:00") + shift(problem, "anna", 1, "22:00")), problem)
    assert bars(axes) == [(0, 540, 1020, "phone"), (0, 2760, 3240, "phone")]
    assert [text.get_text() for text in axes.get_yticklabels()] == ["Anna", "Ben"]
    assert [text.get_text() for text in axes.get_xticklabels()][:2] == ["Mon 30 Nov", "Tue 1 Dec"]
    assert [text.get_text() for text in axes.texts] == ["09:00–17:00", "22:00–06:00"]
    assert axes.get_xlim() == (0, 7 * 1440)


def test_times_of_short_shifts_stand_beside_them():
    """A bar of four hours from 09:00 ends at 780; its times begin a quarter of an hour later."""
    problem = plan()
    axes = plot_week(Roster(shift(problem, "anna", 0, "9:00", 240)), problem)
    assert [(text.get_text(), text.get_position(), text.get_ha()) for text in axes.texts] == [
        ("09:00–13:00", (795, 0), "left")
    ]


def test_times_of_a_short_shift_before_an_absence_stand_in_front_of_it():
    """From 18:00 to 22:00 on Monday (1080 to 1320), off from midnight (1440): two hours are no room, 18 are."""
    leave = {"agent": "anna", "start": "2026-12-01T00:00Z", "end": "2026-12-02T00:00Z", "kind": "leave"}
    problem = plan(absences=[leave])
    axes = plot_week(Roster(shift(problem, "anna", 0, "18:00", 240)), problem)
    assert [(text.get_position(), text.get_ha()) for text in axes.texts] == [((1065, 0), "right")]


def test_times_of_a_short_shift_late_on_the_last_date_stand_in_front_of_it():
    """From 16:30 to 20:30 on Tuesday (2430 to 2670) the axis ends after 210 minutes more, which is no room."""
    problem = plan()
    axes = plot_week(Roster(shift(problem, "anna", 1, "16:30", 240)), problem)
    assert [(text.get_position(), text.get_ha()) for text in axes.texts] == [((2415, 0), "right")]


def test_a_shift_from_the_first_midnight_has_times():
    """It starts at the left edge and is not cut there."""
    problem = plan()
    axes = plot_week(Roster(shift(problem, "anna", 0, "0:00")), problem)
    assert bars(axes) == [(0, 0, 480, "phone")]
    assert [text.get_text() for text in axes.texts] == ["00:00–08:00"]


def test_the_last_night_is_drawn_to_its_end():
    """A night of the last date ends at 06:00 of the next one: the axis runs to 2 x 1440 + 360."""
    problem = plan()
    axes = plot_week(Roster(shift(problem, "anna", 1, "22:00")), problem)
    assert axes.get_xlim() == (0, 2 * 1440 + 360)


def test_days_are_separated_where_the_clocks_change():
    """The week of 25 October has a Sunday of 25 hours: it ends at 7 x 1440 + 60."""
    problem = plan(start_date=dt.date(2026, 10, 19), days=7)
    axes = plot_week(Roster([]), problem)
    ends = [day * 1440 for day in range(1, 7)] + [7 * 1440 + 60]
    lines = {line.get_xdata()[0] for line in axes.lines if line.get_color() == "0.35"}
    assert lines == set(ends)


def test_absences_are_hatched():
    """Leave on Tuesday covers 1440 to 2880, cut at the ends of the week."""
    leave = {"agent": "ben", "start": "2026-12-01T00:00Z", "end": "2026-12-05T00:00Z", "kind": "leave"}
    axes = plot_week(Roster([]), plan(absences=[leave]))
    assert bars(axes) == [(1, 1440, 2880, "absent")]
    assert axes.containers[0][0].get_hatch()
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["absent"]


def test_shifts_before_the_week_run_in():
    """The night of Sunday 6 December shows in the next week from its start (10080) to 06:00, without times."""
    problem = plan(days=14)
    roster = Roster(shift(problem, "anna", 6, "22:00"))
    axes = plot_week(roster, problem, MONDAY + dt.timedelta(days=7))
    assert bars(axes) == [(0, 10080, 10440, "phone")]
    assert not axes.texts


def test_a_bar_looks_like_the_queue_that_takes_most_of_the_shift():
    """Two hours of chat and one of phone make a chat bar, however long the training is."""
    problem = plan()
    parts = [
        activity(problem, "anna", 0, "9:00", 60),
        activity(problem, "anna", 0, "10:00", 120, "chat"),
        activity(problem, "anna", 0, "12:00", 240, "training"),
    ]
    assert bars(plot_week(Roster(parts), problem)) == [(0, 540, 960, "chat")]


def test_weeks_outside_the_plan_are_refused():
    """A week without a date of the plan is a mistake of the caller."""
    with pytest.raises(ValueError, match="outside the plan"):
        plot_week(Roster([]), plan(), dt.date(2027, 1, 4))
