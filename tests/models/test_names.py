"""Names of variables and rows."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

from scheduler.compile import compile_problem
from scheduler.contracts import Break
from scheduler.people import Pin
from shiftmodels.data import ModelData
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.formulation.names import ROWS, VARIABLES, Labels
from tests.builders import at, make_pattern, make_problem
from tests.models.columns.problems import coupled_data
from tests.models.random_data import random_data, with_budget
from tests.models.test_transfer_rows import transfer_data
from tests.random_plans import random_plan

DATE = dt.date(2026, 12, 1)
README = Path(__file__).parents[2] / "models" / "README.md"


def _check(data: ModelData) -> set[str]:
    """All names differ and have the numbers that their family says; the families that were seen."""
    seen: set[str] = set()
    for individually in (True, False):
        model = Formulation(data, individually=individually).model
        for names, families in ((model.names, VARIABLES), (model.row_names, ROWS)):
            assert len(set(names)) == len(names)
            assert all(len(families[family]) == len(numbers) for family, numbers in names)
            seen |= {family for family, _ in names}
    return seen


def _pinned() -> ModelData:
    """A pinned queue and a pinned meal."""
    pins = [
        Pin(agent="anna", shift_date=DATE, start=at(f"{DATE} {start}"), end=at(f"{DATE} {end}"), activity=activity)
        for activity, start, end in (("chat", "10:00", "11:00"), ("meal", "12:00", "12:30"))
    ]
    meal = Break(name="meal", minutes=30)
    return compile_problem(make_problem(pins=tuple(pins), patterns=(make_pattern(breaks=(meal,)),))).data


def test_names_differ_for_every_kind_of_row() -> None:
    """All families come up in tiny problems with every kind of row, in plans and in a plan with pins."""
    seen = _check(_pinned())
    for seed in range(6):
        seen |= _check(with_budget(random_data(seed), seed)) | _check(coupled_data(seed))
    for seed in range(4):
        seen |= _check(compile_problem(random_plan(seed, agents=4, days=3)).data) | _check(transfer_data(seed))
    # Flows take the place of rows in one engine only, see test_near_task.
    assert seen == (VARIABLES.keys() | ROWS.keys()) - {"arc", "flow", "class_worked"}


def test_words_of_a_name() -> None:
    """Each number by its kind; a shift belongs to the agent before it."""

    class _Words(Labels):
        def agent(self, agent: int) -> str:
            return "ab"[agent]

        def shift(self, agent: int, shift: int) -> str:
            return f"{'ab'[agent]}s{shift}"

    assert _Words().index(VARIABLES["work"], (1, 7)) == "b_bs7"
    assert Labels().index(ROWS["gap_free"], (1, 2, 3, 4)) == "a1_r2_o3_d4"


def test_every_family_has_its_section() -> None:
    """``models/README.md`` names each family in its table, with a section that exists."""
    text = README.read_text(encoding="utf-8")
    rows = [line.split("|")[1:-1] for line in text.splitlines() if line.startswith("| `")]
    sections = {match.rstrip(".") for match in re.findall(r"(?m)^##+ ([0-9.]+) ", text)}
    for families, column, place in ((VARIABLES, 0, 2), (ROWS, 3, 4)):
        found = {
            name: cells[place].strip()
            for cells in rows
            if len(cells) == 5
            for name in re.findall(r"`(\w+)`", cells[column])
        }
        assert found.keys() == families.keys()
        assert set(found.values()) <= sections
