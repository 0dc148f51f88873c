"""What own rules answer, looked at where it comes back: a wrong answer is told as one, with its file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import wraps
from inspect import getattr_static
from traceback import walk_tb
from typing import Any
from weakref import WeakKeyDictionary

from scheduler.error_words import show
from scheduler.errors import Complaint, InputError
from scheduler.rules import own_checks
from scheduler.rules.base import AgentRule, PlanRule, Rule
from scheduler.rules.own_errors import REMEDY, code_complaint, error_line
from scheduler.rules.own_rows import checked_row
from scheduler.rules.own_values import WrongAnswerError, need

Check = Callable[..., object]
"""Takes a rule, its answer and what was asked; returns the answer, or raises ``WrongAnswerError``."""

Wrapper = Callable[[Any, str, str], Any]
"""Takes a method or property, its name, and where it comes from; returns what stands in its place."""

_END = object()
_SOURCES: WeakKeyDictionary[type[Rule], str] = WeakKeyDictionary()
"""Where each kind whose answers are looked at comes from."""


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
    if kind in _SOURCES:
        return
    _SOURCES[kind] = source
    asked = [base for base in (AgentRule, PlanRule) if issubclass(kind, base)]
    for name, wrapper in _CHECKS.items():
        # Other names are the rule's own affair, and so are fields, which pydantic looks at.
        if any(hasattr(base, name) for base in asked) and name not in kind.model_fields:
            setattr(kind, name, wrapper(getattr_static(kind, name), name, source))


def source_of(rule: Rule) -> str | None:
    """The file or the package that a rule comes from; ``None`` for a built-in one."""
    return _SOURCES.get(type(rule))


@contextmanager
def refusing(rule: Rule, source: str) -> Iterator[None]:
    """
    Complain about an answer that is found to be wrong.

    Parameters
    ----------
    rule, source
        Who gave it, and where that comes from.
    """
    try:
        yield
    except WrongAnswerError as error:
        shown = " ".join(show(error.answer).split())
        message = f"Rule {rule.label}: {error.expected}; it is {shown}."
        raise InputError([Complaint(source, f"rules.{rule.label}", message, REMEDY)]) from error


def _returning(check: Check) -> Wrapper:
    """For a method that returns its answer."""

    def wrapped(found: Any, name: str, source: str) -> Any:
        @wraps(found)
        def method(rule: Rule, *about: object, **named: object) -> object:
            answer = _asked(rule, source, lambda: _bound(found, rule)(*about, **named))
            return _looked_at(check, rule, source, answer, (*about, *named.values()))

        return method

    return wrapped


def _yielding(check: Check, things: str) -> Wrapper:
    """For a method that returns an iterable, or is a generator: each of its elements is looked at as it comes."""

    def wrapped(found: Any, name: str, source: str) -> Any:
        @wraps(found)
        def method(rule: Rule, *about: object, **named: object) -> Iterable[object]:
            answer = _asked(rule, source, lambda: _bound(found, rule)(*about, **named))
            with refusing(rule, source):
                need(isinstance(answer, Iterable), f"{name} must yield {things}", answer)
            elements = _elements(check, rule, source, answer, (*about, *named.values()))
            # The rule's own code may count on a list.
            return list(elements) if isinstance(answer, list) else elements

        return method

    return wrapped


def _being(check: Check) -> Wrapper:
    """For a property, or a constant of the class."""

    def wrapped(found: Any, name: str, source: str) -> Any:
        def value(rule: Rule) -> object:
            return _looked_at(check, rule, source, _asked(rule, source, lambda: _bound(found, rule)), ())

        return property(value, doc=found.__doc__)

    return wrapped


def _elements(
    check: Check, rule: Rule, source: str, answer: Iterable[object], about: tuple[object, ...]
) -> Iterator[object]:
    elements = _asked(rule, source, lambda: iter(answer))
    while (element := _asked(rule, source, lambda: next(elements, _END))) is not _END:
        yield _looked_at(check, rule, source, element, about)


def _bound(found: Any, rule: Rule) -> Any:
    """A method bound to a rule, the value of a property, or a constant as it is."""
    return found.__get__(rule, type(rule)) if hasattr(found, "__get__") else found


def _looked_at(check: Check, rule: Rule, source: str, answer: object, about: tuple[object, ...]) -> object:
    with refusing(rule, source):
        return check(rule, answer, *about)


def _asked(rule: Rule, source: str, question: Callable[[], Any]) -> Any:
    """The answer to a question; what the rule's code raises is told as its error, also what ends a loop elsewhere."""
    try:
        return question()
    except InputError:
        raise
    except (Exception, GeneratorExit, SystemExit) as error:
        # A generator in which a StopIteration arises has an error of Python's own, with that as its cause.
        cause = error.__cause__ or error
        complaint = code_complaint(error) or code_complaint(cause)
        if complaint is None and _is_of_rule(error):
            message = f"Rule {rule.label}: {error_line(error)}"
            complaint = Complaint(source, f"rules.{rule.label}", message, REMEDY)
        if complaint is None:
            raise
        raise InputError([complaint]) from error


def _is_of_rule(error: BaseException) -> bool:
    """Whether an error is a rule's although no frame of its file shows it: it was called wrongly, or calls itself."""
    if isinstance(error, StopIteration | GeneratorExit | RecursionError):
        return True
    return all(frame.f_code.co_filename == __file__ for frame, _ in walk_tb(error.__traceback__))


_CHECKS: dict[str, Wrapper] = {
    "refined": _returning(own_checks.checked_candidates),
    "allowed": _returning(own_checks.checked_mask),
    "excess": _returning(own_checks.checked_amounts),
    "kept": _returning(own_checks.checked_candidates),
    "rows": _yielding(checked_row, "Limit or AllowanceSum"),
    "shift_costs": _returning(own_checks.checked_shift_costs),
    "unwanted_queues": _returning(own_checks.checked_queues),
    "transfer_terms": _returning(own_checks.checked_transfer_terms),
    "further_activities": _being(own_checks.checked_activities),
    "look_back_days": _being(own_checks.checked_days),
    "unit_price": _being(own_checks.checked_price),
    "violations": _yielding(own_checks.checked_breach_of_tour, "violations, with amounts of at least 0"),
    "charges": _yielding(own_checks.checked_charge, "Charge"),
    "spread": _returning(own_checks.checked_spread),
    "violations_of_roster": _yielding(own_checks.checked_breach_of_roster, "violations, with amounts of at least 0"),
    "charges_of_roster": _yielding(own_checks.checked_charge, "Charge"),
}
"""How the answer of each method is looked at."""
