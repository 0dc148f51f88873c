"""Pins: on the grid, on their shift date, and not against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.cross_check_pinned_breaks import about_activity, is_break_of_no_such_shift
from scheduler.problem import Finding
from scheduler.records import MINUTES_PER_DAY

if TYPE_CHECKING:
    from scheduler.people import Pin
    from scheduler.problem import Problem


def pin_findings(problem: Problem) -> Iterator[Finding]:
    """Everything wrong with pins whose names and own values are right."""
    groups: defaultdict[tuple[str, object], list[tuple[int, Pin]]] = defaultdict(list)
    for index, pin in enumerate(problem.pins):
        wrong = _about_pin(problem, pin)
        if wrong:
            field, message, remedy = wrong
            yield Finding(table="pins", index=index, field=field, message=message, remedy=remedy)
        else:
            groups[pin.agent, pin.shift_date].append((index, pin))
    for group in groups.values():
        yield from _about_pins_of_a_shift(problem, group)


def _about_pin(problem: Problem, pin: Pin) -> tuple[str, str, str] | None:
    """Field, message and remedy of the first thing wrong with a pin alone."""
    horizon, day = problem.horizon, problem.horizon.day(pin.shift_date)
    if not 0 <= day < problem.days:
        message = f"shift_date {pin.shift_date} lies outside the plan."
        return "shift_date", message, f"Write a date from {horizon.date(0)} to {horizon.date(problem.days - 1)}."
    for field, instant in (("start", pin.start), ("end", pin.end)):
        if horizon.minute(instant) % problem.interval_minutes:
            message = f"{field} {instant.isoformat()} does not lie on the grid of {problem.interval_minutes} minutes."
            return field, message, "Move it to the start of an interval."
    if not pin.activity and problem.horizon.date_at(pin.start) != pin.shift_date:
        message = f"The shift of {pin.shift_date} starts on {problem.horizon.date_at(pin.start)}."
        return "start", message, "Write the local date on which the shift starts as shift_date."
    start, end = horizon.minute(pin.start), horizon.minute(pin.end)
    if start < horizon.day_start(day) or end > horizon.day_start(day + 1) + MINUTES_PER_DAY:
        message = (
            f"{pin.start.isoformat()} to {pin.end.isoformat()} is no part of a shift that starts on {pin.shift_date}."
        )
        return "start", message, "Correct the times or the shift_date."
    if end - start > MINUTES_PER_DAY:
        return "end", "The pinned part lasts more than 24 hours.", "Correct its start or end."
    return _without_skill(problem, pin) or about_activity(problem, pin)


def _without_skill(problem: Problem, pin: Pin) -> tuple[str, str, str] | None:
    agent = problem.agent_named.get(pin.agent)
    if agent is None or pin.activity not in problem.queue_named:
        return None
    if agent.has_skill(pin.activity):
        return None
    message = f"{pin.agent!r} is pinned to queue {pin.activity!r} and lacks the skill."
    return "activity", message, "Add the skill to the agent, or pin somebody else."


def _about_pins_of_a_shift(problem: Problem, pins: list[tuple[int, Pin]]) -> Iterator[Finding]:
    """Pins of one agent and shift date that cannot hold together."""
    horizon = problem.horizon
    spans = [_Pinned(horizon.minute(pin.start), horizon.minute(pin.end), index, pin) for index, pin in pins]
    spans.sort(key=lambda span: (span.start, span.end))
    whole = [span for span in spans if not span.pin.activity]
    parts = [span for span in spans if span.pin.activity]
    for span in whole[1:]:
        yield span.finding("The shift is pinned twice", "Keep one of the rows.")
    for span in parts:
        if not whole:
            break
        if not (whole[0].start <= span.start and span.end <= whole[0].end):
            yield span.finding(f"{span.pin.activity!r} lies outside the pinned shift", "Move it into the shift.")
        elif is_break_of_no_such_shift(problem, span.pin, whole[0].pin):
            remedy = "Remove one of the two pins, or give the activity a name that no break has."
            yield span.finding(f"The pinned shift has no break {span.pin.activity!r} of that length", remedy)
    free_from = min((span.start for span in parts), default=0)
    for span in parts:
        if span.start < free_from:
            yield span.finding(f"{span.pin.activity!r} overlaps another pinned part", "Move one of them.")
        free_from = max(free_from, span.end)


@dataclass(frozen=True)
class _Pinned:
    """A pin in minutes, with its place in the table."""

    start: int
    end: int
    index: int
    pin: Pin

    def finding(self, message: str, remedy: str) -> Finding:
        """A finding that also says whose shift it is."""
        message = f"{message} (agent {self.pin.agent!r}, {self.pin.shift_date})."
        return Finding(table="pins", index=self.index, field="start", message=message, remedy=remedy)
