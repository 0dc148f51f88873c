"""Profiles: fast by default, long with SHIFTWRIGHT_LONG=1."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

LONG = os.environ.get("SHIFTWRIGHT_LONG") == "1"

settings.register_profile("fast", max_examples=25, deadline=None, derandomize=True)
settings.register_profile("long", max_examples=1000, deadline=None)
settings.load_profile("long" if LONG else "fast")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave slow tests to the long profile."""
    if LONG:
        return
    for item in items:
        if "slow" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="minutes; only in the long profile (scripts/test.py --long)"))
