"""Which cases of a test are left to the long profile (``scripts/test.py --long``)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

import pytest


def every(number: int, cases: Iterable[Any], *, slow: Collection[Any] = ()) -> list[Any]:
    """
    All cases, of which one of each so many in a row, the first, is run in the fast profile too.

    Parameters
    ----------
    number
        Of how many in a row; 1: all are.
    cases
        Parameters of a test.
    slow
        Of them those that take so long that they are never run in the fast profile.
    """
    return [
        case if place % number == 0 and case not in slow else pytest.param(case, marks=pytest.mark.slow)
        for place, case in enumerate(cases)
    ]
