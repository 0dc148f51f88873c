"""The folder of a batch: lines that are kept, repaired and found again."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.batch.store import Store, read_runs, runs_of, write_row
from scheduler.errors import InputError
from tests.batch.bench_runs import failed_run, make_run, make_task


def test_line_cut_short_is_cut_off(tmp_path: Path) -> None:
    """What a kill left of the last line is gone, what is added after it is whole."""
    path = tmp_path / "runs.jsonl"
    with Store(tmp_path) as store:
        store.add(make_run(seed=1))
        store.add(make_run(seed=2))
    whole = path.read_bytes()
    for length in range(whole.index(b"\n") + 1, len(whole)):
        path.write_bytes(whole[:length])
        assert read_runs(path) == [make_run(seed=1)]
    with Store(tmp_path) as store:
        assert store.runs == [make_run(seed=1)]
        store.add(make_run(seed=3))
    assert read_runs(path) == [make_run(seed=1), make_run(seed=3)]


def test_another_broken_line_is_an_error_with_its_number(tmp_path: Path) -> None:
    """A file that was edited is named, with line and remedy; nothing of it is dropped."""
    path = tmp_path / "runs.jsonl"
    path.write_text(make_run().model_dump_json() + '\n{"family": "plans"}\n')
    with pytest.raises(InputError, match=r"runs.jsonl: line 2: Is no run of a batch"):
        read_runs(path)


def test_what_is_there_is_found(tmp_path: Path) -> None:
    """The same task of the same input and state, failed or not; not another seed, limit, input or state."""
    with Store(tmp_path) as store:
        store.add(make_run(seed=1, input_sha256="a"))
        store.add(failed_run(seed=2))
        assert store.has(make_task(seed=1), "abc")
        assert store.has(make_task(seed=1, input_sha256="a"), "abc")
        assert store.has(make_task(seed=2), "abc")
        assert not store.has(make_task(seed=1, input_sha256="b"), "abc")
        assert not store.has(make_task(seed=1), "def")
        assert not store.has(make_task(seed=3), "abc")
        assert not store.has(make_task(seed=1, time_limit_seconds=60.0), "abc")


def test_rows_made_elsewhere_are_collected_once(tmp_path: Path) -> None:
    """Also where the process that collected them was killed before it removed the file."""
    write_row(tmp_path, make_task(seed=1), make_run(seed=1))
    write_row(tmp_path, make_task(seed=2), make_run(seed=2))
    assert [run.seed for run in runs_of(tmp_path)] == [1, 2]
    with Store(tmp_path) as store:
        assert [run.seed for run in store.runs] == [1, 2]
    assert list((tmp_path / "rows").iterdir()) == []
    write_row(tmp_path, make_task(seed=2), make_run(seed=2))
    assert [run.seed for run in runs_of(tmp_path)] == [1, 2]
    with Store(tmp_path):
        pass
    assert [run.seed for run in read_runs(tmp_path / "runs.jsonl")] == [1, 2]


def test_one_process_at_a_time(tmp_path: Path) -> None:
    """A second one is told, and may go on when the first has ended."""
    with Store(tmp_path), pytest.raises(InputError, match="Another process"), Store(tmp_path):
        pass
    with Store(tmp_path):
        pass


def test_names_of_files_tell_tasks_apart() -> None:
    """Also where instances differ in letters that no file name has; the same task has the same name."""
    names = [make_task(instance=name).name for name in ("a/b", "a b", "a-b")]
    assert len(set(names)) == 3
    assert all(name.startswith("a-b-staged-600s-seed-0-") for name in names)
    assert make_task(path="elsewhere", input_sha256="a").name == make_task().name
