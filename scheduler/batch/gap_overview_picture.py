"""Gap over time of a family with too many instances for a panel each."""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from scheduler.batch.gap_picture import LARGEST, gap_curves, scale, span_of, top_of
from scheduler.batch.looks import add_legend, own_looks
from scheduler.batch.summary import Group, labels_of
from scheduler.plotting.canvas import FONT_SIZE, new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 8.0, 4.6
"""Inches."""

PLACES = 120
"""Times at which the instances are looked at."""


def gap_overview(family: str, groups: Sequence[Group]) -> Figure:
    """Median over instances, of each its median over seeds, as a line; the middle half of them as a band."""
    labels = labels_of(groups)
    looks = own_looks(labels)
    figure = new_figure(WIDTH, HEIGHT)
    axes = figure.add_subplot()
    span, samples = span_of(groups), dict[str, Any]()
    for setting, label in labels.items():
        members = [group for group in groups if group.setting == setting]
        times, low, middle, high = middle_curves(members, span)
        look = looks[setting]
        style: dict[str, Any] = {"color": look.colour, "linestyle": look.line, "linewidth": 1.6}
        (samples[label],) = axes.plot(times, middle, drawstyle="steps-post", **style)
        axes.fill_between(times, low, high, step="post", color=look.colour, alpha=0.22, linewidth=0.0)
    scale(axes, span, top_of(groups))
    axes.set_xlabel("seconds", fontsize=FONT_SIZE)
    count = len({group.instance for group in groups})
    title = (
        f"{family}: gap over time to the best known or best bound, {count} instances (line: median, band: middle half)"
    )
    axes.set_title(title, fontsize=FONT_SIZE + 2, loc="left")
    add_legend(figure, samples)
    return figure


def middle_curves(
    groups: Sequence[Group], span: tuple[float, float]
) -> tuple[list[float], list[float], list[float], list[float]]:
    """
    Gaps in per cent, at times spread evenly on a logarithmic axis.

    Parameters
    ----------
    groups
        Of one setting; each counts once.
    span
        First and last time, in seconds.

    Returns
    -------
    times, low, middle, high
        Quartiles over the groups; ten times ``LARGEST`` at most, also without a roster.
    """
    first, last = span
    times = [first * (last / first) ** (place / (PLACES - 1)) for place in range(PLACES)]
    curves = [_values_at(group, times) for group in groups]
    low, middle, high = [], [], []
    for gaps in zip(*curves, strict=True):
        quarters = quantiles(gaps, n=4, method="inclusive") if len(gaps) > 1 else [gaps[0]] * 3
        low.append(quarters[0])
        middle.append(quarters[1])
        high.append(quarters[2])
    return times, low, middle, high


def _values_at(group: Group, times: Sequence[float]) -> list[float]:
    changes, gaps = gap_curves(group)
    values, place = [], -1
    for at in times:
        while place + 1 < len(changes) and changes[place + 1] <= at:
            place += 1
        gap = math.inf if place < 0 else median(gaps[place])
        values.append(min(100 * gap, 10 * LARGEST))
    return values
