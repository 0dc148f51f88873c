"""How a solve ended."""

from __future__ import annotations

from enum import StrEnum


class ModelStatus(StrEnum):
    """
    How a solve ended.

    ``optimal`` and ``infeasible`` are proofs for the full problem; ``feasible`` has a solution, ``unknown``
    has none and proves nothing.
    """

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"
