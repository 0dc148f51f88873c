"""Words and numbers in the auditor's messages, the same wherever it runs."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

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
