"""Which wishes a roster refuses, and what that costs."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fractions import Fraction

from scheduler.audit_time import Stretch, common, length, merged, outside, stretch_of
from scheduler.people import Preference
from scheduler.problem import Problem
from scheduler.roster import Roster


@dataclass(frozen=True)
class Wish:
    """
    What became of a preference.

    Parameters
    ----------
    preference
        Of the plan.
    refused_minutes
        Minutes of it that are refused, 0 where it is granted in full.
    cost
        What these cost, in money.
    """

    preference: Preference
    refused_minutes: int
    cost: Fraction

    @property
    def weighted_hours(self) -> Fraction:
        """Refused hours times the weight of the preference."""
        return Fraction(self.preference.weight) * Fraction(self.refused_minutes, 60)


def wishes(roster: Roster, problem: Problem, agents: Collection[str] | None = None) -> Iterator[Wish]:
    """
    What became of each preference.

    Parameters
    ----------
    roster, problem
        A roster, and the plan it belongs to.
    agents
        Identifiers of those whose preferences are asked for; everybody's where not given.

    Yields
    ------
    Wish
        In the order of the plan.
    """
    shifts: dict[str, list[Stretch]] = {}
    asked = [one for one in problem.preferences if agents is None or one.agent in agents]
    for agent in {preference.agent for preference in asked}:
        shifts[agent] = merged(stretch_of(shift, problem.horizon) for shift in roster.tours.get(agent, ()))
    hourly = Fraction(problem.weights.preferences)
    for preference in asked:
        minutes = _refused_minutes(preference, shifts[preference.agent], problem)
        yield Wish(preference, minutes, hourly * Fraction(preference.weight) * Fraction(minutes, 60))


def _refused_minutes(preference: Preference, shifts: list[Stretch], problem: Problem) -> int:
    span = stretch_of(preference, problem.horizon)
    if preference.kind == "avoid":
        return length(part for shift in shifts if (part := common(span, shift)))
    wanted = common(span, (0, problem.horizon.num_minutes))
    return length(outside(wanted, shifts)) if wanted else 0
