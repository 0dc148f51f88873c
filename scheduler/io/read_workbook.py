"""A plan as one workbook: sheets put together to the same draft as a folder gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from scheduler.demand import ServiceGoal
from scheduler.error_words import show
from scheduler.errors import Complaint
from scheduler.io.draft import Draft, Location, nearest
from scheduler.io.parameters import json_or_text
from scheduler.io.rows import row_values
from scheduler.io.sheets import Sheet, read_sheets
from scheduler.io.tables import PLAN_TABLES, ROW_TABLES, SETTINGS, SHEETS
from scheduler.problem import Weights
from scheduler.suggest import Suggestions

NESTED = (("seats", "sites", "site"), ("breaks", "patterns", "pattern"))
"""Sheet of parts, table to whose rows they belong, and the column that names the row."""


def read_workbook(path: Path) -> Draft:
    """
    Read a plan from a workbook.

    Parameters
    ----------
    path
        An ``.xlsx`` file with a sheet for each table; see ``scheduler.io.tables.SHEETS``.

    Raises
    ------
    InputError
        It is no workbook that can be read.
    """
    sheets, complaints = read_sheets(path)
    assembly = _Assembly(path.name, sheets, complaints + _missing_sheets(path.name, sheets))
    assembly.settings("plan", (), SETTINGS)
    assembly.settings("weights", ("weights",), tuple(Weights.model_fields))
    for table in (*PLAN_TABLES, *ROW_TABLES):
        assembly.table(table)
    assembly.service_goals()
    for sheet, table, key in NESTED:
        assembly.parts(sheet, table, key)
    assembly.rules()
    return Draft(assembly.values, assembly.locate, tuple(assembly.complaints), complete="plan" in sheets)


@dataclass
class _Assembly:
    """Puts the values of a draft together and remembers the sheet and row of each."""

    file: str
    sheets: dict[str, Sheet]
    complaints: list[Complaint]
    values: dict[str, Any] = field(default_factory=dict)
    places: dict[Location, tuple[Sheet, int, str]] = field(default_factory=dict)

    def locate(self, location: Location) -> tuple[str, str]:
        """File, and the cell or row of the nearest part that has one."""
        above = nearest(location, self.places)
        if above is not None:
            sheet, row, column = self.places[above]
            named = [column, *(step for step in location[len(above) :] if isinstance(step, str))]
            letter = next((sheet.letters[name] for name in named if name in sheet.letters), "")
            return self.file, f"sheet {sheet.name}, " + (f"cell {letter}{row}" if letter else f"row {row}")
        sheet_name = location[0] if location and location[0] in SHEETS else "plan"
        return self.file, f"sheet {sheet_name}"

    def settings(self, name: str, above: Location, known: tuple[str, ...]) -> None:
        """Take over a sheet of keys and values."""
        target = self.values if not above else {}
        for sheet, row, cells in self._rows(name):
            key = str(cells.get("key", ""))
            if key not in known:
                remedy = Suggestions(known).remedy(key, f"remove the row; the keys are {', '.join(known)}")
                self._complain(sheet, row, "key", f"Key {show(key)} is not known.", remedy)
            elif key in target:
                self._complain(sheet, row, "key", f"Key {key} occurs twice.", "Keep one of the rows.")
            else:
                self.places[(*above, key)] = (sheet, row, "value")
                if "value" in cells:
                    target |= row_values(name, {key: _exact(cells["value"])})
        if above and name in self.sheets:
            self.values[name] = target

    def table(self, name: str) -> None:
        """Take over a sheet of rows."""
        if name not in self.sheets:
            return
        rows = self.values[name] = []
        for sheet, number, cells in self._rows(name):
            self.places[name, len(rows)] = (sheet, number, "")
            rows.append(row_values(name, cells))

    def service_goals(self) -> None:
        """Move the columns of the goals of queues to where they belong."""
        for queue in self.values.get("queues", []):
            goal = {name: queue.pop(name) for name in ServiceGoal.model_fields if name in queue}
            if goal:
                queue["service_goal"] = goal

    def parts(self, name: str, table: str, key: str) -> None:
        """Move rows of a sheet of parts to the rows to which they belong."""
        numbers = {row[key]: i for i, row in reversed(list(enumerate(self.values.get(table, [])))) if key in row}
        for sheet, number, cells in self._rows(name):
            row = row_values(name, cells)
            owner = row.pop(key, "")
            if owner not in numbers:
                remedy = Suggestions(map(str, numbers)).remedy(str(owner), f"add it to sheet {table}")
                self._complain(sheet, number, key, f"{key.capitalize()} {show(owner)} does not exist.", remedy)
                continue
            parts = self.values[table][numbers[owner]].setdefault(name, [])
            self.places[table, numbers[owner], name, len(parts)] = (sheet, number, "")
            parts.append(row)

    def rules(self) -> None:
        """Take over the parameters of rules, of the plan and of contracts."""
        contracts = self.values.get("contracts", [])
        numbers = {row.get("contract"): i for i, row in reversed(list(enumerate(contracts)))}
        for sheet, number, cells in self._rows("rules"):
            row = row_values("rules", cells)
            contract, rule = row.get("contract"), row.get("rule", "")
            if contract is not None and contract not in numbers:
                remedy = Suggestions(map(str, numbers)).remedy(str(contract), "add it to sheet contracts")
                self._complain(sheet, number, "contract", f"Contract {show(contract)} does not exist.", remedy)
                continue
            above: Location = () if contract is None else ("contracts", numbers[contract])
            rules = (self.values if contract is None else contracts[numbers[contract]]).setdefault("rules", {})
            parameters = rules.setdefault(rule, {})
            self.places.setdefault((*above, "rules", rule), (sheet, number, "rule"))
            if "parameter" in row:
                self._parameter(parameters, row, sheet, number)
                self.places[(*above, "rules", rule, row["parameter"])] = (sheet, number, "value")

    def _parameter(self, parameters: dict[str, Any], row: dict[str, Any], sheet: Sheet, number: int) -> None:
        name = row["parameter"]
        if name in parameters:
            self._complain(sheet, number, "parameter", f"Parameter {name} is given twice.", "Keep one of the rows.")
        elif "value" not in row:
            self._complain(sheet, number, "value", f"Parameter {name} has no value.", "Give it one.")
        else:
            value = row["value"]
            parameters[name] = json_or_text(value) if isinstance(value, str) else _exact(value)

    def _rows(self, name: str) -> Iterator[tuple[Sheet, int, dict[str, object]]]:
        if name in self.sheets:
            for number, cells in self.sheets[name].rows:
                yield self.sheets[name], number, cells

    def _complain(self, sheet: Sheet, row: int, column: str, message: str, remedy: str) -> None:
        place = f"sheet {sheet.name}, cell {sheet.letters.get(column, '')}{row}"
        # A cell that could not be read has no value, but is not to be called empty.
        if all((one.file, one.place) != (self.file, place) for one in self.complaints):
            self.complaints.append(Complaint(self.file, place, message, remedy))


def _missing_sheets(file: str, sheets: dict[str, Sheet]) -> list[Complaint]:
    wanted = {"plan": ["plan"], "agents": ["agents"], "requirements or demand": ["requirements", "demand"]}
    return [
        Complaint(file, "", f"The workbook has no sheet {name}.", "Add it, with a header in its first row.")
        for name, names in wanted.items()
        if not any(sheet in sheets for sheet in names)
    ]


def _exact(value: object) -> object:
    """A number of a cell as it was typed, without the binary fraction."""
    return Decimal(repr(value)) if isinstance(value, float) else value
