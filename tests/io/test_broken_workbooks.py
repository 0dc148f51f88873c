"""Workbooks and JSON files with one mistake each: the complaint names sheet and cell, or the dotted path."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from scheduler.errors import Complaint, InputError
from scheduler.io.example import write_example
from scheduler.io.read import read_plan
from scheduler.io.write import write_plan

Expected = tuple[str, str]
"""Place of the complaint, and words in it."""


def _cell(sheet: str, cell: str, value: object) -> Callable[[Workbook], None]:
    def mutate(book: Workbook) -> None:
        book[sheet][cell] = value

    return mutate


def _row(sheet: str, *values: object) -> Callable[[Workbook], None]:
    return lambda book: book[sheet].append(values)


def _sheet(name: str) -> Callable[[Workbook], None]:
    return lambda book: book.create_sheet(name) and None


def _without(name: str) -> Callable[[Workbook], None]:
    return lambda book: book.remove(book[name])


def _table(name: str, header: str, *cells: object) -> Callable[[Workbook], None]:
    def mutate(book: Workbook) -> None:
        sheet = book.create_sheet(name)
        sheet.append(header.split(","))
        sheet.append(cells)

    return mutate


def _adjustment(rule: str, parameters: object) -> Callable[[Workbook], None]:
    return _table("adjustments", "agent,rule,parameters,valid_from,valid_to", "anna", rule, parameters)


def _published(date: str, start: str) -> Callable[[Workbook], None]:
    return _table("published", "agent,shift_date,start,end", "anna", date, start, "2026-12-08T17:00")


WORKBOOKS: dict[str, tuple[Callable[[Workbook], None], Expected]] = {
    "formula": (_cell("agents", "B3", "=1+1"), ("sheet agents, cell B3", "Paste it as a value")),
    "error": (_cell("agents", "B3", "#REF!"), ("sheet agents, cell B3", "error #REF!")),
    "header": (_cell("sites", "A1", "sit"), ("sheet sites, row 1", "Write 'site'")),
    "empty rows above the header": (
        lambda book: book["agents"].insert_rows(1, 2),
        ("sheet agents, row 1", "the header stands in row 3"),
    ),
    "header missing": (_cell("agents", "D1", None), ("sheet agents, row 1", "contract is missing")),
    "cell without header": (_cell("agents", "K4", "note"), ("sheet agents, cell K4", "without a header")),
    "unknown sheet": (_sheet("agent"), ("sheet agent", "Write 'agents'")),
    "no agents": (_without("agents"), ("", "no sheet agents")),
    "no plan": (_without("plan"), ("", "no sheet plan")),
    "no demand": (_without("demand"), ("", "no sheet requirements or demand")),
    "no sites": (_without("sites"), ("sheet sites", "no sites")),
    "days": (_cell("plan", "B4", 7.5), ("sheet plan, cell B4", "7.5 is not a whole number")),
    "start date": (_cell("plan", "B3", "soon"), ("sheet plan, cell B3", "no date")),
    "unknown key": (_cell("plan", "A4", "day"), ("sheet plan, cell A4", "Write 'days'")),
    "key twice": (_row("plan", "days", 7), ("sheet plan, cell A12", "occurs twice")),
    "weight": (_cell("weights", "B2", -1), ("sheet weights, cell B2", "-1 is below 0")),
    "unknown site of seats": (_cell("seats", "A2", "ofice"), ("sheet seats, cell A2", "Write 'office'")),
    "seats": (_cell("seats", "D2", 2.5), ("sheet seats, cell D2", "whole number")),
    "goal": (_cell("queues", "H2", 80), ("sheet queues, cell H2", "not below 1")),
    "break": (_cell("breaks", "C2", 20), ("sheet breaks, cell C2", "grid of 30")),
    "unknown pattern of a break": (_cell("breaks", "A2", "dya"), ("sheet breaks, cell A2", "Write 'day'")),
    "pattern of a contract": (_cell("contracts", "B2", "dya"), ("sheet contracts, cell B2", "Write 'day'")),
    "time of day": (_cell("patterns", "B2", 8.5), ("sheet patterns, cell B2", "not a time of day")),
    "rule": (_cell("rules", "A2", "daily_rset"), ("sheet rules, cell A2", "Write 'daily_rest'")),
    "rule value": (_cell("rules", "C2", "many"), ("sheet rules, cell C2", "not a number")),
    "rule without value": (_cell("rules", "C2", None), ("sheet rules, cell C2", "no value")),
    "rule of an unknown contract": (_cell("rules", "D2", "fulltime"), ("sheet rules, cell D2", "Write 'full time'")),
    "rule id": (_cell("rules", "A2", "uk.48"), ("sheet rules, cell A2", "Add 'uk', which states it, to packs")),
    "deep rule value": (
        _row("rules", "shift_length", "shifts", '{"windows": [{"start": "25:00", "end": "06:00"}]}'),
        ("sheet rules, cell C6", "start: '25:00' is not a time of day"),
    ),
    "true for a rule": (_row("rules", "skills", "enabled", "no"), ("sheet rules, cell C6", "neither true nor false")),
    "pack": (_cell("plan", "B8", "uk | mars"), ("sheet plan, cell B8", "'mars' does not exist")),
    "history_from": (_cell("plan", "B9", dt.date(2026, 12, 1)), ("sheet plan, cell B9", "lies after the first date")),
    "published_on": (_cell("plan", "B10", "soon"), ("sheet plan, cell B10", "no date")),
    "country": (_cell("sites", "B2", "ZZ"), ("sheet sites, cell B2", "no public holidays are known for 'ZZ'")),
    "holiday": (_cell("sites", "D2", "2026-12-24|Xmas"), ("sheet sites, cell D2", "'Xmas' is no date")),
    "adjustment": (_adjustment("daily_rest", "hours=0"), ("sheet adjustments, cell C2", "0 is not above 0")),
    "adjustment of no rule": (_adjustment("qqq", "hours=0"), ("sheet adjustments, cell B2", "Add kind")),
    "adjustment, unclear": (_adjustment("daily_rest", "hours"), ("sheet adjustments, cell C2", "is not name=value")),
    "adjustment, a number": (_adjustment("daily_rest", 12), ("sheet adjustments, cell C2", "12 is not a table")),
    "adjustment, true": (_adjustment("daily_rest", True), ("sheet adjustments, cell C2", "True is not a table")),
    "adjustment, dates of the rule": (
        _adjustment("daily_rest", "hours=11|valid_from=2026-12-02|valid_to=2026-12-01"),
        ("sheet adjustments, cell C2", "lies before"),
    ),
    "published": (_published("2026-12-08", "2026-12-08T09:00"), ("sheet published, cell B2", "outside the plan")),
    "agent": (_cell("agents", "D3", "fulltime"), ("sheet agents, cell D3", "Write 'full time'")),
    "skill": (_cell("agents", "E3", "phoen"), ("sheet agents, cell E3", "Write 'phone'")),
    "agent missing": (_cell("agents", "A3", None), ("sheet agents, cell A3", "agent is missing")),
    "true for a number": (_cell("demand", "C2", True), ("sheet demand, cell C2", "true")),
    "date for a number": (_cell("demand", "C2", dt.datetime(2026, 1, 1)), ("sheet demand, cell C2", "not a number")),
    "absence": (_cell("absences", "C2", dt.datetime(2026, 12, 2)), ("sheet absences, row 2", "not after start")),
    "mixed times": (_cell("absences", "C2", "2026-12-04T00:00Z"), ("sheet absences, cell C2", "mixed")),
}  # fmt: skip


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return the example plan as a workbook."""
    write_example(tmp_path / "plan")
    write_plan(read_plan(tmp_path / "plan"), tmp_path / "plan.xlsx")
    return tmp_path / "plan.xlsx"


