#!/usr/bin/env python3
"""Write a plan made from a week of a real contact centre, or from a synthetic family of any size."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent

if TYPE_CHECKING:
    from scheduler.problem import Problem


def main(arguments: list[str] | None = None) -> int:
    """Make the plan that the command line asks for; answer the exit code, 2 where it cannot be made."""
    parser = _parser()
    options = parser.parse_args(arguments)
    sys.path[:0] = [folder for folder in (str(ROOT), str(ROOT / "models")) if folder not in sys.path]
    from scheduler.errors import InputError
    from scheduler.io.write import write_plan
    from scripts.instance_families.weeks import UsageError

    try:
        problem = _plan(options)
        write_plan(problem, options.out, overwrite=options.overwrite)
    except (InputError, UsageError) as error:
        parser.exit(2, f"{parser.prog}: {error}\n")
    rows = len(problem.demand) or len(problem.requirements)
    print(f"{options.out}: {problem.name}: {len(problem.agents)} agents, {len(problem.queues)} queues, {rows} rows")
    return 0


def _plan(options: argparse.Namespace) -> Problem:
    from scripts.instance_families import anonymous_bank, bank_calls, contact_centre, interval_family, two_sites

    if options.family == "anonymous-bank":
        return anonymous_bank.make_plan(options.data, options.week)
    if options.family == "bank-calls":
        return bank_calls.make_plan(options.data, options.week, options.interval, options.aht)
    if options.family == "contact-centre":
        size = contact_centre.Size(options.agents, options.queues, options.sites, options.load, options.seed)
        return contact_centre.make_plan(size)
    if options.family == "two-sites":
        return two_sites.make_plan(options.seed)
    return interval_family.make_plan(
        options.tools, options.agents, options.interval, options.hours, options.load, options.seed
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    families = parser.add_subparsers(dest="family", required=True, metavar="FAMILY")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--out", type=Path, required=True, metavar="PLAN", help="folder, .xlsx or .json to write")
    common.add_argument("--overwrite", action="store_true", help="replace a plan that is there already")
    week = argparse.ArgumentParser(add_help=False)
    week.add_argument(
        "--data",
        type=Path,
        default=ROOT.parent / "shared" / "data",
        help="folder of the data sets (default: %(default)s)",
    )

    bank = families.add_parser(
        "anonymous-bank", parents=[common, week], help="a small bank, February 1999: six queues, half hours"
    )
    bank.add_argument("--week", type=_date, required=True, metavar="DATE", help="a Sunday, such as 1999-02-07")

    calls = families.add_parser(
        "bank-calls", parents=[common, week], help="a large bank, 2003: one queue, hundreds of agents"
    )
    calls.add_argument("--week", type=_date, required=True, metavar="DATE", help="a Monday, such as 2003-03-03")
    calls.add_argument("--interval", type=int, choices=(15, 30), default=15, help="minutes (default: 15)")
    calls.add_argument("--aht", type=_positive, default=240.0, metavar="SECONDS", help="handling time assumed (240)")

    sites = families.add_parser(
        "two-sites", parents=[common], help="made up: 120 people, two sites, equipment that moves between them"
    )
    sites.add_argument("--seed", type=int, default=1, help="seed of the noise (default: 1)")

    centre = families.add_parser(
        "contact-centre",
        parents=[common],
        help="made up: breaks, skills, wishes, leave, seats, British law; any size",
    )
    centre.add_argument("--agents", type=_count, default=100, help="number of agents (default: 100)")
    centre.add_argument("--queues", type=int, choices=range(1, 13), default=4, metavar="N", help="1 to 12 (default: 4)")
    centre.add_argument("--sites", type=_count, default=2, help="number of sites (default: 2)")
    centre.add_argument(
        "--load", type=_positive, default=0.95, help="hours asked for per hour that people can give (default: 0.95)"
    )
    centre.add_argument("--seed", type=int, default=1, help="seed of all that is drawn (default: 1)")

    family = families.add_parser("interval-family", parents=[common], help="synthetic: one queue, no breaks, any size")
    family.add_argument("agents", type=_count, help="number of agents")
    family.add_argument("--interval", type=int, choices=(5, 10, 15, 30, 60), default=30, help="minutes (default: 30)")
    family.add_argument("--hours", choices=("day", "24h"), default="day", help="07:00-22:00 or round the clock")
    family.add_argument("--load", type=_positive, default=0.8, help="required hours per contract hour (default: 0.8)")
    family.add_argument("--seed", type=int, default=1, help="seed of the noise (default: 1)")
    family.add_argument(
        "--tools", type=Path, default=ROOT.parent / "shared" / "tools", help="folder of interval_family.py"
    )
    return parser


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write YYYY-MM-DD") from error


def _positive(text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from error
    if not 0 < value <= 7 * 24 * 3600:
        raise argparse.ArgumentTypeError(f"{text} is not above 0 and at most 604800")
    return value


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of agents from 1 to 100000")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
