"""Where agents sit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from scheduler.records import Cost, Name, Record, TimeOfDay, Weekday, check_dates


class SeatLimit(Record):
    """
    Seats that can be used at a time of day; a seat is held from the start to the end of a shift.

    Parameters
    ----------
    start, end
        Window in local time, from ``start`` to before ``end``. An ``end`` at or before ``start`` lies on the
        next date.
    seats
        Seats in the window; where windows overlap, the smallest number holds.
    days_of_week
        Dates on which the window starts; all when not given.
    valid_from, valid_to
        First and last date on which it starts; open where not given. Seats that are out of use for some days are a
        window with fewer.
    """

    start: TimeOfDay
    end: TimeOfDay
    seats: Annotated[int, Field(ge=0, le=100_000)]
    days_of_week: tuple[Weekday, ...] = tuple(Weekday)
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        check_dates(self.valid_from, self.valid_to)
        return self


class Site(Record):
    """
    A place of work. Without seat limits, and outside their windows, any number of agents fits.

    Parameters
    ----------
    site
        Identifier.
    seats
        Seats by time of day; agents who work from home take none.
    country, region
        Whose public holidays are kept: ISO 3166 codes of the country (``GB``) and of its part (``ENG``). Without a
        country none are, without a region those that the country keeps everywhere. Days off in lieu of a holiday on
        a weekend count, where the country has them.
    holidays
        Further dates that are kept like public holidays.
    limits
        Whether seats are ``hard``, or ``soft``: each hour of an agent beyond them is priced at ``limit_cost`` and
        reported.
    limit_cost
        Cost of an hour of an agent without a seat, where seats are soft.
    turnaround_minutes
        For so long after a shift its seat is not free for another one.
    desks
        Names of the desks; those at the end go out of use first, and desks beyond these have a number.
    """

    site: Name
    seats: tuple[SeatLimit, ...] = ()
    country: str = ""
    region: str = ""
    holidays: tuple[dt.date, ...] = ()
    limits: Literal["hard", "soft"] = "hard"
    limit_cost: Cost = Decimal(0)
    turnaround_minutes: Annotated[int, Field(ge=0, le=240)] = 0
    desks: tuple[Name, ...] = ()

    @field_validator("desks")
    @classmethod
    def _different(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        twice = sorted({name for name in value if value.count(name) > 1})
        if twice:
            raise ValueError(f"{twice[0]!r} is named twice; give each desk a name of its own")
        return value

    @field_validator("country")
    @classmethod
    def _known_country(cls, value: str) -> str:
        if _regions(value) is None:
            raise ValueError(
                f"no public holidays are known for {value!r}; write a code of two capital letters such as GB, or leave "
                "country out and name the dates in holidays"
            )
        return value

    @field_validator("region")
    @classmethod
    def _known_region(cls, value: str, info: ValidationInfo) -> str:
        country = info.data.get("country")
        if country is None or not value:
            return value
        if not country:
            raise ValueError(f"{value!r} stands without a country; add the country, such as GB")
        regions = _regions(country)
        if not regions:
            raise ValueError(f"{country} has no regions with holidays of their own; leave region out")
        if value not in regions:
            raise ValueError(f"{value!r} is not known in {country}; write one of {', '.join(regions)}")
        return value

    def public_holidays(self, years: Iterable[int]) -> frozenset[dt.date]:
        """Public holidays of some calendar years, and the further dates."""
        if not self.country:
            return frozenset(self.holidays)
        from holidays import country_holidays

        official = country_holidays(self.country, subdiv=self.region or None, years=years)
        return frozenset(self.holidays) | frozenset(official)


@lru_cache
def _regions(country: str) -> tuple[str, ...] | None:
    """Regions of a country with public holidays of their own; ``None`` where there is no such country."""
    if not country:
        return ()
    from holidays import list_supported_countries

    regions = list_supported_countries().get(country) if len(country) == 2 else None
    return None if regions is None else tuple(regions)
