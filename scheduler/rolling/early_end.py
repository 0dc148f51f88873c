"""A plan that ends before it does: limits over all its dates are shared out between those that stay and the others."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from scheduler.contracts import Contract
from scheduler.problem import Problem
from scheduler.records import Parameters
from scheduler.rolling.same_rules import has_same_rules, tells_the_same
from scheduler.rules.count_limit import CountLimit
from scheduler.rules.fairness import Fairness
from scheduler.rules.rule_book import make_rule, merged_rules
from scheduler.rules.working_hours import WorkingHours

WHOLE = (CountLimit, WorkingHours)
"""Kinds of rules that can be about all dates of a plan (``calendar = "horizon"``)."""
PARTS = 4
"""Equal parts of a count: finer ones would make costs multiples of less, of which bounds suffer."""


def ends_early(problem: Problem, days: int) -> Problem:
    """
    The first days of a plan as a plan.

    Who has worked his share of a priced limit over all dates early pays for what he works beyond it now, as others
    will not have less to do later. Limits that are no whole numbers of times lie between two that are, each at a part
    of the price: of at most 1.5 weekends at 30, the second costs 15 and each after it 30. Limits over other windows
    stand as they are, and mean what they mean at the end of a plan.

    Parameters
    ----------
    problem
        The plan.
    days
        How many days stay.

    Returns
    -------
    The plan itself where nothing is left out, or where its limits cannot be shared out: hard ones would have to be
    kept by what comes after, and those of rule packs, of adjustments, or beside priorities are not to be replaced;
    units of equipment have dates of their own. So too where other rules would hold for somebody, as rules and
    adjustments hold by the dates of a plan, or where ``change_notice`` would take fewer dates as published.
    """
    if days >= problem.days or problem.priorities or problem.units or not _has_priced_limits_only(problem):
        return problem
    cut = _first_days(problem, days)
    if not (has_same_rules(cut, problem) and tells_the_same(cut, problem)):
        return problem
    share = Fraction(days, problem.days)
    return cut.model_copy(update={"contracts": tuple(_contract(each, problem, share) for each in problem.contracts)})


def _first_days(problem: Problem, days: int) -> Problem:
    """The plan without what comes later; limits over all dates are not shared out yet."""
    horizon = problem.horizon
    end, after = horizon.instant(horizon.day_start(days)), horizon.date(days)
    return problem.model_copy(
        update={
            "days": days,
            "requirements": tuple(
                row for row in problem.requirements if row.interval_start.timestamp() < end.timestamp()
            ),
            "pins": tuple(row for row in problem.pins if row.shift_date < after),
            "published": tuple(row for row in problem.published if row.shift_date < after),
        }
    )


def _has_priced_limits_only(problem: Problem) -> bool:
    """Whether every limit over all dates has a price, and stands in the plan or a contract alone."""
    if any(isinstance(rule, Fairness) and rule.severity == "hard" for rule in problem.rule_book.of_plan):
        return False
    whole = [stated for contract in problem.contracts for stated in _whole_rules(contract, problem)]
    replaced = {row.rule for row in problem.adjustments} | problem.rule_book.from_packs
    return all(name not in replaced and rule.severity != "hard" for name, rule in whole)


def _whole_rules(contract: Contract, problem: Problem) -> Iterator[tuple[str, CountLimit | WorkingHours]]:
    """Limits over all dates of agents with a contract, by identifier."""
    for name, parameters in merged_rules(problem.rule_book.stated, contract.rules).items():
        rule = make_rule(name, parameters)
        if isinstance(rule, WHOLE) and rule.calendar == "horizon" and rule.enabled:
            yield name, rule


def _contract(contract: Contract, problem: Problem, share: Fraction) -> Contract:
    """The contract with a share of its limits."""
    rules = dict(contract.rules)
    for name, rule in _whole_rules(contract, problem):
        if rule.severity == "cost":
            stated = problem.rule_book.stated.get(name, {}) | contract.rules.get(name, {})
            own = _hours(rule, share) if isinstance(rule, WorkingHours) else _counts(rule, share)
            rules |= {f"{name}, {part}": {**stated, **limits} for part, limits in own}
            rules[name] = {**rules.get(name, {}), "enabled": False}
    return contract.model_copy(update={"rules": rules})


def _hours(rule: WorkingHours, share: Fraction) -> Iterator[tuple[str, Parameters]]:
    """A share of hours; averages are what they were."""
    limits = {"maximum_hours": rule.maximum_hours, "minimum_hours": rule.minimum_hours}
    if rule.average:
        share = Fraction(1)
    yield "share", {name: _decimal(share * Fraction(hours)) for name, hours in limits.items() if hours is not None}


def _counts(rule: CountLimit, share: Fraction) -> Iterator[tuple[str, Parameters]]:
    """A share of counts, between the two whole numbers beside it."""
    for name, count in (("maximum", rule.maximum), ("minimum", rule.minimum)):
        if count is None:
            continue
        quarters = round(PARTS * count * share)
        for limit, part in ((quarters // PARTS, PARTS - quarters % PARTS), (quarters // PARTS + 1, quarters % PARTS)):
            if part and (name == "maximum" or limit):
                price = _decimal(rule.unit_price * part / PARTS)
                yield f"{name} {limit}", {"maximum": None, "minimum": None, name: limit, "price": price}


def _decimal(value: Fraction) -> Decimal:
    """Rounded up to what a price and hours can have."""
    return (Decimal(value.numerator) / value.denominator).quantize(Decimal("0.0001"), ROUND_CEILING)
