"""What a solver answers about a linear model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from shiftmodels.data import IntArray
from shiftmodels.status import ModelStatus

OnFound = Callable[[IntArray | None, int | None], None]
"""Called with the values of a better solution or ``None``, and with the bound in cost units, ``None`` where unknown."""


class SolverMissingError(Exception):
    """A solver of this name is not there."""


@dataclass(frozen=True, eq=False)
class Answer:
    """
    Parameters
    ----------
    status
        Of the model that was solved.
    values
        Value of each variable in the best solution; ``None`` when there is none. Shape ``(variables,)``.
    cost, bound
        Of the model, in cost units; ``None`` where unknown.
    """

    status: ModelStatus
    values: IntArray | None
    cost: int | None
    bound: int | None
