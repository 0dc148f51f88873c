"""Instances of Curtois and Qu: as plans, their evaluator, their tables."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from pathlib import Path

import pytest

from scheduler.audit import audit, exact_cost
from scheduler.io.families.curtois_qu import read_curtois_qu
from scheduler.io.families.curtois_qu_cost import evaluate_curtois_qu
from scheduler.io.families.curtois_qu_file import Instance, parse_curtois_qu
from scheduler.io.families.curtois_qu_rosters import read_table, roster_of_table, table_of, write_table
from tests.io.families.small_instances import random_row, some_roster, write_curtois_qu

OFF = [""] * 14


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    """Return the small instance."""
    return parse_curtois_qu(write_curtois_qu(tmp_path))


def _days(text: str) -> list[str]:
    return ["" if day == "." else day for day in text]


def test_plan(tmp_path: Path) -> None:
    """Kinds are hours of their own; like people share a contract; who may work no nights is not offered any."""
    plan = read_curtois_qu(write_curtois_qu(tmp_path))
    assert (plan.days, plan.interval_minutes, plan.start_date.weekday()) == (14, 60, 0)
    assert [(pattern.pattern, pattern.earliest_start, pattern.lengths_minutes) for pattern in plan.patterns] == [
        ("E", 0, (60,)),
        ("L", 60, (60,)),
        ("N", 120, (60,)),
    ]
    assert [agent.contract for agent in plan.agents] == ["Ann", "Ann", "Cid"]
    assert plan.contract_of["Cid"].patterns == ("E", "L")
    assert plan.contract_of["Bob"].rules["minutes"]["points"] == {"E": 480, "L": 540, "N": 600}
    assert (plan.weights.understaffing, plan.weights.overstaffing) == (100, 1)
    assert [(row.agent, row.start.date()) for row in plan.absences] == [
        ("Ann", dt.date(2026, 1, 5)),
        ("Ann", dt.date(2026, 1, 11)),
        ("Cid", dt.date(2026, 1, 8)),
    ]
    assert [(row.kind, row.weight) for row in plan.preferences] == [
        ("prefer", 2),
        ("prefer", 3),
        ("avoid", 1),
        ("avoid", 4),
    ]


def test_more_kinds_than_hours(tmp_path: Path) -> None:
    """25 kinds need half hours, in which a price per hour is twice that per person."""
    kinds = [f"k{number}" for number in range(25)]
    text = "SECTION_HORIZON\n1\nSECTION_SHIFTS\n" + "".join(f"{kind},480,\n" for kind in kinds)
    text += f"SECTION_STAFF\nAnn,{'|'.join(f'{kind}=1' for kind in kinds)},480,0,1,1,1,0\nSECTION_DAYS_OFF\n"
    text += "SECTION_SHIFT_ON_REQUESTS\nAnn,0,k24,7\nSECTION_SHIFT_OFF_REQUESTS\nSECTION_COVER\n"
    path = tmp_path / "many.txt"
    path.write_text(text + "".join(f"0,{kind},1,100,1\n" for kind in kinds), encoding="utf-8")
    plan = read_curtois_qu(path)
    assert (plan.interval_minutes, plan.weights.understaffing, plan.preferences[0].weight) == (30, 200, Decimal(14))
    table = {"Ann": ["k3"]}
    expected = evaluate_curtois_qu(parse_curtois_qu(path), table).total
    assert exact_cost(roster_of_table(table, plan), plan) == expected == 24 * 100 + 7


def test_cost(instance: Instance) -> None:
    """Nobody works: 42 people are missing, and two wishes for a shift refused."""
    nothing = evaluate_curtois_qu(instance, {})
    assert (nothing.cover, nothing.requests) == (42 * 100, 5)
    two = evaluate_curtois_qu(instance, {"Ann": _days("..E..E........"), "Bob": _days("..E..E........")})
    assert (two.cover, two.requests) == (40 * 100 + 2, 3 + 4)


@pytest.mark.parametrize(
    ("name", "days", "words"),
    [
        ("Bob", "EEE..EE.......", "Bob: 2400 minutes"),
        ("Bob", "EEE..EEE......", ""),
        ("Bob", "EE..EE..EE....", "Bob: 2880 minutes"),
        ("Bob", "EEEEE.........", "works 5 days from day 0, most 4"),
        ("Bob", ".E..EEE..EE...", "works 1 days from day 1, least 2"),
        ("Bob", "E..EEE..EE....", ""),
        ("Bob", "EEE.EEE.......", "off 1 days from day 3, least 2"),
        ("Bob", "EE..EEE..EEEE.", "2 weekends, most 1"),
        ("Bob", "LLL..LE.......", "E after L on day 6"),
        ("Bob", "NNN..EEE......", "3 times N, most 2"),
        ("Ann", "EE..EEE.......", "works on day 0, a day off"),
    ],
)
def test_violations(instance: Instance, name: str, days: str, words: str) -> None:
    """Each constraint is told apart; runs at either end of the horizon may be short."""
    found = [text for text in evaluate_curtois_qu(instance, {name: _days(days)}).violations if name in text]
    if words.endswith("minutes"):
        assert not any("minutes" in text for text in found)
    elif words:
        assert any(words in text for text in found), found
    else:
        assert found == []


@pytest.mark.parametrize(("table", "words"), [
    ({"Eve": OFF}, "Eve"),
    ({"Ann": OFF[1:]}, "number of days"),
    ({"Ann": [*OFF[1:], "X"]}, "X"),
])  # fmt: skip
def test_tables_of_another_instance(instance: Instance, table: dict[str, list[str]], words: str) -> None:
    """Names, kinds and lengths must be those of the instance."""
    with pytest.raises(ValueError, match=words):
        evaluate_curtois_qu(instance, table)


@pytest.mark.parametrize("seed", range(60))
def test_auditor_and_evaluator_agree(tmp_path: Path, seed: int) -> None:
    """The product's auditor finds the family's cost, and a breach exactly where the family has one."""
    draw = random.Random(seed)
    path = write_curtois_qu(tmp_path)
    plan, instance = read_curtois_qu(path), parse_curtois_qu(path)
    table = {name: random_row(draw, ("E", "L", "N"), 14) for name in ("Ann", "Bob", "Cid")}
    roster = roster_of_table(table, plan)
    found, expected = audit(roster, plan), evaluate_curtois_qu(instance, table)
    assert exact_cost(roster, plan) == expected.total
    people = {words.partition(":")[0] for words in expected.violations}
    assert {violation.agent for violation in found.violations} == people


def test_roster_costs_what_the_engine_says(tmp_path: Path) -> None:
    """From file to roster and back to the family's own measure."""
    path = write_curtois_qu(tmp_path)
    plan = read_curtois_qu(path)
    outcome = some_roster(plan)
    expected = evaluate_curtois_qu(parse_curtois_qu(path), table_of(outcome.roster, plan))
    assert expected.violations == ()
    assert outcome.result.cost == expected.total


def test_tables_round_trip(tmp_path: Path) -> None:
    """A table that is written reads back; so does one with a letter for each day."""
    table = {"Ann": ["d1", "", "d2"], "Bob": ["", "", "L"]}
    write_table(table, tmp_path / "table.txt")
    assert read_table(tmp_path / "table.txt") == table
    (tmp_path / "short.txt").write_text("# cost 1\nAnn E.L\n", encoding="utf-8")
    assert read_table(tmp_path / "short.txt") == {"Ann": ["E", "", "L"]}
    plan = read_curtois_qu(write_curtois_qu(tmp_path))
    full = {"Ann": ["N", *OFF[1:]], "Bob": OFF, "Cid": [*OFF[1:], "L"]}
    assert table_of(roster_of_table(full, plan), plan) == full
