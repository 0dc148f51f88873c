"""Equipment that agents hold while they work."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from scheduler.records import Cost, Name, Record


class EquipmentPool(Record):
    """
    Units of equipment that agents share: headsets, licences, terminals, vehicles.

    Parameters
    ----------
    pool
        Identifier.
    units
        Units that are there at any time.
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
