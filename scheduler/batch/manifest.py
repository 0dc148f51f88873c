"""
A batch as an Indexed Job of Kubernetes (``batch/v1``): one pod for each run, all with the same command.

A pod makes the run of its index and writes its row beside the file of runs, where the next ``bench`` or ``--report``
of the batch collects it. The fields are those of https://kubernetes.io/docs/concepts/workloads/controllers/job/
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scheduler.batch.records import Task
from scheduler.errors import Complaint, InputError

VARIABLE = "JOB_COMPLETION_INDEX"
ANNOTATION = "metadata.annotations['batch.kubernetes.io/job-completion-index']"
INDEX = f"$({VARIABLE})"
"""Kubernetes puts the index of a pod here. It sets the variable by itself too; stated, it surely is there to expand."""

RETRIES = 2
"""How often the pod of an index is made anew after its machine was lost or it was evicted."""

GRACE_SECONDS = 90
"""A pod that is asked to end gets this long before it is killed."""

POD_SHARE, POD_MB = 1.1, 400.0
"""Memory of a pod over that of its run: the run is to be killed, with a row, before its pod is, without one."""


@dataclass(frozen=True)
class Volume:
    """
    Parameters
    ----------
    claim
        Name of a persistent volume claim that many pods may write to.
    path
        Where it is mounted: the same path in the pods as here.
    """

    claim: str
    path: Path


def job(
    name: str,
    image: str,
    volume: Volume,
    arguments: Sequence[str],
    tasks: Sequence[Task],
    at_once: int | None,
    memory_mb: float,
) -> dict[str, Any]:
    """
    The manifest, for ``kubectl apply``, which reads JSON as well as YAML.

    Parameters
    ----------
    name
        Of the job.
    image
        Image in which ``shiftwright`` is installed.
    volume
        Holds the plans and the folder of the batch.
    arguments
        Of ``shiftwright``, without the index.
    tasks
        What ``arguments`` ask for; one pod each.
    at_once
        Pods at the same time; all where it is ``None``, as far as the cluster has room.
    memory_mb
        Of a run; its pod gets more.
    """
    memory = f"{round(memory_mb * POD_SHARE + POD_MB)}Mi"
    container = {
        "name": "run",
        "image": image,
        "command": ["shiftwright"],
        "args": [*(argument.replace("$", "$$") for argument in arguments), "--index", INDEX],
        "env": [{"name": VARIABLE, "valueFrom": {"fieldRef": {"fieldPath": ANNOTATION}}}],
        "resources": {
            "requests": {"cpu": str(tasks[0].workers), "memory": memory},
            "limits": {"memory": memory},
        },
        "volumeMounts": [{"name": "batch", "mountPath": str(volume.path)}],
    }
    pod = {
        "restartPolicy": "Never",
        "terminationGracePeriodSeconds": GRACE_SECONDS,
        "containers": [container],
        "volumes": [{"name": "batch", "persistentVolumeClaim": {"claimName": volume.claim}}],
    }
    spec = {
        "completionMode": "Indexed",
        "completions": len(tasks),
        "parallelism": min(at_once or len(tasks), len(tasks)),
        "backoffLimitPerIndex": RETRIES,
        "template": {"spec": pod},
    }
    return {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": name}, "spec": spec}


def job_name(folder: Path) -> str:
    """A name that Kubernetes takes (letters, digits, dashes, 63 at most), made of that of a folder."""
    plain = re.sub(r"[^a-z0-9]+", "-", folder.name.lower()).strip("-")
    return f"shiftwright-{plain}"[:63].rstrip("-")


def parse_volume(text: str) -> Volume:
    """
    Read ``CLAIM:PATH``.

    Raises
    ------
    ValueError
        It is something else.
    """
    claim, colon, path = text.partition(":")
    if not re.fullmatch(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?", claim) or not colon or not path.startswith("/"):
        raise ValueError(f"{text!r} is not CLAIM:PATH, such as data:/data")
    return Volume(claim, Path(path))


def check_within(volume: Volume, paths: Sequence[Path]) -> None:
    """
    Make sure that the pods see what they need.

    Raises
    ------
    InputError
        A path lies outside the volume.
    """
    outside = [path for path in paths if not path.is_relative_to(volume.path)]
    if outside:
        message = f"Lies outside {volume.path}, where the pods have the volume."
        raise InputError(Complaint(str(path), "", message, "Put it there, or name another volume.") for path in outside)
