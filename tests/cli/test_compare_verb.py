"""Runs side by side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scheduler.cli.main import run

TINY = Path(__file__).parent.parent.parent / "instances" / "tiny"
HEADER = "agent,shift_date,activity,start,end,paid,queue\n"


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two runs of the plan ``tiny``; understaffing is cheap in the second, so that nobody works."""
    folder = tmp_path_factory.mktemp("runs")
    for name, options in (("dear", []), ("cheap", ["--set", "weights.understaffing=1"])):
        assert run(["build", str(TINY), "--out", str(folder / name), "--no-pictures", "--quiet", *options]) == 0
    return folder / "dear", folder / "cheap"


def _compared(capsys: pytest.CaptureFixture[str], *folders: Path) -> dict[str, Any]:
    assert run(["compare", *map(str, folders), "--json"]) == 0
    document: dict[str, Any] = json.loads(capsys.readouterr().out)
    return {f"{line['group']}: {line['name']}": line["values"] for line in document["lines"]} | {
        "messages": document["messages"]
    }


def test_costs_coverage_and_shifts(runs: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """By hand: 399 with six shifts against 33 with none; the plans are not the same."""
    found = _compared(capsys, *runs)
    assert found["run: cost"] == [399.0, 33.0]
    assert found["cost: labour"] == [372.0, 0.0]
    assert found["coverage: understaffed_hours"] == [1.0, 33.0]
    assert found["shifts: all"] == found["shifts: as in the first run"] == [6, 0]
    assert found["shifts: dropped"] == [0, 6]
    assert len(found["messages"]) == 1


def test_changed_shifts(runs: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of three shifts one is the same though cut in two rows, one ends later, one is dropped, and one is new."""
    rosters = (
        "anna,2026-11-30,phone,08:00,12:00,true,phone\nben,2026-11-30,chat,09:00,13:00,true,chat\n"
        "anna,2026-12-01,chat,09:00,13:00,true,chat\n",
        "anna,2026-11-30,phone,08:00,10:00,true,phone\nanna,2026-11-30,chat,10:00,12:00,true,chat\n"
        "ben,2026-11-30,chat,09:00,14:00,true,chat\nben,2026-12-01,chat,09:00,13:00,true,chat\n",
    )
    for name, text in zip("ab", rosters, strict=True):
        (tmp_path / name).mkdir()
        (tmp_path / name / "result.json").write_bytes((runs[0] / "result.json").read_bytes())
        (tmp_path / name / "roster.csv").write_text(HEADER + text, encoding="utf-8")
    found = _compared(capsys, tmp_path / "a", tmp_path / "b")
    assert found["shifts: all"] == [3, 3]
    assert found["shifts: as in the first run"] == [3, 1]
    assert found["shifts: at other times"] == found["shifts: added"] == found["shifts: dropped"] == [0, 1]
    assert found["messages"] == []


def test_table(runs: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    """Money with two digits, gaps as shares."""
    assert run(["compare", *map(str, runs)]) == 0
    text = capsys.readouterr().out
    assert "399.00" in text
    assert "0.00%" in text
    assert "built from another plan" in text


def test_identifiers_of_cost_terms_stay_as_they_are(
    runs: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A rule change_notice is looked for in the plan as that; the program's own words have spaces."""
    (tmp_path / "run").mkdir()
    text = (runs[0] / "result.json").read_text(encoding="utf-8").replace('"labour"', '"rule:change_notice"')
    (tmp_path / "run" / "result.json").write_text(text, encoding="utf-8")
    (tmp_path / "run" / "roster.csv").write_bytes((runs[0] / "roster.csv").read_bytes())
    assert run(["compare", str(runs[0]), str(tmp_path / "run")]) == 0
    text = capsys.readouterr().out
    assert "cost: rule:change_notice" in text
    assert "coverage: required hours" in text


def test_wrong_use(runs: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One run is nothing to compare; a folder without a result, and a roster that is none, are named."""
    assert run(["compare", str(runs[0])]) == 2
    assert run(["compare", str(runs[0]), str(tmp_path)]) == 3
    assert "result.json" in capsys.readouterr().err
    (tmp_path / "result.json").write_bytes((runs[0] / "result.json").read_bytes())
    (tmp_path / "roster.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    assert run(["compare", str(runs[0]), str(tmp_path)]) == 3
    assert "roster.csv" in capsys.readouterr().err


def test_picture(runs: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Costs are drawn beside the table; another suffix, or a run without a roster, is named before any work."""
    out = tmp_path / "costs.png"
    assert run(["compare", *map(str, runs), "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"\x89PNG")
    assert "saving: found" in capsys.readouterr().out
    assert run(["compare", *map(str, runs), "--out", str(tmp_path / "costs.txt")]) == 2
    assert ".png, .svg or .pdf" in capsys.readouterr().err
    result = json.loads((runs[0] / "result.json").read_text(encoding="utf-8"))
    empty = result | {"status": "no_solution", "cost": None, "coverage": None, "cost_terms": {}, "gap": None}
    (tmp_path / "result.json").write_text(json.dumps(empty), encoding="utf-8")
    assert run(["compare", str(runs[0]), str(tmp_path), "--out", str(out)]) == 2
    assert "has no roster" in capsys.readouterr().err