def complaints_about(path: Path) -> tuple[Complaint, ...]:
    with pytest.raises(InputError) as raised:
        read_plan(path)
    assert all(complaint.message and complaint.remedy for complaint in raised.value.complaints)
    return raised.value.complaints


def assert_complained(complaints: tuple[Complaint, ...], expected: Expected) -> None:
    place, words = expected
    found = [c for c in complaints if c.place == place and words in f"{c.message} {c.remedy}"]
    assert found, "\n".join(map(str, complaints))


@pytest.mark.parametrize("name", WORKBOOKS)
def test_cell_is_complained_of(book: Path, name: str) -> None:
    """A wrong cell is complained of by its sheet and cell."""
    mutate, expected = WORKBOOKS[name]
    workbook = load_workbook(book)
    mutate(workbook)
    workbook.save(book)
    assert_complained(complaints_about(book), expected)


@pytest.mark.parametrize("cell", ["plan B4", "rules C2", "agents A3", "demand C3"])
@pytest.mark.parametrize("value", ["=1+1", "#N/A"])
def test_cell_without_a_value_is_complained_of_once(book: Path, cell: str, value: str) -> None:
    """What a formula or an error stands for is not called missing as well."""
    sheet, place = cell.split()
    workbook = load_workbook(book)
    _cell(sheet, place, value)(workbook)
    workbook.save(book)
    (complaint,) = complaints_about(book)
    assert complaint.place == f"sheet {sheet}, cell {place}"
    assert value in complaint.message


