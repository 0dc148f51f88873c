"""roster.xlsx, read back with openpyxl."""

import dataclasses
import datetime as dt

import pytest
from openpyxl import load_workbook

from scheduler.io.run_sheet_week import span_text
from scheduler.io.run_workbook import write_workbook
from scheduler.problem import Problem
from scheduler.result import CostTerm, ProblemSize, Result, Violation
from scheduler.roster import Roster, Shift
from tests.roster_cases import activity, plan, shift

RED, YELLOW, GREEN = "FFF4A6A0", "FFFFE699", "FFC6E5C3"


@pytest.fixture
def written(tmp_path):
    """Write a workbook and open it."""

    def write(roster, problem, **options):
        write_workbook(roster, problem, tmp_path / "roster.xlsx", **options)
        return load_workbook(tmp_path / "roster.xlsx")

    return write


def values(sheet):
    """Cells of a sheet, row by row."""
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_week_sheets_have_agents_in_rows_and_dates_in_columns(written):
    """Anna works a day, has leave and works a night; 7.5 h paid on each of two shifts are 15 h."""
    leave = {"agent": "anna", "start": "2026-12-01T00:00Z", "end": "2026-12-02T00:00Z", "kind": "leave"}
    problem = plan(days=3, absences=[leave])
    book = written(Roster([*shift(problem, "anna", 0, "9:00"), *shift(problem, "anna", 2, "22:00")]), problem)
    assert book.sheetnames == ["week 2026-11-30", "coverage", "activities"]
    dates = [dt.datetime(2026, 11, 30), dt.datetime(2026, 12, 1), dt.datetime(2026, 12, 2)]
    assert values(book["week 2026-11-30"]) == [
        ["agent", "name", "site", "contract", *dates, "paid hours"],
        ["anna", "Anna", "office", "standard", "09:00–17:00", "leave", "22:00–06:00 +1", 15],
        ["ben", "Ben", "office", "standard", "off", "off", "off", 0],
        ["shifts", None, None, None, 1, 0, 1, None],
    ]


def test_each_week_has_its_sheet(written):
    """Nine days from a Saturday touch three weeks; the first sheet has the weekend only."""
    book = written(Roster([]), plan(start_date=dt.date(2026, 11, 28), days=10))
    assert book.sheetnames[:3] == ["week 2026-11-28", "week 2026-11-30", "week 2026-12-07"]
    assert [book[name].max_column for name in book.sheetnames[:3]] == [4 + 2 + 1, 4 + 7 + 1, 4 + 1 + 1]


@pytest.mark.parametrize(
    ("start", "minutes", "text"),
    [
        ("9:00", 240, "09:00–13:00"),
        ("20:00", 240, "20:00–24:00"),
        ("22:00", 240, "22:00–02:00 +1"),
        ("0:00", 240, "00:00–04:00"),
    ],
)
def test_text_of_a_shift(start, minutes, text):
    """Shifts to midnight end at 24:00, later ones on the next date."""
    problem = plan()
    part = activity(problem, "anna", 0, start, minutes)
    assert span_text(Shift("anna", part.shift_date, (part,))) == text


def test_coverage_is_coloured(written):
    """Required 1 with 0, 1 and 2 on the phone: red, green and yellow, and blank where nothing happens."""
    starts = [dt.datetime(2026, 11, 30, 9, tzinfo=dt.UTC) + dt.timedelta(minutes=30 * number) for number in range(3)]
    requirements = [{"interval_start": start, "queue": "phone", "required": 1} for start in starts]
    problem = plan(days=1, requirements=requirements)
    parts = [activity(problem, "anna", 0, "9:30", 60), activity(problem, "ben", 0, "10:00", 30)]
    sheet = written(Roster(parts), problem)["coverage"]
    assert values(sheet) == [
        ["date", dt.datetime(2026, 11, 30), None, None, None, None, None],
        ["queue", "phone", None, None, "chat", None, None],
        ["interval", "required", "scheduled", "net", "required", "scheduled", "net"],
        [dt.time(9), 1, 0, -1, None, None, None],
        [dt.time(9, 30), 1, 1, 0, None, None, None],
        [dt.time(10), 1, 2, 1, None, None, None],
    ]
    assert [sheet.cell(row, 4).fill.fgColor.rgb for row in (4, 5, 6)] == [RED, GREEN, YELLOW]


