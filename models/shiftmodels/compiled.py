"""
``njit`` of numba, in a third less time from the start of a process to the first call of a compiled function.

When it first compiles or loads a function, numba looks whether scipy has a BLAS for it. That imports ``scipy.linalg``
and with it much of numpy, and only tells it how to compile ``numpy.cov`` and ``numpy.corrcoef``, which nothing here
does; what else needs a BLAS looks for it again when it is compiled. So numba is told that there is none. What it knows
of types is loaded with one look through its modules in place of hundreds.
"""

from __future__ import annotations

import importlib
import sys

from numba import njit  # noqa: TID251
from numba.core.registry import cpu_target

__all__ = ["njit"]

LINEAR_ALGEBRA = "scipy.linalg"


def _load_types_once() -> None:
    """
    Load what numba knows of types, which it else does at the first call of a compiled function.

    While it does, hundreds of its own functions ask that it look for more, each time in all of its modules: what they
    add is found at the first call, when it looks again.
    """
    context = cpu_target.target_context
    context.refresh = lambda: None
    try:
        type(context).refresh(context)
    finally:
        del context.refresh


def _load_without_linear_algebra() -> None:
    """Load the part of numba that looks for it while it cannot be imported."""
    if LINEAR_ALGEBRA in sys.modules:
        return
    # What stands for a module as None is not found.
    sys.modules[LINEAR_ALGEBRA] = None  # type: ignore[assignment]
    try:
        importlib.import_module("numba.np.arraymath")
    finally:
        del sys.modules[LINEAR_ALGEBRA]


_load_without_linear_algebra()
_load_types_once()
