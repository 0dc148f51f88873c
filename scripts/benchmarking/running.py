"""Start runs, each in a process of its own, and keep what they say whatever becomes of them."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from scripts.benchmarking import machine
from scripts.benchmarking.memory import wait_and_watch
from scripts.benchmarking.records import FAILED, Run, Task

ROOT = Path(__file__).resolve().parent.parent.parent
ONE_RUN = (sys.executable, "-m", "scripts.benchmarking.one_run")

PATIENCE, GRACE_SECONDS = 1.2, 60.0
"""A run is killed after this many time limits and seconds more: reading and compiling come before its clock starts."""

LONGEST_MESSAGE = 400


def run_apart(task: Task, *, command: Sequence[str] = ONE_RUN, grace_seconds: float = GRACE_SECONDS) -> Run:
    """
    Make a run in a process of its own; a crash or a hang of it is a run with status ``failed``.

    Parameters
    ----------
    task
        What to solve.
    command
        Program that takes the task as JSON and the file of events.
    grace_seconds
        What is granted beyond the time limit and a fifth of it.
    """
    common = task.model_dump(exclude={"path"}) | {
        "machine": machine.this_machine(),
        "load": machine.load(),
        "commit": machine.commit(ROOT),
        "date": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
    }
    with tempfile.TemporaryDirectory() as folder:
        events, output = Path(folder) / "events", Path(folder) / "output"
        begin = time.monotonic()
        code, memory = _wait(
            [*command, task.model_dump_json(), str(events)], output, task.time_limit_seconds * PATIENCE + grace_seconds
        )
        seconds = round(time.monotonic() - begin, 3)
        told = _read_events(events)
        ending = {"seconds": seconds, "status": FAILED, "message": _why(code, seconds, told, output, task)}
    return Run.model_validate(common | _told(told, ending) | {"together_memory_mb": memory})


def _wait(command: list[str], output: Path, patience_seconds: float) -> tuple[int | None, float | None]:
    """Exit code of a command, ``None`` where it had to be killed for taking too long, and its memory in megabytes."""
    folders = [str(ROOT), str(ROOT / "models"), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(folders)}
    with output.open("wb") as file:
        process = subprocess.Popen(
            command, stdout=file, stderr=subprocess.STDOUT, cwd=ROOT, env=environment, start_new_session=True
        )
        try:
            return wait_and_watch(process, patience_seconds)
        finally:
            if process.poll() is None:
                # Its own group: what it started goes with it.
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _read_events(path: Path) -> list[dict[str, Any]]:
    """Events of a run; the last line of one that was killed may be cut short."""
    events = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        try:
            events.append(json.loads(line))
        except json.JSONDecodeError:
            break
    return events


def _told(events: Iterable[dict[str, Any]], ending: dict[str, Any]) -> dict[str, Any]:
    """Fields of a run: of its answer if there is one, otherwise how it ended and what was seen of it until then."""
    fields: dict[str, Any] = dict(ending, progress=[])
    for event in events:
        if "answer" in event:
            fields = event["answer"]
        elif "point" in event:
            fields["progress"].append(event["point"])
            fields["peak_memory_mb"] = event["memory"]
    firsts = [seconds for seconds, cost, _ in fields["progress"] if cost is not None]
    return fields | {"first_cost_seconds": min(firsts, default=None)}


def _why(code: int | None, seconds: float, events: list[dict[str, Any]], output: Path, task: Task) -> str:
    failures = [event["failure"] for event in events if "failure" in event]
    if failures:
        text = failures[-1]
    elif code is None:
        text = f"killed after {seconds:.0f} s, long past its time limit"
    else:
        last = output.read_text(errors="replace").strip().splitlines()[-1:]
        how = f"ended by signal {-code}" if code < 0 else f"ended with exit code {code} and no answer"
        text = ": ".join([how, *last])
    # Results are shown to others, whom the folders of this machine do not concern.
    line = " ".join(text.replace(task.path, Path(task.path).name).replace(f"{ROOT}{os.sep}", "").split())
    return line if len(line) <= LONGEST_MESSAGE else line[: LONGEST_MESSAGE - 1] + "…"
