"""Parameters of rules about what lies in windows of days."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from scheduler.records import Weekday
from scheduler.rules.base import AgentRule

_LONGEST = {"month": 31, "year": 366, "horizon": 1}


class WindowedRule(AgentRule):
    """
    A rule about what lies in windows of days.

    Either ``window_days`` or ``calendar`` says how long they are. An upper limit holds in every window to which the
    roster adds something. Of a window that reaches beyond the end of the plan it holds on the part that is known, in
    full. A lower limit is asked only of windows that begin where all work is known, end within the plan, and in which
    the agent is employed throughout (``valid_from``, ``valid_to``). What lies wholly before the plan is not reported.
    Where the history alone exceeds an upper limit, the roster may add nothing, and the breach is what it adds.

    Rolling windows overlap, so that an hour too many lies in many of them: of the windows that end in the same
    ``window_days`` days of the plan, counted from its first, only the one that is broken most is a breach.

    Parameters
    ----------
    window_days
        Days of a window: 7 for a week, 119 for 17 weeks.
    calendar
        Windows are calendar months, calendar years, or the dates of the plan.
    anchor
        ``fixed``: windows follow each other; whole weeks begin on ``week_start`` and are counted from the first such
        weekday on or after Monday 2024-01-01, other lengths from that date itself. ``rolling``: a window begins on
        every date.
    week_start
        First weekday of windows of whole weeks; that of the plan where not given.
    missing_history
        Days before the history begins. ``nothing``: no work is assumed there. ``shrink``: they are taken out of the
        window, and so are those before the agent's ``valid_from``; an upper limit shrinks pro rata to the whole weeks
        that remain, a week that has begun counting as one: on the first day of a history nobody averages over a day.
    """

    window_days: Annotated[int, Field(ge=1, le=366)] | None = None
    calendar: Literal["month", "year", "horizon"] | None = None
    anchor: Literal["fixed", "rolling"] = "fixed"
    week_start: Weekday | None = None
    missing_history: Literal["nothing", "shrink"] | None = None

    @model_validator(mode="after")
    def _one_window(self) -> Self:
        if (self.window_days is None) == (self.calendar is None):
            raise ValueError(f"rule {self.label} needs either window_days or calendar; state one of them")
        if self.calendar is not None and (self.anchor == "rolling" or self.week_start is not None):
            raise ValueError(f"rule {self.label}: anchor and week_start are about window_days; remove them")
        if self.week_start is not None and (self.anchor == "rolling" or (self.window_days or 0) % 7):
            raise ValueError(f"rule {self.label}: week_start is about fixed windows of whole weeks; remove it")
        return self

    @property
    def shrinks(self) -> bool:
        """Whether days before the history begins are taken out of windows."""
        return self.missing_history == "shrink"

    @property
    def shrinks_by_days(self) -> int:
        """Days by which a window shrinks where history is missing."""
        return 7

    @property
    def look_back_days(self) -> int:
        """Days before the horizon whose work the rule asks for."""
        return (self.window_days or _LONGEST[str(self.calendar)]) - 1

    @property
    def assumption(self) -> str:
        """What is assumed of days before the history begins."""
        return "as much work before that as the limit allows" if self.shrinks else "no work before that"
