"""How long before its first date a roster is published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from scheduler.audit_words import day_name
from scheduler.rules.base import PlanRule
from scheduler.rules.breach import breach

if TYPE_CHECKING:
    from scheduler.problem import Problem
    from scheduler.result import Violation
    from scheduler.roster import Roster


class PublishNotice(PlanRule):
    """
    The roster is published so many days before the first date of the plan.

    Whole days count, from the date of publication (``published_on`` of the plan) to the first date of the plan, whether
    or not anybody works on it. A plan that does not say when its roster is published is reported as well. No roster
    can mend that, so the rule only warns. With ``only_for`` or ``not_for`` it holds in plans with such agents.

    Parameters
    ----------
    publish_days
        Days from the publication to the first date at least.
    severity
        Only ``warning``.

    References
    ----------
    Arbeidstijdenwet 4:2: 28 days. Oregon SB 828 (ORS 653.412 ff.): 14 days since July 2020.
    """

    name: ClassVar[str] = "publish_notice"

    publish_days: Annotated[int, Field(ge=1, le=366)]
    severity: Literal["warning"] = "warning"

    def violations_of_roster(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        """One breach for the plan."""
        if not any(self.is_meant_for(agent) for agent in problem.agents):
            return
        place, first = (0, problem.horizon.day_start(1)), day_name(problem.start_date)
        if problem.published_on is None:
            message = (
                f"It is not stated when the roster from {first} is published, {self.publish_days} days before are "
                "required; set published_on."
            )
            yield breach(self, None, problem, place, message)
            return
        days = (problem.start_date - problem.published_on).days
        if days < self.publish_days:
            message = (
                f"The roster from {first} is published on {day_name(problem.published_on)}, {days} days before, "
                f"{self.publish_days} are required."
            )
            yield breach(self, None, problem, place, message)
