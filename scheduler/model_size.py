"""How large a model is, by family of variables and rows, and by rule of the plan."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np
import pandas as pd

from scheduler.compile import Compiled
from shiftmodels.formulation.linear import LinearModel

NO_RULE = "(none)"
"""Rows that say what variables mean, and no rule."""


def variables_by_family(model: LinearModel[Any]) -> pd.DataFrame:
    """A row for each family of variables: how many, and how many are in the objective."""
    family = [name for name, _ in model.names]
    priced = np.array(model.cost) != 0
    return _counted(family, {"variables": np.ones(len(family), dtype=int), "priced": priced.astype(int)})


def rows_by_family(model: LinearModel[Any]) -> pd.DataFrame:
    """A row for each family of rows: how many, and how many coefficients."""
    return _counted([name for name, _ in model.row_names], _of_rows(model))


def rows_by_rule(model: LinearModel[Any], compiled: Compiled) -> pd.DataFrame:
    """The same for each rule."""
    return _counted([NO_RULE if tag < 0 else compiled.labels[tag].rule for tag in model.tags], _of_rows(model))


def _of_rows(model: LinearModel[Any]) -> dict[str, np.ndarray]:
    return {"rows": np.ones(model.num_rows, dtype=int), "coefficients": np.diff(model.matrix.indptr)}


def _counted(keys: Iterable[Hashable], counts: dict[str, np.ndarray]) -> pd.DataFrame:
    """Sums by key, the largest first."""
    table = pd.DataFrame(counts, index=pd.Index(list(keys), name="name")).groupby(level=0).sum()
    return table.sort_values(next(iter(counts)), ascending=False, kind="stable")
