"""``result.json`` of a rota."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from scheduler.run_facts import RunFacts

Rota = tuple[tuple[str, ...], ...]
"""A row for each week, a cell for each day, Monday first: the name of a shift, or ``OFF``."""

OFF = ""


class RotationResult(RunFacts):
    """
    What a run of ``rotate`` answers.

    There is nothing to minimise: a rota that keeps everything has ``cost`` and ``bound`` 0 and the status ``optimal``.

    Parameters
    ----------
    rota
        The rota; ``None`` without one.
    free_weekends
        Weeks of it whose Saturday and Sunday are off.
    """

    schema_: Literal["shiftwright.rotation/1"] = Field(default="shiftwright.rotation/1", alias="schema")
    rota: Rota | None
    free_weekends: int | None
