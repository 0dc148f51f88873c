"""A broken file of a public family gives one clear message with file, line and remedy."""

from __future__ import annotations

import contextlib
import random
from pathlib import Path

import pytest

from scheduler.errors import Complaint, InputError
from scheduler.io.read import read_plan
from tests.io.families.small_instances import CURTOIS_QU, HISTORY, SCENARIO, WEEK, write_curtois_qu, write_inrc2

CURTOIS_QU_ERRORS = {
    "a number that is a word": ("E,480,", "E,eight,", "line 6", "'eight' is not a whole number"),
    "a number that is negative": ("Cid,4,L,1", "Cid,4,L,-1", "line 24", "'-1' is not"),
    "a shift that cannot follow is unknown": ("L,540,E", "L,540,X", "line 7", "There is no shift 'X'"),
    "a shift that occurs twice": ("N,600,E|L", "L,600,E", "line 8", "'L' occurs twice"),
    "a shift without a name": ("E,480,", ",480,", "line 6", "is no name of a shift"),
    "a name with a colon": ("E,480,", "E:1,480,", "line 6", "is no name of a shift"),
    "too few columns": ("Cid,E=3|L=14|N=0,3000,0,3,1,1,2", "Cid,E=3", "line 13", "Has 2 parts"),
    "a kind without a number": ("E=3|L=14|N=0", "E=3|L=14", "line 13", "says nothing of N"),
    "a person who occurs twice": ("Bob,E=14", "Ann,E=14", "line 12", "'Ann' occurs twice"),
    "an unknown person": ("Cid,3\n", "Sid,3\n", "line 17", "Write 'Cid'"),
    "a day after the horizon": ("Ann,0,6", "Ann,0,14", "line 16", "Write a day from 0 to 13"),
    "an unknown section": ("SECTION_STAFF", "SECTION_STUFF", "line 10", "is no section"),
    "a section that is missing": ("SECTION_DAYS_OFF\nAnn,0,6\nCid,3\n", "", "", "no SECTION_DAYS_OFF"),
    "rows before the first section": ("SECTION_HORIZON\n14", "14", "line 2", "before the first section"),
    "two horizons": ("14\n", "14\n15\n", "", "has 2 rows"),
    "a horizon that is too long": ("14\n", "400\n", "", "no row for day 14"),
    "minutes the wrong way round": ("3000,0,3", "3000,4000,3", "line 13", "minimum is above maximum"),
    "no day of work in a row": ("3000,0,3,1", "3000,0,0,1", "line 13", "maximum"),
}


@pytest.mark.parametrize("name", CURTOIS_QU_ERRORS)
def test_curtois_qu(tmp_path: Path, name: str) -> None:
    """One complaint, about the line."""
    old, new, place, words = CURTOIS_QU_ERRORS[name]
    assert old in CURTOIS_QU
    path = write_curtois_qu(tmp_path, CURTOIS_QU.replace(old, new, 1))
    (complaint,) = _complaints(path)
    assert (complaint.file, complaint.place) == (str(path), place)
    assert words in f"{complaint.message} {complaint.remedy}"


@pytest.mark.parametrize(("row", "words"), [
    ("3,E,1,100,2\n", "The weights are 100 and 2, those of line 28 are 100 and 1."),
    ("3,E,1,100,1\n3,E,1,100,1\n", "Day 3 and shift E occur twice."),
    ("", "SECTION_COVER has no row for day 3 and shift E."),
    ("3,E,1,100\n", "Has 4 parts."),
])  # fmt: skip
def test_cover(tmp_path: Path, row: str, words: str) -> None:
    """Every day and shift has one row, and all have the same weights."""
    path = write_curtois_qu(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("3,E,1,100,1\n", row, 1), encoding="utf-8")
    (complaint,) = _complaints(path)
    assert complaint.message == words


