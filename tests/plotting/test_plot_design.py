"""Pictures of a design show its numbers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from scheduler.design.design import DesignOutcome, design
from scheduler.design.offers import Choice, offers_of
from scheduler.design.settings import design_settings
from scheduler.plotting import plot_curve, plot_design, save
from shiftmodels.design.curve import DesignOptions
from tests.builders import make_contract, make_pattern, make_problem, make_requirements


@pytest.fixture(scope="module")
def outcome() -> DesignOutcome:
    """Return a design of a Monday with two people until noon and three after, by one shift each, and nine days."""
    patterns = tuple(
        make_pattern(pattern=name, earliest_start=start, latest_start=start, lengths_minutes=(240,))
        for name, start in (("early", "08:00"), ("late", "12:00"), ("night", "22:00"))
    )
    problem = make_problem(
        name="Shifts at $5 & $6",
        days=9,
        patterns=patterns,
        contracts=(make_contract(patterns=("early", "late", "night")),),
        requirements=make_requirements("phone", "2026-11-30 08:00", [2] * 8 + [3] * 8),
    )
    offers = offers_of(problem, Choice())
    settings = design_settings(problem, offers, share=Decimal(0))
    return design(problem, offers, settings, DesignOptions(20, workers=1, curve=3))


def test_days_and_shifts(outcome: DesignOutcome) -> None:
    """Seven of nine days, with lines of agents; a bar for each shift where it lies, and its people by date."""
    figure = plot_design(outcome.design, outcome.audit, outcome.problem)
    *days, shifts = figure.axes
    assert len(days) == 7
    assert days[0].get_ylabel() == "Mon\n30 Nov"
    required, scheduled = (line.get_data().values for line in days[0].patches[:2])
    assert required.tolist() == scheduled.tolist()
    assert required[16:32].tolist() == [2] * 8 + [3] * 8
    bars = [(bar.get_x(), bar.get_width()) for bar in shifts.patches]
    assert bars == [(480, 240), (720, 240)]
    texts = [text.get_text() for text in shifts.texts]
    assert texts[:3] == ["08:00–12:00  4 h", "2", "–"]
    assert texts[8:11] == ["12:00–16:00  4 h", "3", "–"]
    assert "first 7 of 9 days" in figure.get_suptitle()


def test_curve(outcome: DesignOutcome) -> None:
    """
    With one shift the morning's 8 hours are missing, at 10 each, then nothing is.

    All is proven, so there is no line of bounds; the ring is around the design.
    """
    above, below = plot_curve(outcome.design).axes
    cost, chosen = above.get_lines()
    assert cost.get_xydata().tolist() == [[1, 80], [2, 0], [3, 0]]
    assert chosen.get_xydata().tolist() == [[2, 0]]
    assert [bar.get_height() for bar in below.patches] == [8, 0, 0, 0, 0, 0]


def test_a_line_of_bounds_where_they_are_lower(outcome: DesignOutcome) -> None:
    """It runs at the cost where that is proven."""
    first = outcome.design.curve[0].model_copy(update={"bound": 50.0})
    open_design = outcome.design.model_copy(update={"curve": (first, *outcome.design.curve[1:])})
    bounds = plot_curve(open_design).axes[0].get_lines()[1]
    assert bounds.get_xydata().tolist() == [[1, 50], [2, 0], [3, 0]]


def test_same_bytes(outcome: DesignOutcome, tmp_path: Path) -> None:
    """Names with dollar signs are no mathematics, and the same design gives the same file."""
    for name in ("one.png", "two.png"):
        save(plot_design(outcome.design, outcome.audit, outcome.problem), tmp_path / name)
    assert (tmp_path / "one.png").read_bytes() == (tmp_path / "two.png").read_bytes()
    assert outcome.design.shifts[0].people == {dt.date(2026, 11, 30): 2}
