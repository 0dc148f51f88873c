"""What past shifts alone break: the limit is named, and what cures it, and nothing that has no part in it."""

from __future__ import annotations

from typing import Any

import pytest

from scheduler.demand import Queue
from scheduler.equipment import EquipmentPool
from scheduler.explain.explain import explain
from scheduler.explain.prices import ChangePrices
from scheduler.sites import Site
from tests.builders import make_past, make_problem, make_requirements

MINIMUM_FOR_BOTH = make_requirements("chat", "2026-12-02 11:00", [2], minimum=2)
LIMITS: dict[str, tuple[dict[str, Any], str]] = {
    "seats": ({"sites": (Site(site="office", seats=({"start": "00:00", "end": "05:00", "seats": 0},)),)}, "more-seats"),
    "equipment": ({"pools": (EquipmentPool(pool="headsets", units=0, queues=("phone",)),)}, "more-units"),
    "maximum": ({"requirements": make_requirements("phone", "2026-11-30 00:00", [0], maximum=0)}, "raise-maximum"),
}


@pytest.mark.parametrize("name", LIMITS)
def test_the_limit_is_named(name: str) -> None:
    """Anna works until 02:00; both agents have to work on another day, and blocks of work have a least length."""
    fields, cure = LIMITS[name]
    rows = (*fields.get("requirements", ()), *MINIMUM_FOR_BOTH)
    queues = tuple(Queue(queue=queue, minimum_block_minutes=60) for queue in ("phone", "chat"))
    past = (make_past("anna", "2026-11-29 20:00", "02:00"),)
    problem = make_problem(**(fields | {"requirements": rows, "queues": queues, "history": past}))
    report = explain(problem, ChangePrices(), 600.0)
    (conflict,) = report.conflicts
    assert [member.code for member in conflict.members] == [name]
    assert [change.code for change in conflict.relaxations] == [cure]
    assert report.cured is True
