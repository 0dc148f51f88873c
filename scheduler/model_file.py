"""A model as a file for other solvers, with the names of the plan."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any, Literal, cast

from scheduler.compile import Compiled
from scheduler.model_labels import PlanLabels
from shiftmodels.formulation.linear import LinearModel


def write_model_file(model: LinearModel[Any], compiled: Compiled, path: Path, file_format: str) -> None:
    """
    Write a model, whole or not at all.

    Parameters
    ----------
    model
        The linear model.
    compiled
        The plan that it is of.
    path
        File to write; replaced if it exists.
    file_format
        ``lp``, ``mps`` or ``cp-sat`` (text form of its protocol buffer).
    """
    labels = PlanLabels(compiled)
    with tempfile.TemporaryDirectory(dir=path.resolve().parent, prefix=".shiftwright-") as folder:
        draft = Path(folder) / path.name
        if file_format == "cp-sat":
            from shiftmodels.backends.cp_sat import write_cp_sat

            write_cp_sat(model, draft, labels)
        else:
            from shiftmodels.backends.pyomo import pyomo_model, write_model

            write_model(pyomo_model(model, labels), draft, cast("Literal['lp', 'mps']", file_format))
        os.replace(draft, path)
