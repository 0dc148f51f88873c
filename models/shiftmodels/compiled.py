"""
``njit`` of numba, in half the time from the start of a process to the first call of a compiled function.

Before it looks for a function that an earlier process has compiled, numba loads all that it knows of types. Only
compiling needs that, and loads it itself: so numba is made to look first.

Then it looks whether scipy has a BLAS for it. That imports ``scipy.linalg`` and with it much of numpy, and only tells
it how to compile ``numpy.cov`` and ``numpy.corrcoef``, which nothing here does; what else needs a BLAS looks for it
again when it is compiled. So numba is told that there is none.
"""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING

from numba import njit  # noqa: TID251
from numba.core.caching import Cache
from numba.core.runtime.nrt import rtsys

from shiftmodels.first_use import first_use

if TYPE_CHECKING:
    from numba.core.base import BaseContext

__all__ = ["njit"]

LINEAR_ALGEBRA = "scipy.linalg"


def _load_overload(cache: Cache, signature: object, context: BaseContext) -> object:
    """A function as compiled by an earlier process, ``None`` where there is none; its arrays need a memory manager."""
    rtsys.initialize(context)
    found: object = None
    with cache._guard_against_spurious_io_errors():
        found = cache._load_overload(signature, context)  # type: ignore[no-untyped-call]
    if found is None:
        first_use.tell()
    return found


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


Cache.load_overload = _load_overload  # type: ignore[method-assign]
_load_without_linear_algebra()
