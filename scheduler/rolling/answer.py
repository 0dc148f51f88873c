"""What building a plan week by week answers: one roster, audited on the whole plan."""

from __future__ import annotations

import time
from typing import Any

from scheduler.audit import audit, exact_cost
from scheduler.audit_law import law_of
from scheduler.errors import AuditMismatch
from scheduler.mismatch import breach_mismatch
from scheduler.problem import Problem
from scheduler.result import Audit, ProblemSize, Result, Status, WeekRun
from scheduler.rolling.roll import BuiltWeek, Rolled, RollSettings
from scheduler.run_facts import versions_of
from scheduler.solve import PACKAGES, STATUS_OF, Outcome, peak_memory_mb, required_cost
from shiftmodels.status import ModelStatus


def outcome_of(problem: Problem, rolled: Rolled, settings: RollSettings, begin: float, **facts: Any) -> Outcome:
    """
    The audited outcome of all weeks.

    Parameters
    ----------
    problem
        The whole plan, with requirements.
    rolled
        Its weeks.
    settings
        How they were built.
    begin
        When that began, as of ``time.monotonic``.
    facts
        Further fields of ``Result``, such as ``plan_path``.

    Returns
    -------
    The cost is that of the whole plan; there is no bound, as each week was built of what was known then. Without a
    roster of some week there is none of the plan, unless the run was interrupted: the weeks published so far are kept.

    Raises
    ------
    AuditMismatch
        If the auditor finds another cost than the last week's engine, or a breach of a hard rule.
    """
    status, last = _status(rolled, problem), rolled.weeks[-1]
    kept = status is Status.FEASIBLE or (status is Status.INTERRUPTED and bool(rolled.published.activities))
    checked = audit(rolled.published, problem) if kept else None
    if checked is not None and status is Status.FEASIBLE:
        _check(rolled, checked, problem)
    values = {
        "status": status,
        "plan": problem.name,
        "start_date": problem.start_date,
        "cost": None if checked is None else checked.cost,
        "bound": None,
        "gap": None,
        "gap_of_required": None,
        "required_cost": required_cost(problem),
        **_audited(checked, problem),
        "engine": last.engine,
        "seed": settings.seed,
        "workers": settings.workers,
        "time_limit_seconds": settings.time_limit_seconds,
        "runtime_seconds": round(time.monotonic() - begin, 3),
        "peak_memory_mb": peak_memory_mb(),
        "versions": versions_of(PACKAGES),
        "problem_size": _size(problem, rolled),
        "messages": (*_messages(rolled, problem), *dict.fromkeys(m for w in rolled.weeks for m in w.solution.messages)),
        "weeks": [_week_run(week, problem) for week in rolled.weeks],
        "look_ahead": settings.look_ahead,
    }
    return Outcome(problem, Result.model_validate(values | facts), rolled.published if kept else None, ())


def _status(rolled: Rolled, problem: Problem) -> Status:
    """How the whole ended; that a later week has no roster beside those published proves nothing of the plan."""
    last = rolled.weeks[-1]
    if last.solution.interrupted:
        return Status.INTERRUPTED
    if last.solution.assignment is not None and last.week.stop == problem.days:
        return Status.FEASIBLE
    is_proof = last.days == problem.days and not last.week.first and last.solution.status is ModelStatus.INFEASIBLE
    return Status.INFEASIBLE if is_proof else Status.NO_SOLUTION


def _check(rolled: Rolled, checked: Audit, problem: Problem) -> None:
    """The roster of all weeks keeps every hard rule, and costs what the engine of the last week says."""
    broken = [one for one in checked.violations if one.severity == "hard"]
    if broken:
        raise AuditMismatch(breach_mismatch("The roster of all weeks", broken, problem))
    claimed, found = rolled.weeks[-1].expected_cost, float(exact_cost(rolled.published, problem))
    if claimed != found:
        raise AuditMismatch(f"The engine of the last week claims a cost of {claimed}, the auditor finds {found}.")


def _audited(checked: Audit | None, problem: Problem) -> dict[str, Any]:
    if checked is None:
        return {"cost_terms": {}, "coverage": None, "violations": (), "law": law_of(problem, None)}
    return {name: getattr(checked, name) for name in ("cost_terms", "coverage", "violations", "law")}


def _size(problem: Problem, rolled: Rolled) -> ProblemSize:
    return ProblemSize(
        agents=len(problem.agents),
        queues=len(problem.queues),
        days=problem.days,
        intervals=problem.horizon.num_intervals,
        candidate_shifts=max(week.num_candidates for week in rolled.weeks),
    )


def _messages(rolled: Rolled, problem: Problem) -> list[str]:
    last = rolled.weeks[-1]
    if last.week.stop == problem.days and last.solution.assignment is not None:
        return []
    date = problem.horizon.date(last.week.first)
    if last.solution.interrupted:
        return [f"Interrupted at the week from {date:%a %Y-%m-%d}: weeks after it are empty."]
    beside = " beside the weeks that were published before it" if len(rolled.weeks) > 1 else ""
    if last.solution.status is ModelStatus.INFEASIBLE:
        dates = "" if last.days == problem.days else ", with the dates that were looked at"
        return [f"The week from {date:%a %Y-%m-%d} has no roster{beside}{dates}: that is proven."]
    return [f"No roster was found for the week from {date:%a %Y-%m-%d}{beside}."]


def _week_run(built: BuiltWeek, problem: Problem) -> WeekRun:
    status = STATUS_OF[built.solution.status]
    return WeekRun(
        first_date=problem.horizon.date(built.week.first),
        last_date=problem.horizon.date(built.week.stop - 1),
        expected_cost=built.expected_cost,
        status=Status.FEASIBLE if status is Status.OPTIMAL else status,
        engine=built.engine,
        runtime_seconds=round(built.seconds, 3),
    )
