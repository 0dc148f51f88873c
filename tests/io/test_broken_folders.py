"""Folders with one mistake each: the complaint names file, place, value and remedy."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.errors import Complaint, InputError
from scheduler.io.example import write_example
from scheduler.io.read import read_plan

Mutation = tuple[str, str, str]
"""File, text in it, and what replaces its first occurrence."""

Expected = tuple[str, str, str]
"""File and place of the complaint, and words in it."""

PLAN = "plan.toml"

VALUES: dict[str, tuple[Mutation, Expected]] = {
    "days below 1": ((PLAN, "days = 7", "days = 0"), (PLAN, "days", "0 is below 1")),
    "days a fraction": ((PLAN, "days = 7", "days = 7.5"), (PLAN, "days", "7.5 is not a whole number")),
    "days true": ((PLAN, "days = 7", "days = true"), (PLAN, "days", "true is not a value")),
    "days nan": ((PLAN, "days = 7", "days = nan"), (PLAN, "days", "finite")),
    "days missing": ((PLAN, "days = 7", ""), (PLAN, "days", "days is missing")),
    "unknown key": ((PLAN, "days = 7", "day = 7"), (PLAN, "day", "Write 'days'")),
    "interval of 7": ((PLAN, "interval_minutes = 30", "interval_minutes = 7"), (PLAN, "interval_minutes", "5, 10, 15")),
    "unknown zone": ((PLAN, "Europe/London", "Europe/Londres"), (PLAN, "time_zone", "Europe/Londres")),
    "zone out of the data": ((PLAN, "Europe/London", "../../etc/passwd"), (PLAN, "time_zone", "IANA")),
    "weekday": ((PLAN, 'week_start = "monday"', 'week_start = "mo"'), (PLAN, "week_start", "'monday'")),
    "start date in text": (
        (PLAN, "start_date = 2026-11-30", 'start_date = "30.11.2026"'),
        (PLAN, "start_date", "no date"),
    ),
    "start date a number": (
        (PLAN, "start_date = 2026-11-30", "start_date = 20261130"),
        (PLAN, "start_date", "no date"),
    ),
    "year 26": ((PLAN, "start_date = 2026-11-30", "start_date = 0026-11-30"), (PLAN, "start_date", "between 1970")),
    "negative weight": (
        (PLAN, "overstaffing = 2", "overstaffing = -2"),
        (PLAN, "weights.overstaffing", "-2 is below 0"),
    ),
    "infinite weight": ((PLAN, "overstaffing = 2", "overstaffing = inf"), (PLAN, "weights.overstaffing", "finite")),
    "unknown weight": ((PLAN, "overstaffing = 2", "overstafing = 2"), (PLAN, "weights.overstafing", "'overstaffing'")),
    "cost of five decimals": (
        (PLAN, "hourly_cost = 14 ", "hourly_cost = 14.00001 "),
        (PLAN, "contracts[0].hourly_cost", "more than 4 decimals"),
    ),
    "break off the grid": (
        (PLAN, "minutes = 30\npaid", "minutes = 20\npaid"),
        (PLAN, "patterns[0].breaks[0].minutes", "grid of 30"),
    ),
    "length off the grid": (
        (PLAN, "lengths_minutes = [510]", "lengths_minutes = [500]"),
        (PLAN, "patterns[0].lengths_minutes[0]", "500"),
    ),
    "length above a day": (
        (PLAN, "lengths_minutes = [510]", "lengths_minutes = [1500]"),
        (PLAN, "patterns[0].lengths_minutes[0]", "1500 is above 1440"),
    ),
    "weekday of a rule": (
        (
            PLAN,
            "[rules.daily_rest]",
            '[rules.few]\nkind = "count_limit"\ncalendar = "horizon"\nmaximum = 3\nweekend_days = ["so"]\n'
            "[rules.daily_rest]",
        ),
        (PLAN, "rules.few.weekend_days[0]", "'so' is not allowed"),
    ),
    "proficiency with a comma": (
        ("agents.csv", "chat|phone:0.8", '"phone:0,8"'),
        ("agents.csv", "line 5", "'0,8' is not a number"),
    ),
    "start off the grid": (
        (PLAN, 'earliest_start = "08:00"', 'earliest_start = "08:10"'),
        (PLAN, "patterns[0].earliest_start", "08:10"),
    ),
    "25 o'clock": (
        (PLAN, 'latest_start = "09:30"', 'latest_start = "25:30"'),
        (PLAN, "patterns[0].latest_start", "25:30"),
    ),
    "starts in the wrong order": (
        (PLAN, 'latest_start = "09:30"', 'latest_start = "07:30"'),
        (PLAN, "patterns[0]", "lies before earliest_start"),
    ),
    "block off the grid": (
        (PLAN, "minimum_block_minutes = 60", "minimum_block_minutes = 45"),
        (PLAN, "queues[0].minimum_block_minutes", "45"),
    ),
    "break too late": (
        (PLAN, "minimum_work_after_minutes = 120", "minimum_work_after_minutes = 420"),
        (PLAN, "patterns[0].breaks[0]", "does not fit"),
    ),
    "no days": (
        (PLAN, "lengths_minutes = [240, 300]", "lengths_minutes = [240]\ndays_of_week = []"),
        (PLAN, "patterns[1].days_of_week", "no day"),
    ),
    "no lengths": ((PLAN, "[240, 300]", "[]"), (PLAN, "patterns[1].lengths_minutes", "is empty")),
    "length no list": ((PLAN, "[240, 300]", "240"), (PLAN, "patterns[1].lengths_minutes", "not a list")),
    "break named like a queue": (
        (PLAN, 'name = "lunch"', 'name = "chat"'),
        (PLAN, "patterns[0].breaks[0].name", "name of a queue"),
    ),
    "half a goal": (
        (PLAN, "answered_within_seconds = 20", "# no seconds"),
        (PLAN, "queues[0].service_goal", "go together"),
    ),
    "share in percent": (
        (PLAN, "answered_share = 0.8 ", "answered_share = 80 "),
        (PLAN, "queues[0].service_goal.answered_share", "80 is not below 1"),
    ),
    "unknown rule": (
        (PLAN, "[rules.weekly_rest]", "[rules.weekly_rset]"),
        (PLAN, "rules.weekly_rset", "'weekly_rest'"),
    ),
    "parameter of a rule": ((PLAN, "hours = 35", "hours = 0"), (PLAN, "rules.weekly_rest.hours", "not above 0")),
    "unknown parameter": ((PLAN, "hours = 35", "hour = 35"), (PLAN, "rules.weekly_rest.hour", "'hours'")),
    "parameter of a contract": (
        (PLAN, "hours = 12", 'hours = "many"'),
        (PLAN, "contracts[1].rules.daily_rest.hours", "not a number"),
    ),
    "plan rule in a contract": (
        (PLAN, "[contracts.rules.daily_rest]", "[contracts.rules.seats]\n[contracts.rules.daily_rest]"),
        (PLAN, "contracts[1].rules.seats", "plan as a whole"),
    ),
    "rule without a kind": (
        (PLAN, "[rules.weekly_rest]", '[rules."my.rest"]'),
        (PLAN, 'rules."my.rest"', "State its kind"),
    ),
    "deep parameter of a rule": (
        (
            PLAN,
            "[rules.weekly_rest]",
            '[rules."a.b"]\nkind = "shift_length"\nmaximum_hours = 9\n'
            '[[rules."a.b".shifts.windows]]\nstart = "25:00"\nend = "06:00"\n[rules.weekly_rest]',
        ),
        (PLAN, 'rules."a.b".shifts.windows[0].start', "Rule a.b: start: '25:00' is not a time of day"),
    ),
    "time of day without quotes that has seconds": (
        (PLAN, "[rules.weekly_rest]", "[rules.shift_length]\nshifts.earliest_start = 08:00:30\n[rules.weekly_rest]"),
        (PLAN, "rules.shift_length.shifts.earliest_start", "'08:00:30' is not a time of day"),
    ),
    "dates of a rule": (
        (PLAN, "hours = 35", "hours = 35\nvalid_from = 2026-12-01\nvalid_to = 2026-11-30"),
        (PLAN, "rules.weekly_rest.valid_to", "lies before valid_from 2026-12-01"),
    ),
    "unknown pack": (
        (PLAN, "days = 7", 'days = 7\npacks = ["uk", "mars"]'),
        (PLAN, "packs[1]", "'mars' does not exist"),
    ),
    "packs no list": ((PLAN, "days = 7", 'days = 7\npacks = "uk"'), (PLAN, "packs", "'uk' is not a list")),
    "pack changed without a reason": (
        (PLAN, "days = 7", 'days = 7\npacks = ["uk"]\nrules."uk.day11".hours = 9'),
        (PLAN, 'rules."uk.day11"', 'Add reason = "..." to [rules."uk.day11"].'),
    ),
    "history_from in the plan": (
        (PLAN, "days = 7", "days = 7\nhistory_from = 2026-12-01"),
        (PLAN, "history_from", "lies after the first date of the plan"),
    ),
    "history_from no date": (
        (PLAN, "days = 7", "days = 7\nhistory_from = 20261101"),
        (PLAN, "history_from", "20261101 is no date. Write it as 2026-11-30."),
    ),
    "published_on no date": (
        (PLAN, "days = 7", 'days = 7\npublished_on = "1 Nov"'),
        (PLAN, "published_on", "'1 Nov' is no date"),
    ),
    "country": (
        (PLAN, 'site = "office"', 'site = "office"\ncountry = "UNK"'),
        (PLAN, "sites[0].country", "no public holidays are known for 'UNK'. Write a code of two capital letters"),
    ),
    "region": (
        (PLAN, 'site = "office"', 'site = "office"\ncountry = "GB"\nregion = "London"'),
        (PLAN, "sites[0].region", "'London' is not known in GB. Write one of ENG, NIR, SCT, WLS."),
    ),
    "region without country": (
        (PLAN, 'site = "office"', 'site = "office"\nregion = "ENG"'),
        (PLAN, "sites[0].region", "stands without a country"),
    ),
    "holiday": (
        (PLAN, 'site = "office"', 'site = "office"\nholidays = [2026-12-24, "Christmas"]'),
        (PLAN, "sites[0].holidays[1]", "'Christmas' is no date"),
    ),
    "holidays no list": (
        (PLAN, 'site = "office"', 'site = "office"\nholidays = 2026-12-24'),
        (PLAN, "sites[0].holidays", "2026-12-24 is not a list"),
    ),
    "unknown pattern": (
        (PLAN, 'patterns = ["short"]', 'patterns = ["shrot"]'),
        (PLAN, "contracts[1].patterns[0]", "Write 'short'"),
    ),
    "contract twice": (
        (PLAN, 'contract = "part time"', 'contract = "full time"'),
        (PLAN, "contracts[1].contract", "occurs twice"),
    ),
    "weekly minutes": (
        (PLAN, "maximum_minutes_per_week = 2400", "maximum_minutes_per_week = 1800"),
        (PLAN, "contracts[0]", "below the minimum"),
    ),
    "negative seats": ((PLAN, "seats = 7", "seats = -7"), (PLAN, "sites[0].seats[0].seats", "-7 is below 0")),
    "agents in plan.toml": ((PLAN, "days = 7", "days = 7\nagents = []"), (PLAN, "agents", "agents.csv")),
    "TOML": ((PLAN, "days = 7", "days = = 7"), (PLAN, "line 8", "TOML")),
    "TOML key twice": ((PLAN, "days = 7", "days = 7\ndays = 8"), (PLAN, "line 9", "TOML")),
    "unknown contract": (("agents.csv", "full time", "fulltime"), ("agents.csv", "line 2", "Write 'full time'")),
    "unknown site": (("agents.csv", "office", "moon"), ("agents.csv", "line 2", "'moon' does not exist")),
    "unknown skill": (("agents.csv", "phone:0.8", "phoen:0.8"), ("agents.csv", "line 5", "Write 'phone'")),
    "proficiency above 2": (("agents.csv", "phone:0.8", "phone:9"), ("agents.csv", "line 5", "9' is above 2")),
    "proficiency empty": (("agents.csv", "phone:0.8", "phone:"), ("agents.csv", "line 5", "not a number")),
    "skill twice": (("agents.csv", "phone|chat", "phone|phone"), ("agents.csv", "line 2", "name a queue twice")),
    "no skill": (("agents.csv", "phone|chat", ""), ("agents.csv", "line 2", "skills is missing")),
    "agent twice": (("agents.csv", "ben,Ben", "anna,Ben"), ("agents.csv", "line 3", "'anna' occurs twice")),
    "agent without identifier": (("agents.csv", "ben,Ben", ",Ben"), ("agents.csv", "line 3", "agent is missing")),
    "colon in an identifier": (("agents.csv", "ben,Ben", "b:en,Ben"), ("agents.csv", "line 3", "'b:en' contains")),
    "line break in a name": (("agents.csv", "Ben Okafor", '"Ben\nOkafor"'), ("agents.csv", "line 3", "line break")),
    "valid_to before valid_from": (
        ("agents.csv", "2026-12-01,,", "2026-12-01,2026-11-30,"),
        ("agents.csv", "line 9", "lies before valid_from"),
    ),
    "31st of November": (("agents.csv", "2026-12-01,,", "2026-11-31,,"), ("agents.csv", "line 9", "no date")),
    "column twice": (("agents.csv", "agent,name", "agent,agent"), ("agents.csv", "line 1", "occurs 2 times")),
    "column misspelt": (("agents.csv", "contract,", "contarct,"), ("agents.csv", "line 1", "Write 'contract'")),
    "column missing": (("agents.csv", "skills,", "attributes,"), ("agents.csv", "line 1", "Column skills is missing")),
    "header without a name": (("agents.csv", "site,", ","), ("agents.csv", "line 1", "Column site is missing")),
    "cell too many": (("agents.csv", "team red", "team, red"), ("agents.csv", "line 2", "9 cells")),
    "open quotes": (("agents.csv", "Ben Okafor", '"Ben Okafor'), ("agents.csv", "line", "CSV")),
    "absence backwards": (
        ("absences.csv", "2026-12-04T00:00", "2026-12-02T00:00"),
        ("absences.csv", "line 2", "not after start"),
    ),
    "absence twice": (
        ("absences.csv", "ben,", "ben,2026-12-03T12:00,2026-12-05T00:00,leave,0\nben,"),
        ("absences.csv", "line 2", "overlap"),
    ),
    "absence of nobody": (("absences.csv", "ben,", "bne,"), ("absences.csv", "line 2", "Write 'ben'")),
    "credit negative": (("absences.csv", ",480", ",-480"), ("absences.csv", "line 2", "below 0")),
    "date without time": (
        ("absences.csv", "2026-12-04T00:00", "2026-12-04"),
        ("absences.csv", "line 2", "Write it as 2026-12-04T00:00"),
    ),
    "seconds": (("absences.csv", "2026-12-04T00:00", "2026-12-04T00:00:30"), ("absences.csv", "line 2", "has seconds")),
    "mixed times": (
        ("absences.csv", "2026-12-04T00:00", "2026-12-04T00:00+00:00"),
        ("absences.csv", "line 2", "mixed"),
    ),
    "year 3025": (("absences.csv", "2026-12-04", "3025-12-04"), ("absences.csv", "line 2", "3025")),
    "unknown kind": (("preferences.csv", "avoid", "hate"), ("preferences.csv", "line 2", "'avoid' or 'prefer'")),
    "wish with nan": (("preferences.csv", "avoid,2", "avoid,NaN"), ("preferences.csv", "line 2", "finite")),
    "availability kind": (("availability.csv", "unavailable", "away"), ("availability.csv", "line 2", "'away'")),
    "decimal comma": (("demand.csv", "phone,3.3,", 'phone,"3,3",'), ("demand.csv", "line 2", "decimal point")),
    "negative volume": (("demand.csv", "phone,3.3,", "phone,-3.3,"), ("demand.csv", "line 2", "below 0")),
    "no handling time": (("demand.csv", "phone,3.3,240", "phone,3.3,0"), ("demand.csv", "line 2", "not above 0")),
    "demand off the grid": (
        ("demand.csv", "T08:00", "T08:10"),
        ("demand.csv", "line 2", "not the start of an interval"),
    ),
    "demand outside": (("demand.csv", "2026-11-30T08:00", "2026-11-29T08:00"), ("demand.csv", "line 2", "outside")),
    "demand twice": (("demand.csv", "T08:30,phone", "T08:00,phone"), ("demand.csv", "line 3", "given twice")),
    "unknown queue": (("demand.csv", "phone", "phoen"), ("demand.csv", "line 2", "Write 'phone'")),
    "time in words": (("demand.csv", "2026-11-30T08:00", "Monday 8:00"), ("demand.csv", "line 2", "point in time")),
    "time of 26:00": (("demand.csv", "2026-11-30T08:00", "2026-11-30T26:00"), ("demand.csv", "line 2", "no time")),
}


WITH_CONSEQUENCES = (
    "unknown key",
    "unknown parameter",
    "contract twice",
    "agent twice",
    "column misspelt",
    "column missing",
)
"""What was meant is missing then, or what the name stood for."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return the example plan, which reads without complaint."""
    write_example(tmp_path / "plan")
    return tmp_path / "plan"


