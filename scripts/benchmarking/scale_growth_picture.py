"""Time and memory against the number of agents, both axes logarithmic."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np

from scheduler.batch.looks import Look, add_legend, own_looks
from scheduler.plotting.canvas import FONT_SIZE, new_figure, save
from scripts.benchmarking.scale_summary import Rung, longest, series_of

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 9.5, 6.4
"""Inches."""

Measure = Callable[[Rung], list[float]]

MEASURES: dict[str, Measure] = {
    "first roster, seconds": lambda rung: rung.seconds_to_first,
    "gap of required within its target, seconds": lambda rung: rung.seconds_to_target,
    "whole run, seconds": lambda rung: rung.seconds,
    "peak memory, megabytes": lambda rung: rung.memory_mb,
}
LIMITS: dict[str, Callable[[Rung], float]] = {
    "whole run, seconds": lambda rung: rung.group.setting.time_limit_seconds,
    "peak memory, megabytes": lambda rung: 1024 * rung.terms.memory_gb,
}
REFERENCE, LIMIT = "n log n, through the first median", "time limit, target of memory"


def draw_growth(rungs: Sequence[Rung], folder: Path) -> list[Path]:
    """Draw the picture of all loads and engines; return its path."""
    path = folder / "growth.png"
    save(_figure(longest(rungs)), path)
    return [path]


def reference(sizes: Sequence[int], first: float) -> list[float]:
    """``c n log n`` at each number of agents, through a value at the first."""
    at_first = sizes[0] * math.log(max(2, sizes[0]))
    return [first * size * math.log(max(2, size)) / at_first for size in sizes]


def _figure(rungs: Sequence[Rung]) -> Figure:
    series = series_of(rungs, with_load=True)
    looks = own_looks(series)
    figure = new_figure(WIDTH, HEIGHT)
    samples: dict[str, Any] = {}
    for axes, (title, measure) in zip(figure.subplots(2, 2).flatten(), MEASURES.items(), strict=True):
        first = [_draw_series(axes, label, rungs, measure, looks[label], samples) for label, rungs in series.items()]
        begun = [start for start in first if start is not None]
        if begun:
            sizes = sorted({rung.size.agents for rung in rungs if rung.size.agents >= begun[0][0]})
            samples[REFERENCE] = _draw_reference(axes, sizes, begun[0][1])
        if title in LIMITS:
            samples[LIMIT] = _draw_limit(axes, rungs, LIMITS[title])
        lines = [title, *(_lacking(label, part, measure) for label, part in series.items())]
        axes.set_title("\n".join(line for line in lines if line), fontsize=FONT_SIZE + 1, loc="left")
        _scale(axes, sorted({rung.size.agents for rung in rungs}))
    figure.suptitle("Growth with the number of agents (line: median over seeds, marks: runs)", fontsize=FONT_SIZE + 3)
    order = [*series, *(name for name in (REFERENCE, LIMIT) if name in samples)]
    add_legend(figure, {name: samples[name] for name in order})
    return figure


def _draw_series(
    axes: Axes, label: str, rungs: Sequence[Rung], measure: Measure, look: Look, samples: dict[str, Any]
) -> tuple[int, float] | None:
    """Draw medians as a line and runs as marks; answer the first size with a median and that median."""
    sizes = [rung.size.agents for rung in rungs]
    middle = [_shown(median(measure(rung))) for rung in rungs]
    style: dict[str, Any] = {"color": look.colour, "marker": look.mark}
    (samples[label],) = axes.plot(sizes, middle, linestyle=look.line, linewidth=1.6, markersize=5, **style)
    for size, rung in zip(sizes, rungs, strict=True):
        values = [_shown(value) for value in measure(rung)]
        axes.plot([size] * len(values), values, linestyle="none", markersize=3, alpha=0.45, **style)
    return next(((size, value) for size, value in zip(sizes, middle, strict=True) if not math.isnan(value)), None)


def _lacking(label: str, rungs: Sequence[Rung], measure: Measure) -> str:
    """Runs of each size without a value, in words; empty where all have one."""
    values = [measure(rung) for rung in rungs]
    without = [sum(math.isinf(value) for value in part) for part in values]
    counts = ", ".join(f"{number} of {len(part)}" for number, part in zip(without, values, strict=True))
    return f"{label}, without: {counts}" if any(without) else ""


def _draw_reference(axes: Axes, sizes: Sequence[int], first: float) -> Any:
    return axes.plot(sizes, reference(sizes, first), color="0.45", linestyle=(0, (1, 1.5)), linewidth=1.2, zorder=1)[0]


def _draw_limit(axes: Axes, rungs: Sequence[Rung], limit: Callable[[Rung], float]) -> Any:
    limits = {rung.size.agents: limit(rung) for rung in rungs}
    sizes = sorted(limits)
    style: dict[str, Any] = {"color": "0.25", "linewidth": 0.9, "marker": "_", "markersize": 9}
    return axes.plot(sizes, [limits[size] for size in sizes], zorder=1, **style)[0]


def _shown(value: float) -> float:
    """A value on a logarithmic axis; not a number, and so not drawn, where there is none."""
    return max(value, 0.01) if math.isfinite(value) else math.nan


def _scale(axes: Axes, sizes: Sequence[int]) -> None:
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter, NullLocator

    axes.set_xscale("log")
    axes.set_xlim(0.8 * sizes[0], 1.25 * sizes[-1])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xticks(sizes, [f"{size:,}" for size in sizes])
    if not any(math.isfinite(value) for line in axes.get_lines() for value in np.asarray(line.get_ydata())):
        axes.set_ylim(1.0, 10.0)
    axes.set_yscale("log")
    axes.yaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,g}"))
    axes.yaxis.set_minor_formatter(NullFormatter())
    axes.set_xlabel("agents", fontsize=FONT_SIZE)
    axes.grid(color="0.88", linewidth=0.6)
    axes.tick_params(labelsize=FONT_SIZE)
