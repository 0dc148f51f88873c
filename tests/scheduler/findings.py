"""What the cross check finds in a small plan."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from scheduler.problem import CrossCheckError, Finding
from tests.builders import make_problem


def findings_of(**overrides: Any) -> list[Finding]:
    """Everything found in the plan of ``make_problem`` with these fields; nothing where the plan is right."""
    try:
        make_problem(**overrides)
    except ValidationError as error:
        findings = _findings_in(error)
        assert all(finding.message.endswith(".") and finding.remedy.endswith(".") for finding in findings)
        return findings
    return []


def _findings_in(error: ValidationError) -> list[Finding]:
    cause = error.errors()[0].get("ctx", {}).get("error")
    if not isinstance(cause, CrossCheckError):
        raise error
    return cause.findings


def the_finding(**overrides: Any) -> tuple[str, int, str, str]:
    """Table, row and field of the only finding, and its message and remedy in one."""
    found = findings_of(**overrides)
    assert len(found) == 1, "\n".join(f"{one.field}: {one.message}" for one in found) or "nothing found"
    return found[0].table, found[0].index, found[0].field, f"{found[0].message} {found[0].remedy}"
