"""Counts and profiles of settings, with numbers that can be checked by hand."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from scheduler.batch.counts import STATUSES, counts_of, counts_table
from scheduler.batch.gap_overview_picture import middle_curves
from scheduler.batch.gap_picture import MOST_PANELS, draw_gaps
from scheduler.batch.performance import best_costs, common, cost_excesses, profile, ratios, times
from scheduler.batch.profile_picture import draw_profiles, panels_of
from scheduler.batch.published import BestKnown
from scheduler.batch.records import Run
from scheduler.batch.summary import Setting, summarise
from tests.batch.bench_runs import failed_run, make_run

SLOW, FAST = Setting("cpsat", 600.0, 2), Setting("staged", 600.0, 2)


def proven(instance: str, engine: str, seconds: float, cost: float = 100.0) -> Run:
    return make_run(instance=instance, engine=engine, seconds=seconds, cost=cost, bound=cost, gap=0.0, status="optimal")


RUNS = [
    proven("a", "cpsat", 20.0),
    proven("a", "staged", 10.0),
    proven("b", "staged", 30.0),
    make_run(instance="b", engine="cpsat", cost=125.0),
    make_run(instance="c", engine="cpsat", status="infeasible", cost=None, bound=None, gap=None, seconds=5.0),
    failed_run(instance="c", engine="staged"),
]
"""Two engines on three plans: a both prove, b only staged, c only cpsat."""


def test_counts_by_setting() -> None:
    """Of three runs of each, two are proven and two the cheapest; the median proof of cpsat took 20 s."""
    groups = summarise(RUNS, {})
    cells = counts_of([group for group in groups if group.setting == SLOW], groups)
    assert dict(zip(("runs", *STATUSES), cells, strict=False)) == {
        "runs": "3",
        "optimal": "1",
        "feasible": "1",
        "infeasible": "1",
        "no_solution": "0",
        "interrupted": "0",
        "failed": "0",
    }
    assert cells[-4:] == ["2", "2", "20.0", "20.0"]
    table = counts_table(groups, {SLOW: "cpsat", FAST: "staged"})
    assert "| staged | 3 | 2 | 0 | 0 | 0 | 0 | 1 | 2 | 2 | 30.0 | 30.0 |" in table


def test_profile_of_dolan_and_more() -> None:
    """On a cpsat takes twice the least time; what a setting did not prove is infinitely far, and counts."""
    found = ratios(common(times(summarise(RUNS, {}))))
    assert list(found[SLOW].values()) == [2, math.inf, 1]
    assert list(found[FAST].values()) == [1, 1, math.inf]
    assert profile(list(found[FAST].values())) == ([1], [2 / 3])
    assert profile(list(found[SLOW].values())) == ([1, 2], [1 / 3, 2 / 3])
    assert profile([math.inf]) == ([], [])


def test_settings_are_compared_on_what_all_have_run() -> None:
    """Of an unfinished batch, plans that one setting has not run yet are left to nobody."""
    values = common(times(summarise(RUNS[:4] + RUNS[5:], {})))
    assert {name for name, *_ in values[SLOW]} == {"curtois-qu"}
    assert [instance for _, instance, _ in values[FAST]] == ["a", "b"]


def test_best_cost_is_the_known_one_or_what_a_run_reached() -> None:
    """Known 90 of a, 120 of b, which a run has improved on; of c there is no roster, which cpsat has proven."""
    known = {("curtois-qu", "a"): BestKnown(None, 90.0), ("curtois-qu", "b"): BestKnown(None, 120.0)}
    groups = summarise(RUNS, known)
    assert best_costs(groups) == {("curtois-qu", "a"): 90, ("curtois-qu", "b"): 100, ("curtois-qu", "c"): math.inf}
    of_slow = cost_excesses([group for group in groups if group.setting == SLOW], groups)
    assert list(of_slow.values()) == pytest.approx([1 / 9, 0.25, 0.0])
    of_fast = cost_excesses([group for group in groups if group.setting == FAST], groups)
    assert list(of_fast.values())[2] == math.inf


def test_pictures_of_profiles_are_written(tmp_path: Path) -> None:
    """One for each family; runs without any answer, and one setting alone, do no harm."""
    runs = [*RUNS, failed_run(family="plans", instance="x"), failed_run(family="plans", instance="y")]
    written = draw_profiles(summarise(runs, {}), tmp_path)
    assert [path.name for path in written] == ["profile-curtois-qu.png", "profile-plans.png"]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in written)
    first, second, third = panels_of(summarise(RUNS, {}))
    assert (first.start, second.start) == (3.5, 1.0)
    assert sorted(third.values[SLOW].values()) == [0, 0, 25]


def test_many_instances_are_drawn_together(tmp_path: Path) -> None:
    """Three of four have 10 % to the known cost from second 20, one no roster: half of them are below 10 %."""
    names = [f"i{number}" for number in range(4)]
    known = {("curtois-qu", name): BestKnown(None, 100.0) for name in names}
    runs = [make_run(instance=name) for name in names[:3]] + [failed_run(instance=names[3])]
    at, low, middle, high = middle_curves(summarise(runs, known), (1.0, 600.0))
    assert (at[0], at[-1]) == pytest.approx((1, 600))
    assert middle[0] > 10_000
    assert (low[-1], middle[-1]) == pytest.approx((10, 10))
    assert high[-1] > 10_000
    many = [make_run(instance=f"i{number}") for number in range(MOST_PANELS + 1)]
    (path,) = draw_gaps(summarise(many, {}), tmp_path)
    assert path.read_bytes().startswith(b"\x89PNG")
