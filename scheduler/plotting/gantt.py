"""What the Gantt charts of a day and of a week share: rows of agents and bars in time."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scheduler.people import Agent
from scheduler.plotting.canvas import FONT_SIZE, drawable, new_axes, plain
from scheduler.plotting.colours import Style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW_INCHES = 0.19
BAR_HEIGHT = 0.78


@dataclass(frozen=True)
class Bar:
    """
    A span of time in the row of an agent.

    Parameters
    ----------
    row
        Row, 0 at the top.
    start, end
        Minutes of the horizon.
    label
        What it is; bars of one label look alike.
    """

    row: int
    start: int
    end: int
    label: str


def gantt_axes(num_rows: int, width: float, axes: Axes | None) -> Axes:
    """The axes given, or new ones that are high enough for their rows; the width is in inches."""
    return axes if axes is not None else new_axes(width, 1.2 + ROW_INCHES * max(num_rows, 4))


def draw_bars(axes: Axes, bars: Iterable[Bar], styles: dict[str, Style]) -> dict[str, Any]:
    """
    Draw bars, label by label in the order of the styles.

    Returns
    -------
    dict
        A sample of each label that occurs, for the legend.
    """
    groups: defaultdict[str, list[Bar]] = defaultdict(list)
    for bar in bars:
        groups[bar.label].append(bar)
    for label in (label for label in styles if label in groups):
        group = groups[label]
        axes.barh(
            [bar.row for bar in group],
            [bar.end - bar.start for bar in group],
            left=[bar.start for bar in group],
            height=BAR_HEIGHT,
            label=label,
            zorder=2,
            **styles[label].options(),
        )
    return {label: style.patch() for label, style in styles.items() if label in groups}


def agent_axis(axes: Axes, agents: Sequence[Agent]) -> None:
    """A row for each agent, the first at the top, named on the left; by identifier where the name cannot be drawn."""
    names = Counter(agent.label for agent in agents)
    labels = [agent.label if names[agent.label] == 1 else f"{agent.label} ({agent.agent})" for agent in agents]
    drawn = [drawable(label, agent.agent) for label, agent in zip(labels, agents, strict=True)]
    axes.set_yticks(range(len(agents)), [plain(label) for label in drawn], fontsize=FONT_SIZE - 1)
    for text in axes.get_yticklabels():
        text.set_parse_math(False)
    axes.set_ylim(max(len(agents), 1) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    for row in range(4, len(agents), 5):
        axes.axhline(row + 0.5, color="0.85", linewidth=0.6, zorder=0.5)


def write_empty(axes: Axes, text: str) -> None:
    """Say in the middle of the axes why there is nothing to see."""
    axes.text(0.5, 0.5, text, transform=axes.transAxes, ha="center", va="center", fontsize=FONT_SIZE + 2, color="0.4")
