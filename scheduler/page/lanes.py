"""Gantt charts of weeks and days as lanes of bars, placed in per cent of the time shown."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.page.looks import ABSENT, Look
from scheduler.plotting.clock import date_label, local_hours, long_date, week_days
from scheduler.plotting.week import main_activity
from scheduler.problem import Problem
from scheduler.roster import Roster, Shift

WORDS_FROM = 6.5 * 60
"""Minutes from which a shift has room for its times in the chart of a week."""
START_FROM = 3.5 * 60
"""Minutes from which it has room for its start alone."""


@dataclass(frozen=True)
class Bar:
    """A span of time: place and width in per cent, class of its look, words in it, and words that explain it."""

    left: float
    width: float
    key: str
    words: str
    title: str


@dataclass(frozen=True)
class Lane:
    """The bars of one agent."""

    name: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class Mark:
    """A line in the chart with its label: place in per cent, and whether it is a midnight."""

    left: float
    label: str
    is_midnight: bool


@dataclass(frozen=True)
class Chart:
    """
    A Gantt chart.

    Parameters
    ----------
    title, anchor
        What it shows, and its name in links.
    marks
        Lines with labels.
    lanes
        Agents from top to bottom.
    """

    title: str
    anchor: str
    marks: tuple[Mark, ...]
    lanes: tuple[Lane, ...]


@dataclass(frozen=True)
class _Window:
    """Minutes of the horizon that a chart shows."""

    first: int
    last: int

    def place(self, minute: int) -> float:
        """Per cent of the width."""
        return round(100 * (min(max(minute, self.first), self.last) - self.first) / (self.last - self.first), 3)

    def bar(self, start: int, end: int, key: str, words: str, title: str) -> Bar:
        left = self.place(start)
        return Bar(left, round(self.place(end) - left, 3), key, words, title)

    def shows(self, start: int, end: int) -> bool:
        return start < self.last and end > self.first


def week_charts(roster: Roster, problem: Problem, looks: dict[str, Look]) -> Iterator[Chart]:
    """A chart for each week of the plan: shifts of every agent, across midnight, and absences."""
    horizon = problem.horizon
    for week in horizon.weeks(problem.week_start.number):
        days = week_days(horizon, problem.week_start.number, horizon.date(week))
        shifts = [shift for tour in roster.tours.values() for shift in tour]
        running = [horizon.minute(shift.end) for shift in shifts if horizon.day(shift.shift_date) in days]
        window = _Window(horizon.day_start(days.start), max([horizon.day_start(days.stop), *running]))
        marks = tuple(
            Mark(window.place(horizon.day_start(day)), date_label(horizon.date(day)), is_midnight=True) for day in days
        )
        lanes = tuple(
            Lane(agent.label, tuple(_week_bars(roster, problem, agent.agent, window, looks)))
            for agent in problem.agents
        )
        first = horizon.date(days.start)
        yield Chart(f"Week from {long_date(first)}", f"week-{first}", marks, lanes)


def _week_bars(roster: Roster, problem: Problem, agent: str, window: _Window, looks: dict[str, Look]) -> Iterator[Bar]:
    minute = problem.horizon.minute
    for absence in problem.absences_of.get(agent, ()):
        start, end = minute(absence.start), minute(absence.end)
        if window.shows(start, end):
            yield window.bar(start, end, looks[ABSENT].key, "", f"{absence.kind}: {_span(absence.start, absence.end)}")
    for shift in roster.tours.get(agent, ()):
        start, end = minute(shift.start), minute(shift.end)
        if window.shows(start, end):
            times = _span(shift.start, shift.end)
            words = bar_words(end - start, shift.start, times) if start >= window.first else ""
            yield window.bar(start, end, looks[main_activity(shift)].key, words, _explained(shift, times))


def bar_words(minutes: int, start: dt.datetime, times: str) -> str:
    """Times of a shift as far as there is room for them."""
    if minutes >= WORDS_FROM:
        return times
    return f"{start:%H:%M}–" if minutes >= START_FROM else ""


def _explained(shift: Shift, times: str) -> str:
    parts = "; ".join(f"{part.start:%H:%M} {part.activity}" for part in shift.activities)
    return f"{date_label(shift.shift_date)} {times}: {parts}"


def day_charts(roster: Roster, problem: Problem, looks: dict[str, Look]) -> Iterator[Chart]:
    """A chart for each date: activities of those who work, in order of their starts; nights run past midnight."""
    horizon = problem.horizon
    by_day: defaultdict[int, list[Shift]] = defaultdict(list)
    for tour in roster.tours.values():
        for shift in tour:
            first, last = horizon.day(shift.shift_date), horizon.minute(shift.end) - 1
            for day in range(first, problem.days):
                if day == first or last >= horizon.day_start(day):
                    by_day[day].append(shift)
    for day in range(problem.days):
        yield _day_chart(
            sorted(by_day[day], key=lambda shift: (shift.start.timestamp(), shift.agent)), problem, day, looks
        )


def _day_chart(shifts: list[Shift], problem: Problem, day: int, looks: dict[str, Look]) -> Chart:
    horizon, date = problem.horizon, problem.horizon.date(day)
    midnight, minute = horizon.day_start(day), horizon.minute
    starts = [max(midnight, minute(shift.start)) for shift in shifts]
    ends = [minute(shift.end) for shift in shifts]
    first = min(starts, default=midnight)
    window = _Window(first - first % 60, max(ends, default=horizon.day_start(day + 1)))
    lanes: defaultdict[str, list[Bar]] = defaultdict(list)
    for shift in shifts:
        for part in shift.activities:
            start, end = minute(part.start), minute(part.end)
            if window.shows(start, end):
                title = f"{_span(part.start, part.end)} {part.activity}"
                lanes[shift.agent].append(window.bar(start, end, looks[part.activity].key, "", title))
    marks = tuple(
        Mark(window.place(at), _hour(at, label, horizon.day_start(day + 1), date), at == horizon.day_start(day + 1))
        for at, label in local_hours(horizon, window.first, window.last - 1, 2)
    )
    named = tuple(Lane(problem.agent_named[agent].label, tuple(bars)) for agent, bars in lanes.items())
    return Chart(long_date(date), f"day-{date}", marks, named)


def _hour(minute: int, label: str, next_midnight: int, date: dt.date) -> str:
    return date_label(date + dt.timedelta(days=1)) if minute == next_midnight else label


def _span(start: dt.datetime, end: dt.datetime) -> str:
    return f"{start:%H:%M}–{end:%H:%M}"
