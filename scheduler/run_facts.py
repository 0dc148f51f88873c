"""What every run answers besides its result: how it was made."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated

from pydantic import ConfigDict, Field

from scheduler.records import Record
from scheduler.result import Status


class Breach(Record):
    """
    Something that a result breaks.

    Parameters
    ----------
    rule
        What.
    message
        Where and by how much, in words.
    """

    rule: str
    message: str


class RunFacts(Record):
    """
    Fields that ``result.json`` has whatever was built; they mean what they mean in ``Result``.

    Parameters
    ----------
    violations
        What the audit finds; a result with any is never written.
    """

    model_config = ConfigDict(populate_by_name=True)

    schema_: str = Field(alias="schema")
    status: Status
    plan: str
    cost: float | None
    bound: float | None
    gap: float | None
    violations: tuple[Breach, ...] = ()
    engine: str
    seed: int
    workers: int
    time_limit_seconds: float
    runtime_seconds: Annotated[float, Field(ge=0)]
    peak_memory_mb: float
    versions: dict[str, str]
    plan_path: str = ""
    input_sha256: str
    problem_size: dict[str, int]
    messages: tuple[str, ...] = ()


def versions_of(packages: Sequence[str]) -> dict[str, str]:
    """Versions of packages, of this one and of Python."""
    found = {package: version(package) for package in ("shiftwright", *packages)}
    return found | {"python": platform.python_version()}
