"""Requirements as coupling rows, in coverage units that make proficiencies and requirements whole numbers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from math import lcm

import numpy as np

from scheduler.cost_terms import ALL, Terms
from scheduler.people import Agent
from scheduler.problem import Problem
from shiftmodels.data import Cover, IntArray


class CoverBuilder:
    """
    Parameters
    ----------
    problem
        The plan.
    num_intervals
        Intervals of the model, the horizon and what runs past it.
    counted
        Cost terms that count.
    """

    def __init__(self, problem: Problem, num_intervals: int, counted: Terms = ALL) -> None:
        self._problem, self._counted = problem, counted
        self._shape = (len(problem.queues), num_intervals)
        self._queues = {queue.queue: number for number, queue in enumerate(problem.queues)}
        people = {skill.proficiency for agent in problem.agents for skill in agent.skills}
        for row in problem.requirements:
            people |= {value for value in (row.required, row.minimum, row.maximum) if value is not None}
        self.units_per_agent = lcm(*(Fraction(value).denominator for value in people)) if people else 1

    def queues_of(self, agent: Agent) -> list[int]:
        """Numbers of the queues that an agent works, the primary one first."""
        return [self._queues[skill.queue] for skill in agent.skills]

    def proficiency_of(self, agent: Agent) -> IntArray:
        """Coverage units that an agent supplies to each of his queues."""
        return np.array([self._units(skill.proficiency) for skill in agent.skills], dtype=np.int64)

    def _units(self, people: Decimal) -> int:
        return int(people * self.units_per_agent)

    def prices(self) -> list[Fraction]:
        """Money per coverage unit and interval: under, over and outside limits, queue by queue."""
        hours = Fraction(self._problem.interval_minutes, 60 * self.units_per_agent)
        prices = []
        for queue in self._problem.queues:
            costs = {
                "understaffing": self._problem.understaffing_cost(queue),
                "overstaffing": self._problem.overstaffing_cost(queue),
                "limits": queue.limit_cost,
            }
            for kind, cost in costs.items():
                prices.append(Fraction(cost) * hours * self._counted.has(f"{kind}:{queue.queue}"))
        return prices

    def build(self, cost_unit: Fraction, tags: list[int]) -> Cover:
        """
        The coupling rows.

        Parameters
        ----------
        cost_unit
            Money of one cost unit.
        tags
            Tag of each queue's limits.
        """
        required, fixed = np.zeros(self._shape, dtype=np.int64), self._fixed_supply()
        minimum, maximum = np.full(self._shape, -1, dtype=np.int64), np.full(self._shape, -1, dtype=np.int64)
        for row in self._problem.requirements:
            at = self._queues[row.queue], self._interval(row.interval_start)
            required[at] = self._units(row.required)
            if row.minimum is not None:
                minimum[at] = self._units(row.minimum)
            if row.maximum is not None:
                maximum[at] = self._units(row.maximum)
        under, over, outside = (self._spread(part, cost_unit) for part in range(3))
        hard = np.array([queue.limits == "hard" for queue in self._problem.queues])
        outside[hard] = -1
        return Cover(required, minimum, maximum, fixed, under, over, outside, np.array(tags, dtype=np.int64))

    def _interval(self, instant: dt.datetime) -> int:
        return self._problem.horizon.minute(instant) // self._problem.interval_minutes

    def _spread(self, part: int, cost_unit: Fraction) -> IntArray:
        """A price of each queue in every interval of the horizon; nothing is priced after its end."""
        prices = [int(price / cost_unit) for price in self.prices()[part::3]]
        spread = np.repeat(np.array(prices, dtype=np.int64)[:, None], self._shape[1], axis=1)
        spread[:, self._problem.horizon.num_intervals :] = 0
        return spread

    def _fixed_supply(self) -> IntArray:
        """Shifts that began before the horizon cover their agent's primary queue."""
        fixed = np.zeros(self._shape, dtype=np.int64)
        for past in self._problem.history:
            agent = self._problem.agent_named[past.agent]
            start, end = max(0, self._interval(past.start)), self._interval(past.end)
            if end > start:
                fixed[self.queues_of(agent)[0], start:end] += self.proficiency_of(agent)[0]
        return fixed
