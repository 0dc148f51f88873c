"""Profiles: fast by default, long with SHIFTWRIGHT_LONG=1."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import settings

from shiftmodels import clock
from shiftmodels.engines import crew
from tests.processes import FUSE, quick_processes

LONG = os.environ.get("SHIFTWRIGHT_LONG") == "1"

settings.register_profile("fast", max_examples=15, deadline=None, derandomize=True)
settings.register_profile("long", max_examples=1000, deadline=None)
settings.load_profile("long" if LONG else "fast")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave slow tests to the long profile."""
    if LONG:
        return
    for item in items:
        if "slow" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="only in the long profile (scripts/test.py --long)"))


@pytest.fixture(scope="session")
def process_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where solver processes put what is temporary."""
    return tmp_path_factory.mktemp("processes")


@pytest.fixture(scope="session", autouse=True)
def _quick_processes(process_folder: Path) -> Iterator[None]:
    """
    Solver processes are forks of one that has loaded what they need, as those of a batch are.

    Hundreds of them are started. Tests of the crew, and of commands that are processes of their own, take new ones.
    """
    if os.name == "nt":
        yield
        return
    context = quick_processes(process_folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "FUSE", FUSE)
        patch.setattr(crew, "multiprocessing", SimpleNamespace(get_context=lambda _: context))
        yield
