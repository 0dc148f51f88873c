"""`plot`: which picture is drawn."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from scheduler.cli.main import run
from scheduler.io.roster_csv import COLUMNS
from scheduler.io.write import write_plan
from tests.roster_cases import plan

HEADER = ",".join(COLUMNS) + "\n"


@pytest.fixture
def empty_roster(tmp_path: Path) -> tuple[str, str]:
    """Twelve days from Wednesday 2 December, in which nobody works."""
    write_plan(plan(start_date=dt.date(2026, 12, 2), days=12), tmp_path / "plan")
    (tmp_path / "roster.csv").write_text(HEADER, encoding="utf-8")
    return str(tmp_path / "plan"), str(tmp_path / "roster.csv")


def picture(inputs: tuple[str, str], out: Path, *options: str) -> bytes:
    """The picture that the verb draws."""
    assert run(["plot", *inputs, *options, "--out", str(out)]) == 0
    return out.read_bytes()


def test_the_week_of_a_date_is_that_of_the_contracts(empty_roster: tuple[str, str], tmp_path: Path) -> None:
    """Friday lies in the week that the plan cuts, from Wednesday to Sunday; Monday begins another one."""
    weeks = [
        picture(empty_roster, tmp_path / "week.svg", "--kind", "week", *options)
        for options in ([], ["--date", "2026-12-04"], ["--date", "2026-12-09"])
    ]
    assert weeks[0] == weeks[1]
    assert weeks[2] == picture(empty_roster, tmp_path / "week.svg", "--kind", "week", "--date", "2026-12-07")
    assert weeks[0] != weeks[2]


def test_an_unknown_queue_is_invalid_input(
    empty_roster: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As in ``why`` and ``design``: the plan, the option and the nearest name."""
    options = ["--queue", "phnoe", "--out", str(tmp_path / "a.png")]
    assert run(["plot", *empty_roster, "--kind", "coverage", *options]) == 3
    assert run(["design", empty_roster[0], "--queue", "phnoe", "--out", str(tmp_path / "design")]) == 3
    said = f"{empty_roster[0]}: --queue: 'phnoe' is no queue of the plan. Write 'phone', or name one of phone, chat."
    assert capsys.readouterr().err.splitlines() == [said, said]
