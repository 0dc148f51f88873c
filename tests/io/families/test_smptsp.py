"""Shift minimisation personnel task scheduling: files, evaluator, solutions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.assignment.build import build_assignment
from scheduler.errors import InputError
from scheduler.io.families.smptsp import assignment_of, read_smptsp, workers_of
from scheduler.io.families.smptsp_cost import evaluate_smptsp
from scheduler.io.families.smptsp_file import parse_smptsp
from tests.io.families.small_instances import BENCHMARKS, needs_benchmarks

SMALL = """\
# three tasks, two workers
Type = 1
Jobs = 3
  0 60
 60 90
 30 70
Qualifications = 2
2: 0 1
2: 1   2
"""


def write(folder: Path, text: str = SMALL) -> Path:
    """Write an instance."""
    path = folder / "data_0_2_3_66.dat"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_instance_is_a_plan(tmp_path: Path) -> None:
    """Tasks, workers and who can do what."""
    plan = read_smptsp(write(tmp_path))
    assert [(task.task, task.start, task.end) for task in plan.tasks] == [("0", 0, 60), ("1", 60, 90), ("2", 30, 70)]
    assert plan.able == (frozenset({0, 1}), frozenset({1, 2}))


def test_evaluator_by_hand(tmp_path: Path) -> None:
    """The first two tasks touch; the third overlaps both; worker 1 cannot do task 0."""
    instance = parse_smptsp(write(tmp_path))
    good = evaluate_smptsp(instance, [0, 0, 1])
    assert (good.workers, good.violations) == (2, ())
    assert evaluate_smptsp(instance, [0, 1, 1]).violations == ("Worker 1: tasks 1 and 2 overlap.",)
    assert evaluate_smptsp(instance, [1, 0, 1]).violations == (
        "Task 0: worker 1 is not qualified.",
        "Worker 1: tasks 0 and 2 overlap.",
    )
    assert evaluate_smptsp(instance, [0, 0, 2]).violations == ("Task 2: there is no worker 2.",)
    assert len(evaluate_smptsp(instance, [0, 0]).violations) == 1


def _text(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("edit", "place", "words"),
    [
        (_text("Type = 1", "Type = 2"), "", "type 2"),
        (_text("Jobs = 3", "Tasks = 3"), "line 3", "Jobs is expected"),
        (_text(" 60 90", " 90 60"), "line 5", "ends at 60"),
        (_text(" 60 90", " 60"), "line 5", "Has 1 parts"),
        (_text("2: 0 1", "3: 0 1"), "line 8", "2 tasks are listed"),
        (_text("2: 0 1", "2: 0 3"), "line 8", "is none"),
        (_text("2: 0 1", "2: 0 0"), "line 8", "twice"),
        (_text("2: 1   2\n", ""), "", "Ends before"),
        (_text("2: 1   2\n", "2: 1   2\n1: 0\n"), "line 10", "after the end"),
    ],
)
def test_broken_instances(tmp_path: Path, edit: Callable[[str], str], place: str, words: str) -> None:
    """Each is one complaint with file, line and remedy."""
    with pytest.raises(InputError) as caught:
        read_smptsp(write(tmp_path, edit(SMALL)))
    (complaint,) = caught.value.complaints
    assert complaint.place == place
    assert words in complaint.message
    assert complaint.remedy


@needs_benchmarks
@pytest.mark.parametrize(("name", "people"), [("data_1_23_40_66", 20), ("data_136_216_2000_66", 179)])
def test_published_instances(name: str, people: int) -> None:
    """The smallest and the largest: as many people as work at one time at most."""
    instance = parse_smptsp(BENCHMARKS / "smptsp" / "instances" / f"{name}.dat")
    result = build_assignment(assignment_of(instance))
    assert result.assignment is not None
    found = evaluate_smptsp(instance, workers_of(result.assignment))
    assert (result.status, result.bound, found.workers, found.violations) == ("optimal", people, people, ())
