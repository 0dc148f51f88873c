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
