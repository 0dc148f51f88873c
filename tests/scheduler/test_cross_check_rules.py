"""Rules of packs, of the plan and of contracts: what is refused, where, and what to do."""

from __future__ import annotations

import time
from typing import Any

import pytest

from scheduler.cross_check_parameters import shift_kinds
from scheduler.people import Adjustment, Agent, Skill
from scheduler.records import DEEPEST, Record
from scheduler.rules.shift_kind import ShiftKind
from tests.builders import make_contract, make_problem
from tests.scheduler.findings import findings_of, the_finding
from tests.scheduler.rules.small_packs import use_packs

WHY = "agreed with the works council"


@pytest.fixture(autouse=True)
def _small_packs(monkeypatch: pytest.MonkeyPatch) -> None:
    use_packs(monkeypatch)


PACKS: dict[str, tuple[tuple[str, ...], int, str]] = {
    "unknown": (("xx", "YYY"), 1, "'YYY' does not exist. Write 'yy', or remove it; the packs are xx, yy, zz."),
    "unlike any": (("mars",), 0, "'mars' does not exist. Remove it; the packs are xx, yy, zz."),
    "twice": (("xx", "yy", "xx"), 2, "Rule pack xx is listed twice. List it once."),
    "one rule in two": (("xx", "yy", "zz"), 2, "Rule xx.rest stands in two packs, xx and zz. Keep one of the packs."),
}


@pytest.mark.parametrize("name", PACKS)
def test_pack_is_complained_of(name: str) -> None:
    """A pack that does not exist, is listed twice or states the rule of another one is refused once."""
    packs, index, words = PACKS[name]
    assert the_finding(packs=packs)[:3] == ("packs", index, "")
    assert words in the_finding(packs=packs)[3]


REST: dict[str, Any] = {"kind": "daily_rest", "hours": 11}
LENGTH: dict[str, Any] = {"kind": "shift_length", "maximum_hours": 9}


def _night(**window: Any) -> dict[str, Any]:
    """Return a rule about shifts that reach into a window."""
    return LENGTH | {"shifts": {"windows": [window]}}


WRONG: dict[str, tuple[str, dict[str, Any], str, str]] = {
    "unknown": ("daily_rset", {"hours": 11}, "", "'daily_rset' does not exist. Write 'daily_rest', or state its kind"),
    "unknown, of a pack": ("xx.rset", {"hours": 11, "reason": WHY}, "", "Write 'xx.rest'"),
    "of a pack that is not listed": ("yy.rest", {"hours": 11}, "", "Add 'yy', which states it, to packs"),
    "without quotes": ("xx", {"rest": {"hours": 10}}, "", "Write its identifier in quotes: [rules.\"xx.rest\"]."),
    "unknown kind": ("own", REST | {"kind": "daily_rset"}, "kind", "'daily_rset' does not exist. Write 'daily_rest'"),
    "kind no text": ("own", {"kind": ["daily_rest"]}, "kind", "kind ['daily_rest'] does not exist. Write"),
    "kind a number": ("own", {"kind": 7}, "kind", "kind 7 does not exist. Write one of valid_dates"),
    "another kind": ("xx.rest", {"kind": "weekly_rest", "reason": WHY}, "kind", "xx.rest is of kind daily_rest"),
    "named like a kind": ("breaks", REST, "kind", "breaks is itself a kind of rule"),
    "odd identifier": ("a|b", REST, "", "'a|b' contains |"),
    "no identifier": ("", REST, "", "rule is empty"),
    "id": ("daily_rest", REST | {"id": "x"}, "id", "id is no parameter; it is called daily_rest. Remove id."),
    "missing": ("own", {"kind": "daily_rest"}, "hours", "Rule own: hours is missing. Give it a value."),
    "missing, one of few": ("fairness", {}, "of", "Write one of 'shifts', 'weekend_days', 'hours'."),
    "too small": ("own", REST | {"hours": 0}, "hours", "Rule own: hours: 0 is not above 0."),
    "misspelt": ("own", REST | {"hour": 1}, "hour", "Rule own: hour is not known here. Write 'hours'"),
    "kind misspelt": ("daily_rest", {"knd": "daily_rest", "hours": 11}, "knd", "Write 'kind'"),
    "severity": ("daily_rest", REST | {"severity": "soft"}, "severity", "'soft' is not allowed"),
    "cost without price": ("daily_rest", REST | {"severity": "cost"}, "", "Rule daily_rest needs a price exactly"),
    "price without cost": ("own", REST | {"price": 5}, "", "Rule own needs a price exactly"),
    "cost of no price": ("skills", {"severity": "cost", "price": 1}, "", "skills cannot have severity cost"),
    "enabled in words": ("daily_rest", REST | {"enabled": "no"}, "enabled", "'no' is neither true nor false"),
    "enabled a number": ("daily_rest", REST | {"enabled": 0}, "enabled", "0 is neither true nor false"),
    "derogation": ("daily_rest", REST | {"derogation": ["boss"]}, "derogation[0]", "'boss' is not allowed"),
    "no date": ("daily_rest", REST | {"valid_from": "soon"}, "valid_from", "'soon' is no date. Write it as 2026"),
    "dates swapped": (
        "own", REST | {"valid_from": "2026-12-01", "valid_to": "2026-11-30"},
        "valid_to", "Rule own: valid_to 2026-11-30 lies before valid_from 2026-12-01. Swap them.",
    ),
    "a table that is none": ("own", LENGTH | {"shifts": "x"}, "shifts", "'x' is not a table"),
    "a list that is none": ("own", LENGTH | {"shifts": {"windows": {}}}, "shifts.windows", "{} is not a list"),
    "nested": (
        "own", _night(start="25:00", end="06:00"),
        "shifts.windows[0].start", "Rule own: start: '25:00' is not a time of day. Write HH:MM",
    ),
    "nested, missing": ("own", _night(start="22:00"), "shifts.windows[0].end", "Rule own: end is missing"),
    "nested, misspelt": (
        "own", _night(start="22:00", end="06:00", stat=1),
        "shifts.windows[0].stat", "stat is not known here. Write 'start', or remove it; known here are start, end, min",
    ),
    "kind of shift, misspelt": ("own", LENGTH | {"shifts": {"window": []}}, "shifts.window", "Write 'windows'"),
    "pattern": (
        "own", LENGTH | {"shifts": {"patterns": ["any", "ayn"]}},
        "shifts.patterns[1]", "Rule own: pattern 'ayn' does not exist. Write 'any', or add it to patterns.",
    ),
    "contract": (
        "fairness", {"of": "hours", "contracts": ["ful"]},
        "contracts[0]", "Rule fairness: contract 'ful' does not exist. Write 'full', or add it to contracts.",
    ),
    "pack changed without a reason": (
        "xx.rest", {"hours": 10}, "",
        'The plan changes rule xx.rest of a rule pack without a reason. Add reason = "..." to [rules."xx.rest"].',
    ),
    "pack changed for a blank reason": ("xx.rest", {"hours": 10, "reason": " "}, "", "without a reason"),
}  # fmt: skip


