"""Limits set at what a roster needs, which is legal, and just below, which the audit must find: counted anew here."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from itertools import pairwise
from typing import Any

import pytest

from scheduler.audit import audit
from scheduler.compile import compile_problem
from scheduler.decode import decode
from scheduler.problem import Problem
from scheduler.roster import Activity, Roster, Shift
from shiftmodels.engines.run import SolveOptions
from tests.models.exact import exact_answer
from tests.random_plans import random_plan

HOUR = dt.timedelta(hours=1)
WHOLE_DAY = {"start": "00:00", "end": "00:00"}
SEEDS = range(20)


def _plan_and_roster(seed: int) -> tuple[dict[str, Any], Roster]:
    """A plan in which agents work both queues, without limits of resources, and its best roster."""
    plan: dict[str, Any] = random_plan(seed, agents=3, days=2, units=False).model_dump()
    skills = [{"queue": queue, "proficiency": "1"} for queue in "ab"]
    agents = [agent | {"skills": skills, "works_from_home": False, "attributes": []} for agent in plan["agents"]]
    sites = [plan["sites"][0] | {"seats": [], "turnaround_minutes": 0, "limits": "hard"}]
    queues = [queue | {"minimum_block_minutes": 0} for queue in plan["queues"]]
    rules = {name: rule for name, rule in plan["rules"].items() if "transfer" not in name and name != "primary_queue"}
    plan |= {"agents": agents, "sites": sites, "pools": [], "queues": queues, "rules": rules, "history": []}
    compiled = compile_problem(Problem.model_validate(plan))
    answer = exact_answer(compiled.data, SolveOptions(200.0, seed=0, workers=1))
    return plan, Roster(()) if answer.assignment is None else decode(compiled, answer.assignment)


def _rules_broken(plan: dict[str, Any], roster: Roster, **changes: Any) -> set[str]:
    return {one.rule for one in audit(roster, Problem.model_validate(plan | changes)).violations}


def _most(spans: list[tuple[dt.datetime, dt.datetime]]) -> int:
    """Spans at the same moment, at most; everything is in whole hours."""
    hours: Counter[dt.datetime] = Counter()
    for start, end in spans:
        hours.update(start + HOUR * number for number in range(int((end - start) / HOUR)))
    return max(hours.values(), default=0)


def _direct_changes(shift: Shift) -> int:
    parts = pairwise(shift.activities)
    return sum(bool(one.queue and other.queue and one.queue != other.queue) for one, other in parts)


def _first_blocks(shift: Shift) -> list[Activity]:
    """What ends in a direct change to another queue, and so must last as long as a block does."""
    return [one for one, other in pairwise(shift.activities) if one.queue and other.queue and one.queue != other.queue]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("turnaround", [0, 2])
def test_seats(seed: int, turnaround: int) -> None:
    """As many seats as agents are there at a time, those who left less than two hours ago among them; one less."""
    plan, roster = _plan_and_roster(seed)
    needed = _most([(shift.start, shift.end + turnaround * HOUR) for shift in roster.shifts()])
    if not needed:
        return
    for missing in (0, 1):
        seats = [WHOLE_DAY | {"seats": needed - missing}]
        site = plan["sites"][0] | {"seats": seats, "turnaround_minutes": 60 * turnaround}
        assert ("seats" in _rules_broken(plan, roster, sites=[site])) == bool(missing)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("queues", [["a"], ["a", "b"], []])
def test_pools(seed: int, queues: list[str]) -> None:
    """As many units as agents work the queues at a time, or are on shift at all; one less."""
    plan, roster = _plan_and_roster(seed)
    held = [part for part in roster.activities if part.queue in queues] if queues else list(roster.shifts())
    needed = _most([(part.start, part.end) for part in held])
    if not needed:
        return
    for missing in (0, 1):
        pools = [{"pool": "headsets", "units": needed - missing, "queues": queues}]
        assert ("equipment" in _rules_broken(plan, roster, pools=pools)) == bool(missing)


def test_transfers_and_blocks() -> None:
    """As many changes as one shift has, and blocks as long as the shortest that must be one; one less, an hour more."""
    seen = 0
    for seed in SEEDS:
        plan, roster = _plan_and_roster(seed)
        most = max((_direct_changes(shift) for shift in roster.shifts()), default=0)
        if not most:
            continue
        seen += 1
        for missing in (0, 1):
            rules = plan["rules"] | {"transfers": {"maximum_per_shift": most - missing}}
            assert ("transfers" in _rules_broken(plan, roster, rules=rules)) == bool(missing)
        blocks = [block for shift in roster.shifts() for block in _first_blocks(shift)]
        change = random.Random(seed).choice(blocks)
        shortest = min(block.minutes for block in blocks if block.queue == change.queue)
        queues = [
            queue | {"minimum_block_minutes": shortest + 60 if queue["queue"] == change.queue else 0}
            for queue in plan["queues"]
        ]
        assert "minimum_block" in _rules_broken(plan, roster, queues=queues)
        assert "minimum_block" not in _rules_broken(plan, roster)
    assert seen > len(SEEDS) // 3


def test_pairs_and_setups() -> None:
    """A pair that is not allowed, and a set-up that nobody has, are found at each change; at none where allowed."""
    seen = 0
    for seed in SEEDS:
        plan, roster = _plan_and_roster(seed)
        changes = sum(_direct_changes(shift) for shift in roster.shifts())
        if not changes:
            continue
        seen += 1
        for rule, found in (
            ({"pairs": []}, changes),
            ({"setup_minutes": 60}, changes),
            ({"pairs": [["a", "b"], ["b", "a"]]}, 0),
        ):
            problem = Problem.model_validate(plan | {"rules": plan["rules"] | {"transfers": rule}})
            breaches = [one for one in audit(roster, problem).violations if one.rule == "transfers"]
            assert len(breaches) == found
    assert seen > len(SEEDS) // 3
