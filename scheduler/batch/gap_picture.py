"""Gap over time, a panel for each instance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from scheduler.batch.looks import Look, add_legend, other_looks, own_looks, per_cent
from scheduler.batch.published import METHODS, TEN_MINUTES
from scheduler.batch.summary import Group, cost_after, excess, families_of, labels_of
from scheduler.plotting.canvas import FONT_SIZE, new_figure, plain, save

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

MOST_PANELS = 48
"""Instances of a family that get a panel each; more are drawn together."""

COLUMNS = 4
PANEL_WIDTH, PANEL_HEIGHT = 3.4, 2.3
"""Inches."""

EARLIEST = 0.1
"""Seconds; left end of the axis where nothing happens before."""

LINEAR = 1.0
"""Per cent up to which the axis is linear; logarithmic beyond."""

LARGEST = 10_000.0
"""Per cent at the top of the axis at most."""


def draw_gaps(groups: Sequence[Group], folder: Path) -> list[Path]:
    """Draw one picture for each family; return their paths."""
    from scheduler.batch.gap_overview_picture import gap_overview

    paths = []
    for family, members in families_of(groups).items():
        path = folder / f"gap-{family}.png"
        many = len({group.instance for group in members}) > MOST_PANELS
        save(gap_overview(family, members) if many else _figure(family, members), path)
        paths.append(path)
    return paths


def _figure(family: str, groups: Sequence[Group]) -> Figure:
    names = list(dict.fromkeys(group.instance for group in groups))
    columns = min(COLUMNS, max(2, len(names)))
    rows = math.ceil(len(names) / columns)
    figure = new_figure(PANEL_WIDTH * columns, PANEL_HEIGHT * rows + 0.6)
    grid = figure.subplots(rows, columns, squeeze=False).flatten()
    span, top = span_of(groups), top_of(groups)
    samples: dict[str, Any] = {}
    for place, (axes, name) in enumerate(zip(grid, names, strict=False)):
        _panel(axes, [group for group in groups if group.instance == name], groups, samples)
        scale(axes, span, top)
        if place + columns >= len(names):
            axes.set_xlabel("seconds", fontsize=FONT_SIZE)
    for axes in grid[len(names) :]:
        axes.set_visible(False)
    figure.suptitle(f"{family}: gap over time (line: median over seeds, band: best to worst)", fontsize=FONT_SIZE + 3)
    add_legend(figure, samples)
    return figure


def _panel(axes: Axes, members: Sequence[Group], family: Sequence[Group], samples: dict[str, Any]) -> None:
    labels = labels_of(family)
    looks = own_looks(labels)
    for group in members:
        samples[labels[group.setting]] = _draw_group(axes, group, looks[group.setting])
    without = [labels[group.setting] for group in members if all(run.cost is None for run in group.runs)]
    if without:
        text = "\n".join(f"{label}: no roster" for label in without)
        axes.text(0.03, 0.06, text, transform=axes.transAxes, fontsize=FONT_SIZE, va="bottom")
    known = members[0].known
    # Every method keeps its look, whichever have a result here.
    for method, look in other_looks(METHODS.values()).items():
        cost = known.published.get(TEN_MINUTES, {}).get(method)
        if cost is not None and known.upper is not None:
            gap = min(100 * excess(cost, known.upper), LARGEST)
            samples[method + ", 10 min"] = axes.plot([TEN_MINUTES], [gap], markersize=5, clip_on=False, **look)[0]
    reference = "to best known" if known.upper is not None else "to own bound"
    axes.set_title(f"{plain(members[0].instance)} ({reference})", fontsize=FONT_SIZE + 1, loc="left", parse_math=False)


def _draw_group(axes: Axes, group: Group, look: Look) -> Any:
    """Draw the line and band of a group; return the line."""
    times, curves = gap_curves(group)
    ceiling = 10 * LARGEST
    middle = [min(100 * median(values), ceiling) for values in curves]
    low, high = ([min(100 * pick(values), ceiling) for values in curves] for pick in (min, max))
    (line,) = axes.plot(times, middle, color=look.colour, linestyle=look.line, linewidth=1.6, drawstyle="steps-post")
    axes.fill_between(times, low, high, step="post", color=look.colour, alpha=0.22, linewidth=0.0)
    return line


def gap_curves(group: Group) -> tuple[list[float], list[list[float]]]:
    """
    Gaps of each run whenever any of them improved, and at the end.

    Returns
    -------
    times, gaps
        Seconds, and for each the gap of every run; infinite where it has no roster.
    """
    changes = {max(EARLIEST, at) for run in group.runs for at, cost, _ in run.progress if cost is not None}
    times = sorted({EARLIEST, *changes, _end(group)})
    return times, [[_gap(group, cost_after(run, at)) for run in group.runs] for at in times]


def _gap(group: Group, cost: float) -> float:
    if group.known.upper is not None:
        return excess(cost, group.known.upper)
    if group.best_bound is None or math.isinf(cost):
        return math.inf
    return (cost - group.best_bound) / cost if cost > 0 else 0.0


def _end(group: Group) -> float:
    return max(group.setting.time_limit_seconds, *(run.seconds for run in group.runs if run.cost is not None), 0.0)


def top_of(groups: Sequence[Group]) -> float:
    """Upper end of the axes, in per cent: what the worst first rosters need, and what is published."""
    shown = [100 * gap for group in groups for gaps in gap_curves(group)[1] for gap in gaps if math.isfinite(gap)]
    for group in groups:
        for cost in group.known.published.get(TEN_MINUTES, {}).values():
            shown.append(100 * excess(cost, group.known.upper) if group.known.upper else 0.0)
    return min(LARGEST, max([10.0, *shown]) * 1.5)


def span_of(groups: Sequence[Group]) -> tuple[float, float]:
    """Ends of the axes of time: before the first roster, and after the last run and all that is published."""
    firsts = [run.first_cost_seconds for group in groups for run in group.runs if run.first_cost_seconds is not None]
    ends = [_end(group) for group in groups]
    published = [float(TEN_MINUTES) for group in groups if group.known.published.get(TEN_MINUTES)]
    return max(EARLIEST, 0.7 * min(firsts, default=EARLIEST)), 1.3 * max(ends + published)


def scale(axes: Axes, span: tuple[float, float], top: float) -> None:
    """Axes of seconds (logarithmic) and of gaps in per cent up to a top (logarithmic beyond ``LINEAR``)."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    axes.set_xscale("log")
    axes.set_xlim(*span)
    # Within a decade or two, powers of ten alone are too few labels.
    axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_yscale("symlog", linthresh=LINEAR, linscale=0.6)
    axes.set_ylim(-0.15 * LINEAR, top)
    ticks = [0.0, *(10.0**power for power in range(5) if 10.0**power <= top)]
    axes.set_yticks(ticks, [per_cent(tick) for tick in ticks])
    axes.set_yticks([], minor=True)
    axes.grid(color="0.88", linewidth=0.6)
    axes.tick_params(labelsize=FONT_SIZE)
