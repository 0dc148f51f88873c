"""Answers about a roster on the terminal: one screen each, with names."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import TYPE_CHECKING

from scheduler.audit_words import day_name
from scheduler.cli.tables import console_for_output, money, new_table, say
from scheduler.why.change import words_of
from scheduler.why.report import ShiftAnswer, ShortAnswer, WishesAnswer

if TYPE_CHECKING:
    from rich.console import Console

    from scheduler.problem import Problem
    from scheduler.why.report import Alone, Resolved

MOST_SHOWN = 15
"""Agents that are printed."""
MOST_WISHES = 40
"""Refused wishes that are printed."""
WISHES = {"avoid": "not to work", "prefer": "to work"}


def print_answer(answer: ShortAnswer | ShiftAnswer | WishesAnswer, problem: Problem) -> None:
    """Print an answer to a question about a roster of a plan."""
    console = console_for_output()
    match answer:
        case ShortAnswer():
            _print_short(console, answer, problem)
        case ShiftAnswer():
            _print_shift(console, answer, problem)
        case WishesAnswer():
            _print_wishes(console, answer, problem)


def _print_short(console: Console, answer: ShortAnswer, problem: Problem) -> None:
    what = f"{answer.queue}, {day_name(answer.start.date())} {answer.start:%H:%M}-{answer.end:%H:%M}"
    say(console, f"{what}: required {answer.required:g}, scheduled {answer.scheduled:g}.")
    if answer.without_skill:
        say(console, f"{answer.without_skill} agents do not have the skill.")
    table = new_table("Who could be there, and what stops the others", "agent", "now", "extra cost")
    table.add_column("answer", justify="left", overflow="fold")
    others = [one for one in answer.agents if one.code != "works"]
    for one in others[:MOST_SHOWN]:
        words = f"{one.message} ({_terms(one.terms)})" if one.terms else one.message
        table.add_row(problem.agent_named[one.agent].label, one.doing, money(one.extra_cost), words)
    console.print(table)
    _tell_more(console, len(others) - MOST_SHOWN)


def _print_shift(console: Console, answer: ShiftAnswer, problem: Problem) -> None:
    who = problem.agent_named[answer.agent].label
    now = "works nothing" if answer.now == "nothing" else f"works {answer.now}"
    say(console, f"{who} {now} on {day_name(answer.date)}. The roster costs {answer.cost:,.2f}.")
    if answer.gives:
        say(console, f"Without that shift, and with nothing in its place: {_terms(answer.gives)}.")
    say(console, "")
    say(console, f"{_asked(answer)}, everybody else unchanged:")
    _print_alone(console, answer.alone)
    if problem.priorities:
        say(console, "The plan has priorities: prices are of all terms in sum, and it is not solved again.")
    if answer.resolved is not None:
        say(console, "")
        say(console, f"{_asked(answer)}, the whole plan solved again ({answer.resolved.runtime_seconds:.0f} s):")
        _print_resolved(console, answer, answer.resolved, problem)


def _asked(answer: ShiftAnswer) -> str:
    """What is asked for, as the beginning of a sentence."""
    if answer.asked == "off":
        return "With the day off"
    if answer.asked == "any":
        return "With a shift on that day"
    return f"With a shift of pattern {answer.pattern}{f' at {answer.start}' if answer.start else ''}"


def _print_alone(console: Console, alone: Alone) -> None:
    if alone.code == "stopped" and alone.stopped_by:
        say(console, "  No legal tour of his has it. These cannot hold together with it:")
        for member in alone.stopped_by:
            source = f" Source: {member.source}." if member.source else ""
            dates = f" (from {', '.join(map(day_name, member.dates))})" if member.dates else ""
            say(console, f"  - {member.message}{source} [{member.rule}]{dates}")
        return
    say(console, f"  {alone.message}")
    if alone.terms:
        say(console, f"  {_terms(alone.terms)}")
    for limit in alone.limits:
        say(console, f"  - {limit}")


def _print_resolved(console: Console, answer: ShiftAnswer, resolved: Resolved, problem: Problem) -> None:
    say(console, f"  {resolved.message}")
    if resolved.cost is None:
        return
    bound = "" if resolved.bound is None else f"; any with it costs at least {resolved.bound:,.2f}"
    say(console, f"  Best roster found with it: {resolved.cost:,.2f}{bound}.")
    if resolved.cost_without is not None:
        found = f"{resolved.cost_without:,.2f}, {_difference(resolved.cost - resolved.cost_without)}"
        say(console, f"  Best roster that the same search found without it: {found}; that is no proof.")
    if resolved.terms:
        say(console, f"  {_terms(resolved.terms)}")
    tours = [list(changes) for _, changes in groupby(resolved.changes, key=lambda change: change.agent)]
    tours.sort(key=lambda changes: changes[0].agent != answer.agent)
    if not tours:
        say(console, "  No shift of anybody changes.")
        return
    table = new_table(f"What changes: shifts of {len(tours)} agents", "agent")
    table.add_column("shifts", justify="left", overflow="fold")
    for changes in tours[:MOST_SHOWN]:
        table.add_row(problem.agent_named[changes[0].agent].label, words_of(changes))
    console.print(table)
    _tell_more(console, len(tours) - MOST_SHOWN)


def _print_wishes(console: Console, answer: WishesAnswer, problem: Problem) -> None:
    say(console, f"{len(answer.refused)} of {answer.wishes} wishes are refused, in part or in full.")
    if not answer.refused:
        return
    title = "What granting each would cost, everybody else unchanged"
    table = new_table(title, "agent", "wish", "hours\nrefused", "extra\ncost")
    table.columns[1].justify = "left"
    table.add_column("what changes, or what stops it", justify="left", ratio=1)
    for one in answer.refused[:MOST_WISHES]:
        who = problem.agent_named[one.agent].label
        until = (
            f"{one.end:%H:%M}" if one.end.date() == one.start.date() else f"{day_name(one.end.date())} {one.end:%H:%M}"
        )
        wish = f"{WISHES[one.kind]} {day_name(one.start.date())} {one.start:%H:%M}-{until}"
        table.add_row(who, wish, f"{one.refused_hours:,.2f}", money(one.alone.extra_cost), _in_brief(one.alone))
    console.print(table)
    _tell_more(console, len(answer.refused) - MOST_WISHES)


def _in_brief(alone: Alone) -> str:
    """What it takes, without the cost, which has a column of its own."""
    if alone.code not in ("gains", "dearer"):
        return " ".join([alone.message, *alone.limits])
    more_time = " More time for the search may find it." if alone.code == "gains" else ""
    unproven = "" if alone.cheapest else " That it is the cheapest is not proven."
    return f"{words_of(alone.changes) or 'Other breaks or queues'}.{more_time}{unproven}"


def _difference(extra: float) -> str:
    """What having it costs more than not having it."""
    return f"so that it seems to {'cost' if extra >= 0 else 'save'} {abs(extra):,.2f}"


def _terms(terms: Mapping[str, float]) -> str:
    return "; ".join(f"{name} {change:+,.2f}" for name, change in terms.items())


def _tell_more(console: Console, count: int) -> None:
    if count > 0:
        say(console, f"... and {count} more; --json lists all.")
