"""The family of Qu and Curtois: its files as plans, its evaluator, its solutions."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.audit import audit, exact_cost
from scheduler.errors import InputError
from scheduler.io.families.matsp import read_matsp
from scheduler.io.families.matsp_cost import Shifts, WorkedShift, evaluate_matsp
from scheduler.io.families.matsp_file import parse_matsp
from scheduler.io.families.matsp_rosters import read_shifts, roster_of_shifts, shifts_of, write_shifts
from scheduler.solve import build
from tests.io.families.small_instances import BENCHMARKS, needs_benchmarks, write_matsp

LEGAL: dict[str, list[WorkedShift]] = {
    "Ann": [WorkedShift(0, 8 * 60, (("1", 480),))],
    "Cid": [WorkedShift(0, 22 * 60, (("2", 480),))],
}
"""Task 1 from 08:00 to 16:00, task 2 from 22:00 to 06:00: nothing is missing and nobody too many."""

MATSP = BENCHMARKS / "matsp"


def _ann(day: int, start: int, *blocks: tuple[str, int]) -> Shifts:
    return LEGAL | {"Ann": [WorkedShift(day, start, blocks)]}


@pytest.mark.parametrize(
    ("shifts", "excess", "missing", "words"),
    [
        (LEGAL, 0, 0, ()),
        (_ann(0, 480, ("1", 480), ("2", 60)), 4, 0, ()),
        (_ann(0, 420, ("1", 540)), 4, 0, ()),
        (_ann(0, 480, ("1", 420), ("2", 60)), 4, 4, ("missing",)),
        (_ann(0, 480, ("1", 465), ("2", 15)), 1, 1, ("a block of 15 minutes", "missing")),
        (_ann(0, 480, ("1", 495), ("1", 45)), 4, 0, ()),
        (_ann(0, 480, ("1", 300)), 0, 12, ("300 minutes, not 360", "lasts 300 minutes", "missing")),
        (_ann(0, 480, ("1", 660)), 12, 0, ("660 minutes, not 360", "lasts 660 minutes")),
        (_ann(0, 660, ("1", 480)), 12, 12, ("starts at minute 660", "missing")),
        (_ann(0, 300, ("1", 660)), 8, 0, ("660 minutes", "lasts", "starts", "within the horizon")),
        (LEGAL | {"Bob": [WorkedShift(1, 23 * 60, (("2", 480),))]}, 28, 0, ("is not within the horizon",)),
    ],
)
def test_shifts_by_hand(tmp_path: Path, shifts: Shifts, excess: int, missing: int, words: tuple[str, ...]) -> None:
    """What is missing and too many in quarters of an hour; each hard constraint is named."""
    found = evaluate_matsp(parse_matsp(write_matsp(tmp_path)), shifts)
    assert (found.excess, found.missing) == (excess, missing)
    assert len(found.violations) == len(words)
    assert all(word in broken for word, broken in zip(words, found.violations, strict=True))


def test_rests_and_runs(tmp_path: Path) -> None:
    """Fourteen hours of rest, one shift a day, five days in a row."""
    instance = parse_matsp(write_matsp(tmp_path))

    def broken(*shifts: WorkedShift) -> list[str]:
        return [words for words in evaluate_matsp(instance, {"Cid": shifts}).violations if "Cid" in words]

    morning, late = WorkedShift(0, 360, (("1", 360),)), WorkedShift(0, 14 * 60, (("1", 600),))
    assert broken(morning, WorkedShift(1, 480, (("1", 360),))) == []
    assert any("two shifts" in words for words in broken(morning, late))
    assert broken(late, WorkedShift(1, 14 * 60, (("1", 360),))) == []
    assert any("14 hours" in words for words in broken(late, WorkedShift(1, 9 * 60, (("1", 360),))))
    six = [WorkedShift(day, 480, (("1", 360),)) for day in range(6)]
    assert any("6 days in a row" in words for words in broken(*six))


def test_the_plan_is_the_family(tmp_path: Path) -> None:
    """A roster of the product has no excess either, by both yardsticks; the solution is read as it was written."""
    path = write_matsp(tmp_path)
    plan, instance = read_matsp(path), parse_matsp(path)
    outcome = build(plan, engine="cpsat", time_limit_seconds=1000)
    assert (outcome.result.status, outcome.result.cost) == ("optimal", 0)
    shifts = shifts_of(outcome.roster, plan)
    found = evaluate_matsp(instance, shifts)
    assert (found.excess, found.missing, found.violations) == (0, 0, ())
    write_shifts(shifts, tmp_path / "found.solution")
    assert read_shifts(tmp_path / "found.solution") == shifts
    assert roster_of_shifts(shifts, plan) == outcome.roster


def test_too_few_people(tmp_path: Path) -> None:
    """Four are needed in the morning, three are there: proven impossible."""
    outcome = build(read_matsp(write_matsp(tmp_path, needed=4)), engine="cpsat", time_limit_seconds=200)
    assert outcome.result.status == "infeasible"


def _text(old: str, new: str) -> Callable[[str], str]:
    return lambda text: re.sub(old, new, text, count=1)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (_text("1,08:00-08:15,1", "1,08:00-08:30,1"), "no quarter of an hour of the horizon"),
        (_text("1,08:00-08:15,1", "1,08:05-08:20,1"), "is no quarter of an hour"),
        (_text("1,08:00-08:15,1", "1,05:45-06:00,1"), "no quarter of an hour of the horizon"),
        (_text("1,08:00-08:15,1", "1,08:15-08:30,1"), "occur twice"),
        (_text("1,08:00-08:15,1", "1,08:00-08:15,3"), "There is no task '3'"),
        (_text("Ann,360,600", "Ann,600,360"), "fewer than 600"),
        (_text("Bob", "Ann"), "occurs twice"),
        (_text("Bob,0,600", "Bob,600"), "Has 2 parts"),
        (_text("SECTION_TASKS\n2", "SECTION_TASKS\n2\n3"), "SECTION_TASKS has 2 rows"),
        (_text("SECTION_STAFF", "SECTION_STUFF"), "is no section"),
    ],
)
def test_broken_files(tmp_path: Path, edit: Callable[[str], str], words: str) -> None:
    """Each is one complaint with file, line and remedy."""
    path = write_matsp(tmp_path)
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_matsp(path)
    (complaint,) = caught.value.complaints
    assert words in complaint.message
    assert complaint.remedy


def test_needs_and_wants_differ(tmp_path: Path) -> None:
    """A plan has one requirement: refused, not guessed."""
    with pytest.raises(InputError, match="Needs 1 people and wants 2"):
        read_matsp(write_matsp(tmp_path, needed=1, wanted=2))


@needs_benchmarks
@pytest.mark.parametrize(("name", "solution", "excess"), [("1_7_10_1", "1a", 383), ("10_7_20_3", "10a", 193)])
def test_published_solutions(name: str, solution: str, excess: int) -> None:
    """They cost what was published, by the evaluator and by the product's auditor, and break nothing."""
    path = MATSP / "instances" / f"{name}.txt"
    shifts = read_shifts(MATSP / "sample_solutions" / f"test_solution_{solution}.solution")
    found = evaluate_matsp(parse_matsp(path), shifts)
    assert (found.excess, found.missing, found.violations) == (excess, 0, ())
    plan = read_matsp(path)
    roster = roster_of_shifts(shifts, plan)
    assert audit(roster, plan).violations == ()
    assert exact_cost(roster, plan) == excess
