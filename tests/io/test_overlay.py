"""Values of a plan that are set from outside."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from scheduler.cli.main import run
from scheduler.errors import InputError
from scheduler.io.fingerprint import input_sha256
from scheduler.io.overlay import Overlay, overlay_file, setting
from scheduler.io.read import read_plan

TINY = Path(__file__).parent.parent.parent / "instances" / "tiny"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("weights.understaffing=2", {"weights": {"understaffing": 2}}),
        ("weights.understaffing = 2.5", {"weights": {"understaffing": Decimal("2.5")}}),
        ("time_zone=Europe/Paris", {"time_zone": "Europe/Paris"}),
        ('contracts."full time".hourly_cost=20', {"contracts": {"full time": {"hourly_cost": 20}}}),
        ('packs=["uk"]', {"packs": ["uk"]}),
    ],
)
def test_settings(text: str, values: dict[str, object]) -> None:
    """TOML, and a text that is no TOML."""
    assert setting(text) == Overlay(f"--set {text}", values)


@pytest.mark.parametrize("text", ["", "weights", "=2", "weights understaffing=2"])
def test_no_setting(text: str) -> None:
    """Whoever writes something else is told what to write."""
    with pytest.raises(InputError, match="KEY=VALUE"):
        setting(text)


def test_values_and_rows_are_set_in_every_table() -> None:
    """Weights, a new rule, a row of plan.toml and one of a CSV file; the last one counts."""
    texts = [
        "weights.understaffing=3",
        "weights.understaffing=4",
        "rules.weekly_rest.hours=36",
        'contracts."full time".hourly_cost=7',
        "agents.anna.contract='part time'",
    ]
    plan = read_plan(TINY, [setting(text) for text in texts])
    assert plan.weights.understaffing == 4
    assert plan.rules.keys() == {"daily_rest", "weekly_rest"}
    assert next(row for row in plan.contracts if row.contract == "full time").hourly_cost == 7
    assert next(row for row in plan.agents if row.agent == "anna").contract == "part time"
    assert read_plan(TINY) == read_plan(TINY, [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("weights.understafing=2", "weights.understafing: understafing is not known here. Write 'understaffing'"),
        ("contracts.ful.hourly_cost=2", "There is no contract 'ful'"),
        ("agents.ana.contract=x", "Write 'anna', or"),
        ("agents.anna.contract=x", "agents[0].contract"),
        ("days=-1", "--set days=-1: days: -1 is below 1."),
    ],
)
def test_wrong_values_are_said_of_the_setting(text: str, words: str) -> None:
    """Not of a file that nobody changed."""
    with pytest.raises(InputError) as caught:
        read_plan(TINY, [setting(text)])
    assert words in str(caught.value)
    assert f"--set {text}: " in str(caught.value)


def test_files(tmp_path: Path) -> None:
    """A TOML file of values; one that is none, or is not there, is named."""
    path = tmp_path / "dear.toml"
    path.write_text("[weights]\nunderstaffing = 9\n", encoding="utf-8")
    assert read_plan(TINY, [overlay_file(path)]).weights.understaffing == 9
    path.write_text("[weights\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"dear\.toml: Is no proper TOML"):
        overlay_file(path)
    with pytest.raises(InputError, match=r"other\.toml"):
        overlay_file(tmp_path / "other.toml")


def test_fingerprint_knows_what_was_set() -> None:
    """Without overlays it is that of the files."""
    two, three = (input_sha256(TINY, [setting(f"weights.understaffing={value}")]) for value in (2, 3))
    assert len({input_sha256(TINY), two, three}) == 3
    assert input_sha256(TINY) == input_sha256(TINY, [])


def test_overlays_stay_as_they_are() -> None:
    """A rule that one overlay adds and the next one changes: both have their fingerprint after reading as before."""
    overlays = [setting("rules.weekly_rest.hours=36"), setting("rules.weekly_rest.severity='warning'")]
    before = input_sha256(TINY, overlays)
    read_plan(TINY, overlays)
    assert input_sha256(TINY, overlays) == before


def test_a_run_says_what_was_set(tmp_path: Path) -> None:
    """Understaffing at 1 an hour pays nobody's work: 33 instead of 399; the plan audits it only with the same value."""
    folder, weight = tmp_path / "run", ["--set", "weights.understaffing=1"]
    assert run(["build", str(TINY), "--out", str(folder), "--no-pictures", "--quiet", *weight]) == 0
    result = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    assert (result["cost"], result["overrides"]) == (33.0, ["--set weights.understaffing=1"])
    assert run(["audit", str(TINY), str(folder), *weight]) == 0