def complaints_about(folder: Path) -> tuple[Complaint, ...]:
    with pytest.raises(InputError) as raised:
        read_plan(folder)
    assert all(complaint.message and complaint.remedy for complaint in raised.value.complaints)
    return raised.value.complaints


def assert_complained(complaints: tuple[Complaint, ...], expected: Expected) -> None:
    file, place, words = expected
    assert [
        c for c in complaints if c.file == file and c.place.startswith(place) and words in f"{c.message} {c.remedy}"
    ], "\n".join(map(str, complaints))


@pytest.mark.parametrize("name", VALUES)
def test_value_is_complained_of_once(folder: Path, name: str) -> None:
    """One wrong value gives one complaint, with file, place and words; more only where names now lead nowhere."""
    (file, old, new), expected = VALUES[name]
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    complaints = complaints_about(folder)
    assert_complained(complaints, expected)
    assert len(complaints) == 1 or name in WITH_CONSEQUENCES, "\n".join(map(str, complaints))


def _write(name: str, content: bytes) -> Callable[[Path], None]:
    return lambda folder: (folder / name).write_bytes(content) and None


def _remove(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def _requirements(*rows: str) -> Callable[[Path], None]:
    def mutate(folder: Path) -> None:
        (folder / "demand.csv").unlink()
        header = "interval_start,queue,required,minimum,maximum"
        (folder / "requirements.csv").write_text("\n".join([header, *rows]), encoding="utf-8")

    return mutate


def _history(row: str) -> Callable[[Path], None]:
    return _write("history.csv", f"agent,shift_date,start,end,paid_minutes\n{row}\n".encode())


def _pins(*rows: str) -> Callable[[Path], None]:
    return _write("pins.csv", "\n".join(["agent,shift_date,start,end,activity", *rows]).encode())


def _adjustments(*rows: str) -> Callable[[Path], None]:
    header = "agent,rule,parameters,valid_from,valid_to"
    return _write("adjustments.csv", "\n".join([header, "anna,shift_length,maximum_hours=6,,", *rows]).encode())


def _published(*rows: str) -> Callable[[Path], None]:
    return _write("published.csv", "\n".join(["agent,shift_date,start,end", *rows]).encode())


def _link_out(folder: Path) -> None:
    (folder.parent / "elsewhere.csv").write_text("agent,start,end\n", encoding="utf-8")
    (folder / "absences.csv").unlink()
    (folder / "absences.csv").symlink_to(folder.parent / "elsewhere.csv")


def _large(folder: Path) -> None:
    with (folder / "demand.csv").open("wb") as stream:
        stream.truncate(50_000_001)


def _pipe(folder: Path) -> None:
    (folder / "absences.csv").unlink()
    os.mkfifo(folder / "absences.csv")


FILES: dict[str, tuple[Callable[[Path], None], Expected]] = {
    "no plan.toml": (_remove(PLAN), (PLAN, "", "no such file")),
    "no agents.csv": (_remove("agents.csv"), ("agents.csv", "", "no such file")),
    "no demand": (_remove("demand.csv"), ("requirements.csv or demand.csv", "", "no such file")),
    "both": (
        _write("requirements.csv", b"interval_start,queue,required\n2026-11-30T08:00,phone,1\n"),
        ("demand.csv", "", "both requirements and demand"),
    ),
    "misspelt file": (_write("absence.csv", b"agent,start,end\n"), ("absence.csv", "", "absences.csv")),
    "unknown file": (_write("zzz.csv", b"a,b\n"), ("zzz.csv", "", "Move it out")),
    "UTF-16": (_write("agents.csv", "agent,name".encode("utf-16")), ("agents.csv", "line 1", "CSV UTF-8")),
    "Latin-1": (
        _write("absences.csv", b"agent,start,end,kind\nben,a,b,cong\xe9\n"),
        ("absences.csv", "line 2", "0xe9"),
    ),
    "empty file": (_write("agents.csv", b""), ("agents.csv", "line 1", "no header")),
    "TOML of Latin-1": (_write(PLAN, b'name = "caf\xe9"'), (PLAN, "line 1", "UTF-8")),
    "number with a huge exponent": (_write(PLAN, b"days = 1e999999999999999999999"), (PLAN, "", "")),
    "empty plan.toml": (_write(PLAN, b""), (PLAN, "name", "missing")),
    "deep nesting": (_write(PLAN, b"a = " + b"[" * 20_000), (PLAN, "", "")),
    "link out of the folder": (_link_out, ("absences.csv", "", "link out")),
    "large file": (_large, ("demand.csv", "", "50 MB")),
    "pipe": (_pipe, ("absences.csv", "", "ordinary file")),
    "three decimals": (_requirements("2026-11-30T08:00,phone,1.005,,"), ("requirements.csv", "line 2", "2 decimals")),
    "maximum below minimum": (
        _requirements("2026-11-30T08:00,phone,1,3,2"),
        ("requirements.csv", "line 2", "lies below minimum"),
    ),
    "infinite requirement": (_requirements("2026-11-30T08:00,phone,inf,,"), ("requirements.csv", "line 2", "finite")),
    "history inside": (
        _history("anna,2026-11-30,2026-11-30T08:00,2026-11-30T16:00,480"),
        ("history.csv", "line 2", "not before the first date"),
    ),
    "history on another date": (
        _history("anna,2026-11-28,2026-11-27T08:00,2026-11-27T16:00,480"),
        ("history.csv", "line 2", "starts on 2026-11-27"),
    ),
    "history of 30 hours": (
        _history("anna,2026-11-28,2026-11-28T08:00,2026-11-29T14:00,480"),
        ("history.csv", "line 2", "more than 24 hours"),
    ),
    "history twice": (
        _history("\n".join(["anna,2026-11-28,2026-11-28T08:00,2026-11-28T16:00,480"] * 2)),
        ("history.csv", "line 3", "two shifts"),
    ),
    "pin outside": (
        _pins("anna,2026-12-07,2026-12-07T08:00,2026-12-07T16:30,"),
        ("pins.csv", "line 2", "outside the plan"),
    ),
    "pin off the grid": (
        _pins("anna,2026-12-01,2026-12-01T08:10,2026-12-01T16:30,"),
        ("pins.csv", "line 2", "grid of 30"),
    ),
    "pin on another date": (
        _pins("anna,2026-12-01,2026-12-02T08:00,2026-12-02T16:30,"),
        ("pins.csv", "line 2", "starts on 2026-12-02"),
    ),
    "pin without skill": (
        _pins("ben,2026-12-01,2026-12-01T10:00,2026-12-01T11:00,chat"),
        ("pins.csv", "line 2", "lacks the skill"),
    ),
    "pinned twice": (
        _pins(*["anna,2026-12-01,2026-12-01T08:00,2026-12-01T16:30,"] * 2),
        ("pins.csv", "line 3", "pinned twice"),
    ),
    "pin outside its shift": (
        _pins(
            "anna,2026-12-01,2026-12-01T08:00,2026-12-01T16:30,",
            "anna,2026-12-01,2026-12-01T16:00,2026-12-01T17:00,training",
        ),
        ("pins.csv", "line 3", "outside the pinned shift"),
    ),
    "adjustment of nobody": (_adjustments("ana,daily_rest,hours=12,,"), ("adjustments.csv", "line 3", "Write 'anna'")),
    "adjustment of no rule": (
        _adjustments("ben,qqq,hours=12,,"),
        ("adjustments.csv", "line 3", "neither is stated for 'ben' nor is a kind of rule. Add kind to its parameters."),
    ),
    "adjustment without a rule": (_adjustments("ben,,hours=12,,"), ("adjustments.csv", "line 3", "rule is missing")),
    "parameter without a value": (
        _adjustments("ben,daily_rest,hours,,"),
        ("adjustments.csv", "line 3", "parameters: 'hours' is not name=value. Write it as maximum_hours=6|severity="),
    ),
    "parameter of no JSON": (
        _adjustments('ben,shift_length,"maximum_hours=6|shifts={""windows"":[",,'),
        ("adjustments.csv", "line 3", "parameters: shifts begins like JSON and is none"),
    ),
    "parameter of an adjustment": (
        _adjustments("ben,daily_rest,hours=many,,"),
        ("adjustments.csv", "line 3", "Rule daily_rest: hours: 'many' is not a number"),
    ),
    "null in an adjustment": (_adjustments("ben,pins,price=null,,"), ("adjustments.csv", "line 3", "Leave it out.")),
    "lifted with a capital letter": (
        _adjustments("ben,daily_rest,enabled=False,,"),
        ("adjustments.csv", "line 3", "enabled: 'False' is neither true nor false. Write true or false."),
    ),
    "two adjustments": (
        _adjustments("anna,shift_length,maximum_hours=7,,"),
        ("adjustments.csv", "line 3", "Two adjustments of rule shift_length hold for 'anna'"),
    ),
    "adjustment backwards": (
        _adjustments("ben,daily_rest,hours=12,2026-12-02,2026-12-01"),
        ("adjustments.csv", "line 3", "lies before valid_from 2026-12-02"),
    ),
    "date of an adjustment": (
        _adjustments("ben,daily_rest,hours=12,2026-12-32,"),
        ("adjustments.csv", "line 3", "valid_from: '2026-12-32' is no date"),
    ),
    "published outside": (
        _published("anna,2026-12-07,2026-12-07T08:00,2026-12-07T16:30"),
        ("published.csv", "line 2", "outside the plan"),
    ),
    "published twice": (
        _published(*["anna,2026-12-01,2026-12-01T08:00,2026-12-01T16:30"] * 2),
        ("published.csv", "line 3", "two shifts on 2026-12-01"),
    ),
    "published for nobody": (
        _published("ana,2026-12-01,2026-12-01T08:00,2026-12-01T16:30"),
        ("published.csv", "line 2", "Write 'anna'"),
    ),
    "published mixed": (
        _published(
            "anna,2026-12-01,2026-12-01T08:00,2026-12-01T16:30",
            "ben,2026-12-01,2026-12-01T08:00+00:00,2026-12-01T16:30+00:00",
        ),
        ("published.csv", "line 3", "mixed"),
    ),
    "overlapping pins": (
        _pins(
            "anna,2026-12-01,2026-12-01T10:00,2026-12-01T12:00,phone",
            "anna,2026-12-01,2026-12-01T11:30,2026-12-01T12:30,training",
        ),
        ("pins.csv", "line 3", "overlaps"),
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_file_is_complained_of(folder: Path, name: str) -> None:
    """A missing, unknown, unreadable or contradictory file is complained of by its name."""
    mutate, expected = FILES[name]
    mutate(folder)
    complaints = complaints_about(folder)
    assert_complained(complaints, expected)
    assert len(complaints) == 1 or expected[0] not in ("adjustments.csv", "published.csv")


def test_all_complaints_are_reported(folder: Path) -> None:
    """Mistakes in three files are reported together."""
    for name in ("days below 1", "proficiency above 2", "negative volume"):
        (file, old, new), _ = VALUES[name]
        text = (folder / file).read_text(encoding="utf-8")
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    complaints = complaints_about(folder)
    assert [complaint.file for complaint in complaints] == ["agents.csv", "demand.csv", PLAN]


@pytest.mark.parametrize(
    ("name", "words"),
    [("nothing", "no such file or folder"), ("plan/plan.toml", "part of a plan"), ("plan.xls", "Save it as .xlsx")],
)
def test_path_that_is_no_plan(folder: Path, name: str, words: str) -> None:
    """A path that is missing or of another form is refused with a remedy."""
    (folder.parent / "plan.xls").write_bytes(b"")
    (complaint,) = complaints_about(folder.parent / name)
    assert words in f"{complaint.message} {complaint.remedy}"


def test_what_spreadsheets_leave_is_no_row_and_no_column(folder: Path) -> None:
    """Rows of blanks, columns without a name in which nothing stands, and columns of notes."""
    problem = read_plan(folder)
    header, *rows = (folder / "agents.csv").read_text(encoding="utf-8").splitlines()
    lines = [f",# why,{header},,", *(f",ill,{row},, " for row in rows), ",,,", " , , ,"]
    (folder / "agents.csv").write_text("\n".join(lines), encoding="utf-8")
    assert read_plan(folder) == problem


def test_a_cell_below_no_header_is_complained_of(folder: Path) -> None:
    """Nothing is dropped in silence."""
    header, *rows = (folder / "agents.csv").read_text(encoding="utf-8").splitlines()
    lines = [f",{header}", f"x,{rows[0]}", *(f",{row}" for row in rows[1:])]
    (folder / "agents.csv").write_text("\n".join(lines), encoding="utf-8")
    assert_complained(complaints_about(folder), ("agents.csv", "line 2", "'x' stands in a column without a header"))


def test_tabs_are_one_complaint(folder: Path) -> None:
    """A table pasted from a spreadsheet."""
    text = (folder / "agents.csv").read_text(encoding="utf-8")
    (folder / "agents.csv").write_text(text.replace(",", "\t"), encoding="utf-8")
    found = [complaint for complaint in complaints_about(folder) if complaint.file == "agents.csv"]
    assert [(complaint.place, complaint.message) for complaint in found] == [("line 1", "Tabs separate the cells.")]
