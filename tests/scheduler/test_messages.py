"""Every message of the catalogue can be reached, and the page of them is up to date."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scheduler.check import check
from scheduler.demand import Queue
from scheduler.equipment import EquipmentPool
from scheduler.explain.explain import explain
from scheduler.explain.prices import ChangePrices
from scheduler.message_page import page
from scheduler.messages import CATALOGUE
from scheduler.people import Absence, Agent, Availability, Pin, Skill
from scheduler.problem import Problem
from scheduler.sites import SeatLimit, Site
from tests.builders import at, make_contract, make_pattern, make_problem, make_requirements

SECONDS = 300.0
DAY = {"earliest_start": "06:00", "latest_start": "14:00", "start_step_minutes": 60}
PATTERNS = (
    make_pattern(**DAY, lengths_minutes=(240, 480)),
    make_pattern(pattern="short", **DAY, lengths_minutes=(120,)),
)
CONTRACT = make_contract(minimum_minutes_per_week=600)
ALL_TUESDAY = {"agent": "anna", "start": at("2026-12-01 00:00"), "end": at("2026-12-02 00:00")}
TEN = {"start": at("2026-12-01 10:00"), "end": at("2026-12-01 12:00"), "shift_date": "2026-12-01"}
PIN = Pin(agent="anna", start=at("2026-12-01 09:00"), end=at("2026-12-01 17:00"), shift_date="2026-12-01")
ONE_SEAT = (Site(site="office", seats=(SeatLimit(start="00:00", end="24:00", seats=1),)),)
AT_ELEVEN = "2026-12-01 11:00"
MANY = tuple(Agent(agent=f"a{n}", site="office", contract="full", skills=(Skill(queue="phone"),)) for n in range(24))
TEN_SEATS = (Site(site="office", seats=(SeatLimit(start="00:00", end="24:00", seats=10),)),)
OVER_NOON = {
    "agents": MANY,
    "patterns": (make_pattern(earliest_start="06:00", latest_start="10:00", lengths_minutes=(480,)),),
    "contracts": (make_contract(minimum_minutes_per_week=2400),),
}
"""Five shifts of eight hours a week, all of which reach over noon."""


def _agents(**of_anna: Any) -> tuple[Agent, ...]:
    plain = {"site": "office", "contract": "full", "skills": (Skill(queue="phone"),)}
    return (
        Agent(agent="anna", **(plain | of_anna)),
        Agent(agent="ben", **(plain | {"skills": (Skill(queue="chat"),)})),
    )


def _short_of_two(minimum: int, **fields: Any) -> dict[str, Any]:
    return {"requirements": make_requirements("phone", AT_ELEVEN, [minimum], minimum=minimum), **fields}


def _both_queues(minimum: int, **fields: Any) -> dict[str, Any]:
    rows = (
        *make_requirements("phone", AT_ELEVEN, [minimum], minimum=minimum),
        *make_requirements("chat", AT_ELEVEN, [1], minimum=1),
    )
    return {"requirements": rows, **fields}


EXPLAINED: dict[str, dict[str, Any]] = {
    "pin": {"pins": (PIN,), "absences": (Absence(**ALL_TUESDAY),)},
    "pinned-part": {
        "pins": (Pin(agent="anna", activity="training", **TEN),),
        "availability": (Availability(**ALL_TUESDAY, kind="unavailable"),),
    },
    "available": {
        "pins": (PIN,),
        "availability": (Availability(agent="anna", start=at("2026-12-01 12:00"), end=at("2026-12-01 20:00")),),
    },
    "valid-dates": {"pins": (PIN,), "agents": _agents(valid_from="2026-12-03")},
    "contract-least-hours": {
        "contracts": (make_contract(minimum_minutes_per_week=3000, maximum_days_per_week=3, patterns=("any",)),)
    },
    "contract-least-days": {
        "contracts": (make_contract(minimum_days_per_week=5, maximum_minutes_per_week=300, patterns=("any",)),)
    },
    "patterns": {"contracts": (make_contract(minimum_minutes_per_week=1200, patterns=("short",)),)},
    "patterns of no plan": {
        "patterns": PATTERNS[1:],
        "contracts": (make_contract(minimum_minutes_per_week=1200, patterns=("short",)),),
    },
    "seats": _both_queues(1, sites=ONE_SEAT),
    "equipment": _short_of_two(2, pools=(EquipmentPool(pool="phones", units=1, queues=("phone",)),)),
    "maximum": {
        "requirements": make_requirements("phone", AT_ELEVEN, [0], maximum=0),
        "pins": (Pin(agent="anna", activity="phone", **TEN),),
    },
    "minimum-block": {
        "queues": (Queue(queue="phone", minimum_block_minutes=120), Queue(queue="chat", minimum_block_minutes=120)),
        "pins": (
            Pin(agent="anna", activity="phone", **(TEN | {"end": at("2026-12-01 10:30")})),
            Pin(
                agent="anna",
                activity="chat",
                **(TEN | {"start": at("2026-12-01 10:30"), "end": at("2026-12-01 11:00")}),
            ),
            Pin(agent="anna", activity="phone", **(TEN | {"start": at("2026-12-01 11:00")})),
        ),
    },
    "rule": {"pins": (PIN,), "rules": {"shift_length": {"maximum_hours": 6}}},
    "plan-rule": {
        "rules": {"fairness": {"of": "shifts", "maximum_difference": 1}},
        "pins": tuple(
            Pin(agent="anna", start=at(f"{date} 09:00"), end=at(f"{date} 17:00"), shift_date=date)
            for date in ("2026-12-01", "2026-12-02", "2026-12-03")
        ),
        "availability": (
            Availability(agent="ben", start=at("2026-12-01 00:00"), end=at("2026-12-07 00:00"), kind="unavailable"),
        ),
    },
    "minimum": _short_of_two(1, agents=_agents(skills=(Skill(queue="chat"),))),
    "minimum of more": _short_of_two(2, agents=_agents()),
}
"""Plans with the message after which they are called."""

CHECKED: dict[str, dict[str, Any]] = {
    "contradiction": EXPLAINED["pin"],
    "no-tour": {},
    "not-together": {},
    "contract-unfilled": EXPLAINED["patterns"],
    "minimum-out-of-reach": _short_of_two(3),
    "short-queue": {"requirements": make_requirements("phone", AT_ELEVEN, [3])},
    "short-together": {
        "requirements": (*make_requirements("phone", AT_ELEVEN, [2]), *make_requirements("chat", AT_ELEVEN, [2]))
    },
    "seats-held": {**OVER_NOON, "sites": TEN_SEATS},
    "equipment-held": {**OVER_NOON, "pools": (EquipmentPool(pool="headsets", units=10),)},
    "seats-below-requirement": {"requirements": make_requirements("phone", AT_ELEVEN, [2]), "sites": ONE_SEAT},
    "pattern-without-shift": {
        "patterns": PATTERNS[:1],
        "rules": {"break_entitlement": {"tiers": [{"at_least_hours": 4, "minutes": 30}]}},
    },
    "queue-without-skill": {
        "agents": _agents(skills=(Skill(queue="chat"),)),
        "requirements": make_requirements("phone", AT_ELEVEN, [1]),
    },
    "pattern-unused": {"patterns": (*PATTERNS, make_pattern(pattern="spare"))},
    "pattern-without-start": {
        "start_date": "2026-03-29",
        "days": 1,
        "patterns": (make_pattern(earliest_start="01:00", latest_start="01:30"),),
    },
    "attribute-of-nobody": {"rules": {"consecutive_days": {"maximum": 5, "only_for": ["nobody"]}}},
    "rule-of-some-dates": {"rules": {"consecutive_days": {"maximum": 5, "valid_from": "2026-12-02"}}},
    "pin-of-no-pattern": {
        "pins": (Pin(agent="anna", start=at("2026-12-01 09:00"), end=at("2026-12-01 16:00"), shift_date="2026-12-01"),)
    },
    "table-outside": {
        "absences": (Absence(agent="anna", start=at("2025-12-01 00:00"), end=at("2025-12-02 00:00")),),
    },
    "agents-without-shift": {"agents": _agents(valid_from="2027-01-01")},
    "pool-without-units": {"pools": (EquipmentPool(pool="vans", units=0),)},
}


def _plan(fields: dict[str, Any]) -> Problem:
    return make_problem(**({"patterns": PATTERNS} | fields))


def _explained(fields: dict[str, Any]) -> Iterator[str]:
    for conflict in explain(_plan(fields), ChangePrices(), SECONDS).conflicts:
        yield from (member.code for member in conflict.members)
        yield from (relaxation.code for relaxation in conflict.relaxations)


@pytest.fixture(scope="module")
def reached() -> dict[str, set[str]]:
    """Codes that each plan to be explained reaches."""
    return {name: set(_explained(fields)) for name, fields in EXPLAINED.items()}


@pytest.mark.parametrize("name", EXPLAINED)
def test_explained(name: str, reached: dict[str, set[str]]) -> None:
    """A plan in which the message is a member of the conflict."""
    assert name.split(" of ")[0] in reached[name]


@pytest.mark.parametrize("name", [name for name in CHECKED if CHECKED[name]])
def test_checked(name: str) -> None:
    """A plan of which `check` says it."""
    assert name in {concern.code for concern in check(_plan(CHECKED[name])).concerns}


def test_agents_of_whom_no_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without time for reasons, agents who can work no tour are named all the same."""
    monkeypatch.setattr("scheduler.check_conflicts.MOST_REASONS", 0)
    (concern,) = check(_plan(EXPLAINED["pin"] | {"patterns": PATTERNS[:1]})).concerns
    assert (concern.code, concern.severity) == ("no-tour", "impossible")
    assert "Anna" in concern.message


def test_few_of_whom_no_reason_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without time for reasons, agents who cannot work together are named all the same."""
    monkeypatch.setattr("scheduler.check_conflicts.SECONDS", 0.0)
    (concern,) = [one for one in check(_plan(EXPLAINED["equipment"])).concerns if one.severity == "impossible"]
    assert concern.code == "not-together"
    assert "Anna" in concern.message


def test_every_message_is_reached(reached: dict[str, set[str]]) -> None:
    """No message stands in the catalogue in vain."""
    assert set().union(*reached.values()) | set(CHECKED) == set(CATALOGUE)


def test_page_of_messages() -> None:
    """The page in docs is what the catalogue says."""
    path = Path(__file__).parent.parent.parent / "docs" / "messages.md"
    assert path.read_text(encoding="utf-8") == page()
