"""Parameters of one rule: its identifier, its kind, every value, and the names in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from pydantic import TypeAdapter, ValidationError

from scheduler.cross_check_packs import pack_with
from scheduler.cross_check_place import place
from scheduler.error_words import error_words, show, told_errors
from scheduler.records import Name, Parameters, Record
from scheduler.suggest import Suggestions

if TYPE_CHECKING:
    from scheduler.problem import Problem
    from scheduler.rules.base import Rule
    from scheduler.rules.shift_kind import ShiftKind
    from scheduler.rules.transfers import Transfers

Steps = tuple[str | int, ...]

_NAME: TypeAdapter[str] = TypeAdapter(Name)


@dataclass(frozen=True)
class Wrong:
    """
    Something wrong with a rule.

    Parameters
    ----------
    steps
        Way to the value, from the parameters of the rule down; empty where the rule itself is meant.
    message, remedy
        What, and what to do.
    """

    steps: Steps
    message: str
    remedy: str


class RuleChecker:
    """
    Checks rules of a plan one by one.

    Parameters
    ----------
    problem
        The plan.
    identifiers
        Identifiers of rules that somebody who mistyped one may have meant.
    """

    def __init__(self, problem: Problem, identifiers: Iterable[str]) -> None:
        from scheduler.rules.registry import RULES

        self._kinds = RULES
        self._near_kind = Suggestions(RULES)
        self._near_rule = Suggestions([*RULES, *identifiers])
        self._patterns = [pattern.pattern for pattern in problem.patterns]
        self._contracts = [contract.contract for contract in problem.contracts]
        self._queues = [queue.queue for queue in problem.queues]
        self._grid = problem.interval_minutes

    def kind_of(self, name: str, parameters: Parameters) -> type[Rule] | None:
        """Kind of a rule; ``None`` where it is none there is."""
        from scheduler.rules.registry import kind_of

        return kind_of(name, parameters)

    def complaints(self, name: str, parameters: Parameters, below: Parameters | None = None) -> Iterator[Wrong]:
        """
        Everything wrong with a rule.

        Parameters
        ----------
        name
            Its identifier.
        parameters
            Parameters that one place of the plan states.
        below
            Those that hold already for the identifier; ``None`` where it is new.
        """
        from scheduler.rules.rule_book import make_rule

        wrong = self._about_kind(name, parameters, below)
        if wrong is not None:
            yield wrong
            return
        merged = (below or {}) | parameters
        kind = self.kind_of(name, merged)
        assert kind is not None
        misfits = list(_misfits(name, kind, parameters))
        yield from misfits
        if not misfits:
            try:
                yield from self._about_rule(make_rule(name, merged))
            except ValidationError as error:
                yield from _value_complaints(name, kind, error)

    def _about_kind(self, name: str, parameters: Parameters, below: Parameters | None) -> Wrong | None:
        """The first thing wrong with the identifier and the kind of a rule."""
        try:
            _NAME.validate_python(name)
        except ValidationError as error:
            detail = error.errors(include_url=False)[0]
            return Wrong((), *error_words(detail["type"], "rule", name, detail.get("ctx", {}), ()))
        if "file" in (below or {}) | parameters:
            return self._about_file(name, parameters, below)
        kind = (below or {}).get("kind", name)
        stated = parameters.get("kind", kind)
        if self.kind_of(name, {"kind": stated}) is None:
            return self._unknown_kind(name, parameters)
        if below is not None and stated != kind:
            message = f"Rule {name} is of kind {kind}; it cannot be of kind {stated} in one place."
            return Wrong(("kind",), message, "Remove kind, or choose another identifier.")
        if name in self._kinds and stated != name:
            message = f"{name} is itself a kind of rule, so that no rule of kind {stated} can be called that."
            return Wrong(("kind",), message, "Choose another identifier.")
        return None

    def _about_file(self, name: str, parameters: Parameters, below: Parameters | None) -> Wrong | None:
        """The first thing wrong with where a rule of the plan's own comes from."""
        if name in self._kinds:
            message = f"{name} is itself a kind of rule, so that no rule of a file can be called that."
            return Wrong(("file",), message, "Choose another identifier.")
        if "kind" in parameters:
            return Wrong(("kind",), f"Rule {name} comes from a file, which says what kind it is.", "Remove kind.")
        stated = (below or {}).get("file", parameters.get("file"))
        if parameters.get("file", stated) != stated or (below is not None and "file" not in below):
            return Wrong(("file",), f"Rule {name} is stated already; it cannot come from this file.", "Remove file.")
        if self.kind_of(name, {"file": stated}) is None:
            message = f"Rule {name}: only rules of a plan that is read come from a file."
            return Wrong(("file",), message, f"Move file to [{place('rules', name)}] of the plan.")
        return None

    def _unknown_kind(self, name: str, parameters: Parameters) -> Wrong:
        listed = ", ".join(self._kinds)
        if "kind" in parameters:
            kind = parameters["kind"]
            remedy = self._near_kind.remedy(str(kind), f"write one of {listed}")
            return Wrong(("kind",), f"Rule {name}: kind {show(kind)} does not exist.", remedy)
        message = f"Rule {show(name)} does not exist."
        meant = next(filter(pack_with, _dotted_names(name, parameters)), "")
        if meant:
            return Wrong((), message, f"Write its identifier in quotes: [{place('rules', meant)}].")
        pack = pack_with(name)
        if pack:
            return Wrong((), message, f"Add {pack!r}, which states it, to packs, or remove the rule.")
        return Wrong((), message, self._near_rule.remedy(name, f"state its kind; the kinds are {listed}"))

    def _about_rule(self, rule: Rule) -> Iterator[Wrong]:
        """Dates that lie the wrong way round, and names of patterns and contracts that do not exist."""
        from scheduler.rules.count_limit import CountLimit
        from scheduler.rules.fairness import Fairness
        from scheduler.rules.transfers import Transfers

        if rule.valid_from and rule.valid_to and rule.valid_to < rule.valid_from:
            message = f"Rule {rule.label}: valid_to {rule.valid_to} lies before valid_from {rule.valid_from}."
            yield Wrong(("valid_to",), message, "Swap them.")
        for steps, kind in shift_kinds((), rule):
            yield from _unknown_names(rule, (*steps, "patterns"), kind.patterns, self._patterns)
        if isinstance(rule, CountLimit):
            for name in rule.points:
                for wrong in _unknown_names(rule, ("patterns",), (name,), self._patterns):
                    yield replace(wrong, steps=("points", name))
        if isinstance(rule, Fairness):
            yield from _unknown_names(rule, ("contracts",), rule.contracts, self._contracts)
        if isinstance(rule, Transfers):
            yield from self._about_transfers(rule)

    def _about_transfers(self, rule: Transfers) -> Iterator[Wrong]:
        for index, pair in enumerate(rule.pairs or ()):
            for wrong in _unknown_names(rule, ("queues",), pair, self._queues):
                yield replace(wrong, steps=("pairs", index, *wrong.steps[1:]))
        if self._grid and rule.setup_minutes % self._grid:
            message = f"Rule {rule.label}: setup_minutes {rule.setup_minutes} does not lie on the grid of {self._grid}."
            remedy = f"Write a multiple of {self._grid} minutes, or choose a finer interval_minutes."
            yield Wrong(("setup_minutes",), message, remedy)


