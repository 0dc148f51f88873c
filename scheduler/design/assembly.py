"""From what the engine found to what is written, audited on the way."""

from __future__ import annotations

import datetime as dt
import platform
from dataclasses import dataclass
from fractions import Fraction
from importlib.metadata import version
from typing import TYPE_CHECKING

from scheduler.design.audit import DesignAudit, audit_design
from scheduler.design.compile import UNITS_PER_COST, DesignProblem
from scheduler.design.result import CurvePoint, Design, DesignedShift
from scheduler.errors import AuditMismatch
from scheduler.records import format_time_of_day
from scheduler.result import CostTerm, QueueCoverage, Status
from shiftmodels.engines.run import CUT_OFF
from shiftmodels.status import ModelStatus

if TYPE_CHECKING:
    from scheduler.design.offers import Offer
    from scheduler.design.settings import DesignSettings
    from scheduler.problem import Problem
    from shiftmodels.design.curve import DesignOptions, Designs
    from shiftmodels.design.solution import DesignSolution

NEW_PLAN = "plan"
"""Folder of the new plan beside ``design.json``."""

_PACKAGES = ("shiftwright", "highspy", "numpy")


@dataclass(frozen=True)
class Origin:
    """Where the plan was, what was set in it, and the fingerprint of all that; kept in the result."""

    plan_path: str = ""
    overrides: tuple[str, ...] = ()
    input_sha256: str = ""


@dataclass(frozen=True, eq=False)
class Assembly:
    """
    Parameters
    ----------
    problem
        The plan, with requirements.
    offers, settings
        What was asked for.
    compiled
        The arrays that the engine got.
    """

    problem: Problem
    offers: list[Offer]
    settings: DesignSettings
    compiled: DesignProblem

    def chosen(self, solution: DesignSolution) -> list[Offer]:
        """Shifts that anybody works, in the order of the offers."""
        used = {number for (number, _), people in self._duties(solution) if people}
        return [offer for number, offer in enumerate(self.offers) if number in used]

    def shifts(self, solution: DesignSolution) -> tuple[DesignedShift, ...]:
        """The same with people by date."""
        dates: dict[str, dict[dt.date, int]] = {}
        for (number, date), people in self._duties(solution):
            if people:
                dates.setdefault(self.offers[number].name, {})[date] = people
        return tuple(_shift(offer, dates[offer.name]) for offer in self.chosen(solution))

    def audited(self, solution: DesignSolution) -> DesignAudit:
        """
        What the auditor finds in the shifts of a design; the engine must agree.

        Raises
        ------
        AuditMismatch
            It does not.
        """
        offers = {offer.name: offer for offer in self.offers}
        audit = audit_design(self.shifts(solution), offers, self.problem, self.settings)
        fit, data = solution.fit, self.compiled.data
        claimed = Fraction(data.under_cost * fit.under + data.over_cost * fit.over, UNITS_PER_COST)
        if (claimed, fit.shifts) != (self._misfit(audit), audit.shifts):
            raise AuditMismatch(
                f"The engine claims {fit.shifts} shifts and a misfit of {float(claimed)}, the auditor finds "
                f"{audit.shifts} and {float(self._misfit(audit))}."
            )
        return audit

    def result(
        self, found: Designs, options: DesignOptions, origin: Origin, seconds: float, new_plan: str, trouble: list[str]
    ) -> Design:
        """
        Contents of ``design.json``.

        Parameters
        ----------
        found
            What the engine answers.
        options
            Its limits and seed.
        origin
            Where the plan was.
        seconds
            How long it took.
        new_plan
            Folder of the new plan; empty without one.
        trouble
            Why there is none.
        """
        solution, settings = found.design, self.settings
        audit, bound = self.audited(solution), solution.bound / UNITS_PER_COST
        terms = self._terms(audit)
        cost = sum(term.cost for term in terms.values())
        return Design(
            status=Status.INTERRUPTED if found.is_interrupted else _status(solution),
            plan=self.problem.name,
            start_date=self.problem.start_date,
            days=self.problem.days,
            queues=settings.queues,
            most_shifts=settings.most_shifts,
            shift_cost=float(settings.shift_cost),
            repeats=settings.repeats,
            break_share=float(settings.break_share),
            offered_shifts=len(self.offers),
            cost=cost,
            bound=min(bound, cost),
            gap=max(0.0, (cost - bound) / cost) if cost else 0.0,
            cost_terms=terms,
            coverage=QueueCoverage(
                required_hours=float(audit.required_hours),
                scheduled_hours=float(audit.scheduled_hours),
                understaffed_hours=float(audit.under_hours),
                overstaffed_hours=float(audit.over_hours),
            ),
            shifts=self.shifts(solution),
            curve=tuple(self._point(number, each) for number, each in enumerate(found.curve, start=1)),
            engine="highs",
            seed=options.seed,
            workers=options.workers,
            time_limit_seconds=options.time_limit_seconds,
            runtime_seconds=round(seconds, 3),
            versions={name: version(name) for name in _PACKAGES} | {"python": platform.python_version()},
            plan_path=origin.plan_path,
            input_sha256=origin.input_sha256,
            overrides=origin.overrides,
            new_plan=new_plan,
            messages=(*found.messages, *([CUT_OFF] if found.is_cut_off else []), *trouble),
        )

    def _terms(self, audit: DesignAudit) -> dict[str, CostTerm]:
        prices = self.compiled.prices
        amounts = {
            "understaffing": (audit.under_hours, prices.understaffing),
            "overstaffing": (audit.over_hours, prices.overstaffing),
            "shifts": (Fraction(audit.shifts), prices.shift),
        }
        return {
            name: CostTerm(amount=float(amount), unit_cost=float(price), cost=float(amount * Fraction(price)))
            for name, (amount, price) in amounts.items()
        }

    def _point(self, number: int, solution: DesignSolution) -> CurvePoint:
        audit = self.audited(solution)
        cost = float(self._misfit(audit))
        return CurvePoint(
            most_shifts=number,
            shifts=tuple(offer.name for offer in self.chosen(solution)),
            status=_status(solution),
            cost=cost,
            bound=min(cost, solution.bound / UNITS_PER_COST),
            understaffed_hours=float(audit.under_hours),
            overstaffed_hours=float(audit.over_hours),
        )

    def _misfit(self, audit: DesignAudit) -> Fraction:
        prices = self.compiled.prices
        return audit.under_hours * Fraction(prices.understaffing) + audit.over_hours * Fraction(prices.overstaffing)

    def _duties(self, solution: DesignSolution) -> list[tuple[tuple[int, dt.date], int]]:
        return list(zip(self.compiled.duties, solution.people.tolist(), strict=True))


def _shift(offer: Offer, people: dict[dt.date, int]) -> DesignedShift:
    return DesignedShift.model_validate(
        {
            "shift": offer.name,
            "patterns": tuple(pattern.pattern for pattern in offer.patterns.values()),
            "start": format_time_of_day(offer.start),
            "end": format_time_of_day(offer.end),
            "length_minutes": offer.minutes,
            "break_minutes": offer.break_minutes,
            "people": people,
        }
    )


def _status(solution: DesignSolution) -> Status:
    return Status.OPTIMAL if solution.status is ModelStatus.OPTIMAL else Status.FEASIBLE
