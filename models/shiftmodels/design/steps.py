"""Steps over several intervals that the relaxation of a design breaks: with few shifts they lift the bound most."""

from __future__ import annotations

from collections.abc import Iterator

import highspy
import numpy as np

from shiftmodels.backends.highs import load_highs
from shiftmodels.clock import LP_SECONDS, PIVOT_SECONDS, clock
from shiftmodels.design.model import DesignModel
from shiftmodels.formulation.linear import Terms

MOST_STEPS = 500
"""Rows that are added at a time, those that are broken most."""

BROKEN = 0.01
"""Share of its height by which a step must be broken."""

LEAST_RISE = 1e-3
"""Share by which the bound must rise for another round."""

TIGHT = 1e-6
"""Slack with which a row counts as tight."""

Step = tuple[int, int]
"""Two intervals, the first before the second."""


def broken_steps(model: DesignModel, until: float) -> list[Step]:
    """
    Steps that belong into a model: added round by round to its relaxation, those that are tight in the end.

    Parameters
    ----------
    model
        The model, which stays as it is.
    until
        When to end, on the clock of this process.

    Returns
    -------
    Pairs of intervals.
    """
    highs = load_highs(model.linear, 0, until - clock.now())
    own, added, least = highs.getNumRow(), list[Step](), -np.inf
    _solve(highs)
    while clock.now() < until and _bound(highs) > least:
        least = _bound(highs) + LEAST_RISE * abs(_bound(highs))
        known = set(added)
        broken = sorted((-by, step) for by, step in _broken(model, highs) if step not in known)
        for _, step in broken[:MOST_STEPS]:
            _add(highs, *model.step(*step))
        added += [step for _, step in broken[:MOST_STEPS]]
        _solve(highs)
    free = np.array(highs.getSolution().row_value[own:]) - [model.step(*step)[1] for step in added]
    return [step for step, slack in zip(added, free.tolist(), strict=True) if slack < TIGHT]


def _bound(highs: highspy.Highs) -> float:
    return float(highs.getInfo().objective_function_value)


def _solve(highs: highspy.Highs) -> None:
    highs.run()
    pivots = max(0, highs.getInfo().simplex_iteration_count)
    clock.work(LP_SECONDS + PIVOT_SECONDS * pivots * (highs.getNumRow() + highs.getNumCol()))


def _add(highs: highspy.Highs, terms: Terms, height: int) -> None:
    variables, factors = zip(*terms, strict=True)
    indices, values = np.array(variables, dtype=np.int32), np.array(factors, dtype=float)
    highs.addRow(float(height), highspy.kHighsInf, len(terms), indices, values)


def _broken(model: DesignModel, highs: highspy.Highs) -> Iterator[tuple[float, Step]]:
    """By which share of their height the values of the relaxation break steps, and which."""
    values = np.array(highs.getSolution().col_value)
    total, longest = model.data.num_intervals, int(np.diff(model.data.on_duty.indptr).max(initial=0))
    for here in range(total):
        for length in range(2, min(longest, total - 1 if model.data.is_cyclic else here) + 1):
            step = (here - length) % total, here
            terms, height = model.step(*step)
            if height:
                missing = height - sum(factor * values[variable] for variable, factor in terms)
                if missing > BROKEN * height:
                    yield missing / height, step
