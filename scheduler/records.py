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

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, defer_build=True)


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

CostTerms = Annotated[str, Field(min_length=1, max_length=1000, pattern=r"^[^|\x00-\x1f]+$")]
"""Names of cost terms, joined by ``+``."""

Cost = Annotated[Decimal, Field(ge=0, le=1_000_000, decimal_places=4)]
"""Money per unit, at most four decimals so that the integer models carry it exactly."""

People = Annotated[Decimal, Field(ge=0, le=100_000, decimal_places=2)]
"""A number of agents, at most two decimals."""

DEEPEST = 20
"""Lists and tables inside each other that the parameters of a rule may have; rules need three."""


def _parse_parameters(value: Any) -> Any:
    return _plain(value, 0) if isinstance(value, dict) else value


def _plain(value: Any, depth: int) -> Any:
    """A value in the one form that TOML, JSON and text can all hold."""
    if value is None:
        raise ValueError("an empty value (null) stands among the parameters; leave it out")
    if depth > DEEPEST:
        raise ValueError("the parameters are nested too deeply; write them as the rule describes them")
    if isinstance(value, dict):
        return {name: _plain(part, depth + 1) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part, depth + 1) for part in value]
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, datetime.time) and not (value.second or value.microsecond):
        return value.isoformat("minutes")
    if isinstance(value, datetime.datetime) and value.tzinfo is None and value.time() == datetime.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value


Parameters = Annotated[dict[str, Any], BeforeValidator(_parse_parameters)]
"""Parameters of a rule: texts, numbers, true, false, lists and tables of them; dates and times of day are texts."""


def check_dates(valid_from: datetime.date | None, valid_to: datetime.date | None) -> None:
    """Raise a ``ValueError`` where a span of dates ends before it begins."""
    if valid_from and valid_to and valid_to < valid_from:
        raise ValueError(f"valid_to {valid_to} lies before valid_from {valid_from}; swap them")