@pytest.mark.parametrize("sheet", ["plan", "agents", "demand", "breaks"])
def test_an_empty_row_above_a_header_is_one_complaint(book: Path, sheet: str) -> None:
    """The table below it is read all the same, so that nothing else is called missing or without a header."""
    workbook = load_workbook(book)
    workbook[sheet].insert_rows(1)
    workbook.save(book)
    (complaint,) = complaints_about(book)
    assert (complaint.place, complaint.message) == (
        f"sheet {sheet}, row 1",
        "Row 1 is empty; the header stands in row 2.",
    )


def test_columns_of_notes_are_not_looked_at(book: Path) -> None:
    """Where a header begins with #, even formulas below it are nobody's business."""
    problem = read_plan(book)
    workbook = load_workbook(book)
    for cell, value in (("J1", "# why"), ("K1", "# why"), ("J2", "=1+1"), ("K3", "ill"), ("J400", "end")):
        workbook["agents"][cell] = value
    workbook.save(book)
    assert read_plan(book) == problem


def test_a_single_number_in_a_list_of_names_is_a_name(book: Path) -> None:
    """A desk 7, an attribute 5, a pattern 510 and a pack are names, as where they are cells of their own."""
    workbook = load_workbook(book)
    for sheet, column, value in (("sites", "desks", 7), ("agents", "attributes", 5), ("contracts", "patterns", 510)):
        header = [cell.value for cell in workbook[sheet][1]]
        workbook[sheet].cell(2, header.index(column) + 1).value = value
    workbook["patterns"]["A2"] = workbook["breaks"]["A2"] = 510
    workbook.save(book)
    plan = read_plan(book)
    assert plan.sites[0].desks == ("7",)
    assert plan.agents[0].attributes == ("5",)
    assert plan.contracts[0].patterns == ("510",)
    assert plan.patterns[0].lengths_minutes == (510,)


def test_key_without_a_value_is_missing_in_its_cell(book: Path) -> None:
    """A row of a key whose value is empty."""
    workbook = load_workbook(book)
    _cell("plan", "B4", None)(workbook)
    workbook.save(book)
    assert_complained(complaints_about(book), ("sheet plan, cell B4", "days is missing"))


def test_workbook_as_people_save_it(book: Path) -> None:
    """Notes, blank rows, spaces, numbers for names and real times of day are understood."""
    problem = read_plan(book)
    workbook = load_workbook(book)
    workbook.create_sheet("#notes")["A1"] = "=1+1"
    workbook["agents"]["A40"] = " "
    workbook["agents"]["C2"] = " office "
    workbook["patterns"]["B2"] = dt.time(8)
    workbook["seats"]["C2"] = dt.timedelta(hours=18)
    workbook.save(book)
    assert read_plan(book) == read_plan(str(book)) == problem
    workbook["agents"]["B2"] = 7
    workbook.save(book)
    assert read_plan(book).agents[0].name == "7"


