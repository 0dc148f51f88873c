"""Whom a process tells that it compiles functions, which takes long, and is done once in each installation."""

from __future__ import annotations

from collections.abc import Callable

FIRST_USE = (
    "Functions were compiled, as in the first runs of an installation, which took part of the time. "
    "python -m shiftmodels.warm_up does that once and for all."
)


class FirstUse:
    """
    Attributes
    ----------
    listener
        Called before the first function is compiled, once.
    """

    def __init__(self) -> None:
        self.listener: Callable[[], None] | None = None

    def tell(self) -> None:
        """A function is about to be compiled."""
        listener, self.listener = self.listener, None
        if listener is not None:
            listener()


first_use = FirstUse()
"""Of this process."""
