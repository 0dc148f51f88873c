"""The command as its user meets it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scheduler.cli.main import VERBS, run, shiftwright

ROOT = Path(__file__).parent.parent.parent
TINY = ROOT / "instances" / "tiny"
HEAVY = ("numpy", "pandas", "pydantic", "ortools", "highspy", "matplotlib", "rich", "openpyxl", "scipy", "pyomo")


def _copy(plan: Path, folder: Path) -> Path:
    return Path(shutil.copytree(plan, folder / "plan"))


@pytest.fixture(scope="module")
def tiny_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the run of the plan ``tiny``, with pictures."""
    folder = tmp_path_factory.mktemp("run") / "tiny-run"
    assert run(["build", str(TINY), "--out", str(folder), "--time-limit", "200", "--quiet"]) == 0
    return folder


def test_help_loads_nothing_heavy() -> None:
    """Help, of the command and of every verb, imports no solver, table or picture library."""
    verbs = [[], *([verb] for verb in VERBS)]
    code = (
        f"import sys; from scheduler.cli.main import run; [run([*verb, '--help']) for verb in {verbs}]; "
        f"print([m for m in {HEAVY} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.splitlines()[-1] == "[]"


def test_readme_names_every_verb_and_option() -> None:
    """The README's table lists what the command knows; one line below it what every plan takes."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shared = next(line for line in readme.splitlines() if line.startswith("Every PLAN takes "))
    for verb in VERBS:
        command = shiftwright.get_command(None, verb)  # type: ignore[arg-type]
        assert command is not None
        line = next(line for line in readme.splitlines() if line.startswith(f"| `{verb} "))
        for parameter in command.params:
            for option in (name for name in parameter.opts if name.startswith("--")):
                places = f"{line} {shared}" if "plan" in {other.name for other in command.params} else line
                assert re.search(rf"`{option}\b", places), f"{verb} {option}"


def test_tiny_is_solved_to_its_hand_computed_optimum(tiny_run: Path) -> None:
    """Cost and bound are 399, worked out by hand in instances/README.md, and every file is there."""
    result = json.loads((tiny_run / "result.json").read_text(encoding="utf-8"))
    assert result["schema"] == "shiftwright.result/1"
    assert (result["status"], result["cost"], result["bound"], result["gap"]) == ("optimal", 399.0, 399.0, 0.0)
    files = {path.name for path in tiny_run.iterdir()}
    assert files == {"roster.csv", "coverage.csv", "result.json", "roster.xlsx", "report.html", "pictures"}


def test_audit_of_a_run_finds_nothing(tiny_run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The auditor agrees with the run, from the files alone."""
    assert run(["audit", str(TINY), str(tiny_run), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["cost"] == 399.0
    assert found["violations"] == []


def test_audit_of_a_changed_roster_fails(tiny_run: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A roster in which the meals are missing is not legal: exit code 5, and the rule is named."""
    lines = (tiny_run / "roster.csv").read_text(encoding="utf-8").splitlines()
    changed = tmp_path / "roster.csv"
    changed.write_text("\n".join(line for line in lines if ",meal," not in line), encoding="utf-8")
    assert run(["audit", str(TINY), str(changed)]) == 5
    assert "breaks" in capsys.readouterr().out


def test_broken_plan_is_named_with_file_line_and_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A negative requirement in line 2: exit code 3 and one line that says where and what to do."""
    plan = _copy(TINY, tmp_path)
    rows = (plan / "requirements.csv").read_text(encoding="utf-8").splitlines()
    start, queue, *_ = rows[1].split(",")
    rows[1] = f"{start},{queue},-1"
    (plan / "requirements.csv").write_text("\n".join(rows), encoding="utf-8")
    assert run(["check", str(plan)]) == 3
    text = capsys.readouterr().err
    assert "requirements.csv" in text
    assert "line 2" in text
    assert run(["check", str(plan), "--json"]) == 3
    assert json.loads(capsys.readouterr().out)["status"] == "invalid_input"


@pytest.mark.parametrize("engine", ["cpsat", "mip", "staged"])
def test_infeasible_plan_is_proven(tmp_path: Path, engine: str) -> None:
    """Two days with shifts of 8 hours at most cannot hold 40 paid hours: exit code 4, and result.json says so."""
    plan = _copy(TINY, tmp_path)
    text = (plan / "plan.toml").read_text(encoding="utf-8")
    text = re.sub(r"(?m)^days = \d+", "days = 7", text)
    text = re.sub(r"(?m)^\[\[contracts\]\].*\n", "[[contracts]]\nminimum_minutes_per_week = 6000\n", text, count=1)
    (plan / "plan.toml").write_text(text, encoding="utf-8")
    out = tmp_path / "run"
    assert run(["build", str(plan), "--out", str(out), "--time-limit", "200", "--engine", engine, "--quiet"]) == 4
    result = json.loads((out / "result.json").read_text(encoding="utf-8"))
    assert (result["status"], result["cost"], result["bound"]) == ("infeasible", None, None)
    assert any("contract_minutes" in message for message in result["messages"])
    assert not (out / "roster.csv").exists()


def test_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown verb, option or engine is wrong use: exit code 2."""
    assert run(["bild", "plan"]) == 2
    assert run(["build", str(TINY), "--engine", "magic"]) == 2
    assert run(["plot", str(TINY), "run", "--kind", "pie", "--out", "x.png"]) == 2
    assert "Usage" in capsys.readouterr().err


def test_missing_plan_is_a_complaint(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A path that does not exist is invalid input, without a traceback."""
    assert run(["build", str(tmp_path / "nowhere")]) == 3
    assert "nowhere" in capsys.readouterr().err


def test_a_folder_that_is_no_run_is_never_replaced(tmp_path: Path) -> None:
    """``--out`` pointing at somebody's folder is refused before anything is computed."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    assert run(["build", str(TINY), "--out", str(tmp_path)]) == 3
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_example_goes_through_every_verb(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """init, check, staff, convert, build, plot and export on the example plan."""
    plan, out = tmp_path / "plan", tmp_path / "run"
    assert run(["init", str(plan)]) == 0
    assert run(["check", str(plan)]) == 0
    assert run(["staff", str(plan), "--out", str(tmp_path / "staff.csv")]) == 0
    for target in ("plan.xlsx", "plan.json", "again"):
        assert run(["convert", str(plan), str(tmp_path / target)]) == 0
    built = ["--out", str(out), "--time-limit", "10", "--workers", "1", "--no-pictures"]
    assert run(["build", str(tmp_path / "plan.xlsx"), *built]) == 0
    for kind in ("week", "day", "coverage", "heat-map", "pools", "transfers"):
        picture = tmp_path / f"{kind}.svg"
        assert run(["plot", str(plan), str(out), "--kind", kind, "--out", str(picture)]) == 0
        assert picture.stat().st_size > 1000
    assert run(["report", "transfers", str(plan), str(out)]) == 0
    capsys.readouterr()
    assert run(["report", "transfers", str(plan), str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["schema"] == "shiftwright.transfers/1"
    for ending in ("xlsx", "csv", "json"):
        assert run(["export", str(plan), str(out), "--to", str(tmp_path / f"roster.{ending}")]) == 0
    assert "feasible" in capsys.readouterr().out or (out / "roster.csv").exists()
