"""Rows that mean something else than they seem to."""

from __future__ import annotations

from typing import Any

import pytest

from scheduler.check import check
from scheduler.people import Absence, Availability, Pin, Preference
from tests.builders import at, make_contract, make_pattern, make_problem

PATTERNS = (make_pattern(earliest_start="06:00", latest_start="22:00", lengths_minutes=(240, 480)),)


def _codes(**fields: Any) -> list[str]:
    plan = make_problem(patterns=PATTERNS, contracts=(make_contract(),), **fields)
    return [concern.code for concern in check(plan).concerns if concern.code in ("pin-of-no-pattern", "table-outside")]


def _pin(start: str, end: str, **fields: Any) -> Pin:
    return Pin(agent="anna", start=at(start), end=at(end), shift_date=start[:10], **fields)


@pytest.mark.parametrize(
    ("pin", "is_told"),
    [
        (_pin("2026-12-01 09:00", "2026-12-01 17:00"), False),
        (_pin("2026-12-01 22:00", "2026-12-02 06:00"), False),
        (_pin("2026-12-01 09:00", "2026-12-01 16:00"), True),
        (_pin("2026-12-01 05:00", "2026-12-01 09:00"), True),
        (_pin("2026-12-01 09:00", "2026-12-01 10:00", activity="training"), False),
    ],
)
def test_a_pinned_shift_of_no_pattern_is_told(pin: Pin, is_told: bool) -> None:
    """A wrong start or length is told; a part of a shift has none."""
    assert _codes(pins=(pin,)) == ["pin-of-no-pattern"] * is_told


@pytest.mark.parametrize(
    ("days", "is_told"),
    [
        (("2025-12-01", "2025-12-02"), True),
        (("2025-12-01", "2026-12-02"), False),
        (("2026-11-29", "2027-12-02"), False),
        (("2027-12-01", "2027-12-02"), True),
    ],
)
def test_rows_of_another_year_are_told(days: tuple[str, str], is_told: bool) -> None:
    """A table of which some row falls into the plan, or into its last night, says what was meant."""
    span = {"agent": "anna", "start": at(f"{days[0]} 00:00"), "end": at(f"{days[1]} 00:00")}
    told = ["table-outside"] * is_told
    assert _codes(absences=(Absence(**span),)) == told
    assert _codes(availability=(Availability(**span, kind="unavailable"),)) == told
    assert _codes(preferences=(Preference(**span, kind="avoid"),)) == told


def test_one_row_within_the_plan_is_enough() -> None:
    """Lists of a whole year are usual."""
    others = [
        Absence(agent="anna", start=at(f"{year}-12-01 00:00"), end=at(f"{year}-12-02 00:00"))
        for year in (2025, 2026, 2027)
    ]
    assert _codes(absences=tuple(others)) == []
    assert _codes(absences=tuple(others[::2])) == ["table-outside"]
