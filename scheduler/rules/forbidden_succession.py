"""Shifts that may not follow each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field

from scheduler.audit_words import day_name
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach
from scheduler.rules.kind_mask import kind_mask
from scheduler.rules.kind_test import is_of_kind
from scheduler.rules.limit import Limit
from scheduler.rules.shift_kind import ShiftKind
from shiftmodels.data import AtMostOne, SumRow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from scheduler.audit_tour import AuditedTour
    from scheduler.candidates import Candidates
    from scheduler.result import Violation


class ForbiddenSuccession(AgentRule):
    """
    After a shift of one kind, none of another kind on the next dates; the history counts.

    A later shift is one breach, however many earlier ones it follows.

    Parameters
    ----------
    before, after
        Kinds of the earlier and of the later shift.
    days
        On so many dates after the earlier shift's date.

    References
    ----------
    INRC-II 2015, H3; HSE, Managing shift work (HSG256): rotate forwards.
    """

    name: ClassVar[str] = "forbidden_succession"
    unit: ClassVar[Literal["hours", "times", ""]] = "times"

    before: ShiftKind
    after: ShiftKind
    days: Annotated[int, Field(ge=1, le=31)] = 1

    @property
    def look_back_days(self) -> int:
        """See ``Rule``."""
        return self.days

    def rows(self, candidates: Candidates) -> Iterable[Limit]:
        """See ``AgentRule``."""
        before = candidates.by_day(kind_mask(self.before, candidates))
        after = candidates.by_day(kind_mask(self.after, candidates))
        past = set(candidates.past.day[kind_mask(self.before, candidates.past)].tolist())
        for day, later in after.items():
            if past & set(range(day - self.days, 0)):
                yield Limit(day, SumRow(later, np.ones(len(later), dtype=np.int64), None, 0), breach=day)
            for other in range(max(0, day - self.days), day):
                if other in before:
                    yield Limit(day, AtMostOne(np.concatenate([before[other], later])), breach=day)

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each shift that follows one that it must not."""
        earlier = {shift.day: shift for shift in tour.worked if is_of_kind(shift, self.before, tour)}
        for shift in tour.rostered:
            cause = next((day for day in range(shift.day - 1, shift.day - self.days - 1, -1) if day in earlier), None)
            if cause is not None and is_of_kind(shift, self.after, tour):
                first, horizon = earlier[cause], tour.problem.horizon
                begins, began = horizon.instant(shift.start), horizon.instant(first.start)
                message = (
                    f"{tour.agent.label} works from {begins:%H:%M} on {day_name(shift.date)} after the shift of "
                    f"{day_name(first.date)} {began:%H:%M}; such a shift may not follow within {self.days} days."
                )
                yield breach(self, tour.agent, tour.problem, (shift.start, shift.end), message)
