"""What granting refused wishes would cost, on the page of a run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scheduler.page import write_page
from scheduler.people import Preference
from scheduler.problem import Problem
from scheduler.why.wish_prices import granting, why_wishes
from scheduler.wishes import Wish, wishes
from tests.builders import at, make_contract, make_pattern, make_problem, make_requirements, make_roster, make_shift
from tests.page.pages import page_result, written

ROSTER = make_roster(make_shift("anna", "2026-12-01 09:00", "11:00"))


def _wish(start: str, end: str, kind: str = "avoid") -> Preference:
    return Preference(agent="anna", start=at(f"2026-12-01 {start}"), end=at(f"2026-12-01 {end}"), kind=kind)


def _plan(**changes: Any) -> Problem:
    """One is needed from nine to ten; shifts of two hours from eight, nine or ten."""
    fields: dict[str, Any] = {
        "patterns": (make_pattern(earliest_start="08:00", latest_start="10:00", lengths_minutes=(120,)),),
        "contracts": (make_contract(hourly_cost=10),),
        "requirements": make_requirements("phone", "2026-12-01 09:00", [1, 1]),
        "preferences": (_wish("10:00", "11:00"), _wish("09:00", "10:00"), _wish("18:00", "20:00", "prefer")),
        "weights": {"understaffing": 100, "overstaffing": 1, "preferences": 1},
    }
    return make_problem(**fields | changes)


def _refused(problem: Problem) -> list[Wish]:
    return [wish for wish in wishes(ROSTER, problem) if wish.refused_minutes]


def test_prices_by_hand_and_as_why_tells_them() -> None:
    """From eight on saves the refusal, 1. A day off: 100 for phone, less 20 of pay, 1 of idle time, two refusals."""
    problem = _plan()
    found = granting(problem, ROSTER, _refused(problem), 60.0)
    assert [None if one is None else one.extra_cost for one in found] == [pytest.approx(-1), pytest.approx(77), None]
    assert found[0] is not None
    assert found[0].words == "Tue 2026-12-01 08:00-10:00 instead of 09:00-11:00"
    assert found[2] is not None
    assert found[2].words == "no legal tour was found that grants it"
    told = {one.start: one.alone.extra_cost for one in why_wishes(problem, ROSTER).refused}
    assert [told[wish.preference.start] for wish in _refused(problem)] == [one.extra_cost for one in found if one]


def test_page_has_prices_and_changes(tmp_path: Path) -> None:
    """Beside what each refusal costs."""
    text = written(tmp_path / "report.html", _plan(), ROSTER)
    assert "granting it costs" in text
    assert '<td>77.00</td><td class="text">Tue 2026-12-01 nothing instead of 09:00-11:00</td>' in text
    assert '<td>–</td><td class="text">no legal tour was found that grants it</td>' in text


def test_what_there_is_no_time_for_is_not_worked_out(tmp_path: Path) -> None:
    """And says so; without any time the command is named."""
    problem, path = _plan(), tmp_path / "report.html"
    write_page(ROSTER, problem, page_result(ROSTER, problem), path, wish_seconds=1e-9)
    assert path.read_text(encoding="utf-8").count("not worked out") == 3
    write_page(ROSTER, problem, page_result(ROSTER, problem), path, wish_seconds=0.0)
    assert "granting it costs" not in path.read_text(encoding="utf-8")


def test_rosters_of_other_plans_have_no_prices(tmp_path: Path) -> None:
    """The column is not there; the command is named."""
    text = written(tmp_path / "report.html", _plan(patterns=(make_pattern(lengths_minutes=(300,)),)), ROSTER)
    assert "granting it costs" not in text
    assert "shiftwright why PLAN RUN --wishes" in text
