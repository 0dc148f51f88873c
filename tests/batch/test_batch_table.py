"""Tables of recorded runs, with numbers that can be checked by hand."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from scheduler.batch.doubts import doubts
from scheduler.batch.published import BestKnown
from scheduler.batch.summary import costs_at, summarise
from scheduler.batch.table import as_markdown, cells, write_tables
from tests.batch.bench_runs import failed_run, make_run

KNOWN = {("curtois-qu", "Instance7"): BestKnown(90.0, 100.0, {600: {"tabu": 105.0, "ants": 130.0}, 3600: {}})}


def test_median_and_worst_over_seeds() -> None:
    """Costs 104, 110, 120 against 100: the median is 10 % above; of bounds the worst is the lowest."""
    runs = [
        make_run(seed=0, cost=110.0, bound=99.0, gap=0.1),
        make_run(seed=1, cost=120.0, bound=90.0, gap=0.25, progress=((40.0, 120.0, 90.0),), first_cost_seconds=40.0),
        make_run(seed=2, cost=104.0, bound=100.0, gap=1 / 26, progress=((9.0, 104.0, None),), first_cost_seconds=9.0),
    ]
    (group,) = summarise(runs, KNOWN)
    row = cells(group)
    assert (row["cost_median"], row["cost_worst"]) == (110, 120)
    assert (row["bound_median"], row["bound_worst"]) == (99, 90)
    assert row["gap_to_known"] == pytest.approx(0.10)
    assert row["gap_to_bound"] == pytest.approx(0.10)
    assert (row["seconds_to_first"], row["seconds_to_best"]) == (9, 20)
    assert (row["published_10min"], row["published_10min_method"]) == (105, "tabu")
    assert (row["best_lower"], row["best_upper"], row["statuses"]) == (90, 100, "3 feasible")


def test_runs_without_roster_are_not_left_out() -> None:
    """One of three failed: the median is the worse of the other two. Two of three: there is no median."""
    (one,) = summarise([make_run(seed=0, cost=104.0), make_run(seed=1), failed_run(seed=2)], KNOWN)
    assert cells(one)["cost_median"] == 110
    assert cells(one)["cost_worst"] == math.inf
    assert cells(one)["statuses"] == "1 failed, 2 feasible"
    (two,) = summarise([make_run(seed=0), failed_run(seed=1), failed_run(seed=2)], KNOWN)
    assert cells(two)["cost_median"] == cells(two)["gap_to_bound"] == cells(two)["seconds_to_best"] == math.inf


def test_last_of_repetitions_counts() -> None:
    """A run made again replaces the earlier one; another time limit is another row."""
    runs = [make_run(cost=150.0), make_run(cost=110.0), make_run(cost=140.0, time_limit_seconds=60.0)]
    short, long = summarise(runs, KNOWN)
    assert (short.costs, long.costs) == ([140], [110])


def test_longer_runs_are_compared_as_they_stood_at_the_published_limit() -> None:
    """An hour's run that reached 110 after 700 s had 150 after ten minutes."""
    run = make_run(time_limit_seconds=3600.0, progress=((5.0, 150.0, None), (700.0, 110.0, 99.0)))
    (group,) = summarise([run], KNOWN)
    assert costs_at(group, 600) == [150]
    assert costs_at(group, 3600) == [110]


def test_table_says_what_was_measured_where() -> None:
    """Heading, row, verdict and failure stand in the table for people; different commits are pointed out."""
    text = as_markdown(summarise([make_run(), failed_run(seed=1), make_run(seed=2, commit="def")], KNOWN))
    for part in (
        "Abacus, 2 cores, 2 GB",
        "ortools 9.15",
        "abc; def - **not all runs are alike**",
        "600 s",
        "0, 1, 2",
        "Plans with priorities",
    ):
        assert part in text
    row = (
        "| Instance7 | staged | 90 | 100 | 105 | 110 | none | 99 | none | 10.00 % | 10.00 % | 5.0 | 20.0 "
        "| 1 failed, 2 feasible |"
    )
    assert row in text
    assert "better on 0, equal on 0, worse on 1 of 1" in text
    assert "- curtois-qu Instance7, staged, seed 1: ended by signal 9" in text
    assert "Contradictions" not in text


def test_failures_at_several_limits_are_told_apart() -> None:
    """The same plan, engine and seed fails twice: once at each limit."""
    text = as_markdown(summarise([failed_run(), failed_run(time_limit_seconds=60.0)], KNOWN))
    assert "- curtois-qu Instance7, staged, 60 s, 2 workers, seed 0: ended by signal 9" in text
    assert "- curtois-qu Instance7, staged, 600 s, 2 workers, seed 0: ended by signal 9" in text


def test_own_plans_stand_engine_beside_engine() -> None:
    """Where nothing is published, an instance is one row with a block for each engine."""
    own = {"family": "instances", "instance": "tiny"}
    text = as_markdown(summarise([make_run(**own, engine="cpsat", cost=99.0, gap=0.0), make_run(**own)], {}))
    assert "| tiny | 99 | 99 | 99 | 0.00 % |" in text
    assert "| 110 | 110 | 99 | 10.00 % | 20.0 | 1 feasible |" in text


def test_table_for_machines_has_empty_cells_for_what_is_not(tmp_path: Path) -> None:
    """The CSV file holds plain numbers, and nothing where there is none."""
    write_tables(summarise([failed_run()], KNOWN), tmp_path)
    (row,) = csv.DictReader((tmp_path / "table.csv").read_text().splitlines())
    assert (row["instance"], row["best_upper"], row["cost_median"], row["gap_to_known"]) == (
        "Instance7",
        "100.0",
        "",
        "",
    )


def test_names_of_plans_are_neither_formulas_nor_columns(tmp_path: Path) -> None:
    """A spreadsheet runs no name, and a bar in a name ends no column."""
    write_tables(summarise([make_run(instance="=1|2")], {}), tmp_path)
    (row,) = csv.DictReader((tmp_path / "table.csv").read_text().splitlines())
    assert row["instance"] == "'=1|2"
    assert "| =1\\|2 | 110 |" in (tmp_path / "table.md").read_text()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"cost": 89.0, "bound": None}, "below the published lower bound"),
        ({"bound": 101.0}, "above the published cost"),
        ({"status": "infeasible", "cost": None}, "called infeasible"),
        ({"seed": 1, "cost": 120.0, "bound": 111.0}, "above a cost of 110"),
        ({"seed": 1, "status": "infeasible", "cost": None, "bound": None}, "another run reached a cost of 110"),
        ({"seed": 1, "input_sha256": "b"}, "its files have changed between runs"),
    ],
)
def test_contradictions_are_named(changes: dict[str, object], sentence: str) -> None:
    """A cost below a bound, or a bound above a cost, is said in words."""
    found = doubts(summarise([make_run(seed=9, input_sha256="a"), make_run(**changes)], KNOWN))
    assert any(sentence in text for text in found)


def test_costs_and_bounds_that_agree_raise_no_doubt() -> None:
    """A bound equal to the cost, both equal to the best known, is as it should be."""
    assert doubts(summarise([make_run(cost=100.0, bound=100.0, gap=0.0, status="optimal")], KNOWN)) == []
