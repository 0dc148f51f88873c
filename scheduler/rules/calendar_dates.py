"""Which dates of the calendar a rule is about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.horizon import Horizon
    from scheduler.records import Weekday


def calendar_dates(
    horizon: Horizon,
    days: range,
    days_of_week: Collection[Weekday],
    further: Collection[dt.date],
) -> list[int]:
    """
    Days that lie on one of some weekdays or are one of some dates.

    Parameters
    ----------
    horizon
        Dates of the plan.
    days
        Day indices to choose from; they may lie outside the horizon.
    days_of_week, further
        Weekdays and dates; either suffices. Public holidays are such dates.

    Returns
    -------
    Day indices, in order.
    """
    weekdays = {weekday.number for weekday in days_of_week}
    dates = [(day, horizon.date(day)) for day in days]
    return [day for day, date in dates if date.weekday() in weekdays or date in further]
