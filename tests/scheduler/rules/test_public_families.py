"""
The rules of two public rostering families are expressed with the product's kinds of rules, and nothing else.

Shifts of these families have no clock times (Curtois-Qu) or need none (INRC-II): each kind of shift becomes a pattern
with a start of its own. Requests and cover are preferences and demand, not rules, and are not looked at here.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scheduler.audit import audit
from scheduler.people import PastShift
from scheduler.problem import Problem
from scheduler.roster import Activity, Roster
from scheduler.sites import Site

BENCHMARKS = Path(__file__).parents[4] / "shared" / "benchmarks"
MONDAY = dt.date(2026, 1, 5)

pytestmark = pytest.mark.skipif(not BENCHMARKS.is_dir(), reason=f"the public benchmarks are not at {BENCHMARKS}")


# Curtois and Qu 2014


def _sections(path: Path) -> dict[str, list[list[str]]]:
    """Rows of each section, split at commas."""
    sections: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for line in (line.strip() for line in path.read_text().splitlines()):
        if line.startswith("SECTION_"):
            rows = sections.setdefault(line.removeprefix("SECTION_"), [])
        elif line and not line.startswith("#"):
            rows.append([cell.strip() for cell in line.split(",")])
    return sections


def _curtois_qu(number: int) -> Problem:
    """The rules of an instance as a plan."""
    sections = _sections(BENCHMARKS / "curtois_qu" / "instances" / f"Instance{number}.txt")
    kinds = {row[0]: int(row[1]) for row in sections["SHIFTS"]}
    followers = {row[0]: row[2].split("|") for row in sections["SHIFTS"] if len(row) > 2 and row[2]}
    rules: dict[str, dict[str, Any]] = {
        f"after.{kind}": {
            "kind": "forbidden_succession",
            "before": {"patterns": [kind]},
            "after": {"patterns": later},
        }
        for kind, later in followers.items()
    }
    off = {row[0]: [int(day) for day in row[1:]] for row in sections["DAYS_OFF"]}
    staff = sections["STAFF"]
    return _plan(
        days=int(sections["HORIZON"][0][0]),
        lengths=kinds,
        rules=rules,
        contracts=[_curtois_qu_contract(row, off.get(row[0], [])) for row in staff],
        agents={row[0]: row[0] for row in staff},
    )


def _curtois_qu_contract(row: list[str], off: list[int]) -> dict[str, Any]:
    name, most, longest, shortest, maximum, minimum, rest, weekends = row
    rules: dict[str, dict[str, Any]] = {
        "hours": {
            "kind": "working_hours",
            "calendar": "horizon",
            "counts": "span",
            "maximum_hours": int(longest) / 60,
            "minimum_hours": int(shortest) / 60,
        },
        "work": {"kind": "consecutive_days", "maximum": int(maximum), "minimum": int(minimum)},
        "rest": {"kind": "consecutive_days", "of": "off", "minimum": int(rest)},
        "most weekends": {
            "kind": "count_limit",
            "counted": "weekends",
            "calendar": "horizon",
            "maximum": int(weekends),
        },
    }
    for part in most.split("|"):
        kind, _, count = part.partition("=")
        rules[f"most.{kind}"] = {
            "kind": "count_limit",
            "calendar": "horizon",
            "shifts": {"patterns": [kind]},
            "maximum": int(count),
        }
    if off:
        rules["days off"] = {"kind": "protected_time", "dates": [MONDAY + dt.timedelta(days=day) for day in off]}
    return {"contract": name, "rules": rules}


def _logged_rosters(number: int) -> Iterator[dict[str, list[str]]]:
    """Rosters in the log of a solver: a shift or a dot for each day."""
    text = (BENCHMARKS / "curtois_qu" / "solutions" / f"Instance{number}.txt.out").read_text()
    rosters: list[dict[str, list[str]]] = [{}]
    for line in text.splitlines():
        match = re.match(r"\s*(\w+):(.*)$", line)
        if match:
            cells = [match[2][place : place + 2].strip().rstrip("=") for place in range(1, len(match[2].rstrip()), 2)]
            rosters[-1][match[1]] = ["" if cell == "." else cell for cell in cells]
        elif rosters[-1]:
            rosters.append({})
    yield from (roster for roster in rosters if roster)


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5, 6, 7, 9, 10])
def test_published_rosters_keep_every_rule(number: int) -> None:
    """Rosters that the family's own checker found feasible have no violation."""
    problem = _curtois_qu(number)
    for rows in _logged_rosters(number):
        assert set(rows) == {agent.agent for agent in problem.agents}
        assert _rule_breaches(problem, rows) == []


def test_best_known_roster_with_short_runs_at_both_ends() -> None:
    """The best known roster of Instance2 has runs of one day at both ends, where a run may be shorter than two."""
    path = BENCHMARKS / "curtois_qu" / "solutions" / "Instance2_828_transcribed.txt"
    lines = [line.split() for line in path.read_text().splitlines() if line and not line.startswith("#")]
    rows = {name: ["" if day == "." else day for day in days] for name, days in lines}
    assert _rule_breaches(_curtois_qu(2), rows) == []


