"""Small plans of rotas, and tables of letters as rotas."""

from __future__ import annotations

import random
from itertools import permutations, product
from typing import Any

from scheduler.rotation.audit import audit_rota
from scheduler.rotation.plan import RotationPlan
from scheduler.rotation.result import OFF, Rota


def plan_of(weeks: int, required: dict[str, tuple[int, ...]], **settings: Any) -> RotationPlan:
    """Return a plan of eight-hour shifts A, B, ... from midnight on; blocks of any length unless limited."""
    runs = settings.pop("runs", {})
    shifts = [
        {
            "shift": name,
            "start": f"{8 * place:02d}:00",
            "end": f"{(8 * place + 8) % 24:02d}:00",
            "required": row,
            "run": runs.get(name, (1, 31)),
        }
        for place, (name, row) in enumerate(required.items())
    ]
    limits = {"work_days": (1, 31), "days_off": (1, 31)}
    return RotationPlan.model_validate({"name": "rota", "weeks": weeks, "shifts": shifts, **limits, **settings})


def rota_of(*weeks: str) -> Rota:
    """Return the rota of ``AAAAA--`` and the like."""
    return tuple(tuple(OFF if cell == "-" else cell for cell in week) for week in weeks)


def has_rota(plan: RotationPlan) -> bool:
    """Whether any table with the required people on each day keeps the plan: all of them are looked at."""
    days = [_columns(plan, day) for day in range(7)]
    return any(not audit_rota(tuple(zip(*columns, strict=True)), plan) for columns in product(*days))


def _columns(plan: RotationPlan, day: int) -> list[tuple[str, ...]]:
    """Every order of the people who work on a day of the week, and of those who do not."""
    present = [shift.shift for shift in plan.shifts for _ in range(shift.required[day])]
    return sorted(set(permutations([*present, *[OFF] * (plan.weeks - len(present))])))


def random_plan(seed: int) -> RotationPlan:
    """Return a plan of three weeks with one or two shifts, and with what a table made by chance requires."""
    chance = random.Random(seed)
    weeks, names = 3, chance.choice(["A", "AB"])
    table = [_week(chance, names) for _ in range(weeks)]
    required = {name: tuple(sum(row[day] == name for row in table) for day in range(7)) for name in names}
    pairs = [(first, second) for first in names for second in names]
    return plan_of(
        weeks,
        required,
        runs={name: _limits(chance, 2, 6) for name in names},
        work_days=_limits(chance, 3, 7),
        days_off=_limits(chance, 2, 5),
        forbidden=tuple(pair for pair in pairs if chance.random() < 0.1),
        forbidden_after_day_off=tuple(pair for pair in pairs if chance.random() < 0.2),
        free_weekends=chance.choice([0, 0, 1]),
    )


def _week(chance: random.Random, names: str) -> str:
    return chance.choice(names) * 2 + chance.choice(names) * 3 + "--"


def _limits(chance: random.Random, least: int, most: int) -> tuple[int, int]:
    return chance.randint(1, least), chance.randint(least, most)
