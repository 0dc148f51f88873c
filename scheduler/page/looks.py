"""Looks of activities as style sheets have them: the colours and hatches of the pictures."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.plotting.colours import ABSENCE, Style, activity_styles
from scheduler.problem import Problem
from scheduler.roster import Roster

LINES = {"/": "45deg", "\\": "135deg", "-": "0deg", "|": "90deg", "x": "45deg", ".": "0deg", "o": "0deg"}
"""Direction of the lines that stand for a hatch of matplotlib."""
DARK = 140
"""Lightness, of 255, below which letters on a colour are white."""
ABSENT = "absent"


@dataclass(frozen=True)
class Look:
    """
    How bars of an activity look.

    Parameters
    ----------
    name
        The activity.
    key
        Its class in the style sheet.
    rule
        What the style sheet says of it.
    """

    name: str
    key: str
    rule: str


def looks_of(roster: Roster, problem: Problem) -> dict[str, Look]:
    """
    Looks by activity, absences last.

    Parameters
    ----------
    roster, problem
        A roster, and the plan it belongs to.
    """
    styles = activity_styles(roster, problem) | {ABSENT: ABSENCE}
    return {name: Look(name, f"a{number}", _rule(style)) for number, (name, style) in enumerate(styles.items())}


def _rule(style: Style) -> str:
    letters = "#fff" if _lightness(style.colour) < DARK else "#111"
    rule = f"background-color:{style.colour};color:{letters}"
    if not style.hatch:
        return rule
    angles = dict.fromkeys(LINES[sign] for sign in style.hatch)
    if "x" in style.hatch:
        angles["135deg"] = None
    lines = (f"repeating-linear-gradient({angle},#0005 0 1px,transparent 1px 5px)" for angle in angles)
    return f"{rule};background-image:{','.join(lines)}"


def _lightness(colour: str) -> float:
    """Of a colour as ``#rrggbb``, from 0 to 255."""
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue
