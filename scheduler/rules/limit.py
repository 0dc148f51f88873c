"""What a rule tells the model: limits over candidate shifts, costs of shifts, comparisons between agents."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from shiftmodels.data import AtMostOne, Gaps, IntArray, SumRow


@dataclass(frozen=True, eq=False)
class Limit:
    """
    A row over candidate shifts.

    Where the rule has severity ``cost``, the row may be exceeded: one unit of slack for each ``scale`` that it is
    (``SumRow.scale``; AtMostOne and Gaps count shifts and gaps), and each unit costs ``units`` times the price of one
    unit of ``Violation.amount``, or ``price``.

    Parameters
    ----------
    day
        Day on which the row begins.
    row
        The row; its ``tag``, ``slack`` and ``when`` are filled in by the compiler.
    breach
        Rows of a rule with the same one are one breach: their common slack is as large as the largest needs.
        ``None``: the row is a breach of its own.
    units
        Units of ``Violation.amount`` in one unit of slack.
    allowance
        The row may be exceeded, whatever the severity, by using the allowance of this name (see ``AllowanceSum``).
    when
        With ``Gaps``: the gaps are needed only where the allowance of this name is used.
    allowance_size
        Most units of the allowance.
    price
        Money for one unit of slack where it is not the rule's price that decides, the same in all rows of a breach.
    """

    day: int
    row: AtMostOne | SumRow | Gaps
    breach: Hashable = None
    units: int = 1
    allowance: Hashable = None
    when: Hashable = None
    allowance_size: int = 1
    price: Fraction | None = None


@dataclass(frozen=True)
class AllowanceSum:
    """Of these allowances at most ``upper`` are used in sum; a row like ``Limit``."""

    day: int
    allowances: tuple[Hashable, ...]
    upper: int
    breach: Hashable = None
    units: int = 1
    price: Fraction | None = None


@dataclass(frozen=True)
class ShiftCosts:
    """
    Parameters
    ----------
    costs
        Money for working each candidate. Shape ``(S,)``.
    constant
        Money whatever is worked.
    """

    costs: list[Fraction]
    constant: Fraction = Fraction(0)


@dataclass(frozen=True)
class TransferTerms:
    """
    What direct changes of queue take; with severity ``cost`` each costs the rule's price.

    Parameters
    ----------
    setup_minutes
        Minutes between the two queues.
    most
        How many at most in one shift.
    allowed
        Pairs of queues, from and to; all where not given.
    """

    setup_minutes: int = 0
    most: int | None = None
    allowed: frozenset[tuple[str, str]] | None = None


@dataclass(frozen=True, eq=False)
class AgentSpread:
    """
    Largest minus smallest value among agents, beyond ``free``.

    Parameters
    ----------
    agents
        Numbers of the agents in the plan. Shape ``(n,)``.
    base
        Value of each before any shift. Shape ``(n,)``.
    weights
        For each, the value of each candidate. Shape ``(S,)`` each.
    free
        Difference that is no breach; values are in units of ``Violation.amount``.
    """

    agents: IntArray
    base: IntArray
    weights: tuple[IntArray, ...]
    free: int

    def weights_of(self, agent: int) -> IntArray:
        """Values of an agent's candidates; empty where he takes no part."""
        place = np.flatnonzero(self.agents == agent)
        return self.weights[int(place[0])] if len(place) else np.zeros(0, dtype=np.int64)
