"""The verb `model`, and the engine `mip` on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import highspy
import pytest
from google.protobuf import text_format
from ortools.sat import cp_model_pb2
from ortools.sat.python import cp_model

from scheduler.cli.main import run

TINY = Path(__file__).parent.parent.parent / "instances" / "tiny"
OPTIMUM = 399.0
UNIT = 1.0


@pytest.fixture(autouse=True)
def _own_threads() -> Iterator[None]:
    """HiGHS keeps the number of threads of a process's first run; solvers here do not all take one thread."""
    highspy.Highs.resetGlobalScheduler(True)
    yield
    highspy.Highs.resetGlobalScheduler(True)


def _sizes(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, dict[str, dict[str, int]]]:
    assert run(["model", str(TINY), "--json", *options]) == 0
    sizes: dict[str, dict[str, dict[str, int]]] = json.loads(capsys.readouterr().out)
    return sizes


def test_sizes_by_family_and_by_rule(capsys: pytest.CaptureFixture[str]) -> None:
    """Rows counted by family and by rule are the same rows; one contract has a limit of days."""
    sizes = _sizes(capsys)
    assert sizes["rules"]["contract_days"] == {"rows": 1, "coefficients": 12}
    assert sizes["variables"]["work"]["variables"] == 30
    for count in ("rows", "coefficients"):
        by_family, by_rule = (sum(row[count] for row in sizes[name].values()) for name in ("rows", "rules"))
        assert by_family == by_rule > 0


@pytest.mark.parametrize("priorities", [False, True])
def test_what_the_objective_is(tmp_path: Path, capsys: pytest.CaptureFixture[str], priorities: bool) -> None:
    """A unit of it in money, which the least price makes smaller; and that priorities are not in it, once."""
    overlay = tmp_path / "overlay.toml"
    stated = 'priorities = ["understaffing"]\n' if priorities else ""
    overlay.write_text(f"{stated}[weights]\noverstaffing = 0.25\n", encoding="utf-8")
    for options in ([], ["--json"]):
        assert run(["model", str(TINY), "--overlay", str(overlay), *options]) == 0
        out, err = capsys.readouterr()
        assert err.count("sum of all costs together") == int(priorities)
        if not options:
            assert "Cost unit: 0.25 (money of one unit of the objective)" in out
            continue
        document = json.loads(out)
        assert document["cost_unit"] == 0.25
        assert len(document["messages"]) == int(priorities)


@pytest.mark.parametrize("file_format", ["lp", "mps"])
def test_written_model_has_names_and_the_optimum(tmp_path: Path, file_format: str) -> None:
    """HiGHS reads the file, ends at the optimum, and names the shifts of the plan."""
    path = tmp_path / f"tiny.{file_format}"
    assert run(["model", str(TINY), "--format", file_format, "--out", str(path)]) == 0
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    highs.setOptionValue("threads", 1)
    highs.readModel(str(path))
    highs.run()
    assert highs.getInfo().objective_function_value * UNIT == pytest.approx(OPTIMUM)
    assert any("anna_1130_0800_1600" in name for name in highs.getLp().col_names_)


def test_written_cp_sat_model_has_names_and_the_optimum(tmp_path: Path) -> None:
    """CP-SAT reads its own file back."""
    path = tmp_path / "tiny.pb.txt"
    assert run(["model", str(TINY), "--format", "cp-sat", "--out", str(path)]) == 0
    model = cp_model.CpModel()
    text = path.read_text(encoding="utf-8")
    assert 'name: "work(anna_1130_0800_1600)"' in text
    model.proto.parse_text_format(text) if hasattr(model.proto, "parse_text_format") else text_format.Parse(
        text, cp_model_pb2.CpModelProto()
    )
    solver = cp_model.CpSolver()
    assert solver.solve(model) == cp_model.OPTIMAL
    assert solver.objective_value * UNIT == pytest.approx(OPTIMUM)


def test_nothing_is_replaced_unasked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that exists stays; --out alone is wrong use."""
    path = tmp_path / "tiny.lp"
    path.write_text("mine", encoding="utf-8")
    options = ["model", str(TINY), "--format", "lp", "--out", str(path)]
    assert run(options) == 2
    assert path.read_text(encoding="utf-8") == "mine"
    assert run([*options, "--overwrite"]) == 0
    assert path.read_text(encoding="utf-8") != "mine"
    assert run(["model", str(TINY), "--out", str(path)]) == 2
    assert "--format" in capsys.readouterr().err


def test_build_with_mip(tmp_path: Path) -> None:
    """Proven optimal, and the result says by which solver; another one of Pyomo finds the same."""
    for solver in ("highs", "appsi_highs"):
        out = tmp_path / solver
        options = ["--engine", "mip", "--solver", solver, "--time-limit", "200", "--no-pictures", "--quiet"]
        assert run(["build", str(TINY), "--out", str(out), *options]) == 0
        result = json.loads((out / "result.json").read_text(encoding="utf-8"))
        assert (result["status"], result["cost"], result["bound"]) == ("optimal", OPTIMUM, OPTIMUM)
        assert (result["engine"], result["solver"]) == ("mip", solver)


def test_a_solver_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is wrong use, with a remedy, and so is a solver for another engine."""
    options = ["build", str(TINY), "--out", str(tmp_path / "run"), "--solver"]
    for name in ("nosuch", ""):
        assert run([*options, name, "--engine", "mip"]) == 2
        assert f"Pyomo finds no solver {name!r}" in capsys.readouterr().err
    assert run([*options, "highs"]) == 2
    assert not (tmp_path / "run").exists()
