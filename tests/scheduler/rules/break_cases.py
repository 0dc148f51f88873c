"""Laws about breaks, and plans in which they hold."""

from __future__ import annotations

from typing import Any

from scheduler.people import Agent, Skill
from scheduler.problem import Problem
from scheduler.result import Violation
from scheduler.roster import Activity
from tests.builders import Part, breaches, make_pattern, make_problem

Parameters = dict[str, Any]

BREAKS = ({"name": "meal", "minutes": 30}, {"name": "rest", "minutes": 10, "paid": True})

UK = {"tiers": [{"more_than_hours": 6, "minutes": 20}], "minimum_part": 20, "not_at_edges": True}
YOUNG = UK | {"tiers": [{"more_than_hours": 4.5, "minutes": 30}], "minimum_part": 30}
GERMANY = {
    "tiers": [{"more_than_hours": 6, "minutes": 30}, {"more_than_hours": 9, "minutes": 45}],
    "measured": "work",
    "minimum_part": 15,
    "maximum_continuous_hours": 6,
    "not_at_edges": True,
}
FRANCE = {"tiers": [{"at_least_hours": 6, "minutes": 20}], "measured": "work", "minimum_part": 20}
SPAIN = {"tiers": [{"more_than_hours": 6, "minutes": 15}], "minimum_part": 15}
NETHERLANDS = {
    "tiers": [{"more_than_hours": 5.5, "minutes": 30}, {"more_than_hours": 10, "minutes": 45}],
    "measured": "work",
    "minimum_part": 15,
}
MEAL = {
    "tiers": [
        {
            "more_than_hours": 5,
            "minutes": 30,
            "latest_start_hours": 5,
            "with_attribute_waived": "meal_waiver",
            "unless_at_most_hours": 6,
        },
    ],
    "measured": "paid",
    "minimum_part": 30,
    "paid": False,
}
SECOND_MEAL = MEAL | {"tiers": [{"more_than_hours": 10, "minutes": 60, "count": 2, "latest_start_hours": 10}]}
REST = {
    "tiers": [
        {"at_least_hours": 3.5, "count": 1},
        {"more_than_hours": 6, "count": 2},
        {"more_than_hours": 10, "count": 3},
    ],
    "measured": "paid",
    "minimum_part": 10,
    "paid": True,
}
SOUTH_AFRICA = {"maximum_continuous_hours": 5, "minimum_part": 60}
SCREEN_HOURLY = {"maximum_continuous_hours": 1, "minimum_part": 5}
SCREEN = {"maximum_continuous_hours": 2, "minimum_part": 15}


def break_problem(rule: Parameters, attributes: tuple[str, ...] = (), **overrides: Any) -> Problem:
    fields = {"patterns": (make_pattern(breaks=BREAKS),), "agents": (anna(attributes),), "interval_minutes": 5}
    return make_problem(rules={"break_entitlement": rule}, **(fields | overrides))


def anna(attributes: tuple[str, ...] = ()) -> Agent:
    return Agent(
        agent="anna",
        name="Anna",
        site="office",
        contract="full",
        skills=(Skill(queue="phone"),),
        attributes=attributes,
    )


def found_in(problem: Problem, *shifts: list[Activity]) -> list[Violation]:
    return [found for found in breaches(problem, *shifts) if found.rule == "break_entitlement"]


def meal(*stretches: str) -> list[Part]:
    return [("meal", *stretch.split("-")) for stretch in stretches]  # type: ignore[misc]


def rest(*stretches: str) -> list[Part]:
    return [("rest", *stretch.split("-"), True) for stretch in stretches]  # type: ignore[misc]
