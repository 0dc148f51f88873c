"""What the exit code of the command means."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Documented in the README and in ``shiftwright --help``."""

    DONE = 0
    NO_ROSTER = 1
    USAGE = 2
    INVALID_INPUT = 3
    INFEASIBLE = 4
    AUDIT_FAILED = 5
    INTERRUPTED = 130
