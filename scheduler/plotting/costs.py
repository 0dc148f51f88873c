"""What runs cost, and where they differ: the costs and benefits of variants of a plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from scheduler.cost_terms import KINDS
from scheduler.plotting.canvas import FONT_SIZE, new_figure, plain, set_legend, set_title
from scheduler.plotting.colours import BREAK_COLOURS, QUEUE_COLOURS, QUEUE_HATCHES, Style
from scheduler.run_comparison import FinishedRun

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, BAR_HEIGHT, AROUND = 12.0, 0.26, 1.0
"""Inches; of a bar, and of title and axis."""
MOST_TERMS = 14
"""Terms whose differences have a line of their own; what is smaller is added up."""
LARGE = 10.0
"""Differences from which cents do not matter."""
ALL_ELSE, TOTAL = "all else", "total"

STYLES = [Style(colour, hatch) for colour, hatch in zip(QUEUE_COLOURS, QUEUE_HATCHES, strict=True)]
KIND_STYLES = dict(zip(KINDS, [*STYLES, Style(BREAK_COLOURS[1], "..."), Style(BREAK_COLOURS[2])], strict=True))


def plot_costs(runs: Sequence[FinishedRun]) -> Figure:
    """
    Draw what each run costs by kind of cost, with its bound, and what the others cost more or less than the first.

    Parameters
    ----------
    runs
        Two at least; each has a roster.

    Returns
    -------
    Figure
        Axes of whole costs above, of differences term by term below.
    """
    differences = differences_from_first(runs)
    heights = [len(runs) * 2 * BAR_HEIGHT + AROUND, len(differences) * len(runs) * BAR_HEIGHT + AROUND]
    figure = new_figure(WIDTH, sum(heights))
    above, below = figure.subplots(2, 1, height_ratios=heights)
    _draw_costs(above, runs)
    _draw_differences(below, runs, differences)
    return figure


def differences_from_first(runs: Sequence[FinishedRun]) -> dict[str, list[float]]:
    """By cost term what each run but the first costs more than it: the greatest differences, then their total."""
    names = dict.fromkeys(name for run in runs for name in run.result.cost_terms)
    costs = {name: np.array([_cost_of(run, name) for run in runs]) for name in names}
    more = {name: cost[1:] - cost[0] for name, cost in costs.items() if np.any(cost[1:] != cost[0])}
    order = sorted(more, key=lambda name: -float(np.abs(more[name]).max()))
    shown = {name: more[name].tolist() for name in order[:MOST_TERMS]}
    if len(order) > MOST_TERMS:
        shown[ALL_ELSE] = np.sum([more[name] for name in order[MOST_TERMS:]], axis=0).tolist()
    return shown | {TOTAL: [_total(run) - _total(runs[0]) for run in runs[1:]]}


def _total(run: FinishedRun) -> float:
    return 0.0 if run.result.cost is None else run.result.cost


def _cost_of(run: FinishedRun, name: str) -> float:
    term = run.result.cost_terms.get(name)
    return 0.0 if term is None else term.cost


def _draw_costs(axes: Axes, runs: Sequence[FinishedRun]) -> None:
    places = np.arange(len(runs))
    ends = np.zeros(len(runs))
    samples: dict[str, Any] = {}
    for kind, style in KIND_STYLES.items():
        parts = np.array([_cost_of_kind(run, kind) for run in runs])
        if parts.any():
            axes.barh(places, parts, 0.7, left=ends, **style.options())
            samples["rules" if kind == "rule" else kind] = style.patch()
            ends += parts
    for place, run in enumerate(runs):
        bound = run.result.bound
        if bound is not None:
            (samples["bound"],) = axes.plot([bound, bound], [place - 0.45, place + 0.45], color="black", linewidth=1.6)
        text = f" {_total(run):,.0f}" + ("" if bound is None else f" (bound {bound:,.0f})")
        axes.text(max(ends[place], bound or 0.0), place, text, va="center", fontsize=FONT_SIZE)
    axes.set_yticks(places, [plain(run.name, 40) for run in runs], fontsize=FONT_SIZE, parse_math=False)
    axes.invert_yaxis()
    axes.set_xlim(0, 1.25 * max(1.0, float(ends.max())))
    _finish(axes, "cost")
    set_title(axes, "Costs of runs")
    set_legend(axes, samples)


def _cost_of_kind(run: FinishedRun, kind: str) -> float:
    return sum(term.cost for name, term in run.result.cost_terms.items() if name.split(":", 1)[0] == kind)


def _draw_differences(axes: Axes, runs: Sequence[FinishedRun], differences: dict[str, list[float]]) -> None:
    others = runs[1:]
    thickness = 0.8 / len(others)
    places = np.arange(len(differences))
    samples = {}
    for number, run in enumerate(others):
        values = np.array([each[number] for each in differences.values()])
        style = STYLES[number % len(STYLES)]
        bars = axes.barh(places - 0.4 + (number + 0.5) * thickness, values, thickness, **style.options())
        axes.bar_label(bars, [_more(value) for value in values], padding=3, fontsize=FONT_SIZE - 1)
        samples[run.name] = style.patch()
    axes.axvline(0.0, color="black", linewidth=0.8)
    axes.axhline(len(differences) - 1.5, color="0.6", linewidth=0.8)
    axes.set_yticks(places, [plain(name, 40) for name in differences], fontsize=FONT_SIZE, parse_math=False)
    axes.invert_yaxis()
    axes.margins(x=0.15)
    if not np.any(list(differences.values())):
        axes.set_xlim(-1, 1)
    _finish(axes, "cost more (right) or less (left)")
    set_title(axes, f"Against {runs[0].name}, by term of the cost")
    set_legend(axes, samples)


def _more(value: float) -> str:
    """A difference with its sign; cents only where they are a part of it that counts."""
    return f"{value:+,.0f}" if abs(value) >= LARGE else f"{value:+,.2f}" if round(value, 2) else "0"


def _finish(axes: Axes, label: str) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set_xlabel(label, fontsize=FONT_SIZE)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.xaxis.set_major_formatter(lambda value, _: f"{round(value):,}")
    axes.tick_params(labelsize=FONT_SIZE, length=2)
    axes.grid(axis="x", color="0.85", linewidth=0.6)
    axes.set_axisbelow(True)
