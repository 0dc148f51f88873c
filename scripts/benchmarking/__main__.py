"""``python -m scripts.benchmarking``: the same as ``scripts/bench.py``, in whatever environment runs it."""

from __future__ import annotations

import sys

from scripts.benchmarking.command import main

if __name__ == "__main__":
    sys.exit(main())
