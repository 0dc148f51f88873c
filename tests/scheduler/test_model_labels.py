"""Names of people, queues and times in the names of a model."""

from __future__ import annotations

from scheduler.compile import compile_problem
from scheduler.model_labels import PlanLabels, words
from shiftmodels.formulation.formulation import Formulation
from shiftmodels.formulation.names import ROWS, VARIABLES
from tests.random_plans import random_plan


def test_words_are_plain_and_differ() -> None:
    """Letters, digits and underscores; what would be alike gets its number."""
    assert words(["Zoë B.", "Zo B", "x", "-"]) == ("Zo_B_0", "Zo_B_1", "x", "_")


def test_names_of_a_plan_differ() -> None:
    """No two variables or rows of a family are called the same, whoever and whenever they are about."""
    for seed in range(10):
        compiled = compile_problem(random_plan(seed, agents=4, days=3))
        model, labels = Formulation(compiled.data, individually=True).model, PlanLabels(compiled)
        for names, families in ((model.names, VARIABLES), (model.row_names, ROWS)):
            printed = {(family, labels.index(families[family], numbers)) for family, numbers in names}
            assert len(printed) == len(names)
