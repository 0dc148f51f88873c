"""Pictures of recorded runs."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from scheduler.batch.gap_picture import draw_gaps, gap_curves
from scheduler.batch.looks import own_looks
from scheduler.batch.published import METHODS, BestKnown
from scheduler.batch.published_picture import draw_published
from scheduler.batch.summary import summarise
from tests.batch.bench_runs import failed_run, make_run

FIRST, *OTHERS = METHODS.values()
PUBLISHED = {600: {FIRST: 100.0, OTHERS[0]: 2000.0}, 3600: {}}
KNOWN = {("curtois-qu", "Instance7"): BestKnown(90.0, 100.0, PUBLISHED)}


def test_gap_over_time_counts_a_missing_roster_as_infinite() -> None:
    """To the best known, 100: 150 from second 5, 110 from second 20; the other run has nothing to the end."""
    (group,) = summarise([make_run(), failed_run(seed=1)], KNOWN)
    times, gaps = gap_curves(group)
    assert times == [0.1, 5, 20, 600]
    assert [first for first, _ in gaps] == pytest.approx([math.inf, 0.5, 0.1, 0.1])
    assert all(second == math.inf for _, second in gaps)


def test_gap_over_time_to_the_best_bound_of_any_run() -> None:
    """Without published costs the gap is that to the best bound proved, 104.5: 5 % of 110."""
    runs = [make_run(), make_run(engine="cpsat", bound=104.5)]
    _, group = summarise(runs, {})
    assert gap_curves(group)[1][-1] == pytest.approx([0.05])


def test_pictures_are_written(tmp_path: Path) -> None:
    """A picture of gaps for each family, one of published results where there are some; odd runs do no harm."""
    runs = [
        make_run(),
        failed_run(seed=1),
        failed_run(engine="cpsat"),
        make_run(family="instances", instance="tiny", bound=None, gap=None),
        make_run(family="instances", instance="free", cost=0.0, bound=0.0, gap=0.0, progress=((0.0, 0.0, 0.0),)),
    ]
    groups = summarise(runs, KNOWN)
    written = [*draw_gaps(groups, tmp_path), *draw_published(groups, tmp_path)]
    names = ["gap-curtois-qu.png", "gap-instances.png", "published-curtois-qu-10min.png"]
    assert [path.name for path in written] == names
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in written)


def test_many_settings_look_different() -> None:
    """Three engines at three limits are nine lines, each of which the legend names."""
    looks = own_looks(range(9))
    assert len({(look.colour, look.line) for look in looks.values()}) == 9
    assert len({look.line for look in list(looks.values())[:5]}) == 5