INRC2_ERRORS = {
    "bounds that are no pair": ("Early (2,3)", "Early (2)", "Sc", 10, "is no pair"),
    "bounds the wrong way round": ("Early (2,3)", "Early (3,2)", "Sc", 10, "Swap them"),
    "a number of rows that is wrong": ("SKILLS = 2", "SKILLS = 3", "Sc", 5, "2 rows follow"),
    "an unknown contract": ("Pia Full", "Pia Fall", "Sc", 24, "Write 'Full'"),
    "an unknown skill": ("Rob Part 2 Nurse", "Rob Part 2 Nurze", "Sc", 26, "Write 'Nurse'"),
    "skills that are miscounted": ("Rob Part 2", "Rob Part 1", "Sc", 26, "Says 1 and lists 2"),
    "a nurse without history": ("Quin Full", "Quinn Full", "Sc", 25, "history says nothing of Quinn"),
    "a nurse who occurs twice": ("Quin Full", "Pia Full", "Sc", 25, "'Pia' occurs twice"),
    "weekends neither whole nor not": ("(2,3) 1 1", "(2,3) 1 2", "Sc", 20, "Write 1 or 0"),
    "a heading that is missing": ("CONTRACTS = 2", "", "Sc", 0, "understood|no CONTRACTS|Has"),
    "another number of weeks": ("WEEKS = 2", "WEEKS = 4", "Sc", 3, "lists 2"),
    "runs that contradict each other": ("Pia 0 0 Night 1 3 0", "Pia 0 0 Night 4 3 0", "H0", 5, "contradict"),
    "a history beyond the contract": ("Quin 2 1", "Quin 2 2", "H0", 6, "more already"),
    "a week of six days": ("Nurse (0,2) (0,1)", "Nurse (0,2)", "WD", 7, "Has 8 parts"),
    "a weekday that there is not": ("Any Thu", "Any Thor", "WD", 11, "no weekday 'Thor'"),
    "a row that occurs twice": ("Night Nurse", "Late Nurse", "WD", 8, ""),
}


@pytest.mark.parametrize("name", INRC2_ERRORS)
def test_inrc2(tmp_path: Path, name: str) -> None:
    """The first complaint is about the line."""
    old, new, file, line, words = INRC2_ERRORS[name]
    texts = {"scenario": SCENARIO, "history": HISTORY, "week": WEEK}
    assert any(old in text for text in texts.values())
    path = write_inrc2(tmp_path, **{key: text.replace(old, new, 1) for key, text in texts.items()})
    complaint = _complaints(path)[0]
    assert Path(complaint.file).name.startswith(file)
    assert not line or complaint.place == f"line {line}"
    assert any(word in f"{complaint.message} {complaint.remedy}" for word in words.split("|"))


@pytest.mark.parametrize(("name", "words"), [
    ("n004w2_0_7-7", "folder"),
    ("n003w2_1_7-7", "H0-n003w2-1.txt"),
    ("n003w2_0_7-8", "WD-n003w2-8.txt"),
    ("n003w2_0", "no such file or folder"),
])  # fmt: skip
def test_missing_files(tmp_path: Path, name: str, words: str) -> None:
    """What is not there is named."""
    (complaint,) = _complaints(write_inrc2(tmp_path).with_name(name))
    assert words in complaint.message


@pytest.mark.parametrize("seed", range(150))
def test_random_damage(tmp_path: Path, seed: int) -> None:
    """Whatever happens to a file, it reads or is complained of."""
    draw = random.Random(seed)
    write_inrc2(tmp_path)
    paths = [write_curtois_qu(tmp_path), *sorted((tmp_path / "n003w2").iterdir())]
    path = draw.choice(paths)
    text = path.read_text(encoding="utf-8")
    for _ in range(draw.randint(1, 3)):
        place, length = draw.randrange(len(text)), draw.randint(0, 3)
        text = text[:place] + draw.choice(["", *",()|=\n7 Éx-"]) + text[place + length :]
    path.write_text(text, encoding="utf-8")
    with contextlib.suppress(InputError):
        read_plan(path if path == paths[0] else tmp_path / "n003w2_0_7-7")


def _complaints(path: Path) -> tuple[Complaint, ...]:
    with pytest.raises(InputError) as raised:
        read_plan(path)
    assert all(complaint.message and complaint.remedy for complaint in raised.value.complaints)
    return raised.value.complaints
