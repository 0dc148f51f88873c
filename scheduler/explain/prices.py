"""What a planner thinks changes of a plan are worth: relaxations are ranked by it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field

from scheduler.errors import Complaint, InputError
from scheduler.records import Record
from scheduler.suggest import Suggestions

Price = Annotated[float, Field(ge=0, le=1_000_000)]


class ChangePrices(Record):
    """
    Price of one unit of each kind of change.

    Parameters
    ----------
    pin
        Of a pin that is removed.
    absence, availability
        Of an hour of an absence that is moved, and of one in which an agent becomes available.
    contract
        Of an hour a week, or half a day, by which a limit of a contract changes.
    pattern, skill
        Of a pattern more in a contract, and of a skill more of an agent.
    minimum
        Of an agent-hour by which hard limits of a queue are eased.
    seat, unit
        Of a seat and of a unit of equipment more.
    rule, law
        Of one step by which a rule of the plan, or of a rule pack, is eased: an hour, or one of what it counts. A rule
        that is lifted counts as ten.
    """

    pin: Price = 2.0
    absence: Price = 2.0
    availability: Price = 1.0
    contract: Price = 3.0
    pattern: Price = 5.0
    skill: Price = 20.0
    minimum: Price = 4.0
    seat: Price = 6.0
    unit: Price = 6.0
    rule: Price = 10.0
    law: Price = 100.0


def prices_of(settings: Iterable[str]) -> ChangePrices:
    """
    Prices with some of them set, each as ``law=500``.

    Raises
    ------
    InputError
        An unknown kind of change, or no price.
    """
    stated: dict[str, float] = {}
    for setting in settings:
        kind, _, text = setting.partition("=")
        try:
            if kind not in ChangePrices.model_fields:
                raise ValueError(f"No kind of change is called {kind!r}.")
            stated[kind] = float(text)
            ChangePrices.model_validate(stated)
        except ValueError as error:
            raise InputError([_complaint(setting, kind, text, str(error))]) from error
    return ChangePrices.model_validate(stated)


def _complaint(setting: str, kind: str, text: str, error: str) -> Complaint:
    kinds = list(ChangePrices.model_fields)
    if kind in kinds:
        return Complaint("--price", setting, f"{text!r} is no price.", f"Write a number of at least 0: {kind}=5.")
    remedy = Suggestions(kinds).remedy(kind, f"write one of {', '.join(kinds)} and a number, such as pin=5")
    return Complaint("--price", setting, error, remedy)
