"""Plans whose costs are too large, or too finely divided, to be computed in whole numbers of 64 bits."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from scheduler.errors import Complaint, InputError
from shiftmodels.data import ModelData
from shiftmodels.worst_cost import worst_cost

MOST_UNITS = 2**61
"""Cost units that a roster may cost; solvers take sums of twice as much."""


def refuse_dear_prices(prices: Iterable[Iterable[Fraction]], unit: Fraction) -> None:
    """
    Complain of a price that alone is too many cost units.

    Parameters
    ----------
    prices
        All prices of a plan.
    unit
        Money of a cost unit.

    Raises
    ------
    InputError
        When there is one.
    """
    # By identity: fractions are slow to compare, and many are the same.
    distinct = {id(price): price for part in prices for price in part}.values()
    dearest = max((abs(price) for price in distinct), default=Fraction(0)) / unit
    if dearest > MOST_UNITS:
        raise InputError([_too_large(float(dearest), unit)])


def refuse_dear_rosters(data: ModelData, unit: Fraction) -> None:
    """
    Complain where rosters could cost more than can be computed.

    Parameters
    ----------
    data
        The plan as arrays.
    unit
        Money of a cost unit.

    Raises
    ------
    InputError
        When they could.
    """
    worst = worst_cost(data)
    if worst > MOST_UNITS:
        raise InputError([_too_large(worst, unit)])


def _too_large(most: float, unit: Fraction) -> Complaint:
    message = (
        f"Costs are too large or too finely divided: a roster can cost {most:.0e} times {float(unit):.0e}, "
        "the largest sum of which every cost is a whole multiple."
    )
    return Complaint("plan.toml", "", message, "Round weights, hourly costs and proficiencies to fewer decimals.")
