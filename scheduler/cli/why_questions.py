"""Questions of `shiftwright why`: what belongs together, what is refused, and who answers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.known_names import check_known
from scheduler.cli.options import read_roster_of
from scheduler.errors import Complaint, InputError

if TYPE_CHECKING:
    from scheduler.io.plan_source import PlanSource
    from scheduler.problem import Problem
    from scheduler.why.report import ShiftAnswer, ShortAnswer, WishesAnswer
    from scheduler.why.shift import AskedShift

    Answer = ShortAnswer | ShiftAnswer | WishesAnswer


@dataclass(frozen=True)
class Question:
    """What was asked on the command line; see the help of its options."""

    queue: str | None
    moment: dt.datetime | None
    agent: str | None
    date: dt.datetime | None
    pattern: str | None
    start: dt.datetime | None
    off: bool
    wishes: bool

    def check(self) -> None:
        """Refuse what is no question, or several at once."""
        asked = [self.queue or self.moment, self.agent or self.date, self.wishes]
        if sum(map(bool, asked)) != 1:
            raise click.UsageError("Ask one thing: --queue and --at, --agent and --date, or --wishes.")
        pairs = (("--queue", self.queue, "--at", self.moment), ("--agent", self.agent, "--date", self.date))
        for first, one, second, other in pairs:
            if (one is None) != (other is None):
                raise click.UsageError(f"{first} and {second} belong together.")
        if self.agent is None and (self.pattern or self.start or self.off):
            raise click.UsageError("--pattern, --start and --off are about the shift of an --agent on a --date.")
        if self.pattern and self.off:
            raise click.UsageError("Ask for a shift of a --pattern or for the day --off, not for both.")
        if self.start and not self.pattern:
            raise click.UsageError("--start needs the --pattern of the shift.")


def answer_of(
    question: Question, source: PlanSource, roster: Path, until: float | None, seed: int
) -> tuple[Answer, Problem, bool]:
    """
    The answer to a question about a run or a roster.

    Parameters
    ----------
    question
        What is asked; it has been checked.
    source, roster
        The plan, and where the roster is.
    until
        Reading of ``time.monotonic`` by which to answer where the plan is solved again; ``None``: it is not.
    seed
        Of random choices.

    Returns
    -------
    The answer, the plan, and whether Ctrl-C has ended the search.

    Raises
    ------
    InputError
        The question names what the plan does not have, or the roster is none of the plan.
    """
    from scheduler.encode import NoRosterOfPlanError

    problem = source.read_staffed()
    try:
        if question.queue is not None and question.moment is not None:
            return _short(problem, str(source.path), roster, question.queue, question.moment), problem, False
        if question.wishes:
            from scheduler.why.wish_prices import why_wishes

            return why_wishes(problem, read_roster_of(roster, problem)), problem, False
        asked = _asked(question, problem, str(source.path))
        if asked.kind is None or until is None or problem.priorities:
            from scheduler.why.shift import why_shift

            return why_shift(problem, read_roster_of(roster, problem), asked), problem, False
        answer, is_interrupted = _solved_again(problem, source, roster, asked, until, seed)
        return answer, problem, is_interrupted
    except NoRosterOfPlanError as error:
        remedy = "Give the plan that the roster was built for, with the same --set and --overlay."
        raise InputError([Complaint(str(roster), "", f"It is no roster of the plan: {error}.", remedy)]) from error


def _short(problem: Problem, plan: str, roster: Path, queue: str, moment: dt.datetime) -> ShortAnswer:
    """Why a queue is short, refusing one that is not there and a time outside the plan."""
    horizon = problem.horizon
    check_known(plan, "--queue", [queue], "queue", problem.queue_named)
    instant = moment.replace(tzinfo=horizon.zone)
    if not 0 <= horizon.minute(instant) < horizon.num_minutes:
        raise _refused(plan, "--at", f"{moment:%Y-%m-%d %H:%M} is not in the plan.", _dates(problem))
    from scheduler.why.short import why_short

    return why_short(problem, read_roster_of(roster, problem), queue, instant)


def _asked(question: Question, problem: Problem, plan: str) -> AskedShift:
    """The question about a shift, refusing whom and what the plan does not have."""
    from scheduler.why.shift import AskedShift

    assert question.agent is not None
    assert question.date is not None
    date = question.date.date()
    if not problem.start_date <= date <= problem.horizon.date(problem.days - 1):
        raise _refused(plan, "--date", f"{date} is not in the plan.", _dates(problem))
    asked = AskedShift(_agent(question.agent, problem, plan), date)
    if question.off:
        return replace(asked, kind="off")
    if question.pattern is None:
        return asked
    check_known(plan, "--pattern", [question.pattern], "pattern", problem.pattern_named)
    start = None if question.start is None else question.start.time()
    if start is not None and 60 * start.hour + start.minute not in problem.pattern_named[question.pattern].starts:
        starts = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in problem.pattern_named[question.pattern].starts]
        message = f"No shift of pattern {question.pattern!r} starts at {start:%H:%M}."
        raise _refused(plan, "--start", message, f"Its starts are {', '.join(starts)}.")
    return replace(asked, kind="pattern", pattern=question.pattern, start=start)


def _agent(name: str, problem: Problem, plan: str) -> str:
    """Identifier of an agent who is known by it or, where nobody else has it, by his name."""
    if name in problem.agent_named:
        return name
    named = [agent.agent for agent in problem.agents if agent.name == name]
    if len(named) == 1:
        return named[0]
    if named:
        remedy = f"Give an identifier: {', '.join(named)}."
        raise _refused(plan, "--agent", f"Several agents are called {name!r}.", remedy)
    from scheduler.suggest import Suggestions

    known = [*problem.agent_named, *(agent.name for agent in problem.agents if agent.name)]
    remedy = Suggestions(known).remedy(name, "name one of agents.csv")
    raise _refused(plan, "--agent", f"{name!r} is nobody of the plan.", remedy)


def _dates(problem: Problem) -> str:
    """The dates that can be asked about."""
    return f"It runs from {problem.start_date} to {problem.horizon.date(problem.days - 1)}."


def _refused(plan: str, option: str, message: str, remedy: str) -> InputError:
    return InputError([Complaint(plan, option, message, remedy)])


def _solved_again(
    problem: Problem, source: PlanSource, roster: Path, asked: AskedShift, until: float, seed: int
) -> tuple[ShiftAnswer, bool]:
    """The answer about a shift, with the whole plan solved again; whether that was interrupted."""
    from scheduler.cli.interrupt import stop_on_signals
    from scheduler.cli.progress import Display
    from scheduler.why.resolve import Resolver
    from scheduler.why.shift import why_shift

    found = read_roster_of(roster, problem)
    with stop_on_signals() as stop, Display(quiet=False) as display:
        bound = _bound_of(roster, source, problem)
        answer = why_shift(problem, found, asked, Resolver(until, seed, bound, display.show, stop))
        return answer, stop.is_set()


def _bound_of(run: Path, source: PlanSource, problem: Problem) -> float | None:
    """What any roster of the plan costs at least, from a run of just this plan; ``None`` where there is none."""
    from scheduler.io.run_result import RESULT_FILE, read_result

    if not (run / RESULT_FILE).is_file():
        return None
    result = read_result(run)
    return result.bound if result.input_sha256 == source.sha256(problem) else None
