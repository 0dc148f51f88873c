"""Tables of a plan: which there are, and their columns in CSV files and workbooks."""

from __future__ import annotations

from scheduler.contracts import Break, Contract, Pattern
from scheduler.demand import Demand, Queue, Requirement, ServiceGoal
from scheduler.equipment import EquipmentPool, EquipmentUnits
from scheduler.io.draft import Location
from scheduler.people import (
    Absence,
    Adjustment,
    Agent,
    Availability,
    PastShift,
    Pin,
    Preference,
    PublishedShift,
    Skill,
)
from scheduler.problem import Problem, Weights
from scheduler.records import Record
from scheduler.sites import SeatLimit, Site

ROW_TABLES: dict[str, type[Record]] = {
    "agents": Agent,
    "availability": Availability,
    "absences": Absence,
    "preferences": Preference,
    "history": PastShift,
    "pins": Pin,
    "adjustments": Adjustment,
    "published": PublishedShift,
    "requirements": Requirement,
    "demand": Demand,
}
"""Tables with a CSV file each, in the order in which complaints are listed."""

PLAN_TABLES: dict[str, type[Record]] = {
    "sites": Site,
    "pools": EquipmentPool,
    "units": EquipmentUnits,
    "queues": Queue,
    "patterns": Pattern,
    "contracts": Contract,
}
"""Tables that stand in ``plan.toml``."""

SHAPES: dict[tuple[str, ...], type[Record]] = {
    (): Problem,
    ("weights",): Weights,
    ("sites", "seats"): SeatLimit,
    ("queues", "service_goal"): ServiceGoal,
    ("patterns", "breaks"): Break,
    ("agents", "skills"): Skill,
    **{(name,): record for name, record in PLAN_TABLES.items()},
    **{(name,): record for name, record in ROW_TABLES.items()},
}
"""Record at each location, row numbers left out."""

SETTINGS = tuple(name for name in Problem.model_fields if name not in {"weights", "rules", *PLAN_TABLES, *ROW_TABLES})
"""Fields of the plan that hold one value."""

INSTANTS = {"requirements": ("interval_start",), "demand": ("interval_start",)} | dict.fromkeys(
    ("availability", "absences", "preferences", "history", "pins", "published"), ("start", "end")
)
"""Columns with points in time."""

DATES = {
    "sites": ("holidays",),
    "seats": ("valid_from", "valid_to"),
    "agents": ("valid_from", "valid_to"),
    "history": ("shift_date",),
    "pins": ("shift_date",),
    "adjustments": ("valid_from", "valid_to"),
    "published": ("shift_date",),
}
"""Columns with dates, or with lists of dates."""

PLAN_DATES = ("start_date", "history_from", "published_on")
"""Fields of the plan that hold a date."""

LISTS = (
    "skills",
    "attributes",
    "desks",
    "pools",
    "queues",
    "sites",
    "only_for",
    "patterns",
    "lengths_minutes",
    "days_of_week",
    "holidays",
    "packs",
    "priorities",
)
"""Columns, and keys of the plan, whose cells hold several values, joined by ``|``."""

PARAMETERS = "parameters"
"""Column whose cells hold parameters of a rule, ``maximum_hours=6|severity=warning``."""

NUMBERS = ("lengths_minutes",)
"""Those of ``LISTS`` that hold numbers; in the others a number is the text of its digits."""

NOTES = "#"
"""Sheets and columns whose names begin with it are not looked at."""

COLUMN_ORDER = {"agent": 0, "shift_date": 1}
"""Columns that come first; the others follow in the order of the record."""

_Columns = dict[str, bool]


def _columns(record: type[Record], *left_out: str) -> _Columns:
    """Columns of a record and whether each is required; a shift date stands beside the agent."""
    fields = sorted(record.model_fields.items(), key=lambda item: COLUMN_ORDER.get(item[0], len(COLUMN_ORDER)))
    return {name: field.is_required() for name, field in fields if name not in left_out}


SHEETS: dict[str, _Columns] = {
    "plan": {"key": True, "value": True},
    "weights": {"key": True, "value": True},
    "rules": {"rule": True, "parameter": False, "value": False, "contract": False},
    "sites": _columns(Site, "seats"),
    "seats": {"site": True, **_columns(SeatLimit)},
    "pools": _columns(EquipmentPool),
    "units": _columns(EquipmentUnits),
    "queues": _columns(Queue, "service_goal") | _columns(ServiceGoal),
    "patterns": _columns(Pattern, "breaks"),
    "breaks": {"pattern": True, **_columns(Break)},
    "contracts": _columns(Contract, "rules"),
    **{name: _columns(record) for name, record in ROW_TABLES.items()},
}
"""Sheets of a workbook with their columns; True where a column is required. CSV files have the same."""


def known_fields(location: Location) -> tuple[str, ...]:
    """Fields that exist at a location; empty where anything may stand."""
    record = SHAPES.get(tuple(step for step in location if isinstance(step, str)))
    return () if record is None else tuple(record.model_fields)


def is_text(sheet: str, column: str) -> bool:
    """Whether the cells of a column are text, so that a number in one of them is the text of its digits."""
    return column in _TEXT_COLUMNS[sheet]


def _text_columns(*records: type[Record]) -> frozenset[str]:
    fields = [item for record in records for item in record.model_fields.items()]
    return frozenset(name for name, field in fields if field.annotation is str)


_TEXT_COLUMNS: dict[str, frozenset[str]] = {
    "plan": _text_columns(Problem),
    "weights": frozenset(),
    "rules": frozenset({"rule", "parameter", "contract"}),
    "seats": _text_columns(Site, SeatLimit),
    "breaks": _text_columns(Pattern, Break),
    **{name: _text_columns(record) for name, record in {**PLAN_TABLES, **ROW_TABLES}.items()},
}
