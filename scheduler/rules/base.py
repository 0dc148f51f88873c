"""What a rule is: parameters, rows for the model, violations and charges for the auditor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from scheduler.records import Cost, Name, Record
from scheduler.result import Severity, Violation
from scheduler.rules.charge import Charge

if TYPE_CHECKING:
    import numpy as np

    from scheduler.audit_tour import AuditedTour
    from scheduler.candidates import Candidates, Offers
    from scheduler.people import Agent
    from scheduler.problem import Problem
    from scheduler.roster import Roster
    from scheduler.rules.limit import AgentSpread, AllowanceSum, Limit, ShiftCosts, TransferTerms
    from shiftmodels.data import BreakProgram, IntArray

Text = Annotated[str, Field(max_length=2000)]


class Rule(Record):
    """
    A law or agreement; its fields are its parameters.

    Parameters
    ----------
    id
        What plans, violations and cost terms call it; the name of its kind where a plan states no other.
    severity
        ``hard``: no roster may break it. ``warning``: the auditor reports it, the model ignores it. ``cost``: it may
        be broken at ``price``.
    price
        With severity ``cost``: what one unit of breach costs (an hour, or one time, see ``unit``).
    only_for, not_for
        Agent attributes: the rule holds for agents with one of the first (all where empty) and none of the second.
    opt_out
        Agent attribute with which an agent has opted out of the rule; the audit names them.
    summary, source
        In plain words, and the statute or agreement with its section.
    verified
        Whether the figures were checked in the text of the source itself.
    valid_from, valid_to
        First and last date on which the rule is in force. One that is in force on a part of the horizon holds on all
        of it.
    derogation
        Who may agree otherwise (``contract``, ``agent`` or both); where empty, only the plan itself can.
    reason
        Why a plan, a contract or an agent departs from a rule pack.
    enabled
        ``false`` takes the rule out.
    """

    name: ClassVar[str]
    always: ClassVar[bool] = False
    """Whether the rule holds in every plan; others hold where a pack, the plan or a contract names them."""

    unit: ClassVar[Literal["hours", "times", ""]] = ""
    """What ``price`` is paid for; empty for kinds that cannot have severity ``cost``."""

    id: str = ""
    severity: Severity = "hard"
    price: Cost | None = None
    only_for: tuple[Name, ...] = ()
    not_for: tuple[Name, ...] = ()
    opt_out: str = ""
    summary: Text = ""
    source: Text = ""
    verified: bool = False
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    derogation: tuple[Literal["contract", "agent"], ...] = ()
    reason: Text = ""
    enabled: bool = True

    @model_validator(mode="after")
    def _priced(self) -> Self:
        if self.severity == "cost" and not self.unit:
            raise ValueError(f"rule {self.label} cannot have severity cost; use hard or warning")
        if (self.severity == "cost") != (self.price is not None) and self.needs_price:
            raise ValueError(f"rule {self.label} needs a price exactly where its severity is cost; add or remove it")
        return self

    @property
    def needs_price(self) -> bool:
        """Whether severity ``cost`` needs ``price``; not so for kinds that are paid by the hour of the contract."""
        return True

    @property
    def label(self) -> str:
        """What messages call the rule."""
        return self.id or self.name

    def is_meant_for(self, agent: Agent) -> bool:
        """Whether the rule holds for an agent with his attributes."""
        own = set(agent.attributes)
        if self.only_for and not own & set(self.only_for):
            return False
        return not own & {*self.not_for, self.opt_out}

    @property
    def look_back_days(self) -> int:
        """Days before the horizon whose work the rule asks for."""
        return 0

    @property
    def assumption(self) -> str:
        """What is assumed of days before the history begins."""
        return "no work before that"

    @cached_property
    def unit_price(self) -> Fraction:
        """Price of one unit of ``Violation.amount``: of a minute, or of one time."""
        return Fraction(self.price or 0) / (60 if self.unit == "hours" else 1)


class AgentRule(Rule):
    """
    A rule about one agent's tour.

    ``refined``, ``allowed``, ``excess``, ``rows``, ``shift_costs``, ``unwanted_queues`` and ``transfer_terms`` tell the
    model; ``violations`` and ``charges`` tell the auditor. The two sides share no code, so that a mistake in one is
    found by the other.
    """

    def refined(self, candidates: Candidates, number: Callable[[BreakProgram], int]) -> Candidates:
        """
        Candidates with narrower break programs, so that every placement the model can choose obeys the rule.

        Asked of hard rules only. ``number`` gives the index of a program.
        """
        return candidates

    def allowed(self, candidates: Candidates) -> np.ndarray | None:
        """Mask of the candidate shifts that the rule lets the agent work on their own; ``None`` for all."""
        return None

    def excess(self, candidates: Candidates) -> IntArray | None:
        """Amount by which each candidate on its own breaks the rule, in ``Violation.amount``; ``None`` for no such."""
        mask = self.allowed(candidates)
        return None if mask is None else (~mask).astype("int64")

    def kept(self, candidates: Candidates, offers: Offers) -> Candidates:
        """What is left of candidates under the rule, if it is hard; new break programs become some of the offers."""
        refined = self.refined(candidates, offers.number).with_programs(offers.programs)
        excess = self.excess(refined)
        return refined if excess is None else refined.keep(excess == 0)

    def rows(self, candidates: Candidates) -> Iterable[Limit | AllowanceSum]:
        """Rows over the candidate shifts that say what the rule says of a tour."""
        return ()

    def shift_costs(self, candidates: Candidates) -> ShiftCosts | None:
        """With severity ``cost``: what each candidate costs beyond ``excess`` and ``rows``; ``None`` for nothing."""
        return None

    def unwanted_queues(self, agent: Agent) -> frozenset[str]:
        """With severity ``cost``: queues of the agent of which every minute of work is a breach."""
        return frozenset()

    def transfer_terms(self) -> TransferTerms | None:
        """What direct changes of queue take; ``None`` where the rule says nothing of them."""
        return None

    @property
    def further_activities(self) -> frozenset[str]:
        """Names of paid activities that cover no queue and that the rule, where it is hard, puts into shifts."""
        return frozenset()

    def violations(self, tour: AuditedTour) -> Iterator[Violation]:
        """Breaches in the agent's shifts, in order of time."""
        raise NotImplementedError

    def charges(self, tour: AuditedTour) -> Iterator[Charge]:
        """With severity ``cost``: what the tour costs by this rule; by default each breach at its price."""
        for found in self.violations(tour):
            yield Charge(Fraction(found.amount) / (60 if self.unit == "hours" else 1), found.amount * self.unit_price)


class PlanRule(Rule):
    """A rule about agents together; the compiler gives it to the model as coupling rows."""

    def spread(self, candidates: Sequence[Candidates]) -> AgentSpread | None:
        """What the rule compares between agents, given the candidates of all; ``None`` where it is none of that."""
        return None

    def violations_of_roster(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        """Breaches in the roster as a whole, in order of time."""
        raise NotImplementedError

    def charges_of_roster(self, roster: Roster, problem: Problem) -> Iterator[Charge]:
        """With severity ``cost``: what the roster costs by this rule."""
        raise NotImplementedError
