"""Days in a row: worked, worked with some kind of shift, or free."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from scheduler.audit_words import day_name
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach
from scheduler.rules.kind_test import is_of_kind
from scheduler.rules.run_rows import longest_runs, shortest_runs
from scheduler.rules.shift_kind import ShiftKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.audit_time import Stretch
    from scheduler.audit_tour import AuditedTour
    from scheduler.candidates import Candidates
    from scheduler.result import Violation
    from scheduler.rules.limit import Limit

_Run = tuple[int, int]
"""First and last day."""


class ConsecutiveDays(AgentRule):
    """
    Runs of days with a shift, or of days without one.

    A shift counts on its shift date: a night belongs to the date on which it starts, and clock changes play no part.
    A run begins in the history where it does. Absences are nothing special: a day is worked or it is not.

    Days off are those that are known: from the first date of the history (``history_from``) to the last date of the
    plan, and between the agent's ``valid_from`` and ``valid_to``. What lies outside is neither worked nor off.

    The maximum holds in every run that reaches into the plan, also on its last date. The breach is one for the run, and
    counts the days beyond that lie in the plan: after a history of more days than are allowed, each further day.

    The minimum is asked of a run that has ended, so that the day after it is known. A run that lies wholly in the
    history is asked where the first day of the plan ends it, because it could have gone on; the breach counts the days
    that are missing.

    Parameters
    ----------
    maximum, minimum
        Days in a row at most and at least.
    of
        ``work``: days with a shift; ``off``: days without.
    shifts
        Only such shifts are meant: runs of nights, or of days without a night. Any where nothing is stated.
    open_start
        The minimum of a run that begins where days are not known before it: ``waive`` does not ask it, ``charge`` takes
        the day before as one that ends the run.
    open_end
        The minimum of a run that goes on until the last known day, which is that of the plan: ``waive`` or ``charge``.

    References
    ----------
    Arbeidstijdenwet 5:8: 7 shifts in a row with a night. Code du travail L3132-1: 6 days a week.
    HSE, shift-work guidance: 5 to 7 days in a row, 2 to 3 nights.
    Curtois and Qu (2014): both limits, hard; short runs are waived at both ends. INRC-II (2015): S2 and S3, with a
    price, and ``open_start = "charge"``.
    """

    name: ClassVar[str] = "consecutive_days"
    unit: ClassVar = "times"

    maximum: Annotated[int, Field(ge=1, le=366)] | None = None
    minimum: Annotated[int, Field(ge=1, le=366)] | None = None
    of: Literal["work", "off"] = "work"
    shifts: ShiftKind = ShiftKind()
    open_start: Literal["waive", "charge"] = "waive"
    open_end: Literal["waive", "charge"] = "waive"

    @model_validator(mode="after")
    def _limits(self) -> Self:
        if self.maximum is None and self.minimum is None:
            raise ValueError(f"rule {self.label} needs maximum or minimum; add one of them")
        if self.maximum is not None and self.minimum is not None and self.minimum > self.maximum:
            raise ValueError(f"rule {self.label}: minimum is above maximum; swap them")
        return self

    @property
    def look_back_days(self) -> int:
        """See ``Rule``: as long a run, or one that is too short and the day before it."""
        least = self.minimum or 1
        return max(self.maximum or 0, least if least > 1 else 0)

    @property
    def assumption(self) -> str:
        """See ``Rule``."""
        such = "" if self.shifts == ShiftKind() else " of the kind in question"
        opposite = f"no work{such}" if self.of == "work" else f"work{such}"
        waived = self.minimum is not None and self.open_start == "waive"
        long_enough = "enough days in the runs that begin before that"
        if waived and self.maximum is None:
            return long_enough
        return f"{opposite} before that" + (f" and {long_enough}" if waived else "")

    def rows(self, candidates: Candidates) -> Iterable[Limit]:
        """See ``AgentRule``."""
        if self.maximum is not None:
            yield from longest_runs(self, candidates, self.maximum)
        if self.minimum is not None:
            yield from shortest_runs(self, candidates, self.minimum)

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each run that is too long or too short."""
        known = _known_days(tour)
        runs = self._runs_of_work(tour) if self.of == "work" else self._runs_off(tour, known)
        for first, last in reversed(runs):
            length, in_history = last - first + 1, max(0, -first)
            if self.maximum is not None and last >= 0 and length > self.maximum:
                surplus = first + max(self.maximum, in_history)
                limit = f"at most {self.maximum} are allowed"
                yield self._breach(tour, (first, last), limit, (surplus, last), last - surplus + 1)
            if self.minimum is not None and length < self.minimum and self._is_asked((first, last), known):
                limit = f"at least {self.minimum} are required"
                yield self._breach(tour, (first, last), limit, (max(0, first), max(0, last)), self.minimum - length)

    def _is_asked(self, run: _Run, known: range) -> bool:
        """Whether the minimum is asked of a run."""
        before, after = run[0] - 1, run[1] + 1
        if before not in known and self.open_start == "waive":
            return False
        return after in known or (after > 0 and self.open_end == "charge")

    def _days(self, tour: AuditedTour) -> Iterator[int]:
        """Days with a shift in question, the last first; a day may come twice."""
        every = self.shifts == ShiftKind()
        for shift in sorted(tour.worked, key=lambda shift: -shift.day):
            if every or is_of_kind(shift, self.shifts, tour):
                yield shift.day

    def _runs_of_work(self, tour: AuditedTour) -> list[_Run]:
        """Runs that reach the day before the plan or a later one, the last first."""
        runs: list[_Run] = []
        for day in self._days(tour):
            if runs and runs[-1][0] - day <= 1:
                runs[-1] = day, runs[-1][1]
            elif day >= -1:
                runs.append((day, day))
            else:
                break
        return runs

    def _runs_off(self, tour: AuditedTour, known: range) -> list[_Run]:
        """Runs of known days that reach the day before the plan or a later one, the last first."""
        runs, end = [], known.stop
        for day in self._days(tour):
            if day + 1 < end and end > known.start:
                runs.append((max(known.start, day + 1), end - 1))
            end = min(end, day)
            if end < 0:
                return runs
        return [*runs, (known.start, end - 1)] if known.start < end else runs

    def _breach(self, tour: AuditedTour, run: _Run, limit: str, days: _Run, amount: int) -> Violation:
        horizon, length = tour.problem.horizon, run[1] - run[0] + 1
        begin, last = day_name(horizon.date(run[0])), day_name(horizon.date(run[1]))
        where = f"1 day in a row, {begin}" if length == 1 else f"{length} days in a row from {begin} to {last}"
        kind = "shift of the kind in question on"
        if self.shifts == ShiftKind():
            does = "works" if self.of == "work" else "is off"
        else:
            does = f"has a {kind}" if self.of == "work" else f"has no {kind}"
        message = f"{tour.agent.label} {does} {where}, {limit}."
        return breach(self, tour.agent, tour.problem, self._place(tour, days), message, amount)

    def _place(self, tour: AuditedTour, days: _Run) -> Stretch:
        """From the first to the last shift on these days; from midnight to midnight where they are off."""
        horizon = tour.problem.horizon
        shifts = [shift for shift in tour.rostered if days[0] <= shift.day <= days[1]]
        if self.of == "off" or not shifts:
            return horizon.day_start(days[0]), horizon.day_start(days[1] + 1)
        return min(shift.start for shift in shifts), max(shift.end for shift in shifts)


def _known_days(tour: AuditedTour) -> range:
    """Days of which it is known whether they are worked, the agent being employed."""
    agent, horizon = tour.agent, tour.problem.horizon
    joined = tour.known_from if agent.valid_from is None else horizon.day(agent.valid_from)
    gone = horizon.days if agent.valid_to is None else horizon.day(agent.valid_to) + 1
    return range(max(tour.known_from, joined), min(horizon.days, gone))
