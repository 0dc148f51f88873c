"""Shifts in parts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, ClassVar, Self

import numpy as np
from pydantic import Field, model_validator

from scheduler.audit_time import Stretch
from scheduler.audit_words import duration, stretch
from scheduler.records import MINUTES_PER_DAY
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach
from scheduler.rules.hours import in_minutes, most_minutes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scheduler.audit_tour import AuditedTour, Worked
    from scheduler.candidates import Candidates
    from scheduler.result import Violation


class SplitShift(AgentRule):
    """
    How far a shift may be split into parts by long breaks.

    A break, paid or not, that is longer than ``gap_minutes`` is a gap and splits the shift; a shift without one has one
    part. Each break counts on its own, wherever it lies in the shift: two short ones that touch are no gap. Shifts of
    the history are not looked at, whose breaks are not known. Everything is elapsed time.

    Parameters
    ----------
    gap_minutes
        Longest break that does not split the shift.
    maximum_parts
        Parts of a shift at most; 1 forbids gaps.
    maximum_gap_hours
        Length of a gap at most.
    maximum_span_hours
        Hours from the first start to the last end at most, gaps included.
    only_split
        Whether ``maximum_span_hours`` holds only for shifts that are split.

    References
    ----------
    Code du travail, part-time work: no gap of more than 2 hours (``gap_minutes = 120``, ``maximum_parts = 1``), and no
    more than one (``gap_minutes`` of the longest ordinary break, ``maximum_parts = 2``, ``maximum_gap_hours = 2``).
    Karnataka Shops and Commercial Establishments Act 1961 section 10: spread-over of 12 hours.
    """

    name: ClassVar[str] = "split_shift"

    gap_minutes: Annotated[int, Field(ge=0, le=MINUTES_PER_DAY)] = 60
    maximum_parts: Annotated[int, Field(ge=1, le=10)] | None = None
    maximum_gap_hours: Annotated[Decimal, Field(gt=0, le=24)] | None = None
    maximum_span_hours: Annotated[Decimal, Field(gt=0, le=48)] | None = None
    only_split: bool = False

    @model_validator(mode="after")
    def _limits(self) -> Self:
        if self.maximum_parts is None and self.maximum_gap_hours is None and self.maximum_span_hours is None:
            raise ValueError(
                "split_shift needs maximum_parts, maximum_gap_hours or maximum_span_hours; add one of them"
            )
        if self.maximum_gap_hours is not None and in_minutes(self.maximum_gap_hours) <= self.gap_minutes:
            raise ValueError("maximum_gap_hours is not longer than gap_minutes; use maximum_parts = 1 to forbid gaps")
        if self.only_split and self.maximum_span_hours is None:
            raise ValueError("only_split is about maximum_span_hours; add it or remove only_split")
        return self

    def allowed(self, candidates: Candidates) -> NDArray[np.bool_]:
        """See ``AgentRule``."""
        grid = candidates.problem.interval_minutes
        breaks = [[grid * length for length in program.lengths] for program in candidates.programs]
        gaps = [[minutes for minutes in row if minutes > self.gap_minutes] for row in breaks]
        fits = np.ones(len(candidates.programs), dtype=bool)
        if self.maximum_parts is not None:
            fits &= np.array([len(row) < self.maximum_parts for row in gaps], dtype=bool)
        if self.maximum_gap_hours is not None:
            longest = most_minutes(self.maximum_gap_hours)
            fits &= np.array([max(row, default=0) <= longest for row in gaps], dtype=bool)
        mask: NDArray[np.bool_] = fits[candidates.program]
        if self.maximum_span_hours is not None:
            split = np.array([bool(row) for row in gaps], dtype=bool)[candidates.program]
            long = candidates.end - candidates.start > most_minutes(self.maximum_span_hours)
            mask = mask & ~(long & split if self.only_split else long)
        return mask

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """One breach for each limit that a shift breaks."""
        for shift in tour.rostered:
            for place, what in self._complaints(shift):
                where = stretch(tour.problem.horizon, shift.start, shift.end)
                message = f"{tour.agent.label} has a shift {where} {what}."
                yield breach(self, tour.agent, tour.problem, place, message)

    def _complaints(self, shift: Worked) -> Iterator[tuple[Stretch, str]]:
        """What is wrong with a shift: where, and in words."""
        gaps = [pause for pause in shift.pauses if pause.end - pause.start > self.gap_minutes]
        whole, parts = (shift.start, shift.end), len(gaps) + 1
        if self.maximum_parts is not None and parts > self.maximum_parts:
            what = f"in {parts} parts (a break of more than {duration(self.gap_minutes)} splits it)"
            yield whole, f"{what}, at most {self.maximum_parts} are allowed"
        if self.maximum_gap_hours is not None:
            longest = most_minutes(self.maximum_gap_hours)
            for gap in (gap for gap in gaps if gap.end - gap.start > longest):
                what = f"with a gap of {duration(gap.end - gap.start)}"
                yield (gap.start, gap.end), f"{what}, at most {duration(longest)} are allowed"
        if self.maximum_span_hours is not None and (gaps or not self.only_split):
            minutes, longest = shift.end - shift.start, most_minutes(self.maximum_span_hours)
            if minutes > longest:
                yield whole, f"that spans {duration(minutes)}, at most {duration(longest)} are allowed"
