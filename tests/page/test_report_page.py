"""The page of a run: everything is on it, and nothing of the plan is markup."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from scheduler.coverage import coverage_table
from scheduler.page import write
from scheduler.page.coverage import curves, heat_map
from scheduler.page.lanes import bar_words, day_charts, week_charts
from scheduler.page.looks import looks_of
from scheduler.people import Agent, Skill
from scheduler.wishes import wishes
from tests.builders import at, make_problem, make_requirements, make_roster, make_shift
from tests.page.pages import NAMES, SCRIPT, page_plan, page_roster, written

VOID = {"meta", "path"}


class _Reader(HTMLParser):
    """Tags, in order, texts, and whether every tag is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name in ("src", "srcset")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def _read(text: str) -> _Reader:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader


def test_nothing_of_the_plan_is_markup(tmp_path: Path) -> None:
    """Names with scripts, braces and quotes stand there as they are; the page has no script and loads nothing."""
    text = written(tmp_path / "report.html")
    reader = _read(text)
    assert not {"script", "img", "link", "iframe"} & set(reader.tags)
    assert not reader.handlers
    assert reader.open == []
    words = " ".join(reader.text)
    for name in NAMES.values():
        assert name.strip() in words
    assert f"A message {SCRIPT}" in words
    assert "http" not in re.sub(r"http-equiv", "", text)


def test_page_tells_what_the_run_found(tmp_path: Path) -> None:
    """Status, reason of the engine, cost terms, refused wishes with their cost, absence and night."""
    words = " ".join(" ".join(_read(written(tmp_path / "report.html")).text).split())
    assert "feasible" in words
    assert "why this engine a reason" in words
    assert "not to work Tue 01 Dec 16:00 Tue 01 Dec 20:00 1.00 6.00" in words
    assert "1 of 2 wishes refused" in words.replace("  ", " ")
    assert "understaffing:phone" in words
    assert "Every rule is kept." in words


def test_broken_rules_are_named(tmp_path: Path) -> None:
    """An overlap of an absence is a broken hard rule, in the table and in the tile."""
    late = make_roster(make_shift("emoji", "2026-12-03 09:00", "17:00"))
    words = " ".join(" ".join(_read(written(tmp_path / "report.html", roster=late)).text).split())
    assert "Broken hard rules (1)" in words
    assert "1 hard rules broken" in words


def test_many_agents_have_no_charts_of_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the page says so."""
    monkeypatch.setattr(write, "AGENTS_PER_PICTURE", 5)
    text = written(tmp_path / "report.html")
    assert 'id="day-2026-12-01"' not in text
    assert 'id="week-2026-11-30"' in text
    assert "With so many agents dates are left out" in text


def test_long_tables_are_cut_and_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of rows left out stands below."""
    monkeypatch.setattr(write, "MOST_ROWS", 0)
    assert "And 1 more: see result.json." in written(tmp_path / "report.html")


def test_bars_of_a_week_run_across_midnight() -> None:
    """A night of eight hours from 22:00 on Tuesday begins at 46 of 168 hours, and is a whole bar."""
    problem, roster = page_plan(), page_roster()
    (week,) = week_charts(roster, problem, looks_of(roster, problem))
    lane = next(lane for lane in week.lanes if lane.name == SCRIPT)
    (bar,) = lane.bars
    assert bar.left == pytest.approx(100 * 46 / 168, abs=0.001)
    assert bar.width == pytest.approx(100 * 8 / 168, abs=0.002)
    assert bar.words == "22:00–06:00"


@pytest.mark.parametrize(("minutes", "words"), [(480, "08:00–16:00"), (300, "08:00–"), (120, "")])
def test_short_bars_of_a_week_say_as_much_as_fits(minutes: int, words: str) -> None:
    start = dt.datetime(2026, 11, 30, 8)
    assert bar_words(minutes, start, "08:00–16:00") == words


