"""The verbs for rotas and for tasks as their users meet them."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from scheduler.cli.main import run

INSTANCES = Path(__file__).resolve().parents[2] / "instances"
ROTA = INSTANCES / "rotations" / "control-room.toml"
CREW = INSTANCES / "tasks" / "ground-crew"


def test_rotate_writes_a_rota(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Three files that say the same, and one JSON document on standard output; the folder of a run is replaced."""
    out = tmp_path / "rota"
    assert run(["rotate", str(ROTA), "--out", str(out)]) == 0
    assert "Files" in capsys.readouterr().out
    assert run(["rotate", str(ROTA), "--out", str(out), "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["schema"], result["status"], result["cost"]) == ("shiftwright.rotation/1", "optimal", 0)
    assert result["free_weekends"] >= 4
    assert json.loads((out / "result.json").read_text(encoding="utf-8")) == result
    rows = list(csv.reader((out / "rota.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["week", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    assert [row[1:] for row in rows[1:]] == result["rota"]
    sheet = openpyxl.load_workbook(out / "rota.xlsx")["rota"]
    shown = [["" if cell == "-" else cell for cell in row] for row in sheet.iter_rows(5, 16, 2, 8, values_only=True)]
    assert shown == result["rota"]
    assert {path.name for path in out.iterdir()} == {"result.json", "rota.csv", "rota.xlsx"}


def test_rotate_proves_that_there_is_none(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Seven people cannot be where eight are required: exit code 4, and a result without a rota."""
    plan = tmp_path / "rota.toml"
    plan.write_text(ROTA.read_text(encoding="utf-8").replace("weeks = 12", "weeks = 7"), encoding="utf-8")
    assert run(["rotate", str(plan), "--out", str(tmp_path / "out")]) == 4
    text = capsys.readouterr().out
    assert "Proven" in text
    assert "On monday 8 people are required; the rota has 7 weeks" in text
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["result.json"]


def test_assign_writes_who_does_what(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Seven people, proven: five at one time at most, but skills and presence need two more."""
    out = tmp_path / "crew"
    assert run(["assign", str(CREW), "--out", str(out), "--quiet", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert (result["schema"], result["status"]) == ("shiftwright.assignment/1", "optimal")
    assert (result["cost"], result["bound"], result["gap"]) == (7, 7, 0)
    rows = list(csv.DictReader((out / "assignments.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["task"]: row["agent"] for row in rows} == result["assignment"]
    assert len({row["agent"] for row in rows}) == 7
    sheet = openpyxl.load_workbook(out / "assignments.xlsx")["assignments"]
    assert [list(row) for row in sheet.iter_rows(2, values_only=True)] == [list(row.values()) for row in rows]


def test_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is not there, and a folder that is no run: exit code 3, with the remedy."""
    assert run(["rotate", str(tmp_path / "nowhere.toml")]) == 3
    assert run(["assign", str(tmp_path / "nowhere")]) == 3
    assert "public instance" in capsys.readouterr().err
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert run(["rotate", str(ROTA), "--out", str(tmp_path)]) == 3
    assert run(["assign", str(CREW), "--out", str(tmp_path)]) == 3
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"
