"""Whether `explain` names what was planted: contradictions of every kind in plans of growing size."""

from __future__ import annotations

import argparse
import csv
import itertools
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.benchmarking.arguments import absolute, agents, seconds

if TYPE_CHECKING:
    from scheduler.problem import Problem
    from scripts.benchmarking.planted import Planted

SIZES, NUMBERS = [10, 100], [3]
TARGETS = {10: 10.0, 100: 10.0, 1000: 60.0}
"""Seconds that a plan of so many agents is to take."""


@dataclass(frozen=True)
class Answer:
    """
    What `explain` made of a planted contradiction.

    Parameters
    ----------
    agents, number, name
        Size of the plan, the first agent concerned, and what was planted.
    planted, named
        Rules, joined by ``+``; of several conflicts the rules of each, joined by ``|``.
    is_right, is_minimal
        Whether exactly what was planted was named, and whether each member was proven to be needed.
    changes, cured
        Changes that cure it, and whether the whole plan has a roster with the first.
    seconds, cpu_seconds
        Wall time, and processor time of the process, which a loaded machine does not lengthen.
    """

    agents: int
    number: int
    name: str
    planted: str
    named: str
    is_right: bool
    is_minimal: bool
    changes: int
    cured: str
    seconds: float
    cpu_seconds: float


def add_explain(parser: argparse.ArgumentParser, folder: Path) -> None:
    """Options of the measurement; results go to a folder where nothing else is said."""
    add = parser.add_argument
    add(
        "--sizes", nargs="+", type=agents, default=SIZES, metavar="AGENTS", help="agents of the plans (default: 10 100)"
    )
    add("--numbers", nargs="+", type=int, default=NUMBERS, metavar="N", help="agents to plant at (default: 3)")
    add("--only", nargs="+", default=[], metavar="NAME", help="contradictions by name (default: all)")
    add("--time-limit", type=seconds, default=60.0, metavar="SECONDS", help="of each plan (default: 60)")
    add("--out", type=absolute, default=folder, metavar="FOLDER", help="default: %(default)s")


def measure_explain(options: argparse.Namespace) -> int:
    """Plant, explain and write ``answers.csv`` as it goes, then count what is right."""
    options.out.mkdir(parents=True, exist_ok=True)
    answers = []
    with (options.out / "answers.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Answer)])
        writer.writeheader()
        for size, number in itertools.product(options.sizes, options.numbers):
            for name, planted in plants(base_plan(size), number, options.only):
                answers.append(answer_of(size, number, name, planted, options.time_limit))
                writer.writerow(asdict(answers[-1]))
                file.flush()
                print(_line(answers[-1]), flush=True)
    for size in options.sizes:
        print(_summary(size, [answer for answer in answers if answer.agents == size]))
    return 0 if all(answer.is_right and answer.is_minimal for answer in answers) else 1


def base_plan(size: int) -> Problem:
    """A plan of the made-up contact centre with requirements."""
    from scheduler.staffing import staff
    from scripts.benchmarking.scale_terms import SITES, terms_of
    from scripts.instance_families.contact_centre import Size, make_plan

    problem = make_plan(Size(size, terms_of(size).queues, SITES, 0.95, 1))
    return problem if problem.requirements else staff(problem)


def plants(problem: Problem, number: int, only: list[str]) -> Iterator[tuple[str, Planted]]:
    """Every contradiction, planted."""
    from scripts.benchmarking.planted import AGENT_PLANTS, ground_of
    from scripts.benchmarking.planted_teams import TEAM_PLANTS, team_of

    for name, plant in AGENT_PLANTS.items():
        if not only or name in only:
            yield name, plant(ground_of(problem, number))
    for name, plant in TEAM_PLANTS.items():
        if not only or name in only:
            yield name, plant(team_of(problem, number))


def answer_of(size: int, number: int, name: str, planted: Planted, time_limit: float) -> Answer:
    """Ask about one."""
    from scheduler.explain.explain import explain
    from scheduler.explain.prices import ChangePrices

    begin, worked = time.monotonic(), time.process_time()
    report = explain(planted.problem, ChangePrices(), time_limit)
    named = [frozenset(member.rule for member in conflict.members) for conflict in report.conflicts]
    return Answer(
        agents=size,
        number=number,
        name=name,
        planted="+".join(sorted(planted.rules)),
        named="|".join("+".join(sorted(rules)) for rules in named),
        is_right=named == [planted.rules],
        is_minimal=all(conflict.minimal for conflict in report.conflicts),
        changes=sum(len(conflict.relaxations) for conflict in report.conflicts),
        cured={True: "yes", False: "no", None: "unknown"}[report.cured],
        seconds=round(time.monotonic() - begin, 1),
        cpu_seconds=round(time.process_time() - worked, 1),
    )


def _line(answer: Answer) -> str:
    verdict = "right" if answer.is_right else f"WRONG: {answer.named or 'nothing'}"
    minimal = "minimal" if answer.is_minimal else "not proven minimal"
    return (
        f"{answer.agents:5d} {answer.name:28s} {verdict}, {minimal}, {answer.changes} changes, "
        f"cured: {answer.cured}, {answer.seconds} s, {answer.cpu_seconds} s of CPU"
    )


def _summary(size: int, answers: list[Answer]) -> str:
    right, minimal = sum(one.is_right for one in answers), sum(one.is_minimal for one in answers)
    times = sorted(one.seconds for one in answers) or [0.0]
    target = TARGETS.get(size)
    within = "" if target is None else f", {sum(one <= target for one in times)} within {target:g} s"
    return (
        f"{size} agents: {right} of {len(answers)} right, {minimal} minimal; "
        f"median {times[len(times) // 2]} s, longest {times[-1]} s{within}"
    )
