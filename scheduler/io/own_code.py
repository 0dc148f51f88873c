"""Python files that a plan names as rules of its own: run on request only, and named from where the plan lies."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from scheduler.errors import Complaint, InputError
from scheduler.io.draft import Draft
from scheduler.problem import Problem

OPTION = "--allow-code"


def with_own_code(draft: Draft, folder: Path, *, allow_code: bool) -> Draft:
    """
    A draft whose rules name files that were loaded, by their absolute paths; its values are changed.

    Parameters
    ----------
    draft
        Raw values; ``file`` of a rule starts at the plan's folder.
    folder
        Where the plan lies.
    allow_code
        Whether the files may be run; if not, a plan that names one is refused.

    Returns
    -------
    The draft, with complaints about files that may not be run or are no rules.
    """
    complaints: list[Complaint] = []
    for name, rule in _rules_with_file(draft.values):
        location = ("rules", name, "file")
        if not isinstance(rule["file"], str):
            complaints.append(draft.complain(location, "file is not text.", 'Write file = "my_rule.py".'))
        elif not allow_code:
            message = f"Rule {name} is Python code in {rule['file']}, which is not run unless you allow it."
            complaints.append(draft.complain(location, message, f"Read the file, then give {OPTION}."))
        else:
            complaints += _load(rule, folder)
    return replace(draft, complaints=(*draft.complaints, *complaints))


def named_from(problem: Problem, folder: Path) -> Problem:
    """A plan whose rules name their files from a folder, for writing it there."""
    from scheduler.rules.own import own_kind

    rules = {
        name: rule | {"file": os.path.relpath(rule["file"], folder)} if own_kind(rule.get("file")) else rule
        for name, rule in problem.rules.items()
    }
    # Not checked again: paths that do not start at the plan's folder are for writing only.
    return problem if rules == problem.rules else BaseModel.model_copy(problem, update={"rules": rules})


def _rules_with_file(values: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    rules = values.get("rules")
    for name, rule in rules.items() if isinstance(rules, dict) else ():
        if isinstance(rule, dict) and "file" in rule:
            yield name, rule


def _load(rule: dict[str, Any], folder: Path) -> tuple[Complaint, ...]:
    """Load the file of a rule; complaints where it cannot be."""
    from scheduler.rules.own import load_own_kind

    path = (folder / rule["file"]).resolve()
    try:
        load_own_kind(path)
    except InputError as error:
        return error.complaints
    rule["file"] = str(path)
    return ()
