"""What `check` answers."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from scheduler.messages import CATALOGUE, Arguments
from scheduler.records import Record


class Hours(Record):
    """
    Hours required of a queue on a date, and hours that could be given at most.

    Parameters
    ----------
    available
        If every agent with the skill who can work that date worked his longest shift on this queue only; breaks
        are taken off, proficiency counts. An agent with two queues counts for both.
    short
        Hours that cannot be covered, whatever the roster: in no interval can more agents be there than are skilled,
        present and seated, and in the day no more hours be given than shifts have. More where an LP proves it.
    """

    date: dt.date
    queue: str
    required: float
    available: float
    short: float


class Concern(Record):
    """
    Something that cannot work, or is likely not to.

    Parameters
    ----------
    code, arguments
        Of the catalogue of messages.
    severity
        ``impossible``: no roster of this plan exists. ``warning``: the requirement cannot be met in full, or a part
        of the plan has no effect.
    message, remedy
        What, with the numbers, and what to do.
    """

    code: str
    severity: Literal["impossible", "warning"]
    message: str
    remedy: str
    arguments: Arguments


class CheckReport(Record):
    """
    Answer of ``check``.

    Parameters
    ----------
    required_hours, contract_hours
        Sum of the requirement, and the paid hours that contracts allow over the plan at most.
    hours
        Per date and queue.
    concerns
        Impossibilities first, then warnings.
    """

    plan: str
    start_date: dt.date
    agents: int
    queues: int
    days: int
    intervals: int
    candidate_shifts: int
    required_hours: float
    contract_hours: float
    hours: tuple[Hours, ...]
    concerns: tuple[Concern, ...]

    @property
    def possible(self) -> bool:
        """Whether nothing impossible was found; a roster may still not exist."""
        return all(concern.severity == "warning" for concern in self.concerns)


def warning(code: str, **arguments: str | float) -> Concern:
    """A warning of the catalogue."""
    return _concern("warning", code, arguments)


def impossible(code: str, **arguments: str | float) -> Concern:
    """An impossibility of the catalogue."""
    return _concern("impossible", code, arguments)


def _concern(severity: Literal["impossible", "warning"], code: str, arguments: Arguments) -> Concern:
    known = CATALOGUE[code]
    return Concern(
        code=code,
        severity=severity,
        message=known.words(arguments),
        remedy=known.advice(arguments),
        arguments=arguments,
    )
