"""Rule packs as data: what every one of them must have."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest

from scheduler.rules.base import Rule
from scheduler.rules.packs import load_pack, pack_names
from scheduler.rules.rule_book import make_rule
from tests.scheduler.rules.packs.rosters import audited, make_plan, on_days

PACKS = pack_names()
DOUBTS = ("secondary source", "from memory", "reading of this pack")


def _rules(pack: str) -> list[Rule]:
    return [make_rule(name, parameters) for name, parameters in load_pack(pack).rules.items()]


def test_packs_by_name() -> None:
    """These packs are there."""
    assert [
        *("au", "de", "es", "eu", "fr", "hse", "in", "nl", "ph", "uk"),
        *("us", "us-ca", "us-fair-workweek", "za"),
    ] == PACKS


@pytest.mark.parametrize("name", PACKS)
def test_pack_says_what_it_is(name: str) -> None:
    """Its identifier is the name of its file; it has notes, a date not in the future, and no local reviewer yet."""
    pack = load_pack(name)
    assert pack.id == name
    assert all(pack.notes)
    assert pack.notes
    assert pack.as_of <= dt.date(2026, 11, 24)
    assert pack.reviewed_by == "unreviewed"


@pytest.mark.parametrize("name", PACKS)
def test_rules_explain_themselves(name: str) -> None:
    """Every rule can be made, has a summary in sentences and a source that says how its figures were seen."""
    for rule in _rules(name):
        assert rule.summary.endswith("."), rule.id
        assert "text read" in rule.source if rule.verified else any(word in rule.source for word in DOUBTS), rule.id


@pytest.mark.parametrize("name", PACKS)
def test_identifiers_begin_with_the_pack(name: str) -> None:
    """So that a reader of a finding knows where to look."""
    assert all(rule.id.startswith(f"{name}.") for rule in _rules(name))


def test_identifiers_are_unique() -> None:
    """A plan may list several packs."""
    count = Counter(rule for name in PACKS for rule in load_pack(name).rules)
    assert max(count.values()) == 1


@pytest.mark.parametrize("name", PACKS)
def test_notes_name_every_attribute(name: str) -> None:
    """A planner finds in the notes which attributes agents may have, and only those."""
    notes = " ".join(load_pack(name).notes)
    for rule in _rules(name):
        for attribute in (*rule.only_for, *rule.not_for, *filter(None, [rule.opt_out])):
            assert attribute in notes, (rule.id, attribute)


@pytest.mark.parametrize("name", PACKS)
def test_pack_makes_a_plan(name: str) -> None:
    """A plan with the pack passes the cross checks, also with all of its rules switched on."""
    switched = {rule.id: {"enabled": True, "reason": "test"} for rule in _rules(name) if not rule.enabled}
    assert make_plan(name, rules=switched).packs == (name,)


@pytest.mark.parametrize("name", PACKS)
def test_ordinary_week_is_lawful(name: str) -> None:
    """Monday to Friday 09:00 to 17:00 with an hour for lunch and two paid rests meets every hard rule."""
    parts = [("rest", "10:30", "10:40", True), ("meal", "12:30", "13:30", False), ("rest", "15:00", "15:10", True)]
    problem = make_plan(name, history_from="2025-11-01")
    hard = [row for row in audited(problem, *on_days(range(5), "09:00", "17:00", parts)).violations]
    assert [row.message for row in hard if row.severity == "hard" and row.rule.startswith(f"{name}.")] == []
