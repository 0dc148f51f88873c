"""A linear model over bounded integers, row by row: what every solver gets."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Generic, TypeVar

import numpy as np
from scipy import sparse

from shiftmodels.data import IntArray
from shiftmodels.formulation.names import Name

Terms = list[tuple[int, int]]
"""A linear expression: pairs of a variable and its coefficient."""

OPEN = 2**40
"""Limit of a row that does not bind; beyond every sum that a row can reach."""

Known = TypeVar("Known")


@contextmanager
def without_collection() -> Iterator[None]:
    """A million small objects, all of them kept: to look through them for garbage takes a fifth of the time."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


class LinearModel(Generic[Known]):
    """
    Minimise a cost over integers between 0 and their upper bounds, subject to rows.

    Every variable carries a function that tells its value in a known solution, so that a solution can be handed to
    a solver whole.
    """

    def __init__(self) -> None:
        self.upper: list[int] = []
        self.cost: list[int] = []
        self.implied: list[bool] = []
        self.names: list[Name] = []
        self.row_names: list[Name] = []
        self.tags: list[int] = []
        self.offset = 0
        self.row_lower: list[int] = []
        self.row_upper: list[int] = []
        self._starts: list[int] = [0]
        self._columns: list[int] = []
        self._coefficients: list[int] = []
        self._values: list[Callable[[Known], int]] = []

    @property
    def num_variables(self) -> int:
        """Number of variables."""
        return len(self.upper)

    @property
    def num_rows(self) -> int:
        """Number of rows."""
        return len(self.row_lower)

    def variable(
        self, name: Name, upper: int, value: Callable[[Known], int], cost: int = 0, *, implied: bool = False
    ) -> int:
        """
        New integer variable between 0 and ``upper``.

        Parameters
        ----------
        name
            No other variable has it.
        upper
            Upper bound.
        value
            Its value in a known solution.
        cost
            Cost of a unit.
        implied
            Whether solutions are as good and as many where it may have a fraction, as long as no other has one.

        Returns
        -------
        Its number.
        """
        self.upper.append(upper)
        self.cost.append(cost)
        self.implied.append(implied)
        self.names.append(name)
        self._values.append(value)
        return len(self.upper) - 1

    def row(
        self, name: Name, terms: Iterable[tuple[int, int]], lower: int = -OPEN, upper: int = OPEN, *, tag: int = -1
    ) -> None:
        """
        ``lower <= terms <= upper``; several terms of one variable are added up.

        Parameters
        ----------
        name
            No other row has it.
        terms
            The expression.
        lower, upper
            Limits, ``-OPEN`` and ``OPEN`` where there is none.
        tag
            What the row stands for, as in ``ModelData``; -1 where it only says what variables mean.
        """
        given = list(terms)
        found = dict(given)
        if len(found) < len(given) or 0 in found.values():
            found = _added_up(given)
        self._columns += found
        self._coefficients += found.values()
        self._starts.append(len(self._columns))
        self.row_lower.append(lower)
        self.row_upper.append(upper)
        self.row_names.append(name)
        self.tags.append(tag)

    @cached_property
    def matrix(self) -> sparse.csr_matrix:
        """Coefficients, shape ``(rows, variables)``; the model is complete once it has been read."""
        shape = (self.num_rows, self.num_variables)
        return sparse.csr_matrix((self._coefficients, self._columns, self._starts), shape=shape, dtype=np.int64)

    def values(self, known: Known) -> IntArray:
        """Value of every variable in a known solution. Shape ``(variables,)``."""
        return np.fromiter((value(known) for value in self._values), dtype=np.int64, count=self.num_variables)


def times(terms: Terms, factor: int) -> Terms:
    """Terms multiplied by a factor."""
    return [(variable, factor * coefficient) for variable, coefficient in terms]


def _added_up(terms: Terms) -> dict[int, int]:
    """Coefficient of each variable that does not cancel out."""
    sums: defaultdict[int, int] = defaultdict(int)
    for variable, coefficient in terms:
        sums[variable] += coefficient
    return {variable: coefficient for variable, coefficient in sums.items() if coefficient}
