"""Changes of a plan that ease one of its facts, for each fact from the least to the most."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from scheduler.audit_time import length, merged
from scheduler.audit_words import day_name
from scheduler.contracts import Contract
from scheduler.demand import Requirement
from scheduler.exemptions import EVERYBODY
from scheduler.explain.change import Apply, Change, Ladder, replaced, single
from scheduler.explain.fact import Fact, Question
from scheduler.explain.rule_changes import rule_ladders
from scheduler.explain.words import span_of_row, spans_of
from scheduler.horizon import minutes_between
from scheduler.people import Availability, Span
from scheduler.problem import Problem
from scheduler.records import MINUTES_PER_DAY

MOST_DATES = 14
"""Dates of which it is tried whether an agent who is available on them can work."""
MINUTES_A_WEEK = 7 * MINUTES_PER_DAY


Reach = Callable[[Sequence[Requirement]], Collection[Decimal]]
"""What agents can supply at most to the queue of some minima, where that is less."""


def ladders(problem: Problem, facts: Sequence[Fact], whole: Problem, reach: Reach = lambda _: ()) -> Iterator[Ladder]:
    """
    Ladders of changes that ease the facts of a conflict.

    Parameters
    ----------
    problem
        The plan that the facts are of.
    facts
        The conflict; limits of one queue are eased together.
    whole
        The plan of which ``problem`` may be a part.
    reach
        Steps at which minima are looked at beside whole numbers of agents.
    """
    for fact in facts:
        match fact.kind:
            case "pin" | "absence" | "unavailable":
                yield single(_without_row(problem, fact))
            case "available":
                yield from _available(problem, fact)
            case "valid_dates":
                yield single(
                    Change("widen-dates", {"agent": _label(problem, fact)}, "availability", 8, _all_dates, fact.agent)
                )
            case "contract_least" | "contract_most":
                yield _contract(problem, fact, whole)
            case "patterns":
                yield from _patterns(problem, fact, whole)
            case "seats" | "equipment":
                yield _resource(problem, fact)
            case "minimum_block":
                update = replaced("queue", fact.name, "queues", lambda _: {"minimum_block_minutes": 0})
                before = problem.queue_named[fact.name].minimum_block_minutes
                yield single(Change("no-minimum-block", {"queue": fact.name, "before": before}, "minimum", 1, update))
            case "rule":
                yield from rule_ladders(problem, fact)
            case _:
                pass
    yield from _limits(problem, facts, reach)


def _label(problem: Problem, fact: Fact) -> str:
    return problem.agent_named[fact.agent].label


def _without_row(problem: Problem, fact: Fact) -> Change:
    """The change that takes a row about an agent out."""
    table = {"pin": "pins", "absence": "absences", "unavailable": "availability"}[fact.kind]
    row: Span = getattr(problem, table)[fact.row]
    hours = row.minutes / 60

    def apply(question: Question, agent: str) -> Question:
        own = row.model_copy(update={"agent": agent})
        kept = tuple(one for one in getattr(question.problem, table) if one != own)
        return Question(question.problem.model_copy(update={table: kept}), question.exemptions)

    kinds = {"pin": ("pin", 1.0), "absence": ("absence", hours), "unavailable": ("availability", hours)}
    kind, amount = kinds[fact.kind]
    words: dict[str, str | int | float] = {"agent": _label(problem, fact), "span": span_of_row(problem, row)}
    return Change(f"remove-{fact.kind}", words, kind, amount, apply, fact.agent)


def _all_dates(question: Question, agent: str) -> Question:
    return replaced("agent", agent, "agents", lambda _: {"valid_from": None, "valid_to": None})(question, agent)


def _available(problem: Problem, fact: Fact) -> Iterator[Ladder]:
    """All of one date first, then any time."""
    horizon, label = problem.horizon, _label(problem, fact)
    for day in range(min(problem.days, MOST_DATES)):
        start, end = horizon.instant(horizon.day_start(day)), horizon.instant(horizon.day_start(day + 1))
        hours = _hours_between(start, end) - _hours_available(problem, fact.agent, start, end)
        if hours > 0:
            words: dict[str, str | int | float] = {"agent": label, "date": day_name(horizon.date(day))}
            more = _availability(start, end)
            yield single(Change("available-on", words, "availability", hours, more, fact.agent))

    def always(question: Question, agent: str) -> Question:
        rows = tuple(row for row in question.problem.availability if row.agent != agent or row.kind == "unavailable")
        return Question(question.problem.model_copy(update={"availability": rows}), question.exemptions)

    first, last = horizon.instant(0), horizon.instant(horizon.num_minutes)
    hours = _hours_between(first, last) - _hours_available(problem, fact.agent, first, last)
    yield single(Change("always-available", {"agent": label}, "availability", max(1.0, hours), always, fact.agent))


def _availability(start: dt.datetime, end: dt.datetime) -> Apply:
    def apply(question: Question, agent: str) -> Question:
        more = Availability(agent=agent, start=start, end=end)
        rows = (*question.problem.availability, more)
        return Question(question.problem.model_copy(update={"availability": rows}), question.exemptions)

    return apply


def _hours_between(start: dt.datetime, end: dt.datetime) -> float:
    return max(0, minutes_between(start, end)) / 60


def _hours_available(problem: Problem, agent: str, start: dt.datetime, end: dt.datetime) -> float:
    """Hours between two instants that some span has; spans may overlap."""
    minute, rows = problem.horizon.minute, problem.availability_of.get(agent, ())
    first, last = minute(start), minute(end)
    spans = [(max(minute(row.start), first), min(minute(row.end), last)) for row in rows if row.kind == "available"]
    return length(merged(span for span in spans if span[0] < span[1])) / 60


def _contract(problem: Problem, fact: Fact, whole: Problem) -> Ladder:
    """A limit of a contract, step by step; the contract changes for everybody who has it."""
    contract = problem.contract_of[fact.agent]
    of_days, least = fact.name == "contract_days", fact.kind == "contract_least"
    field = f"{'minimum' if least else 'maximum'}_{'days' if of_days else 'minutes'}_per_week"
    before: int = getattr(contract, field)
    step = 1 if of_days else problem.interval_minutes
    room = before if least else (7 if of_days else MINUTES_A_WEEK) - before
    holders = _holders(whole, contract)

    def at(number: int) -> Change:
        after = max(0, before - number * step) if least else before + min(room, number * step)
        words: dict[str, str | int | float] = {
            "contract": contract.contract,
            "field": field,
            "before": before,
            "after": after,
            "agents": holders,
        }
        amount = abs(before - after) * (4.0 if of_days else 1 / 60)
        apply = replaced("contract", contract.contract, "contracts", lambda _: {field: after})
        return Change("contract-limit", words, "contract", amount, apply)

    return Ladder(-(-room // step), at)


def _patterns(problem: Problem, fact: Fact, whole: Problem) -> Iterator[Ladder]:
    """Each pattern of the plan that the contract lacks, then any shift."""
    contract = problem.contract_of[fact.agent]
    holders = _holders(whole, contract)
    for pattern in problem.patterns:
        if pattern.pattern not in contract.patterns:
            words: dict[str, str | int | float] = {
                "contract": contract.contract,
                "pattern": pattern.pattern,
                "agents": holders,
            }
            yield single(Change("add-pattern", words, "pattern", 1, _with_pattern(contract, pattern.pattern)))

    def any_shift(question: Question, agent: str) -> Question:
        free = question.exemptions.free_shifts | {agent}
        return Question(question.problem, replace(question.exemptions, free_shifts=free))

    words = {"agent": _label(problem, fact), "contract": contract.contract}
    yield single(Change("other-shifts", words, "pattern", 2, any_shift, fact.agent))


def _holders(whole: Problem, contract: Contract) -> str:
    """How many agents have a contract."""
    number = sum(agent.contract == contract.contract for agent in whole.agents)
    return "1 agent" if number == 1 else f"{number} agents"


def _with_pattern(contract: Contract, pattern: str) -> Apply:
    patterns = (*contract.patterns, pattern)
    return replaced("contract", contract.contract, "contracts", lambda _: {"patterns": patterns})


def _resource(problem: Problem, fact: Fact) -> Ladder:
    """More seats at a site, or units of a pool."""
    of_seats = fact.kind == "seats"

    def at(number: int) -> Change:
        if of_seats:
            update = replaced("site", fact.name, "sites", lambda site: {"seats": _more_seats(site, number)})
            return Change("more-seats", {"site": fact.name, "amount": number}, "seat", number, update)
        update = replaced("pool", fact.name, "pools", lambda pool: {"units": pool.units + number})  # type: ignore[attr-defined]
        return Change("more-units", {"pool": fact.name, "amount": number}, "unit", number, update)

    return Ladder(len(problem.agents), at)


def _more_seats(site: object, number: int) -> tuple[object, ...]:
    rows = site.seats  # type: ignore[attr-defined]
    return tuple(row.model_copy(update={"seats": row.seats + number}) for row in rows)


def _limits(problem: Problem, facts: Sequence[Fact], reach: Reach) -> Iterator[Ladder]:
    """Hard limits of a queue: in the intervals of the conflict, then on all of their dates; and more skilled agents."""
    date_at = problem.horizon.date_at
    for kind in ("minimum", "maximum"):
        for queue in dict.fromkeys(fact.name for fact in facts if fact.kind == kind):
            rows = [problem.requirements[fact.row] for fact in facts if fact.kind == kind and fact.name == queue]
            dates = {date_at(row.interval_start) for row in rows}
            same = [row for row in problem.requirements if row.queue == queue and date_at(row.interval_start) in dates]
            more = [row for row in same if getattr(row, kind) is not None]
            for some in (rows, more):
                yield _limit(problem, kind, some, _lower(some, reach) if kind == "minimum" else _higher(problem, some))
    for queue in dict.fromkeys(fact.name for fact in facts if fact.kind == "minimum"):
        yield from _skills(problem, queue)


def _lower(rows: Sequence[Requirement], reach: Reach) -> list[Decimal]:
    """What minima may come down to: one agent less, and so on, and exactly what can be supplied."""
    most = max(row.minimum or Decimal(0) for row in rows)
    fewer = {max(Decimal(0), most - number) for number in range(1, math.ceil(most) + 1)}
    return sorted(fewer | {value for value in reach(rows) if value < most}, reverse=True)


def _higher(problem: Problem, rows: Sequence[Requirement]) -> list[Decimal]:
    """What maxima may go up to."""
    least = min(row.maximum for row in rows if row.maximum is not None)
    return [least + number for number in range(1, 2 * len(problem.agents) + 1)]


def _limit(problem: Problem, field: str, rows: Sequence[Requirement], values: Sequence[Decimal]) -> Ladder:
    """Limits of one queue, those that go furthest first, eased to one value after the other."""

    def at(number: int) -> Change:
        after = values[number - 1]
        eased = [row for row in rows if (getattr(row, field) > after) == (field == "minimum")]
        places = {row.interval_start.timestamp() for row in eased if getattr(row, field) != after}
        changed = [row for row in eased if row.interval_start.timestamp() in places]
        units = sum(abs(getattr(row, field) - after) for row in changed)
        words: dict[str, str | int | float] = {
            "queue": rows[0].queue,
            "after": f"{after:g}",
            "span": spans_of(problem, [row.interval_start for row in changed]),
        }
        code = "lower-minimum" if field == "minimum" else "raise-maximum"
        hours = float(units) * problem.interval_minutes / 60
        return Change(code, words, "minimum", hours, _with_limit(rows[0].queue, field, places, after))

    return Ladder(len(values), at)


def _with_limit(queue: str, field: str, places: Collection[float], value: Decimal) -> Apply:
    def apply(question: Question, _: str) -> Question:
        rows = tuple(
            row.model_copy(update={field: value})
            if row.queue == queue and row.interval_start.timestamp() in places
            else row
            for row in question.problem.requirements
        )
        return Question(question.problem.model_copy(update={"requirements": rows}), question.exemptions)

    return apply


MOST_LEARNERS = 2
"""Agents of whom it is tried whether one more skill of theirs cures a plan."""


def _skills(problem: Problem, queue: str) -> Iterator[Ladder]:
    lacking = [agent for agent in problem.agents if all(skill.queue != queue for skill in agent.skills)]
    for agent in lacking[:MOST_LEARNERS]:
        skills = (*agent.skills, agent.skills[0].model_copy(update={"queue": queue, "proficiency": 1}))
        update = replaced("agent", agent.agent, "agents", lambda _, skills=skills: {"skills": skills})  # type: ignore[misc]
        yield single(Change("give-skill", {"agent": agent.label, "queue": queue}, "skill", 1, update, EVERYBODY))
