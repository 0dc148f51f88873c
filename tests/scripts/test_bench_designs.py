"""Which shift designs ``bench.py design`` runs, and that their cost is looked at by the family's evaluator."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from scripts.benchmarking.designs import add_design, design_tasks, find_designs
from scripts.benchmarking.one_design import design_answer
from scripts.benchmarking.records import Task

HOURS = [2 if 8 <= hour < 16 else 0 for hour in range(24)]
TEXT = f"""\
interval = 60; days = 1; demand = {HOURS};
shiftTypes = 1; minStart = [6]; maxStart = [10]; minLength = [7]; maxLength = [9];
weightUnderCover = 1; weightOverCover = 1; weightShiftInstances = 45;
"""


@pytest.fixture
def benchmarks(tmp_path: Path) -> Path:
    """Return a folder with two instances of a data set, one of them with a best known cost, and a toy."""
    folder = tmp_path / "shift_design"
    for name in ("DataSet1/Example2", "DataSet1/Example10", "toy"):
        path = folder / "instances" / f"{name}.dzn"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT, encoding="utf-8")
    (folder / "best_known.csv").write_text("instance,best_lb,best_ub\nDataSet1/Example2,45,45\n", encoding="utf-8")
    return tmp_path


def test_instances(benchmarks: Path) -> None:
    """Those of data sets, in natural order, with what is known; none without the folder."""
    found = find_designs(benchmarks)
    assert [(instance.name, instance.known.upper) for instance in found] == [
        ("DataSet1/Example2", 45),
        ("DataSet1/Example10", None),
    ]
    assert find_designs(benchmarks / "nowhere") == []


def test_tasks(benchmarks: Path) -> None:
    """One for each seed and instance that is chosen."""
    parser = argparse.ArgumentParser()
    add_design(parser, benchmarks)
    options = parser.parse_args(["--seeds", "3", "4", "--only", "DataSet1/Example10", "--time-limit", "7"])
    tasks = design_tasks(options, find_designs(benchmarks))
    assert [(task.instance, task.seed, task.time_limit_seconds) for task in tasks] == [
        ("DataSet1/Example10", 3, 7),
        ("DataSet1/Example10", 4, 7),
    ]


def test_answer(benchmarks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people from 8 to 16 fit exactly, for the price of one shift; an evaluator that disagrees is an error."""
    task = Task(
        family="shift-design",
        instance="DataSet1/Example2",
        path=str(find_designs(benchmarks)[0].path),
        engine="design",
        seed=0,
        workers=1,
        time_limit_seconds=20,
    )
    answer = design_answer(task, lambda point: None)
    assert (answer["status"], answer["cost"], answer["bound"], answer["progress"][-1][1:]) == (
        "optimal", 45, 45, [45, 45]
    )  # fmt: skip
    monkeypatch.setattr("scripts.benchmarking.one_design._family_cost", lambda *_: 46)
    with pytest.raises(ValueError, match="46 by the family's evaluator"):
        design_answer(task, lambda point: None)
