"""Which instances there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

from scheduler.batch.natural_order import natural
from scheduler.batch.published import BestKnown, read_best_known
from scripts.benchmarking.other_problems import ENGINES, weekly_seconds

SMALLEST, LARGEST = 30, 120
"""Nurses of the INRC-II instances that are measured when none are named."""


@dataclass(frozen=True)
class Instance:
    """
    Parameters
    ----------
    family, name
        What it is called.
    path
        What ``read_plan`` reads.
    known
        What others found.
    measured
        Whether it is among those measured when none are named.
    engine
        The only one that solves it; empty where any does.
    time_limit_seconds, workers
        What the rules of a competition give it; ``None`` where they leave it open.
    """

    family: str
    name: str
    path: Path
    known: BestKnown = field(default_factory=BestKnown)
    measured: bool = True
    engine: str = ""
    time_limit_seconds: float | None = None
    workers: int | None = None


def find_instances(families: Collection[str], benchmarks: Path, root: Path) -> list[Instance]:
    """
    Instances of families, each family in natural order.

    Parameters
    ----------
    families
        Names out of ``FAMILIES``.
    benchmarks
        Folder of the public benchmarks; it may be missing.
    root
        Folder of the project.
    """
    found: list[Instance] = []
    for family in families:
        folder = root / "instances" if family == "instances" else benchmarks / family.replace("-", "_")
        found += sorted(FAMILIES[family](folder), key=lambda instance: natural(instance.name))
    return found


def _curtois_qu(folder: Path) -> list[Instance]:
    known = read_best_known(folder / "best_known.csv")
    return [
        Instance("curtois-qu", path.stem, path, known.get(path.stem, BestKnown()))
        for path in (folder / "instances").glob("Instance*.txt")
    ]


def _inrc2(folder: Path) -> list[Instance]:
    """Instances of the table whose data set is there: a history and weeks chosen out of a folder."""
    found = []
    for name, known in read_best_known(folder / "best_known.csv").items():
        data_set = name.partition("_")[0]
        nurses = re.match(r"n(\d+)w\d+$", data_set)
        if nurses is not None and (folder / "instances" / data_set).is_dir():
            measured = known.set_name == "late28" or SMALLEST <= int(nurses[1]) <= LARGEST
            found.append(Instance("inrc2", name, folder / "instances" / name, known, measured))
    return found


def _inrc2_dynamic(folder: Path) -> list[Instance]:
    """The same instances week by week, in the competition's time on one core."""
    return [
        replace(
            instance,
            family="inrc2-dynamic",
            engine=ENGINES["inrc2-dynamic"],
            time_limit_seconds=weekly_seconds(instance.name) * (1 + instance.name.count("-")),
            workers=1,
        )
        for instance in _inrc2(folder.with_name("inrc2"))
    ]


def _matsp(folder: Path) -> list[Instance]:
    known = read_best_known(folder / "best_known.csv")
    return [
        Instance("matsp", path.stem, path, known.get(path.stem, BestKnown()))
        for path in (folder / "instances").glob("*_*_*_*.txt")
    ]


def _rotating(folder: Path) -> list[Instance]:
    paths = (folder / "instances_txt").glob("Example*.txt")
    return [Instance("rotating", path.stem, path, engine=ENGINES["rotating"]) for path in paths]


def _smptsp(folder: Path) -> list[Instance]:
    known = read_best_known(folder / "best_known.csv")
    return [
        Instance("smptsp", path.stem, path, known.get(path.stem, BestKnown()), engine=ENGINES["smptsp"])
        for path in (folder / "instances").glob("data_*.dat")
    ]


def _shift_design(folder: Path) -> list[Instance]:
    known = read_best_known(folder / "best_known.csv")
    paths = (folder / "instances").glob("DataSet*/*.dzn")
    named = [(f"{path.parent.name}/{path.stem}", path) for path in paths]
    return [
        Instance("shift-design", name, path, known.get(name, BestKnown()), engine=ENGINES["shift-design"])
        for name, path in named
    ]


def _own(folder: Path) -> list[Instance]:
    return [Instance("instances", path.parent.name, path.parent) for path in folder.glob("*/plan.toml")]


FAMILIES: dict[str, Callable[[Path], list[Instance]]] = {
    "curtois-qu": _curtois_qu,
    "inrc2": _inrc2,
    "inrc2-dynamic": _inrc2_dynamic,
    "matsp": _matsp,
    "rotating": _rotating,
    "smptsp": _smptsp,
    "shift-design": _shift_design,
    "instances": _own,
}
