"""What another tour of one agent changes in the cost of a roster, exactly, without an audit of everybody else's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.audit_cost import terms_of
from scheduler.audit_supply import supply, targets
from scheduler.roster import Roster

if TYPE_CHECKING:
    from fractions import Fraction

    from scheduler.audit_cost import ExactTerm
    from scheduler.audit_supply import IntArray
    from scheduler.problem import Problem
    from scheduler.roster import Activity


class TermDifferences:
    """
    Differences of cost terms between a roster and others in which one agent has another tour.

    Parameters
    ----------
    roster, problem
        The roster, and the plan it belongs to.
    """

    def __init__(self, roster: Roster, problem: Problem) -> None:
        self._roster, self._problem = roster, problem
        self._given, self._asked = supply(roster, problem), targets(problem)

    def of(self, agent: str, after: Roster) -> dict[str, Fraction]:
        """
        Terms that change, by name, in money: those of ``exact_terms`` of both rosters, one less the other.

        Parameters
        ----------
        agent
            Identifier.
        after
            The roster in which the tour of this agent is another one.
        """
        old, new = (Roster(_parts(roster, agent)) for roster in (self._roster, after))
        change = supply(new, self._problem) - supply(old, self._problem)
        before = self._terms(agent, old, self._roster, self._given)
        changed = self._terms(agent, new, after, self._given + change)
        differences = {name: term.cost - before[name].cost for name, term in changed.items()}
        return {name: difference for name, difference in differences.items() if difference}

    def _terms(self, agent: str, own: Roster, whole: Roster, given: IntArray) -> dict[str, ExactTerm]:
        return terms_of(own, whole, (given, self._asked), self._problem, {agent})


def _parts(roster: Roster, agent: str) -> list[Activity]:
    return [part for part in roster.activities if part.agent == agent]