@pytest.mark.parametrize(
    ("agent", "days", "rule"),
    [
        ("A", "LL...L..LLLL..", "work"),
        ("A", "LLLLLLL..LL...", "work"),
        ("A", "LLL.LLLLL..LL.", "rest"),
        ("A", "LLL..LE..LLL..", "after.L"),
        ("A", "LL...LL.......", "hours"),
        ("A", "LLL..LLLL..LL.", "most weekends"),
        ("D", "EELL..EEE..EE.", "most.L"),
        ("A", "..LLLL..LLLL..", "days off"),
    ],
)
def test_each_rule_is_told_apart(agent: str, days: str, rule: str) -> None:
    """A roster of Instance2 that breaks one constraint is found to break that one (and perhaps others)."""
    problem = _curtois_qu(2)
    rows = {name.agent: [""] * 14 for name in problem.agents} | {agent: ["" if day == "." else day for day in days]}
    assert (agent, rule) in {(found.agent, found.rule) for found in _violations(problem, rows)}


def _rule_breaches(problem: Problem, rows: dict[str, list[str]]) -> list[str]:
    return [found.message for found in _violations(problem, rows)]


def _violations(problem: Problem, rows: dict[str, list[str]]) -> list[Any]:
    return list(audit(_roster(problem, rows), problem).violations)


# INRC-II 2015


def _words(path: Path) -> dict[str, list[list[str]]]:
    """Rows below each heading, split at blanks and brackets."""
    sections: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for line in path.read_text().splitlines():
        words = re.split(r"[\s(),]+", line.strip().rstrip(")"))
        if words[0].isupper() and len(words[0]) > 4 and not re.search(r"\d", words[0]):
            rows = sections.setdefault(words[0], [])
        elif words != [""]:
            rows.append([word for word in words if word])
    return sections


def _inrc2(dataset: str, history: int, weeks: int) -> Problem:
    """Hard successions and soft rules S2, S3, S5, S6 and S7 of an instance as a plan."""
    folder = BENCHMARKS / "inrc2" / "instances" / dataset
    scenario = _words(folder / f"Sc-{dataset}.txt")
    kinds = [row[0] for row in scenario["SHIFT_TYPES"]]
    rules: dict[str, dict[str, Any]] = {
        f"after.{before}": {
            "kind": "forbidden_succession",
            "before": {"patterns": [before]},
            "after": {"patterns": later},
        }
        for before, _, *later in scenario["FORBIDDEN_SHIFT_TYPES_SUCCESSIONS"]
        if later
    }
    for kind, least, most in scenario["SHIFT_TYPES"]:
        limits = {"minimum": int(least), "maximum": int(most), "shifts": {"patterns": [kind]}}
        rules[f"consecutive.{kind}"] = _soft("consecutive_days", 15, **limits, open_start="charge")
    past = _words(folder / f"H0-{dataset}-{history}.txt")["NURSE_HISTORY"]
    problem = _plan(
        days=7 * weeks,
        lengths=dict.fromkeys(kinds, 300),
        rules=rules,
        contracts=[_inrc2_contract(row) for row in scenario["CONTRACTS"]],
        agents={row[0]: row[1] for row in scenario["NURSES"]},
    )
    shifts = [shift for row in past for shift in _inrc2_history(problem, row, kinds)]
    known = MONDAY - dt.timedelta(days=60)
    return problem.model_copy(update={"history": shifts, "history_from": known})


def _soft(kind: str, price: int, **parameters: Any) -> dict[str, Any]:
    return {"kind": kind, "severity": "cost", "price": price, **parameters}


def _inrc2_contract(row: list[str]) -> dict[str, Any]:
    name, least, most, work_least, work_most, off_least, off_most, weekends, whole = row
    work = {"minimum": int(work_least), "maximum": int(work_most), "open_start": "charge"}
    off = {"of": "off", "minimum": int(off_least), "maximum": int(off_most), "open_start": "charge"}
    total = {"calendar": "horizon", "minimum": int(least), "maximum": int(most)}
    rules = {
        "consecutive.work": _soft("consecutive_days", 30, **work),
        "consecutive.off": _soft("consecutive_days", 30, **off),
        "assignments": _soft("count_limit", 20, **total),
        "most weekends": _soft("count_limit", 30, counted="weekends", calendar="horizon", maximum=int(weekends)),
    }
    if whole == "1":
        rules["whole weekends"] = _soft("weekends", 30, whole=True)
    return {"contract": name, "rules": rules}


