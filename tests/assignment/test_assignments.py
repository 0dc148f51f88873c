"""Tasks given to the fewest people: against brute force, and by hand."""

from __future__ import annotations

import random
from itertools import combinations, pairwise, product

import numpy as np
import pytest

from scheduler.assignment.audit import audit_assignment, people_of
from scheduler.assignment.build import build_assignment, compile_assignment
from scheduler.assignment.plan import AssignmentPlan, Task
from scheduler.result import Status
from shiftmodels.assignment.cliques import cliques_of
from shiftmodels.assignment.search import Search
from tests.profiles import every


def plan_of(spans: list[tuple[int, int]], able: list[set[int]]) -> AssignmentPlan:
    """Return a plan of tasks t0, t1, ... and agents a0, a1, ..."""
    tasks = tuple(Task(f"t{number}", *span, ("", "")) for number, span in enumerate(spans))
    return AssignmentPlan(
        "plan", tasks, tuple(f"a{number}" for number in range(len(able))), tuple(map(frozenset, able))
    )


def random_plan(seed: int) -> AssignmentPlan:
    """Return a plan of five tasks and four agents who can do half of them."""
    chance = random.Random(seed)
    starts = [chance.randrange(8) for _ in range(5)]
    spans = [(start, start + chance.randint(1, 4)) for start in starts]
    return plan_of(spans, [{task for task in range(5) if chance.random() < 0.5} for _ in range(4)])


def fewest(plan: AssignmentPlan) -> int | None:
    """Return the least number of people, by looking at everything; ``None`` where nothing is legal."""
    names = [task.task for task in plan.tasks]
    every = (dict(zip(names, agents, strict=True)) for agents in product(plan.agents, repeat=len(names)))
    return min((people_of(found) for found in every if not audit_assignment(found, plan)), default=None)


@pytest.mark.parametrize("seeds", every(2, [range(30), range(30, 60)]))
def test_brute_force_agrees(seeds: range) -> None:
    """Sixty plans of 1,024 assignments: the same number of people, or the same proof that there is none."""
    answers = []
    for seed in seeds:
        plan = random_plan(seed)
        result, expected = build_assignment(plan, workers=1, time_limit_seconds=200), fewest(plan)
        answers.append(expected)
        assert result.status is (Status.INFEASIBLE if expected is None else Status.OPTIMAL), seed
        assert result.cost == expected, seed
    assert {None, 2, 3} <= set(answers)


def test_skills_need_more_people_than_overlaps() -> None:
    """Three tasks of one skill at nine, two of another at ten: three at once, but five people."""
    spans = [(9, 10)] * 3 + [(10, 11)] * 2
    plan = plan_of(spans, [{0, 1, 2}] * 3 + [{3, 4}] * 3)
    result = build_assignment(plan)
    assert (result.status, result.cost, result.bound) == (Status.OPTIMAL, 5, 5)


def test_a_task_may_begin_when_another_ends() -> None:
    """Nine to ten and ten to eleven are one person's; nine to ten and half a minute less are two people's."""
    assert build_assignment(plan_of([(540, 600), (600, 660)], [{0, 1}, {0, 1}])).cost == 1
    assert build_assignment(plan_of([(540, 600), (599, 660)], [{0, 1}, {0, 1}])).cost == 2


def test_tasks_that_are_stuck_are_named() -> None:
    """Two tasks at once and one agent for both: proven, with both tasks."""
    result = build_assignment(plan_of([(0, 3), (1, 4), (5, 6)], [{0, 1}, {2}]))
    assert (result.status, result.cost, result.bound) == (Status.INFEASIBLE, None, None)
    assert "t0, t1" in result.messages[0]


@pytest.mark.parametrize("seed", range(20))
def test_cliques_are_the_largest_sets_that_overlap(seed: int) -> None:
    """Against all subsets of eight intervals."""
    chance = random.Random(seed)
    start = np.array([chance.randrange(10) for _ in range(8)])
    end = start + np.array([chance.randint(1, 5) for _ in range(8)])
    overlapping = [
        set(part)
        for size in range(1, 9)
        for part in combinations(range(8), size)
        if max(start[list(part)]) < min(end[list(part)])
    ]
    largest = [part for part in overlapping if not any(part < other for other in overlapping)]
    found = [set(clique.tolist()) for clique in cliques_of(start, end)]
    assert sorted(map(sorted, found)) == sorted(map(sorted, largest))


def packed_plan(seed: int) -> AssignmentPlan:
    """Return a plan of ten people's full days, cut into tasks, and of fourteen people: ten are enough."""
    chance, spans, able = random.Random(seed), list[tuple[int, int]](), [set[int]() for _ in range(14)]
    for agent in range(10):
        cuts = sorted({0, 100, *chance.sample(range(1, 100), 4)})
        for span in pairwise(cuts):
            able[agent].add(len(spans))
            spans.append(span)
    for tasks in able:
        tasks.update(task for task in range(len(spans)) if chance.random() < 0.7)
    return plan_of(spans, able)


def test_full_days_are_put_together_again() -> None:
    """Tasks that fill ten days without a gap: ten people, as many as work at any moment."""
    for seed in range(2):
        result = build_assignment(packed_plan(seed))
        assert (result.status, result.cost, result.bound) == (Status.OPTIMAL, 10, 10)


def test_the_search_repeats_itself() -> None:
    """The same seed, the same assignment."""
    data = compile_assignment(packed_plan(1))
    found = []
    for _ in range(2):
        search = Search(data, seed=7)
        assert search.first(10_000, lambda: False)
        while search.improve(20_000, lambda: False):
            pass
        found.append(search.agent)
    assert found[0] is not None
    assert np.array_equal(*found)


def test_planted_breaches_are_found() -> None:
    """Somebody who cannot, somebody who does two things at once, a task that nobody does."""
    plan = plan_of([(0, 2), (1, 3)], [{0, 1}, {1}])
    assert audit_assignment({"t0": "a0", "t1": "a1"}, plan) == ()
    for broken, rule in (
        ({"t0": "a1", "t1": "a0"}, "able"),
        ({"t0": "a0", "t1": "a0"}, "one_at_once"),
        ({"t0": "a0"}, "done"),
    ):
        assert [breach.rule for breach in audit_assignment(broken, plan)] == [rule]
