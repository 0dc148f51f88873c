"""The results as ``table.md`` for people and ``table.csv`` for machines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from statistics import median

from scheduler.batch.counts import counts_table
from scheduler.batch.doubts import doubts
from scheduler.batch.grid import Cell, grid, section, text, write_values
from scheduler.batch.heading import heading
from scheduler.batch.proofs import proofs
from scheduler.batch.published import TEN_MINUTES
from scheduler.batch.records import FAILED
from scheduler.batch.summary import Group, Setting, families_of, labels_of
from scheduler.batch.verdict import verdict

COLUMNS = {
    "family": "",
    "instance": "instance",
    "engine": "engine",
    "time_limit_seconds": "",
    "workers": "",
    "seeds": "",
    "best_lower": "best known lower",
    "best_upper": "best known upper",
    "published_10min": "best published, 10 min",
    "published_10min_method": "",
    "cost_median": "cost, median",
    "cost_worst": "cost, worst",
    "bound_median": "bound, median",
    "bound_worst": "bound, worst",
    "gap_to_known": "gap to best known",
    "gap_to_bound": "gap to own bound",
    "seconds_to_first": "first roster, s",
    "seconds_to_best": "best roster, s",
    "statuses": "runs",
}
"""Columns of the CSV file, and their heading in the table for people where they are shown there."""

SHARES = ("gap_to_known", "gap_to_bound")
SECONDS = ("seconds_to_first", "seconds_to_best")


def write_tables(groups: Sequence[Group], folder: Path) -> list[Path]:
    """Write both tables into a folder; return their paths."""
    markdown, values = folder / "table.md", folder / "table.csv"
    markdown.write_text(as_markdown(groups), encoding="utf-8")
    write_values(values, list(COLUMNS), [cells(group) for group in groups])
    return [markdown, values]


def cells(group: Group) -> dict[str, Cell]:
    """Values of a row; infinite where more than half of the runs, or the worst of them, have none."""
    published = group.known.best_at(TEN_MINUTES)
    return {
        "family": group.family,
        "instance": group.instance,
        "engine": group.setting.engine,
        "time_limit_seconds": group.setting.time_limit_seconds,
        "workers": group.setting.workers,
        "seeds": " ".join(str(run.seed) for run in sorted(group.runs, key=lambda run: run.seed)),
        "best_lower": group.known.lower,
        "best_upper": group.known.upper,
        "published_10min": published[0] if published else None,
        "published_10min_method": published[1] if published else None,
        "cost_median": median(group.costs),
        "cost_worst": max(group.costs),
        "bound_median": median(group.bounds),
        "bound_worst": min(group.bounds),
        "gap_to_known": group.gap_to_known,
        "gap_to_bound": group.gap_to_bound,
        "seconds_to_first": group.seconds_to_first,
        "seconds_to_best": group.seconds_to_best,
        "statuses": group.statuses,
    }


def as_markdown(groups: Sequence[Group]) -> str:
    """Render heading, a table for each family, what failed and what cannot be true."""
    parts = ["# Rosters", heading(groups)]
    for family, members in families_of(groups).items():
        labels = labels_of(members)
        table = _side_by_side(members, labels) if _nothing_known(members) else _long(members, labels)
        parts += [
            f"## {family}",
            table,
            counts_table(members, labels),
            *verdict(members, labels),
            *proofs(members, labels),
        ]
    parts += failures(groups)
    parts += section("Contradictions", doubts(groups))
    return "\n\n".join(parts) + "\n"


def failures(groups: Sequence[Group]) -> list[str]:
    """Section of failed runs and why they failed; nothing where none did."""
    labels = labels_of(groups)
    names = [
        f"{group.family} {group.instance}, {labels[group.setting]}, seed {run.seed}: {run.message}"
        for group in groups
        for run in group.runs
        if run.status == FAILED
    ]
    return section("Failed runs", names)


def _nothing_known(groups: Sequence[Group]) -> bool:
    return all(group.known.upper is None for group in groups)


def _long(groups: Sequence[Group], labels: dict[Setting, str]) -> str:
    """One row for each instance and setting."""
    shown = [name for name, title in COLUMNS.items() if title]
    rows = [
        [_text(name, value) for name, value in _labelled(group, labels).items() if name in shown] for group in groups
    ]
    return grid([COLUMNS[name] for name in shown], rows, left=2)


def _labelled(group: Group, labels: dict[Setting, str]) -> dict[str, Cell]:
    return cells(group) | {"engine": labels[group.setting]}


def _side_by_side(groups: Sequence[Group], labels: dict[Setting, str]) -> str:
    """One row for each instance, a block of columns for each setting."""
    shown = ("cost_median", "cost_worst", "bound_median", "gap_to_bound", "seconds_to_best", "statuses")
    titles = ["instance", *(f"{label}: {COLUMNS[name]}" for label in labels.values() for name in shown)]
    by_instance: dict[str, dict[Setting, Group]] = {}
    for group in groups:
        by_instance.setdefault(group.instance, {})[group.setting] = group
    rows = []
    for name, settings in by_instance.items():
        blocks = [cells(settings[setting]) if setting in settings else {} for setting in labels]
        rows.append([name, *(_text(column, block.get(column)) for block in blocks for column in shown)])
    return grid(titles, rows, left=1)


def _text(column: str, value: Cell) -> str:
    return text(column, value, SHARES, SECONDS)
