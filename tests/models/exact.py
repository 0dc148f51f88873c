"""CP-SAT in this process, for tests that ask it often."""

from __future__ import annotations

from shiftmodels.data import ModelData
from shiftmodels.engines.cpsat import solve_here
from shiftmodels.engines.run import Run, SolveOptions
from shiftmodels.solution import ModelSolution


def exact_answer(data: ModelData, options: SolveOptions) -> ModelSolution:
    """The answer of the engine `cpsat`."""
    return solve_here(Run(data, options, None, None))
