"""Erlang C and Erlang A against exact references, brute force and what must hold for any queue."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shiftmodels.poisson_tails import log_lower_ratio, upper_ratio
from shiftmodels.queueing import Performance, performance

REFERENCES = Path(__file__).resolve().parents[3] / "shared" / "data" / "erlang"


def _rows(name: str) -> list[dict[str, str]]:
    path = REFERENCES / name
    if not path.is_file():
        pytest.skip(f"the reference values {name} are kept outside the project and are not here")
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _brute_force(load: float, agents: int, aht: float, patience: float, target: float) -> Performance:
    """Erlang A by the balance equations and, for the service level, small steps through the queue's death process."""
    busy, patient = 1 / aht, 1 / patience
    states = agents + 400
    weights = np.ones(states + 1)
    for n in range(1, states + 1):
        weights[n] = weights[n - 1] * load * busy / (min(n, agents) * busy + max(n - agents, 0) * patient)
    chance = weights / weights.sum()
    queue = np.arange(states + 1) - agents
    abandonment = float((np.maximum(queue, 0) * chance).sum() * patient / (load * busy))
    # A caller behind k others reaches an agent after k + 1 steps of rate N mu + j theta, j = k .. 0, if he stays.
    within, steps = float(chance[:agents].sum()), 4000
    ahead = chance[agents:].copy()
    served, width = 0.0, target / steps
    rates = agents * busy + np.arange(len(ahead)) * patient
    for _ in range(steps):
        middle = ahead + width / 2 * _moved(ahead, rates, patient)
        served += width * float(middle[0]) * agents * busy
        ahead = ahead + width * _moved(middle, rates, patient)
    waiting = float(chance[agents:].sum())
    occupancy = load * (1 - abandonment) / agents
    values = (waiting, within + served, abandonment * patience, occupancy, abandonment)
    return Performance(*(np.array(value) for value in values))


def _moved(ahead: np.ndarray, rates: np.ndarray, patient: float) -> np.ndarray:
    change = -(rates + patient) * ahead
    change[:-1] += rates[1:] * ahead[1:]
    return change


def test_reference_values_are_reproduced_to_the_printed_digits() -> None:
    """Every figure of the exact table is met to half a unit of its last digit."""
    columns = {
        "p_wait": "probability_of_waiting",
        "service_level": "service_level",
        "asa_s": "average_speed_of_answer",
        "occupancy": "occupancy",
        "abandonment": "abandonment",
    }
    for row in _rows("reference.csv"):
        arguments = [float(row[name]) for name in ("calls", "interval_s", "aht_s", "agents", "target_s")]
        reached = performance(*arguments, patience_seconds=float(row["patience_s"] or "inf"))
        for column, measure in columns.items():
            if row[column]:
                digits = len(row[column].partition(".")[2])
                assert float(getattr(reached, measure)) == pytest.approx(float(row[column]), abs=0.51 * 10.0**-digits)


def test_published_cases_are_reproduced() -> None:
    """Figures printed in public sources come out as recomputed exactly, in each of the three service levels."""
    for row in _rows("published_cases.csv"):
        if not row["agents"]:
            continue
        names = ("calls", "interval_s", "aht_s", "agents", "target_s")
        reached = performance(
            *(float(row[name]) for name in names), patience_seconds=float(row["mean_patience_s"] or "inf")
        )
        assert _quantity(row, reached) == pytest.approx(float(row["computed_exact"]), rel=2e-5)


def _quantity(row: dict[str, str], reached: Performance) -> float:
    level, abandonment = float(reached.service_level), float(reached.abandonment)
    wait, quantity = float(reached.average_speed_of_answer), row["quantity"]
    if quantity == "sl_served":
        return level / (1 - abandonment)
    if quantity == "sl_excl_short":
        # Those who wait longer than t, then leave or not, are P(W > t); the others left within t or were served.
        return level / (1 - _left_within(row, reached))
    if "minutes" in quantity:
        return wait / 60
    known = {
        "sl": level,
        "sl_all": level,
        "pw": float(reached.probability_of_waiting),
        "occ": float(reached.occupancy),
        "p_ab": abandonment,
        "asa seconds": wait,
        "mean wait seconds, all arrivals": wait,
    }
    return known[quantity]


