"""What a rule with severity ``cost`` charges."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Charge:
    """
    Parameters
    ----------
    amount
        Hours, or times.
    cost
        What they cost.
    """

    amount: Fraction
    cost: Fraction
