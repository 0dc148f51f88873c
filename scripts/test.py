"""
Lint, types and tests, in an environment of the project's own.

usage: python3 scripts/test.py [--long] [pytest options]
"""

from __future__ import annotations

import os
import subprocess
import sys

from bootstrap import ROOT, ensure_environment, run

LINT = (("ruff", "check", "."), ("ruff", "format", "--check", "."))
TYPES = ("mypy",)
TESTS = ("pytest", "-n", "2", "--dist", "worksteal", "-q")


def main() -> int:
    """Run every step; the first that fails decides the exit code."""
    ensure_environment()
    options = sys.argv[1:]
    environment = dict(os.environ)
    if "--long" in options:
        options.remove("--long")
        environment["SHIFTWRIGHT_LONG"] = "1"
    for step in LINT:
        code = _run(step, environment)
        if code != 0:
            return code
    # Types are checked while tests wait for processes and limits, and told of after them.
    types = subprocess.Popen(_command(TYPES), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    code = _run((*TESTS, *options), environment)
    print("$", *TYPES, flush=True)
    print(types.communicate()[0], end="", flush=True)
    return code or types.returncode


def _run(step: tuple[str, ...], environment: dict[str, str]) -> int:
    print("$", *step, flush=True)
    return run(_command(step), environment)


def _command(step: tuple[str, ...]) -> list[str]:
    return [sys.executable, "-m", *step]


if __name__ == "__main__":
    sys.exit(main())
