"""Ctrl-C while it is looked for why a plan has no roster: the run is written without the reasons."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from scheduler.cli.exit_codes import ExitCode
from scheduler.cli.main import run
from scheduler.io.write import write_plan
from scheduler.problem import Problem
from tests.builders import make_problem, make_requirements


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_what_is_known_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three agents are asked for where there are two."""
    rows = make_requirements("phone", "2026-12-01 11:00", [3], minimum=3)
    write_plan(make_problem(requirements=rows), tmp_path / "p")

    def press(_: Problem) -> None:
        signal.raise_signal(signal.SIGINT)
        pytest.fail("It goes on.")

    monkeypatch.setattr("scheduler.check.check", press)
    arguments = ["build", str(tmp_path / "p"), "--out", str(tmp_path / "run"), "--engine", "cpsat", "--quiet"]
    assert run(arguments) == ExitCode.INFEASIBLE
    result = json.loads((tmp_path / "run" / "result.json").read_text())
    assert (result["status"], result["messages"]) == ("infeasible", [])
