"""Agents who change queue within a shift."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from scheduler.audit import audit
from scheduler.engine_choice import Engine
from scheduler.people import Agent, Skill
from scheduler.problem import Problem, Weights
from scheduler.roster import SET_UP
from scheduler.rules.registry import RULES
from scheduler.solve import build
from tests.builders import (
    Part,
    breaches,
    make_contract,
    make_pattern,
    make_problem,
    make_requirements,
    make_roster,
    make_shift,
)
from tests.scheduler.findings import the_finding

DAY = "2026-12-01"


def _problem(rule: dict[str, Any], **overrides: Any) -> Problem:
    return make_problem(rules={"transfers": rule}, **overrides)


def _found(rule: dict[str, Any], *parts: Part) -> list[str]:
    """Messages about Anna's shift from 9:00 to 14:00 on phone, but for some parts."""
    found = breaches(_problem(rule), make_shift("anna", f"{DAY} 09:00", "14:00", parts))
    return [f"{one.rule}: {one.message}" for one in found]


CHAT, AGAIN = ("chat", "10:00", "11:30"), ("chat", "12:00", "13:00")


def test_transfers_are_counted_in_each_shift() -> None:
    """Phone, chat, phone, chat, phone: four transfers; over a break to another queue is none."""
    assert _found({"maximum_per_shift": 4}, CHAT, AGAIN) == []
    assert _found({"maximum_per_shift": 3}, CHAT, AGAIN) == [
        "transfers: Anna changes from chat to phone, transfer 4 of the shift; 3 are allowed "
        "(Tue 2026-12-01 13:00-14:00)."
    ]
    assert len(_found({"maximum_per_shift": 1}, CHAT, AGAIN)) == 3


def test_pairs_have_a_direction() -> None:
    """From phone to chat is allowed, back is not."""
    assert _found({"pairs": [["phone", "chat"], ["chat", "phone"]]}, CHAT) == []
    assert _found({"pairs": [["phone", "chat"]]}, CHAT) == [
        "transfers: Anna changes from chat to phone, which is not allowed (Tue 2026-12-01 11:30-14:00)."
    ]


def test_setup_lies_between_two_queues() -> None:
    """Half an hour of set-up is due on the way to chat and back, no more, and nowhere else."""
    rule = {"setup_minutes": 30}
    there, back = (SET_UP, "09:30", "10:00", True), (SET_UP, "11:30", "12:00", True)
    assert _found(rule, there, CHAT, back) == []
    assert _found(rule, there, CHAT) == [
        "transfers: Anna changes from chat to phone within 0 min; a set-up takes 30 min (Tue 2026-12-01 11:30-14:00)."
    ]
    assert _found(rule, there, CHAT, (SET_UP, "11:30", "12:30", True)) == [
        "transfers: Anna has a set-up of 1 h; it takes 30 min (Tue 2026-12-01 11:30-12:30)."
    ]
    assert _found(rule, there) == [
        "transfers: Anna has a set-up that is not between two queues (Tue 2026-12-01 09:30-10:00)."
    ]
    assert [one.split(":")[0] for one in _found({"maximum_per_shift": 1}, there)] == ["breaks"]
    assert [one.split(":")[0] for one in _found(rule, there[:3], CHAT, back)] == ["breaks"]


def test_a_warned_setup_puts_none_into_shifts() -> None:
    """No engine makes one on its account: it is refused wherever it lies, and transfers without it are told."""
    rule = {"setup_minutes": 30, "severity": "warning"}
    idle, between = (SET_UP, "09:30", "10:00", True), (SET_UP, "11:30", "12:00", True)
    assert [one.split(":")[0] for one in _found(rule, idle)] == ["breaks"]
    assert [one.split(":")[0] for one in _found(rule, CHAT, between)] == ["transfers", "breaks"]
    assert _found(rule, ("chat", "10:00", "14:00")) == [
        "transfers: Anna changes from phone to chat within 0 min; a set-up takes 30 min (Tue 2026-12-01 10:00-14:00)."
    ]


