"""The picture of what queues lend each other."""

from __future__ import annotations

import pytest
from matplotlib.axes import Axes

from scheduler.plotting import plot_transfers
from scheduler.roster import Roster
from tests.builders import make_problem, make_roster, make_shift


def _bars(axes: Axes) -> dict[int, float]:
    """Hour and height of each bar that is not empty."""
    bars = (patch for container in axes.containers for patch in container)
    return {round(bar.get_x()): bar.get_height() for bar in bars if bar.get_height()}


def test_each_queue_shows_what_it_has_and_lends() -> None:
    """A phone agent chats from 09:30 to 11:00: the chat has half an hour and an hour, and the phone lends them."""
    shift = make_shift("anna", "2026-12-01 08:00", "12:00", [("chat", "09:30", "11:00")])
    phone, chat = plot_transfers(make_roster(shift), make_problem()).axes
    assert [axes.get_title(loc="left") for axes in (phone, chat)] == ["phone", "chat"]
    assert _bars(chat) == {9: 0.5, 10: 1.0}
    assert _bars(phone) == {9: -0.5, 10: -1.0}
    low, high = phone.get_ylim()
    assert low < -1.0
    assert high > 1.0


@pytest.mark.parametrize("roster", [Roster([]), make_roster(make_shift("anna", "2026-12-01 08:00", "12:00"))])
def test_nothing_to_draw(roster: Roster) -> None:
    """Empty axes with their names and hours."""
    figure = plot_transfers(roster, make_problem())
    assert all(not _bars(axes) for axes in figure.axes)


def test_a_long_name_of_a_plan_is_not_cut_off() -> None:
    """A title of 60 letters ends inside the picture."""
    figure = plot_transfers(Roster([]), make_problem(name="Kundendienst " * 5))
    figure.draw_without_rendering()
    (title,) = [text for text in figure.texts if text.get_text() == figure.get_suptitle()]
    assert title.get_window_extent().x1 < figure.bbox.x1
