"""The known word that somebody who mistyped one most likely meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

LONGEST_SEARCH = 5_000
"""Known words times lookups stay small: a table in which every name is wrong must not take minutes."""


class Suggestions:
    """
    Finds the nearest of the known words.

    Parameters
    ----------
    known
        Words that are right.
    limit
        Different wrong words for which the nearest is searched; later ones get none.
    """

    def __init__(self, known: Iterable[str], limit: int = 50) -> None:
        self._known = list(dict.fromkeys(known))
        self._limit = limit if len(self._known) <= LONGEST_SEARCH else 1
        self._found: dict[str, str] = {}

    def nearest(self, word: str) -> str:
        """The nearest known word; empty when none is near."""
        if word not in self._found:
            if len(self._found) >= self._limit:
                return ""
            folded = {known.casefold(): known for known in reversed(self._known)}
            near = get_close_matches(word.casefold(), folded, 1)
            self._found[word] = folded[near[0]] if near else ""
        return self._found[word]

    def remedy(self, word: str, otherwise: str) -> str:
        """``Write the nearest, or ...``; only the second part, as a sentence, when none is near."""
        near = self.nearest(word)
        if near:
            return f"Write {near!r}, or {otherwise}."
        return f"{otherwise[:1].upper()}{otherwise[1:]}."
