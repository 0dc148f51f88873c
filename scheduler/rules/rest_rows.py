"""Rest between candidate shifts, for the model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import chain, combinations
from typing import TYPE_CHECKING

import numpy as np

from scheduler.rules.gap_options import gap_options, is_free
from scheduler.rules.hours import least_minutes
from scheduler.rules.kind_mask import kind_mask
from scheduler.rules.limit import AllowanceSum, Limit
from scheduler.rules.rest_conflicts import Conflict, rest_conflicts
from shiftmodels.data import Gaps, SumRow

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from scheduler.candidates import Candidates
    from scheduler.rules.daily_rest import DailyRest
    from shiftmodels.data import IntArray

_LONG_AGO = -(10**9)


def too_soon_after_history(rule: DailyRest, candidates: Candidates) -> NDArray[np.bool_]:
    """Which candidates break the rule whatever else the roster has. Shape ``(S,)``."""
    return _Rest(rule, candidates).too_soon


def rest_limits(rule: DailyRest, candidates: Candidates) -> Iterator[Limit | AllowanceSum]:
    """Rows over the candidates; all that is wrong with the rest before the shift of a day is one breach."""
    rest = _Rest(rule, candidates)
    if rule.after_in_a_row > 1:
        yield from _after_rows(rest)
        return
    for conflict in rest_conflicts(candidates, rest.least, rest.of_kind, rest.open):
        yield Limit(conflict.day, conflict.at_most_one, breach=conflict.day)
    if rule.reduced_hours is not None:
        reductions = list(_hard_reductions(rest) if rule.severity == "hard" else _priced_reductions(rest))
        yield from reductions
        days = sorted({limit.day for limit in reductions})
        yield from _numbers_of_reductions(rest, days)
        if rule.compensation_hours is not None:
            yield from _compensations(rest, days)


@dataclass(frozen=True, eq=False)
class _Rest:
    """What the rows are made of."""

    rule: DailyRest
    candidates: Candidates

    @cached_property
    def full(self) -> int:
        """Minutes of rest."""
        return least_minutes(self.rule.hours)

    @cached_property
    def least(self) -> int:
        """Minutes of rest below which it is no reduction."""
        return self.full if self.rule.reduced_hours is None else least_minutes(self.rule.reduced_hours)

    @cached_property
    def of_kind(self) -> NDArray[np.bool_]:
        """Candidates after which the rest is due. Shape ``(S,)``."""
        return kind_mask(self.rule.after, self.candidates)

    @cached_property
    def past_of_kind(self) -> NDArray[np.bool_]:
        """The same of past shifts. Shape ``(P,)``."""
        return kind_mask(self.rule.after, self.candidates.past)

    @cached_property
    def past_rows(self) -> NDArray[np.bool_]:
        """Past shifts that are the last of long enough a row so far. Shape ``(P,)``."""
        days = self.candidates.past.day
        kind_days = days[self.past_of_kind]
        in_row = self.past_of_kind.copy()
        for back in range(1, self.rule.after_in_a_row):
            in_row &= np.isin(days - back, kind_days)
        if self.rule.row_continues:
            in_row &= ~np.isin(days + 1, kind_days)
        return in_row

    @cached_property
    def pending(self) -> NDArray[np.bool_]:
        """Past shifts whose row a shift on the first day of the plan would continue. Shape ``(P,)``."""
        last_day: NDArray[np.bool_] = self.candidates.past.day == -1
        return self.past_rows & last_day if self.rule.row_continues else np.zeros_like(last_day)

    @cached_property
    def ready(self) -> int:
        """Last end of past shifts after which rest is due whatever the roster has."""
        return int(self.candidates.past.end[self.past_rows & ~self.pending].max(initial=_LONG_AGO))

    @cached_property
    def pending_end(self) -> int:
        """Last end of past shifts after which rest is due unless the row continues."""
        return int(self.candidates.past.end[self.pending].max(initial=_LONG_AGO))

    @cached_property
    def too_soon(self) -> NDArray[np.bool_]:
        """Candidates that begin too soon after the history. Shape ``(S,)``."""
        start = self.candidates.start
        after_pending = (self.candidates.day == 0) & ~self.of_kind & (start - self.pending_end < self.least)
        too_soon: NDArray[np.bool_] = (start - self.ready < self.least) | after_pending
        return too_soon

    @cached_property
    def open(self) -> NDArray[np.bool_]:
        """Candidates about whose rest something is still to be said. Shape ``(S,)``."""
        return ~self.too_soon

    @cached_property
    def past_reductions(self) -> IntArray:
        """Numbers of past shifts before which rest was reduced. Shape ``(n,)``."""
        past = self.candidates.past
        order = np.lexsort((past.end, past.start))
        ends = np.where(self.past_of_kind, past.end, _LONG_AGO)[order]
        before = np.maximum.accumulate(np.concatenate([[_LONG_AGO], ends]))[:-1]
        rest = past.start[order] - before
        reduced: IntArray = order[(rest >= self.least) & (rest < self.full)]
        return reduced


def _after_rows(rest: _Rest) -> Iterator[Limit]:
    """Limits about rest after several shifts in a row."""
    rule, candidates = rest.rule, rest.candidates
    past_days = set(candidates.past.day[rest.past_of_kind].tolist())
    of_day = {day: np.flatnonzero(rest.of_kind & (candidates.day == day)) for day in np.unique(candidates.day).tolist()}
    for conflict in _conflicts_after_rows(rest):
        row = range(conflict.day_before - rule.after_in_a_row + 1, conflict.day_before)
        before = [of_day.get(day, np.zeros(0, dtype=np.int64)) for day in row if day >= 0]
        if not all(len(shifts) for shifts in before) or not past_days.issuperset(day for day in row if day < 0):
            continue
        worked = np.concatenate([*before, conflict.before, conflict.after])
        continues = rule.row_continues and conflict.day > conflict.day_before + 1
        free = of_day.get(conflict.day_before + 1, worked[:0]) if continues else worked[:0]
        yield _sum(conflict.day, worked, free, len(before) + 1)
    soon = rest.open & (candidates.start - rest.pending_end < rest.full) & (candidates.day > 0)
    for day in np.unique(candidates.day[soon]).tolist():
        late = np.flatnonzero(soon & (candidates.day == day))
        yield _sum(day, late, of_day.get(0, late[:0]), 0)


def _conflicts_after_rows(rest: _Rest) -> Iterator[Conflict]:
    """Shifts too close to each other, without those that continue a row."""
    if not rest.rule.row_continues:
        yield from rest_conflicts(rest.candidates, rest.full, rest.of_kind, rest.open)
        return
    for next_day, later in ((True, rest.open & ~rest.of_kind), (False, rest.open)):
        for conflict in rest_conflicts(rest.candidates, rest.full, rest.of_kind, later):
            if (conflict.day == conflict.day_before + 1) == next_day:
                yield conflict


def _sum(day: int, worked: IntArray, free: IntArray, upper: int, allowance: int | None = None) -> Limit:
    """At most ``upper`` of some shifts, and one more where one of ``free`` is worked."""
    coefficients = np.repeat([1, -1], [len(worked), len(free)])
    row = SumRow(np.concatenate([worked, free]), coefficients, None, upper)
    return Limit(day, row, breach=day, allowance=allowance)


def _hard_reductions(rest: _Rest) -> Iterator[Limit]:
    """Limits that rest below the full hours may exceed as reductions; other limits see to the reduced hours."""
    candidates = rest.candidates
    for conflict in rest_conflicts(candidates, rest.full, rest.of_kind, rest.open):
        yield Limit(conflict.day, conflict.at_most_one, allowance=conflict.day)
    reduced = rest.open & (candidates.start - rest.ready < rest.full)
    for day in np.unique(candidates.day[reduced]).tolist():
        shifts = np.flatnonzero(reduced & (candidates.day == day))
        yield _sum(day, shifts, shifts[:0], 0, allowance=day)


def _priced_reductions(rest: _Rest) -> Iterator[Limit]:
    """
    The same where rest below the reduced hours is possible at a price, and is then no reduction.

    A reduction is rest after a shift in the right distance before a start, unless a later shift lies closer to it.
    """
    candidates = rest.candidates
    for day in np.unique(candidates.day).tolist():
        later = np.flatnonzero(rest.open & (candidates.day == day))
        starts = candidates.start[later]
        near = np.flatnonzero(rest.of_kind & (candidates.day < day))
        near = near[candidates.end[near] > starts.min(initial=0) - rest.full]
        alike: dict[tuple[bytes, bytes], list[IntArray]] = {}
        for moment in np.unique(starts).tolist():
            for before, closer in _distances(rest, near, moment):
                rows = alike.setdefault((before.tobytes(), closer.tobytes()), [closer, before])
                rows.append(later[starts == moment])
        for closer, before, *after in alike.values():
            # Where it is the history that lies in that distance, no shift before is needed.
            yield _sum(day, np.concatenate([before, *after]), closer, int(len(before) > 0), allowance=day)


def _distances(rest: _Rest, near: IntArray, moment: int) -> Iterator[tuple[IntArray, IntArray]]:
    """Shifts of each day, none for the history, in the distance of a reduction before a moment; later ones closer."""
    days, gap = rest.candidates.day[near], moment - rest.candidates.end[near]
    reduced = (gap >= rest.least) & (gap < rest.full)
    for day in np.unique(days[reduced]).tolist():
        yield near[reduced & (days == day)], near[(days > day) & (gap < rest.least)]
    if rest.least <= moment - rest.ready < rest.full:
        yield near[:0], near[gap < rest.least]


def _numbers_of_reductions(rest: _Rest, days: list[int]) -> Iterator[AllowanceSum]:
    """Limits of the reductions in any dates."""
    rule = rest.rule
    past_days = rest.candidates.past.day[rest.past_reductions]
    for day in days:
        first = day - rule.reduction_days + 1
        left = max(0, rule.reductions - int((past_days >= first).sum()))
        earlier = [other for other in days if first <= other < day]
        if rule.severity == "hard":
            groups: list[tuple[int, ...]] = [tuple(earlier)] if len(earlier) >= left else []
        else:
            # The breach is that of this day only if its rest is reduced, so that each choice is a row.
            groups = list(combinations(earlier, left))
        for group in groups:
            yield AllowanceSum(day, (*group, day), left, breach=day)


def _compensations(rest: _Rest, days: list[int]) -> Iterator[Limit]:
    """Limits by which a long rest follows each reduction."""
    rule, candidates, past = rest.rule, rest.candidates, rest.candidates.past
    horizon, length = candidates.problem.horizon, least_minutes(rule.compensation_hours or Decimal(0))
    ends = np.unique(np.concatenate([past.end, candidates.end]))
    ends = ends[is_free(ends, length, past)]
    of_past = [(int(past.day[index]), int(past.end[index])) for index in rest.past_reductions]
    of_plan = [(day, int(candidates.end[candidates.day == day].min())) for day in days]
    for day, since in chain(of_past, of_plan):
        until = horizon.day_start(day + (rule.compensation_days or 0) + 1)
        begins = ends[(ends >= since) & (ends < until)]
        in_plan = day >= 0
        # What the history alone has made impossible is not asked of the roster.
        if until + length > horizon.num_minutes or not (in_plan or np.isin(begins, past.end).any()):
            continue
        options = gap_options(begins, length, candidates, only_one=True, after_day=day if in_plan else None)
        if all(len(breaking) for breaking in options.breaking):
            gaps = Gaps(tuple(options.breaking))
            yield Limit(day, gaps, breach=day, when=day) if in_plan else Limit(0, gaps)
