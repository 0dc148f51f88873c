"""
One week of INRC-II by the competition's protocol: files of one week in, its solution and the next history out.

usage: python -m scripts.benchmarking.inrc2_week --scenario Sc-n030w4.txt --history H0-n030w4-1.txt
       --week WD-n030w4-6.txt --solution sol-week0.txt --next-history H1.txt
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.benchmarking.arguments import seconds

if TYPE_CHECKING:
    from scheduler.rolling.roll import RollSettings


def main(arguments: Sequence[str] | None = None) -> int:
    """Play one week; 1 where no roster was found in time, 3 where a file is not understood."""
    from scheduler.cli.failures import code_of
    from scheduler.rolling.roll import RollSettings
    from scripts.benchmarking.other_problems import weekly_seconds

    options = _parser().parse_args(arguments)
    try:
        limit = options.time_limit or weekly_seconds(_dataset(options.scenario))
        settings = RollSettings(None, "staged", limit, options.seed, workers=1)
        return 0 if play_week(options, settings) else 1
    except Exception as error:
        code = code_of(error, as_json=False)
        if code is None:
            raise
        return int(code)


def play_week(options: argparse.Namespace, settings: RollSettings) -> bool:
    """Build the week and write its solution and the history after it; whether there is a roster."""
    from scheduler.io.families.inrc2 import read_inrc2_stage
    from scheduler.io.families.inrc2_files import parse_inrc2_stage
    from scheduler.io.families.inrc2_history import history_after, write_history
    from scheduler.io.families.inrc2_rosters import assignments_of_roster, write_week
    from scheduler.rolling.roll import build_week, published_until
    from scheduler.rolling.weeks import Week
    from scheduler.roster import Roster

    files = options.scenario, options.history, options.week
    problem, instance = read_inrc2_stage(*files), parse_inrc2_stage(*files)
    built = build_week(problem, Week(0, 7), Roster(()), Roster(()), settings)
    if built.plan is None:
        print("No roster was found in time.", file=sys.stderr)
        return False
    assignments = assignments_of_roster(published_until(built.plan, problem, 7), problem)
    number, dataset = int(instance.name.history), instance.name.dataset
    write_week(assignments, number, dataset, options.solution)
    write_history(history_after(instance, assignments, 1), number + 1, dataset, options.next_history)
    return True


def _dataset(scenario: Path) -> str:
    """``n030w4`` of ``Sc-n030w4.txt``."""
    return scenario.stem.removeprefix("Sc-")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="inrc2_week", description="Play one week of INRC-II.")
    add = parser.add_argument
    for name in ("scenario", "history", "week", "solution", "next-history"):
        add(f"--{name}", type=Path, required=True, metavar="FILE")
    add("--time-limit", type=seconds, metavar="SECONDS", help="default: 10 + 3 (nurses - 20), on one core")
    add("--seed", type=int, default=0, metavar="N", help="default: 0")
    return parser


if __name__ == "__main__":
    sys.exit(main())
