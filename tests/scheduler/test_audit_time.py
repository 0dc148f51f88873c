"""Stretches, weeks and words of the auditor."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scheduler.audit_time import common, contract_weeks, length, merged, outside
from scheduler.audit_words import duration, stretch
from tests.builders import make_problem

STRETCH = st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(STRETCH, max_size=6), STRETCH)
def test_stretches_are_sets_of_minutes(stretches: list[tuple[int, int]], whole: tuple[int, int]) -> None:
    """Union, difference and intersection agree with sets of single minutes."""
    minutes = {minute for span in stretches for minute in range(*span)}
    union = merged(stretches)
    assert {minute for span in union for minute in range(*span)} == minutes
    assert all(before[1] < after[0] for before, after in pairwise(union))
    assert length(union) == len(minutes)
    pieces = outside(whole, union)
    assert [minute for span in pieces for minute in range(*span)] == sorted(set(range(*whole)) - minutes)
    for span in stretches:
        assert set(range(*(common(span, whole) or (0, 0)))) == set(range(*span)) & set(range(*whole))


def test_weeks_of_a_plan_that_starts_on_a_wednesday() -> None:
    """Ten days from Wednesday and two more touch two weeks, of which the second is whole."""
    weeks = list(contract_weeks(make_problem(start_date=dt.date(2026, 12, 2), days=12)))
    assert [(week.day, week.whole) for week in weeks] == [(-2, False), (5, True)]
    assert [week.start for week in weeks] == [-2 * 1440, 5 * 1440]


def test_week_of_a_clock_change_has_an_hour_less() -> None:
    """The week of 2026-03-29 has 7 x 24 - 1 hours."""
    (week,) = contract_weeks(make_problem(start_date=dt.date(2026, 3, 23)))
    assert week.end - week.start == (7 * 24 - 1) * 60


def test_durations() -> None:
    """Zero parts are left out; parts of minutes are kept."""
    assert [duration(minutes) for minutes in (0, 30, 60, 570)] == ["0 min", "30 min", "1 h", "9 h 30 min"]
    assert duration(Decimal("660.5")) == "11 h 0.5 min"


def test_stretches_in_words() -> None:
    """The second date is named only where it differs."""
    horizon = make_problem().horizon
    assert stretch(horizon, 540, 1020) == "Mon 2026-11-30 09:00-17:00"
    assert stretch(horizon, 1320, 1800) == "Mon 2026-11-30 22:00-Tue 2026-12-01 06:00"
