"""Every message of `check` and `explain`: its code, its text with arguments, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from scheduler.records import Record

Arguments = dict[str, str | int | float]
"""What a message is filled with, by the names in its text."""


class Message(Record):
    """
    A kind of message.

    Parameters
    ----------
    code
        What programs know it by; it never changes its meaning.
    text
        With the names of its arguments in braces.
    remedy
        What to do, with arguments as well; empty for parts of an explanation.
    """

    code: str
    text: str
    remedy: str = ""

    def words(self, arguments: Arguments) -> str:
        """The text, filled in."""
        return self.text.format(**arguments)

    def advice(self, arguments: Arguments) -> str:
        """The remedy, filled in."""
        return self.remedy.format(**arguments)


_MESSAGES = (
    # Parts of an explanation: what holds in the plan.
    Message(code="pin", text="{agent} is pinned to a shift {span}."),
    Message(code="pinned-part", text="{agent} is pinned to {activity} {span}."),
    Message(code="absence", text="{agent} is absent ({reason}) {span}."),
    Message(code="unavailable", text="{agent} is not available {span}."),
    Message(code="available", text="{agent} is available only {spans}."),
    Message(code="valid-dates", text="{agent} can be rostered only from {first} to {last}."),
    Message(
        code="contract-least-hours", text="Contract {contract} gives {agent} at least {limit} of paid time a week."
    ),
    Message(code="contract-most-hours", text="Contract {contract} gives {agent} at most {limit} of paid time a week."),
    Message(code="contract-least-days", text="Contract {contract} gives {agent} at least {limit} days of work a week."),
    Message(code="contract-most-days", text="Contract {contract} gives {agent} at most {limit} days of work a week."),
    Message(code="patterns", text="{agent} works only shifts of the patterns of contract {contract}: {patterns}."),
    Message(code="minimum", text="Queue {queue} has a hard minimum of {limit} {span}."),
    Message(code="maximum", text="Queue {queue} has a hard maximum of {limit} {span}."),
    Message(code="seats", text="Seats at site {site}: {limit}."),
    Message(code="equipment", text="Units of equipment pool {pool}: {limit}."),
    Message(code="minimum-block", text="A block of work on queue {queue} lasts at least {limit}."),
    Message(code="rule", text="Rule {rule} holds for {agent}: {summary}"),
    Message(code="plan-rule", text="Rule {rule} holds between agents: {summary}"),
    # Relaxations: changes of the plan.
    Message(code="remove-pin", text="Remove the pin of {agent} {span}."),
    Message(code="remove-absence", text="Remove or move the absence of {agent} {span}."),
    Message(code="remove-unavailable", text="Let {agent} be available {span}."),
    Message(code="available-on", text="Let {agent} be available all of {date}."),
    Message(code="always-available", text="Let {agent} be available at any time."),
    Message(code="widen-dates", text="Let {agent} be rostered on all dates of the plan."),
    Message(
        code="contract-limit", text="Contract {contract}: {field} {after} instead of {before} (it holds for {agents})."
    ),
    Message(code="add-pattern", text="Contract {contract}: add pattern {pattern} (it holds for {agents})."),
    Message(
        code="other-shifts", text="Offer {agent} shifts of other starts or lengths than those of contract {contract}."
    ),
    Message(code="lower-minimum", text="Queue {queue}: minimum {after} at most {span}."),
    Message(code="raise-maximum", text="Queue {queue}: maximum {after} at least {span}."),
    Message(code="more-seats", text="Seats at site {site}: {amount} more."),
    Message(code="more-units", text="Units of equipment pool {pool}: {amount} more."),
    Message(code="no-minimum-block", text="Queue {queue}: minimum_block_minutes 0 instead of {before}."),
    Message(code="rule-limit", text="Rule {rule} for {agent}: {field} {after} instead of {before}."),
    Message(code="rule-off", text="Rule {rule} does not hold for {agent}."),
    Message(code="give-skill", text="Give {agent} the skill {queue}."),
    # What `check` finds.
    Message(
        code="contradiction",
        text="These cannot hold together{agents}: {members}",
        remedy="{change} {then}",
    ),
    Message(
        code="no-tour",
        text="No choice of shifts is possible for {agents}.",
        remedy="shiftwright explain says why, and what would cure it.",
    ),
    Message(
        code="not-together",
        text="No choice of shifts keeps all limits that {agents} share.",
        remedy="shiftwright explain says why, and what would cure it.",
    ),
    Message(
        code="contract-unfilled",
        text="Contract {contract} cannot be filled, even by somebody who is always available: {members}",
        remedy="{change} Solved again with it, it can.",
    ),
    Message(
        code="minimum-out-of-reach",
        text="Hard minima of {queues} are out of reach {intervals} times, first {span}: {needed}, {most} at most.",
        remedy="{change} Solved again with it, there are enough.",
    ),
    Message(
        code="seats-held",
        text="Seats of {name} at {time}: contracts fill at least {held} from {first} to {last}, and there are {units}.",
        remedy="Add seats at that time, offer shifts that end before or begin after it, let agents work from home, or "
        "lower what contracts ask for.",
    ),
    Message(
        code="equipment-held",
        text="Units of {name} at {time}: contracts use at least {held} from {first} to {last}, and there are {units}.",
        remedy="Add units, offer shifts that end before or begin after that time, or lower what contracts ask for.",
    ),
    Message(
        code="short-queue",
        text="On {date} queue {queue} requires {required} hours; at least {short} of them cannot be covered.",
        remedy="Give more agents the skill, longer shifts or more availability, or lower the requirement.",
    ),
    Message(
        code="short-together",
        text="On {date} at least {short} hours of {queues} together cannot be covered: nobody works two at once.",
        remedy="Give more agents their skills, longer shifts or more availability, or lower the requirement.",
    ),
    Message(
        code="seats-below-requirement",
        text="More agents are required than there are seats {intervals} times, first {span}: {needed}, {seats} seats.",
        remedy="Add seats, let agents work from home, or lower the requirement.",
    ),
    Message(
        code="pattern-without-shift",
        text="Nobody with contract {contract} can work a shift of pattern {pattern}: {rules} leave none.",
        remedy="Change the pattern, its breaks or the rule, or take the pattern out of the contract.",
    ),
    Message(
        code="queue-without-skill",
        text="Agents are required on queue {queue}, and nobody has the skill.",
        remedy="Give agents the skill, or remove the requirement.",
    ),
    Message(
        code="pattern-unused",
        text="No contract uses pattern {pattern}.",
        remedy="Name it in a contract, or remove it.",
    ),
    Message(
        code="pattern-without-start",
        text="No date of the plan has a start of pattern {pattern}.",
        remedy="Correct its days_of_week or its starts, or remove it.",
    ),
    Message(
        code="attribute-of-nobody",
        text="{who} names attribute {attribute} in {field}, and no agent has it.",
        remedy="{advice}",
    ),
    Message(
        code="rule-of-some-dates",
        text="Rule {rule} is in force {dates}, and holds on all dates of the plan, as it does on some of them.",
        remedy="End the plan before that date, or begin it after, where that is too strict.",
    ),
    Message(
        code="pin-of-no-pattern",
        text="{agent} is pinned to a shift {span} that no pattern of contract {contract} has: "
        "it is worked without breaks, or with those of one of the contract's patterns.",
        remedy="Correct the pin, or add a pattern with its start, length and breaks; it may be meant as it stands.",
    ),
    Message(
        code="table-outside",
        text="None of the {rows} rows of {table} falls into the plan; the nearest is {span}.",
        remedy="Correct their dates or those of the plan, or remove the rows.",
    ),
    Message(
        code="agents-without-shift",
        text="No shift can be worked by {agents}.",
        remedy="Correct validity, availability or patterns, or remove the agents.",
    ),
    Message(
        code="pool-without-units",
        text="Pool {pool} has no unit, so that nobody who needs one can work{work}.",
        remedy="Give it units, make its limits soft, or remove it.",
    ),
)

CATALOGUE: Mapping[str, Message] = MappingProxyType({message.code: message for message in _MESSAGES})
"""Messages by code."""
