"""Rule packs: the law of a country as data, ``packs/ID.toml``."""

from __future__ import annotations

import datetime as dt
import tomllib
from decimal import Decimal
from functools import lru_cache
from importlib import resources
from typing import Any

from pydantic import Field

from scheduler.records import Name, Record

Parameters = dict[str, Any]


class Pack(Record):
    """
    A rule pack.

    Parameters
    ----------
    id
        Name of its file; what plans list in ``packs``.
    title, jurisdiction
        What it is, and where it holds.
    version
        Of the pack.
    as_of
        Date on which its figures were last compared with their sources.
    reviewed_by
        Who with local knowledge of the law has reviewed it; ``unreviewed`` where nobody has.
    notes
        What it leaves out or reads more strictly than the law, and which attributes agents may have.
    rules
        Parameters of each rule by identifier, ``kind`` among them.
    """

    id: Name
    title: str
    jurisdiction: str
    version: str
    as_of: dt.date
    reviewed_by: str = "unreviewed"
    notes: tuple[str, ...] = ()
    rules: dict[str, Parameters] = Field(min_length=1)


def pack_names() -> list[str]:
    """Identifiers of all packs."""
    files = resources.files("scheduler.rules").joinpath("packs").iterdir()
    return sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml"))


@lru_cache(maxsize=64)
def load_pack(name: str) -> Pack:
    """
    Read a pack.

    Raises
    ------
    KeyError
        If there is no such pack.
    """
    if name not in pack_names():
        raise KeyError(name)
    text = resources.files("scheduler.rules").joinpath("packs", f"{name}.toml").read_text(encoding="utf-8")
    return Pack.model_validate(tomllib.loads(text, parse_float=Decimal))
