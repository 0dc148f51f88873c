"""Words and numbers in the auditor's messages, the same wherever it runs."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from decimal import Decimal

    from numpy.typing import NDArray

    from scheduler.horizon import Horizon

_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def duration(minutes: int | Decimal) -> str:
    """Minutes as ``9 h 30 min``; parts that are zero are left out."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{int(hours)} h"] if hours else []
    if rest or not parts:
        parts.append(f"{number(Fraction(rest))} min")
    return " ".join(parts)


def number(value: Fraction) -> str:
    """A number with at most two decimals and no trailing zeros."""
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


def counted(amount: str | int, thing: str) -> str:
    """``1 seat``, ``2 seats``, ``0.5 seats``."""
    return f"{amount} {thing}" if str(amount) == "1" else f"{amount} {thing}s"


def at_worst(counts: NDArray[Any], limits: NDArray[Any], worst: int) -> str:
    """
    What stands before the count of the worst moment of a breach: nothing where it holds throughout.

    Parameters
    ----------
    counts, limits
        What there is and what there may be, all the time of the breach. Shape ``(n,)`` each.
    worst
        Index of that moment.
    """
    is_fixed = bool((limits == limits[worst]).all())
    if is_fixed and bool((counts == counts[worst]).all()):
        return ""
    return "up to " if is_fixed and counts[worst] == counts.max() else "at worst "


def day_name(date: dt.date) -> str:
    """A date as ``Tue 2026-12-01``."""
    # strftime("%a") would follow the locale of the machine.
    return f"{_WEEKDAYS[date.weekday()]} {date.isoformat()}"


def moment(horizon: Horizon, minute: int) -> str:
    """A minute of the horizon as local date and time, ``Tue 2026-12-01 07:00``."""
    local = horizon.instant(minute)
    return f"{day_name(local.date())} {local:%H:%M}"


def stretch(horizon: Horizon, start: int, end: int) -> str:
    """A span of minutes as ``Tue 2026-12-01 07:00-15:00``; the second date only where it differs."""
    first, last = horizon.instant(start), horizon.instant(end)
    until = f"{last:%H:%M}" if first.date() == last.date() else moment(horizon, end)
    return f"{moment(horizon, start)}-{until}"
