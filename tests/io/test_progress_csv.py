"""Improvements of a run as a file that grows."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.cli.main import run
from scheduler.io.progress_csv import ProgressFile, read_progress
from scheduler.solve import Progress

ROOT = Path(__file__).parent.parent.parent


def test_lines_are_there_at_once_and_read_back(tmp_path: Path) -> None:
    """Before the file is closed; what is not known is an empty cell; a line that was cut short is left out."""
    path = tmp_path / "progress.csv"
    with ProgressFile(path) as file:
        file.add(Progress(1.5, None, 90.25))
        file.add(Progress(2.0, 110.0, None))
        assert read_progress(path) == ((1.5, None, 90.25), (2.0, 110.0, None))
    assert path.read_text() == "seconds,cost,bound\n1.500,,90.25\n2.000,110.0,\n"
    for length in range(len(path.read_bytes())):
        (tmp_path / "cut.csv").write_bytes(path.read_bytes()[:length])
        assert read_progress(tmp_path / "cut.csv") in [(), ((1.5, None, 90.25),)]
    assert read_progress(tmp_path / "none.csv") == ()


def test_build_writes_it(tmp_path: Path) -> None:
    """The last line is the cost and the bound of the result; an old file is replaced."""
    path = tmp_path / "progress.csv"
    path.write_text("old\n")
    plan, place = str(ROOT / "instances" / "tiny"), ["--out", str(tmp_path / "run"), "--progress", str(path)]
    assert run(["build", plan, *place, "--engine", "cpsat", "--time-limit", "200", "--no-pictures", "--quiet"]) == 0
    assert read_progress(path)[-1][1:] == (399, 399)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no file here that is always full")
def test_a_full_disk_loses_no_roster(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The run goes on without the file, and says so."""
    plan, place = str(ROOT / "instances" / "tiny"), ["--out", str(tmp_path / "run"), "--progress", "/dev/full"]
    assert run(["build", plan, *place, "--engine", "cpsat", "--time-limit", "200", "--no-pictures", "--quiet"]) == 0
    assert (tmp_path / "run" / "roster.csv").exists()
    assert capsys.readouterr().err == "/dev/full: Improvements are no longer written: No space left on device.\n"