def test_night_is_on_both_of_its_days() -> None:
    """The day on which it starts shows all of it, with midnight marked; the next one from midnight on."""
    problem, roster = page_plan(), page_roster()
    days = {chart.anchor: chart for chart in day_charts(roster, problem, looks_of(roster, problem))}
    tuesday, wednesday = days["day-2026-12-01"], days["day-2026-12-02"]
    # From 09:00 to 06:00 are 21 hours; the night begins 13 after.
    night = next(lane for lane in tuesday.lanes if lane.name == SCRIPT).bars[-1]
    assert (night.left, night.width) == pytest.approx((100 * 13 / 21, 100 * 8 / 21), abs=0.002)
    assert [mark.label for mark in tuesday.marks if mark.is_midnight] == ["Wed 2 Dec"]
    rest = next(lane for lane in wednesday.lanes if lane.name == SCRIPT).bars[0]
    assert (rest.left, rest.width) == pytest.approx((0.0, 100 * 6 / 16), abs=0.002)
    assert len(tuesday.lanes) == 2
    assert days["day-2026-12-05"].lanes == ()


def test_heat_map_does_not_set_queues_against_each_other() -> None:
    """One agent too many on chat does not hide one who is missing on phone."""
    problem = make_problem(requirements=make_requirements("phone", "2026-12-01 09:00", [1, 1]))
    roster = make_roster(make_shift("anna", "2026-12-01 09:00", "10:00", queue="chat"))
    found = heat_map(coverage_table(roster, problem), problem)
    assert found.hours == range(9, 10)
    cell = found.rows[1][1][0]
    assert (cell.words, cell.key, cell.depth) == ("−1.0", "short", 1.0)
    assert "missing 1.0, too many 1.0" in cell.title
    assert found.rows[2][1][0].key == "none"


def test_hour_that_clocks_skip_is_no_cell_of_numbers() -> None:
    """On the last Sunday of March one o'clock does not exist in London."""
    problem = make_problem(start_date=dt.date(2027, 3, 28), days=1)
    row = heat_map(coverage_table(make_roster(), problem), problem).rows[0][1]
    assert row[1].title == "The clocks skip this hour."
    assert row[2].title == "Nothing is required."


def test_curves_have_an_interval_a_step() -> None:
    """Required 1 and 2, scheduled 1: half of the height, and the second interval lacks the upper half."""
    problem = make_problem(days=1, requirements=make_requirements("phone", "2026-11-30 00:00", [1, 2]))
    roster = make_roster(make_shift("anna", "2026-11-30 00:00", "01:00"))
    (_, (curve,)), _ = curves(coverage_table(roster, problem), problem)
    assert curve.required.startswith("M0 20.00V20.00H1V0.00H2V40.00H3")
    assert curve.scheduled == "M0 20.00h1V40.00h-1zM1 20.00h1V40.00h-1z"
    assert curve.short == "M1 0.00h1V20.00h-1z"
    assert (curve.width, curve.most) == (48, 2.0)


def test_wishes_cost_their_refused_hours() -> None:
    """One hour of a wish not to work, at weight 2 and 3 an hour; the wish to work is granted."""
    refused, granted = wishes(page_roster(), page_plan())
    assert (refused.refused_minutes, refused.cost) == (60, 6)
    assert (granted.refused_minutes, granted.cost) == (0, 0)


def test_activities_alike_in_colour_differ_in_lines() -> None:
    """With nine queues the first colour comes again, with lines; letters on dark colours are white."""
    names = [f"queue {number}" for number in range(9)]
    skills = tuple(Skill(queue=name) for name in names)
    agent = Agent(agent="anna", site="office", contract="full", skills=skills)
    problem = make_problem(queues=tuple({"queue": name} for name in names), agents=(agent,))
    looks = looks_of(make_roster(), problem)
    first, last = looks["queue 0"].rule, looks["queue 8"].rule
    assert first == "background-color:#1f4e8c;color:#fff"
    assert last.startswith(first)
    assert "linear-gradient" in last


def test_times_are_those_of_the_plan() -> None:
    """In the week in which clocks go back bars go by elapsed time, and words by the clock."""
    problem = make_problem(start_date=dt.date(2027, 10, 25))
    roster = make_roster(make_shift("anna", "2027-10-30 22:00", "06:00"))
    (week,) = week_charts(roster, problem, looks_of(roster, problem))
    bar = week.lanes[0].bars[0]
    assert bar.words == "22:00–06:00"
    assert bar.width == pytest.approx(100 * 9 / 169, abs=0.002)
    assert at("2027-10-31 06:00") - at("2027-10-30 22:00") == dt.timedelta(hours=8)
