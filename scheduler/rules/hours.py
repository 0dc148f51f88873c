"""Hours of rules as minutes: rules count whole minutes, and hours are often written as a quotient."""

from __future__ import annotations

from decimal import Decimal
from math import ceil, floor

_PLACES = 3


def in_minutes(hours: Decimal) -> Decimal:
    """Hours in minutes, to the thousandth: 63.666666666666664, as 3820 / 60 is written, means 3,820 minutes."""
    minutes = hours * 60
    # What is less than that is something all the same: the rules that ask for above zero rely on it.
    return round(minutes, _PLACES) or minutes


def least_minutes(hours: Decimal) -> int:
    """The fewest whole minutes that are at least so many hours."""
    return ceil(in_minutes(hours))


def most_minutes(hours: Decimal) -> int:
    """The most whole minutes that are at most so many hours."""
    return floor(in_minutes(hours))
