"""One agent fitted into a roster by a solver, everybody else's part held fixed."""

from __future__ import annotations

import numpy as np

from shiftmodels.backends.highs import HighsOptions, solve_highs
from shiftmodels.data import ModelData
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.restrict import restrict
from shiftmodels.solution import Assignment

ANY_GAP = 1e9
"""Relative gap that every solution meets: the first one ends the search."""


def fit_alone(data: ModelData, found: Assignment, agent: int, limit_seconds: float) -> Assignment | None:
    """
    Give an agent the first legal tour that HiGHS finds.

    Parameters
    ----------
    data
        The problem, with soft limits only (``feasibility.softened``).
    found
        What the others do; what the agent does in it is not looked at.
    agent
        Who is fitted in.
    limit_seconds
        Of HiGHS.

    Returns
    -------
    The assignment with the agent in it; ``None`` when no tour was found.
    """
    free = np.zeros((data.num_agents, data.num_days), dtype=bool)
    free[agent] = True
    part = restrict(data, found, free)
    formulation = Formulation(part.data, individually=True)
    answer = solve_highs(formulation.model, limit_seconds, HighsOptions(relative_gap=ANY_GAP))
    return None if answer.values is None else part.merge(data, found, formulation.read(answer.values))
