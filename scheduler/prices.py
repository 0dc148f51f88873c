"""What each weight and each rule of a plan costs, by solving the plan again without it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from functools import partial

from scheduler.engine_choice import Engine
from scheduler.io.overlay import Overlay
from scheduler.io.plan_source import PlanSource
from scheduler.problem import Problem, Weights
from scheduler.result import Result
from scheduler.rules.base import AgentRule
from scheduler.rules.rule_book import RuleBook
from scheduler.solve import Outcome, build

AT_A_TIME = 2
"""Plans that are solved side by side, with one worker each."""


@dataclass(frozen=True)
class Variant:
    """
    Parameters
    ----------
    name
        ``weights.NAME`` or ``rules.ID``; empty for the plan as it is.
    overlay
        What takes it out; ``None`` for the plan as it is.
    """

    name: str
    overlay: Overlay | None


@dataclass(frozen=True)
class Price:
    """
    What taking a weight or a rule out saves.

    Costs and bounds are those of two runs; the true saving, between the optima of both plans, lies between ``least``
    and ``most``.

    Parameters
    ----------
    name, status
        What was taken out, and how the run without it ended.
    cost, bound
        Of that run; ``None`` where it has none.
    saving
        Cost with it less cost without it; ``None`` where one is unknown.
    least, most
        Limits of the true saving; ``None`` where nothing is known.
    """

    name: str
    status: str
    cost: float | None
    bound: float | None
    saving: float | None
    least: float | None
    most: float | None


def variants(problem: Problem, *, weights: bool, rules: bool) -> Iterator[Variant]:
    """
    The plan as it is, then without each of its weights and of the rules that bind somebody.

    Parameters
    ----------
    problem
        The plan.
    weights, rules
        Which of both.
    """
    yield Variant("", None)
    for name in Weights.model_fields if weights else ():
        yield Variant(f"weights.{name}", Overlay(f"without {name}", {"weights": {name: 0}}))
    for name in _rules_in_force(problem) if rules else ():
        yield Variant(f"rules.{name}", Overlay(f"without {name}", {"rules": {name: {"enabled": False}}}))


def _rules_in_force(problem: Problem) -> list[str]:
    """Identifiers of rules that bind somebody or cost something, and that a plan can take out."""
    book = RuleBook(problem)
    return [rule.label for rule in book.of_somebody() if rule.label in book.stated and rule.severity != "warning"]


def price_all(
    source: PlanSource,
    chosen: Iterable[Variant],
    *,
    engine: Engine,
    time_limit_seconds: float,
    seed: int,
    stop: threading.Event,
    on_done: Callable[[str], None],
) -> tuple[Result, list[Price]]:
    """
    Solve a plan without this and without that, two at a time.

    Parameters
    ----------
    source
        The plan.
    chosen
        Variants; the first is the plan as it is.
    engine, time_limit_seconds, seed
        Of each run, see ``scheduler.solve.build``.
    stop
        Set it to end all runs early and keep what they found.
    on_done
        Called with its name after each run.

    Returns
    -------
    The result of the plan as it is, and a price for each other variant, in their order.
    """
    todo = list(chosen)
    named = [(variant.name or "the plan as it is", partial(_read, source, variant)) for variant in todo]
    outcomes = solve_side_by_side(
        named, engine=engine, time_limit_seconds=time_limit_seconds, seed=seed, stop=stop, on_done=on_done
    )
    first, problem = outcomes[0].result, outcomes[0].problem
    others = zip(todo[1:], outcomes[1:], strict=True)
    return first, [
        _price(variant, first, outcome.result, is_burden=_is_burden(problem, variant)) for variant, outcome in others
    ]


def _is_burden(problem: Problem, variant: Variant) -> bool:
    """Whether every roster of the plan is one without the weight or rule too, and costs no more then."""
    # What is cheapest in an order of priorities may cost more in sum; wishes pay; and a set-up is paid work, without
    # which an hour may be one too many on a queue.
    rules = [rule for rule in problem.rule_book.of_somebody() if isinstance(rule, AgentRule)]
    giving = {f"rules.{rule.label}" for rule in rules if rule.further_activities}
    return not problem.priorities and variant.name not in {"weights.preferences", *giving}


def _read(source: PlanSource, variant: Variant) -> Problem:
    return (source if variant.overlay is None else source.with_overlay(variant.overlay)).read()


def solve_side_by_side(
    named: Sequence[tuple[str, Callable[[], Problem]]],
    *,
    engine: Engine,
    time_limit_seconds: float,
    seed: int,
    stop: threading.Event,
    on_done: Callable[[str], None],
) -> list[Outcome]:
    """
    Solve plans, two at a time, each in one thread.

    Parameters
    ----------
    named
        What each is called, and what makes it.
    engine, time_limit_seconds, seed
        Of each run, see ``scheduler.solve.build``.
    stop
        Set it to end all runs early and keep what they found.
    on_done
        Called with its name after each run.
    """
    solve = partial(build, engine=engine, time_limit_seconds=time_limit_seconds, seed=seed, workers=1, stop=stop)
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        runs = {pool.submit(_solved, solve, make): place for place, (_, make) in enumerate(named)}
        outcomes: dict[int, Outcome] = {}
        for done in as_completed(runs):
            outcomes[runs[done]] = done.result()
            on_done(named[runs[done]][0])
    return [outcomes[place] for place in range(len(named))]


def _solved(solve: Callable[[Problem], Outcome], make: Callable[[], Problem]) -> Outcome:
    return solve(make())


def _price(variant: Variant, first: Result, result: Result, *, is_burden: bool) -> Price:
    """Between two optima lies what lies between the bound of one run and the cost of the other."""
    least, most = difference(first.bound, result.cost), difference(first.cost, result.bound)
    if is_burden:
        least = 0.0 if least is None else max(0.0, least)
    saving = difference(first.cost, result.cost)
    return Price(variant.name, str(result.status), result.cost, result.bound, saving, least, most)


def difference(one: float | None, other: float | None) -> float | None:
    """One less the other, without the noise of floating point; ``None`` where one is unknown."""
    return None if one is None or other is None else round(one - other, 9)
