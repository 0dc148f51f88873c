"""Why an agent has a shift on a date or none, and why not another one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.compile import compile_problem
from scheduler.encode import encode
from scheduler.roster import Roster
from scheduler.why.alone import Others
from scheduler.why.change import shift_of, span
from scheduler.why.report import Alone, ShiftAnswer
from scheduler.why.wanted import Kind, Wanted, on_date

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable

    from scheduler.problem import Problem
    from scheduler.why.report import Resolved
    from shiftmodels.tours.alternatives import Alternative

    Resolver = Callable[[Others, Wanted, Alternative | None], Resolved]


@dataclass(frozen=True)
class AskedShift:
    """
    Parameters
    ----------
    agent, date
        Who and when.
    kind
        What is asked for, see ``wanted.on_date``; ``None``: why he has the shift that he has, or none.
    pattern, start
        See there; empty and ``None`` where it is about any.
    """

    agent: str
    date: dt.date
    kind: Kind | None = None
    pattern: str = ""
    start: dt.time | None = None


def why_shift(problem: Problem, roster: Roster, asked: AskedShift, resolve: Resolver | None = None) -> ShiftAnswer:
    """
    Say why an agent has a shift on a date or none, or why not another one.

    Parameters
    ----------
    problem
        The plan, with requirements.
    roster
        A roster of it.
    asked
        The question.
    resolve
        Solves the whole plan again with what is asked; not done where not given.

    Raises
    ------
    NoRosterOfPlanError
        The roster has something that no roster of the plan has.
    """
    compiled = compile_problem(problem)
    others = Others(compiled, roster, encode(compiled, roster))
    now = shift_of(roster, asked.agent, asked.date)
    kind: Kind = asked.kind or ("any" if now is None else "off")
    start = None if asked.start is None else 60 * asked.start.hour + asked.start.minute
    wanted = on_date(problem, problem.agent_named[asked.agent], asked.date, kind, asked.pattern, start)
    other = None if others.has(wanted) else others.cheapest(wanted)
    alone = _has(others, wanted) or others.alone(wanted, other)
    solve_again = resolve is not None and alone.code in ("gains", "dearer", "limits", "unknown")
    return ShiftAnswer(
        agent=asked.agent,
        date=asked.date,
        asked=kind,
        pattern=asked.pattern,
        start="" if asked.start is None else f"{asked.start:%H:%M}",
        now=span(now),
        gives=_gives(others, asked) if asked.kind is None and now is not None else {},
        alone=alone,
        resolved=resolve(others, wanted, other) if resolve is not None and solve_again else None,
        cost=float(sum(term.cost for term in others.terms.values())),
    )


def _has(others: Others, wanted: Wanted) -> Alone | None:
    return Alone(code="has", extra_cost=0.0, message="It is so already.") if others.has(wanted) else None


def _gives(others: Others, asked: AskedShift) -> dict[str, float]:
    """What changes when a shift is taken away and nothing is put in its place."""
    roster = others.roster
    kept = (part for part in roster.activities if (part.agent, part.shift_date) != (asked.agent, asked.date))
    return others.term_changes(asked.agent, Roster(kept, roster.stays))
