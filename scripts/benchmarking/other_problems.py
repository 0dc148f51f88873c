"""Public problems that are no rosters: the verb that solves each, and what the family's own evaluator says of it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

ENGINES = {"inrc2-dynamic": "roll", "rotating": "circulation", "smptsp": "ejection", "shift-design": "design"}
"""The one engine of each family."""


class Verb(NamedTuple):
    """
    A verb, the options that an instance needs besides, its answer's file, and what is wrong with an answer.

    The latter gets the instance, the answer and its folder.
    """

    name: str
    options: Callable[[Path], Sequence[str]]
    answer: str
    broken: Callable[[Path, dict[str, Any], Path], Sequence[str]]


def solve(arguments: Sequence[str]) -> int:
    """
    Run ``build``, or the verb that solves the problem, and have the family's evaluator look at the answer.

    Parameters
    ----------
    arguments
        Those of ``build`` in a batch.

    Returns
    -------
    The exit code; that of a failed audit where the evaluator finds something else than the verb says.
    """
    from scheduler.cli.exit_codes import ExitCode
    from scheduler.cli.main import run

    options = dict(zip(arguments[2::2], arguments[3::2], strict=False))
    verb = VERBS.get(options["--engine"])
    if verb is None:
        return run(list(arguments))
    path, out = Path(arguments[1]), Path(options["--out"])
    given = [part for name in ("--out", "--seed", "--workers", "--time-limit") for part in (name, options[name])]
    code = run([verb.name, str(path), *given, *verb.options(path)])
    answer = out / verb.answer
    if not answer.exists():
        return code
    broken = verb.broken(path, json.loads(answer.read_text(encoding="utf-8")), out)
    if broken:
        answer.unlink()
        print(f"The family's evaluator finds {len(broken)} violations, the first: {broken[0]}", file=sys.stderr)
        return ExitCode.AUDIT_FAILED
    return code


def _no_options(_: Path) -> Sequence[str]:
    return ()


def weekly_seconds(name: str) -> float:
    """Time of a week, on one core, by the rules of INRC-II: ``n030w4`` has 30 nurses."""
    return max(10.0, 10.0 + 3.0 * (int(name[1:4]) - 20))


def _week_by_week(path: Path) -> Sequence[str]:
    """The time of each week, where a batch knows that of all."""
    return "--time-limit", str(weekly_seconds(path.name)), "--engine", "staged", "--no-pictures", "--quiet"


def _inrc2_dynamic(path: Path, answer: dict[str, Any], out: Path) -> Sequence[str]:
    from scheduler.io.families.inrc2 import read_inrc2
    from scheduler.io.families.inrc2_cost import evaluate_inrc2
    from scheduler.io.families.inrc2_files import parse_inrc2
    from scheduler.io.families.inrc2_rosters import assignments_of_roster
    from scheduler.io.roster_csv import read_roster

    if answer["cost"] is None:
        return ()
    problem = read_inrc2(path)
    roster = read_roster(out / "roster.csv", problem)
    found = evaluate_inrc2(parse_inrc2(path), assignments_of_roster(roster, problem))
    wrong = [f"it costs {found.total}, not {answer['cost']:g}"] if found.total != answer["cost"] else []
    return [*found.violations, *wrong]


def _rotating(path: Path, answer: dict[str, Any], _: Path) -> Sequence[str]:
    from scheduler.io.families.rotating_cost import BETWEEN, evaluate_rotating
    from scheduler.io.families.rotating_file import parse_rotating

    if answer["rota"] is None:
        return ()
    return evaluate_rotating(parse_rotating(path), [[cell or BETWEEN for cell in week] for week in answer["rota"]])


def _smptsp(path: Path, answer: dict[str, Any], _: Path) -> Sequence[str]:
    from scheduler.io.families.smptsp import workers_of
    from scheduler.io.families.smptsp_cost import evaluate_smptsp
    from scheduler.io.families.smptsp_file import parse_smptsp

    if answer["assignment"] is None:
        return ()
    found = evaluate_smptsp(parse_smptsp(path), workers_of(answer["assignment"]))
    wrong = [f"{found.workers} workers, not {answer['cost']:g}"] if found.workers != answer["cost"] else []
    return [*found.violations, *wrong]


def _price_of_shifts(path: Path) -> Sequence[str]:
    """The instance says what a shift costs, and asks for no curve."""
    from scheduler.io.families.shift_design_file import parse_shift_design

    return "--shift-cost", str(Decimal(parse_shift_design(path).shift)), "--curve", "0", "--no-pictures", "--quiet"


def _shift_design(path: Path, answer: dict[str, Any], _: Path) -> Sequence[str]:
    from scheduler.design.result import Design
    from scheduler.io.families.shift_design_cost import Duty, evaluate_shift_design
    from scheduler.io.families.shift_design_file import parse_shift_design

    instance, design = parse_shift_design(path), Design.model_validate(answer)
    people = {
        Duty(
            shift.start // instance.interval,
            shift.length_minutes // instance.interval,
            (date - design.start_date).days,
        ): count
        for shift in design.shifts
        for date, count in shift.people.items()
    }
    cost = evaluate_shift_design(instance, people).total
    return [f"it costs {cost}, not {design.cost}"] if cost != design.cost else []


VERBS = {
    "roll": Verb("roll", _week_by_week, "result.json", _inrc2_dynamic),
    "circulation": Verb("rotate", _no_options, "result.json", _rotating),
    "ejection": Verb("assign", _no_options, "result.json", _smptsp),
    "design": Verb("design", _price_of_shifts, "design.json", _shift_design),
}
