"""Costs against those of published methods at the same time limit."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from scheduler.batch.looks import add_legend, other_looks, own_looks, per_cent
from scheduler.batch.published import HOUR, METHODS, TEN_MINUTES
from scheduler.batch.summary import Group, Setting, costs_at, excess, families_of, labels_of
from scheduler.plotting.canvas import FONT_SIZE, new_figure, plain, save

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, LINE_HEIGHT = 11.0, 0.13
"""Inches; the second of one method of one instance."""

EDGE = 100.0
"""Per cent above the best known at the right end of the axis."""

LINEAR = 0.1


def draw_published(groups: Sequence[Group], folder: Path) -> list[Path]:
    """Draw one picture for each family and time limit with published results; return the paths."""
    paths = []
    for family, members in families_of(groups).items():
        by_limit: dict[int, list[Group]] = {}
        for group in members:
            by_limit.setdefault(published_limit(group.setting.time_limit_seconds), []).append(group)
        for limit, chosen in by_limit.items():
            if any(group.known.published.get(limit) and group.known.upper is not None for group in chosen):
                path = folder / f"published-{family}-{limit // 60}min.png"
                save(_figure(family, chosen, limit), path)
                paths.append(path)
    return paths


def published_limit(own_limit_seconds: float) -> int:
    """Limit of published results to compare with: an hour for runs of an hour or more, otherwise ten minutes."""
    return HOUR if own_limit_seconds >= HOUR else TEN_MINUTES


def _figure(family: str, groups: Sequence[Group], limit: int) -> Figure:
    chosen = [group for group in groups if group.known.published.get(limit) and group.known.upper is not None]
    by_instance: dict[str, dict[Setting, Group]] = {}
    for group in chosen:
        by_instance.setdefault(group.instance, {})[group.setting] = group
    labels = labels_of(chosen)
    others = [name for name in METHODS.values() if any(name in group.known.published[limit] for group in chosen)]
    lines = len(labels) + len(others) + 1
    figure = new_figure(WIDTH, 0.8 + LINE_HEIGHT * lines * len(by_instance))
    axes = figure.add_subplot()
    for place, settings in enumerate(by_instance.values()):
        _draw_own(axes, settings, labels, limit, place * lines)
        known = next(iter(settings.values())).known
        for number, (method, look) in enumerate(_chosen(others).items()):
            cost = known.published[limit].get(method)
            gap = math.nan if cost is None else 100 * excess(cost, known.upper or 0.0)
            _mark(axes, gap, place * lines + len(labels) + number, method, look)
    _scale(axes, list(by_instance), lines)
    _set_titles(figure, axes, family, limit)
    return figure


def _chosen(methods: Sequence[str]) -> dict[str, dict[str, Any]]:
    return {name: look for name, look in other_looks(METHODS.values()).items() if name in methods}


def _draw_own(axes: Axes, settings: Mapping[Setting, Group], labels: dict[Setting, str], limit: int, top: int) -> None:
    """Draw the median over seeds as a mark, best to worst as a line."""
    looks = own_looks(labels)
    for number, (setting, label) in enumerate(labels.items()):
        group = settings.get(setting)
        look = looks[setting]
        mark = {"marker": look.mark, "color": look.colour, "linestyle": "none"}
        own = f"own {label}, {min(setting.time_limit_seconds, limit):g} s"
        if group is None:
            continue
        gaps = [100 * excess(cost, group.known.upper or 0.0) for cost in sorted(costs_at(group, limit))]
        axes.plot([min(gaps[0], EDGE), min(gaps[-1], EDGE)], [top + number] * 2, color=look.colour, linewidth=2.4)
        _mark(axes, median(gaps), top + number, own, mark)


def _mark(axes: Axes, gap: float, line: int, label: str, look: Mapping[str, Any]) -> None:
    """A mark at a gap in per cent; at the edge with its number where it lies beyond."""
    axes.plot([min(gap, EDGE)], [line], markersize=5.5, label=label, clip_on=False, zorder=4, **look)
    if gap > EDGE:
        text = "no roster" if math.isinf(gap) else f"+{gap:,.0f} %"
        axes.annotate(
            text,
            (EDGE, line),
            (7, 0),
            textcoords="offset points",
            va="center",
            fontsize=FONT_SIZE,
            annotation_clip=False,
        )


def _scale(axes: Axes, names: Sequence[str], lines: int) -> None:
    axes.set_xscale("symlog", linthresh=LINEAR, linscale=0.6)
    lowest = min(-0.03, 1.3 * min(axes.dataLim.x0, 0.0))
    axes.set_xlim(lowest, EDGE)
    ticks = [tick for tick in (-10.0, -1.0, -0.1, 0.0, 0.1, 1.0, 10.0, 100.0) if tick >= lowest]
    axes.set_xticks(ticks, [per_cent(tick) for tick in ticks])
    axes.set_xticks([], minor=True)
    axes.set_yticks([place * lines + (lines - 2) / 2 for place in range(len(names))], [plain(name) for name in names])
    axes.set_ylim(len(names) * lines - 0.5, -1.0)
    for place in range(1, len(names)):
        axes.axhline(place * lines - 1, color="0.8", linewidth=0.6)
    axes.grid(axis="x", color="0.88", linewidth=0.6)
    axes.tick_params(labelsize=FONT_SIZE + 1, length=2)


def _set_titles(figure: Figure, axes: Axes, family: str, limit: int) -> None:
    axes.set_xlabel("cost above the best known (linear below 0.1 %)", fontsize=FONT_SIZE + 1)
    axes.set_title(
        f"{family}: own cost (mark: median over seeds, line: range) and published results, {limit // 60} minutes",
        fontsize=FONT_SIZE + 3,
        loc="left",
    )
    samples = dict(zip(*reversed(axes.get_legend_handles_labels()), strict=True))
    add_legend(figure, samples)
