"""The verb `design`, from the command line to its files."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import click
import pytest

from scheduler.cli.clock_options import LENGTHS, STARTS
from scheduler.cli.main import run
from scheduler.io.read import read_plan

ROOT = Path(__file__).parent.parent.parent
TINY = ROOT / "instances" / "tiny"
FAST = ["--time-limit", "200", "--quiet", "--workers", "1"]


def test_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Every file is there and agrees with design.json; the plan reads, and the given one is as it was."""
    before = {path.name: path.read_bytes() for path in TINY.iterdir()}
    out = tmp_path / "design"
    assert run(["design", str(TINY), "--out", str(out), "--shifts", "2", *FAST, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document == json.loads((out / "design.json").read_text(encoding="utf-8"))
    assert document["schema"] == "shiftwright.design/1"
    assert document["status"] == "optimal"
    assert document["cost"] == document["bound"] == document["curve"][1]["cost"]
    names = {path.name for path in out.iterdir()}
    assert names == {
        "design.json", "shifts.csv", "coverage.csv", "curve.csv", "design.png", "curve.png", "plan"
    }  # fmt: skip
    rows = _rows(out / "shifts.csv")
    assert [row["shift"] for row in rows] == [shift["shift"] for shift in document["shifts"]]
    people = [sum(int(row[name]) for name in row if "2026-" in name) for row in rows]
    assert people == [sum(shift["people"].values()) for shift in document["shifts"]]
    assert len(_rows(out / "curve.csv")) == 2
    hours = sum(max(0.0, float(row["net"])) for row in _rows(out / "coverage.csv"))
    assert hours * read_plan(TINY).interval_minutes / 60 == pytest.approx(document["coverage"]["overstaffed_hours"])
    patterns = {name for shift in document["shifts"] for name in shift["patterns"]}
    assert patterns <= {pattern.pattern for pattern in read_plan(out / "plan").patterns}
    assert {path.name: path.read_bytes() for path in TINY.iterdir()} == before


def test_a_folder_that_holds_something_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is refused before anything is computed, and stays as it is; an old design is replaced."""
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    assert run(["design", str(TINY), "--out", str(tmp_path), *FAST]) == 3
    assert "not a run" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    old = tmp_path / "old"
    old.mkdir()
    (old / "design.json").write_text('{"schema": "shiftwright.design/1"}', encoding="utf-8")
    options = ["--out", str(old), "--shifts", "1", "--curve", "0", "--no-pictures"]
    assert run(["design", str(TINY), *options, *FAST]) == 0
    assert {path.name for path in old.iterdir()} == {"design.json", "shifts.csv", "coverage.csv", "plan"}
    assert "shifts used" in capsys.readouterr().out


@pytest.mark.parametrize(("options", "code", "words"), [
    (["--starts", "8-9/30"], 2, "write HH:MM"),
    (["--lengths", "8:00"], 2, "write 6h or 6h30"),
    (["--shift-cost", "-1"], 2, "no price"),
    (["--break-share", "95"], 2, "no share from 0 to 90"),
    (["--queue", "fax"], 3, "'fax' is no queue"),
    (["--pattern", "noon"], 3, "'noon' is no pattern"),
    (["--starts", "08:01"], 3, "not on the plan's grid"),
])  # fmt: skip
def test_wrong_options(
    options: list[str], code: int, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line that says what is wrong, and nothing is written."""
    assert run(["design", str(TINY), "--out", str(tmp_path / "out"), *options, *FAST]) == code
    assert words in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_starts_and_lengths() -> None:
    """Rows and single values, in order and each once."""
    assert STARTS.convert("22:00, 06:00-07:00/30,06:30", None, None) == (360, 390, 420, 1320)
    assert LENGTHS.convert("6h-7h/30,4h15", None, None) == (255, 360, 390, 420)
    for kind, text in ((STARTS, "24:00"), (STARTS, "07:00-06:00/30"), (STARTS, "06:00-07:00"), (LENGTHS, "25h")):
        with pytest.raises(click.BadParameter):
            kind.convert(text, None, None)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))
