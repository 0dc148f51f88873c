"""The ready-made plans are what instances/README.md says."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.io.read import read_plan

INSTANCES = Path(__file__).resolve().parents[2] / "instances"


@pytest.mark.parametrize(
    ("name", "agents", "queues", "days", "hours"),
    [
        ("tiny", 4, 2, 2, 33.0),
        ("helpdesk", 25, 2, 7, 669.5),
        ("contact-centre", 100, 4, 7, 2818.75),
        ("two-sites-peak", 120, 5, 7, 4064.0),
    ],
)
def test_instance_reads_and_has_the_size_of_the_table(
    name: str, agents: int, queues: int, days: int, hours: float
) -> None:
    """Each plan reads without complaint, with the agents, queues, days and required hours of the table."""
    plan = read_plan(INSTANCES / name)
    assert (len(plan.agents), len(plan.queues), plan.days) == (agents, queues, days)
    assert float(sum(row.required for row in plan.requirements)) * plan.interval_minutes / 60 == hours