def _inrc2_history(problem: Problem, row: list[str], kinds: list[str]) -> Iterator[PastShift]:
    """Past shifts with the run lengths that the history states; what came before is ended by the opposite."""
    name, _, _, last, same, work, off = row
    days = {-back: last if back <= int(same) else _other(kinds, last) for back in range(1, int(work) + 1)}
    if int(off):
        days[-int(off) - 1] = kinds[0]
    for day, kind in days.items():
        start = problem.horizon.minute_at(day, problem.pattern_named[kind].earliest_start)
        span = {"start": problem.horizon.instant(start), "end": problem.horizon.instant(start + 300)}
        yield PastShift(agent=name, shift_date=problem.horizon.date(day), paid_minutes=300, **span)


def _other(kinds: list[str], kind: str) -> str:
    return next(other for other in kinds if other != kind)


PARTS = {
    "Total assignment constraints": ["assignments"],
    "Consecutive constraints": [
        "consecutive.work",
        "consecutive.Early",
        "consecutive.Day",
        "consecutive.Late",
        "consecutive.Night",
    ],
    "Non working days constraints": ["consecutive.off"],
    "Max working weekend": ["most weekends"],
    "Complete weekends": ["whole weekends"],
}
"""Parts of the official validator's report that are rules, and the rules that make each."""


def _validated() -> list[Path]:
    """Solutions with a report of the official validator that belongs to them."""
    names = ["n005w4/Solution_H_0-WD_1-2-3-3", *(f"{name}" for name in _INSTANCES)]
    folder = BENCHMARKS / "inrc2" / "solutions"
    return [path for name in names for path in sorted(folder.glob(f"{name}/**/validator.txt"))]


_INSTANCES = ("n030w4_1_6-2-9-1", "n030w4_1_6-7-5-3", "n040w4_0_2-0-6-1", "n060w4_1_6-1-1-5")


@pytest.mark.parametrize("path", _validated(), ids=lambda path: str(path.parent.parent.name))
def test_rule_costs_equal_the_official_validator(path: Path) -> None:
    """The auditor's cost of each soft rule is that of the official validator, and no succession is broken."""
    report = path.read_text()
    rows = {
        line.split("|")[0].strip(): [cell for cell in line.split("|")[1:] if cell.strip() or cell == ""]
        for line in report.splitlines()
        if "|" in line
    }
    name = path.parent.name if path.parent.parent.name.startswith("n005") else path.parent.parent.name
    dataset, history = _instance_of(path, name)
    days = {nurse: [cell for cell in cells if cell.strip()] for nurse, cells in rows.items() if nurse}
    problem = _inrc2(dataset, history, weeks=len(next(iter(days.values()))) // 7)
    initials = {pattern.pattern[0]: pattern.pattern for pattern in problem.patterns}
    roster = {nurse: [initials.get(cell.strip(), "") for cell in cells] for nurse, cells in days.items()}
    found = audit(_roster(problem, roster), problem)
    assert found.legal, [row.message for row in found.violations if row.severity == "hard"][:3]
    for part, names in PARTS.items():
        match = re.search(rf"{part}: (\d+)", report)
        assert match, part
        costs = [found.cost_terms[f"rule:{rule}"].cost for rule in names if f"rule:{rule}" in found.cost_terms]
        assert sum(costs) == int(match[1]), part


def _instance_of(path: Path, name: str) -> tuple[str, int]:
    if path.parent.parent.name == "n005w4":
        return "n005w4", int(name.split("_")[2].split("-")[0])
    dataset, history, _ = name.split("_")
    return dataset, int(history)


# Both


def _plan(
    days: int,
    lengths: dict[str, int],
    rules: dict[str, dict[str, Any]],
    contracts: list[dict[str, Any]],
    agents: dict[str, str],
) -> Problem:
    """A plan in UTC without demand; the n-th kind of shift starts n half hours after midnight."""
    patterns = [
        {
            "pattern": kind,
            "earliest_start": f"{number // 2:02d}:{number % 2 * 30:02d}",
            "latest_start": f"{number // 2:02d}:{number % 2 * 30:02d}",
            "lengths_minutes": [minutes],
        }
        for number, (kind, minutes) in enumerate(lengths.items())
    ]
    return Problem(
        name="public",
        start_date=MONDAY,
        days=days,
        interval_minutes=30,
        time_zone="UTC",
        sites=(Site(site="ward"),),
        queues=({"queue": "ward"},),
        patterns=patterns,
        contracts=[{"patterns": list(lengths), **contract} for contract in contracts],
        agents=[
            {"agent": name, "site": "ward", "contract": contract, "skills": [{"queue": "ward"}]}
            for name, contract in agents.items()
        ],
        rules=rules,
    )


def _roster(problem: Problem, rows: dict[str, list[str]]) -> Roster:
    """A roster from a kind of shift, or nothing, for each agent and day."""
    activities = []
    for agent, kinds in rows.items():
        for day, kind in enumerate(kinds):
            if kind:
                pattern = problem.pattern_named[kind]
                start = problem.horizon.minute_at(day, pattern.earliest_start)
                span = (problem.horizon.instant(start), problem.horizon.instant(start + pattern.lengths_minutes[0]))
                activities.append(Activity(agent, problem.horizon.date(day), "ward", *span, True, "ward"))
    return Roster(activities)
