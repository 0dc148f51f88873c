"""Plans of the made-up contact centre, by name; the seed of a run is that of its plan as well."""

from __future__ import annotations

import re
from pathlib import Path

from scheduler.batch.records import Task
from scripts.benchmarking.scale_terms import SITES, terms_of
from scripts.instance_families.contact_centre import Size, make_plan

FAMILY = "contact-centre"
PLANS = "plans"
"""Folder of the plans beside the results."""

NAME = re.compile(r"(\d+)-agents-(\d+)-queues-(\d+)-sites-load-([\d.e+-]+)")


def name_of(agents: int, load: float) -> str:
    """Name of the plans of a size and load, without their seed."""
    return f"{agents}-agents-{terms_of(agents).queues}-queues-{SITES}-sites-load-{load:g}"


def size_of(name: str, seed: int) -> Size | None:
    """What a name and seed stand for; ``None`` where it is no name of such plans."""
    match = NAME.fullmatch(name)
    if match is None:
        return None
    agents, queues, sites = (int(text) for text in match.groups()[:3])
    return Size(agents, queues, sites, float(match[4]), seed)


def path_of(folder: Path, name: str, seed: int) -> Path:
    """Where the plan of a name and seed stands."""
    return folder / PLANS / f"{name}-seed-{seed}"


def make_plan_of(task: Task) -> None:
    """
    Write the plan of a task to its path; one that is there is replaced.

    It is made anew for each run, for it may be of an earlier state of the project.
    """
    from scheduler.io.write import write_plan

    size = size_of(task.instance, task.seed)
    if size is None:
        raise ValueError(f"Plan name {task.instance!r} not understood.")
    path = Path(task.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_plan(make_plan(size), path, overwrite=True)
