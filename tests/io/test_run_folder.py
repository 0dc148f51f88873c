"""The folder of a run: whole or not at all."""

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scheduler.errors import InputError
from scheduler.io import run_swap
from scheduler.io.run_folder import check_target, read_result, write_run
from scheduler.result import CostTerm, ProblemSize, Result, Status
from scheduler.roster import Roster
from tests.roster_cases import plan, shift

FILES = ["coverage.csv", "result.json", "roster.csv", "roster.xlsx"]

WRITE_FOREVER = """
import sys
from pathlib import Path
from tests.io.test_run_folder import answer, rosters
from tests.roster_cases import plan
from scheduler.io.run_folder import write_run
print("ready", flush=True)
for version in range(1_000_000):
    write_run(Path(sys.argv[1]), answer(seed=version), rosters(version), plan(), pictures=False)
"""


def answer(seed=0, **changes):
    """A result; its seed tells versions apart."""
    fields = {
        "status": Status.FEASIBLE,
        "plan": "Small",
        "start_date": "2026-11-30",
        "cost": 90.0,
        "bound": None,
        "gap": None,
        "gap_of_required": None,
        "cost_terms": {"labour": CostTerm(amount=7.5, unit_cost=12.0, cost=90.0)},
        "coverage": None,
        "violations": (),
        "engine": "cpsat",
        "seed": seed,
        "workers": 1,
        "time_limit_seconds": 60,
        "runtime_seconds": 1,
        "peak_memory_mb": 100,
        "versions": {"shiftwright": "0"},
        "input_sha256": "0",
        "problem_size": ProblemSize(agents=2, queues=2, days=2, intervals=96, candidate_shifts=4),
    }
    return Result(**(fields | changes))


def rosters(version):
    """A roster that tells versions apart: ``version % 10`` o'clock."""
    return Roster(shift(plan(), "anna", 0, f"{version % 10}:00"))


def names(folder):
    """Names of all files in a folder and its subfolders."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_run_has_all_its_files(tmp_path):
    """Without pictures four files; parents are created and nothing is left beside the folder."""
    folder = tmp_path / "runs" / "monday"
    write_run(folder, answer(), rosters(9), plan(), pictures=False)
    assert names(folder) == FILES
    assert [path.name for path in folder.parent.iterdir()] == ["monday"]


def test_pictures_go_into_their_own_folder(tmp_path):
    """One day of one agent: a week, a coverage, a heat map and a day."""
    problem = plan(agents=("anna",), days=1)
    write_run(tmp_path / "run", answer(), Roster(shift(problem, "anna", 0, "9:00")), problem)
    pictures = ["coverage-2026-11-30", "day-2026-11-30", "heat-map", "week-2026-11-30"]
    assert names(tmp_path / "run") == sorted([*FILES, "report.html", *(f"pictures/{name}.png" for name in pictures)])


def test_without_a_roster_there_is_only_the_result(tmp_path):
    """A run that found nothing replaces an older one with its result alone."""
    write_run(tmp_path / "run", answer(), rosters(9), plan(), pictures=False)
    none = answer(status=Status.NO_SOLUTION, cost=None, cost_terms={})
    write_run(tmp_path / "run", none, None, plan())
    assert names(tmp_path / "run") == ["result.json"]


def test_result_is_read_as_it_was_written(tmp_path):
    """The document has the key ``schema`` and comes back equal."""
    result = answer(messages=("a note",))
    write_run(tmp_path / "run", result, None, plan())
    document = json.loads((tmp_path / "run" / "result.json").read_text())
    assert document["schema"] == "shiftwright.result/1"
    assert "schema_" not in document
    assert read_result(tmp_path / "run") == result


def test_a_result_holds_no_number_that_json_lacks():
    """NaN and infinity are refused where the result is made."""
    for number in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match="finite"):
            answer(cost=number)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": "other"}', '{"schema": "shiftwright.result/1"}'])
def test_other_documents_are_no_result(tmp_path, text):
    """Broken and incomplete documents are complaints."""
    (tmp_path / "result.json").write_text(text)
    with pytest.raises(InputError, match="build it again"):
        read_result(tmp_path)


def test_missing_result_is_a_complaint(tmp_path):
    """A folder without a result is told so."""
    with pytest.raises(InputError, match="Cannot be read"):
        read_result(tmp_path)


@pytest.mark.parametrize("foreign", ["notes.txt", "result.json"])
def test_a_folder_of_something_else_is_refused(tmp_path, foreign):
    """Other files are never replaced, not even another program's result.json."""
    (tmp_path / foreign).write_text("{}")
    for call in (lambda: check_target(tmp_path), lambda: write_run(tmp_path, answer(), None, plan())):
        with pytest.raises(InputError, match="not a run"):
            call()
    assert names(tmp_path) == [foreign]


@pytest.mark.parametrize("foreign", ["notes.txt", "roster-edited.csv", "pictures/own.txt", "more/roster.csv"])
def test_what_somebody_put_beside_a_run_is_not_lost(tmp_path, foreign):
    """The folder is refused, and the file named, before and when a run is written; its own pictures are not foreign."""
    write_run(tmp_path / "run", answer(), rosters(9), plan(agents=("anna",), days=1))
    check_target(tmp_path / "run")
    path = tmp_path / "run" / foreign
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    for ask in (check_target, lambda folder: write_run(folder, answer(1), rosters(8), plan(), pictures=False)):
        with pytest.raises(InputError, match=foreign.split("/")[0]):
            ask(tmp_path / "run")
    assert path.read_text() == "mine"


