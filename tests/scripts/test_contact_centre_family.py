"""The made-up contact centre of any size."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from scheduler.check import check
from scheduler.compile import compile_problem
from scheduler.problem import Problem
from scheduler.staffing import staff
from scripts.instance_families.contact_centre import CREDITED, HOURS, Size, make_plan
from scripts.make_instance import main
from shiftmodels.hard_part import has_roster


def _hours(problem: Problem) -> tuple[float, float]:
    """Hours that are asked for, and that people can give."""
    asked = sum(float(row.required) for row in staff(problem).requirements) * problem.interval_minutes / 60
    away = sum(
        (row.end - row.start).days * CREDITED[problem.contract_of[row.agent].contract] for row in problem.absences
    )
    return asked, sum(HOURS[agent.contract] for agent in problem.agents) - away / 60


@pytest.mark.parametrize(("agents", "queues", "load"), [(60, 3, 0.8), (120, 6, 1.1)])
def test_as_busy_as_asked_for(agents: int, queues: int, load: float) -> None:
    """Hours asked for are the load of those that people can give; everything fits, and the night has its people."""
    problem = make_plan(Size(agents, queues, 2, load, seed=3))
    asked, given = _hours(problem)
    assert asked / given == pytest.approx(load, rel=0.03)
    assert (len(problem.agents), len(problem.queues), len(problem.sites)) == (agents, queues, 2)
    staffed = staff(problem)
    assert check(staffed).possible
    assert has_roster(compile_problem(staffed).data, 120.0)
    nights = sum(agent.contract == "night" for agent in problem.agents)
    assert nights == pytest.approx(0.06 * agents, abs=2)


def test_shares_of_people() -> None:
    """Skills as calls are shared out, eight profiles at least; leave, own hours, wishes, contracts by their shares."""
    problem = make_plan(Size(400, 4, 3, 0.95, seed=1))
    first = Counter(agent.skills[0].queue for agent in problem.agents)
    assert first["emergency"] > first["service"] > first["sales"] > first["tech"] > 40
    assert len({tuple(skill.queue for skill in agent.skills) for agent in problem.agents}) >= 8
    contracts = Counter(agent.contract for agent in problem.agents)
    assert contracts["full time"] == pytest.approx(0.55 * 376, abs=20)
    assert 15 <= len(problem.absences) <= 50
    assert 20 <= len({row.agent for row in problem.availability}) <= 60
    assert 160 <= len(problem.preferences) <= 240
    assert all(site.seats[0].seats > 20 for site in problem.sites)


def test_few_calls_take_no_seats_away() -> None:
    """Everybody works his hours however few calls there are, so that fewer seats than usual would leave no roster."""
    few, usual, many = (_seats(make_plan(Size(60, 3, 2, load, seed=3))) for load in (0.8, 0.95, 1.1))
    assert few == pytest.approx(usual, abs=2)
    assert many > 1.05 * usual


def _seats(problem: Problem) -> int:
    return sum(site.seats[0].seats for site in problem.sites)


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    """Another seed gives another plan."""
    common = ["contact-centre", "--agents", "30", "--queues", "2", "--sites", "1"]
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        assert main([*common, "--seed", seed, "--out", str(tmp_path / name)]) == 0
    files = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in files)
    assert any((tmp_path / "a" / name).read_bytes() != (tmp_path / "c" / name).read_bytes() for name in files)
