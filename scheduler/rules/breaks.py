"""Breaks, meals, and what else is no work on a queue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from scheduler.audit_time import Stretch, merged, outside, stretch_of
from scheduler.audit_words import stretch
from scheduler.rules.base import AgentRule
from scheduler.rules.breach import breach
from scheduler.rules.break_alignment import Complaint, Part, break_complaints
from scheduler.rules.matching import (
    breaks_in,
    contract_patterns,
    is_pinned_whole,
    matching_patterns,
    pins_of_shift,
)

if TYPE_CHECKING:
    from scheduler.audit_tour import AuditedTour
    from scheduler.contracts import Break
    from scheduler.people import Agent
    from scheduler.problem import Problem
    from scheduler.result import Violation
    from scheduler.roster import Shift


class Breaks(AgentRule):
    """
    Shifts have the breaks of their pattern and length: each once, in order, in its window, with its length.

    Everything that is no work on a queue is such a break or pinned, or put there by another rule. Breaks are paid as
    the pattern says; all else is paid. Where several patterns explain a shift, one of them suffices. A shift that no
    pattern explains (pinned as a whole) has no breaks, or those of one of the contract's patterns that its length asks
    for.
    """

    name: ClassVar[str] = "breaks"
    always: ClassVar[bool] = True

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """Breaches of the pattern that explains each shift best, one for each part of the shift that is wrong."""
        agent, problem = tour.agent, tour.problem
        hard = [rule for rule in problem.rule_book.of(agent) if rule.severity == "hard"]
        further = frozenset[str]().union(*(rule.further_activities for rule in hard))
        for shift in tour.shifts:
            for complaint in sorted(_complaints(shift, agent, problem, further), key=lambda item: item.place):
                message = f"{agent.label} {complaint.what} ({stretch(problem.horizon, *complaint.place)})."
                yield breach(self, agent, problem, complaint.place, message)


def _complaints(shift: Shift, agent: Agent, problem: Problem, further: frozenset[str]) -> list[Complaint]:
    parts = [Part(row.activity, *stretch_of(row, problem.horizon), row.paid, row.queue) for row in shift.activities]
    pauses = [part for part in parts if not part.queue and part.name not in further]
    work = [_unpaid(part) for part in parts if part not in pauses and not part.paid]
    pinned = _pinned(shift, agent, problem)
    whole = stretch_of(shift, problem.horizon)
    patterns = matching_patterns(shift, agent, problem)
    dues = [breaks_in(shift, pattern, problem) for pattern in patterns]
    if not patterns:
        known = [part for pattern in contract_patterns(agent, problem) for part in pattern.breaks]
        if not is_pinned_whole(shift, agent, problem):
            # That no pattern has it is another rule's matter.
            return work + _unexplained(pauses, known, pinned)
        dues = [*(breaks_in(shift, pattern, problem) for pattern in contract_patterns(agent, problem)), ()]
    readings = []
    for due in dues:
        names = {part.name for part in due}
        taken = [part for part in pauses if part.name in names]
        others = [part for part in pauses if part.name not in names]
        readings.append(break_complaints(taken, due, whole) + _unexplained(others, [], pinned))
    return work + min(readings, key=len)


def _pinned(shift: Shift, agent: Agent, problem: Problem) -> dict[str, list[Stretch]]:
    """Stretches of pinned activities of a shift that are no breaks, by name."""
    known = {"", *problem.break_names}
    pins = [pin for pin in pins_of_shift(shift, agent, problem) if pin.activity not in known]
    return {
        name: merged(stretch_of(pin, problem.horizon) for pin in pins if pin.activity == name)
        for name in {pin.activity for pin in pins}
    }


def _unexplained(pauses: list[Part], breaks: list[Break], pinned: dict[str, list[Stretch]]) -> list[Complaint]:
    """
    Complaints about parts that are no breaks due in the shift.

    Parameters
    ----------
    pauses
        Parts without a queue.
    breaks
        Breaks that may be taken although none is due.
    pinned
        Pinned stretches by name.
    """
    complaints = []
    for part in pauses:
        flags = {known.paid for known in breaks if known.name == part.name}
        if part.name in pinned and not outside(part.place, pinned[part.name]):
            complaints += [] if part.paid else [_unpaid(part)]
        elif not flags:
            what = f"has {part.name}, which is neither a queue nor a break of such a shift nor pinned there"
            complaints.append(Complaint(part.place, what))
        elif part.paid not in flags:
            complaints.append(Complaint(part.place, f"has {part.name} with the wrong paid flag"))
    return complaints


def _unpaid(part: Part) -> Complaint:
    return Complaint(part.place, f"has {part.name} written as unpaid, which is paid time")
