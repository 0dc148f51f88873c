"""A run repeated by what its result records."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from scheduler.cli.main import run

TINY = Path(__file__).parent.parent.parent / "instances" / "tiny"
FEW = ["--no-pictures", "--quiet"]


@pytest.mark.parametrize("engine", ["cpsat", "mip"])
def test_the_same_roster_to_the_byte(tmp_path: Path, capsys: pytest.CaptureFixture[str], engine: str) -> None:
    """With one worker, a seed, an override and an overlay; a plan that has moved is named."""
    (tmp_path / "over.toml").write_text("[weights]\nunderstaffing = 20\n", encoding="utf-8")
    plan = Path(shutil.copytree(TINY, tmp_path / "plan"))
    options = ["--engine", engine, "--workers", "1", "--seed", "7", "--set", "weights.overstaffing=1"]
    overlay = ["--overlay", str(tmp_path / "over.toml")]
    assert run(["build", str(plan), "--out", str(tmp_path / "run"), *options, *overlay, *FEW]) == 0
    assert run(["rerun", str(tmp_path / "run"), *FEW]) == 0
    plan = plan.rename(tmp_path / "moved")
    capsys.readouterr()
    again = ["--plan", str(plan), "--out", str(tmp_path / "third"), *FEW, "--json"]
    assert run(["rerun", str(tmp_path / "run"), *again]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["messages"] == []
    rosters = {(tmp_path / name / "roster.csv").read_bytes() for name in ("run", "run-again", "third")}
    assert len(rosters) == 1
    results = [json.loads((tmp_path / name / "result.json").read_text()) for name in ("run", "third")]
    for name in ("engine", "solver", "seed", "workers", "time_limit_seconds", "input_sha256", "overrides", "cost"):
        assert results[0][name] == results[1][name], name


def test_another_plan_or_version(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A plan that was changed since is refused; another version of a package is told."""
    plan = Path(shutil.copytree(TINY, tmp_path / "plan"))
    folder = tmp_path / "run"
    assert run(["build", str(plan), "--out", str(folder), *FEW]) == 0
    text = (folder / "result.json").read_text(encoding="utf-8")
    result = json.loads(text)
    result["versions"]["ortools"] = "1.0"
    (folder / "result.json").write_text(json.dumps(result), encoding="utf-8")
    assert run(["rerun", str(folder), *FEW]) == 0
    assert "Versions differ: ortools 1.0 then, 9." in capsys.readouterr().out
    with (plan / "plan.toml").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert run(["rerun", str(folder), *FEW]) == 3
    assert "files or overlays have changed" in capsys.readouterr().err
