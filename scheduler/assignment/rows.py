"""Rows of tasks.csv and agents.csv, with their places and their times in minutes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from scheduler.assignment.clock import minutes_of
from scheduler.errors import Complaint, InputError
from scheduler.io.checked import checked
from scheduler.io.draft import Unclear
from scheduler.io.files import as_text, read_bytes
from scheduler.io.read_csv import read_cells
from scheduler.records import Name, Record


class TaskRow(Record):
    """
    A row of tasks.csv.

    Parameters
    ----------
    task
        Its name.
    start, end
        Times of day, or points in time.
    skill
        What an agent must have to do it; anybody can when left out.
    """

    task: Name
    start: str
    end: str
    skill: Name | None = None


class AgentRow(Record):
    """
    A row of agents.csv.

    Parameters
    ----------
    agent
        Name of the agent.
    skills
        What he can do; joined by ``|`` in the file.
    start, end
        When he is there; all the time when left out.
    """

    agent: Name
    skills: tuple[Name, ...] = ()
    start: str | None = None
    end: str | None = None


Row = TypeVar("Row", TaskRow, AgentRow)


@dataclass(frozen=True)
class Placed(Generic[Row]):
    """
    A row.

    Parameters
    ----------
    row
        What it says.
    file, line
        Where it stands.
    span
        Its times in minutes; ``None`` without any.
    """

    row: Row
    file: str
    line: str
    span: tuple[int, int] | None

    def complaint(self, message: str, remedy: str) -> Complaint:
        """A complaint about it."""
        return Complaint(self.file, self.line, message, remedy)


class TableReader:
    """
    Reads tables and collects what is wrong with them.

    Attributes
    ----------
    complaints
        What was found.
    """

    def __init__(self) -> None:
        self.complaints: list[Complaint] = []
        self._kind: tuple[str, str] | None = None

    def read(self, path: Path, record: type[Row], name: str) -> list[Placed[Row]]:
        """
        Rows of a file that can be understood.

        Parameters
        ----------
        path
            The file.
        record
            What a row is.
        name
            Column by which rows are told apart.
        """
        file = path.name
        columns = {field: info.is_required() for field, info in record.model_fields.items()}
        try:
            table = read_cells(as_text(read_bytes(path, path.parent), file), columns, file)
        except InputError as error:
            self.complaints += error.complaints
            return []
        self.complaints += table.complaints
        rows: list[Placed[Row]] = []
        seen: set[str] = set()
        for number, cells in zip(table.lines, table.rows, strict=True):
            try:
                rows.append(self._row(record, cells, file, f"line {number}"))
            except InputError as error:
                self.complaints += error.complaints
            if cells.get(name, "") in seen:
                message = f"{name} {cells[name]!r} occurs twice."
                self.complaints.append(Complaint(file, f"line {number}", message, "Give each row a name of its own."))
            seen.add(cells.get(name, str(number)))
        if not table.rows and not table.complaints:
            self.complaints.append(Complaint(file, "", "Has no rows.", "Add at least one."))
        return rows

    def _row(self, record: type[Row], cells: Mapping[str, str], file: str, line: str) -> Placed[Row]:
        values: dict[str, object] = dict(cells)
        if "skills" in cells:
            values["skills"] = [part.strip() for part in cells["skills"].split("|")]
        row = checked(record, values, file, {}, line)
        try:
            return Placed(row, file, line, self._span(row, f"{file}, {line}"))
        except Unclear as error:
            raise InputError([Complaint(file, line, *error.args)]) from error

    def _span(self, row: TaskRow | AgentRow, where: str) -> tuple[int, int] | None:
        if row.start is None and row.end is None:
            return None
        if row.start is None or row.end is None:
            raise Unclear("Has one of start and end.", "Give both, or none.")
        start, end = self._minutes(row.start, where), self._minutes(row.end, where)
        if end <= start:
            raise Unclear(f"end {row.end} is not after start {row.start}.", "After midnight hours go on: write 25:30.")
        return start, end

    def _minutes(self, text: str, where: str) -> int:
        minutes, kind = minutes_of(text)
        first = self._kind = self._kind or (kind, where)
        if kind != first[0]:
            raise Unclear(f"{text!r} is a {kind}; {first[1]} has a {first[0]}.", "Write all times one way.")
        return minutes
