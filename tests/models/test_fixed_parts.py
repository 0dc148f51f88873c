"""Shifts into which fixed parts fit: what is known of one agent holds for others, and is not asked again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from scheduler.compile import compile_problem
from scheduler.contracts import Break
from scheduler.people import Agent, Pin, Skill
from shiftmodels import fixed_parts
from shiftmodels.data import ModelData
from shiftmodels.fixed_parts import fit_fixed_parts
from tests.builders import at, make_contract, make_pattern, make_problem

DATE = "2026-12-01"
FITS = {
    ("early meal", "phone", "11:30", "13:30"): [False, False],
    ("early meal", "phone", "14:30", "15:30"): [True, True],
    ("early meal", "phone", "12:00", "12:30"): [False, True],
    ("early meal", "meal", "12:00", "13:00"): [True, False],
    ("early meal", "meal", "13:00", "14:00"): [False, True],
    ("late meal", "phone", "11:30", "13:30"): [True, True],
    ("late meal", "phone", "15:30", "16:00"): [True, False],
}
"""
Which of two shifts a pinned part fits into, from 8:00 to 16:00 and from 9:00 to 17:00, by pattern. The meal of an hour
begins four hours after the start, or six.
"""


def _data() -> ModelData:
    """One agent for each pattern and part."""
    patterns = []
    for name, after in (("early meal", 240), ("late meal", 360)):
        meal = Break(name="meal", minutes=60, earliest_minutes=after, latest_minutes=after)
        hours: dict[str, Any] = {"earliest_start": "08:00", "latest_start": "09:00", "start_step_minutes": 60}
        patterns.append(make_pattern(pattern=name, **hours, lengths_minutes=(480,), breaks=(meal,)))
    agents, pins = [], []
    for number, (pattern, activity, start, end) in enumerate(FITS):
        name, skills = f"agent {number}", (Skill(queue="phone"),)
        agents.append(Agent(agent=name, name=name, site="office", contract=pattern, skills=skills))
        span = {"start": at(f"{DATE} {start}"), "end": at(f"{DATE} {end}")}
        pins.append(Pin(agent=name, shift_date=dt.date.fromisoformat(DATE), activity=activity, **span))
    contracts = [make_contract(contract=row.pattern, patterns=(row.pattern,)) for row in patterns]
    tables = {"patterns": patterns, "contracts": contracts, "agents": agents, "pins": pins}
    return compile_problem(make_problem(**{name: tuple(rows) for name, rows in tables.items()})).data


def test_fits_by_hand_are_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """With all that is known of the others; the second time nothing is asked."""
    data, known = _data(), dict[object, bool]()
    assert _fits(data, known) == list(FITS.values())
    monkeypatch.delattr(fixed_parts, "is_feasible")
    assert _fits(data, known) == list(FITS.values())


def test_what_is_not_known_in_time_counts_as_possible(monkeypatch: pytest.MonkeyPatch) -> None:
    """And is asked again when there is time."""
    monkeypatch.setattr(fixed_parts, "is_feasible", lambda _, __: None)
    known = dict[object, bool]()
    assert all(all(fits) for fits in _fits(_data(), known))
    assert not known


def _fits(data: ModelData, known: dict[object, bool]) -> list[list[bool]]:
    """Of each agent, the shifts of the day into which his part fits."""
    found = []
    for agent in range(len(FITS)):
        block = data.blocks[data.block_of[agent]]
        days = np.flatnonzero(block.shifts.day == 1)
        found.append(fit_fixed_parts(data, block, known)[days].tolist())
    return found
