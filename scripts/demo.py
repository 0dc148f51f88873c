"""
Build the help desk's week, audit it, and write every file and picture, in an environment of the project's own.

usage: python3 scripts/demo.py
"""

from __future__ import annotations

import sys

from bootstrap import ROOT, ensure_environment, run

PLAN = ROOT / "instances" / "helpdesk"
RUN = ROOT / "runs" / "helpdesk"


def main() -> int:
    """Build, audit, say where to look."""
    ensure_environment()
    RUN.parent.mkdir(exist_ok=True)
    build = ["build", str(PLAN), "--out", str(RUN), "--time-limit", "45"]
    audit = ["audit", str(PLAN), str(RUN)]
    for verb in (build, audit):
        print("$ shiftwright", *verb, flush=True)
        code = run([sys.executable, "-m", "scheduler", *verb])
        if code != 0:
            return code
    print(f"\nLook at roster.xlsx and the pictures in {RUN}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
