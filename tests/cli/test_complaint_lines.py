"""Complaints as lines: many alike are summed up, none is left out."""

from __future__ import annotations

import pytest

from scheduler.cli.complaint_lines import ALIKE, complaint_lines
from scheduler.errors import Complaint


def _about(line: int, value: str = "x") -> Complaint:
    return Complaint("demand.csv", f"line {line}", f"volume: {value!r} is not a number.", "Write one.")


@pytest.mark.parametrize("number", [1, ALIKE, ALIKE + 1])
def test_few_complaints_are_told_one_by_one(number: int) -> None:
    """As many lines as complaints, in their order; a line that says one more would be no shorter."""
    complaints = [_about(line) for line in range(number)]
    assert list(complaint_lines(complaints)) == [str(complaint) for complaint in complaints]


def test_many_alike_are_summed_up() -> None:
    """Complaints that differ in place and value alone end in one line that counts the rest; others are told."""
    other = Complaint("agents.csv", "line 3", "volume: 'x' is not a number.", "Write one.")
    missing = Complaint("demand.csv", "line 9", "queue is missing.", "Write it.")
    lines = list(complaint_lines([other, *(_about(line, f"{line},5") for line in range(2, 3000)), missing]))
    assert len(lines) == ALIKE + 3
    assert lines[0] == str(other)
    assert lines[-1] == str(missing)
    rest = 2998 - ALIKE
    assert lines[-2] == f"demand.csv: The same {rest} times more, last at line 2999. Correct all of them."
