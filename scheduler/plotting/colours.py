"""How each activity looks: safe for colour-blind readers, and told apart by lightness and hatching in grey."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scheduler.problem import Problem
from scheduler.roster import Roster

if TYPE_CHECKING:
    from matplotlib.patches import Patch

QUEUE_COLOURS = ("#1f4e8c", "#f0b13c", "#2a9d8f", "#c8defa", "#b5477b", "#f7e8a4", "#7a4b1e", "#9ad6b5")
"""Neighbours differ in hue and by at least 20 points of lightness; after Okabe and Ito."""

QUEUE_HATCHES = ("", "", "....", "////", "", "\\\\\\\\", "xxxx", "----")
OTHER_COLOURS = ("#d9c3e6", "#e8d5c4", "#cfe3cf")
BREAK_COLOURS = ("#ffffff", "#d4d4d4", "#6e6e6e")
EDGE = "0.25"


@dataclass(frozen=True)
class Style:
    """
    Look of a bar.

    Parameters
    ----------
    colour
        Fill.
    hatch
        Hatching as matplotlib writes it; empty for none.
    """

    colour: str
    hatch: str = ""

    def options(self) -> dict[str, Any]:
        """Keyword arguments for a patch or a row of bars."""
        return {
            "facecolor": self.colour,
            "hatch": self.hatch,
            "edgecolor": EDGE,
            "linewidth": 0.4,
            "hatch_linewidth": 0.5,
        }

    def patch(self) -> Patch:
        """A sample for the legend."""
        from matplotlib.patches import Patch

        return Patch(**self.options())


ABSENCE = Style("#f3f3f3", "xxxxx")


def activity_styles(roster: Roster, problem: Problem) -> dict[str, Style]:
    """
    Look of every activity of a plan: queues in the plan's order, then breaks, then whatever else is done.

    With more than eight queues colours come again with bars added to the hatching.
    """
    styles = {queue.queue: _queue_style(number) for number, queue in enumerate(problem.queues)}
    breaks = dict.fromkeys(part.name for pattern in problem.patterns for part in pattern.breaks)
    for number, name in enumerate(name for name in breaks if name not in styles):
        styles[name] = Style(BREAK_COLOURS[number % 3], "" if number < 3 else "...")
    others = sorted({part.activity for part in roster.activities} - styles.keys())
    return styles | {name: Style(OTHER_COLOURS[number % 3], "oo") for number, name in enumerate(others)}


def _queue_style(number: int) -> Style:
    turn, place = divmod(number, len(QUEUE_COLOURS))
    return Style(QUEUE_COLOURS[place], QUEUE_HATCHES[place] + "||" * turn)
