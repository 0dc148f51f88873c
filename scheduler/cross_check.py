"""Whether the parts of a plan agree with each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scheduler.problem import Finding, Problem


def cross_check(problem: Problem) -> Iterator[Finding]:
    """
    Contradictions between parts of a plan, each with the value and what to do.

    Parameters
    ----------
    problem
        A plan whose parts are valid on their own.

    Returns
    -------
    Findings: first dates and grid, then names, packs and rules, times of patterns and rows. Where names or the frame
    are wrong, what depends on them is not looked at.
    """
    from scheduler.cross_check_adjustments import adjustment_findings
    from scheduler.cross_check_frame import frame_findings, further_date_findings
    from scheduler.cross_check_names import name_findings
    from scheduler.cross_check_packs import pack_findings
    from scheduler.cross_check_patterns import pattern_findings
    from scheduler.cross_check_priorities import priority_findings
    from scheduler.cross_check_rows import row_findings
    from scheduler.cross_check_rules import rule_findings

    frame = list(frame_findings(problem))
    yield from frame
    yield from further_date_findings(problem)
    yield from name_findings(problem)
    yield from pack_findings(problem)
    yield from rule_findings(problem)
    yield from priority_findings(problem)
    yield from pattern_findings(problem)
    if not frame:
        yield from row_findings(problem)
        yield from adjustment_findings(problem)