def test_a_run_without_a_roster_keeps_the_one_that_has_one(tmp_path):
    """Each time under another name, whole; a run that found nothing itself is not kept."""
    folder = tmp_path / "run"
    for number, name in ((1, "run-before"), (2, "run-before-2")):
        assert write_run(folder, answer(number), rosters(9), plan(), pictures=False) is None
        empty = answer(status=Status.NO_SOLUTION, cost=None, cost_terms={})
        assert write_run(folder, empty, None, plan()) == tmp_path / name
        assert names(tmp_path / name) == FILES
        assert read_result(tmp_path / name) == answer(number)
        assert names(folder) == ["result.json"]
        assert write_run(folder, empty, None, plan()) is None
    assert len(list(tmp_path.iterdir())) == 3


def test_a_file_is_refused(tmp_path):
    """A file where the folder should be stays."""
    (tmp_path / "run").write_text("text")
    with pytest.raises(InputError, match="Is a file"):
        write_run(tmp_path / "run", answer(), None, plan())
    assert (tmp_path / "run").read_text() == "text"


def test_an_empty_folder_and_a_link_are_filled(tmp_path):
    """A link to a run stays a link; the folder it names is replaced."""
    (tmp_path / "run").mkdir()
    (tmp_path / "latest").symlink_to(tmp_path / "run")
    for seed in (1, 2):
        write_run(tmp_path / "latest", answer(seed), None, plan())
        assert read_result(tmp_path / "run").seed == seed
    assert (tmp_path / "latest").is_symlink()


def test_a_parent_that_is_a_file_is_a_complaint(tmp_path):
    """A folder that cannot be created is a complaint with a remedy."""
    (tmp_path / "file").write_text("text")
    with pytest.raises(InputError, match="Choose another folder"):
        write_run(tmp_path / "file" / "run", answer(), None, plan())


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError, OSError(28, "No space left on device")])
def test_an_error_leaves_the_previous_run_and_nothing_else(tmp_path, monkeypatch, error):
    """Whatever stops the writing, the old run stays whole and the unfinished folder is removed."""
    write_run(tmp_path / "run", answer(1), rosters(1), plan(), pictures=False)

    def fail(*_, **__):
        raise error

    monkeypatch.setattr("scheduler.io.run_folder.write_workbook", fail)
    with pytest.raises((KeyboardInterrupt, RuntimeError, InputError)):
        write_run(tmp_path / "run", answer(2), rosters(2), plan(), pictures=False)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert read_result(tmp_path / "run").seed == 1
    assert names(tmp_path / "run") == FILES


def test_where_folders_cannot_be_exchanged_they_are_moved(tmp_path, monkeypatch):
    """Without an exchange the old folder is moved aside and removed."""
    monkeypatch.setattr(run_swap, "_exchange", lambda *_: False)
    for seed in (1, 2):
        write_run(tmp_path / "run", answer(seed), rosters(seed), plan(), pictures=False)
    assert read_result(tmp_path / "run").seed == 2
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_a_folder_moved_aside_by_a_killed_process_comes_back(tmp_path):
    """Between the two renames a kill leaves the old run aside; reading and writing put it back first."""
    for call in (read_result, lambda folder: write_run(folder, answer(2), None, plan())):
        write_run(tmp_path / "run", answer(1), None, plan())
        (tmp_path / "run").rename(tmp_path / ".run.old")
        call(tmp_path / "run")
        assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_unfinished_folders_of_killed_processes_are_removed(tmp_path):
    """What nobody holds any more goes with the next writing; what a living process holds stays."""
    (tmp_path / ".run.new-1-dead").mkdir()
    (tmp_path / ".run.new-1-dead" / "roster.csv").write_text("half")
    with run_swap.replacement(tmp_path / "run") as living:
        (living / "result.json").write_text("{}")
        with run_swap.replacement(tmp_path / "run") as other:
            (other / "result.json").write_text("[]")
        assert sorted(path.name for path in tmp_path.iterdir()) == [living.name, "run"]
    assert [path.name for path in tmp_path.iterdir()] == ["run"]
    assert (tmp_path / "run" / "result.json").read_text() == "{}"


def test_a_finished_run_can_be_read_by_others(tmp_path):
    """The folder has the rights of a new folder, not those of a private one."""
    (tmp_path / "plain").mkdir()
    write_run(tmp_path / "run", answer(), None, plan())
    assert (tmp_path / "run").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_kill_at_any_moment_leaves_a_whole_run(tmp_path):
    """A process that writes again and again is killed twelve times; all files are always of one version."""
    folder = tmp_path / "run"
    random_moments = random.Random(5)
    for _ in range(12):
        _write_and_kill(folder, 0.02 + 0.3 * random_moments.random())
        if not folder.exists():
            continue
        assert names(folder) == FILES
        version = read_result(folder).seed
        first_row = (folder / "roster.csv").read_text().splitlines()[1]
        assert f"T{version % 10:02d}:00:00+00:00" in first_row
    write_run(folder, answer(), rosters(0), plan(), pictures=False)
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def _write_and_kill(folder, seconds):
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", WRITE_FOREVER, str(folder)]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
