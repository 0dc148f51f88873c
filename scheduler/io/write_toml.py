"""``plan.toml`` of a plan."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from scheduler.io.tables import ROW_TABLES
from scheduler.problem import Problem


def plan_toml(problem: Problem) -> str:
    """
    What a plan states beside its rows; fields that have their default are left out, weights excepted.

    Parameters
    ----------
    problem
        The plan.
    """
    import tomlkit

    fields = problem.model_dump(exclude=set(ROW_TABLES), exclude_defaults=True)
    fields["weights"] = problem.weights.model_dump()
    document = tomlkit.document()
    for name in Problem.model_fields:
        if name in fields:
            document.add(name, _item(fields[name]))
    return tomlkit.dumps(document)


def _item(value: Any) -> Any:
    """A value as tomlkit takes it; decimals keep their digits."""
    import tomlkit
    from tomlkit.items import Float, Trivia

    if isinstance(value, dict):
        table = tomlkit.table()
        for name, part in value.items():
            table.add(name, _item(part))
        return table
    if isinstance(value, list | tuple) and value and all(isinstance(part, dict) for part in value):
        tables = tomlkit.aot()
        for part in value:
            tables.append(_item(part))
        return tables
    if isinstance(value, list | tuple):
        return tomlkit.item([_item(part) for part in value])
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return tomlkit.item(int(value))
    if isinstance(value, Decimal):
        return Float(float(value), Trivia(), format(value, "f"))
    return tomlkit.item(str(value) if isinstance(value, str) else value)
