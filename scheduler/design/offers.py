"""Which shifts a design may offer: those of the plan's patterns, or other starts and lengths with their breaks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from scheduler.break_programs import break_program
from scheduler.contracts import Break, Pattern
from scheduler.errors import Complaint, InputError
from scheduler.records import MINUTES_PER_DAY, Weekday, format_time_of_day

if TYPE_CHECKING:
    from scheduler.problem import Problem


@dataclass(frozen=True)
class Source:
    """A pattern of the plan that allows a shift: its name, the breaks of the shift, and on which days it may start."""

    pattern: str
    breaks: tuple[Break, ...]
    days_of_week: tuple[Weekday, ...]


@dataclass(frozen=True)
class Offer:
    """
    A shift that may be offered.

    Parameters
    ----------
    start
        Minutes after local midnight.
    minutes
        Length from start to end, breaks included.
    sources
        Patterns of the plan that it comes from, in their order.
    """

    start: int
    minutes: int
    sources: tuple[Source, ...]

    @property
    def name(self) -> str:
        """Start and end, without colons, which no name may have."""
        return f"{_digits(self.start)}-{_digits(self.end)}"

    @property
    def end(self) -> int:
        """Minutes after local midnight at which it ends; of the next date where it is at or before the start."""
        return (self.start + self.minutes) % MINUTES_PER_DAY

    @property
    def weekdays(self) -> set[int]:
        """Weekdays on which it may start, 0 for Monday."""
        return {day.number for source in self.sources for day in source.days_of_week}

    @property
    def break_minutes(self) -> int:
        """Minutes of the breaks of the first pattern."""
        return sum(part.minutes for part in self.sources[0].breaks)

    @property
    def patterns(self) -> dict[str, Pattern]:
        """The shift as a pattern of its own for each pattern that it comes from, by the name of that one."""
        named = len(self.sources) > 1
        return {
            source.pattern: Pattern(
                pattern=f"{self.name} {source.pattern}" if named else self.name,
                earliest_start=format_time_of_day(self.start),
                latest_start=format_time_of_day(self.start),
                start_step_minutes=MINUTES_PER_DAY,
                lengths_minutes=(self.minutes,),
                days_of_week=source.days_of_week,
                breaks=source.breaks,
            )
            for source in self.sources
        }


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
    Every shift that may be offered, by start and length.

    A length in which the breaks of a pattern do not fit is not offered with them.

    Raises
    ------
    InputError
        There is no such pattern, a start or a length is not on the grid, or nothing may be offered.
    """
    _check_grid(problem, choice)
    found: dict[tuple[int, int], list[Source]] = {}
    for pattern in _patterns(problem, choice.patterns):
        starts = pattern.starts if choice.starts is None else choice.starts
        for minutes in dict.fromkeys(pattern.lengths_minutes if choice.lengths is None else choice.lengths):
            if break_program(pattern, minutes, problem) is not None:
                source = Source(pattern.pattern, pattern.breaks_of(minutes), pattern.days_of_week)
                for start in starts:
                    found.setdefault((start, minutes), []).append(source)
    if not found:
        raise _error("No shift may be offered.", "Give lengths in which the breaks of the patterns fit.")
    return [Offer(start, minutes, tuple(sources)) for (start, minutes), sources in sorted(found.items())]


def break_share(offers: Sequence[Offer]) -> Decimal:
    """Share of the time of all shifts that their breaks take, to four decimals."""
    breaks, minutes = sum(offer.break_minutes for offer in offers), sum(offer.minutes for offer in offers)
    return round(Decimal(breaks) / minutes, 4)


def _patterns(problem: Problem, names: Sequence[str]) -> list[Pattern]:
    for name in names:
        if name not in problem.pattern_named:
            known = ", ".join(problem.pattern_named)
            raise _error(f"There is no pattern {name!r}.", f"Name one of: {known}.")
    return [pattern for pattern in problem.patterns if not names or pattern.pattern in names]


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
