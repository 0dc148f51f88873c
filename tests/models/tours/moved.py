"""Rosters to begin with, and what moves their shifts."""

from __future__ import annotations

import numpy as np

from shiftmodels.data import ModelData
from shiftmodels.solution import Assignment
from shiftmodels.tours.annealing import DayMoves
from shiftmodels.tours.insertion import Couplings
from shiftmodels.tours.search import TourSearch, insertions


def constructed(data: ModelData) -> Assignment | None:
    """A roster by tours; ``None`` where somebody has no legal one."""
    search = TourSearch(data, Assignment.empty(data), 0)
    return None if search.construct() else search.found


def day_moves(data: ModelData, found: Assignment, seed: int) -> DayMoves:
    """Moves of a roster."""
    return DayMoves(data, insertions(data), Couplings(data, found), np.random.default_rng(seed))
