"""Breaks taken against breaks due."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from scheduler.audit_words import duration

if TYPE_CHECKING:
    from scheduler.audit_time import Stretch
    from scheduler.contracts import Break


@dataclass(frozen=True, slots=True)
class Part:
    """A row of a shift, in minutes of the horizon."""

    name: str
    start: int
    end: int
    paid: bool
    queue: str = ""

    @property
    def place(self) -> Stretch:
        """From start to before end."""
        return self.start, self.end


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something wrong with a part of a shift: where, and what in words that follow the agent's name."""

    place: Stretch
    what: str


def break_complaints(taken: list[Part], due: tuple[Break, ...], shift: Stretch) -> list[Complaint]:
    """
    Everything wrong with the breaks of a shift, one complaint for each break.

    Parameters
    ----------
    taken
        Breaks in order of time, all with names of breaks that are due.
    due
        Breaks that the pattern prescribes, in order.
    shift
        From the start to the end of the shift, in minutes.
    """
    names_taken, names_due = [part.name for part in taken], [part.name for part in due]
    if names_taken == names_due:
        pairs = list(zip(range(len(taken)), range(len(due)), strict=True))
    elif Counter(names_taken) == Counter(names_due):
        order = f"has breaks in the order {', '.join(names_taken)}, {', '.join(names_due)} is right"
        return [Complaint((taken[0].start, taken[-1].end), order)]
    else:
        pairs = _alignment(taken, due, shift)
    complaints = [_faults(taken, index, due, position, shift) for index, position in pairs]
    taken_right, due_right = {index for index, _ in pairs}, {position for _, position in pairs}
    surplus = [part for index, part in enumerate(taken) if index not in taken_right]
    missing = [part for position, part in enumerate(due) if position not in due_right]
    return (
        [complaint for complaint in complaints if complaint]
        + [Complaint(part.place, f"has {part.name} once too often") for part in surplus]
        + [Complaint(shift, f"lacks {part.name} of {duration(part.minutes)} in the shift") for part in missing]
    )


def _alignment(taken: list[Part], due: tuple[Break, ...], shift: Stretch) -> list[tuple[int, int]]:
    """Pairs of a break taken and a break due of the same name, in order, that leave the fewest complaints."""

    @cache
    def best(index: int, position: int) -> tuple[int, tuple[tuple[int, int], ...]]:
        if index == len(taken) or position == len(due):
            return len(taken) - index + len(due) - position, ()
        without_taken, without_due = best(index + 1, position), best(index, position + 1)
        options = [(without_taken[0] + 1, without_taken[1]), (without_due[0] + 1, without_due[1])]
        if taken[index].name == due[position].name:
            rest = best(index + 1, position + 1)
            faults = int(_faults(taken, index, due, position, shift) is not None)
            options.append((rest[0] + faults, ((index, position), *rest[1])))
        return min(options, key=lambda option: option[0])

    return list(best(0, 0)[1])


def _faults(taken: list[Part], index: int, due: tuple[Break, ...], position: int, shift: Stretch) -> Complaint | None:
    """What is wrong with one break, all reasons together."""
    part, rule = taken[index], due[position]
    reasons = []
    if part.end - part.start != rule.minutes:
        reasons.append(f"lasts {duration(part.end - part.start)}, {duration(rule.minutes)} are right")
    if part.paid != rule.paid:
        reasons.append(f"is written as {_paid(part.paid)}, {_paid(rule.paid)} is right")
    begins = part.start - shift[0]
    told = f"begins {duration(begins)} after the start of the shift"
    if begins < rule.earliest_minutes:
        reasons.append(f"{told}, {duration(rule.earliest_minutes)} is the least")
    if rule.latest_minutes is not None and begins > rule.latest_minutes:
        reasons.append(f"{told}, {duration(rule.latest_minutes)} is the most")
    reasons += _short_work(taken, index, due, position, shift)
    return Complaint(part.place, f"has {part.name} that {'; '.join(reasons)}") if reasons else None


def _short_work(taken: list[Part], index: int, due: tuple[Break, ...], position: int, shift: Stretch) -> list[str]:
    """Too little work before a break, or after the last one; work between two breaks is the later one's matter."""
    part, rule = taken[index], due[position]
    reasons = []
    before = part.start - (taken[index - 1].end if index else shift[0])
    needed = rule.minimum_work_before_minutes
    if index and position:
        needed = max(needed, due[position - 1].minimum_work_after_minutes)
    if before < needed:
        reasons.append(f"follows {duration(max(0, before))} of work, {duration(needed)} are required")
    after, needed = shift[1] - part.end, rule.minimum_work_after_minutes
    if index + 1 == len(taken) and after < needed:
        reasons.append(f"leaves {duration(max(0, after))} of work after it, {duration(needed)} are required")
    return reasons


def _paid(paid: bool) -> str:
    return "paid" if paid else "unpaid"
