"""A diagram that stays small: counters that would make it large are left out of it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from shiftmodels.clock import BUILDING_SECONDS, clock
from shiftmodels.data import AgentRow, Block, IntArray
from shiftmodels.tours.counters import LONG, Counter, Digits, Split, split
from shiftmodels.tours.diagram import TourDiagram, tour_diagram
from shiftmodels.tours.merge import reduced
from shiftmodels.tours.refine import by_sum, windows
from shiftmodels.tours.rows import OPEN, diagram_rows

MOST_BUILT = 1_000_000
"""Nodes of all layers up to which a diagram is split by all counters."""
MOST_RELAXED = 30_000
"""The same where counters are left out in any case: the first few give nearly all of the bound, and every step of
multipliers is faster."""
LONG_HORIZON = 100
"""Days from which on it is not tried with all counters."""
MOST_ARCS = 10_000_000
"""Arcs with a partial sum that still decides up to which a diagram is split by a counter: beyond, steps of
multipliers over the arcs alone are faster than looking at all of these."""
HOPELESS = 30
"""Partial sums, as a multiple of these nodes, beyond which a split is not tried."""
MOST_LOCAL = 100_000
"""Nodes of a layer without counters beyond which a block is given up."""


@dataclass(frozen=True, eq=False)
class BoundedDiagram:
    """
    Parameters
    ----------
    diagram
        Paths that obey all rows but those of the counters left out.
    left_out
        Counters that it does not carry.
    used
        For each of those that counts slacks, what each arc uses. Shape ``(n, arcs)``.
    """

    diagram: TourDiagram
    left_out: tuple[Counter, ...]
    used: NDArray[np.int32]


class Diagrams:
    """
    Diagrams of blocks, each built once.

    Parameters
    ----------
    num_days
        D.
    """

    def __init__(self, num_days: int) -> None:
        self._num_days = num_days
        self._bounded: dict[Hashable, BoundedDiagram] = {}
        self._local: dict[Hashable, TourDiagram] = {}

    def of(self, block: Block) -> BoundedDiagram:
        """
        The diagram of a block.

        Raises
        ------
        TooLarge
            When the block has too many different tours for one.
        """
        rules = _rules_of(block, frozenset())
        if rules not in self._bounded:
            found = bounded_diagram(block, self._num_days, known=self._local)
            clock.work(BUILDING_SECONDS * len(found.diagram.head))
            self._bounded[rules] = found
        return self._bounded[rules]


def bounded_diagram(
    block: Block,
    num_days: int,
    most_built: int | None = None,
    most_nodes: int = MOST_LOCAL,
    long: int = LONG,
    known: dict[Hashable, TourDiagram] | None = None,
) -> BoundedDiagram:
    """
    Build the diagram of a block without its counters and split it by them, as long as it stays small.

    The measure of a counter is the number of partial sums, over all nodes, that still decide whether it holds; those
    with the smallest come first.

    Parameters
    ----------
    block
        The block.
    num_days
        D.
    most_built
        Nodes of all layers; with more a counter is left out. By default it depends on the horizon.
    most_nodes
        Nodes of a layer without counters beyond which ``TooLarge`` is raised.
    long
        Days that a row must span to become a counter.
    known
        Diagrams without counters by all that they depend on; this one's is added.
    """
    parts, known = split(block, long), {} if known is None else known
    rules = _rules_of(parts.block, parts.leave_out)
    local = known.get(rules)
    if local is None:
        local = known[rules] = tour_diagram(diagram_rows(parts.block, num_days, parts.leave_out), most_nodes)
    default = MOST_BUILT if num_days < LONG_HORIZON else MOST_RELAXED
    diagram, left_out = _split_by_all(local, parts, default if most_built is None else most_built)
    if left_out and most_built is None and default > MOST_RELAXED:
        diagram, left_out = _split_by_all(local, parts, MOST_RELAXED)
    digits = [counter.digit for counter in left_out if counter.digit >= 0]
    used = np.array([parts.digits.used(diagram.cost, digit) for digit in digits], dtype=np.int32)
    own = parts.digits.own(diagram.cost)
    return BoundedDiagram(
        replace(diagram, cost=own.astype(np.int32) if own.max(initial=0) < 2**31 else own),
        tuple(sorted(left_out, key=lambda counter: counter.digit)),
        used.reshape(len(digits), len(own)),
    )


def _rules_of(block: Block, leave_out: frozenset[int]) -> Hashable:
    """All that the diagram of a block without some rows depends on: blocks of which it is the same have the same."""
    rows = tuple(_values(row) for place, row in enumerate(block.rows) if place not in leave_out)
    return block.shifts.day.tobytes(), rows, block.slacks.price.tobytes(), block.slacks.upper.tobytes()


def _values(row: AgentRow) -> Hashable:
    """Kind of a row, and all of it but its tag."""
    return type(row), *(_hashable(value) for name, value in vars(row).items() if name != "tag")


def _hashable(value: IntArray | tuple[IntArray, ...] | int | None) -> Hashable:
    if isinstance(value, np.ndarray):
        return value.tobytes()
    return tuple(map(_hashable, value)) if isinstance(value, tuple) else value


def _split_by_all(diagram: TourDiagram, parts: Split, most_built: int) -> tuple[TourDiagram, list[Counter]]:
    """The paths that obey as many counters as fit, and the counters that do not."""
    left_out: list[Counter] = []
    for counter in sorted(parts.counters, key=lambda one: _measure(diagram, one, parts.digits)):
        # What is too much for one is too much for those after it.
        finer = None if left_out else _split_by(diagram, counter, parts.digits, most_built)
        if finer is None:
            left_out.append(counter)
        else:
            diagram = finer
    return diagram, left_out


def _measure(diagram: TourDiagram, counter: Counter, digits: Digits) -> int:
    """Partial sums that decide, of all nodes."""
    return int(_sums_of_nodes(diagram, counter, digits).sum())


def _sums_of_nodes(diagram: TourDiagram, counter: Counter, digits: Digits) -> IntArray:
    """Partial sums that decide of each node, as far as is known without looking. Shape ``(nodes,)``."""
    low, high, least, most = windows(
        diagram.first_of, diagram.head, _added(diagram, counter, digits), *_limits(counter)
    )
    del least, most
    sums: IntArray = np.maximum(0, high - low + 1)
    return sums


def _limits(counter: Counter) -> tuple[int, int]:
    return counter.lower, counter.upper


def _added(diagram: TourDiagram, counter: Counter, digits: Digits) -> IntArray:
    """What each arc adds; of shifts of a class that add different amounts, the largest."""
    if counter.digit >= 0:
        return digits.used(diagram.cost, counter.digit)
    of_class = np.full(diagram.num_classes + 1, -OPEN)
    of_class[-1] = 0
    np.maximum.at(of_class, diagram.class_of, counter.coefficients)
    return of_class[diagram.choice]


def _split_by(diagram: TourDiagram, counter: Counter, digits: Digits, most_built: int) -> TourDiagram | None:
    """The paths that obey a counter too, ``None`` when that takes too many nodes or arcs."""
    finer = with_classes(diagram, counter.coefficients)
    sums = _sums_of_nodes(finer, counter, digits)
    if sums.sum() > HOPELESS * most_built or sums @ np.diff(finer.first_of) > MOST_ARCS:
        return None
    added = _added(finer, counter, digits)
    arcs = finer.layer, finer.first_of, finer.choice, finer.head, finer.cost
    found = by_sum(*arcs, added, _limits(counter), most_built)
    if not len(found[0]):
        return None
    layer, first, choice, head, cost = reduced(*found)
    return replace(finer, layer=layer, first_of=first, choice=choice, head=head, cost=cost)


def with_classes(diagram: TourDiagram, coefficients: IntArray) -> TourDiagram:
    """The same paths with classes that tell shifts with different coefficients apart."""
    pairs, class_of = np.unique(np.column_stack([diagram.class_of, coefficients]), axis=0, return_inverse=True)
    if len(pairs) == diagram.num_classes:
        return diagram
    first = np.searchsorted(pairs[:, 0], np.arange(diagram.num_classes + 1))
    times = np.append(np.diff(first), 1)[diagram.choice]
    begin = np.concatenate([[0], np.cumsum(times)])
    copy = np.arange(begin[-1]) - np.repeat(begin[:-1], times)
    choice = np.append(first[:-1], -1)[np.repeat(diagram.choice, times)] + copy
    return replace(
        diagram,
        first_of=begin[diagram.first_of],
        head=np.repeat(diagram.head, times),
        choice=choice.astype(np.int32),
        cost=np.repeat(diagram.cost, times),
        class_of=class_of.reshape(-1).astype(np.int64),
    )
