"""Gap of required over time, a row of panels for each size and a panel for each seed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.batch.looks import Look, add_legend, own_looks, per_cent
from scheduler.batch.records import Run
from scheduler.plotting.canvas import FONT_SIZE, new_figure, save
from scripts.benchmarking.scale_summary import Rung, by_plan, longest, series_of
from scripts.benchmarking.scale_terms import terms_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PANEL_WIDTH, PANEL_HEIGHT, LEAST_WIDTH, TITLE_HEIGHT = 2.7, 2.0, 8.0, 0.8
"""Inches."""

LEAST, LARGEST = 0.01, 300.0
"""Per cent at the ends of the axis; what lies beyond is drawn at them."""

EARLIEST = 0.1
"""Seconds; what happens before is drawn there."""

Plan = tuple[str, int]
"""Name of plans, and seed."""


def draw_scale_gaps(rungs: Sequence[Rung], folder: Path) -> list[Path]:
    """Draw one picture for each load; return their paths."""
    paths = []
    for load in sorted({rung.size.load for rung in rungs}):
        chosen = [rung for rung in rungs if rung.size.load == load]
        paths.append(folder / f"gap-load-{load:g}.png")
        save(_figure(load, longest(chosen), best_bounds(chosen)), paths[-1])
    return paths


def gap_curve(run: Run, bound: float | None = None) -> list[tuple[float, float]]:
    """
    Seconds and gap of required, as a share, whenever it changed and at the end.

    Parameters
    ----------
    run
        A run; without a roster or the cost of the whole requirement there is no curve.
    bound
        What costs are held against; ``None`` for what the run itself had proven by then.
    """
    points: list[tuple[float, float]] = []
    if run.cost is None or not run.required_cost:
        return points
    for at, cost, proven in run.progress:
        against = proven if bound is None else bound
        if cost is not None and against is not None:
            points.append((at, max(0.0, cost - against) / run.required_cost))
    return [*points, (max(run.seconds, points[-1][0]), points[-1][1])] if points else []


def best_bounds(rungs: Iterable[Rung]) -> dict[Plan, float | None]:
    """Best bound that any run of a plan proved."""
    bounds: dict[Plan, float | None] = {}
    for group in by_plan(rungs):
        seed = group.runs[0].seed
        bounds[group.instance.removesuffix(f"-seed-{seed}"), seed] = group.best_bound
    return bounds


def _figure(load: float, rungs: Sequence[Rung], bounds: Mapping[Plan, float | None]) -> Figure:
    series = series_of(rungs, with_load=False)
    looks = own_looks(series)
    sizes = sorted({rung.size.agents for rung in rungs})
    seeds = sorted({run.seed for rung in rungs for run in rung.group.runs})
    width = max(PANEL_WIDTH, LEAST_WIDTH / len(seeds))
    figure = new_figure(width * len(seeds), PANEL_HEIGHT * len(sizes) + TITLE_HEIGHT)
    grid = figure.subplots(len(sizes), len(seeds), squeeze=False, sharex="row", sharey=True)
    samples: dict[str, Any] = {}
    for row, agents in zip(grid, sizes, strict=True):
        here = {label: [rung for rung in part if rung.size.agents == agents] for label, part in series.items()}
        for axes, seed in zip(row, seeds, strict=True):
            _panel(axes, here, seed, bounds, looks, samples)
            samples["target"] = axes.axhline(100 * terms_of(agents).gap_of_required, color="0.3", linewidth=0.8)
            axes.set_title(f"{agents:,} agents, seed {seed}", fontsize=FONT_SIZE + 1, loc="left")
            _scale(axes, [rung for part in here.values() for rung in part])
    for axes in grid[-1]:
        axes.set_xlabel("seconds", fontsize=FONT_SIZE)
    _set_titles(figure, load, samples)
    return figure


def _panel(
    axes: Axes,
    series: Mapping[str, Sequence[Rung]],
    seed: int,
    bounds: Mapping[Plan, float | None],
    looks: Mapping[str, Look],
    samples: dict[str, Any],
) -> None:
    without = []
    for label, rungs in series.items():
        for run in (run for rung in rungs for run in rung.group.runs if run.seed == seed):
            # Thin below thick: at the end, the two of the run with the best bound coincide.
            _draw(axes, gap_curve(run), looks[label], 0.8)
            line = _draw(axes, gap_curve(run, bounds[run.instance, seed]), looks[label], 1.8)
            samples.setdefault(label, line)
            if run.cost is None or not gap_curve(run, bounds[run.instance, seed]):
                without.append(f"{label}: {'no roster' if run.cost is None else 'no bound'}")
    axes.text(0.03, 0.05, "\n".join(without), transform=axes.transAxes, fontsize=FONT_SIZE, va="bottom")


def _draw(axes: Axes, curve: Sequence[tuple[float, float]], look: Look, width: float) -> Any:
    times = [max(EARLIEST, at) for at, _ in curve]
    gaps = [min(LARGEST, max(LEAST, 100 * gap)) for _, gap in curve]
    style = {"color": look.colour, "linestyle": look.line, "linewidth": width}
    return axes.plot(times, gaps, drawstyle="steps-post", clip_on=False, **style)[0]


def _scale(axes: Axes, rungs: Sequence[Rung]) -> None:
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    runs = [run for rung in rungs for run in rung.group.runs]
    firsts = [max(EARLIEST, run.first_cost_seconds) for run in runs if run.first_cost_seconds is not None]
    axes.set_xscale("log")
    axes.set_xlim(0.7 * min(firsts, default=EARLIEST), 1.2 * max(run.seconds for run in runs))
    axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_yscale("log")
    axes.set_ylim(LEAST, LARGEST)
    axes.yaxis.set_major_formatter(FuncFormatter(per_cent))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.grid(color="0.88", linewidth=0.6)
    axes.tick_params(labelsize=FONT_SIZE)


def _set_titles(figure: Figure, load: float, samples: dict[str, Any]) -> None:
    figure.suptitle(
        f"Gap of required over time, load {load:g}\n"
        f"thick: to the best bound of any run; thin: as proven then; {LEAST:g} % and below at the bottom",
        fontsize=FONT_SIZE + 2,
    )
    add_legend(figure, samples)
