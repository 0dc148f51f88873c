"""Tails of the Poisson distribution relative to its density: what Erlang's formulas are made of, free of overflow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

UNIFORM_FROM = 500.0
"""Shape from which the uniform expansion is used; below it no density that matters underflows."""

SERIES_BELOW = 0.3
"""Ratio below which the plain series is used."""

SERIES_TERMS = 28


def log_lower_ratio(shape: FloatArray, mean: FloatArray) -> FloatArray:
    r"""
    Logarithm of the lower tail over the density.

    .. math:: \log A(s, x) = \log \sum_{k \ge 0} \frac{x^k}{(s+1)(s+2) \cdots (s+k)} = \log \frac{P(s, x)}{f(s; x)}

    with the regularised lower incomplete gamma function :math:`P` and
    :math:`f(s; x) = x^s e^{-x} / \Gamma(s + 1)`.

    Parameters
    ----------
    shape, mean
        :math:`s \ge 0` and :math:`x > 0`, of one shape.

    References
    ----------
    Temme, N. M. (1979). The asymptotic expansion of the incomplete gamma functions. SIAM Journal on
    Mathematical Analysis 10(4), 757-766. https://doi.org/10.1137/0510071
    """
    from scipy.special import gammainc

    result = np.empty_like(mean)
    series = mean < SERIES_BELOW * (shape + 1)
    uniform = ~series & (shape >= UNIFORM_FROM)
    direct = ~series & ~uniform
    result[series] = np.log(_lower_series(shape[series], mean[series]))
    result[uniform] = _uniform_log_lower(shape[uniform], mean[uniform])
    result[direct] = np.log(gammainc(shape[direct], mean[direct])) - log_density(shape[direct], mean[direct])
    return result


def upper_ratio(count: FloatArray, mean: FloatArray) -> FloatArray:
    r"""
    Poisson probability of fewer than ``count`` events over that of exactly ``count``.

    .. math:: U(n, a) = \sum_{k=1}^{n} \frac{n (n-1) \cdots (n-k+1)}{a^k} = \frac{Q(n, a)}{f(n; a)}

    Erlang's loss formula is :math:`B(n, a) = 1 / (1 + U(n, a))`.

    Parameters
    ----------
    count, mean
        Whole :math:`n \ge 0` and :math:`a > 0`, of one shape.

    Returns
    -------
    ndarray
        ``inf`` where it exceeds the range of floating-point numbers.
    """
    from scipy.special import gammaincc

    result = np.empty_like(mean)
    series = count < SERIES_BELOW * mean
    uniform = ~series & (count >= UNIFORM_FROM)
    direct = ~series & ~uniform
    result[series] = _upper_series(count[series], mean[series])
    result[uniform] = _uniform_upper(count[uniform], mean[uniform])
    with np.errstate(over="ignore", divide="ignore"):
        result[direct] = gammaincc(count[direct], mean[direct]) / np.exp(log_density(count[direct], mean[direct]))
    return result


def log_density(shape: FloatArray, mean: FloatArray) -> FloatArray:
    """Logarithm of ``mean**shape * exp(-mean) / gamma(shape + 1)``, for shapes of moderate size."""
    from scipy.special import gammaln, xlogy

    return np.asarray(xlogy(shape, mean) - mean - gammaln(shape + 1), dtype=np.float64)


def _lower_series(shape: FloatArray, mean: FloatArray) -> FloatArray:
    total = np.ones_like(mean)
    for term in range(SERIES_TERMS, 0, -1):
        total = 1 + total * mean / (shape + term)
    return total


def _upper_series(count: FloatArray, mean: FloatArray) -> FloatArray:
    total = np.zeros_like(mean)
    for term in range(SERIES_TERMS, -1, -1):
        total = np.maximum(count - term, 0) / mean * (1 + total)
    return total


def _uniform_log_lower(shape: FloatArray, mean: FloatArray) -> FloatArray:
    from scipy.special import erfcx, log_ndtr

    eta, correction = _expansion(shape, mean)
    depth = eta * np.sqrt(shape / 2)
    scale = np.sqrt(np.pi * shape / 2)
    # Far above the mode the correction is nothing beside an exponential that would overflow.
    near = erfcx(-np.minimum(depth, 5.0)) * scale - correction
    far = depth**2 + log_ndtr(np.sqrt(2) * depth) + np.log(2 * scale)
    return np.asarray(np.where(depth < 5.0, np.log(near), far) + _stirling(shape), dtype=np.float64)


def _uniform_upper(shape: FloatArray, mean: FloatArray) -> FloatArray:
    from scipy.special import erfcx

    eta, correction = _expansion(shape, mean)
    with np.errstate(over="ignore"):
        ratio = erfcx(eta * np.sqrt(shape / 2)) * np.sqrt(np.pi * shape / 2) + correction
        return np.asarray(ratio * np.exp(_stirling(shape)), dtype=np.float64)


def _expansion(shape: FloatArray, mean: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Temme's eta and the first three terms of his expansion; the next is below 0.002 / shape**3."""
    mu = (mean - shape) / shape
    eta = np.sign(mu) * np.sqrt(2 * _deviance(mu))
    # The closed forms cancel near the mode; Taylor's series stand in for them there.
    central, middle = np.abs(eta) < 1e-3, np.abs(eta) < 0.03
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        first = np.where(central, -1 / 3 + eta / 12 - eta**2 * (2 / 135), 1 / mu - 1 / eta)
        second = 1 / eta**3 - 1 / mu**3 - 1 / mu**2 - 1 / (12 * mu)
        third = 3 / mu**5 - 3 / eta**5 + 5 / mu**4 + 25 / (12 * mu**3) + 1 / (12 * mu**2) + 1 / (288 * mu)
    second = np.where(middle, -1 / 540 - eta / 288 + eta**2 * (25 / 12096), second)
    third = np.where(middle, 25 / 6048 - eta * (139 / 51840), third)
    return eta, np.asarray(first + second / shape + third / shape**2, dtype=np.float64)


def _deviance(offset: FloatArray) -> FloatArray:
    """``offset - log(1 + offset)`` without cancellation; Loader (2000) calls shape times it the deviance."""
    ratio = offset / (2 + offset)
    square = ratio**2
    total = np.zeros_like(offset)
    for term in range(10, 0, -1):
        total = (total + 1 / (2 * term + 1)) * square
    # log(1 + u) = 2 atanh(r) with r = u / (2 + u), and u - 2 r = u r.
    near = ratio * (offset - 2 * total)
    return np.asarray(np.where(np.abs(ratio) < 0.1, near, offset - np.log1p(offset)), dtype=np.float64)


def _stirling(shape: FloatArray) -> FloatArray:
    """Error of Stirling's formula for the logarithm of the factorial of ``shape >= UNIFORM_FROM``."""
    return np.asarray(1 / (12 * shape) - 1 / (360 * shape**3), dtype=np.float64)
