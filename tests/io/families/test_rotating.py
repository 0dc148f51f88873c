"""Rotating workforce scheduling: files, evaluator, solutions."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.errors import InputError
from scheduler.io.families.rotating import read_rotating, rotation_of
from scheduler.io.families.rotating_cost import BETWEEN, evaluate_rotating
from scheduler.io.families.rotating_file import parse_rotating
from scheduler.rotation.audit import audit_rota
from scheduler.rotation.build import build_rotation
from tests.io.families.small_instances import BENCHMARKS, needs_benchmarks

SMALL = """\
#Length of the schedule
7
3
2
# people
1 1 1 1 1 1 1
1 1 1 1 1 0 0
D 480 480 2 5
N 1320 480 2 4
2 3
3 6
1 1
N D
N - D
"""


def write(folder: Path, text: str = SMALL) -> Path:
    """Write an instance."""
    path = folder / "Example0.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_instance_is_a_plan(tmp_path: Path) -> None:
    """Every line of the file stands in the plan."""
    plan = read_rotating(write(tmp_path))
    assert (plan.name, plan.weeks, plan.work_days, plan.days_off) == ("Example0", 3, (3, 6), (2, 3))
    assert [(shift.shift, shift.start, shift.end, shift.run) for shift in plan.shifts] == [
        ("D", 480, 960, (2, 5)),
        ("N", 1320, 360, (2, 4)),
    ]
    assert plan.shifts[1].required == (1, 1, 1, 1, 1, 0, 0)
    assert (plan.forbidden, plan.forbidden_after_day_off) == ((("N", "D"),), (("N", "D"),))


def test_evaluator_and_auditor_agree(tmp_path: Path) -> None:
    """On tables by chance, which break everything there is to break, and on a solution."""
    instance = parse_rotating(write(tmp_path))
    plan = rotation_of(instance)
    chance = random.Random(1)
    for _ in range(300):
        rota = tuple(tuple(chance.choice(["D", "N", "", ""]) for _ in range(7)) for _ in range(3))
        table = [[cell or BETWEEN for cell in week] for week in rota]
        assert len(evaluate_rotating(instance, table)) == len(audit_rota(rota, plan))
    instance = parse_rotating(write(tmp_path, SMALL.replace("2 3\n3 6", "1 4\n2 6")))
    solved = build_rotation(rotation_of(instance)).rota
    assert solved is not None
    assert evaluate_rotating(instance, [[cell or BETWEEN for cell in week] for week in solved]) == ()


def _text(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("edit", "place", "words"),
    [
        (_text("7\n3\n", "8\n3\n"), "line 2", "schedule of 8 days"),
        (_text("7\n3\n", "7\n0\n"), "line 3", "whole number from 1"),
        (_text("1 1 1 1 1 0 0", "1 1 1 1 1 0"), "line 7", "Has 6 parts"),
        (_text("D 480 480 2 5", "D 480 480 5 2"), "line 8", "no lengths of a block"),
        (_text("D 480 480 2 5", "D 1480 480 2 5"), "line 8", "within a day"),
        (_text("N 1320", "D 1320"), "line 9", "occurs twice"),
        (_text("N D\n", "N E\n"), "line 13", "no shift 'E'"),
        (_text("N - D", "N D D"), "line 14", "stands between"),
        (_text("N - D\n", ""), "", "Ends before"),
        (_text("N - D\n", "N - D\nD - N\n"), "line 15", "after the end"),
    ],
)
def test_broken_instances(tmp_path: Path, edit: Callable[[str], str], place: str, words: str) -> None:
    """Each is one complaint with file, line and remedy."""
    with pytest.raises(InputError) as caught:
        read_rotating(write(tmp_path, edit(SMALL)))
    (complaint,) = caught.value.complaints
    assert complaint.place == place
    assert words in complaint.message
    assert complaint.remedy


@needs_benchmarks
@pytest.mark.parametrize(("name", "solvable"), [("Example1", True), ("Example20", True), ("Example33", False)])
def test_published_instances(name: str, solvable: bool) -> None:
    """A small one, the largest one and one without a solution."""
    path = BENCHMARKS / "rotating" / "instances_txt" / f"{name}.txt"
    instance = parse_rotating(path)
    result = build_rotation(rotation_of(instance))
    assert result.status == ("optimal" if solvable else "infeasible")
    if result.rota is not None:
        assert evaluate_rotating(instance, [[cell or BETWEEN for cell in week] for week in result.rota]) == ()
