"""What changes between two rosters, shift by shift, and in cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.audit_cost import exact_terms
from scheduler.audit_words import day_name
from scheduler.why.report import ShiftChange

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterable, Mapping
    from fractions import Fraction

    from scheduler.audit_cost import ExactTerm
    from scheduler.problem import Problem
    from scheduler.roster import Roster, Shift

NOTHING = "nothing"


def span(shift: Shift | None) -> str:
    """From when to when; ``nothing`` without a shift."""
    return NOTHING if shift is None else f"{shift.start:%H:%M}-{shift.end:%H:%M}"


def shift_of(roster: Roster, agent: str, date: dt.date) -> Shift | None:
    """Shift of an agent on a date."""
    return next((shift for shift in roster.tours.get(agent, ()) if shift.shift_date == date), None)


def shift_changes(before: Roster, after: Roster, agents: Iterable[str]) -> tuple[ShiftChange, ...]:
    """
    Shifts that are others, of agents in their order and by date; other breaks and queues alone do not count.

    Parameters
    ----------
    before, after
        The rosters.
    agents
        Who is looked at.
    """
    found = []
    for agent in agents:
        old, new = ({shift.shift_date: span(shift) for shift in each.tours.get(agent, ())} for each in (before, after))
        for date in sorted(old.keys() | new.keys()):
            change = ShiftChange(agent=agent, date=date, before=old.get(date, NOTHING), after=new.get(date, NOTHING))
            if change.before != change.after:
                found.append(change)
    return tuple(found)


def words_of(changes: Iterable[ShiftChange]) -> str:
    """Changes of one agent in words."""
    return "; ".join(f"{day_name(one.date)} {one.after} instead of {one.before}" for one in changes)


def term_changes(before: Mapping[str, ExactTerm], after: Roster, problem: Problem) -> dict[str, float]:
    """
    Cost terms that change, by name, in money, from the auditor.

    Parameters
    ----------
    before
        Terms of the roster before.
    after, problem
        The other roster, and the plan.
    """
    return in_money({name: term.cost - before[name].cost for name, term in exact_terms(after, problem).items()})


def in_money(differences: Mapping[str, Fraction]) -> dict[str, float]:
    """Differences of terms as answers tell them, without those that are none."""
    return {name: round(float(change), 4) for name, change in differences.items() if change}
