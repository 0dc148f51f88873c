"""HiGHS that says nothing: standard output belongs to results."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import highspy

OUT = 1
"""Descriptor of standard output."""


def quiet_highs(**options: bool | float | str) -> highspy.Highs:
    """HiGHS with one thread and other options, which prints nothing."""
    # The first of a process prints its version and licence before it can be told not to (HiGHS 1.16).
    with _silence():
        highs = highspy.Highs()  # type: ignore[no-untyped-call]
    defaults: dict[str, bool | float | str] = {"output_flag": False, "threads": 1, "parallel": "off"}
    for name, value in (defaults | options).items():
        highs.setOptionValue(name, value)
    return highs


@contextmanager
def _silence() -> Iterator[None]:
    """Nothing written to standard output is seen, by whichever part of the process."""
    sys.stdout.flush()
    try:
        kept = os.dup(OUT)
    except OSError:  # Closed: nothing is seen anyhow.
        yield
        return
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), OUT)
    try:
        yield
    finally:
        os.dup2(kept, OUT)
        os.close(kept)