def test_a_hard_setup_beside_a_longer_warned_one() -> None:
    """Idle set-ups break the hard rule, and those that are as long as it asks only warn."""
    rules = {"transfers": {"setup_minutes": 30}, "better": {"kind": "transfers", "setup_minutes": 60}}
    rules["better"] |= {"severity": "warning"}
    problem = make_problem(rules=rules)
    there = (SET_UP, "09:30", "10:00", True)
    idle = breaches(problem, make_shift("anna", f"{DAY} 09:00", "14:00", [there]))
    moved = breaches(problem, make_shift("anna", f"{DAY} 09:00", "14:00", [there, ("chat", "10:00", "14:00")]))
    assert [(one.rule, one.severity) for one in idle] == [("transfers", "hard")]
    assert [(one.rule, one.severity) for one in moved] == [("better", "warning")]


def test_a_break_is_no_transfer() -> None:
    """After a pinned course Anna goes on with chat."""
    pin = {"agent": "anna", "shift_date": DAY, "start": f"{DAY}T11:00:00Z", "end": f"{DAY}T12:00:00Z"}
    problem = Problem.model_validate(
        _problem({"maximum_per_shift": 0}).model_dump() | {"pins": [pin | {"activity": "course"}]}
    )
    parts: list[Part] = [("course", "11:00", "12:00", True), ("chat", "12:00", "14:00")]
    assert breaches(problem, make_shift("anna", f"{DAY} 09:00", "14:00", parts)) == []


def test_each_transfer_has_its_price() -> None:
    """Two changes at 2.5."""
    problem = _problem({"severity": "cost", "price": "2.5"})
    found = audit(make_roster(make_shift("anna", f"{DAY} 09:00", "14:00", [CHAT])), problem)
    term = found.cost_terms["rule:transfers"]
    assert (term.amount, term.unit_cost, term.cost) == (2, 2.5, 5)


@pytest.mark.parametrize("engine", ["cpsat", "mip", "staged"])
@pytest.mark.parametrize(
    ("rule", "cost"),
    [
        ({"maximum_per_shift": 2}, 0),
        ({"maximum_per_shift": 1}, 15),
        ({"maximum_per_shift": 0}, 15),
        ({"setup_minutes": 30}, 10),
        ({"pairs": [["phone", "chat"]]}, 15),
        ({"severity": "cost", "price": 4}, 8),
        ({"severity": "cost", "price": 8}, 15),
    ],
)
def test_by_hand(engine: Engine, rule: dict[str, Any], cost: float) -> None:
    """
    Anna works 9:00 to 14:00; wanted are phone until 11:00, chat until 12:30, and phone again; a missing hour costs 10.

    Two transfers cover all. Without one chat lacks 1.5 hours, 15; with one, phone lacks as many in the end. Two set-ups
    of half an hour leave half an hour of chat and of phone uncovered, or an hour of one: 10.
    """
    skills = (Skill(queue="phone"), Skill(queue="chat"))
    pattern = make_pattern(earliest_start="09:00", latest_start="09:00", lengths_minutes=(300,))
    asked = (
        *make_requirements("phone", f"{DAY} 09:00", [1, 1, 1, 1, 0, 0, 0, 1, 1, 1]),
        *make_requirements("chat", f"{DAY} 11:00", [1, 1, 1]),
    )
    problem = _problem(
        rule,
        agents=(Agent(agent="anna", site="office", contract="full", skills=skills),),
        patterns=(pattern,),
        contracts=(make_contract(maximum_days_per_week=1),),
        weights=Weights(understaffing=10, overstaffing=0),
        requirements=asked,
    )
    result = build(problem, engine=engine, time_limit_seconds=200).result
    assert (result.status, result.cost, result.bound) == ("optimal", cost, cost)


def test_what_a_plan_may_state() -> None:
    """A price or limits, queues that there are, a set-up on the grid."""
    with pytest.raises(ValidationError, match="two rules"):
        RULES["transfers"](severity="cost", price=1, setup_minutes=15)
    with pytest.raises(ValidationError, match="maximum_per_shift"):
        RULES["transfers"]()
    _, _, field, words = the_finding(rules={"transfers": {"pairs": [["phone", "chat"], ["phone", "chatt"]]}})
    assert field == "transfers.pairs[1][1]"
    assert words.startswith("Rule transfers: queue 'chatt' does not exist. Write 'chat', or add it to queues.")
    _, _, field, words = the_finding(rules={"transfers": {"setup_minutes": 20}})
    assert field == "transfers.setup_minutes"
    assert words.startswith("Rule transfers: setup_minutes 20 does not lie on the grid of 30. Write a multiple of 30")
