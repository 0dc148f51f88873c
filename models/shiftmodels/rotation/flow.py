"""How often each step is taken: a circulation that supplies what is required and hangs together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from itertools import pairwise

from shiftmodels.data import IntArray
from shiftmodels.formulation.linear import LinearModel, Terms
from shiftmodels.rotation.data import DAYS, OFF, SATURDAY, SUNDAY, RotationData
from shiftmodels.rotation.graph import Node, Step

Flow = LinearModel[IntArray]


def flow_model(data: RotationData, steps: Sequence[Step], cuts: Sequence[Set[Node]]) -> Flow:
    """
    Model of a closed walk, but for its order.

    Parameters
    ----------
    data
        What is asked for.
    steps
        Steps that there are; how often each is taken is the variable of its number.
    cuts
        Sets of nodes that a walk must leave if it is both in them and outside.
    """
    model = Flow()
    for number in range(len(steps)):
        model.variable(("step", (number,)), data.weeks, lambda known, number=number: int(known[number]))  # type: ignore[misc]
    _keep_balance(model, steps)
    _supply(model, data, steps)
    _count_runs(model, data, steps)
    _free_weekends(model, data, steps)
    for number, nodes in enumerate(cuts):
        _hold_together(model, data, steps, nodes, number)
    return model


def _keep_balance(model: Flow, steps: Sequence[Step]) -> None:
    terms: defaultdict[Node, Terms] = defaultdict(list)
    for number, step in enumerate(steps):
        terms[step.tail].append((number, -1))
        terms[step.head].append((number, 1))
    for place, node in enumerate(sorted(terms)):
        model.row(("balance", (place,)), terms[node], 0, 0)


def _supply(model: Flow, data: RotationData, steps: Sequence[Step]) -> None:
    terms: defaultdict[tuple[int, int], Terms] = defaultdict(list)
    for number, step in enumerate(steps):
        for day in step.weekdays:
            terms[step.kind, day].append((number, 1))
    for day in range(DAYS):
        for kind in range(data.num_kinds):
            required = int(data.required[kind, day])
            model.row(("required", (kind, day)), terms[kind, day], required, required)
        off = int(data.people_off[day])
        model.row(("off", (day,)), terms[OFF, day], off, off)


def _count_runs(model: Flow, data: RotationData, steps: Sequence[Step]) -> None:
    """Whole numbers of runs of each kind, of times off and so of times of work: implied, but not by fractions."""
    off, worked = int(data.people_off.sum()), int(data.required.sum())
    limits = {kind: _runs(int(data.required[kind].sum()), *data.run_limits(kind)) for kind in range(data.num_kinds)}
    times = _runs(off, data.off_least, data.off_most), _runs(worked, data.work_least, data.work_most)
    limits[OFF] = max(times[0][0], times[1][0]), min(times[0][1], times[1][1])
    for place, (kind, (least, most)) in enumerate(limits.items()):
        terms = [(number, 1) for number, step in enumerate(steps) if step.kind == kind]
        model.row(("runs", (place,)), terms, least, most)


def _runs(days: int, least: int, most: int) -> tuple[int, int]:
    """Fewest and most runs that so many days are made of."""
    return -(-days // most), days // least


def _free_weekends(model: Flow, data: RotationData, steps: Sequence[Step]) -> None:
    if not data.free_weekends:
        return
    terms: Terms = []
    for number, step in enumerate(steps):
        if step.kind == OFF:
            days = step.weekdays
            terms.append((number, list(pairwise(days)).count((SATURDAY, SUNDAY))))
    model.row(("free_weekends", ()), terms, data.free_weekends)


def _hold_together(model: Flow, data: RotationData, steps: Sequence[Step], nodes: Set[Node], number: int) -> None:
    """Some step leaves the nodes if steps are taken both between them and between the others."""
    inside, outside, leaving = list[int](), list[int](), list[int]()
    for variable, step in enumerate(steps):
        if step.tail not in nodes:
            if step.head not in nodes:
                outside.append(variable)
        elif step.head in nodes:
            inside.append(variable)
        else:
            leaving.append(variable)
    most = DAYS * data.weeks
    uses = [model.variable(("used", (number, side)), 1, lambda known: 1) for side in range(2)]
    for side, (part, use) in enumerate(zip((inside, outside), uses, strict=True)):
        terms = [(variable, 1) for variable in part]
        model.row(("within", (number, side)), [*terms, (use, -most)], upper=0)
    leave = [(variable, 1) for variable in leaving]
    model.row(("leave", (number,)), [*leave, *((use, -1) for use in uses)], lower=-1)
