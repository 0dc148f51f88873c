"""Spans of units of equipment that cannot be held both."""

from __future__ import annotations

import time
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from scheduler.compile import compile_problem
from scheduler.compile_units import _clashes
from scheduler.equipment import EquipmentPool, EquipmentUnits
from shiftmodels.data import AtMostOne, ModelData
from tests.builders import make_problem
from tests.processes import SOON_SECONDS


def _with_units(start: str, end: str, step_minutes: int | None, **fields: Any) -> ModelData:
    """A unit that can be held for its window, or for a part of it."""
    pool = EquipmentPool(pool="vans", units=0)
    window = {"start": start, "end": end, "step_minutes": step_minutes}
    units = EquipmentUnits(unit="van", count=1, pools=("vans",), **window)
    return compile_problem(make_problem(agents=(), interval_minutes=15, pools=(pool,), units=(units,), **fields)).data


@pytest.mark.parametrize("seed", range(30))
def test_clashes_are_those_of_all_pairs(seed: int) -> None:
    """Spans of a few dates whose windows may overlap, each pair looked at."""
    draw = np.random.default_rng(seed)
    day = np.sort(draw.integers(0, 4, seed))
    start = 6 * day + draw.integers(0, 6, len(day))
    spans = np.stack([day, start, start + draw.integers(1, 9, len(day))], axis=1)
    expected = [
        [i, j]
        for (i, one), (j, other) in combinations(enumerate(spans.tolist()), 2)
        if one[0] != other[0] and one[1] < other[2] and other[1] < one[2]
    ]
    assert _clashes(spans).tolist() == expected


def test_windows_that_overlap_where_clocks_change() -> None:
    """From 2:00 to 1:30, a time that there is not on 2026-03-29: it is read as 2:30, when the next window has begun."""
    (block,) = _with_units("02:00", "01:30", 24 * 60, start_date="2026-03-27", days=4).blocks
    assert [row.shifts.tolist() for row in block.rows if isinstance(row, AtMostOne)] == [[1, 2]]


@pytest.mark.parametrize("start", ["01:00", "01:30"])
@pytest.mark.parametrize("step_minutes", [None, 15])
def test_windows_that_a_clock_change_swallows(start: str, step_minutes: int | None) -> None:
    """On 2026-03-29 there is no time from 1:00 to 2:00, so that no unit comes; on the two other dates one can."""
    (block,) = _with_units(start, "02:00", step_minutes, start_date="2026-03-28", days=3).blocks
    assert np.unique(block.shifts.day).tolist() == [0, 2]
    assert (block.shifts.start < block.shifts.end).all()


def test_many_parts_of_windows_are_compiled_soon() -> None:
    """Of each of fourteen dates 4,656 parts, 2,000 million pairs in all, none of which overlap."""
    begin = time.monotonic()
    (block,) = _with_units("00:00", "24:00", 15, days=14).blocks
    assert len(block.shifts) == 14 * 4656
    assert block.rows == ()
    assert time.monotonic() - begin < SOON_SECONDS
