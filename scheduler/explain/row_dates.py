"""On which dates the rules of a conflict bite, in the tour of one agent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from scheduler.explain.fact import Fact, Question
from scheduler.explain.feasible import Asker
from shiftmodels.conflict import minimal_conflict
from shiftmodels.hard_part import hard_part, has_tour

ROW_SECONDS = 5.0
"""For one set of rows, which takes milliseconds."""
RULES = ("rule", "contract_least", "contract_most")

Place = tuple[str, int]
"""Rule and day on which its rows begin."""


def dates_of_rules(alone: Question, conflict: Sequence[Fact], asker: Asker) -> dict[str, tuple[dt.date, ...]]:
    """
    Dates on which rows begin that contradict each other, by rule: a smallest set of them.

    Parameters
    ----------
    alone
        The plan of one agent with the conflict and nothing else.
    conflict
        Its members.
    asker
        Asks the solver.

    Returns
    -------
    Nothing of rules without rows, which let no single shift be worked, nor where there are several agents.
    """
    compiled = asker.compiled(alone)
    names = {fact.name for fact in conflict if fact.kind in RULES}
    if len(compiled.data.blocks) != 1 or len(compiled.problem.agents) != 1 or not names:
        return {}
    (block,) = compiled.data.blocks
    label = {row: compiled.labels[row.tag] for row in block.rows}
    places = sorted({(one.rule, one.day or 0) for one in label.values() if one.rule in names}, key=lambda p: p[1])

    def can_hold(kept: Sequence[Place]) -> bool:
        rows = tuple(r for r in block.rows if label[r].rule not in names or (label[r].rule, label[r].day or 0) in kept)
        hard = hard_part(replace(compiled.data, blocks=(replace(block, rows=rows),)))
        return has_tour(hard, hard.blocks[0], ROW_SECONDS) is not False

    if can_hold(places):
        return {}
    found: list[Place] = minimal_conflict(places, can_hold)
    date = compiled.problem.horizon.date
    return {rule: tuple(date(day) for name, day in found if name == rule) for rule, _ in found}
