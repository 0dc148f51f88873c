"""What granting wishes would cost, against solving one agent's part again without any shift that refuses it."""

from __future__ import annotations

import numpy as np
import pytest

from scheduler.compile import compile_problem
from scheduler.decode import decode
from scheduler.encode import encode
from scheduler.people import Preference
from scheduler.problem import Problem
from scheduler.why.report import WishAnswer
from scheduler.why.wish_prices import ORDER, why_wishes
from scheduler.wishes import wishes
from shiftmodels.data import Shifts, SumRow
from shiftmodels.engines.run import SolveOptions
from shiftmodels.one_more_row import with_row
from shiftmodels.restrict import restrict
from shiftmodels.solution import cost_of
from tests.builders import at, make_contract, make_pattern, make_problem, make_requirements, make_roster, make_shift
from tests.models.exact import exact_answer
from tests.random_plans import random_plan

OPTIONS = SolveOptions(time_limit_seconds=20.0, seed=0, workers=1)


@pytest.mark.parametrize("seed", range(8))
def test_prices_are_those_of_solving_the_agent_again(seed: int) -> None:
    """Everybody else's part is fixed, and CP-SAT finds the best for the agent with the wish granted."""
    problem = random_plan(seed, units=False)
    compiled = compile_problem(problem)
    found = exact_answer(compiled.data, OPTIONS).assignment
    if found is None:
        pytest.skip("the plan has no roster")
    roster = decode(compiled, found)
    answers = {(one.agent, one.start, one.kind): one for one in why_wishes(problem, roster).refused}
    refused = [wish for wish in wishes(roster, problem) if wish.refused_minutes]
    assert len(answers) == len(refused)
    data, found = compiled.data, encode(compiled, roster)
    for wish in refused:
        asked = wish.preference
        agent = compiled.names.index(asked.agent)
        free = np.zeros((data.num_agents, data.num_days), dtype=bool)
        free[agent] = True
        part = restrict(data, found, free).data
        least = exact_answer(with_row(part, agent, _row(problem, asked, part.blocks[agent].shifts)), OPTIONS).cost
        alone = answers[asked.agent, asked.start, asked.kind].alone
        if least is None:
            assert alone.code in ("limits", "stopped")
        else:
            assert alone.extra_cost == pytest.approx(float(compiled.money(least - cost_of(data, found)) or 0))


def _row(problem: Problem, wish: Preference, shifts: Shifts) -> SumRow:
    """Minutes of the wish inside shifts: none of them, or all that are in the plan."""
    start, end = (problem.horizon.minute(moment) for moment in (wish.start, wish.end))
    minutes = np.minimum(60 * shifts.end, end) - np.maximum(60 * shifts.start, start)
    inside = np.flatnonzero(minutes > 0)
    wanted = min(end, problem.horizon.num_minutes) - max(start, 0)
    limits = (None, 0) if wish.kind == "avoid" else (wanted, None)
    return SumRow(inside, minutes[inside], *limits)


def _wish(kind: str, start: str, end: str) -> Preference:
    return Preference(agent="anna", start=at(f"2026-12-01 {start}"), end=at(f"2026-12-01 {end}"), kind=kind)


def test_cheapest_first_and_what_stops_last() -> None:
    """Not to start at nine costs an hour of phone; to work at night there is no shift for."""
    problem = make_problem(
        patterns=(make_pattern(earliest_start="08:00", latest_start="10:00", lengths_minutes=(120,)),),
        contracts=(make_contract(hourly_cost=10),),
        requirements=make_requirements("phone", "2026-12-01 09:00", [1, 1, 1, 1]),
        weights={"understaffing": 100, "overstaffing": 1, "preferences": 1},
        preferences=(_wish("prefer", "20:00", "22:00"), _wish("avoid", "09:00", "10:00")),
    )
    answer = why_wishes(problem, make_roster(make_shift("anna", "2026-12-01 09:00", "11:00")))
    assert (answer.wishes, [one.kind for one in answer.refused]) == (2, ["avoid", "prefer"])
    avoid, prefer = answer.refused
    # The hour of phone from nine is lost, that after eleven too much; the wish, of one hour, costs nothing any more.
    assert (avoid.alone.code, avoid.alone.extra_cost, avoid.refusal_cost) == ("dearer", 100.0 + 1.0 - 1.0, 1.0)
    assert prefer.alone.code == "stopped"
    codes = [ORDER.index(one.alone.code) for one in answer.refused]
    assert codes == sorted(codes)


def test_granted_wishes_are_not_told() -> None:
    """Of a roster in which nobody works, only those to work are refused."""
    problem = make_problem(preferences=(_wish("avoid", "09:00", "10:00"), _wish("prefer", "09:00", "10:00")))
    answers: tuple[WishAnswer, ...] = why_wishes(problem, make_roster()).refused
    assert [one.kind for one in answers] == ["prefer"]
