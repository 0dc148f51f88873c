"""Designing shifts and writing their folder, for the verb that does."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.cli.building import check_run_folder
from scheduler.cli.known_names import check_known

if TYPE_CHECKING:
    from scheduler.design.design import DesignOutcome
    from scheduler.io.plan_source import PlanSource


@dataclass(frozen=True)
class DesignRequest:
    """
    Parameters
    ----------
    shifts, shift_cost
        Different shifts at most, and the price of each.
    patterns, starts, lengths
        Which may be offered; see ``scheduler.design.offers.Choice``.
    queues, repeats, break_share
        See ``scheduler.design.settings.design_settings``.
    curve
        Points of the curve; as many as there may be shifts where it is not given.
    time_limit_seconds, seed, workers
        See ``shiftmodels.design.curve.DesignOptions``.
    """

    shifts: int | None
    shift_cost: Decimal
    patterns: tuple[str, ...]
    starts: tuple[int, ...] | None
    lengths: tuple[int, ...] | None
    queues: tuple[str, ...]
    repeats: bool | None
    break_share: Decimal | None
    curve: int | None
    time_limit_seconds: float
    seed: int
    workers: int


def design_run(
    source: PlanSource, request: DesignRequest, folder: Path, *, pictures: bool, quiet: bool
) -> DesignOutcome:
    """
    Design shifts and write the folder.

    Parameters
    ----------
    source
        The plan.
    request
        What is asked for.
    folder
        Where the design is written; replaced if it is one.
    pictures
        Whether they are drawn; not so after Ctrl-C, which wants an end soon.
    quiet
        No progress on standard error.
    """
    from scheduler.cli.interrupt import stop_on_signals
    from scheduler.cli.progress import Display
    from scheduler.design.assembly import Origin
    from scheduler.design.design import design
    from scheduler.design.offers import Choice, offers_of
    from scheduler.design.settings import DEFAULT_SHIFTS, design_settings
    from scheduler.io.design_folder import write_design
    from shiftmodels.design.curve import DesignOptions

    problem = source.read()
    check_known(str(source.path), "--queue", request.queues, "queue", problem.queue_named)
    check_known(str(source.path), "--pattern", request.patterns, "pattern", problem.pattern_named)
    origin = Origin(str(source.path), tuple(each.source for each in source.overlays), source.sha256(problem))
    check_run_folder(folder)
    offers = offers_of(problem, Choice(request.patterns, request.starts, request.lengths))
    settings = design_settings(
        problem,
        offers,
        queues=request.queues,
        most_shifts=request.shifts,
        shift_cost=request.shift_cost,
        repeats=request.repeats,
        share=request.break_share,
    )
    points = request.shifts or DEFAULT_SHIFTS if request.curve is None else request.curve
    options = DesignOptions(request.time_limit_seconds, request.seed, request.workers, min(points, len(offers)))
    with stop_on_signals() as stop, Display(quiet=quiet) as display:
        outcome = design(problem, offers, settings, options, origin=origin, on_progress=display.show, stop=stop)
        pictures = pictures and not stop.is_set()
        display.say("Writing files" + (" and pictures" if pictures else "") + " ...")
        write_design(folder, outcome, pictures=pictures)
    return outcome
