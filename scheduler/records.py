"""Base class and field types shared by all records of a plan."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

MINUTES_PER_DAY = 24 * 60


class Record(BaseModel):
    """A frozen record that knows all its fields: an unknown one is a typing error of the user and refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Weekday(StrEnum):
    """Day of the week; the order is that of ``datetime.date.weekday``."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """0 for Monday to 6 for Sunday, as ``datetime.date.weekday`` counts."""
        return list(Weekday).index(self)


def _parse_time_of_day(value: Any) -> Any:
    if isinstance(value, datetime.time):
        if value.second or value.microsecond:
            raise ValueError(f"{value} has seconds; times of day are whole minutes, write HH:MM")
        return value.hour * 60 + value.minute
    if isinstance(value, str):
        match = re.fullmatch(r"(\d{1,2}):([0-5]\d)", value.strip())
        if match is None or int(match[1]) * 60 + int(match[2]) > MINUTES_PER_DAY:
            raise ValueError(f"{value!r} is not a time of day; write HH:MM between 00:00 and 24:00")
        return int(match[1]) * 60 + int(match[2])
    raise ValueError(f'{value!r} is not a time of day; write "HH:MM" in quotes')


def format_time_of_day(minutes: int) -> str:
    """Minutes after local midnight (0 to 1440) as ``HH:MM``."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


TimeOfDay = Annotated[int, BeforeValidator(_parse_time_of_day), PlainSerializer(format_time_of_day)]
"""Minutes after local midnight, 0 to 1440; written ``"HH:MM"`` in files."""

Name = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^|:;\x00-\x1f]+$")]
"""Identifier in a file: 1 to 200 characters without ``|``, ``:``, ``;`` or control characters."""

Cost = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=4)]
"""Money per unit, at most four decimals so that the integer models carry it exactly."""

People = Annotated[Decimal, Field(ge=0, le=100_000, decimal_places=2)]
"""A number of agents, at most two decimals."""
