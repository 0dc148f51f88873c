"""The Gantt chart of a day."""

import datetime as dt

import pytest

from scheduler.plotting import plot_day
from scheduler.plotting.canvas import new_figure
from scheduler.plotting.colours import Style, activity_styles
from scheduler.problem import Problem
from scheduler.roster import Roster
from tests.roster_cases import MONDAY, activity, plan, shift

TUESDAY = MONDAY + dt.timedelta(days=1)


def bars(axes):
    """(row, start, end, label) of each bar, by row and start."""
    found = [
        (round(bar.get_y() + bar.get_height() / 2), bar.get_x(), bar.get_x() + bar.get_width(), container.get_label())
        for container in axes.containers
        for bar in container
    ]
    return sorted(found)


def rows(axes):
    """Labels of the rows from top to bottom."""
    return [text.get_text() for text in axes.get_yticklabels()]


def hours(axes):
    """Labels of the time axis."""
    return [tick.label1.get_text() for tick in axes.xaxis.get_major_ticks()]


def test_one_bar_per_activity_and_agents_in_order_of_start():
    """Ben starts at 08:00 = minute 480, Anna at 09:00 = 540; phone 4 h, meal 0.5 h, phone 3.5 h."""
    problem = plan()
    axes = plot_day(Roster(shift(problem, "anna", 0, "9:00") + shift(problem, "ben", 0, "8:00", 240)), problem, MONDAY)
    assert rows(axes) == ["Ben", "Anna"]
    assert bars(axes) == [
        (0, 480, 720, "phone"),
        (1, 540, 780, "phone"),
        (1, 780, 810, "meal"),
        (1, 810, 1020, "phone"),
    ]
    assert axes.get_xlim() == (480, 1020)
    assert hours(axes) == [f"{hour:02d}:00" for hour in range(8, 18)]
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["phone", "meal"]
    assert axes.get_title(loc="left") == "Small: Monday 30 November 2026"


def test_a_night_is_drawn_to_its_end_with_midnight_marked():
    """22:00 to 06:00 is minute 1320 to 1800; midnight is 1440 and named with the next date."""
    problem = plan()
    axes = plot_day(Roster(shift(problem, "anna", 0, "22:00")), problem, MONDAY)
    assert (bars(axes)[0][1], bars(axes)[-1][2]) == (1320, 1800)
    assert axes.get_xlim() == (1320, 1800)
    assert any(list(line.get_xdata()) == [1440, 1440] for line in axes.lines)
    assert "00:00\nTue 1 Dec" in hours(axes)


def test_a_shift_of_the_evening_before_runs_in():
    """On Tuesday the night shows from midnight (1440) to 06:00 (1800), with a triangle; work before is not drawn."""
    problem = plan()
    axes = plot_day(Roster(shift(problem, "anna", 0, "22:00")), problem, TUESDAY)
    assert bars(axes) == [(0, 1440, 1560, "phone"), (0, 1560, 1590, "meal"), (0, 1590, 1800, "phone")]
    assert [line.get_marker() for line in axes.lines if len(line.get_xdata()) == 1] == ["<"]


def test_a_shift_to_midnight_does_not_run_in():
    """20:00 to 24:00 belongs to Monday alone; Tuesday says that nobody works."""
    problem = plan()
    roster = Roster(shift(problem, "anna", 0, "20:00", 240))
    assert len(bars(plot_day(roster, problem, MONDAY))) == 1
    empty = plot_day(roster, problem, TUESDAY)
    assert not bars(empty)
    assert empty.texts[0].get_text() == "Nobody works on this date"
    assert empty.get_xlim() == (1440, 2880)


def test_history_runs_in_on_the_first_queue():
    """A past night until 06:00 shows from midnight (0) to 360 on the phone."""
    night = {
        "agent": "ben",
        "shift_date": "2026-11-29",
        "start": "2026-11-29T22:00Z",
        "end": "2026-11-30T06:00Z",
        "paid_minutes": 450,
    }
    assert bars(plot_day(Roster([]), plan(history=[night]), MONDAY)) == [(0, 0, 360, "phone")]


@pytest.mark.parametrize(
    ("date", "length", "labels", "words"),
    [
        (dt.date(2026, 3, 29), 180, ["00:00", "02:00", "03:00", "04:00"], "23 hours: the clocks go forward"),
        (dt.date(2026, 10, 25), 240, ["00:00", "01:00", "01:00", "02:00", "03:00"], "25 hours: the clocks go back"),
    ],
)
def test_clock_changes_show_on_the_axis(date, length, labels, words):
    """Elapsed minutes carry the bars; in spring 01:00 is missing, in autumn it comes twice."""
    problem = plan(start_date=date, days=1)
    axes = plot_day(Roster([activity(problem, "anna", 0, "0:00", length)]), problem, date)
    assert bars(axes) == [(0, 0, length, "phone")]
    assert hours(axes) == labels
    assert words in axes.get_title(loc="left")


def test_agents_and_styles_can_be_chosen():
    """Only Ben is drawn, in the look given, into the axes given."""
    problem = plan()
    roster = Roster(shift(problem, "anna", 0, "9:00", 240) + shift(problem, "ben", 0, "9:00", 240))
    given = new_figure(4, 3).add_subplot()
    axes = plot_day(roster, problem, MONDAY, styles={"phone": Style("#ff0000")}, agents=["ben"], ax=given)
    assert axes is given
    assert rows(axes) == ["Ben"]
    assert axes.containers[0][0].get_facecolor() == (1, 0, 0, 1)


def test_namesakes_are_told_apart():
    """Two agents of one name carry their identifiers; dollar signs are not mathematics."""
    fields = plan().model_dump()
    problem = Problem.model_validate(fields | {"agents": [agent | {"name": "$x_{"} for agent in fields["agents"]]})
    roster = Roster(shift(problem, "anna", 0, "9:00", 240) + shift(problem, "ben", 0, "10:00", 240))
    axes = plot_day(roster, problem, MONDAY)
    assert rows(axes) == ["$x_{ (anna)", "$x_{ (ben)"]
    axes.figure.canvas.draw()


def test_height_grows_with_the_agents():
    """100 rows take 0.19 inch each and 1.2 inches for the axes, 19 more than no row at all."""
    agents = [f"agent {number}" for number in range(100)]
    problem = plan(agents=agents)
    roster = Roster(part for agent in agents for part in shift(problem, agent, 0, "9:00", 240))
    figure = plot_day(roster, problem, MONDAY).figure
    assert figure.get_size_inches()[1] == pytest.approx(1.2 + 100 * 0.19)


def test_every_activity_has_its_own_look():
    """Twelve queues, a break and a training: no two look alike."""
    problem = plan(queues=[{"queue": name} for name in ("phone", "chat", *(f"queue {n}" for n in range(10)))])
    styles = activity_styles(Roster([activity(problem, "anna", 0, "9:00", 60, "training")]), problem)
    assert list(styles)[-2:] == ["meal", "training"]
    assert len(set(styles.values())) == len(styles) == 14
