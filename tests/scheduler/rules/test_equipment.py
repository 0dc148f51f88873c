"""No more units of equipment than there are."""

from __future__ import annotations

from typing import Any

import pytest

from scheduler.audit import audit
from scheduler.equipment import EquipmentPool
from scheduler.people import Agent, Skill
from scheduler.problem import Problem
from scheduler.sites import Site
from scheduler.solve import build
from tests.builders import (
    at,
    breaches,
    make_contract,
    make_past,
    make_pattern,
    make_problem,
    make_requirements,
    make_roster,
    make_shift,
)
from tests.scheduler.findings import the_finding

DAY = "2026-12-01"


def _problem(pool: dict[str, Any], **overrides: Any) -> Problem:
    return make_problem(pools=(EquipmentPool(**{"pool": "headsets", "units": 1, **pool}),), **overrides)


def _both(start: str = "13:00", parts: tuple[Any, ...] = ()) -> list[Any]:
    """Anna works 09:00-14:00, Ben from a later time to 17:00."""
    return [make_shift("anna", f"{DAY} 09:00", "14:00", parts), make_shift("ben", f"{DAY} {start}", "17:00")]


def test_unit_is_held_during_a_shift() -> None:
    """Two agents for an hour on one unit; from 14:00 on one is enough."""
    (found,) = breaches(_problem({}), *_both())
    assert (found.rule, found.severity, found.agent) == ("equipment", "hard", None)
    assert (found.start, found.end) == (at(f"{DAY} 13:00"), at(f"{DAY} 14:00"))
    assert found.message == "headsets: 2 units are needed, there is 1 (Tue 2026-12-01 13:00-14:00)."
    (found,) = breaches(_problem({"units": 0}), *_both())
    assert found.message == "headsets: up to 2 units are needed, there are 0 (Tue 2026-12-01 09:00-17:00)."
    assert breaches(_problem({}), *_both("14:00")) == []
    assert breaches(_problem({"units": 2}), *_both()) == []


def test_unit_is_held_while_a_queue_is_worked() -> None:
    """Anna has a meal from 13:00 to 13:30, and no headset meanwhile."""
    meal = (("meal", "13:00", "13:30"),)
    found = [one for one in breaches(_problem({"queues": ("phone",)}), *_both(parts=meal)) if one.rule == "equipment"]
    assert [(one.start, one.end) for one in found] == [(at(f"{DAY} 13:30"), at(f"{DAY} 14:00"))]


@pytest.mark.parametrize(
    ("pool", "count"),
    [
        ({"only_for": ("driver",)}, 0),
        ({"only_for": ("driver", "ranger")}, 1),
        ({"sites": ("office",)}, 1),
        ({"sites": ("depot",)}, 0),
        ({"queues": ("phone",)}, 1),
        ({"queues": ("chat",)}, 0),
    ],
)
def test_who_needs_a_unit(pool: dict[str, Any], count: int) -> None:
    """Anna drives and Ben ranges, both work the phone in the office."""
    anna, ben = make_problem().agents
    agents = anna.model_copy(update={"attributes": ("driver",)}), ben.model_copy(update={"attributes": ("ranger",)})
    problem = _problem(pool, agents=agents, sites=(Site(site="office"), Site(site="depot")))
    assert len(breaches(problem, *_both())) == count


def test_past_shift_holds_a_unit_of_its_first_queue() -> None:
    """Until 06:00 the headset is taken, as the phone is Anna's first queue; one for the chat would be free."""
    past = (make_past("anna", "2026-11-29 22:00", "06:00"),)
    shift = make_shift("ben", "2026-11-30 05:00", "12:00")
    (found,) = breaches(_problem({"queues": ("phone",)}, history=past), shift)
    assert (found.start, found.end) == (at("2026-11-30 05:00"), at("2026-11-30 06:00"))
    assert breaches(_problem({"queues": ("chat",)}, history=past), shift) == []


def test_soft_units_are_priced_and_reported() -> None:
    """One unit is lacking for an hour, at 6."""
    found = audit(make_roster(*_both()), _problem({"limits": "soft", "limit_cost": 6}))
    (breach,) = found.violations
    assert (breach.rule, breach.severity) == ("equipment", "warning")
    term = found.cost_terms["equipment:headsets"]
    assert (term.amount, term.unit_cost, term.cost) == (1.0, 6.0, 6.0)


@pytest.mark.parametrize(("field", "place"), [("queues", "queues[0]"), ("sites", "sites[0]")])
def test_names_that_do_not_exist(field: str, place: str) -> None:
    """A queue or a site of a pool is one of the plan's."""
    pool = EquipmentPool(pool="headsets", units=1, **{field: ("phnoe",)})
    found = the_finding(pools=(pool,))
    assert found[:3] == ("pools", 0, place)
    assert "'phnoe' does not exist." in found[3]


def _plan(limits: str, units: int = 1) -> Problem:
    """Two agents can work 08:00-12:00 on Monday, an hour short costs 10, and an hour of a unit that is lacking 3."""
    pool = EquipmentPool(pool="headsets", units=units, queues=("phone",), limits=limits, limit_cost=3)
    pattern = make_pattern(earliest_start="08:00", latest_start="08:00", lengths_minutes=(240,))
    agents = tuple(Agent(agent=name, site="office", contract="full", skills=(Skill(queue="phone"),)) for name in "ab")
    requirements = make_requirements("phone", "2026-11-30 08:00", [2] * 8)
    contracts = (make_contract(),)
    return make_problem(
        pools=(pool,), patterns=(pattern,), agents=agents, requirements=requirements, contracts=contracts, days=1
    )


@pytest.mark.parametrize("engine", ["cpsat", "mip", "staged"])
@pytest.mark.parametrize(
    ("limits", "units", "cost"), [("hard", 1, 40), ("hard", 2, 0), ("soft", 1, 12), ("soft", 0, 24)]
)
def test_engines_know_units(engine: Any, limits: str, units: int, cost: float) -> None:
    """Hard: one of two stays away, 4 hours x 10. Soft: 4 hours x 3 for each unit that is lacking."""
    result = build(_plan(limits, units), engine=engine, time_limit_seconds=200).result
    assert (result.status.value, result.cost) == ("optimal", cost)
    assert result.cost_terms.get("equipment:headsets", None) is not None or limits == "hard"
