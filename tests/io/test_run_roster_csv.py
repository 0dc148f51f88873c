"""Writing and reading roster.csv."""

import contextlib
import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.errors import InputError
from scheduler.io.roster_csv import COLUMNS, read_roster, write_roster
from scheduler.roster import Roster
from tests.roster_cases import activity, plan, shift

HEADER = ",".join(COLUMNS)
GOOD = "anna,2026-11-30,phone,2026-11-30T09:00,2026-11-30T10:00,true,phone"


def complaints(tmp_path, text):
    """Complaints of a file with this text."""
    path = tmp_path / "roster.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(InputError) as caught:
        read_roster(path, plan())
    assert all(complaint.file == str(path) and complaint.remedy for complaint in caught.value.complaints)
    return caught.value.complaints


def test_reading_gives_what_was_written(tmp_path):
    """A roster with a night, a break and a training comes back equal."""
    problem = plan()
    parts = [*shift(problem, "anna", 0, "22:00"), *shift(problem, "ben", 1, "9:00", 240)]
    roster = Roster([*parts, activity(problem, "ben", 1, "13:00", 30, "training")])
    write_roster(roster, tmp_path / "roster.csv")
    assert read_roster(tmp_path / "roster.csv", problem) == roster
    assert (tmp_path / "roster.csv").read_text().splitlines()[:2] == [
        HEADER,
        "anna,2026-11-30,phone,2026-11-30T22:00:00+00:00,2026-12-01T02:00:00+00:00,true,phone",
    ]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="|:;"), min_size=1, max_size=30))
def test_any_name_survives(tmp_path_factory, name):
    """Names with commas, quotes, emoji and formula signs come back as they were."""
    path = tmp_path_factory.mktemp("names") / "roster.csv"
    problem = plan()
    roster = Roster([dataclasses.replace(activity(problem, "anna", 0, "9:00", 60, "x"), activity=name)])
    write_roster(roster, path)
    assert read_roster(path, problem) == roster


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_no_cell_is_a_formula(tmp_path, start):
    """A text that a spreadsheet would run begins with an apostrophe in the file."""
    part = dataclasses.replace(activity(plan(), "anna", 0, "9:00", 60, "x"), activity=start)
    write_roster(Roster([part]), tmp_path / "roster.csv")
    assert (tmp_path / "roster.csv").read_text().splitlines()[1].split(",")[2] == f"'{start}"


def test_local_times_and_other_offsets_are_understood(tmp_path):
    """09:00 local, 09:00+00:00 and 10:00+01:00 are the same instant in November; paid is yes, 1 or TRUE."""
    path = tmp_path / "roster.csv"
    rows = {
        "anna,2026-11-30,phone,2026-11-30T09:00,2026-11-30 10:00,yes,phone",
        "anna,2026-11-30,phone,2026-11-30T09:00+00:00,2026-11-30T10:00Z,1,phone",
        "anna,2026-11-30,phone,2026-11-30T10:00+01:00,2026-11-30T11:00+01:00,TRUE,phone",
    }
    expected = Roster([activity(plan(), "anna", 0, "9:00", 60)])
    for row in rows:
        path.write_text(f"\ufeff{HEADER}\n\n{row}\n", encoding="utf-8")
        assert read_roster(path, plan()) == expected


@pytest.mark.parametrize(("text", "paid"), [("yes", True), ("no", False), ("1", True), ("0", False), ("No", False)])
def test_paid_may_be_what_the_workbook_says(tmp_path, text, paid):
    """roster.xlsx says yes and no; a CSV file made of it is understood."""
    path = tmp_path / "roster.csv"
    path.write_text(f"{HEADER}\n{GOOD.replace('true', text)}\n", encoding="utf-8")
    assert read_roster(path, plan()).activities[0].paid is paid


def test_repeated_local_time_is_its_first_occurrence(tmp_path):
    """On 25 October 01:30 occurs twice; from 00:30 to 01:30 is one hour, not two."""
    path = tmp_path / "roster.csv"
    path.write_text(f"{HEADER}\nanna,2026-10-25,phone,2026-10-25T00:30,2026-10-25T01:30,true,phone\n")
    roster = read_roster(path, plan(start_date=dt.date(2026, 10, 25)))
    assert roster.activities[0].minutes == 60


