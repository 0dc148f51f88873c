"""Whether `check` keeps silent on small plans that have a roster, and says so of those that have none."""

from __future__ import annotations

import argparse
import csv
import random
import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, fields
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.benchmarking.arguments import absolute

if TYPE_CHECKING:
    from scheduler.problem import Problem

PROOF_SECONDS = 10.0
"""For the solver, to prove that a plan has no roster; other plans are passed over."""
PLANTED_SHARE = 0.4
"""Of the plans without a roster, those with a contradiction out of the catalogue."""
LIMITS_PER_ROSTER = 5
"""Plans with a roster in which the same one is hemmed in by other limits."""
WEEK, PLANTED_INTERVAL = 7, 30
CAUGHT_SHARE = 0.7
"""Target."""


@dataclass(frozen=True)
class Checked:
    """
    What `check` said of a plan.

    Parameters
    ----------
    seed, name
        Of the small plan at its bottom, and what was done to it.
    is_feasible
        Whether it has a roster: one that the auditor accepts is at hand, or the solver proved that there is none.
    codes
        Of the impossibilities that were found, joined by ``+``.
    seconds
        Processor time of the check.
    """

    seed: int
    name: str
    is_feasible: bool
    codes: str
    seconds: float

    @property
    def is_right(self) -> bool:
        """Whether something was found exactly where something is wrong."""
        return self.is_feasible != bool(self.codes)


def add_check(parser: argparse.ArgumentParser, folder: Path) -> None:
    """Options of the measurement; results go to a folder where nothing else is said."""
    add = parser.add_argument
    add("--feasible", type=int, default=200, metavar="PLANS", help="with a roster (default: 200)")
    add("--infeasible", type=int, default=100, metavar="PLANS", help="proven to have none (default: 100)")
    add("--first-seed", type=int, default=0, metavar="N", help="of the random choices (default: 0)")
    add("--out", type=absolute, default=folder, metavar="FOLDER", help="default: %(default)s")


def measure_check(options: argparse.Namespace) -> int:
    """Check plans, write ``checked.csv`` as it goes, and count; 1 after a false alarm or where too few were caught."""
    options.out.mkdir(parents=True, exist_ok=True)
    checked: list[Checked] = []
    with (options.out / "checked.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [field.name for field in fields(Checked)])
        writer.writeheader()
        for seed, name, problem, is_feasible in _plans(options):
            checked.append(checked_plan(seed, name, problem, is_feasible=is_feasible))
            writer.writerow(asdict(checked[-1]))
            file.flush()
            if is_feasible and checked[-1].codes:
                print(f"FALSE ALARM, seed {seed}: {checked[-1].codes}", flush=True)
    return _summary(checked)


def checked_plan(seed: int, name: str, problem: Problem, *, is_feasible: bool) -> Checked:
    """Check one plan."""
    from scheduler.check import check

    worked = time.process_time()
    concerns = check(problem).concerns
    codes = "+".join(concern.code for concern in concerns if concern.severity == "impossible")
    return Checked(seed, name, is_feasible, codes, round(time.process_time() - worked, 3))


def feasible_plans(first_seed: int) -> Iterator[tuple[int, str, Problem]]:
    """Endless plans as tight as a random roster allows, which the auditor accepts."""
    from scripts.benchmarking.random_roster import random_roster
    from scripts.benchmarking.small_plans import small_plan
    from scripts.benchmarking.tightening import obeys, tightened

    seed = first_seed
    while True:
        problem, draw = small_plan(seed), random.Random(f"feasible {seed}")
        roster = random_roster(problem, draw)
        if roster is not None:
            for _ in range(LIMITS_PER_ROSTER):
                tight = tightened(problem, roster, draw)
                assert obeys(roster, tight), seed
                yield seed, "tight", tight
        seed += 1


def infeasible_plans(first_seed: int) -> Iterator[tuple[int, str, Problem]]:
    """Endless plans of which the solver proved that they have no roster: planted, or tighter than a random roster."""
    seed = first_seed
    while True:
        draw = random.Random(f"infeasible {seed}")
        made = _planted(seed, draw) if draw.random() < PLANTED_SHARE else _too_tight(seed, draw)
        if made is not None:
            yield seed, *made
        seed += 1


def _planted(seed: int, draw: random.Random) -> tuple[str, Problem] | None:
    """A week of a small plan with a contradiction out of the catalogue."""
    from scripts.benchmarking.planted import AGENT_PLANTS, ground_of
    from scripts.benchmarking.planted_teams import TEAM_PLANTS, team_of
    from scripts.benchmarking.small_plans import small_plan

    problem = small_plan(seed)
    if problem.days < WEEK or len(problem.agents) < 3 or problem.packs:
        return None
    problem = problem.model_copy(update={"interval_minutes": PLANTED_INTERVAL})
    name = draw.choice([*AGENT_PLANTS, *TEAM_PLANTS])
    if name in AGENT_PLANTS:
        planted = AGENT_PLANTS[name](ground_of(problem, 0)).problem
    else:
        planted = TEAM_PLANTS[name](team_of(problem, 0)).problem
    return (name, planted) if _has_roster(planted) is False else None


def _too_tight(seed: int, draw: random.Random) -> tuple[str, Problem] | None:
    """A plan tightened beyond a roster of it, until there is no other one either."""
    from scripts.benchmarking.random_roster import random_roster
    from scripts.benchmarking.small_plans import small_plan
    from scripts.benchmarking.tightening import beyond, tightened

    problem = small_plan(seed)
    roster = random_roster(problem, draw)
    if roster is None:
        return None
    return _first_without(list(beyond(tightened(problem, roster, draw), roster, draw)))


def _first_without(tighter: list[tuple[str, Problem]]) -> tuple[str, Problem] | None:
    """The first of ever tighter plans that has no roster; ``None`` where all have one, or the solver cannot tell."""
    has_roster = cache(lambda number: _has_roster(tighter[number][1]))
    first = bisect_left(range(len(tighter)), True, key=lambda number: has_roster(number) is not True)
    return tighter[first] if first < len(tighter) and has_roster(first) is False else None


def _has_roster(problem: Problem) -> bool | None:
    """Whether the solver finds a roster of the whole plan; nothing of it is left out."""
    from scheduler.compile import compile_problem
    from shiftmodels.formulation.formulation import Formulation
    from shiftmodels.some_solution import is_feasible

    return is_feasible(Formulation(compile_problem(problem).data, individually=True).model, PROOF_SECONDS)


def _plans(options: argparse.Namespace) -> Iterator[tuple[int, str, Problem, bool]]:
    for plan in islice(feasible_plans(options.first_seed), options.feasible):
        yield *plan, True
    for plan in islice(infeasible_plans(options.first_seed), options.infeasible):
        yield *plan, False


def _summary(checked: list[Checked]) -> int:
    """Print what was right, by what was done to the plans."""
    alarms = sum(not one.is_right for one in checked if one.is_feasible)
    feasible, hopeless = sum(one.is_feasible for one in checked), [one for one in checked if not one.is_feasible]
    caught, tried = Counter(one.name for one in hopeless if one.is_right), Counter(one.name for one in hopeless)
    for name, count in sorted(tried.items()):
        print(f"{name:28s} {caught[name]:4d} of {count:4d} caught")
    share = caught.total() / len(hopeless) if hopeless else 1.0
    print(f"{feasible} plans with a roster: {alarms} false alarms")
    print(f"{len(hopeless)} plans without: {caught.total()} caught ({share:.1%}, target {CAUGHT_SHARE:.0%})")
    return 1 if alarms or share < CAUGHT_SHARE else 0
