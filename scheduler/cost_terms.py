"""Some of the terms of which a cost is the sum."""

from __future__ import annotations

from dataclasses import dataclass

KINDS = (
    "labour",
    "preferences",
    "understaffing",
    "overstaffing",
    "limits",
    "seats",
    "equipment",
    "holding",
    "moving",
    "rule",
)
"""What stands before the colon in the name of a term."""


@dataclass(frozen=True)
class Terms:
    """
    A part of the cost.

    Parameters
    ----------
    names
        Names as in ``result.json``, such as ``understaffing:chat``, or their kind, such as ``understaffing``; all terms
        where not given.
    left_out
        The same for terms that are no part of it, whatever ``names`` says.
    """

    names: frozenset[str] | None = None
    left_out: frozenset[str] = frozenset()

    def has(self, term: str) -> bool:
        """Whether a term, named as in ``result.json``, is part of it."""
        alike = {term, term.split(":", 1)[0]}
        return (self.names is None or not alike.isdisjoint(self.names)) and alike.isdisjoint(self.left_out)


def names_of(priority: str) -> tuple[str, ...]:
    """Terms of one priority, ``understaffing + limits``."""
    return tuple(name.strip() for name in priority.split("+"))


ALL = Terms()
"""The whole cost."""
