"""The fewest agents that meet all goals."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiftmodels.queueing import performance
from shiftmodels.required_agents import Goals, required_agents


def _met(agents: int, load: float, aht: float, goals: Goals) -> bool:
    """Each goal checked on its own."""
    reached = performance(load, aht, aht, agents, goals.answered_within_seconds or 0, goals.patience_seconds)
    checks = [
        (goals.answered_share, -float(reached.service_level)),
        (goals.average_speed_of_answer_seconds, float(reached.average_speed_of_answer)),
        (goals.maximum_occupancy, float(reached.occupancy)),
        (goals.maximum_abandonment, float(reached.abandonment)),
    ]
    limits = [-limit if index == 0 else limit for index, (limit, _) in enumerate(checks) if limit is not None]
    values = [value for limit, value in checks if limit is not None]
    return all(value <= limit + 1e-11 for value, limit in zip(values, limits, strict=True))


def test_published_requirements() -> None:
    """100 calls of 180 s in half an hour need 14 and 15 agents, 250 calls of 330 s an hour need 28."""
    assert int(required_agents(100, 1800, 180, Goals(0.8, 19.8, maximum_occupancy=0.85))) == 14
    assert int(required_agents(100, 1800, 180, Goals(0.8, 19.8, maximum_occupancy=0.70))) == 15
    assert int(required_agents(250, 3600, 330, Goals(0.8, 30))) == 28


def test_published_requirement_with_impatient_callers() -> None:
    """100 calls of 180 s with 300 s of patience need 13 agents for 80 % in 20 s, 85 % occupancy and 5 % lost."""
    goals = Goals(0.8, 20, maximum_occupancy=0.85, maximum_abandonment=0.05, patience_seconds=300)
    assert int(required_agents(100, 1800, 180, goals)) == 13


def test_a_goal_that_is_met_exactly_is_met() -> None:
    """17 erlangs on 20 agents are 85 % occupancy, which a limit of 85 % allows."""
    # 306 calls x 100 s / 1800 s = 17 erlangs; 17 / 20 = 0.85.
    assert int(required_agents(306, 1800, 100, Goals(maximum_occupancy=0.85))) == 20


def test_no_volume_needs_nobody() -> None:
    """An interval without contacts needs no agent, and an empty array stays empty."""
    assert required_agents([0, 0], 900, 60, Goals(0.8, 20)).tolist() == [0, 0]
    assert required_agents([], 900, 60, Goals(0.8, 20)).shape == (0,)


def test_shape_is_that_of_the_arguments_together() -> None:
    """Volumes of days by intervals with one handling time each day give days by intervals."""
    found = required_agents([[10, 20, 10], [30, 10, 0]], 900, [[100], [200]], Goals(maximum_occupancy=0.9))
    # Loads: 10/9, 20/9, 10/9 and 60/9, 20/9, 0 erlangs; over 0.9 these are 1.23, 2.47, 1.23, 7.41, 2.47 and 0.
    assert found.tolist() == [[2, 3, 2], [8, 3, 0]]


@given(
    load=st.floats(1e-6, 25_000),
    aht=st.floats(10, 3600),
    share=st.one_of(st.none(), st.floats(0.05, 0.999)),
    within=st.floats(0, 600),
    wait=st.one_of(st.none(), st.floats(0.1, 600)),
    occupancy=st.one_of(st.none(), st.floats(0.05, 1)),
    lost=st.one_of(st.none(), st.floats(0.001, 0.9)),
    patience=st.one_of(st.just(np.inf), st.floats(1, 20_000)),
)
def test_one_agent_less_misses_a_goal(
    load: float,
    aht: float,
    share: float | None,
    within: float,
    wait: float | None,
    occupancy: float | None,
    lost: float | None,
    patience: float,
) -> None:
    """The number found meets every goal, and one agent less does not."""
    if share is None and wait is None and occupancy is None and lost is None:
        share = 0.8
    goals = Goals(share, None if share is None else within, wait, occupancy, lost, patience)
    agents = int(required_agents(load, aht, aht, goals))
    assert _met(agents, load, aht, goals)
    assert agents == 0 or not _met(agents - 1, load, aht, goals)


def test_many_intervals_are_each_as_if_alone() -> None:
    """A mixed array of intervals, some of them equal, gives what each gives alone."""
    rng = np.random.default_rng(5)
    load = np.concatenate([rng.uniform(0, 30, 20), rng.uniform(0, 2000, 20), [0, 7, 7]])
    aht = np.concatenate([rng.uniform(30, 900, 41), [60, 60]])
    goals = Goals(0.9, 15, patience_seconds=120)
    together = required_agents(load, aht, aht, goals)
    alone = [int(required_agents(one, time, time, goals)) for one, time in zip(load, aht, strict=True)]
    assert together.tolist() == alone


@pytest.mark.parametrize(
    "arguments",
    [{}, {"answered_share": 0.8}, {"answered_within_seconds": 20}, {"maximum_occupancy": 0},
     {"average_speed_of_answer_seconds": 0}, {"answered_share": 1, "answered_within_seconds": 20}],
)  # fmt: skip
def test_goals_that_mean_nothing_are_refused(arguments: dict[str, float]) -> None:
    """No goal, half a pair, or a goal that no number of agents meets is an error."""
    with pytest.raises(ValueError, match="not understood"):
        Goals(**arguments)