def _place(name: str, field: str) -> str:
    quoted = name if name.replace("_", "").isalpha() else f'"{name}"'
    return f"{quoted}.{field}".rstrip(".")


@pytest.mark.parametrize("name", WRONG)
def test_rule_of_the_plan_is_complained_of(name: str) -> None:
    """One mistake gives one finding at the parameter, however deep it lies."""
    rule, parameters, field, words = WRONG[name]
    table, index, place, text = the_finding(packs=("xx",), rules={rule: parameters})
    assert (table, index, place) == ("rules", -1, _place(rule, field))
    assert words in text


@pytest.mark.parametrize("name", [name for name in WRONG if "pack" not in name and name != "another kind"])
def test_rule_of_a_contract_is_complained_of(name: str) -> None:
    """The same mistakes in a contract give the same findings there, except that rules about the plan are refused."""
    rule, parameters, field, words = WRONG[name]
    table, index, place, text = the_finding(contracts=(make_contract(rules={rule: parameters}),))
    whole = rule == "fairness"
    assert (table, index, place) == ("contracts", 0, f"rules.{_place(rule, '' if whole else field)}")
    assert ("about the plan as a whole" if whole else words) in text


def test_rules_that_are_right() -> None:
    """Kinds, identifiers, nested tables, attributes that nobody has, changes with a reason, several packs."""
    rules = {
        "daily_rest": {"kind": "daily_rest", "hours": 11},
        "own": {"kind": "shift_length", "maximum_hours": 9, "shifts": {"patterns": ["any"]}, "enabled": False},
        "for few": {"kind": "daily_rest", "hours": 12, "only_for": ["a"], "not_for": ["b"], "opt_out": "c"},
        "one day": {"kind": "daily_rest", "hours": 9, "valid_from": "2026-12-01", "valid_to": "2026-12-01"},
        "group": {"kind": "fairness", "of": "hours", "contracts": ["full"], "severity": "warning"},
        "xx.rest": {"hours": 10, "reason": WHY},
        "xx.offered": {"enabled": True, "reason": WHY},
    }
    assert not findings_of(packs=("xx", "yy"), rules=rules)


def test_mistakes_are_found_together() -> None:
    """Two wrong parameters and two wrong rules give three findings and more."""
    rules = {"own": {"kind": "daily_rest", "hours": 0, "severity": "soft"}, "other": {}}
    assert [found.field for found in findings_of(rules=rules)] == ["own.severity", "own.hours", "other"]


def test_contract_about_a_rule_that_is_wrong_in_the_plan() -> None:
    """The mistake is complained of at the plan only."""
    contract = make_contract(rules={"daily_rest": {"severity": "warning"}})
    table, _, field, _ = the_finding(rules={"daily_rest": {"hours": 0}}, contracts=(contract,))
    assert (table, field) == ("rules", "daily_rest.hours")


