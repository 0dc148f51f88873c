"""Instances of the Second International Nurse Rostering Competition (2015), as their files state them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from scheduler.errors import Complaint, InputError
from scheduler.io.families.inrc2_rows import (
    Bounds,
    Nurse,
    OffRequest,
    Requirement,
    Terms,
    bounds_by_kind,
    followers_by_kind,
    history_row,
    nurse,
    off_request,
    requirements,
    terms,
)
from scheduler.io.families.lines import Line, text_lines

_NAME = re.compile(r"(n[0-9]{3}w[0-9]+)_([0-9]+)_([0-9]+(?:-[0-9]+)*)")
_HEADINGS = re.compile(r"(SCENARIO|WEEKS|SKILLS|SHIFT_TYPES|FORBIDDEN_SHIFT_TYPES_SUCCESSIONS|CONTRACTS|NURSES"
                       r"|HISTORY|NURSE_HISTORY|WEEK_DATA|REQUIREMENTS|SHIFT_OFF_REQUESTS)\b\s*=?\s*(.*)")  # fmt: skip


@dataclass(frozen=True)
class InstanceName:
    """
    The parts of ``n030w4_1_6-2-9-1``.

    Parameters
    ----------
    folder
        Where the folder of the dataset lies.
    dataset, history, weeks
        Name of the dataset, number of the initial history and of the data of each week.
    """

    folder: Path
    dataset: str
    history: str
    weeks: tuple[str, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """Files of scenario, history and weeks."""
        within = self.folder / self.dataset
        weeks = (within / f"WD-{self.dataset}-{week}.txt" for week in self.weeks)
        return within / f"Sc-{self.dataset}.txt", within / f"H0-{self.dataset}-{self.history}.txt", *weeks


def instance_name(path: Path) -> InstanceName | None:
    """The parts of a path whose last part names an instance; ``None`` where it does not."""
    match = _NAME.fullmatch(path.name)
    return match and InstanceName(path.parent, match[1], match[2], tuple(match[3].split("-")))


@dataclass(frozen=True)
class Instance:
    """
    An instance, all weeks known.

    Parameters
    ----------
    name
        Where it comes from.
    skills
        The skills.
    kinds
        Kinds of shift, with the bounds of days in a row of each.
    followers
        Kinds that may not be worked on the day after each kind.
    contracts, nurses
        Rows of these sections of the scenario; nurses with their history.
    requirements, requests
        Rows of the weeks, with days counted from the first week.
    """

    name: InstanceName
    skills: tuple[str, ...]
    kinds: dict[str, Bounds]
    followers: dict[str, tuple[str, ...]]
    contracts: dict[str, Terms]
    nurses: tuple[Nurse, ...]
    requirements: tuple[Requirement, ...]
    requests: tuple[OffRequest, ...]

    @cached_property
    def days(self) -> int:
        """Days of all weeks."""
        return 7 * len(self.name.weeks)


def parse_inrc2(path: Path) -> Instance:
    """
    Read an instance.

    Parameters
    ----------
    path
        ``FOLDER/n030w4_1_6-2-9-1``, which need not exist; the folder ``FOLDER/n030w4`` holds the files.

    Raises
    ------
    InputError
        With the first line that cannot be understood, or the file that is missing.
    """
    name = instance_name(path)
    if name is None:
        remedy = "Name it as n030w4_1_6-2-9-1: dataset, history, weeks."
        raise InputError([Complaint(str(path), "", "Is no instance of INRC-II.", remedy)])
    scenario, history, *weeks = (_sections(file) for file in _existing(name, path))
    _check_weeks(scenario, name)
    return _instance(name, scenario, history, weeks)


def parse_inrc2_stage(scenario: Path, history: Path, week: Path) -> Instance:
    """
    Read what the competition tells of one week: an instance of the weeks that are left, of which one has data.

    Parameters
    ----------
    scenario, history, week
        Files of the scenario, of the history that the weeks before have left, and of the week's data.

    Returns
    -------
    An instance whose days begin with the week; nothing is asked for after it.

    Raises
    ------
    InputError
        With the first line that cannot be understood, or the file that is missing.
    """
    for file in (scenario, history, week):
        if not file.is_file():
            raise InputError([Complaint(str(file), "", "There is no such file.", "Name the files of one week.")])
    terms_of_all, past, data = (_sections(file) for file in (scenario, history, week))
    number, dataset = _stage(past)
    line = terms_of_all.heading("WEEKS")
    weeks = line.whole(line.cells[0], "weeks", 1)
    if number >= weeks:
        message = f"It is of week {number}, and the scenario has {weeks} weeks, from 0."
        raise InputError([Complaint(str(history), "", message, "Name the history of a week that is left.")])
    name = InstanceName(scenario.parent, dataset, str(number), (week.stem, *[""] * (weeks - number - 1)))
    return _instance(name, terms_of_all, past, [data])


def _stage(history: _Sections) -> tuple[int, str]:
    """Number of the week that follows a history, and the name of the dataset."""
    for line in history.below.get("HISTORY", []):
        line.expect(2, 2, "number of the week, name of the dataset")
        return line.whole(line.cells[0], "week"), line.cells[1]
    remedy = "Write it below HISTORY, as in: 0 n030w4."
    raise InputError([Complaint(str(history.file), "", "Says not of which week it is.", remedy)])


def _instance(name: InstanceName, scenario: _Sections, history: _Sections, weeks: list[_Sections]) -> Instance:
    skills = _by_name(scenario.rows("SKILLS"), "skill")
    kinds = bounds_by_kind(scenario.rows("SHIFT_TYPES"))
    contracts = {key: terms(line) for key, line in _by_name(scenario.rows("CONTRACTS"), "contract").items()}
    past = {key: history_row(line, kinds) for key, line in _by_name(history.rows("NURSE_HISTORY"), "nurse").items()}
    people = _by_name(scenario.rows("NURSES"), "nurse")
    return Instance(
        name=name,
        skills=tuple(skills),
        kinds=kinds,
        followers=followers_by_kind(scenario.rows("FORBIDDEN_SHIFT_TYPES_SUCCESSIONS"), kinds),
        contracts=contracts,
        nurses=tuple(nurse(line, contracts, skills, past) for line in people.values()),
        requirements=tuple(
            row for day, line in _of_weeks(weeks, "REQUIREMENTS") for row in requirements(line, kinds, skills, day)
        ),
        requests=tuple(off_request(line, people, kinds, day) for day, line in _of_weeks(weeks, "SHIFT_OFF_REQUESTS")),
    )


def _of_weeks(weeks: list[_Sections], heading: str) -> list[tuple[int, Line]]:
    """Lines below a heading in all weeks, each with the first day of its week."""
    return [(7 * number, line) for number, week in enumerate(weeks) for line in week.rows(heading)]


def _existing(name: InstanceName, path: Path) -> tuple[Path, ...]:
    """The files of an instance, which must all be there."""
    if not (name.folder / name.dataset).is_dir():
        message = f"The folder {name.folder / name.dataset} of its dataset is not there."
        raise InputError([Complaint(str(path), "", message, "Name the instance beside the folder of its dataset.")])
    for file in name.files:
        if not file.is_file():
            remedy = "Choose another history or other weeks, or add the file."
            raise InputError([Complaint(str(path), "", f"There is no {file}.", remedy)])
    return name.files


@dataclass(frozen=True)
class _Sections:
    """Each heading of a file with what stands beside it, and the lines below it."""

    file: Path
    said: dict[str, Line]
    below: dict[str, list[Line]]

    def rows(self, heading: str) -> list[Line]:
        """Lines below a heading, which must be there and has their number beside it, if anything."""
        line = self.heading(heading)
        if line.cells[0].isdigit() and int(line.cells[0]) != len(self.below[heading]):
            message = f"{heading} says {line.cells[0]}, and {len(self.below[heading])} rows follow."
            raise line.error(message, "Correct the number, or the rows.")
        return self.below[heading]

    def heading(self, heading: str) -> Line:
        """What stands beside a heading, which must be there."""
        if heading not in self.said:
            raise InputError([Complaint(str(self.file), "", f"There is no {heading}.", "Add it.")])
        return self.said[heading]


def _sections(file: Path) -> _Sections:
    sections = _Sections(file, {}, {})
    current: list[Line] | None = None
    for number, text in text_lines(file):
        heading = _HEADINGS.fullmatch(text)
        line = Line(str(file), number, (heading[2],) if heading else tuple(_words(text)))
        if heading:
            sections.said[line.new(heading[1], sections.said, "section")] = line
            current = sections.below.setdefault(heading[1], [])
        elif current is None or not line.cells:
            raise line.error(f"{text!r} is not understood here.", "Write the file as the competition does.")
        else:
            current.append(line)
    return sections


def _by_name(lines: list[Line], what: str) -> dict[str, Line]:
    """Lines by their first words, each of which occurs once."""
    named: dict[str, Line] = {}
    for line in lines:
        named[line.new(line.cells[0], named, what)] = line
    return named


def _check_weeks(scenario: _Sections, name: InstanceName) -> None:
    line = scenario.heading("WEEKS")
    if line.whole(line.cells[0], "weeks", 1) != len(name.weeks):
        message = f"The scenario has {line.cells[0]} weeks, and the name of the instance lists {len(name.weeks)}."
        raise line.error(message, "List as many weeks in the name.")


def _words(text: str) -> Iterator[str]:
    """Words of a line; ``(2,5)`` is one."""
    return (word.replace(" ", "") for word in re.findall(r"\([^)]*\)|[^\s()]+", text))
