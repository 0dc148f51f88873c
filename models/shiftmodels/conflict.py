"""The smallest part of what is asked for that cannot hold together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")


def minimal_conflict(items: Sequence[Item], can_hold: Callable[[Sequence[Item]], bool]) -> list[Item]:
    """
    Items that cannot hold together, while all but any one of them can (QuickXplain).

    Parameters
    ----------
    items
        Items that cannot hold together. Of several conflicts, the one whose last item comes first is found.
    can_hold
        Whether some of them can hold together; whatever holds with more items holds with fewer.

    Returns
    -------
    The conflict, in the order of the items; empty where nothing can hold even without any item.

    References
    ----------
    U. Junker, QuickXplain: preferred explanations and relaxations for over-constrained problems, AAAI 2004.
    """
    if not items or not can_hold([]):
        return []
    chosen = _of_part([], False, list(range(len(items))), lambda some: can_hold([items[n] for n in sorted(some)]))
    return [items[number] for number in sorted(chosen)]


def without_needless(items: Sequence[Item], can_hold: Callable[[Sequence[Item]], bool]) -> list[Item]:
    """
    The same, one question for each item: fewer than there where most items are needed, more where few of many are.

    Parameters
    ----------
    items, can_hold
        See ``minimal_conflict``; the same conflict is found.
    """
    kept = list(items)
    for item in reversed(items):
        fewer = [other for other in kept if other is not item]
        if not can_hold(fewer):
            kept = fewer
    return kept


def _of_part(kept: list[int], grown: bool, part: list[int], can_hold: Callable[[list[int]], bool]) -> list[int]:
    """Items of a part without which ``kept`` and the part could hold together."""
    if grown and not can_hold(kept):
        return []
    if len(part) == 1:
        return part
    first, second = part[: len(part) // 2], part[len(part) // 2 :]
    of_second = _of_part([*kept, *first], bool(first), second, can_hold)
    of_first = _of_part([*kept, *of_second], bool(of_second), first, can_hold)
    return [*of_first, *of_second]
