"""Weeks of a plan built one after the other."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from scheduler.compile import Compiled, compile_problem
from scheduler.decode import decode
from scheduler.encode import NoRosterOfPlanError, encode
from scheduler.engine_choice import Engine, engine_for
from scheduler.problem import Problem
from scheduler.rolling.futures import ByFutures, decided_by_futures
from scheduler.rolling.weeks import Week, known_plan, looked_until, weeks_of, without_later_minima
from scheduler.roster import Roster
from scheduler.solve import WORK_SHARE, solved
from shiftmodels.cells.knows import knows_cells
from shiftmodels.engines.run import SolveOptions
from shiftmodels.feasibility import is_feasible
from shiftmodels.solution import Assignment, ModelSolution
from shiftmodels.status import ModelStatus

CELL_TIMES = 1.35
"""How much more work than that plans of cells are given: of them it is known closely how long it takes."""


@dataclass(frozen=True)
class RollSettings:
    """
    Parameters
    ----------
    look_ahead
        Weeks after each week that are looked at, as futures or by a forecast; ``None``: all. Others are left out
        (``early_end.py``).
    engine, seed, workers, memory_mb
        See ``scheduler.solve.build``.
    time_limit_seconds
        Wall time of each week.
    """

    look_ahead: int | None = None
    engine: Engine = "auto"
    time_limit_seconds: float = 60.0
    seed: int = 0
    workers: int = 2
    memory_mb: float | None = None


@dataclass(frozen=True)
class BuiltWeek:
    """
    One week and how it was built.

    Parameters
    ----------
    week
        Its days.
    solution
        Answer of the engine to the plan as it was known then.
    plan
        The roster that it is: of weeks after this one as expected; ``None`` where there is none.
    days
        Days of the plan that were looked at, from its first.
    engine
        Which one.
    expected_cost
        What these days were to cost by what was known, in the mean of futures where there are some; ``None`` without a
        roster.
    num_candidates
        Shifts to choose from.
    seconds
        Wall time.
    """

    week: Week
    solution: ModelSolution
    plan: Roster | None
    days: int
    engine: str
    expected_cost: float | None
    num_candidates: int
    seconds: float


@dataclass(frozen=True)
class Rolled:
    """
    Parameters
    ----------
    published
        Shifts of all weeks for which there is a roster.
    weeks
        The weeks in order, up to the first without a roster.
    """

    published: Roster
    weeks: tuple[BuiltWeek, ...]


def roll(
    problem: Problem,
    settings: RollSettings,
    on_week: Callable[[BuiltWeek], None] | None = None,
    stop: threading.Event | None = None,
) -> Rolled:
    """
    Build the weeks of a plan one after the other.

    Parameters
    ----------
    problem
        The plan, with requirements. A week is built from what ``known_plan`` says of it: nothing that becomes known
        later can change it, and what is published stays.
    settings
        How each week is built.
    on_week
        Called with each week that has been built.
    stop
        Set it to end early: the week at work is published as it stands, and is the last.
    """
    published, plan, weeks = Roster(()), Roster(()), list[BuiltWeek]()
    for week in weeks_of(problem):
        built = build_week(problem, week, published, plan, settings, stop)
        weeks.append(built)
        if on_week is not None:
            on_week(built)
        if built.plan is None:
            break
        plan, published = built.plan, published_until(built.plan, problem, week.stop)
        if built.solution.interrupted:
            break
    return Rolled(published, tuple(weeks))


def build_week(
    problem: Problem,
    week: Week,
    published: Roster,
    start: Roster,
    settings: RollSettings,
    stop: threading.Event | None = None,
) -> BuiltWeek:
    """
    Build one week, and with it what is expected of the weeks after it.

    Parameters
    ----------
    problem
        The plan, with requirements.
    week
        The week.
    published
        Shifts of the weeks before it.
    start
        A roster of the plan that has these shifts, to begin with; an empty one is none.
    settings
        How it is built.
    stop
        Set it to end early.
    """
    begin = time.monotonic()
    compiled = compile_problem(known_plan(problem, week, published, settings.look_ahead))
    engine = engine_for(settings.engine, compiled, settings.time_limit_seconds).engine
    decided, answer = _by_futures(compiled, engine, problem, week, start, settings, begin, stop)
    if decided is not None:
        return decided
    built = _by_forecast(compiled, engine, week, start, settings, begin, answer, stop)
    freed = without_later_minima(compiled.problem, week)
    if built.solution.status is ModelStatus.INFEASIBLE and freed != compiled.problem:
        told = replace(answer, messages=(*answer.messages, _without_minima(problem, week)))
        built = _by_forecast(compile_problem(freed), engine, week, start, settings, begin, told, stop)
    return built


def _by_forecast(
    compiled: Compiled,
    engine: str,
    week: Week,
    start: Roster,
    settings: RollSettings,
    begin: float,
    before: ByFutures,
    stop: threading.Event | None,
) -> BuiltWeek:
    """A week built beside the forecast of later ones, after what took some time and told something."""
    options = _options(compiled, engine, start, settings, begin, before.seconds)
    solution, _ = solved(compiled, engine, options, None, stop)
    solution = replace(solution, messages=(*before.messages, *solution.messages))
    found = None if solution.assignment is None else decode(compiled, solution.assignment)
    cost = compiled.money(solution.cost)
    expected = None if cost is None else float(cost)
    return _built(compiled, week, solution, found, engine, expected, begin)


def _without_minima(problem: Problem, week: Week) -> str:
    date = problem.horizon.date(week.first)
    return (
        f"The week from {date:%a %Y-%m-%d} has no roster beside the minima that later weeks will probably have: it was "
        "built as if they had none."
    )


def _by_futures(
    compiled: Compiled,
    engine: str,
    problem: Problem,
    week: Week,
    start: Roster,
    settings: RollSettings,
    begin: float,
    stop: threading.Event | None,
) -> tuple[BuiltWeek | None, ByFutures]:
    """
    A week of a plan of cells decided for several futures at once, and how that went.

    It is ``None`` where no week comes after it, where the engine is not ``staged``, or where nothing is found.
    """
    is_last = looked_until(problem, week, settings.look_ahead) <= week.stop
    if is_last or engine != "staged" or not knows_cells(compiled.data):
        return None, ByFutures()
    options = _options(compiled, engine, start, settings, begin)
    answer = decided_by_futures(compiled, problem, week, options, stop)
    if answer.agreed is None:
        return None, answer
    found, cost = answer.agreed.found, answer.agreed.cost
    solution = ModelSolution(ModelStatus.FEASIBLE, found, round(cost), None, messages=answer.messages)
    expected = round(cost * float(compiled.cost_unit), 2)
    return _built(compiled, week, solution, decode(compiled, found), engine, expected, begin), answer


def _built(
    compiled: Compiled,
    week: Week,
    solution: ModelSolution,
    plan: Roster | None,
    engine: str,
    expected: float | None,
    begin: float,
) -> BuiltWeek:
    days, seconds = compiled.problem.days, time.monotonic() - begin
    return BuiltWeek(week, solution, plan, days, engine, expected, compiled.num_candidates, seconds)


def _options(
    compiled: Compiled, engine: str, plan: Roster, settings: RollSettings, begin: float, spent: float = 0.0
) -> SolveOptions:
    """What an engine is told of a week that began to be built at a reading of ``time.monotonic``."""
    work = _work_seconds(compiled, settings.time_limit_seconds, engine) if settings.workers == 1 else None
    return SolveOptions(
        time_limit_seconds=_seconds_left(settings, begin),
        seed=settings.seed,
        workers=settings.workers,
        memory_mb=settings.memory_mb,
        work_seconds=None if work is None else max(0.1 * work, work - spent),
        start=_start(compiled, plan, engine),
        wants_bound=False,
    )


def _seconds_left(settings: RollSettings, begin: float) -> float:
    return max(0.5, settings.time_limit_seconds - (time.monotonic() - begin))


def _work_seconds(compiled: Compiled, limit_seconds: float, engine: str) -> float:
    """Work of a week of one worker, so that the wall does not end it."""
    is_closely_counted = engine == "staged" and knows_cells(compiled.data)
    return WORK_SHARE * limit_seconds * (CELL_TIMES if is_closely_counted else 1.0)


def _start(compiled: Compiled, plan: Roster, engine: str) -> Assignment | None:
    """
    The plan of the week before to begin with; ``None`` where there is none.

    What has become known since may forbid it: ``staged`` looks at that itself, other engines take it as it is.
    """
    if not plan.activities:
        return None
    try:
        start = encode(compiled, plan)
    except NoRosterOfPlanError:
        return None
    return start if engine == "staged" or is_feasible(compiled.data, start) else None


def published_until(roster: Roster, problem: Problem, stop: int) -> Roster:
    """Shifts, and windows of equipment, with dates before a day."""
    until = problem.horizon.date(stop)
    kept = [[part for part in parts if part.shift_date < until] for parts in (roster.activities, roster.stays)]
    return Roster(*kept)
