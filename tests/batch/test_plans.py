"""Which plans and which runs a command line names."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.batch.plans import Plan, find_plans
from scheduler.batch.tasks import Grid, tasks_of
from scheduler.errors import InputError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two sites with a week each, a folder of public instances, and files that are no plans."""
    for name in ("site-b/week/plan.toml", "site-a/week/plan.toml", "site-a/other.xlsx", "site-a/notes.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    for name in ("public/Instance10.txt", "public/Instance2.txt", "public/n030w4/Sc-n030w4.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("SECTION_HORIZON\n")
    return tmp_path


def names(*given: Path | str) -> list[str]:
    """Names of the plans found."""
    return [plan.name for plan in find_plans(map(str, given))]


def test_plans_folders_and_patterns(folder: Path) -> None:
    """A plan is itself, a folder of plans what lies right in it, a pattern all that it names; each once."""
    assert names(folder / "site-a" / "week") == ["week"]
    assert names(folder / "site-a") == ["other", "week"]
    assert names(folder / "site-*") == ["other", "site-a/week", "site-b/week"]
    assert names(folder / "*" / "week", folder / "site-a" / "week") == ["site-a/week", "site-b/week"]
    assert names(folder / "**" / "*.xlsx") == ["other"]


def test_plan_by_way_of_another_folder_is_the_same_plan(folder: Path) -> None:
    """What leads up and down again is neither a second plan nor part of a name."""
    there, around = folder / "site-a" / "week", folder / "site-b" / ".." / "site-a" / "week"
    assert names(there, around) == ["week"]
    assert names(there / "..", folder / "site-b" / "week" / "..") == ["other", "site-a/week", "site-b/week"]


def test_public_instances_have_their_family(folder: Path) -> None:
    """Natural order; an instance of INRC-II is composed of files and needs its data set."""
    plans = find_plans([str(folder / "public"), str(folder / "public" / "n030w4_1_6-2-9-1")])
    assert [(plan.family, plan.name) for plan in plans] == [
        ("curtois-qu", "Instance2"),
        ("curtois-qu", "Instance10"),
        ("inrc2", "n030w4_1_6-2-9-1"),
    ]
    with pytest.raises(InputError):
        find_plans([str(folder / "public" / "n040w4_1_6-2-9-1")])


def test_forms_of_a_plan_are_told_apart(folder: Path) -> None:
    """The ending is named where it takes it."""
    (folder / "site-a" / "other.json").touch()
    assert names(folder / "site-a") == ["other.json", "other.xlsx", "week"]


@pytest.mark.parametrize("given", ["nothing", "nothing-*", "site-a/notes"])
def test_nothing_found_is_an_error_that_names_it(folder: Path, given: str) -> None:
    """An argument without a plan does not pass in silence."""
    with pytest.raises(InputError, match=f"{given.replace('*', '.')}: There is no plan here"):
        find_plans([str(folder / given)])


def test_first_seeds_of_all_plans_come_first(tmp_path: Path) -> None:
    """Seeds, then limits, then plans, then engines; what is named twice is run once."""
    plans = [Plan("plans", name, tmp_path / name) for name in "ab"]
    tasks = tasks_of(plans, Grid(("cpsat", "staged", "cpsat"), (0, 1, 0), (5.0, 10.0), 1))
    assert len(tasks) == 16
    found = [(task.seed, task.time_limit_seconds, task.instance, task.engine) for task in tasks]
    assert found[:5] == [
        (0, 5, "a", "cpsat"),
        (0, 5, "a", "staged"),
        (0, 5, "b", "cpsat"),
        (0, 5, "b", "staged"),
        (0, 10, "a", "cpsat"),
    ]
    assert {task.seed for task in tasks[8:]} == {1}
    assert tasks[0].input_sha256 == ""
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "plan.toml").touch()
    assert len(tasks_of(plans, Grid(("cpsat",), (0,), (5.0,), 1))[0].input_sha256) == 64
