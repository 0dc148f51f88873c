"""Rotas: found where there is one, refused where there is none."""

from __future__ import annotations

import threading
from collections import Counter

import pytest

from scheduler.result import Status
from scheduler.rotation.audit import audit_rota, free_weekends
from scheduler.rotation.build import build_rotation, compile_rotation
from scheduler.rotation.plan import RotationPlan
from scheduler.rotation.reasons import reasons
from shiftmodels.engines.run import SolveOptions
from shiftmodels.rotation import solve
from shiftmodels.rotation.data import RotationData
from shiftmodels.rotation.graph import Step, steps_of
from shiftmodels.rotation.solve import solve_rotation
from tests.rotation.rotas import has_rota, plan_of, random_plan, rota_of

EVERY_DAY = (1,) * 7


def test_a_rota_exists_where_brute_force_finds_one() -> None:
    """Random plans of three weeks: the answer is that of looking at every table, and both answers occur."""
    seen: Counter[bool] = Counter()
    for seed in range(40):
        plan = random_plan(seed)
        found = build_rotation(plan, workers=1).status is Status.OPTIMAL
        assert found == has_rota(plan), seed
        seen[found] += 1
    assert min(seen[True], seen[False]) >= 8


def test_limits_beyond_the_days_that_there_are_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A time of work is no longer than all that is required: fewer steps, and the answer is that of looking."""
    sizes, seen = list[tuple[int, int]](), Counter[bool]()

    def counted(data: RotationData) -> list[Step]:
        sizes.append((data.work_most, data.off_most))
        return steps_of(data)

    monkeypatch.setattr(solve, "steps_of", counted)
    for seed in range(30):
        tight = random_plan(seed)
        plan = tight.model_copy(update={"work_days": (tight.work_days[0], 31), "days_off": (tight.days_off[0], 31)})
        found = build_rotation(plan, workers=1).status is Status.OPTIMAL
        assert found == has_rota(plan), seed
        seen[found] += 1
    assert min(seen[True], seen[False]) >= 3
    assert max(map(sum, sizes)) <= 3 * 7


def test_parts_that_never_meet_are_no_rota() -> None:
    """
    Six days of A or B and a single day off, which bars a change: two circles, each complete in itself, never one rota.

    With two days off in a row allowed there is nothing to gain, as each weekday has one person off at most.
    """
    required = {"A": (1, 1, 1, 1, 1, 1, 0), "B": (1, 1, 1, 1, 1, 1, 0)}
    barred = (("A", "B"), ("B", "A"))
    plan = plan_of(2, required, days_off=(1, 1), forbidden=barred, forbidden_after_day_off=barred)
    solution = solve_rotation(compile_rotation(plan), SolveOptions(workers=1))
    assert (str(solution.status), solution.cuts) == ("infeasible", 2)
    free = plan.model_copy(update={"forbidden_after_day_off": ()})
    assert build_rotation(free).rota is not None


def test_more_people_required_than_there_are() -> None:
    """Two people on a Monday of a one-week rota cannot be: proven without a search."""
    assert build_rotation(plan_of(1, {"A": (2, 0, 0, 0, 0, 0, 0)})).status is Status.INFEASIBLE


def test_free_weekends_are_kept_and_limited() -> None:
    """Four weeks with two people on each weekend day: two weekends are free at most, if the same two work both days."""
    required = {"A": (2, 2, 2, 2, 2, 2, 2)}
    two = build_rotation(plan_of(4, required, work_days=(1, 6), days_off=(1, 4), free_weekends=2))
    assert two.rota is not None
    assert free_weekends(two.rota) == 2
    assert (
        build_rotation(plan_of(4, required, work_days=(1, 6), days_off=(1, 4), free_weekends=3)).status
        is Status.INFEASIBLE
    )


def test_the_demand_in_the_way_is_named() -> None:
    """Five days of work and two off: four days of A in a row at most is what cannot be, and nothing else is."""
    plan = plan_of(1, {"A": (1, 1, 1, 1, 1, 0, 0)}, work_days=(4, 6), days_off=(1, 3), runs={"A": (1, 4)})
    assert build_rotation(plan).status is Status.INFEASIBLE
    assert reasons(plan, threading.Event()) == ("With run = [1, 5] of A there would be a rota.",)


def test_rest_hours_bar_what_they_must() -> None:
    """B ends at 16:00 and A starts at midnight: 8 hours of rest; 9 hours bar it, 8 do not, a day off is enough."""
    required = {"A": EVERY_DAY, "B": EVERY_DAY}
    first, second = plan_of(2, required).shifts
    for hours, barred in ((8, False), (9, True)):
        plan = plan_of(2, required, rest_hours=hours)
        assert plan.is_barred(second, first, 0) is barred
        assert not plan.is_barred(second, first, 1)


def _long_shifts(seed: int, rest_hours: int) -> RotationPlan:
    """Return a small plan whose shift A ends at noon of the day after, and B begins at midnight."""
    plan = random_plan(seed)
    times = {"A": {"start": 22 * 60, "end": 12 * 60}, "B": {"start": 0, "end": 10 * 60}}
    shifts = tuple(shift.model_copy(update=times[shift.shift]) for shift in plan.shifts)
    return plan.model_copy(update={"shifts": shifts, "rest_hours": rest_hours})


@pytest.mark.parametrize("rest_hours", [12, 36, 37, 48])
def test_rest_after_days_off_agrees_with_brute_force(rest_hours: int) -> None:
    """From the end of A to B, after two days off, are 36 hours: a rota exists just where a table keeps the rest."""
    for seed in range(25):
        plan = _long_shifts(seed, rest_hours)
        assert (build_rotation(plan).status is Status.OPTIMAL) is has_rota(plan), seed


def test_rest_is_audited_whatever_lies_between() -> None:
    """A to noon on Tuesday, two days off, B at midnight on Friday: 60 hours; with one day off 36, with none 12."""
    plan = _long_shifts(next(seed for seed in range(99) if len(random_plan(seed).shifts) == 2), 48)
    for rota, breaks in (("A---B--", False), ("A--B---", True), ("A-B----", True), ("AB-----", True)):
        alone = plan.model_copy(update={"weeks": 1})
        assert ("rest_hours" in {breach.rule for breach in audit_rota(rota_of(rota), alone)}) is breaks


def test_long_times_of_work_are_no_harder() -> None:
    """What has a rota with a week of work at most is found as well where a month is allowed."""
    required = {"A": EVERY_DAY, "B": EVERY_DAY, "C": EVERY_DAY}
    plan = plan_of(4, required, work_days=(2, 31), days_off=(2, 31))
    assert build_rotation(plan, time_limit_seconds=20, workers=1).rota is not None


def test_size_does_not_grow_with_weeks() -> None:
    """The graph of a rota of a thousand weeks is that of a rota of ten."""
    small, large = (compile_rotation(plan_of(weeks, {"A": EVERY_DAY}, work_days=(2, 5))) for weeks in (10, 1000))
    assert len(steps_of(small)) == len(steps_of(large)) > 0


def test_the_same_seed_gives_the_same_rota() -> None:
    """One worker, twice."""
    plan = plan_of(9, {"A": (2,) * 7, "B": (3,) * 7}, work_days=(3, 6), days_off=(2, 4))
    first, second = (build_rotation(plan, seed=3, workers=1).rota for _ in range(2))
    assert first == second is not None


@pytest.mark.parametrize(
    ("rota", "settings", "rule"),
    [
        (("AAAAA--", "AAAAA--"), {}, None),
        (("AAAAA--", "AAAAA--"), {"work_days": (1, 5), "days_off": (2, 2)}, None),
        (("AAAAA--", "AAAAA--"), {"work_days": (1, 4)}, "work_days"),
        (("AAAAA--", "AAAAA--"), {"work_days": (6, 7)}, "work_days"),
        (("AAAAA--", "AAAAA--"), {"days_off": (3, 4)}, "days_off"),
        (("AAAAA--", "AAAAA--"), {"days_off": (1, 1)}, "days_off"),
        (("AAAAA--", "AAAAA--"), {"runs": {"A": (1, 4)}}, "run"),
        (("AAAAA--", "AAAAA--"), {"free_weekends": 3}, "free_weekends"),
        (("AAAAA--", "AAAAA-A"), {}, "required"),
        (("AAAAA--",), {}, "shape"),
        (("AAAAA--", "AAXAA--"), {}, "shape"),
        # The last week goes on with the first: Sunday and Monday are one run of seven days.
        (("AA--AAA", "AA--AAA"), {"work_days": (5, 5)}, "required"),
    ],
)
def test_planted_breaches_are_found(rota: tuple[str, ...], settings: dict[str, object], rule: str | None) -> None:
    """Just inside and just outside each limit of a rota with five days of work and two off."""
    plan = plan_of(2, {"A": (2, 2, 2, 2, 2, 0, 0)}, **settings)
    rules = {breach.rule for breach in audit_rota(rota_of(*rota), plan)}
    assert (rules == set()) if rule is None else rule in rules


def test_successions_are_looked_at_around_the_end() -> None:
    """B on the last Sunday and A on the first Monday follow each other; so do B, a day off and A."""
    required = {"A": (1, 0, 0, 0, 0, 0, 0), "B": (0, 0, 0, 0, 0, 0, 1)}
    plan = plan_of(1, required, forbidden=(("B", "A"),))
    assert [breach.rule for breach in audit_rota(rota_of("A-----B"), plan)] == ["forbidden"]
    required = {"A": (0, 1, 0, 0, 0, 0, 0), "B": (0, 0, 0, 0, 0, 0, 1)}
    plan = plan_of(1, required, forbidden_after_day_off=(("B", "A"),))
    assert [breach.rule for breach in audit_rota(rota_of("-A----B"), plan)] == ["forbidden_after_day_off"]
