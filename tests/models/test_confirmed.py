"""CP-SAT asked twice where it says that there is no solution."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np
import pytest

from shiftmodels.backends import confirmed
from shiftmodels.backends.answer import Answer
from shiftmodels.backends.confirmed import solve_confirmed
from shiftmodels.status import ModelStatus

NONE = Answer(ModelStatus.INFEASIBLE, None, None, None)
ONE = Answer(ModelStatus.OPTIMAL, np.zeros(1, dtype=np.int64), 3, 3)
LATE = Answer(ModelStatus.UNKNOWN, None, None, 2)


def _asked(
    monkeypatch: pytest.MonkeyPatch, *answers: Answer, stops: bool = False
) -> tuple[Answer, tuple[str, ...], list[bool]]:
    """The answer and what is told where CP-SAT answers so, and whether each run had presolve."""
    given, presolved = list(answers), list[bool]()

    def solve(*_: Any, stop: threading.Event, presolve: bool, **__: Any) -> Answer:
        presolved.append(presolve)
        if stops:
            stop.set()
        return given.pop(0)

    monkeypatch.setattr(confirmed, "solve_cp_sat", solve)
    found, told = solve_confirmed(None, 1.0, seed=0, workers=2, stop=threading.Event())  # type: ignore[arg-type]
    return found, told, presolved


def test_infeasible_needs_both_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second run has the last word, and the first is not believed alone."""
    assert _asked(monkeypatch, NONE, NONE) == (NONE, (), [True, False])
    found, told, presolved = _asked(monkeypatch, NONE, LATE)
    assert (found, presolved) == (LATE, [True, False])
    assert "did not confirm it" in told[0]
    found, told, presolved = _asked(monkeypatch, NONE, ONE)
    assert (found, presolved) == (ONE, [True, False])
    assert "solved it" in told[0]


def test_a_solution_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything but infeasible is taken as it is."""
    assert _asked(monkeypatch, ONE) == (ONE, (), [True])
    assert _asked(monkeypatch, LATE) == (LATE, (), [True])


def test_one_run_that_was_stopped_proves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no time to ask again, infeasible is not known."""
    found, told, presolved = _asked(monkeypatch, NONE, stops=True)
    assert (found.status, found.values, told, presolved) == (ModelStatus.UNKNOWN, None, (), [True])
