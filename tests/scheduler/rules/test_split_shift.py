"""Shifts in parts."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from pydantic import ValidationError

from scheduler.compile import compile_problem
from scheduler.contracts import Pattern
from scheduler.problem import Problem
from scheduler.result import Violation
from scheduler.roster import Activity
from scheduler.rules.split_shift import SplitShift
from tests.builders import Part, at, breaches, make_past, make_pattern, make_problem, make_shift
from tests.scheduler.rules.agreement import check_agreement

Parameters = dict[str, Any]

PARTS = {"gap_minutes": 60, "maximum_parts": 2}
GAP = {"gap_minutes": 60, "maximum_gap_hours": 2}
SPAN = {"gap_minutes": 60, "maximum_span_hours": 10.5}
SPAN_OF_SPLIT = SPAN | {"only_split": True}
FRANCE = {"gap_minutes": 120, "maximum_parts": 1}


def _problem(rule: Parameters, **overrides: Any) -> Problem:
    breaks = ({"name": "break", "minutes": 30}, {"name": "rest", "minutes": 30, "paid": True})
    fields: Parameters = {"patterns": (make_pattern(breaks=breaks),), "rules": {"split_shift": rule}}
    return make_problem(**(fields | overrides))


def _found(problem: Problem, *shifts: list[Activity]) -> list[Violation]:
    return [found for found in breaches(problem, *shifts) if found.rule == "split_shift"]


def _breaks(*stretches: str) -> list[Part]:
    return [("break", *stretch.split("-")) for stretch in stretches]  # type: ignore[misc]


CASES = [
    # A break of 60 minutes splits nothing, one of 65 does; two parts are legal, three are not.
    (PARTS, "20:00", [], 0),
    (PARTS, "20:00", _breaks("10:00-11:00", "13:00-14:00", "16:00-17:00"), 0),
    (PARTS, "20:00", _breaks("10:00-11:05", "13:00-14:00"), 0),
    (PARTS, "20:00", _breaks("10:00-11:05", "13:00-14:05"), 1),
    (PARTS | {"maximum_parts": 1}, "20:00", _breaks("10:00-11:05"), 1),
    # A paid break splits a shift like an unpaid one; two short breaks that touch do not.
    (PARTS, "20:00", [*_breaks("10:00-11:30"), ("rest", "13:00", "14:30", True)], 1),
    (PARTS | {"maximum_parts": 1}, "20:00", _breaks("10:00-10:40", "10:40-11:20"), 0),
    # Gaps of 2 h are legal; each longer one is a breach.
    (GAP, "20:00", _breaks("10:00-12:00", "14:00-16:00"), 0),
    (GAP, "20:00", _breaks("10:00-12:05", "14:00-16:00"), 1),
    (GAP, "20:00", _breaks("10:00-12:30", "14:00-17:00"), 2),
    # 10 h 30 min from start to end, of any shift or only of split ones.
    (SPAN, "18:30", [], 0),
    (SPAN, "18:35", [], 1),
    (SPAN_OF_SPLIT, "19:00", _breaks("10:00-11:00"), 0),
    (SPAN_OF_SPLIT, "19:00", _breaks("10:00-11:05"), 1),
    (SPAN_OF_SPLIT, "18:30", _breaks("10:00-11:05"), 0),
    # France, part-time: no gap of more than 2 hours.
    (FRANCE, "20:00", _breaks("10:00-12:00", "14:00-15:00"), 0),
    (FRANCE, "20:00", _breaks("10:00-12:30"), 1),
    # Each limit is a breach of its own.
    (PARTS | GAP | SPAN | {"maximum_parts": 1}, "20:00", _breaks("10:00-13:00"), 3),
]


@pytest.mark.parametrize(("rule", "end", "parts", "count"), CASES)
def test_cases(rule: Parameters, end: str, parts: list[Part], count: int) -> None:
    """Shifts from 8:00, just inside and just outside."""
    assert len(_found(_problem(rule), make_shift("anna", "2026-12-01 08:00", end, parts))) == count


@pytest.mark.parametrize(("rule", "end", "parts", "count"), CASES)
def test_cases_of_the_model(rule: Parameters, end: str, parts: list[Part], count: int) -> None:
    """The same shifts are offered where they are legal."""
    minutes = [(at(f"2026-12-01 {part[2]}") - at(f"2026-12-01 {part[1]}")).seconds // 60 for part in parts]
    named = [(part[0], len(part) == 4, length) for part, length in zip(parts, minutes, strict=True)]
    breaks = [{"name": name, "minutes": length, "paid": paid} for name, paid, length in named]
    span = (at(f"2026-12-01 {end}") - at("2026-12-01 08:00")).seconds // 60
    clock = {"earliest_start": "08:00", "latest_start": "08:00"}
    problem = _problem(
        rule, patterns=(make_pattern(lengths_minutes=(span,), breaks=breaks, **clock),), interval_minutes=5, days=1
    )
    assert len(compile_problem(problem).data.blocks[0].shifts) == (count == 0)


def test_messages() -> None:
    """Messages name the agent, the shift and both numbers; places are the shift, the gap and the shift."""
    shift = make_shift("anna", "2026-12-01 08:00", "20:00", _breaks("10:00-13:00"))
    found = _found(_problem(PARTS | GAP | SPAN | {"maximum_parts": 1}), shift)
    gap, parts, span = sorted(found, key=lambda item: (item.end.timestamp(), item.message))
    assert parts.message == (
        "Anna has a shift Tue 2026-12-01 08:00-20:00 in 2 parts (a break of more than 1 h splits it), "
        "at most 1 are allowed."
    )
    assert (parts.start, parts.end) == (at("2026-12-01 08:00"), at("2026-12-01 20:00"))
    assert gap.message == "Anna has a shift Tue 2026-12-01 08:00-20:00 with a gap of 3 h, at most 2 h are allowed."
    assert (gap.start, gap.end) == (at("2026-12-01 10:00"), at("2026-12-01 13:00"))
    assert span.message == (
        "Anna has a shift Tue 2026-12-01 08:00-20:00 that spans 12 h, at most 10 h 30 min are allowed."
    )


@pytest.mark.parametrize(("date", "start"), [("2026-11-30", "00:00"), ("2026-12-06", "13:30")])
def test_first_and_last_interval(date: str, start: str) -> None:
    """The rule holds for shifts at both ends of the plan."""
    shift = make_shift("anna", f"{date} {start}", "11:00" if start == "00:00" else "2026-12-07 00:30")
    assert len(_found(_problem(SPAN), shift)) == 1


def test_gap_across_midnight() -> None:
    """Two hours and a half from 23:00 to 1:30 are a gap that is too long."""
    night = make_shift("anna", "2026-12-06 20:00", "05:00", _breaks("23:00-01:30"))
    assert len(_found(_problem(GAP), night)) == 1


@pytest.mark.parametrize(
    ("start", "shift", "end", "count"),
    [
        (dt.date(2026, 3, 23), "2026-03-28 20:00", "07:30", 0),
        (dt.date(2026, 3, 23), "2026-03-28 20:00", "08:00", 1),
        (dt.date(2026, 10, 19), "2026-10-24 20:00", "05:30", 0),
        (dt.date(2026, 10, 19), "2026-10-24 20:00", "06:00", 1),
    ],
)
def test_clock_changes(start: dt.date, shift: str, end: str, count: int) -> None:
    """20:00 to 7:30 spans 10 h 30 min in the night in which clocks go forward, 20:00 to 5:30 where they go back."""
    assert len(_found(_problem(SPAN, start_date=start), make_shift("anna", shift, end))) == count


def test_history_is_not_looked_at() -> None:
    """A past shift of 12 hours is not the roster's doing, and an agent may have no shifts."""
    assert _found(_problem(SPAN, history=(make_past("anna", "2026-11-29 08:00", "20:00"),))) == []


