"""Which plans a batch is about: folders, files, public instances, folders of them and patterns."""

from __future__ import annotations

import glob
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from scheduler.batch.natural_order import natural
from scheduler.errors import Complaint, InputError

PLAN_FILE = "plan.toml"
SUFFIXES = (".xlsx", ".json", ".txt")
"""Files that are taken for plans in a folder of plans; `.txt` are public instances."""

PLANS = "plans"
"""Family of plans that belong to no public one."""


@dataclass(frozen=True)
class Plan:
    """
    Parameters
    ----------
    family, name
        What it is called in tables.
    path
        Absolute path that ``read_plan`` reads.
    """

    family: str
    name: str
    path: Path


def find_plans(given: Iterable[str]) -> list[Plan]:
    """
    Plans that arguments name, each once, in their order and within a folder or pattern in natural order.

    Parameters
    ----------
    given
        Each a plan, a folder of plans, or a pattern with ``*``, ``?``, ``[...]`` or ``**`` of either.

    Raises
    ------
    InputError
        An argument that names no plan.
    """
    paths = dict.fromkeys(_absolute(path) for text in given for path in _plans_of(text))
    names = _names(list(paths))
    return [Plan(_family(path), name, path) for path, name in zip(paths, names, strict=True)]


def _absolute(path: Path) -> Path:
    """A path without ``..``; links keep their names where there is none."""
    return path.resolve() if ".." in path.parts else path.absolute()


def _plans_of(text: str) -> list[Path]:
    path = Path(text)
    if path.exists() or _is_inrc2(path):
        found = list(_within(path))
    else:
        matches = sorted(glob.glob(text, recursive=True), key=natural)
        found = [plan for match in matches for plan in _within(Path(match))]
    if not found:
        message = "There is no plan here."
        raise InputError([Complaint(text, "", message, "Name a plan, a folder of plans or a pattern in quotes.")])
    return found


def _within(path: Path) -> Iterator[Path]:
    """The plan that a path is, or those right inside a folder of plans."""
    if not path.is_dir() or (path / PLAN_FILE).exists():
        yield path
        return
    for inside in sorted(path.iterdir(), key=lambda one: natural(one.name)):
        if (inside / PLAN_FILE).exists() or (inside.is_file() and inside.suffix.lower() in SUFFIXES):
            yield inside


def _is_inrc2(path: Path) -> bool:
    from scheduler.io.families.inrc2_files import instance_name

    instance = instance_name(path)
    return instance is not None and (instance.folder / instance.dataset).is_dir()


def _family(path: Path) -> str:
    from scheduler.io.families.matsp_file import is_matsp

    if path.suffix.lower() == ".txt":
        try:
            return "matsp" if is_matsp(path) else "curtois-qu"
        except InputError:
            # What cannot be read is for its run to say.
            return PLANS
    return "inrc2" if not path.exists() and _is_inrc2(path) else PLANS


def _names(paths: Sequence[Path]) -> list[str]:
    """Names of plans, with endings and folders as far as it takes to tell them apart."""
    names = [_name(path, 0) for path in paths]
    length = 0
    while repeated := {name for name, times in Counter(names).items() if times > 1}:
        length += 1
        names = [_name(path, length) if name in repeated else name for path, name in zip(paths, names, strict=True)]
    return names


def _name(path: Path, length: int) -> str:
    """The last ``length`` parts of a path; with 0, the last one without its ending."""
    if length == 0:
        return path.stem if path.suffix.lower() in SUFFIXES else path.name
    return "/".join(path.parts[-length:])
