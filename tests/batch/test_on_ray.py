"""Runs on a cluster of Ray on this machine: the same rosters as from local processes, and failures as rows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scheduler.batch.local import run_local
from scheduler.batch.on_ray import run_on_ray
from scheduler.batch.records import Run, Task
from tests.batch.bench_runs import make_task

ray = pytest.importorskip("ray", reason='Ray is not installed: pip install "shiftwright[ray]"')
pytestmark = pytest.mark.filterwarnings("ignore")

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    """A cluster with two processors on this machine."""
    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield
    ray.shutdown()


Answers = dict[tuple[str, str, int], tuple[str, float | None, float | None, str]]


def answers(runs: Iterator[Run], folder: Path) -> Answers:
    """Status, cost, bound and roster of each run; times are left out."""
    found = {}
    for run in runs:
        task = Task.model_validate(run.model_dump() | {"path": ""})
        roster = folder / "runs" / task.name / "roster.csv"
        text = roster.read_text() if roster.exists() else run.message
        found[run.instance, run.engine, run.seed] = (run.status, run.cost, run.bound, text)
    return found


@pytest.mark.usefixtures("cluster")
def test_same_answers_as_local_processes(tmp_path: Path) -> None:
    """Costs, bounds and rosters agree to the byte, also that of a plan that cannot be read."""
    tiny = {"instance": "tiny", "path": str(ROOT / "instances" / "tiny"), "workers": 1, "time_limit_seconds": 30.0}
    tasks = [make_task(**tiny, engine="cpsat", seed=seed) for seed in (0, 1)]
    tasks += [make_task(**tiny, engine="staged"), make_task(instance="none", path=str(tmp_path / "none"))]

    def all_of(execute: Callable[..., Iterator[Run]], name: str) -> Answers:
        folder = tmp_path / name
        return answers(execute(iter(tasks), folder, stop=threading.Event(), at_once=2), folder)

    local, remote = all_of(run_local, "local"), all_of(run_on_ray, "ray")
    assert len(local) == 4
    assert local == remote
    assert local["tiny", "cpsat", 0][:3] == ("optimal", 399, 399)


@pytest.mark.usefixtures("cluster")
def test_stop_ends_what_runs(tmp_path: Path) -> None:
    """Nothing that runs is yielded after a stop, and nothing more is asked for."""
    stop, asked = threading.Event(), []

    def tasks() -> Iterator[Task]:
        for seed in range(4):
            asked.append(seed)
            if seed == 1:
                stop.set()
            yield make_task(path=str(ROOT / "instances" / "helpdesk"), seed=seed, workers=1)

    assert list(run_on_ray(tasks(), tmp_path, stop=stop, at_once=2)) == []
    assert asked == [0, 1]
