"""How much of a person is at work in each interval of a shift, breaks taken off."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from scheduler.break_programs import break_program
from scheduler.coverage import HUNDREDTHS

if TYPE_CHECKING:
    from scheduler.design.offers import Offer
    from scheduler.problem import Problem


def presence(offer: Offer, problem: Problem) -> NDArray[np.int64]:
    """
    Hundredths of a person at work in each interval of a shift. Shape ``(length in intervals,)``.

    The people of one shift are taken to spread each break evenly over its window: over every start that some legal
    placing of all breaks allows. What is absent is rounded as it adds up, so that nothing is lost over a shift.

    Parameters
    ----------
    offer
        The shift.
    problem
        The plan; for its grid.
    """
    intervals = offer.minutes // problem.interval_minutes
    program = break_program(offer.pattern, offer.minutes, problem)
    if program is None:
        raise ValueError(f"Breaks of {offer.name} that do not fit not understood.")
    absent = [Fraction(0)] * intervals
    for length, earliest, latest in zip(program.lengths, program.earliest, program.latest, strict=True):
        share = Fraction(HUNDREDTHS, latest - earliest + 1)
        for start in range(earliest, latest + 1):
            for interval in range(start, start + length):
                absent[interval] += share
    sums = [round(sum(absent[:number], Fraction(0))) for number in range(intervals + 1)]
    return np.array([HUNDREDTHS - step for step in np.diff(sums)], dtype=np.int64).clip(min=0)
