"""Smallest conflicts, against all that there are."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from shiftmodels.conflict import minimal_conflict, without_needless


@pytest.mark.parametrize("seed", range(60))
def test_of_random_conflicts(seed: int) -> None:
    """Of up to three known conflicts, overlapping or not, exactly one is found, without any item that is not needed."""
    draw = random.Random(seed)
    items = list(range(draw.randint(1, 12)))
    known = [frozenset(draw.sample(items, draw.randint(1, min(4, len(items))))) for _ in range(draw.randint(1, 3))]

    def can_hold(kept: Sequence[int]) -> bool:
        return not any(conflict <= set(kept) for conflict in known)

    found = minimal_conflict(items, can_hold)
    assert found == sorted(found)
    assert not can_hold(found)
    assert all(can_hold([item for item in found if item != left]) for left in found)


def test_the_first_ones_are_preferred() -> None:
    """Of two conflicts the one whose last item comes first is found."""

    def can_hold(kept: Sequence[str]) -> bool:
        return not ({"pin", "absence"} <= set(kept) or {"pin", "law"} <= set(kept))

    assert minimal_conflict(["pin", "absence", "law"], can_hold) == ["pin", "absence"]


def test_impossible_without_any_item() -> None:
    """Where nothing holds whatever is left out, no item is to blame."""
    assert minimal_conflict(["a", "b"], lambda kept: False) == []
    assert minimal_conflict([], lambda kept: True) == []


@pytest.mark.parametrize("seed", range(40))
def test_one_by_one_finds_the_same(seed: int) -> None:
    """One question for each item, and the conflict whose last item comes first too."""
    draw = random.Random(seed)
    items = list(range(draw.randint(1, 12)))
    known = [frozenset(draw.sample(items, draw.randint(1, min(6, len(items))))) for _ in range(draw.randint(1, 3))]
    asked: list[int] = []

    def can_hold(kept: Sequence[int]) -> bool:
        asked.append(len(kept))
        return not any(conflict <= set(kept) for conflict in known)

    found = without_needless(items, can_hold)
    assert len(asked) == len(items)
    assert found == minimal_conflict(items, can_hold)
