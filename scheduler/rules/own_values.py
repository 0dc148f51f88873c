"""Numbers, names and arrays in what own rules answer: whether they are what they must be."""

from __future__ import annotations

from collections.abc import Hashable, Set
from fractions import Fraction
from numbers import Integral, Rational
from typing import TYPE_CHECKING, TypeGuard

import numpy as np

if TYPE_CHECKING:
    from shiftmodels.data import IntArray

MOST_EXCESS = 10**9
"""More minutes than any plan has, and few enough for the arithmetic of costs."""

MOST_SUM = 10**12
"""Limits of sums: beyond what any plan can add up to, and few enough for the arithmetic of solvers."""

FINEST = 10**12
"""Largest denominator of money: cost units are whole, and this fine they still fit into 64 bits."""


class WrongAnswerError(Exception):
    """
    An answer that a rule may not give.

    Parameters
    ----------
    expected
        What must be, with its subject.
    answer
        What came instead.
    """

    def __init__(self, expected: str, answer: object) -> None:
        super().__init__(expected)
        self.expected, self.answer = expected, answer


def need(fits: bool, expected: str, answer: object) -> None:
    """
    Raise an error where an answer is not what it must be.

    Parameters
    ----------
    fits
        Whether it is.
    expected, answer
        See ``WrongAnswerError``.
    """
    if not fits:
        raise WrongAnswerError(expected, answer)


def is_whole(value: object, least: int | None = None, most: int = MOST_SUM) -> TypeGuard[int]:
    """Whether a value is a whole number in a range; ``True`` and ``False`` are none."""
    if isinstance(value, bool) or not isinstance(value, Integral):
        return False
    return (-most if least is None else least) <= int(value) <= most


def is_name_set(value: object) -> TypeGuard[Set[object]]:
    """Whether a value is a set of text."""
    return isinstance(value, Set) and all(isinstance(name, str) for name in value)


def is_hashable(value: object) -> TypeGuard[Hashable]:
    """Whether a value can name something; a tuple that holds a list cannot."""
    try:
        hash(value)
    except TypeError:
        return False
    return True


def exact(value: object, expected: str, least: int | None = None, finest: int | None = FINEST) -> Fraction:
    """
    A sum of money, or an amount, as a fraction.

    Parameters
    ----------
    value
        What came; floats are no exact sums, so that engine and auditor would differ.
    expected
        What must be, with its subject.
    least
        Smallest value that may be; none where not given.
    finest
        Largest denominator that may be; any where not given.
    """
    if isinstance(value, bool) or not isinstance(value, Rational):
        raise WrongAnswerError(expected, value)
    # Numbers of numpy stay in 64 bits also inside of a fraction.
    money = value if type(value) is Fraction else Fraction(int(value.numerator), int(value.denominator))
    # Whole numbers are compared in a fifth of the time of fractions.
    most = MOST_SUM * money.denominator
    lowest = -most if least is None else least * money.denominator
    need(lowest <= money.numerator <= most, expected, value)
    need(finest is None or money.denominator <= finest, f"{expected}, with a denominator of at most 10^12", value)
    return money


def whole_array(value: object, expected: str, length: int | None = None, most: int = MOST_EXCESS) -> IntArray:
    """
    An array of whole numbers, in 64 bits.

    Parameters
    ----------
    value
        What came; masks and lists are no such arrays.
    expected
        What must be, with its subject.
    length
        How many there must be; any number where not given.
    most
        Largest absolute value that may be.
    """
    if not isinstance(value, np.ndarray) or value.ndim != 1 or value.dtype.kind not in "iu":
        raise WrongAnswerError(expected, value)
    need(length is None or len(value) == length, expected, value)
    need(not len(value) or (int(value.max()) <= most and int(value.min()) >= -most), expected, value)
    return value.astype(np.int64, copy=False)


def places(value: object, expected: str, count: int) -> IntArray:
    """
    Distinct numbers of things of which there are so many.

    Parameters
    ----------
    value, expected
        See ``whole_array``.
    count
        How many there are: the numbers are below.
    """
    numbers = whole_array(value, expected)
    is_inside = not len(numbers) or (int(numbers.min()) >= 0 and int(numbers.max()) < count)
    # Most are in order, which is seen sooner than that no two are the same.
    need(is_inside and (_ascend(numbers) or len(np.unique(numbers)) == len(numbers)), expected, value)
    return numbers


def _ascend(numbers: IntArray) -> bool:
    return bool((numbers[1:] > numbers[:-1]).all())
