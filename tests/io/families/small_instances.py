"""Small instances of the public families, and where the published ones are."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest

from scheduler.problem import Problem
from scheduler.solve import Outcome, Progress, build

BENCHMARKS = Path(__file__).resolve().parents[4] / "shared" / "benchmarks"

needs_benchmarks = pytest.mark.skipif(not BENCHMARKS.is_dir(), reason=f"the public benchmarks are not at {BENCHMARKS}")

CURTOIS_QU = """\
# two weeks, three kinds of shift, three persons
SECTION_HORIZON
14

SECTION_SHIFTS
E,480,
L,540,E
N,600,E|L

SECTION_STAFF
Ann,E=14|L=14|N=2,4800,2400,4,2,2,1
Bob,E=14|L=14|N=2,4800,2400,4,2,2,1
Cid,E=3|L=14|N=0,3000,0,3,1,1,2

SECTION_DAYS_OFF
Ann,0,6
Cid,3

SECTION_SHIFT_ON_REQUESTS
Ann,2,E,2
Bob,13,L,3

SECTION_SHIFT_OFF_REQUESTS
Cid,4,L,1
Bob,5,E,4

SECTION_COVER
"""


def write_curtois_qu(folder: Path, text: str = CURTOIS_QU, weights: str = "100,1") -> Path:
    """Write an instance with a person required for each of its shifts E, L and N on each of 14 days."""
    cover = "".join(f"{day},{kind},1,{weights}\n" for day in range(14) for kind in "ELN")
    path = folder / "small.txt"
    path.write_text(text + cover, encoding="utf-8")
    return path


SCENARIO = """\
SCENARIO = n003w2

WEEKS = 2

SKILLS = 2
HeadNurse
Nurse

SHIFT_TYPES = 3
Early (2,3)
Late (1,2)
Night (2,4)

FORBIDDEN_SHIFT_TYPES_SUCCESSIONS
Early 0
Late 1 Early
Night 2 Early Late

CONTRACTS = 2
Full (6,9) (2,4) (2,3) 1 1
Part (2,4) (1,3) (2,5) 1 0

NURSES = 3
Pia Full 2 HeadNurse Nurse
Quin Full 1 Nurse
Rob Part 2 Nurse HeadNurse
"""
HISTORY = """\
HISTORY
0 n003w2

NURSE_HISTORY
Pia 0 0 Night 1 3 0
Quin 2 1 None 0 0 2
Rob 0 0 Late 2 2 0
"""
WEEK = """\
WEEK_DATA
n003w2

REQUIREMENTS
Early HeadNurse (0,1) (0,0) (0,0) (0,0) (0,0) (0,1) (0,0)
Early Nurse (0,1) (0,1) (0,1) (0,1) (0,1) (0,1) (0,1)
Late Nurse (0,2) (0,1) (0,1) (0,1) (0,1) (0,1) (0,1)
Night Nurse (0,1) (0,1) (0,1) (0,1) (0,1) (0,1) (0,1)

SHIFT_OFF_REQUESTS = 3
Pia Any Thu
Pia Night Sat
Rob Late Sat
"""


def write_inrc2(folder: Path, scenario: str = SCENARIO, history: str = HISTORY, week: str = WEEK) -> Path:
    """Write a dataset of two weeks of which one has data; returns the path of its instance."""
    dataset = folder / "n003w2"
    dataset.mkdir(exist_ok=True)
    for name, text in (("Sc-n003w2", scenario), ("H0-n003w2-0", history), ("WD-n003w2-7", week)):
        (dataset / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder / "n003w2_0_7-7"


def random_row(draw: random.Random, kinds: tuple[str, ...], days: int) -> list[str]:
    """Kinds of shift in runs of the same kind or of days off, of one to five days."""
    row: list[str] = []
    while len(row) < days:
        row += [draw.choice(["", "", *kinds])] * draw.randint(1, 5)
    return row[:days]


def write_matsp(folder: Path, needed: int = 1, wanted: int | None = None) -> Path:
    """Write an instance of two days and three persons: task 1 from 08:00 to 16:00, task 2 the night after."""
    wanted = needed if wanted is None else wanted
    rows = []
    for slot in range(2 * 96):
        day, minute = divmod(6 * 60 + 15 * slot, 24 * 60)
        end = (minute + 15) % (24 * 60)
        time = f"{day + 1},{minute // 60:02d}:{minute % 60:02d}-{end // 60:02d}:{end % 60:02d}"
        rows += [f"{time},1,{_asked(8 <= slot < 40, needed, wanted)}", f"{time},2,{_asked(64 <= slot < 96, 1, 1)}"]
    staff = "Ann,360,600\nBob,0,600\nCid,0,960\n"
    head = f"# small\nSECTION_HORIZON\n2\nSECTION_TASKS\n2\nSECTION_STAFF\n{staff}SECTION_COVER\n"
    path = folder / "0_2_3_2.txt"
    path.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def _asked(is_open: bool, needed: int, wanted: int) -> str:
    return f"{needed},{wanted}" if is_open else "0,0"


def some_roster(plan: Problem) -> Outcome:
    """The first roster that is found."""
    stop = threading.Event()

    def show(point: Progress) -> None:
        if point.cost is not None:
            stop.set()

    return build(plan, engine="cpsat", time_limit_seconds=600, on_progress=show, stop=stop)
