"""Rules that somebody else wrote: a Python file of a plan, ``[rules.mine] file = "late_end.py"``, or a package."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from importlib.abc import SourceLoader
from importlib.metadata import entry_points
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from pydantic import PydanticUndefinedAnnotation, PydanticUserError

from scheduler.error_words import show
from scheduler.errors import Complaint, InputError
from scheduler.rules.base import AgentRule, PlanRule, Rule
from scheduler.rules.own_answers import check_answers
from scheduler.rules.own_errors import RUN_FILES, code_complaint, error_line

if TYPE_CHECKING:
    from scheduler.problem import Problem

GROUP = "shiftwright.rules"
"""Entry points under which packages offer kinds of rules."""

RESERVED = ("file", "kind")
"""Parameters that say where a rule comes from, so that no rule can have them as its own."""

UNITS = ("hours", "times", "")
"""What the price of a rule may be paid for; for nothing where it cannot have severity ``cost``."""

MODEL = "scheduler/rules/TEMPLATE.py"

_KINDS: dict[str, type[Rule]] = {}
"""Kinds of the files that were loaded, by the absolute path of the file."""


class _PlanFile(SourceLoader):
    """Loads a module from one file and, unlike the loaders of Python, leaves no compiled copy beside it."""

    def __init__(self, path: Path, content: bytes) -> None:
        self._path, self._content = path, content

    def get_filename(self, fullname: str) -> str:
        """Path that tracebacks show."""
        return str(self._path)

    def get_data(self, path: str | bytes) -> bytes:
        """Source of the module."""
        return self._content


def load_own_kind(path: Path) -> type[Rule]:
    """
    Run a Python file and take the kind of rule that it defines.

    Parameters
    ----------
    path
        Absolute path of a file with one class that derives from ``AgentRule`` or ``PlanRule``, written as
        ``scheduler/rules/TEMPLATE.py`` shows; names that begin with an underscore do not count.

    Raises
    ------
    InputError
        The file cannot be read or run, or defines no such class.
    """
    try:
        content = path.read_bytes()
        module = _module(path, content)
    except OSError as error:
        message = f"Cannot be read: {error.strerror or error}."
        raise InputError([Complaint(str(path), "", message, "Check the path; it starts at the plan.")]) from error
    except (Exception, SystemExit) as error:
        raise InputError([code_complaint(error) or _syntax_complaint(path, error)]) from error
    kind = _only_rule(path, module)
    complaint = _kind_complaint(kind)
    if complaint:
        raise InputError([Complaint(str(path), "", *complaint)])
    check_answers(kind, str(path))
    _KINDS[str(path)] = kind
    return kind


def _only_rule(path: Path, module: ModuleType) -> type[Rule]:
    """The class of a rule that a module defines."""
    named = [value for name, value in vars(module).items() if not name.startswith("_") and isinstance(value, type)]
    own = [kind for kind in named if kind.__module__ == module.__name__ and issubclass(kind, AgentRule | PlanRule)]
    if len(own) != 1:
        message = f"Defines {len(own)} rules; it must define one class that derives from AgentRule or PlanRule."
        raise InputError([Complaint(str(path), "", message, "Begin the names of helpers with an underscore.")])
    return own[0]


def own_kind(file: object) -> type[Rule] | None:
    """The kind of a file that was loaded; ``None`` where it was not."""
    return _KINDS.get(file) if isinstance(file, str) else None


def own_files(problem: Problem) -> list[Path]:
    """Python files of a plan's own rules, in the order of the plan."""
    return [Path(rule["file"]) for rule in problem.rules.values() if own_kind(rule.get("file")) is not None]


def installed_kinds() -> Iterator[type[Rule]]:
    """
    Kinds of rules that installed packages offer.

    Raises
    ------
    InputError
        A package offers something else.
    """
    for point in entry_points(group=GROUP):
        package = "a package" if point.dist is None else point.dist.name
        complaint: tuple[str, str] | None
        try:
            kind = point.load()
            is_rule = isinstance(kind, type) and issubclass(kind, AgentRule | PlanRule)
            complaint = _kind_complaint(kind) if is_rule else ("Is no rule.", "Derive it from AgentRule or PlanRule.")
        except Exception as error:
            complaint = f"Cannot be loaded: {error_line(error)}", "Mend the package or remove it."
        if complaint:
            raise InputError([Complaint(package, f"entry point {point.name}", *complaint)])
        yield kind
        # Only once it is taken: a kind that is refused may be a built-in one, which is to stay as it is.
        check_answers(kind, package)


def _module(path: Path, content: bytes) -> ModuleType:
    """The module of a file; the same one while its content is the same."""
    digest = hashlib.sha256(str(path).encode() + b"\0" + content).hexdigest()
    name = f"_own_rule_{digest[:32]}"
    if name in sys.modules:
        return sys.modules[name]
    spec = spec_from_loader(name, _PlanFile(path, content))
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    RUN_FILES.add(str(path))
    # Pydantic looks up names in annotations in the module, by its name.
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _syntax_complaint(path: Path, error: BaseException) -> Complaint:
    """An error that arose before the file ran."""
    line = getattr(error, "lineno", None)
    message = f"{type(error).__name__}: {getattr(error, 'msg', error)}."
    return Complaint(str(path), f"line {line}" if line else "", message, "Correct it.")


def _kind_complaint(kind: type[Rule]) -> tuple[str, str] | None:
    """Message and remedy where a class cannot be a kind of rule."""
    name = getattr(kind, "name", None)
    if not isinstance(name, str) or not name.isidentifier():
        return f"Class {kind.__name__} has no name.", f'Add name: ClassVar[str] = "{kind.__name__.lower()}" to it.'
    for field in RESERVED:
        if field in kind.model_fields:
            return f"Class {kind.__name__} has a parameter {field}, which plans use.", "Call it something else."
    if (unit := getattr(kind, "unit", None)) not in UNITS:
        return f"Class {kind.__name__} has the unit {show(unit)}.", 'Write unit: ClassVar = "hours", "times" or "".'
    if missing := _missing_method(kind):
        return f"Class {kind.__name__} does not define {missing}.", f"Write it as {MODEL} shows."
    try:
        # Types that are written as text are looked up late: here, not where a plan first states the rule.
        kind.model_rebuild()
    except (PydanticUserError, PydanticUndefinedAnnotation) as error:
        return error_line(error), "Correct the types of its parameters."
    return None


def _missing_method(kind: type[Rule]) -> str | None:
    """Name of a method that a rule must have, and this one has not."""
    needed: list[tuple[type[Rule], str]] = [(AgentRule, "violations"), (PlanRule, "violations_of_roster")]
    if kind.unit:
        needed.append((PlanRule, "charges_of_roster"))
    lacking = (name for base, name in needed if issubclass(kind, base) and getattr(kind, name) is getattr(base, name))
    return next(lacking, None)
