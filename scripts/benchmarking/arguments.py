"""Options that kinds of measurement share, and the values they take."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import get_args


def add_running(parser: argparse.ArgumentParser, seeds: list[int], folder: Path) -> None:
    """
    Options of how to run and where to write.

    Parameters
    ----------
    parser
        Gets the options.
    seeds, folder
        Defaults of ``--seeds`` and ``--out``.
    """
    from scheduler.engine_choice import Engine

    add = parser.add_argument
    add("--engine", nargs="+", choices=get_args(Engine), default=["staged"], help="default: staged")
    text = "default: " + " ".join(map(str, seeds))
    add("--seeds", nargs="+", type=int, default=seeds, metavar="N", help=text)
    add("--workers", type=count, default=2, metavar="N", help="threads of the solver (default: 2)")
    add("--out", type=absolute, default=folder, metavar="FOLDER", help="default: %(default)s")
    add("--resume", action="store_true", help="leave out what was run already at this commit")
    add("--report-only", action="store_true", help="run nothing; write table and pictures of what is there")


def seconds(text: str) -> float:
    """A time limit in seconds, of 30 days at most."""
    try:
        value = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds") from error
    if not 0 < value <= 30 * 24 * 3600:
        raise argparse.ArgumentTypeError(f"{text} is not above 0 and at most 30 days")
    return value


def count(text: str) -> int:
    """A number of threads."""
    if not text.isdecimal() or not 1 <= int(text) <= 1024:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 1024")
    return int(text)


def agents(text: str) -> int:
    """A number of people."""
    if not text.isdecimal() or not 1 <= int(text) <= 100_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of agents from 1 to 100000")
    return int(text)


def load(text: str) -> float:
    """Hours asked for, per hour that people can give."""
    try:
        value = float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number") from error
    if not 0 < value <= 10:
        raise argparse.ArgumentTypeError(f"{text} is not above 0 and at most 10")
    return value


def absolute(text: str) -> Path:
    """A folder, independent of where the work goes on."""
    return Path(text).resolve()
