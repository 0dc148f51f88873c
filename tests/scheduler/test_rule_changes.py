"""Changes that ease a rule are ones that a plan may make."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from scheduler.explain.change import Ladder
from scheduler.explain.fact import facts_of
from scheduler.explain.rule_changes import MOST_STEPS, rule_ladders
from tests.builders import make_problem


def _of_field(field: str, rule: dict[str, Any]) -> Ladder | None:
    """The ladder that changes a field of a rule of the plan, for Anna; ``None`` where it has no step."""
    problem = make_problem(rules={"mine": rule})
    fact = next(one for one in facts_of(problem) if (one.name, one.agent) == ("mine", "anna"))
    for ladder in rule_ladders(problem, fact):
        if ladder.steps and ladder.at(1).arguments.get("field") == field:
            return ladder
    return None


@pytest.mark.parametrize(
    ("field", "rule", "last"),
    [
        # Hours are lowered by quarters and must be above 0.
        ("hours", {"kind": "daily_rest", "hours": Decimal(1)}, (3, "0.25")),
        # A minimum is at least 1, and no more than the maximum.
        ("minimum", {"kind": "count_limit", "calendar": "horizon", "minimum": 3}, (2, "1")),
        ("minimum", {"kind": "count_limit", "calendar": "horizon", "minimum": 1}, None),
        ("maximum", {"kind": "count_limit", "calendar": "horizon", "maximum": 5}, (MOST_STEPS, str(5 + MOST_STEPS))),
    ],
)
def test_the_last_step_is_one_that_a_plan_may_have(
    field: str, rule: dict[str, Any], last: tuple[int, str] | None
) -> None:
    """What a check would refuse is not offered; taking the rule out is."""
    ladder = _of_field(field, rule)
    assert last == (None if ladder is None else (ladder.steps, ladder.at(ladder.steps).arguments["after"]))
