"""What an MPS file of each plan says, read by HiGHS, is the model that the engines solve."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import highspy
import numpy as np
import pytest
from scipy import sparse

from scheduler.cli.main import run
from scheduler.compile import compile_problem
from scheduler.io.read import read_plan
from scheduler.model_labels import PlanLabels
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.formulation.linear import OPEN, LinearModel
from shiftmodels.formulation.names import VARIABLES

INSTANCES = Path(__file__).parent.parent.parent / "instances"
NOTHING, ONE = "nothing", "ONE_VAR_CONSTANT"
"""Variables of Pyomo: one that is 0, as some solvers want a variable, and one that is 1 and bears the constant cost."""


def _matrix(lp: highspy.HighsLp) -> sparse.csr_matrix:
    parts = (np.array(lp.a_matrix_.value_), np.array(lp.a_matrix_.index_), np.array(lp.a_matrix_.start_))
    return sparse.csc_matrix(parts, shape=(lp.num_row_, lp.num_col_)).tocsr()


def _rows(matrix: sparse.csr_matrix, lower: Any, upper: Any, order: Any) -> list[tuple[Any, ...]]:
    """Rows by what they say, whatever they are called."""
    rows = []
    for row, (least, most) in enumerate(zip(lower, upper, strict=True)):
        span = slice(matrix.indptr[row], matrix.indptr[row + 1])
        terms = sorted(zip(order[matrix.indices[span]].tolist(), matrix.data[span].tolist(), strict=True))
        # Pyomo writes a row with two limits as two rows.
        both = least != most and np.isfinite(least) and np.isfinite(most)
        limits = [(least, np.inf), (-np.inf, most)] if both else [(least, most)]
        rows += [(tuple(terms), *each) for each in limits]
    return sorted(rows)


def _said(model: LinearModel[Any]) -> list[tuple[Any, ...]]:
    lower = [-np.inf if limit <= -OPEN else float(limit) for limit in model.row_lower]
    upper = [np.inf if limit >= OPEN else float(limit) for limit in model.row_upper]
    return _rows(model.matrix, lower, upper, np.arange(model.num_variables))


@pytest.mark.parametrize("plan", ["tiny", "helpdesk", pytest.param("contact-centre", marks=pytest.mark.slow)])
def test_an_mps_file_is_the_whole_model(tmp_path: Path, plan: str) -> None:
    """Every variable by its name with its limits, kind and cost, every row with its limits, and nothing else."""
    path = tmp_path / "model.mps"
    assert run(["model", str(INSTANCES / plan), "--format", "mps", "--out", str(path)]) == 0
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)
    assert highs.readModel(str(path)) == highspy.HighsStatus.kOk
    compiled = compile_problem(read_plan(INSTANCES / plan))
    model, labels = Formulation(compiled.data, individually=True).model, PlanLabels(compiled)
    names = [f"{family}({labels.index(VARIABLES[family], numbers)})" for family, numbers in model.names]
    lp = highs.getLp()
    place = {name: number for number, name in enumerate([*names, NOTHING, ONE])}
    assert set(names) | {NOTHING} <= set(lp.col_names_) <= place.keys()
    order = np.array([place[name] for name in lp.col_names_])
    back = np.argsort(order)[: len(names)]
    assert np.array(lp.col_cost_)[back].tolist() == model.cost
    assert _constant(lp) == model.offset
    assert np.array(lp.col_upper_)[back].tolist() == model.upper
    assert not np.array(lp.col_lower_)[back].any()
    fractions = [kind == highspy.HighsVarType.kContinuous for kind in lp.integrality_]
    assert np.array(fractions)[back].tolist() == model.implied
    read = _rows(_matrix(lp), lp.row_lower_, lp.row_upper_, order)
    # Rows without variables are given the one that is 0, and a row says that it is.
    plain = [(tuple(term for term in terms if term[0] != place[NOTHING]), *limits) for terms, *limits in read]
    one = [(((place[ONE], 1.0),), 1.0, 1.0)] if ONE in lp.col_names_ else []
    assert sorted(plain) == sorted([*_said(model), ((), 0.0, 0.0), *one])


def _constant(lp: highspy.HighsLp) -> float:
    """Cost of the variable that is 1, where there is one."""
    return sum(cost for name, cost in zip(lp.col_names_, lp.col_cost_, strict=True) if name == ONE) + lp.offset_
