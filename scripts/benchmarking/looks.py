"""How own engines and published methods look: told apart by lightness, line and mark, also in grey."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from scripts.benchmarking.summary import Setting

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


def own_looks(settings: Iterable[Setting]) -> dict[Setting, Look]:
    """Look of each setting of own engines."""
    return {setting: Look(*OWN[number % len(OWN)]) for number, setting in enumerate(settings)}


def other_looks(methods: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Options of a mark for each published method; the same method looks the same in every picture."""
    looks = {}
    for number, name in enumerate(methods):
        mark, fill = OTHERS[number % len(OTHERS)]
        looks[name] = {"marker": mark, "markerfacecolor": fill, "markeredgecolor": "0.15", "linestyle": "none"}
    return looks


def per_cent(value: float, _: object = None) -> str:
    """Label of a tick, in per cent as it comes."""
    return f"{value:g} %"