def _dotted_names(name: str, parameters: Parameters) -> Iterator[str]:
    """What ``[rules.uk.48]``, written without quotes, may have meant."""
    for key, value in parameters.items():
        if isinstance(value, dict):
            yield f"{name}.{key}"
            yield from _dotted_names(f"{name}.{key}", value)


def _unknown_names(rule: Rule, steps: Steps, names: tuple[str, ...], known: list[str]) -> Iterator[Wrong]:
    what = str(steps[-1]).removesuffix("s")
    for index, name in enumerate(names):
        if name not in known:
            message = f"Rule {rule.label}: {what} {show(name)} does not exist."
            yield Wrong((*steps, index), message, Suggestions(known).remedy(name, f"add it to {steps[-1]}"))


def shift_kinds(steps: Steps, value: object) -> Iterator[tuple[Steps, ShiftKind]]:
    """Every kind of shift among the parameters of a rule, with its place."""
    from scheduler.rules.shift_kind import ShiftKind

    if isinstance(value, ShiftKind):
        yield steps, value
    elif isinstance(value, Record):
        for name in type(value).model_fields:
            yield from shift_kinds((*steps, name), getattr(value, name))
    elif isinstance(value, tuple):
        for index, part in enumerate(value):
            yield from shift_kinds((*steps, index), part)


def _misfits(name: str, kind: type[Rule], parameters: Parameters) -> Iterator[Wrong]:
    """What a rule would take, and a plan may not state: its identifier, and words for true and false."""
    if "id" in parameters:
        yield Wrong(("id",), f"Rule {name}: id is no parameter; it is called {name}.", "Remove id.")
    for field, info in kind.model_fields.items():
        value = parameters.get(field)
        if info.annotation is bool and value is not None and not isinstance(value, bool):
            message, remedy = error_words("bool_type", field, value, {}, ())
            yield Wrong((field,), f"Rule {name}: {message}", remedy)


def _value_complaints(name: str, kind: type[Rule], error: ValidationError) -> Iterator[Wrong]:
    for detail in told_errors(error):
        steps = detail["loc"]
        field = next((step for step in reversed(steps) if isinstance(step, str)), "")
        known = _known_fields(kind, steps[:-1])
        message, remedy = error_words(detail["type"], field, detail["input"], detail.get("ctx", {}), known)
        choices = _choices(kind, field) if detail["type"] == "missing" and len(steps) == 1 else ()
        if choices:
            remedy = f"Write one of {', '.join(map(repr, choices))}."
        named = message.casefold().startswith(f"rule {name}".casefold())
        yield Wrong(steps, f"R{message[1:]}" if named else f"Rule {name}: {message}", remedy)


def _choices(kind: type[Rule], field: str) -> tuple[str, ...]:
    """Texts that a parameter can be, where it can be no others."""
    annotation = kind.model_fields[field].annotation
    return get_args(annotation) if get_origin(annotation) is Literal else ()


def _known_fields(kind: type[Rule], steps: Steps) -> list[str]:
    """Names that can stand at a place among the parameters of a kind."""
    from scheduler.rules.registry import RULES

    record: type[Record] | None = kind
    for step in steps:
        if record is not None and isinstance(step, str):
            record = _record_in(record.model_fields[step].annotation) if step in record.model_fields else None
    if record is None:
        return []
    origin = "kind" if kind.name in RULES else "file"
    return [origin, *(name for name in record.model_fields if name != "id")] if not steps else [*record.model_fields]


def _record_in(annotation: Any) -> type[Record] | None:
    """The record that an annotation such as ``tuple[Window, ...]`` or ``ShiftKind | None`` is about."""
    if isinstance(annotation, type) and issubclass(annotation, Record):
        return annotation
    return next(filter(None, map(_record_in, get_args(annotation))), None)
