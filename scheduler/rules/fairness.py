"""Unpopular shifts, weekends and hours shared out evenly."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from scheduler.audit_tour import AuditedTour
from scheduler.audit_words import day_name, number
from scheduler.records import Name
from scheduler.rules.base import PlanRule
from scheduler.rules.breach import breach
from scheduler.rules.charge import Charge
from scheduler.rules.kind_mask import kind_mask
from scheduler.rules.kind_test import is_of_kind
from scheduler.rules.limit import AgentSpread
from scheduler.rules.shift_kind import ShiftKind

if TYPE_CHECKING:
    from scheduler.audit_tour import Worked
    from scheduler.candidates import Candidates
    from scheduler.people import Agent
    from scheduler.problem import Problem
    from scheduler.result import Violation
    from scheduler.roster import Roster
    from shiftmodels.data import IntArray

_FULL_WEEK_MINUTES = 40 * 60
_SATURDAY = 5
_WORDS = {"shifts": "shifts that count", "weekend_days": "weekend days", "hours": "paid hours that count"}


class Fairness(PlanRule):
    """
    Agents of a group get alike many shifts of a kind, weekend days, or paid hours.

    The rule compares the agent who has most with the one who has least: what the difference exceeds
    ``maximum_difference`` by is one breach for the plan, with that amount. Everybody between them is left in peace.

    The group are the agents who are meant (``only_for``, ``not_for``, ``contracts``) and who could have had their
    share: employed on all dates that count, and not absent on too many of the plan. State it so that all of them can
    work such shifts; an agent who never can would keep everybody at his nothing.

    Shifts of the roster count, and those of the history that begin within ``history_days`` before the plan, as far as
    it is known, so that who had more in the last plan gets less in this one.

    Parameters
    ----------
    of
        What is shared out: ``shifts`` of the kind; ``weekend_days``, shift dates on Saturdays and Sundays; ``hours``,
        paid time.
    shifts
        Shifts that count: nights, for example. Any where not given.
    contracts
        Contracts of the group; all where empty.
    per_contract_hour
        Compare in proportion to the paid hours a week of the contract (its maximum, else its minimum), as if everybody
        had 40: of 3 nights each, those of an agent with 20 hours weigh 6. The weight of a shift is rounded to
        hundredths of a shift, or to minutes of hours. Agents whose contract states no hours take no part.
    maximum_difference
        Difference that is free: shifts, days, or hours (of 40 contract hours with ``per_contract_hour``).
    history_days
        Days before the plan that count.
    minimum_presence
        Share of the dates of the plan into which no absence falls that an agent of the group has at least.

    References
    ----------
    Part-time Workers (Prevention of Less Favourable Treatment) Regulations 2000 (UK), reg. 5: pro rata treatment
    (``per_contract_hour``).
    """

    name: ClassVar[str] = "fairness"
    unit: ClassVar = "times"

    of: Literal["shifts", "weekend_days", "hours"]
    shifts: ShiftKind = ShiftKind()
    contracts: tuple[Name, ...] = ()
    per_contract_hour: bool = False
    maximum_difference: Annotated[Decimal, Field(ge=0, le=10_000)] = Decimal(0)
    history_days: Annotated[int, Field(ge=0, le=366)] = 0
    minimum_presence: Annotated[Decimal, Field(ge=0, le=1)] = Decimal("0.5")

    @model_validator(mode="after")
    def _whole_units(self) -> Self:
        if self.maximum_difference * self.units % 1:
            raise ValueError(
                f"rule {self.label} counts in steps of 1/{self.units}; round maximum_difference to a multiple of that"
            )
        return self

    @property
    def units(self) -> int:
        """Units of ``Violation.amount`` in one shift, day or hour."""
        return 60 if self.of == "hours" else 100 if self.per_contract_hour else 1

    @property
    def unit_price(self) -> Fraction:
        """See ``Rule``."""
        return Fraction(self.price or 0) / self.units

    @property
    def look_back_days(self) -> int:
        """See ``Rule``."""
        return self.history_days

    def first_day(self, problem: Problem) -> int:
        """Index of the first day that counts."""
        return max(-self.history_days, problem.known_from)

    def members(self, problem: Problem) -> list[Agent]:
        """Agents of the group, in the order of the plan."""
        first, last = problem.horizon.date(self.first_day(problem)), problem.horizon.date(problem.days - 1)
        group = []
        for agent in problem.agents:
            contract = problem.contract_of[agent.agent]
            employed = (agent.valid_from or first) <= first and (agent.valid_to or last) >= last
            chosen = self.is_meant_for(agent) and (not self.contracts or contract.contract in self.contracts)
            weighed = not self.per_contract_hour or _contract_minutes(agent, problem) > 0
            if employed and chosen and weighed and self._is_present(agent, problem):
                group.append(agent)
        return group

    def _is_present(self, agent: Agent, problem: Problem) -> bool:
        horizon = problem.horizon
        away: set[int] = set()
        for absence in problem.absences_of.get(agent.agent, ()):
            first = horizon.day(horizon.date_at(absence.start))
            last = horizon.day(horizon.instant(horizon.minute(absence.end) - 1).date())
            away.update(range(max(0, first), min(horizon.days, last + 1)))
        return horizon.days - len(away) >= self.minimum_presence * horizon.days

    def spread(self, candidates: Sequence[Candidates]) -> AgentSpread | None:
        """See ``PlanRule``."""
        if not candidates:
            return None
        problem = candidates[0].problem
        names = {agent.agent for agent in self.members(problem)}
        agents = [place for place, own in enumerate(candidates) if own.agent.agent in names]
        if len(agents) < 2:
            return None
        first = self.first_day(problem)
        pasts = [candidates[place].past for place in agents]
        return AgentSpread(
            agents=np.array(agents, dtype=np.int64),
            base=np.array([self._weights(past)[past.day >= first].sum() for past in pasts], dtype=np.int64),
            weights=tuple(self._weights(candidates[place]) for place in agents),
            free=int(self.maximum_difference * self.units),
        )

    def _weights(self, candidates: Candidates) -> IntArray:
        """Value of each candidate. Shape ``(S,)``."""
        counts = kind_mask(self.shifts, candidates)
        if self.of == "weekend_days":
            weekday = candidates.problem.start_date.weekday()
            counts &= (candidates.day + weekday) % 7 >= _SATURDAY
        value = candidates.paid if self.of == "hours" else np.ones_like(candidates.paid)
        if self.per_contract_hour:
            week = candidates.contract.maximum_minutes_per_week or candidates.contract.minimum_minutes_per_week
            factor = _FULL_WEEK_MINUTES * (1 if self.of == "hours" else self.units)
            value = (2 * value * factor + week) // (2 * week)
        return np.where(counts, value, 0)

    def violations_of_roster(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        """One breach for the plan, which names the agents with most and with least."""
        group = self.members(problem)
        if not group:
            return
        values = [self._value(AuditedTour(agent, roster.tours.get(agent.agent, ()), problem)) for agent in group]
        most, least = max(values), min(values)
        beyond = most - least - int(self.maximum_difference * self.units)
        if beyond > 0:
            names = group[values.index(most)].label, group[values.index(least)].label
            place = (0, problem.horizon.num_minutes)
            yield breach(self, None, problem, place, self._message(names, (most, least), problem), beyond)

    def charges_of_roster(self, roster: Roster, problem: Problem) -> Iterator[Charge]:
        """See ``PlanRule``."""
        for found in self.violations_of_roster(roster, problem):
            yield Charge(Fraction(found.amount, self.units), found.amount * self.unit_price)

    def _value(self, tour: AuditedTour) -> int:
        first = self.first_day(tour.problem)
        return sum(self._worth(shift, tour) for shift in tour.worked if shift.day >= first)

    def _worth(self, shift: Worked, tour: AuditedTour) -> int:
        if self.of == "weekend_days" and shift.date.isoweekday() < 6:
            return 0
        if not is_of_kind(shift, self.shifts, tour):
            return 0
        worth = Fraction(shift.paid_minutes, 60) if self.of == "hours" else Fraction(1)
        if self.per_contract_hour:
            worth *= Fraction(_FULL_WEEK_MINUTES, _contract_minutes(tour.agent, tour.problem))
        return floor(worth * self.units + Fraction(1, 2))

    def _message(self, names: tuple[str, str], values: tuple[int, int], problem: Problem) -> str:
        first, last = (problem.horizon.date(day) for day in (self.first_day(problem), problem.days - 1))
        most, least = (number(Fraction(value, self.units)) for value in values)
        basis = " on 40 contract hours a week" if self.per_contract_hour else ""
        return (
            f"From {day_name(first)} to {day_name(last)} {names[0]} has {most} {_WORDS[self.of]}{basis}, {names[1]} "
            f"has {least}; they may differ by {number(Fraction(self.maximum_difference))}."
        )


def _contract_minutes(agent: Agent, problem: Problem) -> int:
    """Paid minutes a week of an agent's contract; 0 where it states none."""
    contract = problem.contract_of[agent.agent]
    return contract.maximum_minutes_per_week or contract.minimum_minutes_per_week
