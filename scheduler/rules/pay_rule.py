"""Rules about pay: money by the hour of the contract, on top of the ordinary cost."""

from __future__ import annotations

from typing import ClassVar, Literal, Self

from pydantic import model_validator

from scheduler.rules.base import AgentRule


class PayRule(AgentRule):
    """
    A rule about pay; nothing is broken, some hours cost more.

    Parameters
    ----------
    severity
        Only ``cost``.
    """

    unit: ClassVar = "hours"

    severity: Literal["cost"] = "cost"

    @model_validator(mode="after")
    def _paid_by_the_contract(self) -> Self:
        if self.price is not None:
            raise ValueError(f"rule {self.label} is paid by the hourly_cost of the contract; remove price")
        return self

    @property
    def needs_price(self) -> bool:
        """See ``Rule``."""
        return False
