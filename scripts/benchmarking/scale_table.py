"""How results grow with size, as ``table.md`` for people and ``table.csv`` for machines."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from scheduler.batch.doubts import doubts
from scheduler.batch.grid import Cell, grid, section, text, write_values
from scheduler.batch.heading import heading
from scheduler.batch.table import failures
from scripts.benchmarking.scale_summary import Rung, by_plan

EXPLANATION = """\
Plans: `make_instance.py contact-centre`; each seed is a plan of its own and the seed of its run. Gap = (cost - bound) /
cost; gap of required = (cost - bound) / cost of leaving the whole requirement uncovered, both as proven by the run;
`met`: runs within the target, of all. Medians and worsts are over seeds; a run without a roster or a bound has an
infinite gap, so nothing is left out, and `none` stands where that decides. Seconds are wall time from a plan that is
read to the end, audit included; `within target` is when the proven gap first was. Memory is the peak of all processes
of a run together, looked at twice a second, what they share counted once; 1 GB = 1,024 MB. Hard violations are the
auditor's, summed over runs; a run with any, or with a cost that the auditor does not confirm, counts as failed."""

RUNG = {"agents": "agents", "load": "load", "engine": "engine"}
TARGETS = RUNG | {
    "gap_of_required_median": "gap of required, median",
    "gap_of_required_worst": "gap of required, worst",
    "gap_of_required_target": "target",
    "gap_of_required_met": "met",
    "memory_mb_median": "memory, median, MB",
    "memory_mb_worst": "memory, worst, MB",
    "memory_mb_target": "target, MB",
    "memory_mb_met": "met",
    "hard_violations": "hard violations",
    "statuses": "runs",
}
COSTS = RUNG | {
    "cost_median": "cost, median",
    "cost_worst": "cost, worst",
    "bound_median": "bound, median",
    "bound_worst": "bound, worst",
    "gap_median": "gap, median",
    "gap_worst": "gap, worst",
}
TIMES = RUNG | {
    "time_limit_seconds": "limit, s",
    "workers": "workers",
    "seconds_median": "whole run, median, s",
    "seconds_worst": "whole run, worst, s",
    "seconds_to_first_median": "first roster, median, s",
    "seconds_to_first_worst": "first roster, worst, s",
    "seconds_to_best": "best roster, median, s",
    "seconds_to_target": "within target, median, s",
}
SECTIONS = {"Targets": TARGETS, "Costs and bounds": COSTS, "Times": TIMES}
"""Tables for people: their columns and headings."""

OTHERS = ("queues", "sites", "seeds", "process_memory_mb_worst")
"""Columns for machines only."""

SHARES = ("gap_median", "gap_worst", "gap_of_required_median", "gap_of_required_worst", "gap_of_required_target")
SECONDS = tuple(name for name in TIMES if name.startswith("seconds"))


def write_scale_tables(rungs: Sequence[Rung], folder: Path) -> list[Path]:
    """Write both tables into a folder; return their paths."""
    markdown, values = folder / "table.md", folder / "table.csv"
    markdown.write_text(scale_markdown(rungs), encoding="utf-8")
    columns = dict.fromkeys([*RUNG, *OTHERS, *(name for columns in SECTIONS.values() for name in columns)])
    write_values(values, list(columns), [rung_cells(rung) for rung in rungs])
    return [markdown, values]


def scale_markdown(rungs: Sequence[Rung]) -> str:
    """Render heading, tables, what failed and what cannot be true."""
    groups = [rung.group for rung in rungs]
    parts = ["# Growth with size", heading(groups, EXPLANATION)]
    rows = [rung_cells(rung) for rung in rungs]
    for title, columns in SECTIONS.items():
        shown = [[_text(name, row[name]) for name in columns] for row in rows]
        parts += [f"## {title}", grid(list(columns.values()), shown, left=len(RUNG))]
    return "\n\n".join([*parts, *failures(groups), *section("Contradictions", doubts(by_plan(rungs)))]) + "\n"


def rung_cells(rung: Rung) -> dict[str, Cell]:
    """Values of a row; infinite where more than half of the runs, or the worst of them, have none."""
    return _of_plan(rung) | _against_targets(rung) | _of_costs(rung) | _of_times(rung)


def _of_plan(rung: Rung) -> dict[str, Cell]:
    return {
        "agents": rung.size.agents,
        "queues": rung.size.queues,
        "sites": rung.size.sites,
        "load": f"{rung.size.load:g}",
        "engine": rung.group.setting.engine,
        "time_limit_seconds": rung.group.setting.time_limit_seconds,
        "workers": rung.group.setting.workers,
        "seeds": " ".join(str(seed) for seed in sorted(run.seed for run in rung.group.runs)),
        "hard_violations": rung.hard_violations,
        "statuses": rung.group.statuses,
    }


def _against_targets(rung: Rung) -> dict[str, Cell]:
    gap, memory = rung.terms.gap_of_required, 1024 * rung.terms.memory_gb
    return {
        "gap_of_required_median": median(rung.gaps),
        "gap_of_required_worst": max(rung.gaps),
        "gap_of_required_target": gap,
        "gap_of_required_met": _met(rung.gaps, gap),
        "memory_mb_median": _whole(median(rung.memory_mb)),
        "memory_mb_worst": _whole(max(rung.memory_mb)),
        "memory_mb_target": round(memory),
        "memory_mb_met": _met(rung.memory_mb, memory),
        "process_memory_mb_worst": max((run.peak_memory_mb or 0.0 for run in rung.group.runs), default=0.0) or None,
    }


def _of_costs(rung: Rung) -> dict[str, Cell]:
    return {
        "cost_median": median(rung.group.costs),
        "cost_worst": max(rung.group.costs),
        "bound_median": median(rung.group.bounds),
        "bound_worst": min(rung.group.bounds),
        "gap_median": median(rung.relative_gaps),
        "gap_worst": max(rung.relative_gaps),
    }


def _of_times(rung: Rung) -> dict[str, Cell]:
    return {
        "seconds_median": median(rung.seconds),
        "seconds_worst": max(rung.seconds),
        "seconds_to_first_median": median(rung.seconds_to_first),
        "seconds_to_first_worst": max(rung.seconds_to_first),
        "seconds_to_best": rung.group.seconds_to_best,
        "seconds_to_target": median(rung.seconds_to_target),
    }


def _met(values: Sequence[float], target: float) -> str:
    return f"{sum(value <= target for value in values)} of {len(values)}"


def _whole(value: float) -> float:
    return round(value) if math.isfinite(value) else value


def _text(column: str, value: Cell) -> str:
    return text(column, value, SHARES, SECONDS)
