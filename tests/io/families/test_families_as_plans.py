"""Instances of public families are plans like others: for the command, for writers, for the fingerprint."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.cli.main import run
from scheduler.io.families.inrc2_files import instance_name
from scheduler.io.fingerprint import input_sha256
from scheduler.io.read import read_plan
from scheduler.io.write import write_plan
from tests.io.families.small_instances import BENCHMARKS, needs_benchmarks, write_curtois_qu, write_inrc2

FORMS = ("plan", "plan.xlsx", "plan.json")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("write", [write_curtois_qu, write_inrc2])
def test_converted_plan_is_the_same(tmp_path: Path, write: Callable[[Path], Path], form: str) -> None:
    """Nothing is lost on the way to the program's own forms."""
    path = write(tmp_path)
    write_plan(read_plan(path), tmp_path / form, overwrite=False)
    assert read_plan(tmp_path / form) == read_plan(path)


@needs_benchmarks
def test_converted_public_instances_are_the_same(tmp_path: Path) -> None:
    """Instance1, and the first week of n005w4."""
    first = BENCHMARKS / "curtois_qu" / "instances" / "Instance1.txt"
    shutil.copytree(BENCHMARKS / "inrc2" / "instances" / "n005w4", tmp_path / "n005w4")
    scenario = tmp_path / "n005w4" / "Sc-n005w4.txt"
    scenario.write_text(scenario.read_text(encoding="utf-8").replace("WEEKS = 4", "WEEKS = 1"), encoding="utf-8")
    for path in (first, tmp_path / "n005w4_0_1"):
        assert run(["convert", str(path), str(tmp_path / f"{path.stem} plan")]) == 0
        assert read_plan(tmp_path / f"{path.stem} plan") == read_plan(path)


@pytest.mark.parametrize("write", [write_curtois_qu, write_inrc2])
def test_build_and_check(tmp_path: Path, capsys: pytest.CaptureFixture[str], write: Callable[[Path], Path]) -> None:
    """Both verbs take the instance as they take a plan; the run names its fingerprint."""
    path = write(tmp_path)
    assert run(["check", str(path), "--json"]) == 0
    options = ["--out", str(tmp_path / "run"), "--time-limit", "60", "--no-pictures", "--quiet"]
    assert run(["build", str(path), *options]) == 0
    result = json.loads((tmp_path / "run" / "result.json").read_text(encoding="utf-8"))
    assert result["input_sha256"] == input_sha256(path)
    capsys.readouterr()
    assert run(["audit", str(path), str(tmp_path / "run")]) == 0


def test_fingerprint(tmp_path: Path) -> None:
    """The order of the weeks and the content of each file matter."""
    path = write_inrc2(tmp_path)
    shutil.copy(tmp_path / "n003w2" / "WD-n003w2-7.txt", tmp_path / "n003w2" / "WD-n003w2-8.txt")
    prints = {input_sha256(path.with_name(f"n003w2_0_{weeks}")) for weeks in ("7-7", "7-8", "8-7")}
    assert len(prints) == 3
    before = input_sha256(path)
    write_inrc2(tmp_path, history="HISTORY\n")
    assert input_sha256(path) != before


def test_broken_files_end_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 3 and one line with file, line and remedy."""
    path = write_curtois_qu(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("E,480", "E,48O"), encoding="utf-8")
    assert run(["build", str(path)]) == 3
    words = "'48O' is not a whole number from 1 to 1,000,000. Write a whole number from 1 to 1,000,000."
    assert f"{path}: line 6: length: {words}" in capsys.readouterr().err.replace("\n", " ").replace("  ", " ")


@pytest.mark.parametrize(("name", "dataset", "history", "weeks"), [
    ("n030w4_1_6-2-9-1", "n030w4", "1", ("6", "2", "9", "1")),
    ("n005w4_0_1", "n005w4", "0", ("1",)),
])  # fmt: skip
def test_names(name: str, dataset: str, history: str, weeks: tuple[str, ...]) -> None:
    """Dataset, history and weeks."""
    found = instance_name(Path("folder") / name)
    assert found is not None
    assert (found.folder, found.dataset, found.history, found.weeks) == (Path("folder"), dataset, history, weeks)


@pytest.mark.parametrize("name", ["n030w4", "n030w4_1", "n030w4_1_", "n030w4_1_6-", "helpdesk", "n030w4_1_6-2.txt"])
def test_other_names(name: str) -> None:
    """Names of other things."""
    assert instance_name(Path(name)) is None
