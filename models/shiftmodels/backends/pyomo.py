"""A linear model in Pyomo: readable by people, and written as an LP or MPS file."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pyomo.environ as pyo
from pyomo.common import dependencies
from pyomo.core.expr.numeric_expr import LinearExpression

from shiftmodels.formulation.linear import OPEN, LinearModel
from shiftmodels.formulation.names import ROWS, VARIABLES, Labels, Name

# Pyomo guards its output with a lock between processes, a semaphore that outlives a process that is killed. Solves have
# processes of their own here, so that one between threads does.
dependencies.capture_output_lock = threading.Lock()


@dataclass(frozen=True, eq=False)
class PyomoModel:
    """
    Parameters
    ----------
    model
        The model: a variable component for each family of variables, a constraint for each family of rows.
    variables
        Its variables in the order of the linear model.
    """

    model: pyo.ConcreteModel
    variables: list[Any]


def pyomo_model(linear: LinearModel[Any], labels: Labels | None = None) -> PyomoModel:
    """
    Write a linear model in Pyomo.

    Parameters
    ----------
    linear
        The model.
    labels
        Words for the numbers in names; the numbers themselves where not given.
    """
    labels = Labels() if labels is None else labels
    model = pyo.ConcreteModel(name="shiftwright")
    variables = _add_variables(model, linear, labels)
    # Solvers call a model without variables or rows unsolved.
    model.nothing = pyo.Var(domain=pyo.Integers, bounds=(0, 0))
    model.nothing_happens = pyo.Constraint(expr=model.nothing == 0)
    _add_rows(model, linear, labels, variables)
    used = [(cost, variable) for cost, variable in zip(linear.cost, variables, strict=True) if cost]
    costs, priced = [cost for cost, _ in used], [variable for _, variable in used]
    total = LinearExpression(constant=linear.offset, linear_coefs=costs, linear_vars=priced)
    model.cost = pyo.Objective(expr=total, sense=pyo.minimize)
    return PyomoModel(model, variables)


def _add_variables(model: pyo.ConcreteModel, linear: LinearModel[Any], labels: Labels) -> list[Any]:
    index = [labels.index(VARIABLES[family], numbers) for family, numbers in linear.names]
    for family, places in _families(linear.names).items():
        bounds = {index[place]: (0, linear.upper[place]) for place in places}
        kinds = {index[place]: pyo.Reals if linear.implied[place] else pyo.Integers for place in places}
        component = pyo.Var(list(bounds), bounds=bounds, domain=lambda _, key, kinds=kinds: kinds[key])
        model.add_component(family, component)
    return [getattr(model, family)[place] for (family, _), place in zip(linear.names, index, strict=True)]


def _add_rows(model: pyo.ConcreteModel, linear: LinearModel[Any], labels: Labels, variables: list[Any]) -> None:
    matrix = linear.matrix
    index = [labels.index(ROWS[family], numbers) for family, numbers in linear.row_names]
    for family, places in _families(linear.row_names).items():
        component = pyo.Constraint(pyo.Any)
        model.add_component(f"{family}_row" if family in VARIABLES else family, component)
        for place in places:
            span = slice(matrix.indptr[place], matrix.indptr[place + 1])
            terms = [variables[column] for column in matrix.indices[span].tolist()]
            lower, upper = linear.row_lower[place], linear.row_upper[place]
            coefficients = matrix.data[span].tolist()
            if not terms:
                # A row without variables may still say that there is no solution.
                terms, coefficients = [model.nothing], [1]
            body = LinearExpression(constant=0, linear_coefs=coefficients, linear_vars=terms)
            limits = None if lower <= -OPEN else lower, None if upper >= OPEN else upper
            component[index[place]] = (limits[0], body, limits[1])


def _families(names: list[Name]) -> dict[str, list[int]]:
    """Places of the members of each family."""
    found: dict[str, list[int]] = {}
    for place, (family, _) in enumerate(names):
        found.setdefault(family, []).append(place)
    return found


def write_model(written: PyomoModel, path: Path, file_format: Literal["lp", "mps"]) -> None:
    """
    Write an LP or MPS file with readable names.

    Parameters
    ----------
    written
        The model.
    path
        File to write.
    file_format
        Which of the two.
    """
    writer = {"lp": "cpxlp", "mps": "mps"}[file_format]
    written.model.write(str(path), format=writer, io_options={"symbolic_solver_labels": True})
