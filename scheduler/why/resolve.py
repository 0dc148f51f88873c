"""The whole plan solved again with what is asked: the price, as far as it is proven, and what changes for others."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from scheduler.audit import audit, exact_cost
from scheduler.decode import decode
from scheduler.engine_choice import engine_for
from scheduler.errors import AuditMismatch
from scheduler.mismatch import breach_mismatch, cost_mismatch
from scheduler.prices import difference
from scheduler.solve import Progress
from scheduler.why.change import shift_changes, term_changes
from scheduler.why.report import Resolved
from shiftmodels.engines import close_by, cpsat, staged
from shiftmodels.engines.run import SolveOptions
from shiftmodels.one_more_row import with_row
from shiftmodels.solution import ProgressPoint, cost_of
from shiftmodels.status import ModelStatus
from shiftmodels.tours.put_back import put_back

if TYPE_CHECKING:
    from fractions import Fraction

    from scheduler.compile import Compiled
    from scheduler.roster import Roster
    from scheduler.why.alone import Others
    from scheduler.why.wanted import Wanted
    from shiftmodels.solution import Assignment, ModelSolution
    from shiftmodels.tours.alternatives import Alternative

_STATUS = {
    ModelStatus.OPTIMAL: "optimal",
    ModelStatus.FEASIBLE: "feasible",
    ModelStatus.INFEASIBLE: "infeasible",
    ModelStatus.UNKNOWN: "no_solution",
}
SOLVED = 1e-3
"""Gap of a run, as a share of its cost, up to which the bound with what is asked is worth a process."""
CLOSING_SECONDS = 6.0
"""For what the other process found, audits and the answer after the search, on a busy machine."""


@dataclass(frozen=True)
class Resolver:
    """
    Parameters
    ----------
    until
        Reading of ``time.monotonic`` by which the answer is to be there.
    seed
        Of random choices.
    plan_bound
        What any roster of the plan costs at least, in money; ``None`` where unknown.
    on_progress
        Called with cost and bound, in money, at each improvement.
    stop
        Set it to end early with what was found.
    """

    until: float
    seed: int = 0
    plan_bound: float | None = None
    on_progress: Callable[[Progress], None] | None = None
    stop: threading.Event | None = None

    def __call__(self, others: Others, wanted: Wanted, other: Alternative | None) -> Resolved:
        """
        Solve a plan again with what is wanted of one agent.

        Parameters
        ----------
        others
            The plan and the roster.
        wanted
            What is asked.
        other
            The cheapest roster that has it and in which only his tour changes; ``None`` where none was found.

        Raises
        ------
        AuditMismatch
            The auditor finds another cost than the search, or a breach of a hard rule.
        """
        begin = time.monotonic()
        compiled = others.compiled
        data = with_row(compiled.data, others.number(wanted.agent.agent), others.row(wanted))
        asked = replace(compiled, data=data)
        start = other.found if other is not None and other.is_legal else None
        solution, without = self._solved(others, asked, start)
        found = solution.assignment
        if found is not None:
            found = put_back(data, found, others.found)
        roster = None if found is None else _audited(asked, found)
        return self._told(others, solution, roster, without, time.monotonic() - begin)

    def _solved(
        self, others: Others, asked: Compiled, start: Assignment | None
    ) -> tuple[ModelSolution, Assignment | None]:
        """The answer with what is asked, and what the same search finds without it, where that was looked for."""
        seconds = max(1.0, self.until - time.monotonic() - CLOSING_SECONDS)
        options = SolveOptions(seconds, self.seed, start=start)

        def report(point: ProgressPoint) -> None:
            if self.on_progress is not None:
                cost, bound = _float(asked.money(point.cost)), _float(asked.money(point.bound))
                self.on_progress(Progress(point.seconds, cost, _larger(bound, self.plan_bound)))

        if engine_for("auto", asked, seconds).engine == "cpsat":
            return cpsat.solve(asked.data, options, report, self.stop), None
        if start is None:
            return staged.solve(asked.data, options, report, self.stop), None
        if self.plan_bound is None or self._is_solved(others):
            return close_by.solve(asked.data, options, report, self.stop), None
        return close_by.solve_both(asked.data, others.compiled.data, others.found, options, report, self.stop)

    def _is_solved(self, others: Others) -> bool:
        """Whether the roster asked about is proven to be nearly the best: then a bound tells more than more time."""
        now = _cost_now(others)
        return self.plan_bound is not None and now - self.plan_bound <= SOLVED * abs(now)

    def _told(
        self,
        others: Others,
        solution: ModelSolution,
        roster: Roster | None,
        without: Assignment | None,
        seconds: float,
    ) -> Resolved:
        problem, money = others.compiled.problem, others.compiled.money
        now = _cost_now(others)
        cost = None if roster is None else float(exact_cost(roster, problem))
        status, bound, plan_bound = self._proven(solution.status, _float(money(solution.bound)), cost)
        least, most = difference(bound, now), difference(cost, now)
        return Resolved.model_validate(
            {
                "status": status,
                "cost": cost,
                "bound": bound,
                "least": least,
                "most": most,
                "plan_bound": plan_bound,
                "most_price": difference(cost, plan_bound),
                "cost_without": None if without is None else _float(money(cost_of(others.compiled.data, without))),
                "changes": () if roster is None else shift_changes(others.roster, roster, others.compiled.names),
                "terms": {} if roster is None else term_changes(others.terms, roster, problem),
                "runtime_seconds": round(seconds, 3),
                "message": _message(status, least, most),
            }
        )

    def _proven(
        self, status: ModelStatus, bound: float | None, cost: float | None
    ) -> tuple[str, float | None, float | None]:
        """Status, the best bound with what is asked, and that of the plan, in money."""
        # A bound above a legal roster is none: the run was made of something else.
        is_bound = self.plan_bound is not None and (cost is None or self.plan_bound <= cost)
        plan_bound = self.plan_bound if is_bound else None
        if status is not ModelStatus.INFEASIBLE:
            bound = _larger(bound, plan_bound)
        if cost is not None and bound is not None and bound > cost:
            raise AuditMismatch(f"The bound of {bound} is above the cost of {cost} that the auditor finds.")
        is_optimal = cost is not None and bound is not None and bound >= cost
        return "optimal" if is_optimal else _STATUS[status], bound, plan_bound


def _cost_now(others: Others) -> float:
    """What the roster asked about costs, in money."""
    return float(sum(term.cost for term in others.terms.values()))


def _audited(asked: Compiled, found: Assignment) -> Roster:
    """The roster, which the auditor must find legal, and as dear as the search."""
    roster = decode(asked, found)
    claimed, audited = asked.money(cost_of(asked.data, found)), exact_cost(roster, asked.problem)
    if claimed != audited:
        raise AuditMismatch(cost_mismatch("search", claimed, audited, asked.problem))
    broken = [one for one in audit(roster, asked.problem).violations if one.severity == "hard"]
    if broken:
        raise AuditMismatch(breach_mismatch("The roster found", broken, asked.problem))
    return roster


def _float(money: Fraction | None) -> float | None:
    return None if money is None else float(money)


def _larger(one: float | None, other: float | None) -> float | None:
    known = [bound for bound in (one, other) if bound is not None]
    return max(known, default=None)


def _message(status: str, least: float | None, most: float | None) -> str:
    """What is proven of the price, and what is not."""
    if status == "infeasible":
        return "Proven: no roster of the plan has it, whatever the others do."
    if most is None:
        known = "" if least is None else f" One that has it costs at least {_more(least)}."
        return f"No roster that has it was found in time.{known}"
    if status == "optimal":
        return f"Proven: the cheapest roster that has it costs {_more(most)}."
    if least is not None and least > 0:
        return f"Proven: at least {_more(least)}, at most {_more(most)}."
    if most <= 0:
        return f"Proven: a roster that has it costs {_more(most)}."
    lower = "nothing is proven from below" if least is None else f"that it could cost {_more(least)} is not excluded"
    return f"Proven: at most {_more(most)}; {lower}."


def _more(extra: float) -> str:
    """A difference in cost to the roster asked about."""
    if not extra:
        return "as much as this one"
    return f"{abs(extra):,.2f} {'more' if extra > 0 else 'less'} than this one"
