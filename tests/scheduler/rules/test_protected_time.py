"""Times at which nobody works."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from pydantic import ValidationError

from scheduler.audit import audit
from scheduler.candidates import Offers, candidates_of
from scheduler.problem import Problem
from scheduler.rules.protected_time import ProtectedTime
from scheduler.sites import Site
from tests.builders import at, breaches, make_past, make_pattern, make_problem, make_roster, make_shift
from tests.scheduler.rules.agreement import check_agreement

Parameters = dict[str, Any]

YOUNG = {"windows": [{"start": "22:00", "end": "06:00"}]}
SUNDAY = {"days_of_week": ["sunday"]}
GERMANY = SUNDAY | {"public_holidays": True}
TWO_WINDOWS = {"windows": [{"start": "08:00", "end": "09:00"}, {"start": "10:00", "end": "11:00"}]}
SABBATH = {"windows": [{"start": "15:30", "end": "16:30"}], "days_of_week": ["friday", "saturday"]}


def _problem(rule: Parameters, **overrides: Any) -> Problem:
    return make_problem(rules={"protected_time": rule}, **overrides)


CASES = [
    # No nights: until 22:00 and from 6:00 is legal, on every date.
    (YOUNG, "2026-12-01 14:00", "22:00", []),
    (YOUNG, "2026-12-01 14:30", "22:30", [30]),
    (YOUNG, "2026-12-01 06:00", "14:00", []),
    (YOUNG, "2026-12-01 05:30", "13:30", [30]),
    (YOUNG, "2026-12-01 21:00", "07:00", [480]),
    (YOUNG, "2026-12-01 05:30", "17:30", [30]),
    # The night of the date before the plan reaches into its first date, and the last night out of it.
    (YOUNG, "2026-11-30 05:30", "08:00", [30]),
    (YOUNG, "2026-12-06 21:30", "2026-12-07 07:00", [480]),
    # Sunday from midnight to midnight.
    (SUNDAY, "2026-12-05 16:00", "2026-12-06 00:00", []),
    (SUNDAY, "2026-12-05 16:30", "2026-12-06 00:30", [30]),
    (SUNDAY, "2026-12-06 23:30", "2026-12-07 07:30", [30]),
    (SUNDAY, "2026-12-06 08:00", "16:00", [480]),
    # Moved by 6 hours, from 6:00 to 6:00; or half an hour earlier.
    (SUNDAY | {"shift_by_hours": 6}, "2026-12-05 22:00", "06:00", []),
    (SUNDAY | {"shift_by_hours": 6}, "2026-12-05 22:30", "06:30", [30]),
    (SUNDAY | {"shift_by_hours": 6}, "2026-12-06 22:00", "2026-12-07 08:00", [480]),
    (SUNDAY | {"shift_by_hours": -0.5}, "2026-12-05 16:00", "23:30", []),
    (SUNDAY | {"shift_by_hours": -0.5}, "2026-12-05 16:00", "2026-12-06 00:00", [30]),
    # Two dates that follow each other are one stretch, others are two; a date that is stated twice counts once.
    ({"days_of_week": ["saturday", "sunday"]}, "2026-12-05 22:00", "06:00", [480]),
    ({"days_of_week": ["sunday"], "dates": ["2026-12-06"]}, "2026-12-06 08:00", "16:00", [480]),
    ({"dates": ["2026-12-02"]}, "2026-12-02 08:00", "16:00", [480]),
    ({"dates": ["2026-12-02"]}, "2026-12-03 08:00", "16:00", []),
    # Windows of some weekdays only; windows that overlap count once.
    (SABBATH, "2026-12-04 15:00", "16:00", [30]),
    (SABBATH, "2026-12-03 15:00", "16:00", []),
    (
        {"windows": [{"start": "08:00", "end": "12:00"}, {"start": "09:00", "end": "10:00"}]},
        "2026-12-01 07:00",
        "11:00",
        [180],
    ),
    (
        {"windows": [{"start": "08:00", "end": "10:00"}, {"start": "09:00", "end": "12:00"}]},
        "2026-12-01 07:00",
        "11:00",
        [180],
    ),
    (
        {"windows": [{"start": "08:00", "end": "09:00"}, {"start": "10:00", "end": "11:00"}]},
        "2026-12-01 08:30",
        "10:30",
        [30, 30],
    ),
    # A window whose end is its start lasts until the next date; one until 24:00 does not.
    ({"windows": [{"start": "12:00", "end": "12:00"}], "dates": ["2026-12-02"]}, "2026-12-03 11:00", "13:00", [60]),
    ({"windows": [{"start": "12:00", "end": "24:00"}], "dates": ["2026-12-02"]}, "2026-12-02 22:00", "02:00", [120]),
]


@pytest.mark.parametrize(("rule", "start", "end", "minutes"), CASES)
def test_cases(rule: Parameters, start: str, end: str, minutes: list[int]) -> None:
    """Shifts just inside and just outside; the amounts are minutes."""
    found = breaches(_problem(rule), make_shift("anna", start, end))
    assert [item.amount for item in found if item.rule == "protected_time"] == minutes


@pytest.mark.parametrize(("rule", "start", "end", "minutes"), CASES)
def test_cases_of_the_model(rule: Parameters, start: str, end: str, minutes: list[int]) -> None:
    """The model counts the same minutes of the same shifts."""
    problem = _problem(rule)
    agent = problem.agents[0]
    candidates = candidates_of(problem, agent, Offers(problem))
    (counted,) = [rule.excess(candidates) for rule in problem.rule_book.of(agent) if rule.name == "protected_time"]
    shift = make_shift("anna", start, end)
    place = (candidates.start == problem.horizon.minute(shift[0].start)) & (
        candidates.end == problem.horizon.minute(shift[-1].end)
    )
    assert counted is not None
    assert counted[place].tolist() == [sum(minutes)]


def test_message() -> None:
    """It names the agent, the shift, the minutes and the protected stretch."""
    (found,) = breaches(_problem(YOUNG), make_shift("anna", "2026-12-01 14:30", "22:30"))
    assert (found.rule, found.severity, found.agent, found.amount) == ("protected_time", "hard", "anna", 30)
    assert (found.start, found.end) == (at("2026-12-01 22:00"), at("2026-12-01 22:30"))
    assert found.message == (
        "Anna works Tue 2026-12-01 14:30-22:30, 30 min of it in the protected time "
        "Tue 2026-12-01 22:00-Wed 2026-12-02 06:00, none is allowed."
    )


def test_breaks_count() -> None:
    """Who has a break in the protected time is not free: of 22:00 to 23:00, half is a meal."""
    patterns = (make_pattern(breaks=({"name": "meal", "minutes": 30},)),)
    shift = make_shift("anna", "2026-12-01 15:00", "23:00", [("meal", "22:00", "22:30")])
    (found,) = breaches(_problem(YOUNG, patterns=patterns), shift)
    assert found.amount == 60


@pytest.mark.parametrize(("country", "count"), [("DE", 1), ("GB", 0)])
def test_public_holidays_of_the_site(country: str, count: int) -> None:
    """3 October 2026, a Saturday, is a holiday in Germany and not in Britain."""
    sites = (Site(site="office", country=country),)
    problem = _problem({"public_holidays": True}, start_date=dt.date(2026, 9, 28), sites=sites)
    assert len(breaches(problem, make_shift("anna", "2026-10-03 08:00", "16:00"))) == count


def test_holidays_count_only_where_stated() -> None:
    """Without ``public_holidays`` a holiday on a weekday is like any other date, and with it Sundays still count."""
    sites = (Site(site="office", holidays=(dt.date(2026, 12, 2),)),)
    holiday, sunday = (make_shift("anna", f"{date} 08:00", "16:00") for date in ("2026-12-02", "2026-12-06"))
    assert len(breaches(_problem(SUNDAY, sites=sites), holiday, sunday)) == 1
    assert len(breaches(_problem(GERMANY, sites=sites), holiday, sunday)) == 2
    assert len(breaches(_problem({"public_holidays": True}, sites=sites), holiday, sunday)) == 1


def test_holiday_after_the_plan() -> None:
    """The night of the last date reaches into a holiday that is no date of the plan."""
    sites = (Site(site="office", holidays=(dt.date(2026, 12, 7),)),)
    shift = make_shift("anna", "2026-12-06 20:00", "2026-12-07 04:00")
    (found,) = breaches(_problem({"public_holidays": True}, sites=sites), shift)
    assert found.amount == 240


@pytest.mark.parametrize(
    ("start", "date", "minutes"),
    [(dt.date(2026, 3, 23), "2026-03-28", 420), (dt.date(2026, 10, 19), "2026-10-24", 540)],
)
def test_clock_changes(start: dt.date, date: str, minutes: int) -> None:
    """From 22:00 to 6:00 are 7 h in the night in which clocks go forward, and 9 h where they go back."""
    (found,) = breaches(_problem(YOUNG, start_date=start), make_shift("anna", f"{date} 21:30", "06:30"))[:1]
    assert found.amount == minutes


@pytest.mark.parametrize(
    ("start", "date", "minutes"), [(dt.date(2026, 3, 23), "2026-03-29", 30), (dt.date(2026, 10, 19), "2026-10-25", 30)]
)
def test_whole_dates_of_clock_changes(start: dt.date, date: str, minutes: int) -> None:
    """A Sunday of 23 or 25 hours, moved by 6 hours, begins at 6:00 on the wall clock."""
    problem = _problem(SUNDAY | {"shift_by_hours": 6}, start_date=start)
    found = breaches(problem, make_shift("anna", f"{date} 05:00", "06:30"))
    assert [item.amount for item in found if item.rule == "protected_time"] == [minutes]


def test_history_is_not_looked_at() -> None:
    """A past shift on a Sunday, and an agent without shifts, break nothing."""
    assert breaches(_problem(SUNDAY, history=(make_past("anna", "2026-11-29 08:00", "16:00"),))) == []


def test_warning_and_cost() -> None:
    """A price is paid by the hour: 30 min at 12 an hour cost 6."""
    shift = make_shift("anna", "2026-12-01 14:30", "22:30")
    (found,) = breaches(_problem(YOUNG | {"severity": "warning"}), shift)
    assert found.severity == "warning"
    priced = audit(make_roster(shift), _problem(YOUNG | {"severity": "cost", "price": 12}))
    assert priced.cost_terms["rule:protected_time"].cost == 6


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"shift_by_hours": 1},
        YOUNG | {"shift_by_hours": 1},
        SUNDAY | {"shift_by_hours": 12.5},
        SUNDAY | {"shift_by_hours": -12.5},
        SUNDAY | {"shift_by_hours": 0.01},
        {"windows": [{"start": "22:00", "end": "06:00", "minutes": 30}]},
        YOUNG | {"severity": "cost"},
    ],
)
def test_wrong_parameters(wrong: Parameters) -> None:
    """Rules that protect nothing, or contradict themselves, are refused."""
    with pytest.raises(ValidationError):
        ProtectedTime(**wrong)


def _random_rules(draw: random.Random) -> dict[str, Parameters]:
    clock = [f"{hour:02d}:{minute}" for hour in range(24) for minute in ("00", "20", "30")]
    rule: Parameters = {"severity": draw.choice(["hard", "hard", "cost"])}
    if draw.random() < 0.5:
        windows = [
            {"start": draw.choice(clock), "end": draw.choice([*clock, "24:00"])} for _ in range(draw.choice([1, 2, 3]))
        ]
        rule["windows"] = windows
    if draw.random() < 0.5 or "windows" not in rule:
        rule["days_of_week"] = draw.sample(["friday", "saturday", "sunday", "monday"], draw.choice([1, 2, 4]))
    if draw.random() < 0.4:
        rule["public_holidays"] = True
    if draw.random() < 0.3:
        rule["dates"] = [draw.choice(["2026-03-29", "2026-10-25", "2026-12-31", "2026-03-25", "2027-01-04"])]
    if "windows" not in rule:
        rule["shift_by_hours"] = draw.choice([0, 0, 6, -2.5])
    if rule["severity"] == "cost":
        rule["price"] = draw.choice(["1", "0.07", "12.5"])
    return {"protected_time": rule}


@pytest.mark.parametrize("seed", range(25))
def test_both_sides_agree(seed: int) -> None:
    check_agreement(_random_rules, seed, 20)


def test_some_tours_break_it_and_some_do_not() -> None:
    broken = [check_agreement(_random_rules, seed, 4) for seed in range(20)]
    assert 8 < sum(broken) < 78


@pytest.mark.slow
def test_both_sides_agree_on_many_tours() -> None:
    for seed in range(100, 600):
        check_agreement(_random_rules, seed, 20)
