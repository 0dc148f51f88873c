"""From a draft to a plan, or to every complaint about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError

from scheduler.error_words import error_words, told_errors
from scheduler.errors import Complaint, InputError
from scheduler.io.draft import Draft, Location, location_of
from scheduler.io.parameters import set_parameters
from scheduler.io.tables import PLAN_TABLES, ROW_TABLES, known_fields
from scheduler.io.times import set_times
from scheduler.io.truths import misplaced_truths
from scheduler.problem import CrossCheckError, Problem
from scheduler.records import Record


def problem_of(draft: Draft) -> Problem:
    """
    The plan that a draft describes.

    Parameters
    ----------
    draft
        Raw values; its rows are changed.

    Raises
    ------
    InputError
        With every complaint: those of the draft, then values, then contradictions between parts.
    """
    checker = _Checker(draft)
    fields = {name: checker.table(name) if name in _TABLES else value for name, value in draft.values.items()}
    problem = checker.problem(fields)
    if problem is None:
        raise InputError(dict.fromkeys(checker.complaints))
    return problem


_TABLES: dict[str, type[Record]] = {**PLAN_TABLES, **ROW_TABLES}


class _Checker:
    """Validates a draft table by table and collects what is wrong."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self.complaints = list(draft.complaints)
        self._complained: set[Location] = set()
        self._unread = {(complaint.file, complaint.place) for complaint in draft.complaints}
        self._broken: set[str] = set()
        unclear = [*set_times(draft, _zone(draft.values)), *set_parameters(draft), *self._misplaced_truths()]
        for location, complaint in unclear:
            self._complained.add(location)
            self._broken.add(str(location[0]))
            self.complaints.append(complaint)

    def _misplaced_truths(self) -> Iterator[tuple[Location, Complaint]]:
        for location, message, remedy in misplaced_truths(self._draft.values):
            yield location, self._draft.complain(location, message, remedy)

    def table(self, name: str) -> list[Record] | None:
        """Records of a table; ``None`` when something is wrong with it."""
        rows, record = self._draft.values[name], _TABLES[name]
        if not isinstance(rows, list | tuple):
            self._note((name,), *error_words("list_type", name, rows, {}, ()))
            self._broken.add(name)
            return None
        records = []
        for index, row in enumerate(rows):
            try:
                records.append(record.model_validate(row))
            except ValidationError as error:
                self._broken.add(name)
                self._note_errors(error, (name, index))
        return None if name in self._broken else records

    def problem(self, fields: dict[str, Any]) -> Problem | None:
        """The plan, if nothing is wrong with it."""
        if not self._draft.complete:
            return None
        if self.complaints:
            # Parts that are wrong or missing would look like contradictions; one that is surely refused keeps the
            # cross check from running while the other fields are still looked at.
            self._broken.add("agents")
            fields = fields | dict.fromkeys(self._broken & _TABLES.keys())
        try:
            return Problem.model_validate(fields)
        except ValidationError as error:
            cause = error.errors(include_url=False)[0].get("ctx", {}).get("error")
            if isinstance(cause, CrossCheckError):
                for finding in cause.findings:
                    location = location_of(finding.table, finding.index, finding.field)
                    self.complaints.append(self._draft.complain(location, finding.message, finding.remedy))
            else:
                self._note_errors(error, ())
            return None

    def _note_errors(self, error: ValidationError, above: Location) -> None:
        for detail in told_errors(error):
            location = (*above, *detail["loc"])
            if location in self._complained or (not above and location and location[0] in self._broken):
                continue
            if detail["type"] == "missing" and self._draft.locate(location) in self._unread:
                continue
            names = [step for step in location if isinstance(step, str)]
            within = location[:-1] if detail["type"] == "extra_forbidden" else location
            name = names[-1] if detail["loc"] and names else ""
            context: Mapping[str, Any] = detail.get("ctx", {})
            message, remedy = error_words(detail["type"], name, detail["input"], dict(context), known_fields(within))
            if detail["type"] in ("missing", "too_short") and name in PLAN_TABLES and not above:
                message, remedy = f"The plan has no {name}.", "Add at least one."
            self._note(location, message, remedy)

    def _note(self, location: Location, message: str, remedy: str) -> None:
        self.complaints.append(self._draft.complain(location, message, remedy))


def _zone(values: dict[str, Any]) -> ZoneInfo:
    """The plan's zone; UTC where it is unknown, which ``Problem`` complains of."""
    try:
        return ZoneInfo(values["time_zone"])
    except (KeyError, TypeError, ValueError, OSError, ZoneInfoNotFoundError):
        return ZoneInfo("UTC")
