r"""
Waiting in a queue with agents: Erlang C (M/M/N, nobody leaves) and Erlang A (M/M/N+M, callers lose patience).

With :math:`\lambda` arrivals and :math:`\mu` served per busy agent a second, load :math:`a = \lambda / \mu` and
:math:`N` agents, Erlang's loss formula is :math:`B = 1 / (1 + U(N, a))`, see ``poisson_tails``.

Service level here means: arrivals *served* within the target, over *all* arrivals.

References
----------
Garnett, O., Mandelbaum, A., Reiman, M. (2002). Designing a call center with impatient customers. Manufacturing &
Service Operations Management 4(3), 208-227. https://doi.org/10.1287/msom.4.3.208.7753

Zeltyn, S., Mandelbaum, A. (2005). Call centers with impatient customers: many-server asymptotics of the M/M/n+G
queue. Queueing Systems 51, 361-402. https://doi.org/10.1007/s11134-005-3699-8
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shiftmodels.poisson_tails import log_lower_ratio, upper_ratio

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Performance:
    """
    What callers and agents see in the steady state of each interval. All arrays have the shape of the input.

    Parameters
    ----------
    probability_of_waiting
        Share of arrivals that find all agents busy.
    service_level
        Share of all arrivals that are served within the target.
    average_speed_of_answer
        Mean wait in seconds of all arrivals, also of those who leave; ``inf`` when overloaded under Erlang C.
    occupancy
        Share of their time that agents are busy; 1 without agents.
    abandonment
        Share of arrivals that leave; 0 under Erlang C.
    """

    probability_of_waiting: FloatArray
    service_level: FloatArray
    average_speed_of_answer: FloatArray
    occupancy: FloatArray
    abandonment: FloatArray


def performance(
    volume: ArrayLike,
    interval_seconds: ArrayLike,
    aht_seconds: ArrayLike,
    agents: ArrayLike,
    target_seconds: ArrayLike = 0.0,
    patience_seconds: ArrayLike = np.inf,
) -> Performance:
    """
    Steady state of each interval; the arguments are broadcast against each other.

    Parameters
    ----------
    volume
        Arrivals in the interval. Where it is 0, nobody waits and everybody is served.
    interval_seconds, aht_seconds
        Length of the interval, and mean handling time.
    agents
        Whole number of agents on the queue, 0 or more.
    target_seconds
        Target of the service level.
    patience_seconds
        Mean of the exponential patience; ``inf`` means that nobody leaves (Erlang C).

    Raises
    ------
    ValueError
        An argument is negative or not a number, a time is zero, or an agent is not whole.
    """
    arguments = (volume, interval_seconds, aht_seconds, agents, target_seconds, patience_seconds)
    arrays = np.broadcast_arrays(*(np.asarray(argument, dtype=np.float64) for argument in arguments))
    check_arrivals(*arrays[:3])
    _check_service(*arrays[3:])
    shape = arrays[0].shape
    arrivals, interval, aht, count, target, patience = (array.ravel() for array in arrays)
    answer = np.empty((5, arrivals.size))
    load = arrivals / interval * aht
    silent, endless = load == 0, np.isinf(patience)
    answer[:, silent] = np.array([[0.0], [1.0], [0.0], [0.0], [0.0]])
    rows = ~silent & endless
    answer[:, rows] = _erlang_c(load[rows], aht[rows], count[rows], target[rows])
    rows = ~silent & ~endless
    answer[:, rows] = _erlang_a(load[rows], aht[rows], count[rows], target[rows], patience[rows])
    return Performance(*(row.reshape(shape) for row in answer))


def check_arrivals(volume: FloatArray, interval: FloatArray, aht: FloatArray) -> None:
    """
    Refuse arrivals that no formula can take.

    Raises
    ------
    ValueError
        A volume is negative or not finite; an interval or a handling time is not finite and above zero.
    """
    if not np.all((volume >= 0) & np.isfinite(volume)):
        raise ValueError("Negative or missing volumes not understood.")
    if not np.all((interval > 0) & np.isfinite(interval) & (aht > 0) & np.isfinite(aht)):
        raise ValueError("Intervals or handling times that are not above zero not understood.")


def _check_service(agents: FloatArray, target: FloatArray, patience: FloatArray) -> None:
    if not np.all((agents >= 0) & (agents == np.floor(agents)) & np.isfinite(agents)):
        raise ValueError("Negative numbers or fractions of agents not understood.")
    if not np.all((target >= 0) & np.isfinite(target)):
        raise ValueError("Negative or missing targets not understood.")
    if not np.all(patience > 0):
        raise ValueError("Patience that is not above zero not understood.")


def _erlang_c(load: FloatArray, aht: FloatArray, agents: FloatArray, target: FloatArray) -> FloatArray:
    r"""
    Rows of ``Performance`` under Erlang C.

    .. math:: P_W = \frac{B}{1 - \rho (1 - B)} = \frac{1}{1 + (1 - \rho) U}, \quad
              E[W] = \frac{P_W}{N \mu - \lambda}, \quad  P(W > t) = P_W e^{-(N \mu - \lambda) t}
    """
    stable = agents > load
    spare = np.where(stable, agents - load, 1.0)
    waiting = np.ones_like(load)
    rows = np.flatnonzero(stable)
    waiting[rows] = 1 / (1 + spare[rows] / agents[rows] * upper_ratio(agents[rows], load[rows]))
    served = np.where(stable, 1 - waiting * np.exp(-spare * target / aht), 0.0)
    wait = np.where(stable, waiting * aht / spare, np.inf)
    occupancy = np.where(stable, load / np.maximum(agents, 1), 1.0)
    return np.stack([waiting, served, wait, occupancy, np.zeros_like(load)])


def _erlang_a(
    load: FloatArray, aht: FloatArray, agents: FloatArray, target: FloatArray, patience: FloatArray
) -> FloatArray:
    r"""
    Rows of ``Performance`` under Erlang A.

    With :math:`s = N \mu / \theta`, :math:`x = \lambda / \theta`, mean patience :math:`1 / \theta` and
    :math:`A = A(s, x)` of ``poisson_tails``:

    .. math:: P_W = \frac{A}{A + U}, \quad P(\text{served} \mid W > 0) = \frac{s}{x} \Big(1 - \frac{1}{A}\Big),
              \quad E[W] = P(\text{leaves}) / \theta

    The wait that a patient caller would have has the density :math:`e^{\lambda (1 - e^{-\theta v}) / \theta -
    N \mu v} / J`, hence the share of those who wait that is served, but later than :math:`t`:

    .. math:: \frac{1}{J} \int_t^\infty e^{\lambda (1 - e^{-\theta v}) / \theta - (N \mu + \theta) v} dv
              = \frac{\gamma(s + 1, x e^{-\theta t})}{x\, \gamma(s, x)}
    """
    ratio, elapsed = patience / aht, target / patience
    s, x = agents * ratio, load * ratio
    log_ratio = log_lower_ratio(s, x)
    waiting = 1 / (1 + upper_ratio(agents, load) * np.exp(-log_ratio))
    served = -s / x * np.expm1(-log_ratio)
    decayed = x * np.exp(-elapsed)
    exponent = log_lower_ratio(s + 1, decayed) - log_ratio - x * np.expm1(-elapsed) - (s + 1) * elapsed
    late = s / (s + 1) * np.exp(exponent)
    in_time = np.clip(served - late, 0.0, 1.0)
    abandonment = waiting * np.clip(1 - served, 0.0, 1.0)
    occupancy = np.where(agents > 0, np.minimum(load * (1 - abandonment) / np.maximum(agents, 1), 1.0), 1.0)
    return np.stack([waiting, 1 - waiting * (1 - in_time), abandonment * patience, occupancy, abandonment])
