"""What is known of a run that has ended: from its exit code, its files and what it printed."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from scheduler.batch.machine import PROJECT
from scheduler.batch.records import FAILED, Task
from scheduler.io.progress_csv import read_progress

LONGEST_MESSAGE = 400

ENDINGS = {2: "refused", 3: "invalid input", 5: "audit failed"}
"""Exit codes of ``shiftwright build`` that come with no result, in words."""

USAGE_ENDS = "\nError: "
"""What stands between the help and the reason in the complaint of wrong use."""

INTERRUPTED = 130


def outcome_of(
    task: Task, out: Path, log: Path, progress: Path, code: int | None, killed: str, seconds: float
) -> dict[str, Any]:
    """
    Fields of a ``Run``.

    Parameters
    ----------
    task
        What was run.
    out, log, progress
        Folder of the run, what it printed, its improvements; each may be missing.
    code
        Exit code, minus the signal that ended it; ``None`` where it was killed.
    killed
        Why it was killed; empty where it was not.
    seconds
        Wall time of the process.
    """
    improvements = read_progress(progress)
    fields: dict[str, Any] = task.model_dump(exclude={"path"}) | {
        "exit_code": code,
        "seconds": round(seconds, 3),
        "whole_seconds": round(seconds, 3),
        "progress": improvements,
        "first_cost_seconds": min((at for at, cost, _ in improvements if cost is not None), default=None),
    }
    result = _result(out) if code is not None and code >= 0 else None
    if result is not None:
        return fields | _answer(result)
    if code == INTERRUPTED:
        return fields | {"status": "interrupted", "message": "interrupted before there was a roster"}
    return fields | {"status": FAILED, "message": _presentable(killed or _why(code, log), task)}


def _result(out: Path) -> dict[str, Any] | None:
    """What a run answered, whatever it built: all answers have the same names; ``None`` where it wrote none."""
    from scheduler.io.result_folder import SCHEMAS

    for name in SCHEMAS:
        if (out / name).exists():
            document: dict[str, Any] = json.loads((out / name).read_text(encoding="utf-8"))
            return document
    return None


def _answer(result: dict[str, Any]) -> dict[str, Any]:
    severities = [violation.get("severity", "hard") for violation in result.get("violations", ())]
    same = ("status", "cost", "bound", "gap", "versions", "input_sha256")
    return {name: result[name] for name in same} | {
        "required_cost": result.get("required_cost"),
        "gap_of_required": result.get("gap_of_required"),
        "hard_violations": None if result["cost"] is None else severities.count("hard"),
        "seconds": result["runtime_seconds"],
        "peak_memory_mb": result.get("peak_memory_mb"),
        "engine_used": result["engine"],
    }


def _why(code: int | None, log: Path) -> str:
    said = log.read_text(encoding="utf-8", errors="replace").strip() if log.exists() else ""
    if code is not None and code < 0:
        how, said = f"ended by signal {-code}", said.rpartition("\n")[2]
    elif code in ENDINGS:
        # Before what was wrong with it, wrong use is told how the command is used, which no row has room for.
        how, said = ENDINGS[code], f"\n{said}".rpartition(USAGE_ENDS)[2].strip()
    else:
        # Of a traceback the last line says what happened.
        how, said = f"ended with exit code {code} and no result", said.rpartition("\n")[2]
    return f"{how}: {said}" if said else how


def _presentable(text: str, task: Task) -> str:
    """One line; results are shown to others, whom the folders of this machine do not concern."""
    line = " ".join(text.replace(task.path, Path(task.path).name).replace(f"{PROJECT}{os.sep}", "").split())
    return line if len(line) <= LONGEST_MESSAGE else line[: LONGEST_MESSAGE - 1] + "…"
