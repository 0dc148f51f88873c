"""Runs as a Parquet file."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scheduler.batch.parquet import check_parquet, write_parquet
from scheduler.batch.store import Store
from scheduler.cli.main import run
from scheduler.errors import InputError
from tests.batch.bench_runs import failed_run, make_run


def test_what_is_missing_is_said_before_the_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without pyarrow the command ends at once, names what to install and has run nothing."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setattr("scheduler.batch.parquet.find_spec", lambda _: None)
    with pytest.raises(InputError, match=r"pip install .shiftwright\[bench\]"):
        check_parquet()
    assert run(["bench", str(tmp_path), "--parquet", "--out", str(tmp_path / "out")]) == 3
    assert not (tmp_path / "out").exists()


def test_file_holds_what_the_lines_hold(tmp_path: Path) -> None:
    """Every field of a run, those of the machine with their prefix; what is not there is empty, not 0."""
    parquet = pytest.importorskip("pyarrow.parquet", reason='pyarrow: pip install "shiftwright[bench]"')
    runs = [make_run(), failed_run(seed=1)]
    write_parquet(runs, tmp_path / "runs.parquet")
    first, second = parquet.read_table(tmp_path / "runs.parquet").to_pylist()
    assert (first["instance"], first["cost"], first["machine_processor"]) == ("Instance7", 110, "Abacus")
    assert first["progress"][1] == {"seconds": 20, "cost": 110, "bound": 99}
    assert dict(first["versions"]) == {"ortools": "9.15"}
    assert (second["status"], second["cost"], second["progress"]) == ("failed", None, [])
    names = {name for name in type(runs[0]).model_fields if name != "machine"}
    assert first.keys() == names | {f"machine_{name}" for name in ("processor", "cores", "memory_mb", "system")}


def test_files_of_batches_go_together(tmp_path: Path) -> None:
    """Columns have the same types also where all of their cells are empty."""
    parquet = pytest.importorskip("pyarrow.parquet", reason='pyarrow: pip install "shiftwright[bench]"')
    write_parquet([make_run()], tmp_path / "one.parquet")
    write_parquet([failed_run()], tmp_path / "other.parquet")
    assert parquet.read_schema(tmp_path / "one.parquet") == parquet.read_schema(tmp_path / "other.parquet")


def test_report_writes_it_on_demand(tmp_path: Path) -> None:
    """The file stands beside the tables."""
    pytest.importorskip("pyarrow.parquet", reason='pyarrow: pip install "shiftwright[bench]"')
    with Store(tmp_path) as store:
        store.add(make_run())
    assert run(["bench", "--report", str(tmp_path), "--parquet"]) == 0
    assert (tmp_path / "runs.parquet").stat().st_size > 0
