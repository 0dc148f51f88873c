"""The least understaffing of a date, against numbers worked out by hand."""

from __future__ import annotations

import pytest

from scheduler.check import check
from scheduler.people import Agent, Skill
from tests.builders import make_pattern, make_problem, make_requirements

EIGHT_HOURS = (make_pattern(earliest_start="06:00", latest_start="16:00", lengths_minutes=(480,)),)


def _one_agent(*queues: str) -> tuple[Agent, ...]:
    skills = tuple(Skill(queue=queue) for queue in queues)
    return (Agent(agent="anna", site="office", contract="full", skills=skills),)


def _short(floor: bool) -> tuple[float, list[str]]:
    """An agent is required from 06:00 to 10:00 and from 20:00 to 24:00; no shift of 8 hours reaches into both."""
    requirements = (
        *make_requirements("phone", "2026-12-01 06:00", [1] * 8),
        *make_requirements("phone", "2026-12-01 20:00", [1] * 8),
    )
    problem = make_problem(patterns=EIGHT_HOURS, agents=_one_agent("phone"), requirements=requirements)
    report = check(problem, floor=floor)
    return sum(row.short for row in report.hours), [concern.code for concern in report.concerns]


def test_what_intervals_do_not_see() -> None:
    """Each interval can be covered and 8 hours are there for 8; but one shift covers 4 of them."""
    assert _short(floor=False) == (0, [])
    short, codes = _short(floor=True)
    assert short == pytest.approx(4, abs=1e-3)
    assert codes == ["short-queue"]


def test_nobody_counts_twice() -> None:
    """Anna alone for two queues: an hour of each is required at the same time, one is lacking of both together."""
    requirements = (
        *make_requirements("phone", "2026-12-01 10:00", [1, 1]),
        *make_requirements("chat", "2026-12-01 10:00", [1, 1]),
    )
    problem = make_problem(patterns=EIGHT_HOURS, agents=_one_agent("phone", "chat"), requirements=requirements)
    for floor in (False, True):
        report = check(problem, floor=floor)
        assert sum(row.short for row in report.hours) == 0
        (concern,) = report.concerns
        assert concern.code == "short-together"
        assert float(concern.arguments["short"]) == pytest.approx(1, abs=1e-3)
