"""Whether the model's side and the auditor's side of a rule say the same of random tours."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction
from math import gcd, lcm
from typing import Any

import numpy as np

from scheduler.audit_tour import AuditedTour
from scheduler.break_programs import break_kinds
from scheduler.candidates import Candidates, Offers, candidates_of
from scheduler.compile_rows import AgentRows
from scheduler.horizon import Horizon
from scheduler.people import Absence, PastShift
from scheduler.problem import Problem
from scheduler.roster import Activity, Shift
from scheduler.rules.base import AgentRule
from scheduler.sites import Site
from shiftmodels.data import Block, IntArray, Shifts
from shiftmodels.tour import tour_cost
from tests.builders import make_contract, make_pattern, make_problem

SPRING, AUTUMN, WINTER = "2026-03-23", "2026-10-19", "2026-12-21"
"""Mondays before a clock change in London, and before Christmas."""

MakeRules = Callable[[random.Random], dict[str, dict[str, Any]]]


def check_agreement(make_rules: MakeRules, seed: int, tours: int, **plan: Any) -> int:
    """
    Compare the two sides of every rule of a random plan on random tours.

    Parameters
    ----------
    make_rules
        Draws ``[rules]`` of a plan; only the agent rules that it names are compared.
    seed, tours
        Of the random choices, and how many tours.
    plan
        Fields of the plan instead of the random ones.

    Returns
    -------
    How many of the tours broke a rule, so that a test can see that both answers occur.
    """
    draw = random.Random(seed)
    rules = make_rules(draw)
    problem = random_problem(draw, rules, **plan)
    agent = problem.agent_named["anna"]
    offers = Offers(problem)
    candidates = candidates_of(problem, agent, offers)
    broken = 0
    for rule in (rule for rule in problem.rule_book.of(agent) if rule.label in rules):
        sides = _Sides(rule, candidates, offers)
        for _ in range(tours):
            tour = random_tour(draw, candidates)
            broken += sides.compare(tour, [_shift(draw, candidates, index) for index in tour])
    return broken


class _Sides:
    """The two sides of one rule."""

    def __init__(self, rule: AgentRule, candidates: Candidates, offers: Offers) -> None:
        self.rule, self.full = rule, candidates
        if rule.severity == "hard":
            candidates = rule.refined(candidates, offers.number).with_programs(offers.programs)
        self.candidates = candidates
        rows = AgentRows(candidates.day)
        rows.add(rule, rule.rows(candidates))
        costs, self.constant = [Fraction(0)] * len(candidates), Fraction(0)
        excess = rule.excess(candidates)
        if rule.severity == "cost":
            charged = rule.shift_costs(candidates)
            if charged is not None:
                costs, self.constant = list(charged.costs), charged.constant
            if excess is not None:
                costs = [cost + rule.unit_price * int(more) for cost, more in zip(costs, excess, strict=True)]
        self.forbidden = set() if excess is None or rule.severity == "cost" else set(np.flatnonzero(excess).tolist())
        self.unit = _unit([*costs, *rows.prices])
        self.block = _block(candidates, costs, rows, self.unit)

    def compare(self, tour: list[int], shifts: list[Shift]) -> bool:
        """Assert that both sides agree; returns whether the tour breaks the rule."""
        audited = AuditedTour(self.full.agent, tuple(shifts), self.full.problem)
        violations = list(self.rule.violations(audited))
        cost = tour_cost(self.block, np.array(tour, dtype=np.int64))
        words = f"{self.rule!r}: {[(str(shift.start), shift.minutes) for shift in shifts]}: {violations}"
        if self.rule.severity == "cost":
            assert cost is not None, words
            charged = sum((charge.cost for charge in self.rule.charges(audited)), Fraction(0))
            assert cost * self.unit + self.constant == charged, words
            return charged != self.constant
        allowed = cost is not None and not self.forbidden & set(tour)
        assert allowed == (not violations), words
        return bool(violations)


def random_problem(draw: random.Random, rules: dict[str, dict[str, Any]], **plan: Any) -> Problem:
    """Two weeks, some across a clock change, of long and short, day and night shifts, with a history and absences."""
    start = draw.choice([SPRING, AUTUMN, WINTER])
    breaks = draw.choice([(), ({"name": "meal", "minutes": 30, "earliest_minutes": 120, "latest_minutes": 150},)])
    short = make_pattern(pattern="short", lengths_minutes=(240, 300), start_step_minutes=180)
    long = make_pattern(pattern="long", lengths_minutes=(480, 600, 720), start_step_minutes=120, breaks=breaks)
    fields: dict[str, Any] = {
        "start_date": start,
        "days": 14,
        "patterns": (short, long),
        "contracts": (make_contract(patterns=("short", "long")),),
        "sites": (Site(site="office", country="GB", region="ENG"),),
        "rules": rules,
    }
    problem = make_problem(**(fields | plan))
    return problem.model_copy(update=_rows(draw, problem.horizon) | plan)


def _rows(draw: random.Random, horizon: Horizon) -> dict[str, object]:
    absences, history = [], []
    if draw.random() < 0.5:
        start = draw.randrange(0, 14_000, 30)
        end = min(start + draw.randrange(30, 2900, 30), horizon.num_minutes)
        span = {"start": horizon.instant(start), "end": horizon.instant(end)}
        absences.append(Absence(agent="anna", **span, credited_minutes=draw.choice([0, 480])))
    for day in sorted(draw.sample(range(-20, 0), draw.choice([0, 3, 14, 20]))):
        begin = horizon.minute_at(day, draw.choice([480, 1200, 1380]))
        length = draw.choice([240, 480, 600])
        spell = {"start": horizon.instant(begin), "end": horizon.instant(begin + length)}
        history.append(PastShift(agent="anna", shift_date=horizon.date(day), paid_minutes=length, **spell))
    known = draw.choice([None, horizon.date(-20), horizon.date(-200)])
    return {"absences": absences, "history": history, "history_from": known}


def random_tour(draw: random.Random, candidates: Candidates) -> list[int]:
    """At most one candidate a day, more or less dense, none of which overlaps the one before."""
    density = draw.choice([0.3, 0.6, 0.9, 1.0])
    chosen: list[int] = []
    free_from = max([0, *candidates.past.end.tolist()])
    favourite = draw.choice([None, 480, 1320])
    for day in range(candidates.problem.days):
        options = np.flatnonzero((candidates.day == day) & (candidates.start >= free_from)).tolist()
        near = [index for index in options if favourite is not None and _is_near(candidates, index, favourite)]
        options = near if near and draw.random() < 0.8 else options
        if options and draw.random() < density:
            chosen.append(int(draw.choice(options)))
            free_from = int(candidates.end[chosen[-1]])
    return chosen


def _is_near(candidates: Candidates, index: int, minute_of_day: int) -> bool:
    start = candidates.problem.horizon.instant(int(candidates.start[index]))
    return abs(start.hour * 60 + start.minute - minute_of_day) <= 120


def _shift(draw: random.Random, candidates: Candidates, index: int) -> Shift:
    """A candidate as a shift, with its breaks somewhere in their windows."""
    horizon, grid = candidates.problem.horizon, candidates.problem.interval_minutes
    program = candidates.programs[candidates.program[index]]
    kinds = break_kinds(candidates.problem)
    date = horizon.date(int(candidates.day[index]))
    position, end = int(candidates.start[index]), int(candidates.end[index])
    first, free_from = position, 0
    parts: list[tuple[int, int, tuple[str, bool]]] = []
    for length, early, late, gap, kind in zip(
        program.lengths, program.earliest, program.latest, program.gaps, program.kinds, strict=True
    ):
        begin = draw.randint(max(early, free_from + (gap if parts else 0)), late)
        parts.append((first + begin * grid, first + (begin + length) * grid, kinds[kind]))
        free_from = begin + length
    activities = []
    for begins, ends, (name, paid) in parts:
        activities += [_activity(horizon, date, "phone", position, begins, True)] if begins > position else []
        activities.append(_activity(horizon, date, name, begins, ends, paid))
        position = ends
    activities += [_activity(horizon, date, "phone", position, end, True)] if end > position else []
    return Shift("anna", date, tuple(activities))


def _activity(horizon: Horizon, date: Any, name: str, start: int, end: int, paid: bool) -> Activity:
    queue = name if name == "phone" else ""
    return Activity("anna", date, name, horizon.instant(start), horizon.instant(end), paid, queue)


def _unit(prices: list[Fraction]) -> Fraction:
    distinct = {abs(price) for price in prices if price}
    denominator = lcm(*(price.denominator for price in distinct)) if distinct else 1
    return Fraction(gcd(*(int(price * denominator) for price in distinct)) if distinct else 1, denominator)


def _block(candidates: Candidates, costs: list[Fraction], rows: AgentRows, unit: Fraction) -> Block:
    empty: IntArray = np.zeros(0, dtype=np.int64)
    grid = candidates.problem.interval_minutes
    price = np.array([int(cost / unit) for cost in costs], dtype=np.int64)
    shifts = Shifts(candidates.day, candidates.start // grid, candidates.end // grid, price, candidates.program)
    return Block((0,), shifts, tuple(row for _, _, row in rows.rows), empty, empty, empty, slacks=rows.slacks(unit))
