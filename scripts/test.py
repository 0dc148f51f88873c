"""
Lint, types and tests, in an environment of the project's own.

usage: python3 scripts/test.py [--long] [pytest options]
"""

from __future__ import annotations

import os
import sys

from bootstrap import ensure_environment, run

STEPS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
)


def main() -> int:
    """Run every step; the first that fails decides the exit code."""
    ensure_environment()
    options = sys.argv[1:]
    environment = dict(os.environ)
    if "--long" in options:
        options.remove("--long")
        environment["SHIFTWRIGHT_LONG"] = "1"
    tests = ("pytest", "-n", "2", "-q", *options)
    for step in (*STEPS, tests):
        print("$", *step, flush=True)
        code = run([sys.executable, "-m", *step], environment)
        if code != 0:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
