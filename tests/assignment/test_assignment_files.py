"""Tasks and agents as files."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.assignment.read import read_assignment
from scheduler.errors import InputError

TASKS = "task,start,end,skill\nload,09:00,10:00,loading\nclean,25:00,26:00,\n"
AGENTS = "agent,skills,start,end\nAda,loading|towing,08:00,17:00\nBen,,,\n"


def write(folder: Path, tasks: str = TASKS, agents: str = AGENTS) -> Path:
    """Write a plan."""
    (folder / "tasks.csv").write_text(tasks, encoding="utf-8")
    (folder / "agents.csv").write_text(agents, encoding="utf-8")
    return folder


def test_skills_and_presence_say_who_can_do_what(tmp_path: Path) -> None:
    """Ada has the skill and is there until 17:00; Ben has none and is always there, also at one in the night."""
    plan = read_assignment(write(tmp_path))
    assert [(task.start, task.end) for task in plan.tasks] == [(540, 600), (1500, 1560)]
    assert plan.able == (frozenset({0}), frozenset({1}))


def test_presence_holds_to_the_minute(tmp_path: Path) -> None:
    """A task that ends with the presence is done, one that ends a minute later is not."""
    for end, able in (("17:00", frozenset({0})), ("17:01", frozenset())):
        tasks = f"task,start,end,skill\nload,16:00,{end},loading\n"
        assert read_assignment(write(tmp_path, tasks)).able[0] == able


def test_points_in_time_are_compared_across_offsets(tmp_path: Path) -> None:
    """Ten o'clock two hours east of Greenwich is eight o'clock there."""
    tasks = "task,start,end\na,2026-06-01T10:00+02:00,2026-06-01T11:00+02:00\nb,2026-06-01T08:00Z,2026-06-01T09:00Z\n"
    first, second = read_assignment(write(tmp_path, tasks, "agent\nAda\n")).tasks
    assert (first.start, first.end) == (second.start, second.end)


@pytest.mark.parametrize(
    ("tasks", "agents", "place", "words"),
    [
        (TASKS.replace("10:00", "9 am"), AGENTS, "tasks.csv: line 2", "no point in time"),
        (TASKS.replace("10:00", "08:00"), AGENTS, "tasks.csv: line 2", "not after start"),
        (TASKS.replace("clean", "load"), AGENTS, "tasks.csv: line 3", "occurs twice"),
        (TASKS.replace(",loading", ",loding"), AGENTS, "tasks.csv: line 2", "Write 'loading'"),
        (TASKS.replace("skill\n", "skil\n"), AGENTS, "tasks.csv: line 1", "'skil' is not known"),
        (TASKS.replace("25:00", "2026-06-01T01:00"), AGENTS, "tasks.csv: line 3", "Write all times one way"),
        (TASKS, AGENTS.replace("17:00", ""), "agents.csv: line 2", "one of start and end"),
        (TASKS, AGENTS.replace("Ben", "Ada"), "agents.csv: line 3", "occurs twice"),
        (TASKS, "agent,skills\n", "agents.csv", "Has no rows"),
    ],
)
def test_broken_files(tmp_path: Path, tasks: str, agents: str, place: str, words: str) -> None:
    """Each has a complaint with file, line and remedy."""
    with pytest.raises(InputError) as caught:
        read_assignment(write(tmp_path, tasks, agents))
    assert any(str(item).startswith(place) and words in str(item) for item in caught.value.complaints)
    assert all(item.remedy for item in caught.value.complaints)


def test_a_folder_without_a_file(tmp_path: Path) -> None:
    """The missing file is named."""
    write(tmp_path)
    (tmp_path / "agents.csv").unlink()
    with pytest.raises(InputError, match=r"agents\.csv: There is no such file"):
        read_assignment(tmp_path)


def test_a_file_of_another_form_is_told_of(tmp_path: Path) -> None:
    """One of the two tables is not what a public instance should be corrected to."""
    file = write(tmp_path) / "tasks.csv"
    with pytest.raises(InputError, match=r"tasks\.csv: Has no form of a plan of tasks\. Give a folder"):
        read_assignment(file)


def test_skills_of_unread_agents_are_not_missed(tmp_path: Path) -> None:
    """The only agent with a skill has a wrong time: that is complained of, not the tasks that need the skill."""
    with pytest.raises(InputError) as caught:
        read_assignment(write(tmp_path, agents=AGENTS.replace("17:00", "")))
    assert [complaint.file for complaint in caught.value.complaints] == ["agents.csv"]
