"""Adjustments for single agents: what is refused, where, and what to do."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from scheduler.people import Adjustment
from tests.builders import make_contract
from tests.scheduler.findings import findings_of, the_finding
from tests.scheduler.rules.small_packs import use_packs

WHY = "agreed with the works council"


@pytest.fixture(autouse=True)
def _small_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    use_packs(monkeypatch)


def row(rule: str, agent: str = "anna", dates: tuple[str | None, str | None] = (None, None), **parameters: Any) -> Any:
    """Return an adjustment, Anna's where nobody else is named."""
    return Adjustment(agent=agent, rule=rule, parameters=parameters, valid_from=dates[0], valid_to=dates[1])


WRONG: dict[str, tuple[Adjustment, str, str]] = {
    "unknown agent": (row("daily_rest", "anan", hours=12), "agent", "'anan' does not exist. Write 'anna', or add it"),
    "unknown rule": (
        row("daily_rset", hours=12), "rule",
        "Rule 'daily_rset' neither is stated for 'anna' nor is a kind of rule. Write 'daily_rest', or add kind to its",
    ),
    "rule of another contract": (row("of part", hours=12), "rule", "'of part' neither is stated for 'anna'"),
    "rule of a pack, misspelt": (row("xx.lenght", maximum_hours=6), "rule", "Write 'xx.length'"),
    "unlike any": (row("qqq", windows=[]), "rule", "Add kind to its parameters."),
    "unknown kind": (row("own", kind="nights"), "parameters.kind", "kind 'nights' does not exist."),
    "another kind": (row("xx.length", kind="daily_rest"), "parameters.kind", "xx.length is of kind shift_length"),
    "named like a kind": (row("pins", kind="daily_rest", hours=1), "parameters.kind", "pins is itself a kind"),
    "plan rule": (row("seats", severity="warning"), "rule", "about the plan as a whole, not about 'anna'. Move it"),
    "plan rule by kind": (row("own", kind="fairness"), "rule", "Move it to [rules.own] of the plan."),
    "missing": (row("own", kind="shift_length"), "parameters", "Rule own needs maximum_hours or minimum_hours"),
    "wrong": (row("xx.length", maximum_hours="six"), "parameters.maximum_hours", "'six' is not a number"),
    "misspelt": (row("xx.length", maximum_hour=6), "parameters.maximum_hour", "Write 'maximum_hours'"),
    "nested": (
        row("xx.length", shifts={"windows": [{"start": 23, "end": "06:00"}]}),
        "parameters.shifts.windows[0].start", "Rule xx.length: start: 23 is not a time of day",
    ),
    "pattern": (row("xx.length", shifts={"patterns": ["ayn"]}), "parameters.shifts.patterns[0]", "Write 'any'"),
    "lifted in words": (row("daily_rest", enabled="no"), "parameters.enabled", "'no' is neither true nor false"),
    "no derogation": (
        row("xx.week", hours=30), "rule",
        "Rule xx.week of a rule pack is not for an agreement with one agent to change. State a rule with an identifier "
        'of its own beside it, or change it in [rules."xx.week"] of the plan, with a reason.',
    ),
    "derogation by contracts only": (row("xx.rest", hours=10), "rule", "is not for an agreement with one agent"),
    "lifted without derogation": (row("xx.rest", enabled=False), "rule", "is not for an agreement with one agent"),
    "reason": (
        row("xx.length", maximum_hours=6, reason="ill"), "parameters.reason",
        "An adjustment has a reason, and none is stored for single agents. Remove reason.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_adjustment_is_complained_of(name: str) -> None:
    """One mistake gives one finding, at the column or the parameter."""
    wrong, field, words = WRONG[name]
    rows = (row("xx.length", "ben", maximum_hours=6), wrong)
    part = make_contract(contract="part", rules={"of part": {"kind": "daily_rest", "hours": 11}})
    table, index, place, text = the_finding(
        packs=("xx",), rules={"daily_rest": {"hours": 11}}, contracts=(make_contract(), part), adjustments=rows
    )
    assert (table, index, place) == ("adjustments", 1, field)
    assert words in text


def test_what_adjustments_may_say() -> None:
    """Rules of packs where the law says so, of the plan and the contract; kinds; identifiers of one's own."""
    contract = make_contract(rules={"of contract": {"kind": "daily_rest", "hours": 11}})
    rows = (
        row("xx.length", maximum_hours=6, severity="warning"),
        row("xx.average", enabled=False),
        row("xx.week", hours=30),
        row("daily_rest", hours=12),
        row("of contract", enabled=False),
        row("shift_length", maximum_hours=8),
        row("no nights", kind="shift_length", maximum_hours=8, only_for=["nobody has it"]),
        row("xx.length", "ben", maximum_hours=6),
    )
    rules = {"daily_rest": {"hours": 11}, "xx.week": {"derogation": ["agent"], "reason": WHY}}
    assert not findings_of(packs=("xx",), rules=rules, contracts=(contract,), adjustments=rows)


@pytest.mark.parametrize(
    ("first", "second", "clash"),
    [
        (row("own", kind="daily_rest", hours=9), row("own", kind="daily_rest", hours=12), True),
        (row("daily_rest", hours=9, dates=(None, "2026-12-01")), row("daily_rest", hours=12), True),
        (
            row("daily_rest", hours=9, dates=(None, "2026-11-30")),
            row("daily_rest", hours=12, dates=("2026-12-06", None)),
            True,
        ),
        (row("daily_rest", hours=9, dates=(None, "2026-11-29")), row("daily_rest", hours=12), False),
        (row("daily_rest", hours=9), row("daily_rest", hours=12, dates=("2026-12-07", None)), False),
        (row("daily_rest", enabled=False, dates=("2026-12-01", None)), row("daily_rest", hours=12), False),
        (row("daily_rest", hours=9), row("daily_rest", "ben", hours=12), False),
        (row("daily_rest", hours=9), row("own", kind="daily_rest", hours=12), False),
    ],
)
def test_two_adjustments_of_one_rule(first: Adjustment, second: Adjustment, clash: bool) -> None:
    """Two that hold in one plan are refused: the second would silently replace the first, on all of its dates."""
    given: dict[str, Any] = {"rules": {"daily_rest": {"hours": 11}}, "adjustments": (first, second)}
    if not clash:
        assert not findings_of(**given)
        return
    table, index, field, text = the_finding(**given)
    assert (table, index, field) == ("adjustments", 1, "rule")
    assert f"Two adjustments of rule {first.rule} hold for 'anna' in this plan. Join them" in text


def test_adjustment_of_a_rule_that_is_wrong_elsewhere() -> None:
    """The mistake is complained of where it is made, in the plan or the contract, and only there."""
    rows = (row("own", severity="warning"),)
    wrong = {"own": {"kind": "daily_rest", "hours": 0}}
    assert the_finding(rules=wrong, adjustments=rows)[0] == "rules"
    assert the_finding(contracts=(make_contract(rules=wrong),), adjustments=rows)[0] == "contracts"
    unclear = {"xx.length": {"derogation": 5, "reason": WHY}}
    lax = make_contract(rules={"xx.length": {"derogation": ["agent"], "reason": WHY}})
    found = the_finding(packs=("xx",), rules=unclear, contracts=(lax,), adjustments=(row("xx.length", counts="paid"),))
    assert found[0] == "rules"


def test_contract_does_not_widen_what_agents_may_agree() -> None:
    """The law, or the plan with a reason, says who may depart from a rule of a pack; a contract does not."""
    wide = make_contract(rules={"xx.rest": {"derogation": ["contract", "agent"], "reason": WHY}})
    found = the_finding(packs=("xx",), contracts=(wide,), adjustments=(row("xx.rest", hours=9),))
    assert found[:3] == ("adjustments", 0, "rule")


def test_dates_the_wrong_way_round() -> None:
    """The last date lies not before the first."""
    assert row("own", dates=("2026-12-01", "2026-12-01")).valid_to
    with pytest.raises(ValidationError, match="valid_to 2026-11-30 lies before valid_from 2026-12-01; swap them"):
        row("own", dates=("2026-12-01", "2026-11-30"))


def test_many_unknown_names_are_found_quickly() -> None:
    """The nearest name is searched for some of them only."""
    rows = tuple(row(f"rule {number}") for number in range(2000))
    assert len(findings_of(adjustments=rows)) == 2000
