"""Files that are replaced as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.errors import InputError
from scheduler.io.files import replaced_file


def test_a_folder_that_is_a_file_is_complained_of(tmp_path: Path) -> None:
    """What is wrong with the place is told as wrong input."""
    (tmp_path / "plan.toml").write_text("")
    with pytest.raises(InputError, match="Not a directory"), replaced_file(tmp_path / "plan.toml" / "run.csv") as new:
        new.write_text("a")


def _write_half(path: Path) -> None:
    """Write until the disk is full."""
    with replaced_file(path) as new:
        new.write_text("half")
        raise OSError(28, "No space left on device")


def test_the_file_before_stays_where_writing_fails(tmp_path: Path) -> None:
    """Nothing is lost, and nothing is left beside it."""
    path = tmp_path / "run.csv"
    path.write_text("before")
    with pytest.raises(InputError, match="No space"):
        _write_half(path)
    assert [file.read_text() for file in tmp_path.iterdir()] == ["before"]
