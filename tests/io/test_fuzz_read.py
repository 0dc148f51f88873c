"""Whatever stands in a file, reading it gives a plan or an InputError."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.errors import InputError
from scheduler.io.example import write_example
from scheduler.io.read import read_plan
from scheduler.io.tables import ROW_TABLES, SHEETS
from scheduler.io.write import write_plan

FILES = ("plan.toml", *(f"{table}.csv" for table in ROW_TABLES))

snippets = st.sampled_from(
    ("=", "[", "]]", '"', "'", ",", ";", "\n", "\r", "\x00", "nan", "-1", "1e999", "9" * 400, "2026-11-31", "24:00")
)


def attempt(path: Path) -> None:
    """Read a plan that may be broken."""
    try:
        read_plan(path)
    except InputError as error:
        for complaint in error.complaints:
            assert complaint.message
            assert complaint.remedy


@pytest.mark.parametrize("name", FILES)
@given(content=st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "ignore")))
def test_random_content(name: str, content: bytes) -> None:
    """A file of random bytes or text never raises anything else."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "plan"
        write_example(folder)
        header = ",".join(SHEETS.get(name.removesuffix(".csv"), {})).encode()
        for prefix in (b"", header + b"\n"):
            (folder / name).write_bytes(prefix + content)
            attempt(folder)


@pytest.mark.parametrize("form", ["plan.toml", "agents.csv", "demand.csv", "absences.csv", "plan.json"])
@given(data=st.data())
def test_mutated_content(form: str, data: st.DataObject) -> None:
    """A good file with a piece replaced never raises anything else."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "plan"
        write_example(folder)
        target = folder / form
        if form == "plan.json":
            target = Path(parent) / form
            write_plan(read_plan(folder), target)
        text = target.read_bytes()
        start = data.draw(st.integers(0, len(text)))
        end = start + data.draw(st.integers(0, 40))
        target.write_bytes(text[:start] + data.draw(snippets).encode() + text[end:])
        attempt(target if form == "plan.json" else folder)


@given(content=st.binary(max_size=300), at=st.integers(0, 20_000), cut=st.booleans())
def test_mutated_workbook(content: bytes, at: int, cut: bool) -> None:
    """A workbook with bytes replaced or cut off never raises anything else."""
    with tempfile.TemporaryDirectory() as parent:
        write_example(Path(parent) / "plan")
        target = Path(parent) / "plan.xlsx"
        write_plan(read_plan(Path(parent) / "plan"), target)
        original = target.read_bytes()
        target.write_bytes(original[:at] + content + (b"" if cut else original[at + len(content) :]))
        attempt(target)
