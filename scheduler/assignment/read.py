"""Read tasks and agents: a folder with tasks.csv and agents.csv, or a public instance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from scheduler.assignment.plan import AssignmentPlan, Task
from scheduler.assignment.rows import AgentRow, Placed, TableReader, TaskRow
from scheduler.errors import Complaint, InputError
from scheduler.io.families.smptsp import read_smptsp
from scheduler.suggest import Suggestions

TASKS_FILE, AGENTS_FILE = "tasks.csv", "agents.csv"
PUBLIC_SUFFIX = ".dat"


def assignment_files(path: Path) -> tuple[Path, ...]:
    """
    The files that a plan of tasks is read from.

    Parameters
    ----------
    path
        A folder with ``tasks.csv`` and ``agents.csv``, or a ``.dat`` file of Krishnamoorthy, Ernst and Baatar.

    Raises
    ------
    InputError
        One is missing, or is of another form.
    """
    remedy = f"Give a folder with {TASKS_FILE} and {AGENTS_FILE}, or a public instance as the README says."
    files = (path / TASKS_FILE, path / AGENTS_FILE) if path.is_dir() else (path,)
    for file in files:
        if not file.exists():
            raise InputError([Complaint(str(file), "", "There is no such file.", remedy)])
    if len(files) == 1 and path.suffix.lower() != PUBLIC_SUFFIX:
        raise InputError([Complaint(str(path), "", "Has no form of a plan of tasks.", remedy)])
    return files


def read_assignment(path: Path) -> AssignmentPlan:
    """
    Read and check a plan of tasks.

    Parameters
    ----------
    path
        See ``assignment_files``.

    Raises
    ------
    InputError
        With every complaint found.
    """
    files = assignment_files(path)
    if len(files) == 1:
        return read_smptsp(path)
    reader = TableReader()
    tasks = reader.read(files[0], TaskRow, "task")
    agents = reader.read(files[1], AgentRow, "agent")
    complaints = list(reader.complaints)
    # Agents who could not be read may have the skills that nobody seems to have.
    if not any(complaint.file == AGENTS_FILE for complaint in complaints):
        complaints += _unknown_skills(tasks, agents)
    if complaints:
        raise InputError(complaints)
    return AssignmentPlan(
        path.resolve().name,
        tuple(map(_task, tasks)),
        tuple(agent.row.agent for agent in agents),
        tuple(frozenset(_able(agent, tasks)) for agent in agents),
    )


def _unknown_skills(tasks: Iterable[Placed[TaskRow]], agents: Iterable[Placed[AgentRow]]) -> Iterator[Complaint]:
    skills = {skill for agent in agents for skill in agent.row.skills}
    suggestions = Suggestions(skills)
    for task in tasks:
        skill = task.row.skill
        if skill is not None and skill not in skills:
            remedy = suggestions.remedy(skill, f"give an agent in {AGENTS_FILE} this skill")
            yield task.complaint(f"No agent has the skill {skill!r}.", remedy)


def _task(task: Placed[TaskRow]) -> Task:
    assert task.span is not None
    return Task(task.row.task, *task.span, (task.row.start, task.row.end))


def _able(agent: Placed[AgentRow], tasks: Sequence[Placed[TaskRow]]) -> Iterator[int]:
    for number, task in enumerate(tasks):
        knows = task.row.skill is None or task.row.skill in agent.row.skills
        if knows and _is_there(agent.span, task.span):
            yield number


def _is_there(presence: tuple[int, int] | None, span: tuple[int, int] | None) -> bool:
    return presence is None or (span is not None and presence[0] <= span[0] and span[1] <= presence[1])
