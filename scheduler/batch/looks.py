"""How own engines and published methods look: told apart by lightness, line and mark, also in grey."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from scheduler.plotting.canvas import FONT_SIZE

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Key = TypeVar("Key", bound=Hashable)

LEGEND_COLUMN, LEGEND_LINE = 3.6, 0.21
"""Inches, of the longest label and of a line."""

OWN = (
    ("#12355b", "-", "o"),
    ("#e08e0b", "--", "s"),
    ("#2a9d8f", "-.", "D"),
    ("#b5477b", ":", "^"),
    ("#7a4b1e", (0, (6, 1, 1, 1, 1, 1)), "v"),
)
OTHERS = (("^", "#ffffff"), ("s", "#bdbdbd"), ("D", "#ffffff"), ("v", "#6e6e6e"), ("p", "#d9d9d9"), ("h", "#ffffff"))


@dataclass(frozen=True)
class Look:
    """
    Parameters
    ----------
    colour
        Of line and mark.
    line
        Style of the line.
    mark
        Shape of the mark.
    """

    colour: str
    line: Any
    mark: str


def own_looks(settings: Iterable[Key]) -> dict[Key, Look]:
    """Look of each setting, or label, of own engines; where colours come again, each has another line."""
    looks = {}
    for number, setting in enumerate(settings):
        colour, _, _ = OWN[number % len(OWN)]
        _, line, mark = OWN[(number + number // len(OWN)) % len(OWN)]
        looks[setting] = Look(colour, line, mark)
    return looks


def other_looks(methods: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Options of a mark for each published method; the same method looks the same in every picture."""
    looks = {}
    for number, name in enumerate(methods):
        mark, fill = OTHERS[number % len(OTHERS)]
        looks[name] = {"marker": mark, "markerfacecolor": fill, "markeredgecolor": "0.15", "linestyle": "none"}
    return looks


def add_legend(figure: Figure, samples: Mapping[str, Any]) -> None:
    """
    Legend below everything, in as many columns as the figure is wide for; the figure grows by its height.

    Parameters
    ----------
    figure
        Where to draw.
    samples
        A sample for each label.
    """
    width, height = figure.get_size_inches()
    columns = max(1, min(len(samples), int(width / LEGEND_COLUMN)))
    figure.set_size_inches(width, height + LEGEND_LINE * (math.ceil(len(samples) / columns) + 1))
    figure.legend(
        handles=list(samples.values()),
        labels=list(samples),
        loc="outside lower center",
        ncols=columns,
        frameon=False,
        fontsize=FONT_SIZE + 1,
    )


def per_cent(value: float, _: object = None) -> str:
    """Label of a tick, in per cent as it comes."""
    return f"{value:g} %"
