"""What each method of an own rule may answer; rows are in a file of their own."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from scheduler.result import Violation
from scheduler.rules.charge import Charge
from scheduler.rules.limit import AgentSpread, ShiftCosts, TransferTerms
from scheduler.rules.own_values import (
    MOST_EXCESS,
    WrongAnswerError,
    exact,
    is_name_set,
    is_whole,
    need,
    places,
    whole_array,
)

if TYPE_CHECKING:
    from fractions import Fraction

    from scheduler.audit_tour import AuditedTour
    from scheduler.candidates import Candidates
    from scheduler.problem import Problem
    from scheduler.roster import Roster
    from scheduler.rules.base import Rule
    from shiftmodels.data import IntArray


def checked_mask(_: Rule, answer: object, candidates: Candidates) -> np.ndarray | None:
    """What ``allowed`` answers."""
    mask = None if answer is None else _array(answer)
    fits = answer is None or (mask is not None and mask.shape == (len(candidates),) and mask.dtype == np.bool_)
    need(fits, "allowed must be true or false, one per candidate shift", answer)
    return mask


def checked_amounts(_: Rule, answer: object, candidates: Candidates) -> IntArray | None:
    """What ``excess`` answers."""
    if answer is None:
        return None
    amounts, expected = _array(answer), "excess must be whole numbers of at least 0, one per candidate shift"
    if amounts is None or amounts.shape != (len(candidates),) or not _are_amounts(amounts):
        raise WrongAnswerError(expected, answer)
    return amounts.astype(np.int64)


def checked_candidates(_: Rule, answer: object, *about: object) -> Candidates:
    """What ``refined`` and ``kept`` answer."""
    # The plan, of which they are, is read after the rules.
    from scheduler.candidates import Candidates

    if not isinstance(answer, Candidates):
        raise WrongAnswerError("refined and kept must return Candidates", answer)
    for name in ("day", "start", "end", "paid", "program"):
        expected = f"{name} of candidates must be an array of whole numbers, one per candidate shift"
        whole_array(getattr(answer, name), expected, np.size(answer.day))
    return answer


def checked_shift_costs(_: Rule, answer: object, candidates: Candidates) -> ShiftCosts | None:
    """What ``shift_costs`` answers; a cost may be below 0, where it takes back a part of the constant."""
    if answer is None:
        return None
    if not isinstance(answer, ShiftCosts):
        raise WrongAnswerError("shift_costs must return ShiftCosts or None", answer)
    count = f"costs of ShiftCosts must be a list of Fractions, one for each of {len(candidates)} candidates"
    costs = answer.costs
    need(isinstance(costs, list | tuple) and len(costs) == len(candidates), count, costs)
    constant = exact(answer.constant, "constant of ShiftCosts must be a Fraction")
    return ShiftCosts([exact(cost, "each cost of ShiftCosts must be a Fraction") for cost in costs], constant)


def checked_transfer_terms(_: Rule, answer: object) -> TransferTerms | None:
    """What ``transfer_terms`` answers; whether the plan has such queues is looked at where it is compiled."""
    if answer is None:
        return None
    if not isinstance(answer, TransferTerms):
        raise WrongAnswerError("transfer_terms must return TransferTerms or None", answer)
    setup, most, allowed = answer.setup_minutes, answer.most, answer.allowed
    need(is_whole(setup, 0, MOST_EXCESS), "setup_minutes must be a whole number of at least 0", setup)
    need(most is None or is_whole(most, 0, MOST_EXCESS), "most must be a whole number of at least 0, or None", most)
    are_pairs = allowed is None or (isinstance(allowed, Set) and all(_is_pair(pair) for pair in allowed))
    need(are_pairs, "allowed of TransferTerms must be a frozenset of pairs of queues, or None", allowed)
    return answer


def checked_queues(_: Rule, answer: object, *about: object) -> frozenset[str]:
    """What ``unwanted_queues`` answers; whether the plan has such queues is looked at where it is compiled."""
    return _names(answer, "unwanted_queues must return a frozenset of names of queues")


def checked_activities(_: Rule, answer: object) -> frozenset[str]:
    """What ``further_activities`` is."""
    return _names(answer, "further_activities must be a frozenset of names of activities")


def checked_days(_: Rule, answer: object) -> int:
    """What ``look_back_days`` is."""
    if not is_whole(answer, 0, MOST_EXCESS):
        raise WrongAnswerError("look_back_days must be a whole number of at least 0", answer)
    return int(answer)


def checked_price(_: Rule, answer: object) -> Fraction:
    """What ``unit_price`` is."""
    return exact(answer, "unit_price must be a Fraction of at least 0", 0)


def checked_spread(_: Rule, answer: object, candidates: Sequence[Candidates]) -> AgentSpread | None:
    """What ``spread`` answers."""
    if answer is None:
        return None
    if not isinstance(answer, AgentSpread):
        raise WrongAnswerError("spread must return AgentSpread or None", answer)
    expected = f"agents of AgentSpread must be an array of distinct whole numbers, from 0 to below {len(candidates)}"
    agents = places(answer.agents, expected, len(candidates))
    words = f"of AgentSpread must be an array of whole numbers up to 10^9, one for each of {len(agents)} agents"
    base = whole_array(answer.base, f"base {words}", len(agents))
    need(is_whole(answer.free, 0), "free of AgentSpread must be a whole number of at least 0", answer.free)
    rows, expected = (
        answer.weights,
        f"weights of AgentSpread must be a tuple of arrays, one for each of {len(agents)} agents",
    )
    need(isinstance(rows, tuple | list) and len(rows) == len(agents), expected, rows)
    weights = tuple(_weights(row, len(candidates[agent])) for row, agent in zip(rows, agents.tolist(), strict=True))
    return replace(answer, agents=agents, base=base, weights=weights)


def checked_breach_of_tour(rule: Rule, answer: object, tour: AuditedTour) -> Violation:
    """What ``violations`` yields."""
    return _checked_breach(rule, answer, "violations", tour.problem)


def checked_breach_of_roster(rule: Rule, answer: object, _: Roster, problem: Problem) -> Violation:
    """What ``violations_of_roster`` yields."""
    return _checked_breach(rule, answer, "violations_of_roster", problem)


def checked_charge(_: Rule, answer: object, *about: object) -> Charge:
    """What ``charges`` and ``charges_of_roster`` yield."""
    if not isinstance(answer, Charge):
        raise WrongAnswerError("charges must yield Charge", answer)
    amount = exact(answer.amount, "amount of a Charge must be a Fraction of at least 0", 0, None)
    return Charge(amount, exact(answer.cost, "cost of a Charge must be a Fraction of at least 0", 0, None))


def _checked_breach(rule: Rule, answer: object, method: str, problem: Problem) -> Violation:
    expected = f"{method} must yield violations, with amounts of at least 0"
    if not isinstance(answer, Violation):
        raise WrongAnswerError(expected, answer)
    need(is_whole(answer.amount, 0), f"{expected}, as whole numbers", answer.amount)
    need(answer.rule == rule.label, f"rule of a violation must be {rule.label}", answer.rule)
    is_severity = answer.severity == rule.severity or (answer.severity == "warning" and _extends_a_kind(rule))
    need(is_severity, f"severity of a violation must be that of the rule, {rule.severity}", answer.severity)
    is_agent = answer.agent is None or answer.agent in problem.agent_named
    need(is_agent, "agent of a violation must be one of the plan, or None", answer.agent)
    return answer


def _extends_a_kind(rule: Rule) -> bool:
    """Whether a rule derives from a built-in kind: some of them give warnings where the plan prices a breach itself."""
    return any(base.__module__.startswith("scheduler.") and "name" in vars(base) for base in type(rule).__mro__)


def _names(answer: object, expected: str) -> frozenset[str]:
    if not is_name_set(answer):
        raise WrongAnswerError(expected, answer)
    return frozenset(str(name) for name in answer)


def _is_pair(pair: object) -> bool:
    return isinstance(pair, tuple) and len(pair) == 2 and all(isinstance(name, str) for name in pair)


def _weights(row: object, count: int) -> IntArray:
    expected = f"weights of an agent must be an array of whole numbers up to 10^9, one for each of {count} candidates"
    return whole_array(row, expected, count)


def _array(answer: object) -> np.ndarray | None:
    """An answer as an array; ``None`` where its parts differ in length."""
    try:
        return np.asarray(answer)
    except ValueError:
        return None


def _are_amounts(amounts: np.ndarray) -> bool:
    # What is not a number compares as false.
    return amounts.dtype.kind in "biuf" and bool(
        ((amounts >= 0) & (amounts <= MOST_EXCESS) & (amounts == np.floor(amounts))).all()
    )
