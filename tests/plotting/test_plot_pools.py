"""The picture of seats held against seats that can be used."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scheduler.plotting import plot_all, plot_pools
from scheduler.problem import Problem
from scheduler.roster import Roster
from scheduler.sites import SeatLimit, Site
from tests.builders import make_problem, make_roster, make_shift

SITE = Site(site="office", seats=(SeatLimit(start="08:00", end="18:00", seats=1),), turnaround_minutes=60)


def _problem(*sites: Site) -> Problem:
    return make_problem(sites=sites or (SITE,), days=2, start_date="2026-12-01")


def _roster() -> Roster:
    return make_roster(
        *(make_shift(agent, f"2026-12-01 {start}:00", "16:00") for agent, start in (("anna", "09"), ("ben", "12")))
    )


def _values(figure: object, label: str) -> np.ndarray:
    axes = figure.axes[0]  # type: ignore[attr-defined]
    legend = axes.get_legend()
    names = [text.get_text() for text in legend.get_texts()]
    assert label in names
    patches = [patch for patch in axes.patches if hasattr(patch, "get_data")]
    return np.asarray(patches[names.index(label)].get_data().values)


def test_what_is_drawn_is_what_is_held() -> None:
    """One seat from 08:00 to 18:00; one agent from 09:00, two from 12:00 to 16:00, an hour of turnaround after that."""
    figure = plot_pools(_roster(), _problem(), first_date=_problem().start_date, days=1)
    on_shift, held, seats = (_values(figure, name) for name in ("in use", "turned around", "seats"))
    assert len(seats) == 24 * 60
    assert [int(on_shift[60 * hour]) for hour in (8, 9, 12, 15, 16)] == [0, 1, 2, 2, 0]
    assert [int(held[60 * hour]) for hour in (8, 12, 16, 17)] == [0, 2, 2, 0]
    assert seats[8 * 60] == 1
    assert np.isnan(seats[8 * 60 - 1])
    assert np.isnan(seats[18 * 60])


def test_only_sites_with_a_limit_are_drawn() -> None:
    """Each with its name and unit."""
    figure = plot_pools(_roster(), _problem(Site(site="home"), SITE))
    (axes,) = figure.axes
    assert axes.get_title(loc="left") == "office"
    assert axes.get_ylabel() == "seats"


@pytest.mark.parametrize(("site", "drawn"), [(SITE, True), (Site(site="office"), False)])
def test_picture_of_each_week_where_there_are_seats(tmp_path: Path, site: Site, drawn: bool) -> None:
    """A run draws it; a plan without seats has none."""
    names = [path.name for path in plot_all(_roster(), _problem(site), tmp_path)]
    assert ("pools-2026-12-01.png" in names) == drawn
