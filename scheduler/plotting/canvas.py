"""Figures to draw on, and their way into files."""

from __future__ import annotations

import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scheduler.errors import Complaint, InputError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

FONT_SIZE = 8
"""Points; labels of agents are one smaller."""

DOTS_PER_INCH = 110

NO_DATES: dict[str, dict[str, Any]] = {
    ".png": {"Software": None},
    ".svg": {"Date": None, "Creator": None},
    ".pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
"""Metadata of each format without anything that changes from run to run."""


def new_figure(width: float, height: float) -> Figure:
    """
    An empty figure that needs no display and keeps everything inside its edges.

    Parameters
    ----------
    width, height
        In inches.
    """
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), dpi=DOTS_PER_INCH, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def new_axes(width: float, height: float) -> Axes:
    """The only axes of a new figure; sizes in inches."""
    return new_figure(width, height).add_subplot()


def save(drawing: Axes | Figure, path: Path) -> None:
    """
    Write a picture; the same drawing gives the same bytes.

    Characters that the font lacks are drawn as boxes; see ``drawable``.

    Parameters
    ----------
    drawing
        Axes (their whole figure is written) or a figure.
    path
        File with suffix ``.png``, ``.svg`` or ``.pdf``; replaced if it exists.

    Raises
    ------
    InputError
        The suffix is another one.
    """
    import matplotlib as mpl

    suffix = path.suffix.lower()
    if suffix not in NO_DATES:
        message = f"Pictures are not written as {suffix or 'a file without suffix'!s}."
        raise InputError([Complaint(str(path), "", message, "Use .png, .svg or .pdf.")])
    figure = drawing.get_figure(root=True)
    if figure is None:
        raise ValueError("Axes without a figure not understood.")
    with mpl.rc_context({"svg.hashsalt": "shiftwright"}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        figure.savefig(path, format=suffix[1:], metadata=NO_DATES[suffix])


def plain(text: str, longest: int = 28) -> str:
    """A text as one line of at most ``longest`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def drawable(text: str, otherwise: str) -> str:
    """A text, or the other one where the font lacks a character of the text and none of the other one."""
    return otherwise if not _has_glyphs(text) and _has_glyphs(otherwise) else text


def _has_glyphs(text: str) -> bool:
    return all(ord(character) in _glyphs() for character in plain(text, len(text)))


@cache
def _glyphs() -> frozenset[int]:
    """Characters of the font, which comes with matplotlib."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return frozenset(get_font(findfont(FontProperties())).get_charmap())


def set_title(axes: Axes, text: str) -> None:
    """Title at the left; names of a plan may hold dollar signs, which are not mathematics."""
    axes.set_title(plain(text, 120), loc="left", fontsize=FONT_SIZE + 3, parse_math=False)


def set_legend(axes: Axes, entries: dict[str, Any]) -> None:
    """Legend to the right of the data; nothing without entries."""
    if not entries:
        return
    legend = axes.legend(
        handles=list(entries.values()),
        labels=[plain(label) for label in entries],
        loc="upper left",
        bbox_to_anchor=(1.005, 1.0),
        borderaxespad=0.0,
        frameon=False,
        fontsize=FONT_SIZE,
        handlelength=2.2,
        handleheight=1.2,
    )
    for text in legend.get_texts():
        text.set_parse_math(False)
