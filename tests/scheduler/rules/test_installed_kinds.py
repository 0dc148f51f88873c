"""Kinds of rules that packages offer by an entry point."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from scheduler.errors import InputError
from scheduler.rules import registry
from scheduler.rules.own import GROUP, installed_kinds

OWN_RULES = Path(__file__).parent.parent.parent / "own_rules"


@pytest.fixture
def offer(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Return what makes the file of the tests' own rule a module that can be imported."""
    monkeypatch.syspath_prepend(str(OWN_RULES))
    return monkeypatch


def _install(offer: pytest.MonkeyPatch, value: str) -> None:
    point = EntryPoint("offered", value, GROUP)
    offer.setattr("scheduler.rules.own.entry_points", lambda *, group: [point] if group == GROUP else [])


def test_an_installed_kind_stands_beside_the_others(offer: pytest.MonkeyPatch) -> None:
    """It goes by the name that its class states, after those that are built in."""
    _install(offer, "late_end:LateEnd")
    kinds = registry._by_name()
    assert list(kinds)[:-1] == list(registry.RULES)
    assert kinds["late_end"].__name__ == "LateEnd"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("json:dumps", "entry point offered: Is no rule. Derive it"),
        ("nowhere:Rule", "entry point offered: Cannot be loaded: ModuleNotFoundError"),
        ("scheduler.rules.base:AgentRule", "entry point offered: Class AgentRule has no name."),
    ],
)
def test_what_is_no_rule_is_named(offer: pytest.MonkeyPatch, value: str, message: str) -> None:
    """Entry point, what is wrong, remedy."""
    _install(offer, value)
    with pytest.raises(InputError) as caught:
        list(installed_kinds())
    assert message in str(caught.value)


def test_no_installed_kind_takes_a_name_that_is_taken(offer: pytest.MonkeyPatch) -> None:
    """A package cannot replace a law."""
    _install(offer, "scheduler.rules.daily_rest:DailyRest")
    with pytest.raises(InputError, match="There is a rule daily_rest already"):
        registry._by_name()
