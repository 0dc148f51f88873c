"""What a rule about breaks leaves of the windows of a pattern: every placement is legal."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
from collections.abc import Iterator
from itertools import islice, product
from typing import Any

import pytest
from pydantic import ValidationError

from scheduler.audit import audit
from scheduler.audit_tour import AuditedTour
from scheduler.break_programs import break_kinds
from scheduler.candidates import Candidates, Offers, candidates_of
from scheduler.people import Pin
from scheduler.problem import Problem
from scheduler.roster import Activity, Shift
from scheduler.rules.base import AgentRule
from scheduler.solve import build
from shiftmodels.data import BreakProgram
from tests.builders import at, make_pattern, make_problem, make_requirements
from tests.scheduler.rules.break_cases import (
    MEAL,
    REST,
    SECOND_MEAL,
    UK,
    Parameters,
    anna,
    break_problem,
)


def _refined(problem: Problem) -> tuple[Candidates, Candidates]:
    """Candidates before and after the rule has narrowed them."""
    offers = Offers(problem)
    before = candidates_of(problem, problem.agents[0], offers)
    rule = _rule(problem)
    return before, rule.refined(before, offers.number).with_programs(offers.programs)


def _rule(problem: Problem) -> AgentRule:
    rules = problem.rule_book.of(problem.agents[0])
    return next(rule for rule in rules if rule.name == "break_entitlement")


def _windows(rule: Parameters, hours: float, *parts: Parameters, **overrides: Any) -> list[tuple[int, int]] | None:
    """Windows of the breaks of a shift at 9:00 as the rule leaves them, in minutes; ``None`` if it is not offered."""
    minutes = int(hours * 60)
    pattern = make_pattern(
        lengths_minutes=(minutes,), earliest_start="09:00", latest_start="09:00", breaks=parts, pattern="any"
    )
    fields: Parameters = {"patterns": (pattern,), "days": 1, "start_date": dt.date(2026, 12, 1)}
    problem = break_problem(rule, **(fields | overrides))
    _, after = _refined(problem)
    if not len(after):
        return None
    program, grid = after.programs[after.program[0]], problem.interval_minutes
    return [(early * grid, late * grid) for early, late in zip(program.earliest, program.latest, strict=True)]


def _part(minutes: int, earliest: int = 0, latest: int | None = None, **fields: Any) -> Parameters:
    fields = {"name": "meal" if not fields.get("paid") else "rest"} | fields
    return {"minutes": minutes, "earliest_minutes": earliest, "latest_minutes": latest} | fields


def test_windows_at_the_edges() -> None:
    """8 h: a break of 20 minutes may begin from 5 to 455 minutes after the start, with work on both sides."""
    assert _windows(UK, 8, _part(20)) == [(5, 455)]
    assert _windows(UK | {"not_at_edges": False}, 8, _part(20)) == [(0, 460)]
    assert _windows(UK, 8, _part(15)) is None
    assert _windows(UK, 6, _part(15)) == [(0, 345)]
    assert _windows(UK, 8, _part(20, 0, 0)) is None


def test_windows_behind_another_break() -> None:
    """A rest of 10 at 0 and a meal that touches it have no work before them: the meal begins at 15, or ends at 465."""
    assert _windows(UK, 8, _part(10, paid=True), _part(20)) == [(0, 445), (15, 455)]
    assert _windows(UK, 8, _part(20), _part(10, paid=True)) == [(5, 445), (25, 470)]


def test_only_one_of_two_breaks_must_count() -> None:
    """The first break lies at the very start; the second one, which is long enough, is moved off the end."""
    assert _windows(UK, 8, _part(20, 0, 0), _part(20)) == [(0, 0), (25, 455)]


def test_windows_before_the_end_of_the_fifth_hour() -> None:
    """A meal begins at 4:55 at the latest on a grid of 5 minutes, and a second one above 10 h paid at 9:55."""
    assert _windows(MEAL, 8, _part(30)) == [(0, 295)]
    two = _part(30), _part(30, minimum_work_before_minutes=60)
    assert _windows(MEAL, 11.5, *two) == [(0, 295), (90, 660)]
    assert _windows(SECOND_MEAL, 11.5, *two) == [(0, 505), (90, 595)]
    assert _windows(SECOND_MEAL, 11, *two) == [(0, 540), (90, 630)]
    assert _windows(MEAL, 8, _part(30, 300)) is None
    assert _windows(MEAL, 5, _part(30, 180)) == [(180, 270)]


def test_windows_of_rests_do_not_touch() -> None:
    """Two rests that count are kept 5 minutes apart; a meal between them keeps them apart by itself."""
    assert _windows(REST, 8, _part(10, paid=True), _part(10, paid=True)) == [(0, 455), (15, 470)]
    rests = [_part(10, paid=True), _part(30), _part(10, paid=True)]
    assert _windows(REST, 8, *rests) == [(0, 430), (10, 440), (40, 470)]


def test_windows_of_the_longest_time_without_a_break() -> None:
    """
    10 h with at most 6 h at a stretch: one break of 30 begins between 3:30 and 6:00.

    13 h with breaks of 30 and 15, at most 6 h at a stretch: the first begins by 6:00, the second not before 6:45. The
    second begins at most 6:30 after the first; it reaches until 12:30 at the latest. Alone, the first could lie at
    0:15 .. 6:00 and the second at 6:45 .. 12:30; the middles are 3:05 and 9:35, with no room left between them.
    """
    rule = {"maximum_continuous_hours": 6}
    assert _windows(rule, 10, _part(30)) == [(210, 360)]
    assert _windows(rule, 6, _part(30)) == [(0, 330)]
    assert _windows(rule, 13, _part(30)) is None
    assert _windows(rule, 13, _part(30), _part(15)) == [(185, 360), (405, 575)]


def test_room_between_two_breaks_is_shared() -> None:
    """
    12 h with two breaks of 30, at most 6 h at a stretch.

    The first begins by 6:00, the second not before 5:30 and by 11:30; the middles are 3:00 and 8:30, where the second
    may be 60 minutes later, or the first as much earlier: each gets half.
    """
    assert _windows({"maximum_continuous_hours": 6}, 12, _part(30), _part(30)) == [(150, 360), (330, 540)]


def test_breaks_that_must_lie_farther_apart_than_they_may() -> None:
    """With 6 h 40 min of work between two breaks nobody has at most 6 h at a stretch; with 6 h both are fixed."""
    rule = {"maximum_continuous_hours": 6}
    assert _windows(rule, 13, _part(30), _part(15, minimum_work_before_minutes=400)) is None
    assert _windows(rule, 13, _part(30), _part(15, minimum_work_before_minutes=360)) == [(185, 185), (575, 575)]


def test_hours_off_the_grid() -> None:
    """On a grid of 30 a break begins before 4:06 by 4:00, and 4:06 at a stretch are 4:00; 20 minutes are 30."""
    late = {"tiers": [{"more_than_hours": 6, "minutes": 20, "latest_start_hours": 4.1}]}
    assert _windows(late, 8, _part(30), interval_minutes=30) == [(0, 240)]
    assert _windows({"maximum_continuous_hours": 4.1}, 8, _part(30), interval_minutes=30) == [(210, 240)]


def test_a_fixed_break_leaves_the_room_to_the_other() -> None:
    """12 h, at most 5 h at a stretch: with a break of 30 at 3:00 the next begins by 8:30, but not before 6:30."""
    rule = {"maximum_continuous_hours": 5}
    assert _windows(rule, 12, _part(30, 180, 180), _part(30)) == [(180, 180), (390, 510)]
    assert _windows(rule, 12, _part(30), _part(30, 480, 480)) == [(150, 300), (480, 480)]


def _pin(start: str, end: str, date: str = "2026-12-01") -> Pin:
    span = {"start": at(f"{date} {start}"), "end": at(f"{date} {end}")}
    return Pin(agent="anna", shift_date=dt.date.fromisoformat(date), activity="meal", **span)


@pytest.mark.parametrize(
    ("pin", "windows"),
    [
        (("10:00", "10:30"), [(60, 60), (405, 450)]),
        (("09:00", "09:30"), None),
        (("09:15", "09:45"), [(15, 15), (405, 405)]),
        (("15:00", "15:30"), [(360, 360), (405, 750)]),
    ],
)
def test_pinned_break_is_kept(pin: tuple[str, str], windows: list[tuple[int, int]] | None) -> None:
    """A pinned break that lies where the cut windows would not reach stays, and the other one is cut to fit it."""
    rule, parts = {"maximum_continuous_hours": 6}, [_part(30), _part(15, paid=True)]
    assert _windows(rule, 13, *parts) == [(185, 360), (405, 575)]
    assert _windows(rule, 13, *parts, pins=(_pin(*pin),)) == windows


def test_pin_at_the_ends_of_a_window() -> None:
    """Pinned at the first or last minute of its window, a break lies there."""
    for start, place in (("10:00", 60), ("11:00", 120)):
        pin = _pin(start, f"{start[:2]}:30")
        assert _windows({"maximum_continuous_hours": 6}, 7, _part(30, 60, 120), pins=(pin,)) == [(place, place)]


def test_pin_that_two_breaks_can_be() -> None:
    """Where two breaks of the name could be meant, and for pins of other dates, the windows are as without a pin."""
    rule, parts = {"maximum_continuous_hours": 6}, [_part(30), _part(30)]
    free = _windows(rule, 12, *parts)
    assert _windows(rule, 12, *parts, pins=(_pin("12:00", "12:30"),)) == free
    assert _windows(rule, 12, *parts, pins=(_pin("09:00", "09:30"),)) == [(0, 0), (330, 390)]
    two_days = {"days": 2, "pins": (_pin("09:00", "09:30", "2026-12-02"),)}
    assert _windows(rule, 12, *parts, **two_days) == free


def test_agent_without_candidates() -> None:
    """An agent who can work on no date of the plan has no shifts to cut."""
    pattern = make_pattern(breaks=(_part(30),), days_of_week=("monday",))
    _, after = _refined(break_problem(UK, patterns=(pattern,), days=1, start_date=dt.date(2026, 12, 1)))
    assert len(after) == 0


def test_waiver_on_both_sides() -> None:
    """The meal of a shift of 6 h may begin late for who has waived it, and is kept in time for who has not."""
    shift = (6.5, _part(30, 300))
    assert _windows(MEAL, *shift) is None
    assert _windows(MEAL, *shift, agents=(anna(("meal_waiver",)),)) == [(300, 360)]


def test_engine_keeps_to_it() -> None:
    """Demand would have the break at the end of the shift; it is taken with work after it, and the audit is clean."""
    pattern = make_pattern(
        lengths_minutes=(480,),
        earliest_start="09:00",
        latest_start="09:00",
        breaks=({"name": "meal", "minutes": 30},),
    )
    problem = make_problem(
        rules={"break_entitlement": UK | {"maximum_continuous_hours": 6}},
        patterns=(pattern,),
        agents=(anna(),),
        days=1,
        requirements=make_requirements("phone", "2026-11-30 09:00", [1] * 15),
    )
    outcome = build(problem, engine="cpsat", time_limit_seconds=200)
    assert outcome.roster is not None
    assert not list(audit(outcome.roster, problem).violations)
    (meal,) = [row for row in outcome.roster.activities if row.activity == "meal"]
    assert at("2026-11-30 10:30") <= meal.start <= at("2026-11-30 15:00")


# Agreement: every placement that the model may choose is legal; what it does not offer has no legal placement.


def _random_rule(draw: random.Random) -> Parameters:
    hours = sorted(draw.sample([4, 4.5, 5, 5.5, 6, 6.25, 7, 8, 9], draw.choice([0, 1, 1, 2, 3])))
    rule: Parameters = {
        "tiers": [_random_tier(draw, hour) for hour in hours],
        "measured": draw.choice(["span", "work", "paid"]),
        "minimum_part": draw.choice([1, 1, 10, 15, 20, 30]),
        "not_at_edges": draw.random() < 0.5,
        "paid": draw.choice([None, None, True, False]),
    }
    if not hours or draw.random() < 0.5:
        rule["maximum_continuous_hours"] = draw.choice([2, 2.6, 3, 4.2, 5, 6])
    return _stated(rule)


def _stated(parameters: Parameters) -> Parameters:
    """Without parameters that were drawn to be left open."""
    return {name: value for name, value in parameters.items() if value is not None}


def _random_tier(draw: random.Random, hours: float) -> Parameters:
    asked = draw.choice([(10, 0), (20, 0), (30, 0), (45, 0), (0, 1), (0, 2), (20, 2), (0, 3), (30, 1)])
    tier: Parameters = {
        "minutes": asked[0],
        "count": asked[1],
        draw.choice(["more_than_hours", "at_least_hours"]): hours,
    }
    if draw.random() < 0.4:
        tier["latest_start_hours"] = draw.choice([1, 3, 4.1, 5])
    if draw.random() < 0.3:
        tier |= {"with_attribute_waived": "waiver", "unless_at_most_hours": draw.choice([None, 6, 8])}
    return _stated(tier)


def _random_breaks(draw: random.Random, grid: int, apart: bool) -> tuple[Parameters, ...]:
    parts = []
    for _ in range(draw.choice([0, 1, 2, 2, 3, 3, 4])):
        paid = draw.random() < 0.4
        earliest = draw.choice([0, 0, grid, 60, 120, 240])
        latest = draw.choice([None, None, earliest, earliest + 60, earliest + 240])
        work = draw.choice([grid, 60]) if apart else draw.choice([0, 0, grid, 60])
        parts.append(_part(grid * draw.randint(1, 3), earliest, latest, paid=paid, minimum_work_before_minutes=work))
    return tuple(parts)


def _random_problem(draw: random.Random, apart: bool) -> Problem:
    """A plan of one day whose breaks fit into its shifts, tried until there is one."""
    grid, rule = draw.choice([5, 10, 15, 30, 30]), _random_rule(draw)
    agents = (anna(draw.choice([(), ("waiver",)])),)
    for _ in range(1000):
        lengths = tuple(sorted(draw.sample(range(240, 601, grid), 4)))
        breaks = _random_breaks(draw, grid, apart)
        clock = {"earliest_start": "09:00", "latest_start": "09:00"}
        pattern = make_pattern(lengths_minutes=lengths, breaks=breaks, **clock)
        with contextlib.suppress(ValidationError):
            return break_problem(rule, patterns=(pattern,), agents=agents, interval_minutes=grid, days=1)
    raise AssertionError(f"No plan fits {rule}.")


def _random_placement(draw: random.Random, program: BreakProgram) -> list[int]:
    """Starts of the breaks, now and then as early or as late as they can be."""
    starts: list[int] = []
    habit = draw.choice(["early", "late", "any", "any"])
    for number in range(program.num_breaks):
        ready = starts[-1] + program.lengths[number - 1] + program.gaps[number] if starts else 0
        first, last = max(program.earliest[number], ready), program.latest[number]
        starts.append({"early": first, "late": last, "any": draw.randint(first, last)}[habit])
    return starts


def _all_placements(program: BreakProgram) -> Iterator[list[int]]:
    windows = [range(early, late + 1) for early, late in zip(program.earliest, program.latest, strict=True)]
    for starts in product(*windows):
        ends = [start + length for start, length in zip(starts, program.lengths, strict=True)]
        if all(starts[k] >= ends[k - 1] + program.gaps[k] for k in range(1, len(starts))):
            yield list(starts)


def _is_legal(candidates: Candidates, index: int, starts: list[int]) -> bool:
    """Whether the auditor accepts a placement."""
    problem = candidates.problem
    tour = AuditedTour(problem.agents[0], (_shift(candidates, index, starts),), problem)
    return not list(_rule(problem).violations(tour))


def _shift(candidates: Candidates, index: int, starts: list[int]) -> Shift:
    """A candidate with its breaks at these intervals after its start."""
    horizon, grid = candidates.problem.horizon, candidates.problem.interval_minutes
    program, kinds = candidates.programs[candidates.program[index]], break_kinds(candidates.problem)
    date, first = horizon.date(int(candidates.day[index])), int(candidates.start[index])
    rows, position = [], first

    def add(name: str, end: int, paid: bool) -> None:
        queue = "phone" if name == "phone" else ""
        if end > position:
            rows.append(Activity("anna", date, name, horizon.instant(position), horizon.instant(end), paid, queue))

    for start, length, kind in zip(starts, program.lengths, program.kinds, strict=True):
        add("phone", first + grid * start, True)
        position = first + grid * start
        add(kinds[kind][0], position + grid * length, kinds[kind][1])
        position += grid * length
    add("phone", int(candidates.end[index]), True)
    return Shift("anna", date, tuple(rows))


def _check(seed: int, apart: bool, placements: int) -> tuple[int, int, int]:
    """How many placements were legal as they were, how many were not, and how many shifts are no longer offered."""
    draw = random.Random(seed)
    problem = _random_problem(draw, apart)
    before, after = _refined(problem)
    kept = {(start, end): index for index, (start, end) in enumerate(zip(after.start, after.end, strict=True))}
    legal = illegal = dropped = 0
    for index, place in enumerate(zip(before.start, before.end, strict=True)):
        original = before.programs[before.program[index]]
        if place in kept:
            program = after.programs[after.program[kept[place]]]
            _check_windows(program, original)
            for _ in range(placements):
                starts = _random_placement(draw, program)
                assert _is_legal(after, kept[place], starts), (seed, program, starts)
        for starts in [_random_placement(draw, original) for _ in range(placements)]:
            allowed = _is_legal(before, index, starts)
            legal, illegal = legal + allowed, illegal + (not allowed)
            assert place in kept or not apart or not allowed, (seed, original, starts)
        dropped += place not in kept
    return legal, illegal, dropped


def _check_windows(program: BreakProgram, original: BreakProgram) -> None:
    """Windows only get narrower, and each end of each of them can be reached."""
    assert (program.lengths, program.kinds) == (original.lengths, original.kinds)
    for starts, others in ((program.earliest, original.earliest), (original.latest, program.latest)):
        assert all(start >= other for start, other in zip(starts, others, strict=True))
    for starts in (program.earliest, program.latest):
        for k in range(1, program.num_breaks):
            assert starts[k] >= starts[k - 1] + program.lengths[k - 1] + program.gaps[k] >= starts[k - 1]
    assert all(gap >= other for gap, other in zip(program.gaps, original.gaps, strict=True))


@pytest.mark.parametrize("apart", [True, False])
def test_every_placement_that_is_left_is_legal(apart: bool) -> None:
    """Random patterns and rules; all three answers occur."""
    counts = [_check(seed, apart, placements=8) for seed in range(120)]
    assert all(sum(column) > 50 for column in zip(*counts, strict=True))


@pytest.mark.slow
@pytest.mark.parametrize("apart", [True, False])
def test_every_placement_that_is_left_is_legal_in_many_plans(apart: bool) -> None:
    """The same on more than 10,000 shifts."""
    counts = [_check(seed, apart, placements=15) for seed in range(1000, 3000)]
    assert all(sum(column) > 1000 for column in zip(*counts, strict=True))


def _check_all(seed: int) -> bool:
    """Compare with every placement of a short shift on a coarse grid; returns whether some but not all were legal."""
    draw = random.Random(seed)
    problem = _random_problem(draw, apart=True)
    before, after = _refined(problem)
    kept = set(after.end.tolist())
    mixed = False
    for index in range(len(before)):
        placements = list(islice(_all_placements(before.programs[before.program[index]]), 400))
        answers = {_is_legal(before, index, starts) for starts in placements}
        if len(placements) < 400:
            assert (int(before.end[index]) in kept) == (True in answers), (seed, index)
            mixed |= answers == {True, False}
    return mixed


def test_offered_exactly_where_a_placement_is_legal() -> None:
    """Where the placements of a shift can be listed, it is offered if and only if one of them is legal."""
    assert sum(_check_all(seed) for seed in range(30)) > 3


@pytest.mark.slow
def test_offered_exactly_where_a_placement_is_legal_in_many_plans() -> None:
    """The same in more plans."""
    assert sum(_check_all(seed) for seed in range(100, 500)) > 40
