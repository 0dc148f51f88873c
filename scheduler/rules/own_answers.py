"""What own rules answer, looked at where it comes back: a wrong answer is told as one, with its file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import TYPE_CHECKING, Any, NoReturn
from weakref import WeakSet

import numpy as np

from scheduler.error_words import show
from scheduler.errors import Complaint, InputError
from scheduler.result import Violation
from scheduler.rules.base import Rule

if TYPE_CHECKING:
    from scheduler.candidates import Candidates
    from shiftmodels.data import IntArray

MOST_EXCESS = 10**9
"""More minutes than any plan has, and few enough for the arithmetic of costs."""

Method = Callable[..., Any]

_CHECKED: WeakSet[type[Rule]] = WeakSet()


def check_answers(kind: type[Rule], source: str) -> None:
    """
    Have every answer of a kind of rule looked at.

    Parameters
    ----------
    kind
        What a file or a package defines; its methods are replaced.
    source
        The file or the package.
    """
    if kind in _CHECKED:
        return
    _CHECKED.add(kind)
    for name, checked in _CHECKS.items():
        if hasattr(kind, name):
            setattr(kind, name, checked(getattr(kind, name), source))


def _checked_allowed(asked: Method, source: str) -> Method:
    @wraps(asked)
    def allowed(rule: Rule, candidates: Candidates) -> np.ndarray | None:
        answer = asked(rule, candidates)
        mask = _array(answer)
        if answer is not None and (mask is None or mask.shape != (len(candidates),) or mask.dtype != np.bool_):
            _refuse(rule, source, "allowed must be true or false, one per candidate shift", answer)
        return None if answer is None else mask

    return allowed


def _checked_excess(asked: Method, source: str) -> Method:
    @wraps(asked)
    def excess(rule: Rule, candidates: Candidates) -> IntArray | None:
        answer = asked(rule, candidates)
        if answer is None:
            return None
        amounts = _array(answer)
        if amounts is None or amounts.shape != (len(candidates),) or not _are_amounts(amounts):
            _refuse(rule, source, "excess must be whole numbers of at least 0, one per candidate shift", answer)
        return amounts.astype(np.int64)

    return excess


def _checked_violations(asked: Method, source: str) -> Method:
    @wraps(asked)
    def violations(rule: Rule, *about: object) -> Iterator[Violation]:
        expected = f"{asked.__name__} must yield violations, with amounts of at least 0"
        answer = asked(rule, *about)
        if not isinstance(answer, Iterable):
            _refuse(rule, source, expected, answer)
        for found in answer:
            if not isinstance(found, Violation) or found.amount < 0:
                _refuse(rule, source, expected, found)
            yield found

    return violations


_CHECKS: dict[str, Callable[[Method, str], Method]] = {
    "allowed": _checked_allowed,
    "excess": _checked_excess,
    "violations": _checked_violations,
    "violations_of_roster": _checked_violations,
}


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


def _refuse(rule: Rule, source: str, expected: str, answer: object) -> NoReturn:
    shown = " ".join(show(answer).split())
    message = f"Rule {rule.label}: {expected}; it is {shown}."
    raise InputError([Complaint(source, f"rules.{rule.label}", message, "Correct the rule, or take it out.")])
