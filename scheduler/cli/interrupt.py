"""Ctrl-C: the first one asks the engine to stop, and its roster is written; the third one ends at once."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

PATIENCE = 2
"""Signals after which the next one ends everything; who is impatient once must not lose the roster."""


@contextmanager
def stop_on_signals() -> Iterator[threading.Event]:
    """Event that SIGINT and SIGTERM set; the handlers before are put back at the end."""
    stop, received = threading.Event(), 0

    def handle(number: int, _: FrameType | None) -> None:
        nonlocal received
        received += 1
        if received > PATIENCE:
            raise KeyboardInterrupt
        stop.set()

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Left(BaseException):
    """A signal came; no exception that anything on the way would take for its own."""


@contextmanager
def left_on_signals() -> Iterator[None]:
    """What is done here is left half done at the first signal, after what ``stop_on_signals`` does with it."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    is_left = False

    def handle(number: int, frame: FrameType | None) -> None:
        nonlocal is_left
        told = before[signal.Signals(number)]
        if callable(told):
            told(number, frame)
        if not is_left:
            is_left = True
            raise _Left

    try:
        for number in before:
            signal.signal(number, handle)
        yield
    except _Left:
        return
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
