"""Tables and pictures of a batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from scheduler.batch.published import BestKnown
from scheduler.batch.records import Run
from scheduler.batch.summary import Name


def write_report(runs: Iterable[Run], folder: Path, known: Mapping[Name, BestKnown]) -> list[Path]:
    """
    Write ``table.md``, ``table.csv`` and pictures into a folder; return their paths.

    Parameters
    ----------
    runs
        All that is reported; of repetitions the last counts.
    folder
        Where; it is there.
    known
        What others found, by family and instance.
    """
    from scheduler.batch.gap_picture import draw_gaps
    from scheduler.batch.profile_picture import draw_profiles
    from scheduler.batch.published_picture import draw_published
    from scheduler.batch.summary import summarise
    from scheduler.batch.table import write_tables

    groups = summarise(runs, known)
    pictures = (draw_gaps, draw_profiles, draw_published)
    return [*write_tables(groups, folder), *(path for draw in pictures for path in draw(groups, folder))]


def known_of(runs: Iterable[Run], tables: Mapping[str, BestKnown]) -> dict[Name, BestKnown]:
    """What tables by name of the instance say about the instances of runs."""
    return {(run.family, run.instance): tables[run.instance] for run in runs if run.instance in tables}
