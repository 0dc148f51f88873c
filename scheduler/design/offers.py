"""Which shifts a design may offer: those of the plan's patterns, or other starts and lengths with their breaks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.break_programs import break_program
from scheduler.contracts import Break, Pattern
from scheduler.errors import Complaint, InputError
from scheduler.records import MINUTES_PER_DAY, Weekday, format_time_of_day

if TYPE_CHECKING:
    from scheduler.problem import Problem


@dataclass(frozen=True)
class Offer:
    """
    A shift that may be offered.

    Parameters
    ----------
    name
        What its pattern in the new plan is called.
    start
        Minutes after local midnight.
    minutes
        Length from start to end, breaks included.
    breaks
        Breaks in the order in which they are taken.
    days_of_week
        On which it may start.
    patterns
        Patterns of the plan that it comes from, in their order.
    """

    name: str
    start: int
    minutes: int
    breaks: tuple[Break, ...]
    days_of_week: tuple[Weekday, ...]
    patterns: tuple[str, ...]

    @property
    def end(self) -> int:
        """Minutes after local midnight at which it ends; of the next date where it is at or before the start."""
        return (self.start + self.minutes) % MINUTES_PER_DAY

    @property
    def pattern(self) -> Pattern:
        """The shift as a pattern of its own."""
        return Pattern(
            pattern=self.name,
            earliest_start=format_time_of_day(self.start),  # type: ignore[arg-type]
            latest_start=format_time_of_day(self.start),  # type: ignore[arg-type]
            start_step_minutes=MINUTES_PER_DAY,
            lengths_minutes=(self.minutes,),
            days_of_week=self.days_of_week,
            breaks=self.breaks,
        )


@dataclass(frozen=True)
class Choice:
    """
    Parameters
    ----------
    patterns
        Names of the patterns whose breaks and days count; all where empty.
    starts, lengths
        Minutes instead of those of the patterns; theirs where ``None``.
    """

    patterns: tuple[str, ...] = ()
    starts: tuple[int, ...] | None = None
    lengths: tuple[int, ...] | None = None


def offers_of(problem: Problem, choice: Choice) -> list[Offer]:
    """
    Every shift that may be offered, by start, length and pattern.

    Shifts that differ in nothing but the name of their pattern are one. A length in which the breaks of a pattern do
    not fit is not offered with them.

    Raises
    ------
    InputError
        There is no such pattern, a start or a length is not on the grid, or nothing may be offered.
    """
    _check_grid(problem, choice)
    found: dict[tuple[int, int, tuple[Break, ...]], Offer] = {}
    for offer in _all(problem, choice):
        key = offer.start, offer.minutes, offer.breaks
        found[key] = _merged(found[key], offer) if key in found else offer
    if not found:
        raise _error("No shift may be offered.", "Give lengths in which the breaks of the patterns fit.")
    return _named(sorted(found.values(), key=lambda offer: (offer.start, offer.minutes)))


def _all(problem: Problem, choice: Choice) -> Iterator[Offer]:
    for pattern in _patterns(problem, choice.patterns):
        starts = pattern.starts if choice.starts is None else choice.starts
        for minutes in pattern.lengths_minutes if choice.lengths is None else choice.lengths:
            if break_program(pattern, minutes, problem) is not None:
                breaks = pattern.breaks_of(minutes)
                for start in starts:
                    yield Offer("", start, minutes, breaks, pattern.days_of_week, (pattern.pattern,))


def _patterns(problem: Problem, names: Sequence[str]) -> list[Pattern]:
    for name in names:
        if name not in problem.pattern_named:
            known = ", ".join(problem.pattern_named)
            raise _error(f"There is no pattern {name!r}.", f"Name one of: {known}.")
    return [pattern for pattern in problem.patterns if not names or pattern.pattern in names]


def _merged(one: Offer, other: Offer) -> Offer:
    days = tuple(day for day in Weekday if day in (*one.days_of_week, *other.days_of_week))
    return replace(one, days_of_week=days, patterns=(*one.patterns, *other.patterns))


def _named(offers: list[Offer]) -> list[Offer]:
    """Offers called after start and end, and after their pattern as well where several have both the same."""
    spans = [f"{_digits(offer.start)}-{_digits(offer.end)}" for offer in offers]
    return [
        replace(offer, name=span if spans.count(span) == 1 else f"{span} {offer.patterns[0]}")
        for offer, span in zip(offers, spans, strict=True)
    ]


def _digits(minute: int) -> str:
    """A time of day without a colon, which no name may have."""
    return format_time_of_day(minute).replace(":", "")


def _check_grid(problem: Problem, choice: Choice) -> None:
    grid = problem.interval_minutes
    for what, values in (("start", choice.starts or ()), ("length", choice.lengths or ())):
        for minutes in values:
            if minutes % grid:
                message = f"The {what} {format_time_of_day(minutes)} is not on the plan's grid of {grid} minutes."
                raise _error(message, f"Give a multiple of {grid} minutes.")


def _error(message: str, remedy: str) -> InputError:
    return InputError([Complaint("Shifts to offer", "", message, remedy)])