def test_repeated_hour_has_its_own_rows(written):
    """On 25 October the rows 01:00 and 01:30 come twice; two hours from 01:00 fill all four."""
    problem = plan(start_date=dt.date(2026, 10, 25), days=1)
    sheet = written(Roster([activity(problem, "anna", 0, "1:00", 120)]), problem)["coverage"]
    assert [(row[0].value, row[0].number_format) for row in sheet.iter_rows(min_row=4)] == [
        (dt.time(1), "hh:mm"),
        (dt.time(1, 30), "hh:mm"),
        (dt.time(1), 'hh:mm" again"'),
        (dt.time(1, 30), 'hh:mm" again"'),
    ]


def test_activities_are_flat_with_real_times(written):
    """A row per activity with local times as dates of the workbook."""
    problem = plan()
    sheet = written(Roster(shift(problem, "ben", 1, "22:00")), problem)["activities"]
    assert values(sheet)[2] == [
        "ben",
        "Ben",
        dt.datetime(2026, 12, 1),
        "meal",
        dt.datetime(2026, 12, 2, 2),
        dt.datetime(2026, 12, 2, 2, 30),
        "+00:00",
        0.5,
        "no",
        "",
    ]
    assert len(values(sheet)) == 4


@pytest.mark.parametrize("name", ["=1+1", "@x", "+1", "-1", "{=1}", "https://example.org", "12", "=HYPERLINK(A1)"])
def test_names_are_texts_whatever_they_look_like(written, name):
    """Agents, queues and plans that look like formulas, links or numbers stay texts."""
    fields = plan(agents=("anna",)).model_dump()
    agent = fields["agents"][0] | {"agent": name.replace(":", ""), "name": name, "skills": ({"queue": name[:5]},)}
    problem = Problem.model_validate(fields | {"name": name, "agents": [agent], "queues": [{"queue": name[:5]}]})
    parts = shift(problem, name.replace(":", ""), 0, "9:00", 240)
    roster = Roster(dataclasses.replace(part, activity=name, queue=name[:5]) for part in parts)
    book = written(roster, problem)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value in (name, name[:5])} == {"s"}
    assert not [cell for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert book["activities"]["B2"].value == name


def test_sheets_are_ready_for_screen_and_paper(written):
    """Panes are frozen, pages lie across, are one page wide (the default) and repeat the header."""
    book = written(Roster([]), plan())
    assert [sheet.freeze_panes for sheet in book] == ["C2", "B4", "A2"]
    assert {sheet.page_setup.orientation for sheet in book} == {"landscape"}
    assert {(sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) for sheet in book} == {(None, 0)}
    assert all(sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.print_title_rows for sheet in book)


def test_summary_tells_cost_bound_and_violations(written):
    """Unknown bounds are said to be unknown, and times of violations are local."""
    violation = Violation(
        rule="daily_rest",
        severity="hard",
        agent="anna",
        start="2026-07-01T20:00Z",
        end="2026-07-02T04:00Z",
        message="=8 hours",
    )
    result = Result(
        status="feasible",
        plan="Small",
        start_date="2026-11-30",
        cost=90,
        bound=None,
        gap=None,
        gap_of_required=0.015,
        cost_terms={"labour": CostTerm(amount=7.5, unit_cost=None, cost=90)},
        coverage=None,
        violations=(violation,),
        engine="cpsat",
        seed=0,
        workers=1,
        time_limit_seconds=60,
        runtime_seconds=2,
        peak_memory_mb=1,
        versions={},
        input_sha256="",
        problem_size=ProblemSize(agents=2, queues=2, days=2, intervals=96, candidate_shifts=4),
        messages=("A message.",),
    )
    rows = values(written(Roster([]), plan(), result=result)["summary"])
    facts = {row[0]: row[1:] for row in rows}
    assert [facts[name][0] for name in ("status", "cost", "bound", "gap of required")] == [
        "feasible",
        90,
        "unknown",
        0.015,
    ]
    assert facts["labour"][:3] == [7.5, "mixed", 90]
    moments = [dt.datetime(2026, 7, 1, 21), dt.datetime(2026, 7, 2, 5)]
    assert facts["daily_rest"][:5] == ["hard", "anna", *moments, "=8 hours"]
    assert "A message." in facts
