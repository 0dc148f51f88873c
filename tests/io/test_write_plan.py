"""Writing plans: what may be overwritten, and what is left when writing fails."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from scheduler.errors import InputError
from scheduler.io import files as module
from scheduler.io.example import write_example
from scheduler.io.read import input_sha256, read_plan
from scheduler.io.write import write_plan
from scheduler.problem import Problem

FORMS = ("out", "out.xlsx", "out.json")


@pytest.fixture
def problem(tmp_path: Path) -> Problem:
    """Return the example plan, with a name that a spreadsheet would run."""
    write_example(tmp_path / "example")
    text = (tmp_path / "example" / "agents.csv").read_text(encoding="utf-8")
    (tmp_path / "example" / "agents.csv").write_text(text.replace("Anna Berg", "'=2+3"), encoding="utf-8")
    return read_plan(tmp_path / "example")


@pytest.mark.parametrize("form", FORMS)
def test_overwriting_must_be_allowed(problem: Problem, tmp_path: Path, form: str) -> None:
    """A plan that is there stays, unless overwriting is allowed; no other file is left behind."""
    write_plan(problem, tmp_path / form)
    renamed = Problem(**{**{name: getattr(problem, name) for name in Problem.model_fields}, "name": "Other"})
    with pytest.raises(InputError, match="There is a plan already"):
        write_plan(renamed, tmp_path / form)
    assert read_plan(tmp_path / form).name == "Example week"
    write_plan(renamed, tmp_path / form, overwrite=True)
    assert read_plan(tmp_path / form).name == "Other"
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["example", form])


def test_tables_that_are_gone_do_not_stay(problem: Problem, tmp_path: Path) -> None:
    """Overwriting a folder removes the files of tables that the new plan does not have."""
    write_plan(problem, tmp_path / "out")
    fields = {name: getattr(problem, name) for name in Problem.model_fields} | {"absences": ()}
    write_plan(Problem(**fields), tmp_path / "out", overwrite=True)
    assert not (tmp_path / "out" / "absences.csv").exists()


def test_folder_with_other_things_is_never_overwritten(problem: Problem, tmp_path: Path) -> None:
    """A folder that holds anything but a plan is left alone."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.doc").write_text("years of work", encoding="utf-8")
    with pytest.raises(InputError, match=r"thesis\.doc"):
        write_plan(problem, tmp_path / "out", overwrite=True)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["thesis.doc"]


def test_failure_leaves_the_old_plan(problem: Problem, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full, the plan that was there is still whole and nothing else is left."""
    write_plan(problem, tmp_path / "out.json")
    before = (tmp_path / "out.json").read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.os, "fsync", full)
    with pytest.raises(InputError, match="No space left on device"):
        write_plan(problem, tmp_path / "out.json", overwrite=True)
    assert (tmp_path / "out.json").read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["example", "out.json"]


@pytest.mark.parametrize("name", ["plan.csv", "plan.toml", "plan.xls"])
def test_other_forms_are_refused(problem: Problem, tmp_path: Path, name: str) -> None:
    """An ending that is no form of a plan is refused."""
    with pytest.raises(InputError, match="no form of a plan"):
        write_plan(problem, tmp_path / name)


@pytest.mark.parametrize(
    ("name", "meant"), [("plan.xlxs", ".xlsx"), ("plan.xlx", ".xlsx"), ("plan.XSLX", ".xlsx"), ("plan.jsn", ".json")]
)
def test_slips_of_the_pen_make_no_folder(problem: Problem, tmp_path: Path, name: str, meant: str) -> None:
    """An ending that is nearly that of a file is told with the one that was meant; a folder that is there is one."""
    with pytest.raises(InputError, match=f"Write '{meant}'"):
        write_plan(problem, tmp_path / name)
    (tmp_path / name).mkdir()
    write_plan(problem, tmp_path / name)
    assert read_plan(tmp_path / name) == problem


@pytest.mark.parametrize("name", ["week.49", "rota.jan", "rota.jun", "v1.2", "node.js", "summer.season", ".plan"])
def test_folders_may_have_dots(problem: Problem, tmp_path: Path, name: str) -> None:
    """What is not nearly the ending of a file is the name of a folder."""
    write_plan(problem, tmp_path / name)
    assert read_plan(tmp_path / name) == problem


def test_no_cell_is_a_formula(problem: Problem, tmp_path: Path) -> None:
    """The agent called =2+3 is text in both files."""
    write_plan(problem, tmp_path / "out")
    assert ",'=2+3," in (tmp_path / "out" / "agents.csv").read_text(encoding="utf-8")
    write_plan(problem, tmp_path / "out.xlsx")
    cell = load_workbook(tmp_path / "out.xlsx")["agents"]["B2"]
    assert (cell.value, cell.data_type) == ("=2+3", "s")


def test_fingerprint_changes_with_the_plan(problem: Problem, tmp_path: Path) -> None:
    """Only files of the plan count, and each of their bytes does."""
    folder = tmp_path / "example"
    before = input_sha256(folder)
    (folder / "notes.md").write_text("x", encoding="utf-8")
    assert input_sha256(folder) == before
    (folder / "agents.csv").write_bytes((folder / "agents.csv").read_bytes() + b"\n")
    assert input_sha256(folder) != before
    write_plan(problem, tmp_path / "out.json")
    assert len(input_sha256(tmp_path / "out.json")) == 64


def test_example_is_not_written_over_anything(tmp_path: Path) -> None:
    """The example needs a new or an empty folder."""
    (tmp_path / "empty").mkdir()
    write_example(tmp_path / "empty")
    with pytest.raises(InputError, match="something already"):
        write_example(tmp_path / "empty")


def test_example_explains_every_key() -> None:
    """Every key and table of the example's plan.toml has a comment where it first stands, or its table has one."""
    from scheduler.io import example

    text = (Path(example.__file__).parents[1] / "example" / "plan.toml").read_text(encoding="utf-8")
    explained: set[str] = set()
    table_explained = False
    for line in text.splitlines():
        code, _, comment = line.partition("#")
        name = code.split("=")[0].strip()
        if name.startswith("["):
            table_explained = bool(comment)
        if name:
            assert comment or name in explained or table_explained or name in OBVIOUS, line
            explained.add(name)


OBVIOUS = (
    "name",
    "paid",
    "minutes",
    "site",
    "queue",
    "pattern",
    "latest_start",
    "latest_minutes",
    "seats",
)
"""Keys that say what they are, or that the comment on the line before covers."""
