"""Rest between two shifts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from math import ceil, comb
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

from pydantic import Field, model_validator

from scheduler.rules.base import AgentRule
from scheduler.rules.rest_audit import rest_breaches
from scheduler.rules.rest_rows import rest_limits, too_soon_after_history
from scheduler.rules.shift_kind import ShiftKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from scheduler.audit_tour import AuditedTour
    from scheduler.candidates import Candidates
    from scheduler.result import Violation
    from scheduler.rules.limit import AllowanceSum, Limit

_HALF_DAY = 12
_MOST_COMBINATIONS = 500


class DailyRest(AgentRule):
    """
    Rest between the end of a shift and the start of a later one.

    Rest is elapsed time: the night on which clocks go forward is an hour shorter than the wall clock says. A shift of
    the roster is compared with every shift before it, also those of the history, so that a long rest may not be broken
    by a shift in the middle of it. It is one breach at most, whatever is wrong with its rest. Rest between two shifts
    of the history is not the roster's doing.

    Reduced rest: where ``reduced_hours`` is stated, a rest below ``hours`` but not below ``reduced_hours`` is a
    reduction. It belongs to the date of the later shift, and is a breach where already ``reductions`` others lie in
    the ``reduction_days`` dates that end with this one. Reductions before the plan count, as its history shows them. A
    rest below ``reduced_hours`` is a breach and no reduction.

    Compensation: after a reduction, a time free of any work of at least ``compensation_hours`` begins at the end of
    that shift or of a later one, at the latest on the date ``compensation_days`` after its own; the rest right after
    the shift and days off count, and one rest may compensate several reductions. It is asked where such a rest lies
    within the plan whenever it begins, also for reductions in the history unless the history made it impossible.

    Parameters
    ----------
    hours
        Rest at least, in hours.
    reduced_hours
        Rest at least in a reduction; no rest may be reduced where not given.
    reductions, reduction_days
        So many reductions are allowed in any so many dates.
    compensation_hours, compensation_days
        Hours of the rest that compensates a reduction, and days within which it begins.
    after
        Only rest after such a shift is meant: after a night, say. After any where nothing is stated.
    after_in_a_row
        Only rest after at least so many such shifts on consecutive dates is meant. Where ``after`` states something,
        such a shift on the next date continues the row, and the rest is due when the row is over; where it does not,
        the rest is due after this number of dates and after each further one.

    References
    ----------
    Directive 2003/88/EC, article 3, SI 1998/1833 reg 10, ArbZG § 5: 11 hours. Estatuto de los Trabajadores 34.3,
    BCEA s. 15: 12 hours.
    Arbeidstijdenwet 5:3(2): 11 hours, once per 7 times 24 hours 8 (``reduced_hours = 8``). 5:8: 14 hours after a night
    that ends after 02:00, once per 7 times 24 hours 8; 46 hours after 3 or more nights in a row
    (``after_in_a_row = 3``).
    ArbZG § 5(2), some sectors: 10 hours, made up for by 12 within four weeks (``compensation_hours = 12``).
    """

    name: ClassVar[str] = "daily_rest"
    unit: ClassVar = "times"

    hours: Annotated[Decimal, Field(gt=0, le=168)]
    reduced_hours: Annotated[Decimal, Field(ge=0, le=168)] | None = None
    reductions: Annotated[int, Field(ge=1, le=100)] = 1
    reduction_days: Annotated[int, Field(ge=1, le=366)] = 7
    compensation_hours: Annotated[Decimal, Field(gt=0, le=168)] | None = None
    compensation_days: Annotated[int, Field(ge=1, le=366)] | None = None
    after: ShiftKind = ShiftKind()
    after_in_a_row: Annotated[int, Field(ge=1, le=100)] = 1

    @model_validator(mode="after")
    def _reduction(self) -> Self:
        if self.reduced_hours is None:
            if self.compensation_hours is not None or self.compensation_days is not None:
                raise ValueError(f"rule {self.label}: compensation is for reduced rest; add reduced_hours")
            return self
        if self.reduced_hours >= self.hours:
            raise ValueError(f"rule {self.label}: reduced_hours is not less than hours; make it smaller")
        if self.after_in_a_row > 1:
            raise ValueError(f"rule {self.label}: rest after several shifts in a row is never reduced; remove one")
        if (self.compensation_hours is None) != (self.compensation_days is None):
            raise ValueError(f"rule {self.label} needs both compensation_hours and compensation_days; add the other")
        combinations = comb(self.reduction_days - 1, min(self.reductions, self.reduction_days - 1))
        if self.severity == "cost" and combinations > _MOST_COMBINATIONS:
            raise ValueError(f"rule {self.label}: so many reductions cannot be priced; use hard or warning")
        return self

    @property
    def row_continues(self) -> bool:
        """Whether a shift on the next date continues the row after which rest is due."""
        return self.after_in_a_row > 1 and self.after != ShiftKind()

    @property
    def look_back_days(self) -> int:
        """See ``Rule``: a shift may last until half a day after its date."""
        days = ceil((self.hours + _HALF_DAY) / 24) + self.after_in_a_row - 1
        if self.reduced_hours is None:
            return days
        return days + max(self.reduction_days - 1, self.compensation_days or 0)

    def allowed(self, candidates: Candidates) -> NDArray[np.bool_]:
        """See ``AgentRule``."""
        return ~too_soon_after_history(self, candidates)

    def rows(self, candidates: Candidates) -> Iterable[Limit | AllowanceSum]:
        """See ``AgentRule``."""
        return rest_limits(self, candidates)

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each shift that begins too soon, and for each past reduction that is not compensated."""
        return rest_breaches(self, tour)
