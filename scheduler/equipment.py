"""Equipment that agents hold while they work."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from scheduler.records import MINUTES_PER_DAY, Cost, Name, Record, TimeOfDay, Weekday


class EquipmentPool(Record):
    """
    Units of equipment that agents share: headsets, licences, terminals, vehicles.

    Parameters
    ----------
    pool
        Identifier.
    units
        Units of its own, that are there at any time; ``[[units]]`` may bring more.
    queues
        Queues of which each agent holds a unit while he works them; without any, it is held from the start to the end
        of each shift.
    sites, only_for
        Agents who need it: those of these sites, and those with one of these attributes; all where not given.
    limits
        Whether units are ``hard``, or ``soft``: each hour of a unit that is lacking is priced at ``limit_cost`` and
        reported.
    limit_cost
        Cost of an hour of a unit that is lacking, where units are soft.
    """

    pool: Name
    units: Annotated[int, Field(ge=0, le=100_000)]
    queues: tuple[Name, ...] = ()
    sites: tuple[Name, ...] = ()
    only_for: tuple[Name, ...] = ()
    limits: Literal["hard", "soft"] = "hard"
    limit_cost: Cost = Decimal(0)


class EquipmentUnits(Record):
    """
    Units that are held only at some time of day, or moved between pools, or both.

    Each is held from ``start`` to ``end`` on the dates that are chosen for it, or from the start of the plan to its
    end where no times are stated. Meanwhile it is in one of its pools; it begins in any.

    Parameters
    ----------
    unit
        Identifier; the roster numbers the units, ``van 1`` and so on.
    count
        How many there are at most.
    pools
        Pools in which they can be.
    start, end
        Window in local time; an ``end`` at or before ``start`` lies on the next date.
    days_of_week
        Dates on which the window starts.
    holding_cost
        Cost of an hour of a unit that is held, up to the end of the plan.
    step_minutes
        A unit may be held for a part of its window that begins and ends at such steps from the window's start, or
        ends with it; for the whole window where not given.
    minimum_minutes
        Length of such a part, at least.
    maximum_days, maximum_hours
        Dates on which each is held, and hours for which it is, at most.
    transfer_minutes
        Time between two pools, in which it is in neither.
    transfer_cost
        Cost of each change of pool.
    maximum_transfers
        Changes of pool between ``start`` and ``end``, at most.
    """

    unit: Name
    count: Annotated[int, Field(ge=0, le=1000)]
    pools: Annotated[tuple[Name, ...], Field(min_length=1)]
    start: TimeOfDay | None = None
    end: TimeOfDay | None = None
    days_of_week: tuple[Weekday, ...] = tuple(Weekday)
    holding_cost: Cost = Decimal(0)
    step_minutes: Annotated[int, Field(ge=1, le=MINUTES_PER_DAY)] | None = None
    minimum_minutes: Annotated[int, Field(ge=0, le=MINUTES_PER_DAY)] = 0
    maximum_days: Annotated[int, Field(ge=0, le=366)] | None = None
    maximum_hours: Annotated[Decimal, Field(ge=0, le=366 * 24)] | None = None
    transfer_minutes: Annotated[int, Field(ge=0, le=MINUTES_PER_DAY)] = 0
    transfer_cost: Cost = Decimal(0)
    maximum_transfers: Annotated[int, Field(ge=0, le=100)] | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.start is None) != (self.end is None):
            raise ValueError(f"units {self.unit} have only one of start and end; state both or none")
        for name in ("step_minutes", "maximum_days", "maximum_hours"):
            if self.start is None and getattr(self, name) is not None:
                raise ValueError(f"units {self.unit} are held all the time; add start and end, or remove {name}")
        if self.minimum_minutes and self.step_minutes is None:
            raise ValueError(
                f"units {self.unit} are held for whole windows; add step_minutes, or remove minimum_minutes"
            )
        if len(set(self.pools)) < len(self.pools):
            raise ValueError(f"units {self.unit} name a pool twice; name each once")
        return self

    def parts(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """
        Parts of a window for which a unit can be held, as minutes from and to.

        Parameters
        ----------
        start, end
            The window, in the same minutes; one without length has no parts.
        """
        steps = [start] if self.step_minutes is None else range(start, end, self.step_minutes)
        least = max(1, self.minimum_minutes)
        yield from ((first, last) for first, last in combinations([*steps, end], 2) if last - first >= least)

    @property
    def names(self) -> list[str]:
        """What the roster calls each."""
        return [f"{self.unit} {number + 1}" for number in range(self.count)]
