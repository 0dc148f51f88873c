"""The weeks of a plan, and what is known when one of them is built."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from scheduler.demand import Requirement
from scheduler.people import Availability, Pin, Preference
from scheduler.problem import Problem
from scheduler.rolling.early_end import ends_early
from scheduler.rolling.forecast import drawn_rows, forecast_rows
from scheduler.roster import SET_UP, Roster, Shift


class Week(NamedTuple):
    """Days of a plan from ``first`` to before ``stop``."""

    first: int
    stop: int


def weeks_of(problem: Problem) -> list[Week]:
    """Weeks of a plan by its ``week_start``; the first and the last may be shorter."""
    starts = problem.horizon.weeks(problem.week_start.number)
    return [Week(max(0, start), min(start + 7, problem.days)) for start in starts]


def known_plan(problem: Problem, week: Week, published: Roster, look_ahead: int | None) -> Problem:
    """
    The plan as it is known when a week is built.

    Parameters
    ----------
    problem
        The whole plan, with requirements.
    week
        The week. Of the weeks after it no requirement is looked at, and no wish that begins in them.
    published
        Shifts of the weeks before it, which stay as they are.
    look_ahead
        Weeks after it for which a forecast stands in; the plan ends with them where it can (``ends_early``), and else
        later ones ask for nothing. ``None``: all.

    Returns
    -------
    Earlier weeks pinned, later ones as forecast. Absences, availability, adjustments and pins
    are taken as known from the beginning, as leave is granted ahead.
    """
    end, rows = looked_until(problem, week, look_ahead), known_rows(problem, week)
    forecast = forecast_rows(problem, rows, range(week.stop, end))
    return ends_early(_with_later(problem, week, published, (*rows, *forecast)), end)


def without_later_minima(plan: Problem, week: Week) -> Problem:
    """The plan as it is known when a week is built, no day after which has a minimum."""
    known = known_rows(plan, week)
    later = (row.model_copy(update={"minimum": None}) for row in plan.requirements[len(known) :])
    return plan.model_copy(update={"requirements": (*known, *later)})


def drawn_rows_after(problem: Problem, week: Week, end: int, seed: int, number: int) -> tuple[Requirement, ...]:
    """
    Requirements that are known when a week is built, and one of the futures after it.

    Parameters
    ----------
    problem, week
        See ``known_plan``.
    end
        Day of the plan before which it ends.
    seed, number
        Of the random choices, and which future.
    """
    rows = known_rows(problem, week)
    return (*rows, *drawn_rows(problem, rows, range(week.stop, end), week.stop, seed, number))


def looked_until(problem: Problem, week: Week, look_ahead: int | None) -> int:
    """Day at which a week that is built stops looking ahead."""
    return problem.days if look_ahead is None else min(problem.days, week.stop + 7 * look_ahead)


def known_rows(problem: Problem, week: Week) -> tuple[Requirement, ...]:
    """Requirements that are known when a week is built: up to its end."""
    known = problem.horizon.instant(problem.horizon.day_start(week.stop))
    return tuple(row for row in problem.requirements if row.interval_start.timestamp() < known.timestamp())


def _with_later(problem: Problem, week: Week, published: Roster, rows: tuple[Requirement, ...]) -> Problem:
    """The plan with these requirements, wishes that are known when a week is built, and earlier weeks as they are."""
    horizon = problem.horizon
    known = horizon.instant(horizon.day_start(week.stop))
    return problem.model_copy(
        update={
            "requirements": rows,
            "preferences": tuple(row for row in problem.preferences if _is_known(row, known)),
            "pins": (
                *(row for row in problem.pins if row.shift_date >= horizon.date(week.first)),
                *(pin for shift in published.shifts() for pin in _pins(shift, problem)),
            ),
            "availability": (*problem.availability, *_free_days(problem, week.first, published)),
        }
    )


def _is_known(wish: Preference, known: dt.datetime) -> bool:
    return wish.start.timestamp() < known.timestamp()


def _pins(shift: Shift, problem: Problem) -> Iterator[Pin]:
    """A published shift, whole and part by part."""
    yield shift.pin
    skills = problem.agent_named[shift.agent].skills
    # Work on the only queue says no more, unless the shift could also be worked with breaks.
    is_certain = len(skills) == 1 and not (problem.break_names and all(part.queue for part in shift.activities))
    for part in shift.activities:
        # What lies between two pinned queues, the rules say: as a pin it would be a duty, and their change no transfer.
        if (part.queue and is_certain) or (part.activity == SET_UP and not part.queue):
            continue
        yield Pin(
            agent=shift.agent, shift_date=shift.shift_date, start=part.start, end=part.end, activity=part.activity
        )


def _free_days(problem: Problem, first: int, published: Roster) -> Iterator[Availability]:
    """Dates before a day on which an agent has no shift; his last one may still reach into them."""
    horizon = problem.horizon
    for agent in problem.agents:
        shifts = {
            horizon.day(shift.shift_date): horizon.minute(shift.end) for shift in published.tours.get(agent.agent, ())
        }
        for day in (day for day in range(first) if day not in shifts):
            start = max(horizon.day_start(day), shifts.get(day - 1, 0))
            end = horizon.day_start(day + 1)
            if start < end:
                span = {"start": horizon.instant(start), "end": horizon.instant(end)}
                yield Availability(agent=agent.agent, kind="unavailable", **span)
