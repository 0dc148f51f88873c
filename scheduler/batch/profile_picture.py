"""Three profiles of every setting: solved within a time, within a factor of the fastest, near the best cost."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.batch.looks import Look, add_legend, own_looks, per_cent
from scheduler.batch.performance import Values, common, cost_excesses, profile, ratios, times
from scheduler.batch.summary import Group, families_of, labels_of
from scheduler.plotting.canvas import FONT_SIZE, new_figure, save

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, HEIGHT = 12.0, 3.9
"""Inches."""

EARLIEST = 0.01
"""Seconds at the left end of the axis at least."""

LINEAR = 0.1
"""Per cent above the best cost up to which the axis is linear; logarithmic beyond."""


@dataclass(frozen=True)
class Panel:
    """
    Parameters
    ----------
    title, label
        What is shown; what the axis measures.
    values
        Of each setting on each problem.
    start
        Left end of the axis.
    linear
        Values up to which the axis is linear; ``None`` where all of it is logarithmic.
    """

    title: str
    label: str
    values: Values
    start: float
    linear: float | None = None


def draw_profiles(groups: Sequence[Group], folder: Path) -> list[Path]:
    """Draw one picture for each family; return their paths."""
    paths = []
    for family, members in families_of(groups).items():
        path = folder / f"profile-{family}.png"
        save(_figure(family, members), path)
        paths.append(path)
    return paths


def panels_of(groups: Sequence[Group]) -> list[Panel]:
    """What is drawn of a family, on the problems that all its settings have run."""
    proofs = common(times(groups))
    settings = sorted({group.setting for group in groups})
    near = {one: cost_excesses([group for group in groups if group.setting == one], groups) for one in settings}
    shares = {one: {name: 100 * max(0.0, gap) for name, gap in part.items()} for one, part in common(near).items()}
    finite = [value for part in proofs.values() for value in part.values() if math.isfinite(value)]
    start = max(EARLIEST, 0.7 * min(finite, default=1.0))
    return [
        Panel("proven optimal or infeasible within a time", "seconds", proofs, start),
        Panel("performance profile: proven within a factor of the fastest", "factor", ratios(proofs), 1.0),
        Panel("cost within a distance of the best known", "above the best", shares, 0.0, LINEAR),
    ]


def _figure(family: str, groups: Sequence[Group]) -> Figure:
    labels = labels_of(groups)
    looks = own_looks(labels)
    figure = new_figure(WIDTH, HEIGHT)
    samples: dict[str, Any] = {}
    panels = panels_of(groups)
    for axes, panel in zip(figure.subplots(1, len(panels), sharey=True), panels, strict=True):
        end = _scale(axes, panel)
        for setting, label in labels.items():
            samples[label] = _draw(axes, panel, panel.values.get(setting, {}), looks[setting], end)
    number = len(panels[0].values.get(next(iter(labels)), {}))
    figure.suptitle(f"{family}: share of {number} runs of each setting; none is left out", fontsize=FONT_SIZE + 3)
    add_legend(figure, samples)
    return figure


def _draw(axes: Axes, panel: Panel, values: Mapping[Any, float], look: Look, end: float) -> Any:
    """Draw the steps of a setting, from the left end of the axis to the right one."""
    at, shares = profile(list(values.values()))
    reached = shares[-1] if shares else 0.0
    places, heights = [panel.start, *at, end], [0.0, *shares, reached]
    style: dict[str, Any] = {"color": look.colour, "linestyle": look.line, "linewidth": 1.6}
    (line,) = axes.plot(places, [100 * share for share in heights], drawstyle="steps-post", **style)
    return line


def _scale(axes: Axes, panel: Panel) -> float:
    """Set up the axes; answer where they end."""
    from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

    finite = [at for part in panel.values.values() for at in profile(list(part.values()))[0]]
    end = max([1.5 * max(finite, default=0.0), 2.0 * (panel.linear or panel.start)])
    if panel.linear is None:
        axes.set_xscale("log")
        axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 2.0, 5.0)))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        axes.set_xlim(panel.start, end)
    else:
        axes.set_xscale("symlog", linthresh=panel.linear, linscale=0.6)
        ticks = [0.0, *(tick for tick in (0.1, 1.0, 10.0, 100.0, 1000.0) if tick <= end)]
        axes.set_xticks(ticks, [per_cent(tick) for tick in ticks])
        axes.set_xlim(-0.1 * panel.linear, end)
    axes.xaxis.set_minor_formatter(NullFormatter())
    axes.set_ylim(-2.0, 102.0)
    axes.set_yticks(range(0, 101, 20), [f"{share} %" for share in range(0, 101, 20)])
    axes.set_xlabel(panel.label, fontsize=FONT_SIZE)
    axes.set_title(panel.title, fontsize=FONT_SIZE + 1, loc="left")
    axes.grid(color="0.88", linewidth=0.6)
    axes.tick_params(labelsize=FONT_SIZE)
    return end
