"""Design shifts for a plan: offers, arrays, engine, audit, result."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scheduler.design.assembly import NEW_PLAN, Assembly, Origin
from scheduler.design.audit import DesignAudit
from scheduler.design.compile import UNITS_PER_COST, compile_design
from scheduler.design.new_plan import plan_with
from scheduler.design.result import Design
from scheduler.errors import Complaint, InputError
from scheduler.problem import CrossCheckError, Problem
from scheduler.solve import Progress
from shiftmodels.design.curve import DesignOptions, solve_designs

if TYPE_CHECKING:
    from scheduler.design.offers import Offer
    from scheduler.design.settings import DesignSettings
    from shiftmodels.solution import ProgressPoint


@dataclass(frozen=True)
class DesignOutcome:
    """
    Parameters
    ----------
    problem
        The plan that was designed for, with requirements.
    design
        Contents of ``design.json``.
    audit
        Agents required and at work in each interval.
    plan
        The plan whose patterns are the shifts; ``None`` where it could not be made.
    """

    problem: Problem
    design: Design
    audit: DesignAudit
    plan: Problem | None


def design(
    problem: Problem,
    offers: list[Offer],
    settings: DesignSettings,
    options: DesignOptions,
    *,
    origin: Origin | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    stop: threading.Event | None = None,
) -> DesignOutcome:
    """
    Find the shifts to offer, and people for them.

    Parameters
    ----------
    problem
        The plan; demand is turned into requirements first.
    offers
        From ``offers_of``.
    settings
        From ``design_settings``.
    options
        Time, seed, workers, points of the curve.
    origin
        Kept in the result.
    on_progress
        Called at each improvement of cost or bound of the design.
    stop
        Set it to end early and keep what was found.

    Raises
    ------
    InputError
        Nothing is required.
    AuditMismatch
        Engine and auditor disagree on what the design costs.
    """
    begin = time.monotonic()
    staffed = _staffed(problem, settings)
    compiled = compile_design(staffed, offers, settings)

    def tell(point: ProgressPoint) -> None:
        if on_progress is not None and point.cost is not None and point.bound is not None:
            on_progress(Progress(point.seconds, point.cost / UNITS_PER_COST, point.bound / UNITS_PER_COST))

    found = solve_designs(compiled.data, options, tell, stop)
    assembly = Assembly(staffed, offers, settings, compiled)
    plan, trouble = _new_plan(problem, assembly.chosen(found.design))
    audit = assembly.audited(found.design)
    folder, seconds = "" if plan is None else NEW_PLAN, time.monotonic() - begin
    result = assembly.result(found, options, origin or Origin(), seconds, folder, trouble)
    return DesignOutcome(staffed, result, audit, plan)


def _staffed(problem: Problem, settings: DesignSettings) -> Problem:
    from scheduler.staffing import staff

    staffed = staff(problem) if problem.demand and not problem.requirements else problem
    if not any(row.required for row in staffed.requirements if row.queue in settings.queues):
        message = f"Nothing is required on {', '.join(settings.queues)}."
        raise InputError([Complaint("Requirement", "", message, "Give requirements or demand, or name other queues.")])
    return staffed


def _new_plan(problem: Problem, chosen: list[Offer]) -> tuple[Problem | None, list[str]]:
    """The plan with the chosen shifts as patterns, or why there is none."""
    if not chosen:
        return None, ["No plan was written: the best design has no shift."]
    try:
        return plan_with(problem, chosen), []
    except CrossCheckError as error:
        return None, [f"No plan was written, as something in it needs a pattern that is gone: {error}"]