def test_both_occurrences_survive_writing(tmp_path):
    """An activity from the first to the second 01:30 is one hour long and stays so."""
    problem = plan(start_date=dt.date(2026, 10, 25))
    roster = Roster([activity(problem, "anna", 0, "1:30", 60)])
    write_roster(roster, tmp_path / "roster.csv")
    again = read_roster(tmp_path / "roster.csv", problem)
    assert [part.minutes for part in again.activities] == [60]
    assert again.activities[0].end.fold == 1


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("anna", "ana", ["'ana' is not in the plan", "anna"]),
        (",phone\n", ",fone\n", ["Queue 'fone'", "phone"]),
        ("2026-11-30,", "30.11.2026,", ["shift_date '30.11.2026' is no date"]),
        ("2026-11-30T09:00", "9 o'clock", ['start "9 o\'clock" is no time']),
        ("T10:00", "T09:00", ["is not after start"]),
        ("T10:00", "T08:00", ["is not after start", "next date"]),
        ("true", "perhaps", ["paid is 'perhaps'", "true or false, or yes or no"]),
        (",phone,2026", ",,2026", ["activity is empty"]),
        (",phone,2026", ",chat,2026", ["Activity 'chat' and queue 'phone'", "or chat as the queue"]),
        (",phone,2026", ",meal,2026", ["Activity 'meal' and queue 'phone'", "leave the queue empty"]),
        (",phone\n", "\n", ["6 cells", "7"]),
        ("T09:00", "T09:00+99:00", ["is no time"]),
    ],
)
def test_wrong_cells_are_named_with_line_and_remedy(tmp_path, old, new, words):
    """Each mistake in line 3 is told with its line, the value and what to do."""
    text = f"{HEADER}\n{GOOD}\n{GOOD}\n"
    place = text.index(GOOD, len(HEADER) + len(GOOD))
    found = complaints(tmp_path, text[:place] + text[place:].replace(old, new, 1))
    assert [complaint.place for complaint in found] == ["line 3"]
    for word in words:
        assert word in str(found[0])


def test_all_complaints_come_at_once(tmp_path):
    """Two lines with three mistakes give three complaints."""
    bad = GOOD.replace("anna", "x").replace("true", "?")
    found = complaints(tmp_path, f"{HEADER}\n{bad}\n{GOOD.replace('anna', 'y')}\n")
    assert [complaint.place for complaint in found] == ["line 2", "line 2", "line 3"]


def test_what_spreadsheets_leave_is_no_activity(tmp_path):
    """Rows that were emptied, and columns of notes."""
    path = tmp_path / "roster.csv"
    path.write_text(f"{HEADER},# why\n,,,,,,,\n{GOOD},ill\n , ,\n", encoding="utf-8")
    assert read_roster(path, plan()) == Roster([activity(plan(), "anna", 0, "9:00", 60)])


@pytest.mark.parametrize("start", [b"PK\x03\x04\x14\x00\xff", b"\xd0\xcf\x11\xe0\xa1"])
def test_a_workbook_is_told_as_one(tmp_path, start):
    """Saving it as CSV would not help: the columns are others."""
    (found,) = complaints(tmp_path, start)
    assert "Give the folder of the run or its roster.csv." in str(found)


def test_tabs_are_told_as_tabs(tmp_path):
    """One complaint, not one of each column."""
    (found,) = complaints(tmp_path, f"{HEADER}\n{GOOD}\n".replace(",", "\t"))
    assert "Tabs separate the cells" in str(found)


def test_mixed_offsets_are_refused_with_both_lines(tmp_path):
    """A file says either where all its times are or leaves all to the plan's zone."""
    other = GOOD.replace("T09:00", "T09:00+00:00").replace("T10:00", "T10:00+00:00")
    (found,) = complaints(tmp_path, f"{HEADER}\n{GOOD}\n{other}\n")
    assert "Line 3" in found.message
    assert "line 2" in found.message


def test_skipped_local_time_is_refused(tmp_path):
    """On 29 March 01:30 does not exist in London; the remedy names 02:30."""
    path = tmp_path / "roster.csv"
    path.write_text(f"{HEADER}\nanna,2026-03-29,phone,2026-03-29T01:30,2026-03-29T04:00,true,phone\n")
    with pytest.raises(InputError, match=r"does not exist.*02:30"):
        read_roster(path, plan(start_date=dt.date(2026, 3, 29)))


def test_semicolons_separate_cells_where_the_header_has_no_comma(tmp_path):
    """A spreadsheet in German saves it so."""
    path = tmp_path / "roster.csv"
    found = []
    for separator in ",;":
        path.write_text(f"{HEADER}\n{GOOD}\n".replace(",", separator))
        found.append(read_roster(path, plan()).activities)
    assert found[0] == found[1] != ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no header"),
        (HEADER.replace(",", "|"), "no header with commas"),
        (HEADER.replace("shift_date", "shiftdate"), "Write shift_date"),
        (HEADER.replace(",queue", ""), "Column queue is missing"),
        (HEADER + ",queue", "occurs 2 times"),
        (f"{HEADER}\n".encode() + b"\xff\xfe", "not UTF-8"),
        (f'{HEADER}\n"open', "no CSV"),
    ],
)
def test_files_that_are_no_roster_are_refused(tmp_path, text, words):
    """Empty files, wrong headers, other encodings and open quotes are complaints, not crashes."""
    assert any(words in str(complaint) for complaint in complaints(tmp_path, text))


def test_missing_file_is_a_complaint(tmp_path):
    """A path without a file and a folder are refused."""
    for path in (tmp_path / "none.csv", tmp_path):
        with pytest.raises(InputError, match=r"Cannot be read|no ordinary file"):
            read_roster(path, plan())


@given(st.binary(max_size=200))
def test_random_bytes_are_complaints_or_nothing(tmp_path_factory, content):
    """Whatever stands in the file, nothing but an InputError is raised."""
    path = tmp_path_factory.mktemp("fuzz") / "roster.csv"
    path.write_bytes(HEADER.encode() + b"\n" + content)
    with contextlib.suppress(InputError):
        assert isinstance(read_roster(path, plan()), Roster)
