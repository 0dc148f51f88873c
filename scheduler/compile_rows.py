"""Rows of one agent's rules, and the slacks by which the soft ones may be exceeded."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction

import numpy as np

from scheduler.cost_terms import ALL, Terms
from scheduler.rules.base import AgentRule
from scheduler.rules.limit import AllowanceSum, Limit
from shiftmodels.data import AgentRow, AtMostOne, Gaps, IntArray, Slacks, SlackSum, SumRow


@dataclass(eq=False)
class AgentRows:
    """
    Rows under construction.

    Parameters
    ----------
    day
        Day of each candidate. Shape ``(S,)``.
    rows
        Rule, day and row.
    prices, uppers
        Money for a unit of each slack, and the most that it can be.
    counted
        Cost terms that count; the slacks of others are free.
    """

    day: IntArray
    counted: Terms = ALL
    rows: list[tuple[str, int, AgentRow]] = field(default_factory=list)
    prices: list[Fraction] = field(default_factory=list)
    uppers: list[int] = field(default_factory=list)
    _numbers: dict[Hashable, int] = field(default_factory=dict)

    def add(self, rule: AgentRule, limits: Iterable[Limit | AllowanceSum]) -> None:
        """Add what a rule says; with severity ``cost`` each breach gets a slack."""
        for limit in limits:
            if isinstance(limit, AllowanceSum):
                self._add_sum(rule, limit)
            else:
                self._add_limit(rule, limit)

    def slacks(self, unit: Fraction) -> Slacks:
        """The slacks, in cost units."""
        units = {price: int(price / unit) for price in set(self.prices)}
        prices = np.array([units[price] for price in self.prices], dtype=np.int64)
        return Slacks(prices, np.array(self.uppers, dtype=np.int64))

    def _add_limit(self, rule: AgentRule, limit: Limit) -> None:
        row = limit.row
        if isinstance(row, Gaps) and limit.when is not None:
            row = replace(row, when=self._allowance(rule, limit.when, limit.allowance_size))
        if limit.allowance is not None:
            row = replace(row, slack=self._allowance(rule, limit.allowance, limit.allowance_size))
        elif rule.severity == "cost":
            row = replace(row, slack=self._slack(rule, limit, self._most(row)))
        self.rows.append((rule.label, limit.day, row))

    def _add_sum(self, rule: AgentRule, limit: AllowanceSum) -> None:
        used = np.array([self._allowance(rule, name, 1) for name in limit.allowances], dtype=np.int64)
        row = SlackSum(used, limit.upper)
        if rule.severity == "cost":
            most = sum(self.uppers[index] for index in used.tolist()) - limit.upper
            row = replace(row, slack=self._slack(rule, limit, max(0, most)))
        self.rows.append((rule.label, limit.day, row))

    def _allowance(self, rule: AgentRule, name: Hashable, size: int) -> int:
        return self._number(("allowance", rule.label, name), Fraction(0), size)

    def _slack(self, rule: AgentRule, limit: Limit | AllowanceSum, most: int) -> int:
        key = (rule.label, len(self.prices)) if limit.breach is None else ("breach", rule.label, limit.breach)
        price = rule.unit_price * limit.units if limit.price is None else limit.price
        price *= self.counted.has(f"rule:{rule.label}")
        return self._number(key, price, most)

    def _number(self, key: Hashable, price: Fraction, most: int) -> int:
        if key not in self._numbers:
            self._numbers[key] = len(self.prices)
            self.prices.append(price)
            self.uppers.append(0)
        number = self._numbers[key]
        self.uppers[number] = max(self.uppers[number], most)
        return number

    def _most(self, row: AtMostOne | SumRow | Gaps) -> int:
        """Most units of slack that a row can need, with at most one shift a day."""
        match row:
            case AtMostOne():
                return max(0, len(np.unique(self.day[row.shifts])) - 1)
            case Gaps():
                return row.needed
            case SumRow():
                above = 0 if row.upper is None else self._reach(row.shifts, row.coefficients) - row.upper
                below = 0 if row.lower is None else self._reach(row.shifts, -row.coefficients) + row.lower
                return max(0, -(-max(above, below) // row.scale))

    def _reach(self, shifts: IntArray, coefficients: IntArray) -> int:
        """Largest sum of coefficients."""
        days = self.day[shifts]
        most = np.zeros(days.max(initial=0) + 1, dtype=np.int64)
        np.maximum.at(most, days, coefficients)
        return int(most.sum())
