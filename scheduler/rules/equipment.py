"""No more units of equipment than there are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from scheduler.audit_pools import equipment_use
from scheduler.audit_units import unit_complaints
from scheduler.audit_words import at_worst, counted, stretch
from scheduler.rules.base import PlanRule
from scheduler.rules.breach import breach
from scheduler.rules.seats import true_stretches

if TYPE_CHECKING:
    from scheduler.problem import Problem
    from scheduler.result import Violation
    from scheduler.roster import Roster


class Equipment(PlanRule):
    """
    Agents who need a unit of an equipment pool share the units that there are.

    A unit is held while a queue of the pool is worked, or from the start to the end of a shift where the pool names no
    queue. Shifts of the history that reach into the plan work the agent's first queue.

    Units of ``[[units]]`` are held in their windows, on no more dates than allowed, and always in one of their pools or
    on the way to another, which takes its time. A breach of that is hard.

    How bad a lack is, the pool says: ``limits = "hard"`` or ``"soft"``, which is reported as a warning and priced.

    Parameters
    ----------
    severity
        Only ``hard``; write ``limits = "soft"`` for the pools of which units may be lacking.
    """

    name: ClassVar[str] = "equipment"
    always: ClassVar[bool] = True

    severity: Literal["hard"] = "hard"

    def violations_of_roster(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        """One for each pool and stretch of time in which units are lacking, and for what is wrong with units."""
        for pool in problem.pools:
            use = equipment_use(pool, roster, problem)
            for start, end in true_stretches(use.lacking > 0):
                worst = start + int(np.argmax(use.lacking[start:end]))
                before = at_worst(use.held[start:end], use.units[start:end], worst - start)
                needed, there = int(use.held[worst]), int(use.units[worst])
                message = (
                    f"{pool.pool}: {before}{counted(needed, 'unit')} {_are(needed)} needed, "
                    f"there {_are(there)} {there} ({stretch(problem.horizon, start, end)})."
                )
                yield breach(self, None, problem, (start, end), message, is_soft=pool.limits == "soft")
        for place, words in unit_complaints(roster, problem):
            yield breach(self, None, problem, place, f"{words} ({stretch(problem.horizon, *place)}).")


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
