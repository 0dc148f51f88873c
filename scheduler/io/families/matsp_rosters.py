"""Solutions of the multi-activity shift scheduling problem: XML files of shifts and their blocks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from scheduler.errors import Complaint, InputError
from scheduler.io.families.matsp import queue_of
from scheduler.io.families.matsp_cost import Shifts, WorkedShift
from scheduler.roster import Activity, Roster

if TYPE_CHECKING:
    from scheduler.problem import Problem
    from scheduler.roster import Shift


def read_shifts(path: Path) -> dict[str, list[WorkedShift]]:
    """
    Read a solution.

    Raises
    ------
    InputError
        The file is no such solution.
    """
    try:
        root = ElementTree.parse(path).getroot()
        return {
            person.attrib["ID"]: [_shift(element) for element in person.iter("Shift")]
            for person in root.iter("Employee")
        }
    except (ElementTree.ParseError, KeyError, ValueError, AttributeError, OSError) as error:
        complaint = Complaint(str(path), "", f"Is no solution: {error}.", "Give a file as the family publishes them.")
        raise InputError([complaint]) from error


def _shift(element: ElementTree.Element) -> WorkedShift:
    hours, minutes, _ = _text(element, "Start").split(":")
    blocks = [(_text(task, "ID"), int(_text(task, "Length"))) for task in element.iter("Task")]
    return WorkedShift(int(_text(element, "Day")), 60 * int(hours) + int(minutes), tuple(blocks))


def _text(element: ElementTree.Element, name: str) -> str:
    text = element.findtext(name)
    if text is None:
        raise ValueError(f"a {element.tag} without {name}")
    return text.strip()


def write_shifts(shifts: Shifts, path: Path) -> None:
    """Write a solution so that ``read_shifts`` reads it."""
    root = ElementTree.Element("Solution")
    for name, tour in shifts.items():
        person = ElementTree.SubElement(root, "Employee", ID=name)
        for shift in tour:
            element = ElementTree.SubElement(person, "Shift")
            ElementTree.SubElement(element, "Day").text = str(shift.day)
            ElementTree.SubElement(element, "Start").text = f"{shift.start // 60:02d}:{shift.start % 60:02d}:00"
            for task, minutes in shift.blocks:
                block = ElementTree.SubElement(element, "Task", WorkLength=str(minutes))
                ElementTree.SubElement(block, "ID").text = task
                ElementTree.SubElement(block, "Length").text = str(minutes)
    ElementTree.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)


def shifts_of(roster: Roster, problem: Problem) -> dict[str, list[WorkedShift]]:
    """The solution that a roster for the plan of an instance is."""
    return {name: [_worked(shift, problem) for shift in tour] for name, tour in roster.tours.items()}


def _worked(shift: Shift, problem: Problem) -> WorkedShift:
    blocks = tuple((part.queue.removeprefix(queue_of("")), part.minutes) for part in shift.activities)
    start = shift.start.astimezone(problem.horizon.zone)
    return WorkedShift(problem.horizon.day(shift.shift_date), 60 * start.hour + start.minute, blocks)


def roster_of_shifts(shifts: Shifts, problem: Problem) -> Roster:
    """The roster for the plan of an instance that a solution describes."""
    horizon, activities = problem.horizon, []
    for name, tour in shifts.items():
        for shift in tour:
            minute = shift.begin
            for task, minutes in shift.blocks:
                span = horizon.instant(minute), horizon.instant(minute + minutes)
                queue = queue_of(task)
                activities.append(Activity(name, horizon.date(shift.day), queue, *span, True, queue))
                minute += minutes
    return Roster(activities)
