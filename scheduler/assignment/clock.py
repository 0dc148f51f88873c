"""Times of tasks: of one day, or points in time."""

from __future__ import annotations

import datetime as dt
import re

from scheduler.error_words import show
from scheduler.io.draft import Unclear
from scheduler.io.times import as_time
from scheduler.records import MINUTES_PER_DAY

_CLOCK = re.compile(r"([0-3]?\d|4[0-7]):([0-5]\d)")


def minutes_of(text: str) -> tuple[int, str]:
    """
    Minutes since a moment that all texts of a kind share, and the kind.

    Parameters
    ----------
    text
        ``HH:MM``, of which the hours after midnight go on as 24 to 47, or a point in time in ISO 8601, with or without
        an offset.

    Returns
    -------
    Minutes, and the kind: ``time of day``, ``local time``, ``time with an offset``.

    Raises
    ------
    Unclear
        It is none, or has seconds.
    """
    found = _CLOCK.fullmatch(text)
    if found is not None:
        return 60 * int(found[1]) + int(found[2]), "time of day"
    if ":" in text and "-" not in text:
        raise Unclear(f"{show(text)} is no time of day.", "Write it as 09:30; after midnight hours go on, 25:30.")
    time = as_time(text)
    if time.second or time.microsecond:
        raise Unclear(f"{show(text)} has seconds.", "Write whole minutes.")
    if time.tzinfo is None:
        since = time - dt.datetime(1970, 1, 1)
        return since.days * MINUTES_PER_DAY + since.seconds // 60, "local time"
    return int(time.timestamp()) // 60, "time with an offset"
