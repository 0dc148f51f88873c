"""Rotas and tasks are measured by the evaluators of their families."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scripts.benchmarking.other_problems import solve_other
from scripts.benchmarking.proofs import proofs
from scripts.benchmarking.records import Task
from scripts.benchmarking.summary import labels_of, summarise
from tests.io.families import test_rotating, test_smptsp
from tests.scripts.bench_runs import make_run, make_task


def _task(family: str, path: Path) -> Task:
    return make_task(family=family, instance=path.stem, path=str(path), workers=1, time_limit_seconds=20.0)


def test_solutions_pass_their_evaluators(tmp_path: Path) -> None:
    """An infeasible rota has no cost; three tasks take two people, and say so as they go."""
    points: list[Any] = []
    rota = solve_other(_task("rotating", test_rotating.write(tmp_path)), points.append)
    assert (rota["status"], rota["cost"], points) == ("infeasible", None, [])
    tasks = solve_other(_task("smptsp", test_smptsp.write(tmp_path)), points.append)
    assert (tasks["status"], tasks["cost"], tasks["bound"], tasks["hard_violations"]) == ("optimal", 2, 2, 0)
    assert points[-1][1:] == (2, 2)


def test_what_the_evaluator_refuses_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker of each task that is another one than that of the result."""
    monkeypatch.setattr("scheduler.io.families.smptsp.workers_of", lambda assigned: [1, 0, 1])
    with pytest.raises(ValueError, match="not qualified"):
        solve_other(_task("smptsp", test_smptsp.write(tmp_path)), lambda point: None)


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
    groups = summarise(runs, ())
    (sentence,) = proofs(groups, labels_of(groups))
    assert "proven in 3 of 4 runs (1 of them infeasible)" in sentence
    assert "1 within 30 s, 2 within 60 s, 3 within 200 s; half within 40.0 s, the slowest after 100.0 s" in sentence
