"""The README names everything that a plan may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from scheduler.cli.exit_codes import ExitCode
from scheduler.problem import Problem
from scheduler.result import Status
from scheduler.rules.registry import RULES

README = (Path(__file__).parent.parent.parent / "README.md").read_text(encoding="utf-8")


def _records(kind: Any) -> Iterator[type[BaseModel]]:
    """Records inside a field's type, and inside their fields."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        for field in kind.model_fields.values():
            yield from _records(field.annotation)
    for part in get_args(kind):
        yield from _records(part)


@pytest.mark.parametrize("record", sorted(set(_records(Problem)), key=str))
def test_every_field_of_a_plan_is_named(record: type[BaseModel]) -> None:
    """Each key of plan.toml and each column of a file stands in the README, in code letters."""
    tables = {"agents", "availability", "absences", "preferences", "history", "pins", "requirements", "demand"}
    for field in record.model_fields:
        if record is Problem and field in tables:
            assert f"{field}.csv" in README
        elif field == "proficiency":
            assert "`queue:proficiency`" in README
        else:
            assert re.search(rf"[`\[.]{field}[`\].]", README), field


def test_every_rule_status_and_exit_code_is_named() -> None:
    """Rules, statuses of a run and exit codes stand in the README."""
    for rule in RULES:
        assert f"`{rule}`" in README, rule
    for status in set(Status) - {Status.INVALID_INPUT}:
        assert f"`{status}`" in README, status
    for code in ExitCode:
        assert f"| {code.value} |" in README, code
