"""Lines of a TOML file on which its keys stand."""

from __future__ import annotations

import tomllib

import pytest

from scheduler.io.draft import Location
from scheduler.io.toml_lines import line_of, toml_lines

TEXT = '''name = "Ours"
note = """
days = 9
[[patterns]]
[rules."late shifts"]
"""
days = 7  # a week

[rules."late shifts"]  # of the night
shifts.earliest_start = "20:00"
"most hours" = 12

[[patterns]]
pattern = "long"
lengths = [
  [480],
  [540]
]

[[patterns.breaks]]
name = "meal"

[[patterns.breaks]]
name = "tea"

[[patterns]]
pattern = "short"

[[patterns.breaks]]
name = "rest"

[patterns.rules.daily_rest]
hours = 12

[weights]
preferences = { wish = 1 }
'''

CASES: list[tuple[Location, int | None]] = [
    (("name",), 1),
    (("days",), 7),
    (("rules",), None),
    (("rules", "late shifts"), 9),
    (("rules", "late shifts", "shifts", "earliest_start"), 10),
    (("rules", "late shifts", "most hours"), 11),
    (("patterns", 0), 13),
    (("patterns", 0, "days"), 13),
    (("patterns", 0, "lengths", 1, 0), 15),
    (("patterns", 0, "breaks", 0, "name"), 21),
    (("patterns", 0, "breaks", 1, "name"), 24),
    (("patterns", 1, "pattern"), 27),
    (("patterns", 1, "breaks", 0, "minutes"), 29),
    (("patterns", 1, "rules", "daily_rest", "hours"), 33),
    (("weights", "preferences", "wish"), 36),
    (("agents",), None),
    ((), None),
]


@pytest.mark.parametrize(("location", "line"), CASES)
def test_line_of_a_location(location: Location, line: int | None) -> None:
    """A value goes by its own line or by that of the nearest table, and lines of texts and lists are no keys."""
    assert line_of(location, toml_lines(TEXT, tomllib.loads(TEXT))) == line
