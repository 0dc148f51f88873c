"""Which search by single shifts comes next."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.compile import compile_problem
from shiftmodels.engines import column_tasks
from shiftmodels.engines.anneal_task import AnnealTask
from shiftmodels.engines.annealings import ANNEAL_SHARE, FIRST_SHARE, MOST_FIRST, MOST_LOST, Annealings
from shiftmodels.engines.column_root import Drawn
from shiftmodels.engines.staged import _without_outdated
from shiftmodels.feasibility import softened
from shiftmodels.solution import OFF, Assignment, cost_of
from tests.random_plans import random_plan

LONG, SHORT = 120, 80
"""Intervals of a shift."""


def _roster(work: int) -> Assignment:
    """One agent with a shift of so many intervals."""
    activity = np.full((1, 200), OFF, dtype=np.int64)
    activity[0, :work] = 0
    return Assignment(np.zeros((1, 1), dtype=np.int64), np.zeros((1, 1, 0), dtype=np.int64), activity)


def _drawn() -> Drawn:
    return Drawn(_roster(LONG), np.zeros((1, 200)))


def test_short_shifts_are_not_moved_one_by_one() -> None:
    assert Annealings(0, 2, awaits=False).next(_roster(SHORT), 100.0) is None


def test_without_an_lp_one_search_takes_all_the_time() -> None:
    annealings = Annealings(7, 2, awaits=False)
    task = annealings.next(_roster(LONG), 100.0)
    assert task is not None
    assert (task.limit_seconds, task.seed, task.prices) == (100.0 * ANNEAL_SHARE, 7, None)
    assert annealings.next(_roster(LONG), 100.0) is None


def test_the_roster_of_the_lp_is_searched_by_each_process_with_its_own_chance() -> None:
    annealings = Annealings(7, 2, awaits=True)
    first = annealings.next(_roster(LONG), 100.0)
    assert first is not None
    assert first.limit_seconds == 100.0 * FIRST_SHARE
    annealings.drawn = drawn = _drawn()
    tasks = [annealings.next(_roster(LONG), 60.0) for _ in range(3)]
    assert [None if task is None else task.seed for task in tasks] == [8, 9, None]
    assert all(task.found is drawn.found and task.prices is drawn.prices for task in tasks if task is not None)


def test_a_single_process_waits_for_the_lp() -> None:
    annealings = Annealings(0, 1, awaits=True)
    assert annealings.next(_roster(LONG), 100.0) is None
    annealings.drawn = _drawn()
    assert annealings.next(_roster(LONG), 100.0) is not None


def test_lost_processes_are_replaced_but_not_without_end() -> None:
    annealings = Annealings(0, 1, awaits=False)
    annealings.drawn = _drawn()
    for _ in range(MOST_LOST + 1):
        task = annealings.next(_roster(LONG), 100.0)
        assert task is not None
        annealings.lose(task)
    assert annealings.next(_roster(LONG), 100.0) is None


def test_searches_from_tours_go_on_while_the_lp_takes_long() -> None:
    annealings = Annealings(0, 2, awaits=True)
    for _ in range(MOST_FIRST):
        task = annealings.next(_roster(LONG), 100.0)
        assert task is not None
        annealings.end(task)
    assert annealings.next(_roster(LONG), 100.0) is None


def test_only_the_last_roster_of_a_search_is_looked_at() -> None:
    """Each is better than the one before it; what others say, and that a search has ended, stays."""
    one, other = AnnealTask(1.0, 0, _roster(LONG)), AnnealTask(1.0, 1, _roster(LONG))
    first, second, third = _roster(LONG), _roster(LONG), _roster(LONG)
    answers = [(one, first), (other, third), (one, second), (one, None)]
    assert _without_outdated(answers) == [(other, third), (one, second), (one, None)]


def test_the_root_draws_a_roster_once_with_the_prices_of_its_mixture(monkeypatch: pytest.MonkeyPatch) -> None:
    """It costs no less than the bound; prices lie between what one too few saves and what one too many costs."""
    monkeypatch.setattr(column_tasks, "LONG_TOUR", 0)
    data = softened(compile_problem(random_plan(3, agents=4, days=3)).data)
    reports = list(column_tasks.RootTask(5.0, 0, is_alone=True).run(data))
    (drawn,) = (report.drawn for report in reports if report.drawn is not None)
    bounds = [report.bound for report in reports if report.bound is not None]
    assert cost_of(data, drawn.found) >= max(bounds)
    steepest = np.maximum(data.cover.under_cost, data.cover.over_cost).max()
    assert drawn.prices.shape == data.cover.required.shape
    assert (np.abs(drawn.prices) <= steepest + np.maximum(data.cover.limit_cost, 0).max()).all()
    assert drawn.prices.any()
