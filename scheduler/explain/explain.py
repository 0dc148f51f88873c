"""Why a plan has no roster: one agent first, then some dates, then the whole."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Literal

from scheduler.check_report import Concern
from scheduler.check_seats import kind_of
from scheduler.exemptions import EVERYBODY
from scheduler.explain.coupled import MANY_AGENTS, coupled_conflicts
from scheduler.explain.fact import Fact, Question
from scheduler.explain.feasible import Asker
from scheduler.explain.held import held_beyond
from scheduler.explain.one_conflict import Cure, Found, conflicts_of
from scheduler.explain.part import of_agents, profile
from scheduler.explain.prices import ChangePrices
from scheduler.explain.report import Conflict, Explanation, Member, Relaxation
from scheduler.explain.row_dates import RULES
from scheduler.explain.rule_changes import rule_of
from scheduler.explain.words import alike, arguments_of, code_of
from scheduler.messages import CATALOGUE
from scheduler.problem import Problem
from scheduler.staffing import staff
from shiftmodels.hard_part import blocks_without_tour

WHOLE_SHARE = 0.5
"""Of the time that is left, for a roster of everybody: of a thousand agents none may be found."""
MOST_PROFILES = 10
"""Agents in different positions whose conflicts are looked for."""


def explain(problem: Problem, prices: ChangePrices, time_limit_seconds: float) -> Explanation:
    """
    Say why a plan has no roster, and what would cure it.

    Parameters
    ----------
    problem
        The plan.
    prices
        What changes of it are worth.
    time_limit_seconds
        Wall time. What has been found by then is told.
    """
    begin = time.monotonic()
    problem = problem if problem.requirements or not problem.demand else staff(problem)
    asker = Asker(time_limit_seconds)
    question = Question(problem)
    compiled = asker.compiled(question)
    impossible, _ = blocks_without_tour(compiled.data, asker.left)
    stuck = [compiled.names[member] for block in impossible for member in block.members]
    conflicts, cured_plan, left_out = _of_agents(question, stuck, asker, prices)
    whole = None if left_out else asker.has_roster(cured_plan, WHOLE_SHARE)
    if whole is False and len(problem.agents) >= MANY_AGENTS:
        of_pools, cured_plan, whole = _of_pools(cured_plan, asker, prices)
        conflicts += of_pools
    cured = whole if conflicts else None
    if whole is False:
        for scope, found in coupled_conflicts(cured_plan, asker, prices):
            agents = dict.fromkeys(fact.agent for fact in found.facts if fact.agent != EVERYBODY)
            conflicts.append(_conflict(found, scope, list(agents), prices))
            if found.cures:
                cured_plan = found.cures[0].change.of(cured_plan)
        cured = asker.has_roster(cured_plan, WHOLE_SHARE)
    return Explanation(
        plan=problem.name,
        status="infeasible" if stuck or conflicts or whole is False else ("feasible" if whole else "unknown"),
        conflicts=tuple(conflicts),
        cured=cured,
        unexplained_agents=tuple(left_out),
        questions=asker.asked,
        runtime_seconds=round(time.monotonic() - begin, 3),
    )


def _of_agents(
    question: Question, stuck: Sequence[str], asker: Asker, prices: ChangePrices
) -> tuple[list[Conflict], Question, list[str]]:
    """Conflicts of single agents, the plan without them, and the agents who were not looked at."""
    problem = question.problem
    profiles: dict[object, list[str]] = {}
    for agent in stuck:
        profiles.setdefault(profile(problem, agent), []).append(agent)
    groups = sorted(profiles.values(), key=len, reverse=True)
    cured = question
    conflicts: list[Conflict] = []
    left_out: list[str] = []
    for agents in groups:
        if len(conflicts) >= MOST_PROFILES or asker.left <= 0:
            left_out += agents
            continue
        # What was changed for others, a contract say, may have cured these as well.
        part = Question(of_agents(cured.problem, {agents[0]}, alone=True), cured.exemptions)
        if asker.has_roster(part) is not False:
            continue
        for found in conflicts_of(part, problem, asker, prices):
            conflicts.append(_conflict(found, "agent", agents, prices))
            for agent in agents if found.cures else ():
                change = found.cures[0].change
                if change.agent != EVERYBODY or agent == agents[0]:
                    cured = change.of(cured, agent if change.agent != EVERYBODY else None)
    return conflicts, cured, left_out


def _of_pools(question: Question, asker: Asker, prices: ChangePrices) -> tuple[list[Conflict], Question, bool | None]:
    """Pools of which agents hold too much, the plan with what cures that, and whether that has a roster."""
    found = list(held_beyond(question, asker))
    if not found:
        return [], question, False
    cured = found[-1].question
    whole, conflicts = asker.has_roster(cured, WHOLE_SHARE), []
    for held in found:
        # With the last change the plan is the one that was asked for.
        cures: Literal["part", "conflict"] = "part" if whole and held is found[-1] else "conflict"
        relaxations = () if held.change is None else (_relaxation(Cure(held.change, cures), prices),)
        conflicts.append(_conflict_of_pool(held.concern, relaxations))
    return conflicts, cured, whole


def _conflict_of_pool(concern: Concern, relaxations: tuple[Relaxation, ...]) -> Conflict:
    member = Member(
        code=concern.code,
        arguments=concern.arguments,
        message=concern.message,
        rule=kind_of(concern),
        agent=EVERYBODY,
        queue="",
        dates=(),
        source="",
    )
    return Conflict(scope="plan", agents=(), members=(member,), minimal=True, relaxations=relaxations)


def _relaxation(cure: Cure, prices: ChangePrices) -> Relaxation:
    return Relaxation(
        code=cure.change.code,
        arguments=cure.change.arguments,
        message=CATALOGUE[cure.change.code].words(cure.change.arguments),
        price=round(cure.change.price(prices), 2),
        cures=cure.cures,
    )


def _conflict(found: Found, scope: str, agents: Sequence[str], prices: ChangePrices) -> Conflict:
    relaxations = [_relaxation(cure, prices) for cure in found.cures]
    return Conflict.model_validate(
        {
            "scope": scope,
            "agents": tuple(agents),
            "members": tuple(member_of(found, facts) for facts in alike(found.facts)),
            "minimal": found.minimal,
            "relaxations": tuple(relaxations),
        }
    )


def member_of(found: Found, facts: Sequence[Fact]) -> Member:
    """Facts that are told in one sentence, as a member of a conflict."""
    problem = found.question.problem
    fact, code, arguments = facts[0], code_of(problem, facts[0]), arguments_of(problem, facts)
    return Member(
        code=code,
        arguments=arguments,
        message=CATALOGUE[code].words(arguments),
        rule=_rule_name(fact),
        agent=fact.agent,
        queue=fact.name if fact.kind in ("minimum", "maximum", "minimum_block") else "",
        dates=found.dates.get(fact.name, ()) if fact.kind in RULES else (),
        source=rule_of(problem, fact).source if fact.kind == "rule" else "",
    )


def _rule_name(fact: Fact) -> str:
    """What audits call the rule by which a fact holds."""
    match fact.kind:
        case "pin":
            return "pins"
        case "absence":
            return "absences"
        case "available" | "unavailable":
            return "availability"
        case "patterns":
            return "shift_pattern"
        case "minimum" | "maximum":
            return "staffing_limits"
        case "rule" | "contract_least" | "contract_most":
            return fact.name
        case _:
            return fact.kind
