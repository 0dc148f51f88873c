"""What a design is asked for, beside the plan."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from scheduler.design.offers import break_share
from scheduler.errors import Complaint, InputError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scheduler.design.offers import Offer
    from scheduler.problem import Problem

DEFAULT_SHIFTS = 8
"""Different shifts at most where neither a number nor a price is given."""


@dataclass(frozen=True)
class DesignSettings:
    """
    Parameters
    ----------
    queues
        Queues whose requirements are added up.
    most_shifts
        Different shifts at most; ``None`` for any number.
    shift_cost
        Price of each different shift.
    repeats
        Whether the plan's last night works into its first morning.
    break_share
        Share of the people on a shift who are on a break at any time, with four decimals at most.
    """

    queues: tuple[str, ...]
    most_shifts: int | None
    shift_cost: Decimal
    repeats: bool
    break_share: Decimal


def design_settings(
    problem: Problem,
    offers: Sequence[Offer],
    *,
    queues: Sequence[str] = (),
    most_shifts: int | None = None,
    shift_cost: Decimal = Decimal(0),
    repeats: bool | None = None,
    share: Decimal | None = None,
) -> DesignSettings:
    """
    Settings with what was not given.

    Parameters
    ----------
    problem
        The plan.
    offers
        Shifts that may be offered.
    queues
        All of the plan's where there is none.
    most_shifts
        ``DEFAULT_SHIFTS`` where neither it nor a price is given.
    shift_cost
        Price of each different shift.
    repeats
        Whole weeks repeat themselves where it is not given.
    share
        Share of breaks; that of the offers where it is not given.

    Raises
    ------
    InputError
        There is no such queue.
    """
    for name in queues:
        if name not in problem.queue_named:
            known = ", ".join(problem.queue_named)
            raise InputError([Complaint("Queues", "", f"There is no queue {name!r}.", f"Name one of: {known}.")])
    if most_shifts is None and not shift_cost:
        most_shifts = DEFAULT_SHIFTS
    return DesignSettings(
        queues=tuple(queues) or tuple(problem.queue_named),
        most_shifts=most_shifts,
        shift_cost=shift_cost,
        repeats=problem.days % 7 == 0 if repeats is None else repeats,
        break_share=break_share(offers) if share is None else share,
    )
