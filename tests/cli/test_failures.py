"""What goes wrong outside the program: one clear message, the right exit code, no traceback."""

from __future__ import annotations

import errno
import json
import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from scheduler.cli.failures import code_of
from scheduler.cli.main import VERBS, run, shiftwright
from scheduler.io.read import read_plan
from scheduler.result import Result, Status
from scheduler.solve import Outcome, build

ROOT = Path(__file__).parent.parent.parent
TINY = ROOT / "instances" / "tiny"
FAST = ["--time-limit", "200", "--quiet", "--no-pictures"]


@pytest.fixture(scope="module")
def tiny_outcome() -> Outcome:
    """Return the outcome of the plan ``tiny``, whose optimum costs 399."""
    return build(read_plan(TINY), time_limit_seconds=20)


def test_an_error_of_the_program_is_not_explained_away(capsys: pytest.CaptureFixture[str]) -> None:
    """A bug keeps its traceback: nothing is printed, no exit code is made up."""
    assert code_of(ZeroDivisionError(), as_json=False) is None
    assert code_of(OSError("without a path"), as_json=False) is None
    assert capsys.readouterr() == ("", "")


def test_a_full_disk_is_a_complaint(capsys: pytest.CaptureFixture[str]) -> None:
    """A full disk, also where a library wraps it, is told in one line with exit code 3."""
    full = OSError(errno.ENOSPC, "No space left on device")
    for error in (full, RuntimeError(full)):
        assert code_of(error, as_json=False) == 3
        assert "No space left on device" in capsys.readouterr().err


@pytest.mark.parametrize("as_json", [False, True])
def test_engine_and_auditor_disagree(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, as_json: bool
) -> None:
    """The engine says 399, an auditor made to say 400 disagrees: exit code 5, both numbers, and no run is written."""
    monkeypatch.setattr("scheduler.solve.exact_cost", lambda *_: Fraction(400))
    options = ["--json"] if as_json else []
    assert run(["build", str(TINY), "--out", str(tmp_path / "run"), *FAST, *options]) == 5
    printed = capsys.readouterr()
    text = json.loads(printed.out)["message"] if as_json else printed.err
    assert "399.0" in text
    assert "400.0" in text
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize(("status", "code"), [("no_solution", 1), ("interrupted", 130), ("infeasible", 4)])
def test_status_without_a_roster(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny_outcome: Outcome, status: str, code: int
) -> None:
    """Each status has its exit code, and result.json is written with it."""
    nothing: dict[str, object] = {
        "status": Status(status),
        "cost": None,
        "bound": None,
        "gap": None,
        "coverage": None,
        "cost_terms": {},
    }
    outcome = Outcome(tiny_outcome.problem, tiny_outcome.result.model_copy(update=nothing), None, ())
    monkeypatch.setattr("scheduler.solve.build", lambda *_, **__: outcome)
    assert run(["build", str(TINY), "--out", str(tmp_path / "run"), "--quiet"]) == code
    result = Result.model_validate_json((tmp_path / "run" / "result.json").read_text(encoding="utf-8"))
    assert (result.status, result.cost) == (status, None)


def test_wrong_use_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """With ``--json`` standard output is one JSON document for wrong use as well."""
    assert run(["build", str(TINY), "--engine", "magic", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["status"] == "usage"


@pytest.mark.parametrize(
    "options",
    [
        ["--time-limit", "nan"],
        ["--time-limit", "inf"],
        ["--time-limit", "0"],
        ["--seed", "-1"],
        ["--seed", str(2**31)],
        ["--workers", "0"],
    ],
)
def test_numbers_out_of_range(options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Numbers that no run can use are wrong use, named before anything is computed."""
    assert run(["build", str(TINY), *options]) == 2
    assert options[0] in capsys.readouterr().err


@pytest.mark.parametrize(
    "options",
    [
        ["--kind", "heat-map", "--date", "2026-11-30", "--out", "a.png"],
        ["--kind", "day", "--queue", "phone", "--out", "a.png"],
        ["--kind", "day", "--date", "2026-12-02", "--out", "a.png"],
        ["--kind", "day", "--out", "a.doc"],
        ["--kind", "pools", "--out", "a.png"],
    ],
)
def test_options_that_do_not_fit_a_picture(options: list[str], tmp_path: Path) -> None:
    """No option is ignored: a date for the whole plan, a queue for a day, a date outside (two days), no seats."""
    assert run(["plot", str(TINY), str(tmp_path), *options]) == 2


def test_missing_target_folder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file in a folder that does not exist is refused with the folder's name and exit code 3."""
    missing = tmp_path / "nowhere"
    for arguments in (
        ["export", str(TINY), "run", "--to", str(missing / "a.xlsx")],
        ["plot", str(TINY), "run", "--kind", "day", "--out", str(missing / "a.png")],
        ["staff", str(TINY), "--out", str(missing / "a.csv")],
    ):
        assert run(arguments) == 3
        assert f"{missing}: There is no such folder." in capsys.readouterr().err


def test_existing_files_are_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files are replaced only where that is told; else it is wrong use, and the option is named where there is one."""
    kept = tmp_path / "kept.json"
    kept.write_text("mine", encoding="utf-8")
    assert run(["export", str(TINY), "run", "--to", str(kept)]) == 2
    assert "--overwrite" in capsys.readouterr().err
    assert run(["convert", str(TINY), str(kept)]) == 2
    assert "--overwrite" in capsys.readouterr().err
    assert run(["staff", str(TINY), "--write-plan", str(kept)]) == 2
    assert "--overwrite" in capsys.readouterr().err
    assert run(["init", str(kept)]) == 2
    assert "choose another name" in capsys.readouterr().err
    assert kept.read_text(encoding="utf-8") == "mine"
    assert run(["convert", str(TINY), str(kept), "--overwrite"]) == 0
    assert read_plan(kept) == read_plan(TINY)


def test_an_ending_of_no_form_is_wrong_use(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``plot``, ``export`` and ``convert`` name the endings that there are."""
    for arguments, words in (
        (["plot", str(TINY), "run", "--kind", "week", "--out", str(tmp_path / "a.txt")], ".png, .svg or .pdf"),
        (["export", str(TINY), "run", "--to", str(tmp_path / "a.pdf")], ".xlsx, .html, .csv or .json"),
        (["convert", str(TINY), str(tmp_path / "a.ods")], ".xlsx workbook or a .json file"),
    ):
        assert run(arguments) == 2
        assert words in capsys.readouterr().err


def test_default_folder_keeps_the_whole_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The run of a folder ``week 1.2`` is ``week 1.2-run`` in the current folder."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(TINY, tmp_path / "week 1.2")
    assert run(["build", "week 1.2", *FAST]) == 0
    assert (tmp_path / "week 1.2-run" / "result.json").exists()


def test_every_verb_shows_an_example() -> None:
    """The help of each verb ends with a command line that can be copied, unbroken."""
    for verb in VERBS:
        command = shiftwright.get_command(None, verb)  # type: ignore[arg-type]
        assert command is not None
        assert f"\b\nExample: shiftwright {verb} " in (command.epilog or "")


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """``--version`` prints name and version."""
    assert run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("shiftwright 0.")
