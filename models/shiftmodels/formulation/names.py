"""What variables and rows of a linear model are called, and what the numbers in their names stand for."""

from __future__ import annotations

from collections.abc import Mapping

Name = tuple[str, tuple[int, ...]]
"""A family and the numbers that tell its members apart."""

VARIABLES: Mapping[str, tuple[str, ...]] = {
    "work": ("agent", "shift"),
    "slack": ("agent", "slack"),
    "gap": ("agent", "row", "option"),
    "used": ("agent", "slack"),
    "arc": ("agent", "arc"),
    "begun": ("group", "day", "program", "length", "interval"),
    "break": ("group", "day", "program", "length", "number", "interval"),
    "serve": ("group", "queue", "interval"),
    "between": ("group", "interval"),
    "transfer": ("group", "interval"),
    "enter": ("group", "block", "interval"),
    "leave": ("group", "block", "interval"),
    "under": ("queue", "interval"),
    "over": ("queue", "interval"),
    "short": ("queue", "interval"),
    "beyond": ("queue", "interval"),
    "overflow": ("pool", "interval"),
    "highest": ("spread",),
    "lowest": ("spread",),
    "excess": ("spread",),
}
"""Families of variables, and kinds of the numbers in their names."""

ROWS: Mapping[str, tuple[str, ...]] = {
    "one_a_day": ("agent", "day"),
    "at_most_one": ("agent", "row"),
    "sum": ("agent", "row"),
    "sum_least": ("agent", "row"),
    "sum_most": ("agent", "row"),
    "slack_sum": ("agent", "row"),
    "gap_free": ("agent", "row", "option", "day"),
    "gaps_apart": ("agent", "row", "number"),
    "gaps_needed": ("agent", "row"),
    "use": ("agent", "slack"),
    "flow": ("agent", "node"),
    "class_worked": ("agent", "class"),
    "shifts_begun": ("group", "day", "program", "length", "interval"),
    "break_opened": ("group", "day", "program", "length", "number", "interval"),
    "break_closed": ("group", "day", "program", "length", "number", "interval"),
    "break_order": ("group", "day", "program", "length", "number", "interval"),
    "break_gap": ("group", "day", "program", "length", "number", "interval"),
    "break_pinned": ("group", "number"),
    "work_pinned": ("group", "day", "program", "length", "number", "interval"),
    "queues": ("group", "interval"),
    "queue_pinned": ("group", "interval"),
    "transfer_barred": ("group", "queue", "interval"),
    "transfer_seen": ("group", "queue", "interval"),
    "transfer_framed": ("group", "number", "interval"),
    "transfer_whole": ("group", "interval", "interval"),
    "transfer_limit": ("group", "number"),
    "enter_seen": ("group", "queue", "interval"),
    "leave_seen": ("group", "queue", "interval"),
    "enter_kept": ("group", "block", "interval"),
    "leave_kept": ("group", "block", "interval"),
    "enter_whole": ("group", "block", "interval"),
    "leave_whole": ("group", "block", "interval"),
    "pool": ("pool", "interval"),
    "cover": ("queue", "interval"),
    "minimum": ("queue", "interval"),
    "maximum": ("queue", "interval"),
    "at_highest": ("spread", "agent"),
    "at_lowest": ("spread", "agent"),
    "spread": ("spread",),
    "budget": ("budget",),
}
"""The same for rows."""


LETTERS: Mapping[str, str] = {
    "arc": "arc",
    "block": "b",
    "budget": "budget",
    "class": "class",
    "group": "g",
    "length": "l",
    "node": "n",
    "number": "",
    "option": "o",
    "program": "p",
    "row": "r",
    "slack": "z",
    "spread": "spread",
}
"""What comes before a number that has no word of its own."""


class Labels:
    """
    Words for the numbers in names, of letters, digits and underscores; here a letter and the number.

    Whoever knows what they stand for overrides these.
    """

    def agent(self, agent: int) -> str:
        """An agent."""
        return f"a{agent}"

    def shift(self, agent: int, shift: int) -> str:
        """A shift of an agent's block."""
        return f"s{shift}"

    def day(self, day: int) -> str:
        """A day."""
        return f"d{day}"

    def interval(self, interval: int) -> str:
        """The begin of an interval."""
        return f"t{interval}"

    def queue(self, queue: int) -> str:
        """A queue."""
        return f"q{queue}"

    def pool(self, pool: int) -> str:
        """A pool."""
        return f"pool{pool}"

    def index(self, kinds: tuple[str, ...], numbers: tuple[int, ...]) -> str:
        """
        The words of a name.

        Parameters
        ----------
        kinds
            What each number is, see ``VARIABLES`` and ``ROWS``.
        numbers
            The numbers.
        """
        return "_".join(self._word(kind, number, numbers[0]) for kind, number in zip(kinds, numbers, strict=True))

    def _word(self, kind: str, number: int, first: int) -> str:
        match kind:
            case "agent":
                return self.agent(number)
            case "shift":
                return self.shift(first, number)
            case "day":
                return self.day(number)
            case "interval":
                return self.interval(number)
            case "queue":
                return self.queue(number)
            case "pool":
                return self.pool(number)
        return f"{LETTERS[kind]}{number}"
