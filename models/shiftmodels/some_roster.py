"""A roster of many agents who share limits, put together from best tours of one agent after the other."""

from __future__ import annotations

import time

from shiftmodels.clock import clock
from shiftmodels.data import ModelData
from shiftmodels.feasibility import is_feasible
from shiftmodels.solution import Assignment
from shiftmodels.tours.search import TourSearch

SEARCH_SECONDS = 4.0
"""Processor time of the search, after which it is not expected to find a roster any more."""
PAUSE_SECONDS = 0.5
"""Search between two looks at whether limits are kept."""
TEMPERATURE = 5.0
"""In cost units, of which a unit beyond a limit in an interval costs 20."""


def has_some_roster(hard: ModelData, limit_seconds: float) -> bool:
    """
    Whether a roster is come upon in time; where it is not, there may be one.

    Parameters
    ----------
    hard
        A problem from ``hard_part``.
    limit_seconds
        Wall time of the search that comes after a first roster.
    """
    search = TourSearch(hard, Assignment.empty(hard), seed=0)
    if search.construct():
        return False
    until, worked = clock.now() + limit_seconds, time.process_time()
    while not is_feasible(hard, search.found):
        if clock.now() >= until or time.process_time() - worked > SEARCH_SECONDS:
            return False
        search.improve(lambda: TEMPERATURE, min(until, clock.now() + PAUSE_SECONDS))
    return True