def _left_within(row: dict[str, str], reached: Performance) -> float:
    """Share that leaves within the target: d/dt of the share gone is theta times the share still waiting at t."""
    target, patience = float(row["target_s"]), float(row["mean_patience_s"])
    times = np.linspace(0, target, 2001)
    names = ("calls", "interval_s", "aht_s", "agents")
    served = performance(*(float(row[name]) for name in names), times, patience).service_level
    # w' = -(served)' - theta w, so w(t) e^(theta t) = P(W > 0) - integral of e^(theta u) served'(u) du.
    growth = np.exp(times / patience)
    steps = np.diff(served) * (growth[1:] + growth[:-1]) / 2
    waiting = (float(reached.probability_of_waiting) - np.concatenate([[0.0], np.cumsum(steps)])) / growth
    return float(np.trapezoid(waiting, times) / patience)


@pytest.mark.parametrize(
    ("load", "agents", "aht", "patience", "target"),
    [(3.0, 4, 300.0, 60.0, 20.0), (3.0, 2, 300.0, 900.0, 90.0), (12.0, 12, 180.0, 180.0, 30.0)],
)
def test_erlang_a_agrees_with_brute_force(load: float, agents: int, aht: float, patience: float, target: float) -> None:
    """Balance equations and a step-by-step death process give the same five measures."""
    reached = performance(load, aht, aht, agents, target, patience)
    expected = _brute_force(load, agents, aht, patience, target)
    for name in Performance.__dataclass_fields__:
        assert float(getattr(reached, name)) == pytest.approx(float(getattr(expected, name)), rel=2e-6)


@pytest.mark.parametrize(("load", "agents"), [(Fraction(5, 2), 3), (Fraction(40), 45), (Fraction(1, 10), 1)])
def test_erlang_c_agrees_with_the_recursion_in_fractions(load: Fraction, agents: int) -> None:
    """The recursion B(n) = a B(n-1) / (n + a B(n-1)) in exact fractions gives the same probability of waiting."""
    loss = Fraction(1)
    for n in range(1, agents + 1):
        loss = load * loss / (n + load * loss)
    expected = agents * loss / (agents - load * (1 - loss))
    reached = performance(float(load), 1, 1, agents)
    assert float(reached.probability_of_waiting) == pytest.approx(float(expected), rel=1e-12)


def test_one_agent_under_erlang_c_is_textbook_arithmetic() -> None:
    """One agent, half loaded: everybody waits with chance 1/2, on average for one handling time."""
    # M/M/1: P(W > 0) = rho = 0.5; E[W] = rho x aht / (1 - rho) = 0.5 x 100 / 0.5 = 100 s.
    reached = performance(volume=9, interval_seconds=1800, aht_seconds=100, agents=1)
    assert float(reached.probability_of_waiting) == pytest.approx(0.5)
    assert float(reached.average_speed_of_answer) == pytest.approx(100)
    assert float(reached.service_level) == pytest.approx(0.5)


def test_overload_under_erlang_c_waits_for_ever() -> None:
    """With a load of the agents or more nobody is answered in time, and agents are always busy."""
    reached = performance([10, 11], 60, 60, 10, 20)
    assert reached.average_speed_of_answer.tolist() == [np.inf, np.inf]
    assert reached.service_level.tolist() == [0.0, 0.0]
    assert reached.occupancy.tolist() == [1.0, 1.0]


def test_no_volume_means_no_waiting() -> None:
    """An interval without contacts is answered perfectly, even without agents."""
    reached = performance([0, 0], 1800, 180, [0, 3], 20, 60)
    assert reached.service_level.tolist() == [1.0, 1.0]
    assert reached.occupancy.tolist() == [0.0, 0.0]


def test_nobody_there_means_that_everybody_leaves() -> None:
    """Without agents all callers leave after their patience under Erlang A."""
    reached = performance(10, 1800, 180, 0, 20, 75)
    assert float(reached.abandonment) == pytest.approx(1)
    assert float(reached.average_speed_of_answer) == pytest.approx(75)
    assert float(reached.service_level) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("patience", [np.inf, 1.0, 60.0, 600_000.0])
