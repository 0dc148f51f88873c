"""Under which law a roster was made or audited: packs, departures from them, adjustments, assumptions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Literal

from scheduler.records import Record


class PackUsed(Record):
    """
    A rule pack that holds in the plan.

    Parameters
    ----------
    pack, title, version
        Which.
    as_of
        Date on which its figures were last compared with their sources.
    reviewed_by
        Who with local knowledge of the law has reviewed it; ``unreviewed`` where nobody has.
    """

    pack: str
    title: str
    version: str
    as_of: dt.date
    reviewed_by: str


class Override(Record):
    """
    A departure from a rule of a pack.

    Parameters
    ----------
    rule
        Identifier of the rule.
    by
        ``plan``, ``contract``, ``agent`` (an adjustment) or ``opt_out`` (an attribute of the agent).
    agents
        Whom it concerns; empty for everybody.
    change
        What differs, in words.
    reason
        The reason given; none is stored for single agents.
    """

    rule: str
    by: Literal["plan", "contract", "agent", "opt_out"]
    agents: tuple[str, ...]
    change: str
    reason: str


class AdjustmentReport(Record):
    """Whether a roster keeps an agreement with one agent."""

    agent: str
    rule: str
    met: bool


class Law(Record):
    """
    Parameters
    ----------
    packs
        In the order of the plan.
    overrides
        Departures from rules of the packs.
    adjustments
        Agreements with single agents, and whether they are met; empty without a roster.
    assumptions
        What was assumed of days of which no history is known, once for each rule.
    """

    packs: tuple[PackUsed, ...] = ()
    overrides: tuple[Override, ...] = ()
    adjustments: tuple[AdjustmentReport, ...] = ()
    assumptions: tuple[str, ...] = ()


def law_lines(law: Law) -> Iterator[str]:
    """Packs, departures from them, adjustments that are not met, assumptions about history; a line each."""
    for pack in law.packs:
        yield f"Rule pack {pack.pack} {pack.version}, {pack.title}; as of {pack.as_of}, {pack.reviewed_by}."
    for override in law.overrides:
        whom = "" if not override.agents else f" for {_names(override.agents)}"
        reason = f" Reason: {override.reason}" if override.reason else ""
        yield f"Departs from {override.rule}{whom} ({override.by}): {override.change}.{reason}"
    if law.adjustments:
        met = sum(report.met for report in law.adjustments)
        yield f"Adjustments for single agents: {met} of {len(law.adjustments)} met."
    for report in law.adjustments:
        if not report.met:
            yield f"Adjustment {report.rule} of {report.agent} is NOT met."
    yield from law.assumptions


def _names(names: Sequence[str]) -> str:
    """Up to three names, and how many more."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
