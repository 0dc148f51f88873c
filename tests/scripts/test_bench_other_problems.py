"""Rotas, tasks and designs are solved by verbs of their own, and looked at by the evaluators of their families."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from scheduler.batch.proofs import proofs
from scheduler.batch.records import Task
from scheduler.batch.solve_apart import build_arguments
from scheduler.batch.summary import labels_of, summarise
from scripts.benchmarking.instances import find_instances
from scripts.benchmarking.other_problems import ENGINES, VERBS, solve, weekly_seconds
from tests.batch.bench_runs import make_run, make_task
from tests.io.families import test_rotating, test_smptsp
from tests.io.families.small_instances import write_inrc2

HOURS = [2 if 8 <= hour < 16 else 0 for hour in range(24)]
DESIGN = f"""\
interval = 60; days = 1; demand = {HOURS};
shiftTypes = 1; minStart = [6]; maxStart = [10]; minLength = [7]; maxLength = [9];
weightUnderCover = 1; weightOverCover = 1; weightShiftInstances = 45;
"""


def _design(folder: Path) -> Path:
    path = folder / "Example1.dzn"
    path.write_text(DESIGN, encoding="utf-8")
    return path


def _solved(family: str, path: Path, out: Path) -> tuple[int, dict[str, Any] | None]:
    """Exit code and answer of an instance."""
    task = make_task(
        family=family, instance=path.stem, path=str(path), engine=ENGINES[family], workers=1, time_limit_seconds=20.0
    )
    assert isinstance(task, Task)
    code = solve(build_arguments(task, out, out.with_suffix(".csv")))
    answer = out / ("design.json" if family == "shift-design" else "result.json")
    return code, json.loads(answer.read_text(encoding="utf-8")) if answer.exists() else None


def test_verbs_solve_their_families(tmp_path: Path) -> None:
    """A rota that cannot be, three tasks for two people, and two people from 8 to 16 for the price of one shift."""
    code, rota = _solved("rotating", test_rotating.write(tmp_path), tmp_path / "a")
    assert rota is not None
    assert (code, rota["status"], rota["cost"]) == (4, "infeasible", None)
    code, tasks = _solved("smptsp", test_smptsp.write(tmp_path), tmp_path / "b")
    assert tasks is not None
    assert (code, tasks["status"], tasks["cost"], tasks["bound"]) == (0, "optimal", 2, 2)
    code, design = _solved("shift-design", _design(tmp_path), tmp_path / "c")
    assert design is not None
    assert (code, design["status"], design["cost"], len(design["shifts"])) == (0, "optimal", 45, 1)


@pytest.mark.parametrize(
    ("family", "evaluator", "found"),
    [
        ("smptsp", "scheduler.io.families.smptsp.workers_of", lambda assigned: [1, 0, 1]),
        ("shift-design", "scheduler.io.families.shift_design_cost.evaluate_shift_design", None),
    ],
)
def test_what_the_evaluator_refuses_is_a_failure(
    family: str, evaluator: str, found: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit code 5 and no answer: another worker of each task, and another cost, than those of the answer."""

    class Other:
        total = 46

    monkeypatch.setattr(evaluator, found or (lambda *given: Other))
    path = test_smptsp.write(tmp_path) if family == "smptsp" else _design(tmp_path)
    assert _solved(family, path, tmp_path / "out") == (5, None)


def test_instances_know_their_engine(tmp_path: Path) -> None:
    """Designs of data sets, with their set in the name, in natural order; what is no data set is left out."""
    for name in ("DataSet1/Example10", "DataSet1/Example2", "toy"):
        path = tmp_path / "shift_design" / "instances" / f"{name}.dzn"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(DESIGN, encoding="utf-8")
    (tmp_path / "shift_design" / "best_known.csv").write_text(
        "instance,best_lb,best_ub\nDataSet1/Example2,45,45\n", encoding="utf-8"
    )
    found = find_instances(["shift-design"], tmp_path, tmp_path)
    assert [(one.name, one.engine, one.known.upper) for one in found] == [
        ("DataSet1/Example2", "design", 45),
        ("DataSet1/Example10", "design", None),
    ]


def test_proofs_are_counted_by_time() -> None:
    """Of four runs one finds nothing; three proofs take 1, 40 and 100 seconds, one of them that there is none."""
    runs = [
        make_run(instance=name, status=status, seconds=seconds)
        for name, status, seconds in [
            ("a", "optimal", 1.0),
            ("b", "infeasible", 40.0),
            ("c", "optimal", 100.0),
            ("d", "no_solution", 600.0),
        ]
    ]
    groups = summarise(runs, {})
    (sentence,) = proofs(groups, labels_of(groups))
    assert "proven in 3 of 4 runs (1 of them infeasible)" in sentence
    assert "1 within 30 s, 2 within 60 s, 3 within 200 s; half within" in sentence
    assert "the slowest after" in sentence


@pytest.mark.parametrize(
    ("name", "seconds"), [("n030w4_1_6-2-9-1", 40), ("n120w4_1_4-6-2-6", 310), ("n005w4_0_1-2", 10)]
)
def test_time_of_a_week(name: str, seconds: float) -> None:
    """10 + 3 (N - 20) seconds for N nurses; as much for fewer than 20 as for 20."""
    assert weekly_seconds(name) == seconds


def test_inrc2_week_by_week(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The verb's cost is the evaluator's, and another one is refused."""
    monkeypatch.setattr("scheduler.rolling.roll.WORK_SHARE", 0.02)
    monkeypatch.setattr("scripts.benchmarking.other_problems.weekly_seconds", lambda name: 100.0)
    code, answer = _solved("inrc2-dynamic", write_inrc2(tmp_path), tmp_path / "a")
    assert answer is not None
    assert (code, answer["status"], answer["bound"], len(answer["weeks"])) == (0, "feasible", None, 2)
    broken = VERBS["roll"].broken(tmp_path / "n003w2_0_7-7", answer | {"cost": 1}, tmp_path / "a")
    assert broken == [f"it costs {answer['cost']:g}, not 1"]
