"""Plans of rotas as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from scheduler.errors import InputError
from scheduler.rotation.read import read_rotation

CONTROL_ROOM = Path(__file__).resolve().parents[2] / "instances" / "rotations" / "control-room.toml"
SEVEN = "required: 7 numbers are needed, Monday to Sunday, and there are "


def test_the_example_reads() -> None:
    """The plan that comes with the project: a file of its own, or rotation.toml in a folder."""
    plan = read_rotation(CONTROL_ROOM)
    assert (plan.weeks, plan.names, plan.rest_hours) == (12, ("Early", "Late", "Night"), 11)
    assert [shift.minutes for shift in plan.shifts] == [480, 480, 480]


def test_a_folder_is_read(tmp_path: Path) -> None:
    """A folder with rotation.toml."""
    (tmp_path / "rotation.toml").write_text(CONTROL_ROOM.read_text(encoding="utf-8"), encoding="utf-8")
    assert read_rotation(tmp_path) == read_rotation(CONTROL_ROOM)


def _text(old: str, new: str) -> Callable[[str], str]:
    return lambda text: text.replace(old, new, 1)


@pytest.mark.parametrize(
    ("edit", "place", "words"),
    [
        (_text("weeks = 12", "weeks = 0"), "weeks", "is below 1"),
        (_text("weeks = 12", "weeks = true"), "weeks", "weeks: true is not a value that can stand here"),
        (_text("run = [2, 5]", "run = [false, 5]"), "shifts[0].run[0]", "false is not a value"),
        (_text("weeks = 12", ""), "weeks", "is missing"),
        (_text("weeks = 12", "week = 12"), "week", "is not known here"),
        (_text("work_days = [3, 6]", "work_days = [7, 6]"), "", "Swap"),
        (_text("run = [2, 5]", "run = [5, 2]"), "shifts[0]", "more than 2"),
        (_text("run = [2, 5]", "runs = [2, 5]"), "shifts[0].runs", "is not known here"),
        (_text('["Late", "Early"]', '["Late", "Erly"]'), "", "no shift 'Erly'"),
        (_text('shift = "Late"', 'shift = "Early"'), "", "occurs twice"),
        (_text('start = "06:00"', 'start = "6 am"'), "shifts[0].start", "time of day"),
        (_text("required = [3, 3, 3, 3, 3, 2, 2] ", "required = [3, 3] "), "shifts[0].required", SEVEN + "2."),
        (_text("[3, 3, 3, 3, 3, 2, 2] ", "[3, 3, 3, 3, 3, 2, 2, 2] "), "shifts[0].required", SEVEN + "8."),
        (_text("[3, 3, 3, 3, 3, 2, 2] ", "[] "), "shifts[0].required", SEVEN + "0."),
        (_text("weeks = 12", "weeks = = 12"), "line 5, column 9", "no proper TOML"),
    ],
)
def test_broken_plans(tmp_path: Path, edit: Callable[[str], str], place: str, words: str) -> None:
    """Each has a complaint with file, place and remedy."""
    path = tmp_path / "rota.toml"
    path.write_text(edit(CONTROL_ROOM.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_rotation(path)
    (complaint,) = [item for item in caught.value.complaints if item.place == place]
    assert complaint.file == str(path)
    assert words in f"{complaint.message} {complaint.remedy}"
    assert complaint.remedy


@pytest.mark.parametrize(
    ("edit", "line"),
    [
        (_text("weeks = 12", "weeks = 0"), 5),
        (_text("rest_hours = 11", "rest_hour = 11"), 8),
        (_text("run = [2, 4]", "run = [4, 2]"), 22),
        (_text("run = [2, 4]", "run = [0, 2]"), 27),
        (_text("weeks = 12", ""), None),
    ],
)
def test_a_complaint_names_the_line(tmp_path: Path, edit: Callable[[str], str], line: int | None) -> None:
    """That of the key, or of the table that it is in; what is missing at the top has none."""
    path = tmp_path / "rota.toml"
    path.write_text(edit(CONTROL_ROOM.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_rotation(path)
    (complaint,) = caught.value.complaints
    assert complaint.line == line


def test_a_wrong_number_of_people_is_complained_of_once(tmp_path: Path) -> None:
    """Seven values, of which one is no number; and the only shift of a plan is wrong, which is not called none."""
    text = CONTROL_ROOM.read_text(encoding="utf-8").split("[[shifts]]")
    path = tmp_path / "rota.toml"
    for wrong in ("2.5", "-1"):
        shift = text[1].replace("[3, 3, 3, 3, 3, 2, 2]", f"[3, 3, 3, 3, 3, 2, {wrong}]")
        path.write_text("[[shifts]]".join([text[0], shift]), encoding="utf-8")
        with pytest.raises(InputError) as caught:
            read_rotation(path)
        assert [complaint.place for complaint in caught.value.complaints] == ["shifts[0].required[6]"]


def test_a_file_of_another_form_is_told_of(tmp_path: Path) -> None:
    """A workbook is no text that should be saved as UTF-8."""
    (tmp_path / "rota.xlsx").write_bytes(b"PK\x03\x04\xb0")
    with pytest.raises(InputError, match=r"rota\.xlsx: Has no form of a plan of a rota\. Give a folder"):
        read_rotation(tmp_path / "rota.xlsx")