def test_warning() -> None:
    """A warning is reported as such."""
    (found,) = _found(_problem(SPAN | {"severity": "warning"}), make_shift("anna", "2026-12-01 08:00", "20:00"))
    assert found.severity == "warning"


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"gap_minutes": 30},
        {"maximum_parts": 0},
        {"maximum_gap_hours": 1, "gap_minutes": 60},
        {"maximum_parts": 2, "only_split": True},
        {"maximum_parts": 2, "gap_minutes": -1},
        {"maximum_span_hours": 12, "severity": "cost", "price": 1},
    ],
)
def test_wrong_parameters(wrong: Parameters) -> None:
    """Rules that limit nothing, or that contradict themselves, are refused."""
    with pytest.raises(ValidationError):
        SplitShift(**wrong)


def _random_rules(draw: random.Random) -> dict[str, Parameters]:
    rule: Parameters = {"gap_minutes": draw.choice([0, 30, 60, 89, 90])}
    limits = {
        "maximum_parts": draw.choice([1, 2, 3]),
        "maximum_gap_hours": draw.choice([1.52, 2, 2.5]),
        "maximum_span_hours": draw.choice([8, 9, 10.49, 10.5, 11.5]),
    }
    for name in draw.sample(sorted(limits), draw.choice([1, 1, 2])):
        rule[name] = limits[name]
    if "maximum_span_hours" in rule:
        rule["only_split"] = draw.random() < 0.5
    return {"split_shift": rule}


def _random_patterns(draw: random.Random) -> tuple[Pattern, Pattern]:
    lengths = tuple(sorted(draw.sample(range(480, 721, 30), 3)))
    breaks = tuple(
        {"name": f"break{number}", "minutes": draw.choice([30, 60, 90, 120, 150]), "paid": draw.random() < 0.3}
        for number in range(draw.choice([1, 2, 3]))
    )
    long = make_pattern(pattern="long", lengths_minutes=lengths, start_step_minutes=120, breaks=breaks)
    return make_pattern(pattern="short", lengths_minutes=(240, 300), start_step_minutes=180), long


@pytest.mark.parametrize("seed", range(25))
def test_both_sides_agree(seed: int) -> None:
    check_agreement(_random_rules, seed, 12, patterns=_random_patterns(random.Random(seed)))


def test_some_tours_break_it_and_some_do_not() -> None:
    broken = [
        check_agreement(_random_rules, seed, 4, patterns=_random_patterns(random.Random(seed))) for seed in range(20)
    ]
    assert 8 < sum(broken) < 72


@pytest.mark.slow
def test_both_sides_agree_on_many_tours() -> None:
    for seed in range(100, 600):
        check_agreement(_random_rules, seed, 20, patterns=_random_patterns(random.Random(seed)))
