"""What a rule is: parameters, rows for the model, violations for the auditor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, ClassVar

from scheduler.records import Record
from scheduler.result import Severity, Violation

if TYPE_CHECKING:
    import numpy as np

    from scheduler.candidates import Candidates
    from scheduler.people import Agent
    from scheduler.problem import Problem
    from scheduler.roster import Roster, Shift
    from shiftmodels.data import AgentRow


class Rule(Record):
    """
    A law or agreement; its fields are its parameters.

    Parameters
    ----------
    severity
        ``hard``: no roster may break it. ``warning``: the auditor reports it, the model ignores it.
    """

    name: ClassVar[str]
    always: ClassVar[bool] = False
    """Whether the rule holds in every plan; others hold where the plan or a contract names them."""

    severity: Severity = "hard"


class AgentRule(Rule):
    """
    A rule about one agent's tour.

    ``allowed`` and ``rows`` tell the model, ``violations`` tells the auditor; they share no code, so that a
    mistake in one is found by the other.
    """

    def allowed(self, candidates: Candidates) -> np.ndarray | None:
        """Mask of the candidate shifts that the rule lets the agent work on their own; ``None`` for all."""
        return None

    def rows(self, candidates: Candidates) -> Iterable[tuple[int, AgentRow]]:
        """Rows over the candidate shifts that say what the rule says of a tour, each with the day it begins."""
        return ()

    def violations(self, agent: Agent, tour: tuple[Shift, ...], problem: Problem) -> Iterator[Violation]:
        """Breaches in the agent's shifts, in order of time; ``tour`` may be empty."""
        raise NotImplementedError


class PlanRule(Rule):
    """A rule about agents together; the compiler gives it to the model as coupling rows."""

    def violations_of_roster(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        """Breaches in the roster as a whole, in order of time."""
        raise NotImplementedError
