"""Instances of minimum shift design: their files, their objective, and what the engine makes of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.design.compile import UNITS_PER_COST, compile_design
from scheduler.design.offers import Choice, offers_of
from scheduler.design.settings import design_settings
from scheduler.errors import Complaint, InputError
from scheduler.io.families.shift_design import read_shift_design
from scheduler.io.families.shift_design_cost import Duty, evaluate_shift_design
from scheduler.io.families.shift_design_file import Instance, parse_shift_design
from scheduler.io.read import read_plan
from scheduler.problem import Problem
from shiftmodels.design.solve import solve_design
from tests.io.families.small_instances import BENCHMARKS, needs_benchmarks

INSTANCES = BENCHMARKS / "shift_design" / "instances"
SMALL = """\
% two days of six hours: too few for a plan, which has intervals of an hour at most
interval = 240;
days = 2;
demand = [1, 2, 2, 0, 0, 1,
          0, 2, 2, 0, 3, 0];
shiftTypes = 2;
minStart = [1, 4]; maxStart = [1, 5];
minLength = [2, 2]; maxLength = [2, 3];
minDuties = 4.8;
weightUnderCover = 2; weightOverCover = 1;
weightShiftInstances = 60;
"""


def write_small(folder: Path, text: str = SMALL) -> Path:
    """Write an instance of two days with six slots each."""
    path = folder / "small.dzn"
    path.write_text(text, encoding="utf-8")
    return path


def test_file(tmp_path: Path) -> None:
    """Numbers and lists, over several lines and beside comments; minDuties is read and left out."""
    instance = parse_shift_design(write_small(tmp_path))
    assert (instance.interval, instance.days, instance.demand[10], len(instance.demand)) == (240, 2, 3, 12)
    assert instance.shifts == [(1, 2), (4, 2), (4, 3), (5, 2), (5, 3)]
    assert (instance.under, instance.over, instance.shift) == (2, 1, 60)


def test_objective_by_hand(tmp_path: Path) -> None:
    """
    Two on (1, 2) on both days and one on (5, 2) on the second, which runs into slot 0 of the first day.

    Missing: 1 in slot 5, 3 in slot 10; too many: 1 in slot 11. 240 x (2 x 4 + 1) + 2 x 60 = 2280.
    """
    instance = parse_shift_design(write_small(tmp_path))
    cost = evaluate_shift_design(instance, {Duty(1, 2, 0): 2, Duty(1, 2, 1): 2, Duty(5, 2, 1): 1, Duty(4, 2, 0): 0})
    assert (cost.under, cost.over, cost.shifts, cost.total) == (4, 1, 2, 2280)


@pytest.mark.parametrize("duty", [Duty(0, 2, 0), Duty(1, 3, 0), Duty(1, 2, 2), Duty(1, 2, -1)])
def test_strange_duties(tmp_path: Path, duty: Duty) -> None:
    """A shift or a day that the instance does not have is refused."""
    with pytest.raises(ValueError, match="people on a shift"):
        evaluate_shift_design(parse_shift_design(write_small(tmp_path)), {duty: 1})


ERRORS = {
    "a number that is a word": ("days = 2", "days = two", "line 3", "'two' is not a number"),
    "a number that is negative": ("demand = [1,", "demand = [-1,", "line 4", "'-1' is not a number"),
    "half a person": ("demand = [1,", "demand = [0.5,", "line 4", "no list of whole numbers"),
    "too few slots": ("0, 2, 2, 0, 3, 0]", "0, 2, 2]", "line 4", "has 9 numbers, not 12"),
    "types miscounted": ("shiftTypes = 2", "shiftTypes = 3", "line 7", "has 2 numbers, not 3"),
    "slots that do not fill a day": ("interval = 240", "interval = 250", "line 2", "do not fill a day"),
    "a start after midnight": ("maxStart = [1, 5]", "maxStart = [1, 6]", "line 7", "Type 2 starts"),
    "lengths the wrong way round": ("maxLength = [2, 3]", "maxLength = [1, 3]", "line 7", "Type 1 starts"),
    "an unknown entry": ("minDuties", "leastDuties", "line 9", "no entry of the family"),
    "an entry that occurs twice": ("minDuties = 4.8", "days = 2", "line 9", "days occurs twice"),
    "an entry that is missing": ("days = 2;", "", "", "Has no days"),
    "an entry without an end": ("= 60;", "= 60", "line 11", "Is no entry"),
    "a list instead of a number": ("days = 2;", "days = [2];", "line 3", "not a whole number"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_broken_files(tmp_path: Path, name: str) -> None:
    """One complaint, about the line, with a remedy."""
    old, new, place, words = ERRORS[name]
    assert old in SMALL
    path = write_small(tmp_path, SMALL.replace(old, new, 1))
    (complaint,) = _complaints(path)
    assert (complaint.file, complaint.place) == (str(path), place)
    assert words in complaint.message
    assert complaint.remedy


def test_slots_that_no_plan_has(tmp_path: Path) -> None:
    """A plan has intervals of an hour at most: the complaint says which there are."""
    with pytest.raises(InputError, match="interval_minutes: 240 is not allowed"):
        read_plan(write_small(tmp_path))


@needs_benchmarks
@pytest.mark.parametrize(("name", "cost"), [
    ("DataSet1/RandomExample1", 480),
    ("DataSet1/RandomExample3", 600),
    ("DataSet1/RandomExample5", 480),
    ("DataSet2/RandomExample26", 1020),
])  # fmt: skip
def test_published_optima(name: str, cost: int) -> None:
    """The optimum is found and proven, and the family's own evaluator says what it costs."""
    path = INSTANCES / f"{name}.dzn"
    instance, problem = parse_shift_design(path), read_shift_design(path)
    people, found, bound = _designed(problem, instance)
    assert (found, bound) == (cost, cost)
    assert evaluate_shift_design(instance, people).total == cost


def _designed(problem: Problem, instance: Instance) -> tuple[dict[Duty, int], float, float]:
    offers = offers_of(problem, Choice())
    assert [(offer.start // instance.interval, offer.minutes // instance.interval) for offer in offers] == (
        instance.shifts
    )
    compiled = compile_design(problem, offers, design_settings(problem, offers, shift_cost=instance.shift))
    solved = solve_design(compiled.data, 50)
    people = {
        Duty(offers[number].start // instance.interval, offers[number].minutes // instance.interval, day.day - 5): count
        for (number, day), count in zip(compiled.duties, solved.people.tolist(), strict=True)
    }
    return people, solved.fit.cost / UNITS_PER_COST, solved.bound / UNITS_PER_COST


def _complaints(path: Path) -> tuple[Complaint, ...]:
    with pytest.raises(InputError) as raised:
        parse_shift_design(path)
    return raised.value.complaints
