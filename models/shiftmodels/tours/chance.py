"""
Random numbers in compiled code, from a state that is passed on: a generator object costs more to pass than a move.

SplitMix64 (G. Steele, D. Lea and C. Flood 2014, doi:10.1145/2660193.2660195).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shiftmodels.compiled import njit

Chance = NDArray[np.uint64]
"""State of a source of random numbers. Shape ``(1,)``."""

_STEP, _FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_PARTS = 2.0**-53


def chance_of(random: np.random.Generator) -> Chance:
    """A source that goes on from another one."""
    return random.integers(0, 2**63, 1, dtype=np.uint64)


@njit(cache=True)
def uniform(chance: Chance) -> float:
    """At least 0 and less than 1."""
    chance[0] += _STEP
    mixed = chance[0]
    mixed = (mixed ^ (mixed >> np.uint64(30))) * _FIRST
    mixed = (mixed ^ (mixed >> np.uint64(27))) * _SECOND
    return float((mixed ^ (mixed >> np.uint64(31))) >> np.uint64(11)) * _PARTS


@njit(cache=True)
def bell(chance: Chance) -> float:
    """About normal, with mean 0 and deviation 1: twice what three uniform ones differ from their mean."""
    return 2.0 * (uniform(chance) + uniform(chance) + uniform(chance) - 1.5)
