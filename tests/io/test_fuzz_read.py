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

FURTHER = {
    "adjustments.csv": """agent,rule,parameters,valid_from,valid_to
anna,shift_length,"maximum_hours=6|shifts={""windows"":[{""start"":""23:00"",""end"":""06:00""}]}",,2026-12-31
ben,uk.48,enabled=false,2026-01-01,
anna,late,kind=daily_rest|hours=12|severity=warning,,
""",
    "published.csv": "agent,shift_date,start,end\nanna,2026-12-01,2026-12-01T08:00,2026-12-01T16:30\n",
}
"""Tables that the example does not have; together with ``LAW``."""

LAW = """packs = ["uk"]
history_from = 2026-11-01
published_on = 2026-11-02
[rules."uk.48"]
derogation = ["agent"]
reason = "why"
"""

snippets = st.sampled_from(
    (
        *("|", "{", "null", "true", "=", "[", "]]", '"', "'", ",", ";", "\n", "\r", "\x00"),
        *("nan", "-1", "1e999", "9" * 400, "2026-11-31", "24:00"),
    )
)


def write_folder(folder: Path) -> None:
    """Write the example with packs, adjustments and published shifts."""
    write_example(folder)
    for name, text in FURTHER.items():
        (folder / name).write_text(text, encoding="utf-8")
    text = (folder / "plan.toml").read_text(encoding="utf-8")
    place = 'country = "GB"\nregion = "ENG"\nholidays = [2026-12-24]\n[[sites.seats]]'
    text = text.replace("[weights]", f"{LAW}\n[weights]").replace("[[sites.seats]]", place)
    (folder / "plan.toml").write_text(text, encoding="utf-8")


def test_folder_is_right() -> None:
    """What is broken below reads without complaint when it is whole."""
    with tempfile.TemporaryDirectory() as parent:
        write_folder(Path(parent) / "plan")
        problem = read_plan(Path(parent) / "plan")
    assert len(problem.adjustments) == 3
    assert problem.packs
    assert problem.published
    assert problem.sites[0].region


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
        write_folder(folder)
        header = ",".join(SHEETS.get(name.removesuffix(".csv"), {})).encode()
        for prefix in (b"", header + b"\n"):
            (folder / name).write_bytes(prefix + content)
            attempt(folder)


@pytest.mark.parametrize("form", ["plan.toml", "agents.csv", "demand.csv", "absences.csv", *FURTHER, "plan.json"])
@given(data=st.data())
def test_mutated_content(form: str, data: st.DataObject) -> None:
    """A good file with a piece replaced never raises anything else."""
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "plan"
        write_folder(folder)
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
        write_folder(Path(parent) / "plan")
        target = Path(parent) / "plan.xlsx"
        write_plan(read_plan(Path(parent) / "plan"), target)
        original = target.read_bytes()
        target.write_bytes(original[:at] + content + (b"" if cut else original[at + len(content) :]))
        attempt(target)
