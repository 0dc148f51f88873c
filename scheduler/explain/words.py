"""Facts of a plan in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from scheduler.audit_words import day_name, duration, stretch
from scheduler.exemptions import EVERYBODY
from scheduler.explain.fact import Fact
from scheduler.messages import Arguments
from scheduler.people import Span
from scheduler.problem import Problem

MOST_SPANS = 5
"""Spans of a list that are named."""


def span_of_row(problem: Problem, row: Span) -> str:
    """When a row about an agent holds."""
    horizon = problem.horizon
    return stretch(horizon, horizon.minute(row.start), horizon.minute(row.end))


def alike(facts: Sequence[Fact]) -> list[list[Fact]]:
    """Facts that are told in one sentence: limits of one queue."""
    groups: dict[object, list[Fact]] = {}
    for number, fact in enumerate(facts):
        key = (fact.kind, fact.name) if fact.kind in ("minimum", "maximum") else number
        groups.setdefault(key, []).append(fact)
    return list(groups.values())


def code_of(problem: Problem, fact: Fact) -> str:
    """Code of the message about a fact."""
    match fact.kind:
        case "pin":
            return "pinned-part" if problem.pins[fact.row].activity else "pin"
        case "contract_least" | "contract_most":
            unit = "days" if fact.name == "contract_days" else "hours"
            return f"{fact.kind.replace('_', '-')}-{unit}"
        case "rule":
            return "plan-rule" if fact.agent == EVERYBODY else "rule"
        case _:
            return fact.kind.replace("_", "-")


def arguments_of(problem: Problem, facts: Sequence[Fact]) -> Arguments:
    """
    What the message about facts that are told in one sentence is filled with.

    Parameters
    ----------
    problem
        The plan that the facts are of.
    facts
        One, or limits of one queue.
    """
    fact = facts[0]
    agent = "" if fact.agent == EVERYBODY else problem.agent_named[fact.agent].label
    match fact.kind:
        case "pin":
            pin = problem.pins[fact.row]
            return {"agent": agent, "span": span_of_row(problem, pin), "activity": pin.activity}
        case "absence":
            absence = problem.absences[fact.row]
            return {"agent": agent, "span": span_of_row(problem, absence), "reason": absence.kind}
        case "unavailable":
            return {"agent": agent, "span": span_of_row(problem, problem.availability[fact.row])}
        case "available":
            rows = [row for row in problem.availability_of[fact.agent] if row.kind == "available"]
            return {"agent": agent, "spans": listed([span_of_row(problem, row) for row in rows])}
        case "valid_dates":
            own = problem.agent_named[fact.agent]
            first, last = own.valid_from or problem.start_date, own.valid_to or problem.horizon.date(problem.days - 1)
            return {"agent": agent, "first": day_name(first), "last": day_name(last)}
        case "contract_least" | "contract_most" | "patterns":
            return {"agent": agent} | _of_contract(problem, fact)
        case "minimum" | "maximum":
            return _of_limits(problem, facts)
        case "rule":
            from scheduler.explain.rule_changes import rule_of

            return {"agent": agent, "rule": fact.name, "summary": _summary(rule_of(problem, fact))}
        case _:
            return _of_resource(problem, fact)


def _summary(rule: object) -> str:
    """What a rule says: its summary, or what it states."""
    from scheduler.rules.base import Rule

    assert isinstance(rule, Rule)
    if rule.summary:
        return rule.summary
    common = set(Rule.model_fields)
    stated = rule.model_dump(mode="json", exclude_defaults=True, exclude=common)
    return f"{rule.name}, {', '.join(f'{name} = {value}' for name, value in stated.items())}."


def _of_contract(problem: Problem, fact: Fact) -> Arguments:
    contract = problem.contract_of[fact.agent]
    if fact.kind == "patterns":
        return {"contract": contract.contract, "patterns": listed(list(contract.patterns))}
    side = "minimum" if fact.kind == "contract_least" else "maximum"
    if fact.name == "contract_days":
        return {"contract": contract.contract, "limit": getattr(contract, f"{side}_days_per_week")}
    return {"contract": contract.contract, "limit": duration(getattr(contract, f"{side}_minutes_per_week"))}


def _of_limits(problem: Problem, facts: Sequence[Fact]) -> Arguments:
    """Limits of one queue: the greatest number, and the spans of intervals that follow each other."""
    rows = [problem.requirements[fact.row] for fact in facts]
    limits = sorted({getattr(row, facts[0].kind) for row in rows})
    limit = f"{limits[0]:g}" if len(limits) == 1 else f"{limits[0]:g} to {limits[-1]:g}"
    return {"queue": facts[0].name, "limit": limit, "span": spans_of(problem, [row.interval_start for row in rows])}


def spans_of(problem: Problem, starts: Sequence[dt.datetime]) -> str:
    """Intervals by their starts, those that follow each other as one span."""
    horizon, grid = problem.horizon, problem.interval_minutes
    spans: list[list[int]] = []
    for start in sorted(horizon.minute(one) for one in starts):
        if spans and spans[-1][1] == start:
            spans[-1][1] = start + grid
        else:
            spans.append([start, start + grid])
    return listed([stretch(horizon, start, end) for start, end in spans])


def _of_resource(problem: Problem, fact: Fact) -> Arguments:
    match fact.kind:
        case "seats":
            site = next(site for site in problem.sites if site.site == fact.name)
            limits = sorted({row.seats for row in site.seats})
            limit = f"{limits[0]}" if len(limits) == 1 else f"{limits[0]} to {limits[-1]}"
            return {"site": fact.name, "limit": limit}
        case "equipment":
            pool = next(pool for pool in problem.pools if pool.pool == fact.name)
            return {"pool": fact.name, "limit": pool.units}
        case _:
            minutes = problem.queue_named[fact.name].minimum_block_minutes
            return {"queue": fact.name, "limit": duration(minutes)}


def listed(words: list[str]) -> str:
    """A list with commas, shortened."""
    more = f" and {len(words) - MOST_SPANS} more" if len(words) > MOST_SPANS else ""
    return f"{', '.join(words[:MOST_SPANS])}{more}"
