"""
Measure how good rosters get, against bounds and published results, in an environment of the project's own.

usage: python3 scripts/bench.py {rosters,scale,explain,check} [--help]
"""

from __future__ import annotations

import os
import sys

from bootstrap import ROOT, ensure_environment

CALLED_FROM = "SHIFTWRIGHT_CALLED_FROM"


def main() -> int:
    """Hand over to the package that measures."""
    # The environment is entered in the project's folder; folders on the command line are seen from the caller's.
    os.environ.setdefault(CALLED_FROM, os.getcwd())
    ensure_environment()
    os.chdir(os.environ.pop(CALLED_FROM))
    sys.path[:0] = [str(ROOT), str(ROOT / "models")]
    from scripts.benchmarking.command import main as measure

    return measure()


if __name__ == "__main__":
    sys.exit(main())
