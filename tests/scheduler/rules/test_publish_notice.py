"""How long before its first date a roster is published."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from scheduler.people import Agent, Skill
from scheduler.problem import Problem
from scheduler.rules.publish_notice import PublishNotice
from tests.builders import at, breaches, make_problem, make_shift


def _problem(**overrides: object) -> Problem:
    return make_problem(**({"rules": {"publish_notice": {"publish_days": 14}}} | overrides))


def test_fourteen_days_are_enough() -> None:
    """The plan begins on Monday 2026-11-30; 14 days before is Monday 2026-11-16."""
    assert breaches(_problem(published_on="2026-11-16")) == []


def test_a_day_less_is_found_once() -> None:
    """From 2026-11-17 it is 13 days; the shifts of the plan make no difference."""
    (found,) = breaches(_problem(published_on="2026-11-17"), make_shift("anna", "2026-12-05 09:00", "17:00"))
    assert (found.rule, found.severity, found.agent, found.amount) == ("publish_notice", "warning", None, 1)
    assert (found.start, found.end) == (at("2026-11-30 00:00"), at("2026-12-01 00:00"))
    assert found.message == (
        "The roster from Mon 2026-11-30 is published on Tue 2026-11-17, 13 days before, 14 are required."
    )


def test_no_date_of_publication_is_reported() -> None:
    """The plan must say when its roster is published."""
    (found,) = breaches(_problem())
    assert found.message == (
        "It is not stated when the roster from Mon 2026-11-30 is published, 14 days before are required; set "
        "published_on."
    )


@pytest.mark.parametrize(("attributes", "count"), [(("zero_hours",), 1), ((), 0)])
def test_only_where_such_agents_are(attributes: tuple[str, ...], count: int) -> None:
    """A rule for agents with an attribute holds in a plan that has one of them."""
    rules = {"publish_notice": {"publish_days": 14, "only_for": ["zero_hours"]}}
    skills = (Skill(queue="phone"),)
    anna = Agent(agent="anna", site="office", contract="full", skills=skills, attributes=attributes)
    assert len(breaches(_problem(rules=rules, agents=(anna,)))) == count


@pytest.mark.parametrize(
    "wrong",
    [{}, {"publish_days": 0}, {"publish_days": 367}, {"publish_days": 14, "severity": "hard"}],
)
def test_wrong_parameters(wrong: dict[str, object]) -> None:
    """Days must be stated and positive, and no roster can be made to obey."""
    with pytest.raises(ValidationError):
        PublishNotice(**wrong)


@pytest.mark.parametrize("days", [1, 366])
def test_extreme_parameters(days: int) -> None:
    """From a day to a leap year."""
    assert PublishNotice(publish_days=days).publish_days == days
