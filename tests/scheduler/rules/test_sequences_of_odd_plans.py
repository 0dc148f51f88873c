"""Both sides agree also where a plan begins in a week, the agent joins or leaves in it, or its history begins late."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest

from scheduler.people import Agent, Skill
from tests.scheduler.rules.agreement import check_agreement

Parameters = dict[str, Any]

NIGHT = {"windows": [{"start": "23:00", "end": "06:00", "minutes": 180}]}
MONDAY = dt.date(2026, 12, 14)
WEEKENDS = [["saturday", "sunday"], ["friday", "saturday", "sunday"], ["friday", "saturday"]]
KINDS = ["runs", "weekends", "succession", "starts", "rest"]


def _runs(draw: random.Random) -> Parameters:
    rule: Parameters = {"kind": "consecutive_days", "of": draw.choice(["work", "off"])}
    rule |= draw.choice([{"maximum": draw.choice([1, 2, 4])}, {"minimum": draw.choice([2, 3, 5])}])
    rule |= {"shifts": draw.choice([{}, {}, NIGHT])}
    return rule | {name: draw.choice(["waive", "charge"]) for name in ("open_start", "open_end")}


def _weekends(draw: random.Random) -> Parameters:
    limit: Parameters = draw.choice([{"maximum_in_a_row": 1}, {"maximum_in_a_row": 2}, {"whole": True}])
    return {"kind": "weekends", "weekend_days": draw.choice(WEEKENDS), **limit}


def _succession(draw: random.Random) -> Parameters:
    kinds = [{}, NIGHT, {"latest_start": "10:00"}, {"minimum_hours": 8}]
    before, after = draw.choice(kinds), draw.choice(kinds)
    return {"kind": "forbidden_succession", "before": before, "after": after, "days": draw.choice([1, 2, 3])}


def _starts(draw: random.Random) -> Parameters:
    free = draw.choice([0, 60, 180, 600])
    return {"kind": "similar_starts", "tolerance_minutes": free, "later_only": draw.random() < 0.5}


def _rest(draw: random.Random) -> Parameters:
    days = draw.choice([["sunday"], ["saturday", "sunday"], ["wednesday"]])
    near: Parameters = {"within_days": draw.choice([2, 3, 5, 8]), "around": draw.random() < 0.5}
    near |= {"not_on_days": draw.choice([[], [], ["monday"]]), "not_on_public_holidays": draw.random() < 0.5}
    return {"kind": "compensatory_rest", "days_of_week": days, "public_holidays": draw.random() < 0.5, **near}


MAKERS = {"runs": _runs, "weekends": _weekends, "succession": _succession, "starts": _starts, "rest": _rest}


def _plan(draw: random.Random) -> Parameters:
    """Ten days to two weeks, many from a Saturday or Sunday; history known from some days before or its first shift."""
    start = MONDAY + dt.timedelta(days=draw.choice([*range(7), 5, 6, 6, 6]))
    plan: Parameters = {"start_date": start, "days": draw.choice([10, 13, 14])}
    if draw.random() < 0.4:
        first, last = sorted((draw.randrange(-4, 10), draw.randrange(-4, 16)))
        valid = {"valid_from": start + dt.timedelta(days=first), "valid_to": start + dt.timedelta(days=last)}
        valid = {name: date for name, date in valid.items() if draw.random() < 0.7}
        skills = (Skill(queue="phone"),)
        plan["agents"] = (Agent(agent="anna", site="office", contract="full", skills=skills, **valid),)
    if draw.random() < 0.4:
        plan["history_from"] = start - dt.timedelta(days=draw.choice([0, 1, 5, 9]))
    return plan


def _broken(kind: str, seed: int, tours: int) -> int:
    draw = random.Random(seed)
    rule = MAKERS[kind](draw)
    if draw.random() < 0.5:
        rule |= {"severity": "cost", "price": 7}
    return check_agreement(lambda _: {"rule": rule}, seed, tours, **_plan(draw))


@pytest.mark.parametrize("kind", KINDS)
def test_sides_agree(kind: str) -> None:
    """What the model allows or charges is what the auditor finds."""
    seeds, tours = 60, 5
    broken = sum(_broken(kind, seed, tours) for seed in range(seeds))
    assert 0 < broken < seeds * tours


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(1000, 1100))
def test_sides_agree_on_many_tours(kind: str, seed: int) -> None:
    """The same on ten thousand tours for each kind."""
    for turn in range(5):
        _broken(kind, 5 * seed + turn, 20)
