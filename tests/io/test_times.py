"""Times around the two nights on which London's clocks change."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from scheduler.errors import InputError
from scheduler.io.draft import Unclear
from scheduler.io.example import write_example
from scheduler.io.read import read_plan
from scheduler.io.times import as_time, to_zone
from scheduler.io.write import write_plan
from scheduler.problem import Problem

LONDON = ZoneInfo("Europe/London")


def read_on(tmp_path: Path, date: str, *rows: str, days: int = 1, zone: str = "Europe/London") -> Problem:
    """Read the example moved to a date, with these rows of requirements and nothing else."""
    folder = tmp_path / "plan"
    write_example(folder)
    for name in ("demand", "absences", "availability", "preferences"):
        (folder / f"{name}.csv").unlink()
    text = (folder / "plan.toml").read_text(encoding="utf-8")
    text = text.replace("start_date = 2026-11-30", f"start_date = {date}").replace("days = 7", f"days = {days}")
    (folder / "plan.toml").write_text(text.replace("Europe/London", zone), encoding="utf-8")
    header = "interval_start,queue,required"
    (folder / "requirements.csv").write_text("\n".join([header, *rows]), encoding="utf-8")
    return read_plan(folder)


def utc(text: str) -> float:
    return dt.datetime.fromisoformat(f"{text}+00:00").timestamp()


def test_time_that_the_clocks_skip(tmp_path: Path) -> None:
    """On 2026-03-29 there is no 01:30 in London; the complaint offers 02:30, which is 01:30 UTC."""
    with pytest.raises(InputError) as raised:
        read_on(tmp_path, "2026-03-29", "2026-03-29T00:30,phone,1", "2026-03-29T01:30,phone,1")
    (complaint,) = raised.value.complaints
    assert (complaint.file, complaint.place) == ("requirements.csv", "line 3")
    assert "does not exist" in complaint.message
    assert "Write 2026-03-29T02:30" in complaint.remedy


def test_time_that_occurs_twice_is_the_first(tmp_path: Path) -> None:
    """On 2026-10-25 London's 01:30 without offset is summer time, 00:30 UTC."""
    problem = read_on(tmp_path, "2026-10-25", "2026-10-25T01:30,phone,1", "2026-10-25T02:00,phone,1")
    starts = [row.interval_start.timestamp() for row in problem.requirements]
    assert starts == [utc("2026-10-25T00:30"), utc("2026-10-25T02:00")]


def test_both_passes_of_an_hour_are_different_intervals(tmp_path: Path) -> None:
    """With offsets both 01:30 can be given; they are an hour apart and survive every form."""
    rows = ("2026-10-25T01:30+01:00,phone,1", "2026-10-25T01:30+00:00,phone,2")
    problem = read_on(tmp_path, "2026-10-25", *rows)
    first, second = problem.requirements
    assert second.interval_start.timestamp() - first.interval_start.timestamp() == 3600
    assert first != second
    for form in ("again", "again.xlsx", "again.json"):
        write_plan(problem, tmp_path / form)
        assert read_plan(tmp_path / form) == problem
    text = (tmp_path / "again" / "requirements.csv").read_text(encoding="utf-8")
    assert "2026-10-25T01:30+01:00" in text
    assert "2026-10-25T01:30+00:00" in text


def test_same_interval_in_two_offsets_is_given_twice(tmp_path: Path) -> None:
    """01:30+01:00 and 00:30Z are one instant."""
    with pytest.raises(InputError, match="given twice"):
        read_on(tmp_path, "2026-10-25", "2026-10-25T01:30+01:00,phone,1", "2026-10-25T00:30Z,phone,2")


@pytest.mark.parametrize(
    ("date", "last"), [("2026-03-29", "2026-03-29T22:30+00:00"), ("2026-10-25", "2026-10-25T23:30+00:00")]
)
def test_last_interval_of_a_short_and_a_long_day(tmp_path: Path, date: str, last: str) -> None:
    """The last half hour belongs to the plan (the day ends at 23:00 or 24:00 UTC), the one after it does not."""
    assert len(read_on(tmp_path / "in", date, f"{last},phone,1").requirements) == 1
    after = (dt.datetime.fromisoformat(last) + dt.timedelta(minutes=30)).isoformat()
    with pytest.raises(InputError, match="outside the plan"):
        read_on(tmp_path / "out", date, f"{after},phone,1")


def test_naive_times_stay_naive(tmp_path: Path) -> None:
    """Where no time of a table lies in the second pass, files show local times without offset."""
    problem = read_on(tmp_path, "2026-10-25", "2026-10-25T00:30,phone,1", "2026-10-25T01:30,phone,1")
    write_plan(problem, tmp_path / "again")
    text = (tmp_path / "again" / "requirements.csv").read_text(encoding="utf-8")
    assert "2026-10-25T01:30,phone,1" in text


def test_clock_change_off_the_grid(tmp_path: Path) -> None:
    """Lord Howe Island moves its clocks by 30 minutes on 2026-10-04: 10 and 30 minutes fit, 60 do not."""
    problem = read_on(tmp_path / "fits", "2026-10-04", zone="Australia/Lord_Howe")
    assert problem.horizon.num_minutes == 23 * 60 + 30
    folder = tmp_path / "fits" / "plan"
    text = (folder / "plan.toml").read_text(encoding="utf-8")
    (folder / "plan.toml").write_text(text.replace("interval_minutes = 30", "interval_minutes = 60"), encoding="utf-8")
    with pytest.raises(InputError, match="change by 30 minutes on 2026-10-04"):
        read_plan(folder)


def test_times_carry_the_offset_of_the_zone() -> None:
    """A time of another zone is shown in the plan's: 08:00 in New York in July is 13:00 in London."""
    time = to_zone(as_time("2026-07-01T08:00-04:00"), LONDON)
    assert time.isoformat() == "2026-07-01T13:00:00+01:00"


@pytest.mark.parametrize(
    "text", ["20260701T0800", "2026-07-01 8:00", "2026-W27-3T08:00", "٢٠٢٦-07-01T08:00", "", "now"]
)
def test_other_forms_are_refused(text: str) -> None:
    """Only the written-out form is a time."""
    with pytest.raises(Unclear):
        as_time(text)