@pytest.mark.parametrize("load", [1e-9, 0.01, 1.0, 20_000.0, 1e6])
def test_extreme_loads_neither_overflow_nor_leave_their_range(load: float, patience: float) -> None:
    """Tiny and huge loads give finite shares between 0 and 1, far below and far above the agents."""
    agents = np.unique(np.round(load * np.array([0, 0.3, 0.9, 0.999, 1, 1.001, 1.1, 3]) + [0, 0, 0, 0, 1, 1, 1, 9]))
    reached = performance(load, 240, 240, agents, 20, patience)
    for share in (reached.service_level, reached.occupancy, reached.abandonment, reached.probability_of_waiting):
        assert np.all((share >= 0) & (share <= 1))
    assert not np.any(np.isnan(reached.average_speed_of_answer))


@given(
    load=st.floats(0.001, 3000),
    ratio=st.floats(0.2, 2.5),
    patience=st.one_of(st.just(np.inf), st.floats(5, 5000)),
    target=st.floats(0, 300),
)
def test_each_agent_improves_every_measure(load: float, ratio: float, patience: float, target: float) -> None:
    """Waiting, abandonment and occupancy fall and the service level rises with every agent."""
    agents = np.arange(30) + int(load * ratio)
    reached = performance(load, 200, 200, agents, target, patience)
    assert np.all(np.diff(reached.service_level) >= -1e-9)
    with np.errstate(invalid="ignore"):
        longer = np.diff(reached.average_speed_of_answer) > 1e-7
    assert not np.any(longer)
    assert np.all(np.diff(reached.occupancy) <= 1e-9)
    assert np.all(np.diff(reached.abandonment) <= 1e-9)


@pytest.mark.parametrize("load", [0.5, 8.0, 300.0, 5000.0])
def test_endless_patience_is_erlang_c(load: float) -> None:
    """With a patience of a billion seconds Erlang A gives the figures of Erlang C."""
    agents = np.ceil(load + np.array([0.3, 1.0, 2.0]) * np.sqrt(load))
    patient = performance(load, 200, 200, agents, 20, 1e9)
    endless = performance(load, 200, 200, agents, 20)
    for name in ("probability_of_waiting", "service_level", "occupancy"):
        assert getattr(patient, name) == pytest.approx(getattr(endless, name), rel=1e-4)
    assert patient.average_speed_of_answer == pytest.approx(endless.average_speed_of_answer, rel=1e-3)


@pytest.mark.parametrize("shape", [1.0, 20.0, 499.0, 501.0, 4000.0])
@pytest.mark.parametrize("ratio", [0.01, 0.299, 0.301, 0.9, 0.99, 0.9999, 1.0, 1.001, 1.05, 1.5])
def test_tails_agree_with_exact_sums(shape: float, ratio: float) -> None:
    """The three ways of computing each tail meet the sum of its terms, in particular where one takes over."""
    mean = shape * ratio
    term, lower, number = 1.0, [1.0], 0
    while term > 1e-18 * max(lower):
        number += 1
        term *= mean / (shape + number)
        lower.append(term)
    assert float(log_lower_ratio(np.array([shape]), np.array([mean]))[0]) == pytest.approx(
        float(np.log(sum(lower))), rel=1e-9, abs=1e-10
    )
    terms = np.cumprod((shape - np.arange(int(shape))) / (shape / ratio))
    assert float(upper_ratio(np.array([shape]), np.array([shape / ratio]))[0]) == pytest.approx(
        float(terms.sum()), rel=1e-9
    )


@pytest.mark.parametrize(
    "arguments",
    [(-1, 900, 60, 3), (np.nan, 900, 60, 3), (5, 0, 60, 3), (5, 900, 0, 3), (5, 900, 60, 2.5), (5, 900, 60, -1),
     (5, 900, 60, 3, -1), (5, 900, 60, 3, 20, 0), (5, 900, np.inf, 3)],
)  # fmt: skip
def test_senseless_arguments_are_refused(arguments: tuple[float, ...]) -> None:
    """Negative, missing, zero or fractional arguments raise an error instead of giving a number."""
    with pytest.raises(ValueError, match="not understood"):
        performance(*arguments)
