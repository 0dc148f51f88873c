"""The job of Kubernetes: its form, its command, and what the pod of an index does."""

from __future__ import annotations

import json
import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from scheduler.batch import pod
from scheduler.batch.local import run_local
from scheduler.batch.manifest import job_name, parse_volume
from scheduler.batch.pod import run_index
from scheduler.batch.records import Task
from scheduler.batch.store import BEGUN, Store, runs_of
from scheduler.cli.main import run
from tests.batch import programs
from tests.batch.bench_runs import make_run, make_task

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    """A drive with two plans on it."""
    for name in ("week1", "week$2"):
        shutil.copytree(ROOT / "instances" / "tiny", tmp_path / "plans" / name)
    return tmp_path


def write_job(drive: Path, *more: str) -> dict[str, Any]:
    """The manifest of a batch of two plans, two engines and three seeds."""
    options = ["--engine", "cpsat", "--engine", "mip", *(part for seed in "012" for part in ("--seed", seed))]
    place = ["--out", str(drive / "My batch"), "--manifest", str(drive / "job.json")]
    pods = ["--image", "registry/shiftwright:1", "--volume", f"data:{drive}", "--memory", "2000", "--workers", "2"]
    assert run(["bench", str(drive / "plans"), *options, *place, *pods, *more]) == 0
    document: dict[str, Any] = json.loads((drive / "job.json").read_text())
    return document


def test_job_has_a_pod_for_each_run(drive: Path) -> None:
    """12 runs, four at once, an index each; a pod has more memory than its run."""
    job = write_job(drive, "--at-once", "4")
    assert (job["apiVersion"], job["kind"], job["metadata"]["name"]) == ("batch/v1", "Job", "shiftwright-my-batch")
    spec = job["spec"]
    assert (spec["completionMode"], spec["completions"], spec["parallelism"]) == ("Indexed", 12, 4)
    assert spec["template"]["spec"]["restartPolicy"] == "Never"
    (container,) = spec["template"]["spec"]["containers"]
    assert container["resources"]["requests"] == {"cpu": "2", "memory": "2600Mi"}
    assert container["volumeMounts"] == [{"name": "batch", "mountPath": str(drive)}]
    assert spec["template"]["spec"]["volumes"][0]["persistentVolumeClaim"] == {"claimName": "data"}
    assert write_job(drive)["spec"]["parallelism"] == 12


def test_job_is_of_the_schema_of_kubernetes(drive: Path) -> None:
    """No field is unknown, missing or of another type, in the newest version that the validator knows."""
    reason = "The schemas are not installed: pip install kubernetes-validate"
    kubernetes_validate = pytest.importorskip("kubernetes_validate", reason=reason)
    job = write_job(drive)
    kubernetes_validate.validate(job, kubernetes_validate.latest_version(), strict=True)
    job["spec"]["completion"] = 1
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(job, kubernetes_validate.latest_version(), strict=True)


def test_command_of_a_pod_makes_the_run_of_its_index(drive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As Kubernetes fills it in: of four runs with each seed, the seventh is the third of seed 1; it is collected."""
    job = write_job(drive)
    (container,) = job["spec"]["template"]["spec"]["containers"]
    assert container["command"] == ["shiftwright"]
    assert container["args"][-2:] == ["--index", "$(JOB_COMPLETION_INDEX)"]
    filled = [part.replace("$(JOB_COMPLETION_INDEX)", "6").replace("$$", "$") for part in container["args"]]
    assert run(filled) == 0
    assert "week$2 cpsat seed 1 60 s: optimal, cost 399.00" in capsys.readouterr().err
    assert not (drive / "My batch" / "runs.jsonl").exists()
    assert [one.seed for one in runs_of(drive / "My batch")] == [1]
    with Store(drive / "My batch") as store:
        assert [one.instance for one in store.runs] == ["week$2"]
    assert run([*filled[:-1], "12"]) == 2


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--image", "i", "--volume", "data:/elsewhere", "--memory", "100"], 3),
        (["--image", "i", "--volume", "data", "--memory", "100"], 2),
        (["--image", "i", "--volume", "data:/"], 2),
        (["--volume", "data:/", "--memory", "100"], 2),
    ],
)
def test_what_a_pod_would_lack_is_said(drive: Path, options: list[str], code: int) -> None:
    """Plans outside the volume are invalid input, a missing option is wrong use; nothing is written."""
    place = ["--out", str(drive / "out"), "--manifest", str(drive / "job.json")]
    assert run(["bench", str(drive / "plans"), *place, *options]) == code
    assert not (drive / "job.json").exists()


def test_names_of_jobs_are_those_kubernetes_takes() -> None:
    """Letters, digits and dashes, 63 at most; claims likewise."""
    assert job_name(Path("/data/Runs of May_2")) == "shiftwright-runs-of-may-2"
    assert len(job_name(Path("x" * 100))) == 63
    assert parse_volume("my-claim:/data").path == Path("/data")
    for wrong in ("data", "data:here", ":/data", "Data:/data"):
        with pytest.raises(ValueError, match="not CLAIM:PATH"):
            parse_volume(wrong)


@pytest.fixture
def napping(monkeypatch: pytest.MonkeyPatch) -> list[Task]:
    """Tasks that are run, by a stand-in that naps."""
    made: list[Task] = []

    def execute(tasks: Any, folder: Path, **options: Any) -> Any:
        made.extend(found := list(tasks))
        return run_local(iter(found), folder, command=programs.nap, **options)

    monkeypatch.setattr(pod, "run_local", execute)
    monkeypatch.setattr(pod, "this_state", lambda: "abc")
    return made


def test_pod_that_was_killed_leaves_a_row_and_is_made_again(napping: list[Task], tmp_path: Path) -> None:
    """The row says that the run was begun; it counts as a failure until there is another, and is not collected."""
    stop, task = threading.Event(), make_task()
    stop.set()
    assert run_index(task, tmp_path, stop=stop) is None
    assert runs_of(tmp_path) == []
    pod.write_row(tmp_path, task, pod.lost(task, BEGUN))
    with Store(tmp_path) as store:
        assert store.runs == []
    assert [(one.status, one.message) for one in runs_of(tmp_path)] == [("failed", BEGUN)]
    done = run_index(task, tmp_path, stop=threading.Event())
    assert done is not None
    assert runs_of(tmp_path) == [done]
    assert napping == [task, task]


def test_run_that_is_there_is_not_made_again(napping: list[Task], tmp_path: Path) -> None:
    """Neither one of another pod nor one in the file of runs."""
    with Store(tmp_path) as store:
        store.add(make_run())
    assert run_index(make_task(), tmp_path, stop=threading.Event()) == make_run()
    assert napping == []
