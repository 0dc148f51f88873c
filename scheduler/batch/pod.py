"""One run of a batch, by its index: what a pod of an Indexed Job does."""

from __future__ import annotations

import threading
from pathlib import Path

from scheduler.batch.local import run_local
from scheduler.batch.machine import this_state
from scheduler.batch.records import Run, Task
from scheduler.batch.solve_apart import lost
from scheduler.batch.store import BEGUN, is_begun, row_path, runs_of, write_row


def run_index(task: Task, folder: Path, *, stop: threading.Event, memory_mb: float | None = None) -> Run | None:
    """
    Make a run and write its row beside the file of runs; many processes may do so at once.

    Until it has ended, the row says so: if the pod is killed, that is what is known of the run.

    Parameters
    ----------
    task
        What to run.
    folder
        Folder of the batch.
    stop
        Set it to end the run, which then has no row: it is to be made again.
    memory_mb
        See ``run_local``.

    Returns
    -------
    The run; that of an earlier pod where it is there, and ``None`` where it was stopped.
    """
    state = this_state()
    done = [run for run in runs_of(folder) if run.is_run_of(task, state) and not is_begun(run)]
    if done:
        return done[-1]
    write_row(folder, task, lost(task, BEGUN))
    run = next(run_local(iter([task]), folder, stop=stop, memory_mb=memory_mb), None)
    if run is None:
        row_path(folder, task).unlink(missing_ok=True)
    else:
        write_row(folder, task, run)
    return run
