"""Runs of days, weekends, successions, starts and compensatory rest: both sides agree on random tours."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.scheduler.rules.agreement import check_agreement

NIGHT = {"windows": [{"start": "23:00", "end": "06:00", "minutes": 180}]}
EARLY = {"latest_start": "10:00"}


def _rules(draw: random.Random) -> dict[str, dict[str, Any]]:
    """One rule of each kind, with random parameters and severities."""
    rules: dict[str, dict[str, Any]] = {
        "work": {"kind": "consecutive_days", "maximum": draw.choice([2, 4]), "minimum": draw.choice([1, 3])},
        "off": {"kind": "consecutive_days", "of": "off", "minimum": 2, "maximum": draw.choice([2, 3])},
        "nights": {"kind": "consecutive_days", "maximum": draw.choice([1, 2]), "shifts": NIGHT},
        "in a row": {"kind": "weekends", "maximum_in_a_row": draw.choice([1, 2])},
        "whole": {"kind": "weekends", "whole": True},
        "after nights": {
            "kind": "forbidden_succession",
            "before": NIGHT,
            "after": EARLY,
            "days": draw.choice([1, 2]),
        },
        "starts": {
            "kind": "similar_starts",
            "tolerance_minutes": draw.choice([0, 120, 240]),
            "later_only": draw.random() < 0.5,
        },
        "sundays": {
            "kind": "compensatory_rest",
            "days_of_week": ["sunday"],
            "public_holidays": draw.random() < 0.5,
            "within_days": draw.choice([2, 4]),
            "around": draw.random() < 0.5,
        },
    }
    for rule in ("work", "off", "nights"):
        rules[rule] |= {"open_start": draw.choice(["waive", "charge"]), "open_end": draw.choice(["waive", "charge"])}
    if draw.random() < 0.6:
        rules = {name: rule | {"severity": "cost", "price": 7} for name, rule in rules.items()}
    return rules


def test_sides_agree() -> None:
    """What the model allows or charges is what the auditor finds."""
    seeds, tours = 8, 10
    broken = sum(check_agreement(_rules, seed, tours) for seed in range(seeds))
    assert 0 < broken < seeds * tours * 8


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1000, 1100))
def test_sides_agree_on_many_tours(seed: int) -> None:
    """The same on ten thousand tours for each kind."""
    check_agreement(_rules, seed, tours=100)