CONTRACTS: dict[str, tuple[dict[str, Any], str, str]] = {
    "plan rule": (
        {"seats": {"severity": "warning"}}, "rules.seats",
        "Rule seats is about the plan as a whole, not about contract full. Move it to [rules.seats] of the plan.",
    ),
    "plan rule by kind": (
        {"own seats": {"kind": "seats"}}, 'rules."own seats"', 'Move it to [rules."own seats"] of the plan.'
    ),
    "plan rule of a pack": ({"yy.seats": {"severity": "hard", "reason": WHY}}, 'rules."yy.seats"', "plan as a whole"),
    "no derogation": (
        {"xx.week": {"hours": 30, "reason": WHY}}, 'rules."xx.week"',
        "Rule xx.week of a rule pack is not for contract full to change. State a rule with an identifier of its own "
        'beside it, or change it in [rules."xx.week"] of the plan, with a reason.',
    ),
    "derogation by agents only": (
        {"xx.average": {"maximum_hours": 50, "reason": WHY}}, 'rules."xx.average"', "is not for contract full to change"
    ),
    "no reason": (
        {"xx.rest": {"hours": 10}}, 'rules."xx.rest"',
        "Contract full changes rule xx.rest of a rule pack without a reason. "
        'Add reason = "..." to [contracts.rules."xx.rest"].',
    ),
    "wrong parameter": ({"xx.rest": {"hours": 0, "reason": WHY}}, 'rules."xx.rest".hours', "Rule xx.rest: hours: 0"),
    "another kind": ({"xx.rest": {"kind": "pins", "reason": WHY}}, 'rules."xx.rest".kind', "is of kind daily_rest"),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTRACTS)
def test_contract_is_complained_of(name: str) -> None:
    """What a contract may not say of rules of the plan and of packs."""
    rules, field, words = CONTRACTS[name]
    table, index, place, text = the_finding(packs=("xx", "yy"), contracts=(make_contract(rules=rules),))
    assert (table, index, place) == ("contracts", 0, field)
    assert words in text


def test_what_contracts_may_change() -> None:
    """Rules of packs where the law says so, with a reason; where the plan says so; rules of the plan; rules beside."""
    own = {
        "xx.rest": {"hours": 10, "reason": WHY},
        "xx.week": {"hours": 30, "reason": WHY},
        "daily_rest": {"hours": 12},
        "beside xx.week": {"kind": "weekly_rest", "hours": 40},
    }
    rules = {"xx.week": {"derogation": ["contract"], "reason": WHY}, "daily_rest": {"hours": 11}}
    assert not findings_of(packs=("xx",), rules=rules, contracts=(make_contract(rules=own),))


def _nested(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "an empty value"),
        ([{"a": None}], "an empty value"),
        (_nested(DEEPEST), "nested too deeply"),
        (_nested(5000), "nested too deeply"),
    ],
)
def test_values_that_no_form_of_a_plan_holds(value: Any, words: str) -> None:
    """They are refused wherever parameters stand, before a rule is made of them."""
    for make in (
        lambda: make_problem(rules={"own": {"x": value}}),
        lambda: make_contract(rules={"own": {"x": value}}),
        lambda: Adjustment(agent="anna", rule="own", parameters={"x": value}),
    ):
        with pytest.raises(ValueError, match=words):
            make()


def test_values_as_deep_as_they_may_be() -> None:
    """One level less than what is refused."""
    assert Adjustment(agent="anna", rule="own", parameters={"x": _nested(DEEPEST - 1)}).parameters


def test_kinds_of_shifts_are_found_wherever_they_stand() -> None:
    """Patterns are looked up in lists of records as well, which no kind of rule has yet."""

    class Pair(Record):
        kinds: tuple[ShiftKind, ...]

    first, second = ShiftKind(patterns=("a",)), ShiftKind(patterns=("b",))
    assert list(shift_kinds((), Pair(kinds=(first, second)))) == [(("kinds", 0), first), (("kinds", 1), second)]


def test_checking_takes_as_long_as_there_are_agents(monkeypatch: pytest.MonkeyPatch) -> None:
    """An adjustment each, and fifty rules: four times the agents, about four times the work, where squares are 16."""
    use_packs(monkeypatch, {"xx": {f"xx.{number}": dict(RULE) for number in range(50)}})
    few, many = (min(_seconds(agents) for _ in range(3)) for agents in (250, 1000))
    assert many < 10 * few


RULE = {"kind": "shift_length", "maximum_hours": 9}


def _seconds(count: int) -> float:
    """Time of the processor for a plan of so many agents."""
    names = [f"agent{number}" for number in range(count)]
    skills = (Skill(queue="phone"),)
    agents = tuple(Agent(agent=name, site="office", contract="full", skills=skills) for name in names)
    rows = tuple(Adjustment(agent=name, rule="own", parameters=RULE | {"maximum_hours": 6}) for name in names)
    begin = time.process_time()
    make_problem(packs=("xx",), agents=agents, adjustments=rows)
    return time.process_time() - begin
