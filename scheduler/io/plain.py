"""Values as JSON has them."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any


def plain(value: Any) -> Any:
    """A value as JSON has it: lists, tables, text, numbers without a binary fraction."""
    if isinstance(value, dict):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, str) else value


def plain_number(value: Decimal) -> int | float | str:
    """A decimal as a number that reads back the same; as text where a binary fraction cannot hold it."""
    if value == value.to_integral_value():
        return int(value)
    return float(value) if Decimal(repr(float(value))) == value else format(value, "f")


def as_json(value: Any) -> str:
    """A value as JSON on one line of printable text."""
    text = json.dumps(plain(value), ensure_ascii=False)
    return text if text.isprintable() else json.dumps(plain(value))


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object whose names occur once; JSON would silently keep the last."""
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _ in pairs]
        raise ValueError(f"{next(name for name in names if names.count(name) > 1)!r} occurs twice in an object")
    return values