def test_dates_and_times_as_a_spreadsheet_keeps_them(book: Path) -> None:
    """Real dates, times of day and truths mean the same as text, wherever a plan has them."""
    workbook = load_workbook(book)
    workbook["plan"]["B9"] = dt.datetime(2026, 11, 1)
    workbook["sites"]["B2"], workbook["sites"]["D2"] = "GB", dt.date(2026, 12, 24)
    for parameter, value in (
        ("maximum_hours", 9.5),
        ("valid_from", dt.date(2026, 1, 1)),
        ("enabled", True),
        ("shifts", '{"latest_start": "12:00"}'),
    ):
        workbook["rules"].append(("shift_length", parameter, value))
    workbook["rules"].append(("protected_time", "dates", '["2026-12-25"]'))
    workbook["rules"].append(("rest of night", "kind", "daily_rest"))
    workbook["rules"].append(("rest of night", "hours", 11))
    header = ("agent", "rule", "parameters", "valid_from", "valid_to")
    workbook.create_sheet("adjustments").append(header)
    workbook["adjustments"].append(("anna", "shift_length", "enabled=false", dt.date(2026, 12, 1), None))
    workbook.save(book)
    problem = read_plan(book)
    assert problem.history_from == dt.date(2026, 11, 1)
    assert problem.sites[0].holidays == (dt.date(2026, 12, 24),)
    assert problem.rules["shift_length"] == {
        "maximum_hours": Decimal("9.5"),
        "valid_from": "2026-01-01",
        "enabled": True,
        "shifts": {"latest_start": "12:00"},
    }
    assert problem.adjustments[0].parameters == {"enabled": False}
    assert problem.adjustments[0].valid_from == dt.date(2026, 12, 1)


