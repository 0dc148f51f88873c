"""One row of ``roster.csv``: from cells to an activity, or to complaints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from difflib import get_close_matches

from scheduler.errors import Complaint
from scheduler.problem import Problem
from scheduler.roster import Activity

TRUTH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class RowReader:
    """
    Reads the rows of one file and collects what is wrong with them.

    Parameters
    ----------
    file
        Name of the file, for complaints.
    problem
        The plan whose agents and queues the rows name.
    agents, queues
        Names that stand for them instead.
    """

    def __init__(
        self,
        file: str,
        problem: Problem,
        agents: Mapping[str, object] | None = None,
        queues: Mapping[str, object] | None = None,
    ) -> None:
        self._file = file
        self._problem = problem
        self._agents = problem.agent_named if agents is None else agents
        self._queues = problem.queue_named if queues is None else queues
        self._complaints: list[Complaint] = []
        self._first_line: dict[bool, int] = {}
        self._times: dict[str, dt.datetime] = {}
        pinned = {pin.activity for pin in problem.pins if pin.activity}
        self._elsewhere = frozenset({*self._queues, *problem.break_names, *pinned})

    def complain(self, line: int, message: str, remedy: str) -> None:
        """Note something wrong with a line."""
        self._complaints.append(Complaint(self._file, f"line {line}", message, remedy))

    def complaints(self) -> Iterator[Complaint]:
        """Everything wrong so far, in the order of the lines, and the mixture of times with and without offset."""
        yield from self._complaints
        if len(self._first_line) == 2:
            message = (
                f"Line {self._first_line[True]} has a time with an offset, line {self._first_line[False]} one without."
            )
            yield Complaint(self._file, "", message, "Write all times with an offset or all without.")

    def read(self, cells: Mapping[str, str], line: int) -> Activity | None:
        """The activity of a row; ``None`` where something is wrong with it."""
        before = len(self._complaints)
        agent = self._known(cells["agent"], "agent", self._agents, line)
        queue = cells["queue"] and self._known(cells["queue"], "queue", self._queues, line)
        date = self._date(cells["shift_date"], line)
        start, end = self._time(cells["start"], "start", line), self._time(cells["end"], "end", line)
        paid = self._truth(cells["paid"], line)
        if not cells["activity"]:
            self.complain(line, "The activity is empty.", "Name the queue, the break or what else is done.")
        self._agree(cells["activity"], queue, line)
        if start and end and end.timestamp() <= start.timestamp():
            message = f"end {cells['end']} is not after start {cells['start']}."
            self.complain(line, message, "Correct one of them; a shift past midnight ends on the next date.")
        if len(self._complaints) > before or date is None or start is None or end is None:
            return None
        return Activity(agent, date, cells["activity"], start, end, paid, queue)

    def _known(self, name: str, kind: str, known: Mapping[str, object], line: int) -> str:
        if name not in known:
            near = get_close_matches(name, known, 1)
            remedy = f"Is {near[0]} meant?" if near else f"Name one of the plan's {kind}s."
            self.complain(line, f"{kind.capitalize()} {name!r} is not in the plan.", remedy)
        return name

    def _agree(self, activity: str, queue: str, line: int) -> None:
        """Coverage goes by the queue and pictures by the activity: a meal on a queue would be both."""
        if queue in self._queues and activity != queue and activity in self._elsewhere:
            message = f"Activity {activity!r} and queue {queue!r} do not agree."
            remedy = f"Write {queue} as the activity, "
            remedy += f"or {activity} as the queue." if activity in self._queues else "or leave the queue empty."
            self.complain(line, message, remedy)

    def _truth(self, text: str, line: int) -> bool:
        if text.lower() not in TRUTH:
            self.complain(line, f"paid is {text!r}.", "Write true or false, or yes or no.")
        return TRUTH.get(text.lower(), False)

    def _date(self, text: str, line: int) -> dt.date | None:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            self.complain(line, f"shift_date {text!r} is no date.", "Write it as 2026-11-30.")
            return None

    def _time(self, text: str, column: str, line: int) -> dt.datetime | None:
        """An instant in the plan's zone; a roster has the same few hundred over and over."""
        if text in self._times:
            return self._times[text]
        zone = self._problem.horizon.zone
        try:
            time = dt.datetime.fromisoformat(text)
            self._first_line.setdefault(time.tzinfo is not None, line)
            local = (time if time.tzinfo else time.replace(tzinfo=zone)).astimezone(dt.UTC).astimezone(zone)
        except (ValueError, OverflowError):
            self.complain(line, f"{column} {text!r} is no time.", "Write it as 2026-11-30T09:00.")
            return None
        if time.tzinfo is None and local.replace(tzinfo=None) != time:
            message = f"{column} {text} does not exist in {self._problem.time_zone}: the clocks go forward."
            self.complain(line, message, f"Write {local.replace(tzinfo=None).isoformat(timespec='minutes')}.")
            return None
        self._times[text] = local
        return local
