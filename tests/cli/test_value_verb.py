"""What one more or less of something saves."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from scheduler.cli.main import run
from scheduler.demand import Queue
from scheduler.io.write import write_plan
from scheduler.problem import Problem
from tests.builders import make_requirements
from tests.scheduler.rules.test_equipment_units import peak_problem

TINY = Path(__file__).parent.parent.parent / "instances" / "tiny"

BY_HAND = {
    ("equipment", "north", 1): 0,
    ("equipment", "north", -1): -30,
    ("equipment", "south", 1): 14,
    ("units", "van", 1): 0,
    ("units", "van", -1): -16,
    ("agents", "anna", 1): 0,
    ("skills", "chat of anna", 1): 0,
}
"""
The plan costs 14: an hour of Ben is missing, and a unit is held for him for two hours at 2.

Without Anna's unit three more hours are missing. With a unit in the south nothing is, and none is held. Without the
unit for the peak Ben cannot come: 30. A second one, somebody like Anna without a unit, and a skill for a queue of which
nothing is asked, are of no use.
"""


def test_values_by_hand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Solved again, each saving is known exactly; what is estimated is no less where the bound is exact."""
    write_plan(peak_problem({"holding_cost": 2}), tmp_path / "plan")
    assert run(["value", str(tmp_path / "plan"), "--time-limit", "200", "--quiet", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["plan"] == {"status": "optimal", "cost": 14.0, "bound": 14.0}
    found = {(one["kind"], one["name"], one["amount"]): one for one in document["values"]}
    assert {key: one["saving"] for key, one in found.items()} == BY_HAND
    assert all(one["least"] == one["saving"] == one["most"] for one in found.values())
    assert all(one["estimate"] >= one["saving"] - 1e-6 for one in found.values())


def test_a_skill_and_an_hour_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    Nobody can chat, where an hour is asked for at 25, and there is no unit for Ben; Anna may work two of three hours.

    Four of six hours on the phone are missing at 10: 65 in all. Where Anna learns to chat, that hour is done and one on
    the phone is missing instead: 15 are saved. An hour a week more saves 10.
    """
    problem = peak_problem({"holding_cost": 2, "count": 0})
    asked = (*problem.requirements, *make_requirements("chat", "2026-12-01 10:00", [1, 1]))
    queues = (problem.queues[0], Queue(queue="chat", understaffing_cost=Decimal(25)))
    contract = problem.contracts[0].model_copy(update={"maximum_minutes_per_week": 120})
    changes = {"requirements": asked, "queues": queues, "contracts": (contract,)}
    write_plan(Problem.model_validate(problem.model_dump() | changes), tmp_path / "plan")
    assert run(["value", str(tmp_path / "plan"), "--time-limit", "200", "--quiet", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["plan"]["cost"] == 65.0
    found = {(one["kind"], one["name"], one["amount"]): one for one in document["values"]}
    for key, saving in ((("skills", "chat of anna", 1), 15), (("hours", "full", 1), 10)):
        assert found[key]["least"] == found[key]["saving"] == found[key]["most"] == saving
        assert found[key]["estimate"] >= saving - 1e-6


def test_more_can_cost_more(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    What comes first in order may cost more in sum, and an hour of a contract may make a roster less fair.

    What is proven of a saving then lies around it, not on one side of nothing.
    """
    seats = ["--set", "sites.office.seats=[{start='07:00',end='20:00',seats=1}]", "--set", "weights.understaffing=2"]
    hours = ["of='hours'", "per_contract_hour=true", "severity='cost'", "price=10", "maximum_difference=0"]
    fair = [each for setting in hours for each in ("--set", f"rules.fairness.{setting}")]
    most = ["--set", "contracts.'full time'.maximum_minutes_per_week=2400"]
    for options in ([*seats, "--set", "priorities=['understaffing']"], [*fair, *most]):
        assert run(["value", str(TINY), "--time-limit", "200", "--quiet", "--json", *options]) == 0
        for one in json.loads(capsys.readouterr().out)["values"]:
            limits = [limit for limit in (one["least"], one["most"]) if limit is not None]
            assert limits == sorted(limits)
            assert all(limit == one["saving"] for limit in limits)


def test_estimates_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is solved again, and nothing said of what is proven."""
    write_plan(peak_problem({"holding_cost": 2}), tmp_path / "plan")
    assert run(["value", str(tmp_path / "plan"), "--estimate", "--time-limit", "5", "--quiet"]) == 0
    out = capsys.readouterr().out
    assert "estimate" in out
    assert "at least" not in out
    assert "+1 unit of south" in out