def test_file_that_is_no_workbook(book: Path) -> None:
    """Text, an old or encrypted workbook, and a ZIP archive of something else are refused."""
    for content, words in (
        (b"agent,name", "no workbook"),
        (b"", "no workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "encrypted"),
        (book.read_bytes()[:2000], "no workbook"),
    ):
        book.write_bytes(content)
        assert_complained(complaints_about(book), ("", words))
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("readme.txt", "hello")
    assert_complained(complaints_about(book), ("", "no workbook"))


def test_zip_bomb(book: Path) -> None:
    """A workbook that unpacks to 600 MB is refused before it is unpacked."""
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/workbook.xml", "w") as part:
        for _ in range(600):
            part.write(bytes(1_000_000))
    assert book.stat().st_size < 1_000_000
    assert_complained(complaints_about(book), ("", "600 MB"))


def _set(*path: Any) -> Callable[[Any], None]:
    """Set the value at a path; the last item is the value."""

    def mutate(values: Any) -> None:
        *steps, last, value = path
        for step in steps:
            values = values[step]
        values[last] = value

    return mutate


JSON: dict[str, tuple[Callable[[Any], None], Expected]] = {
    "unknown key": (_set("day", 7), ("day", "Write 'days'")),
    "number in text": (_set("days", "seven"), ("days", "not a whole number")),
    "true": (_set("queues", 0, "minimum_block_minutes", True), ("queues[0].minimum_block_minutes", "true")),
    "NaN": (_set("demand", 0, "volume", float("nan")), ("demand[0].volume", "finite")),
    "table no list": (_set("agents", {}), ("agents", "not a list")),
    "row no object": (_set("agents", 0, 5), ("agents[0]", "not a table")),
    "null": (_set("agents", 0, "site", None), ("agents[0].site", "not text")),
    "nested": (_set("patterns", 0, "breaks", 0, "minutes", 20), ("patterns[0].breaks[0].minutes", "20")),
    "nested unknown": (_set("patterns", 0, "breaks", 0, "minute", 20), ("patterns[0].breaks[0].minute", "'minutes'")),
    "skill": (_set("agents", 1, "skills", 0, "queue", "phoen"), ("agents[1].skills[0].queue", "Write 'phone'")),
    "time": (_set("absences", 0, "start", 1764547200), ("absences[0].start", "point in time")),
    "rule": (_set("rules", "daily_rest", {"hours": "x"}), ("rules.daily_rest.hours", "not a number")),
    "rule of an odd name": (_set("rules", "a[b.c[", {}), ('rules."a[b.c["', "does not exist")),
    "rule with dots": (
        _set("rules", "uk.48", {"kind": "daily_rest", "hours": 0}),
        ('rules."uk.48".hours', "0 is not above 0"),
    ),
    "null in a rule": (_set("rules", "daily_rest", {"hours": 11, "price": None}), ("rules.daily_rest", "null")),
    "rule of 30 levels": (
        _set("rules", "daily_rest", {"hours": json.loads("[" * 30 + "]" * 30)}),
        ("rules.daily_rest", "nested too"),
    ),
    "packs": (_set("packs", ["mars"]), ("packs[0]", "'mars' does not exist")),
    "holiday": (_set("sites", 0, "holidays", [20261224]), ("sites[0].holidays[0]", "20261224 is no date")),
    "holidays no list": (_set("sites", 0, "holidays", {"a": 1}), ("sites[0].holidays", "not a list")),
    "adjustments no list": (_set("adjustments", {"agent": "anna"}), ("adjustments", "not a list")),
    "adjustment": (
        _set("adjustments", [{"agent": "anna", "rule": "daily_rest", "parameters": {"hours": "x"}}]),
        ("adjustments[0].parameters.hours", "not a number"),
    ),
    "deep in an adjustment": (
        _set("adjustments", [{"agent": "anna", "rule": "shift_length", "parameters": {"shifts": {"window": []}}}]),
        ("adjustments[0].parameters.shifts.window", "Write 'windows'"),
    ),
    "parameters no table": (
        _set("adjustments", [{"agent": "anna", "rule": "daily_rest", "parameters": ["hours"]}]),
        ("adjustments[0].parameters", "not a table"),
    ),
    "parameters misspelt": (
        _set("adjustments", [{"agent": "anna", "rule": "daily_rest", "parameter": {"hours": 12}}]),
        ("adjustments[0].parameter", "Write 'parameters'"),
    ),
    "published": (
        _set("published", [{"agent": "anna", "shift_date": "2026-12-08", "start": "2026-12-08T09:00", "end": "x"}]),
        ("published[0].end", "no point in time"),
    ),
    "rules no object": (_set("rules", []), ("rules", "not a table")),
    "control character": (_set("agents", 0, "name", "a\u0000b"), ("agents[0].name", "control character")),
    "surrogate": (_set("agents", 0, "name", "a\ud800b"), ("agents[0].name", "Unicode")),
}


@pytest.mark.parametrize("name", JSON)
def test_json_value_is_complained_of(book: Path, name: str) -> None:
    """A wrong value is complained of by its dotted path."""
    path = book.with_suffix(".json")
    write_plan(read_plan(book), path)
    values = json.loads(path.read_text(encoding="utf-8"))
    mutate, expected = JSON[name]
    mutate(values)
    path.write_text(json.dumps(values), encoding="utf-8")
    assert_complained(complaints_about(path), expected)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("{", "line 1, column 2", "JSON"),
        ("[]", "", "no JSON object"),
        ("", "line 1, column 1", "JSON"),
        ('{"a": 1, "a": 2}', "", "'a' occurs twice"),
        ("[" * 100_000, "", "understood"),
        ('{"days": ' + "9" * 5000 + "}", "", "understood"),
        ('{"days": 1e999999999999999999999}', "", ""),
    ],
)
def test_text_that_is_no_json(book: Path, text: str, place: str, words: str) -> None:
    """Text that is no JSON object is refused with the line where that is known."""
    path = book.with_suffix(".json")
    path.write_text(text, encoding="utf-8")
    complaints = complaints_about(path)
    assert any(words in complaint.message and complaint.place.startswith(place) for complaint in complaints)
