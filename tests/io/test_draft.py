"""Locations of values, as people write them."""

from __future__ import annotations

import pytest

from scheduler.io.draft import Location, dotted, location_of

CASES: list[tuple[tuple[str, int, str], Location, str]] = [
    (("agents", 3, "site"), ("agents", 3, "site"), "agents[3].site"),
    (("days", -1, ""), ("days",), "days"),
    (("sites", 0, ""), ("sites", 0), "sites[0]"),
    (("rules", -1, "daily_rest.hours"), ("rules", "daily_rest", "hours"), "rules.daily_rest.hours"),
    (
        ("patterns", 1, "breaks[0].minutes"),
        ("patterns", 1, "breaks", 0, "minutes"),
        "patterns[1].breaks[0].minutes",
    ),
    (
        ("rules", -1, '"uk.48".shifts.windows[0].start'),
        ("rules", "uk.48", "shifts", "windows", 0, "start"),
        'rules."uk.48".shifts.windows[0].start',
    ),
    (("rules", -1, '"odd[\\"name".hours'), ("rules", 'odd["name', "hours"), 'rules."odd[\\"name".hours'),
    (("rules", -1, '""'), ("rules", ""), 'rules.""'),
    (("packs", 1, ""), ("packs", 1), "packs[1]"),
]


@pytest.mark.parametrize(("finding", "location", "text"), CASES)
def test_location_of_a_finding(finding: tuple[str, int, str], location: Location, text: str) -> None:
    """Table, row and field of a finding lead to the value, and its place is written as in TOML."""
    assert location_of(*finding) == location
    assert dotted(location) == text
