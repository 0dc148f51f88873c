"""A small plan with names of every kind, its roster and its result."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from scheduler.audit import audit
from scheduler.page.write import write_page
from scheduler.people import Absence, Agent, Preference, Skill
from scheduler.problem import Problem
from scheduler.result import ProblemSize, Result, Status
from scheduler.roster import Roster
from tests.builders import at, make_problem, make_requirements, make_roster, make_shift

SCRIPT = "<img src=x onerror=\"document.title='taken over'\"><script>document.title='taken over'</script>"
NAMES = {
    "long": "An agent of a very long name " * 5,
    "script": SCRIPT,
    "arabic": "مها عبد الرحمن",
    "hebrew": "שירה כהן",
    "emoji": "👩🏽‍💻 Zoë",
    "braces": "{{ 7 * 7 }} {% raw %}",
}


def page_plan(**changes: Any) -> Problem:
    """Six agents of strange names, a night, an absence and two wishes."""
    skills = (Skill(queue="phone"), Skill(queue="chat"))
    agents = tuple(
        Agent(agent=agent, name=name, site="office", contract="full", skills=skills) for agent, name in NAMES.items()
    )
    wishes = (
        Preference(
            agent="long", start=at("2026-12-01 16:00"), end=at("2026-12-01 20:00"), kind="avoid", weight=Decimal(2)
        ),
        Preference(agent="arabic", start=at("2026-12-02 08:00"), end=at("2026-12-02 12:00"), kind="prefer"),
    )
    absence = Absence(agent="emoji", start=at("2026-12-03 00:00"), end=at("2026-12-04 00:00"), kind="leave")
    fields: dict[str, Any] = {
        "name": f"Plan {SCRIPT}",
        "agents": agents,
        "preferences": wishes,
        "absences": (absence,),
        "requirements": make_requirements("phone", "2026-12-01 09:00", [1, 2, 2, 1]),
        "weights": {"understaffing": 10, "overstaffing": 1, "preferences": 3},
    }
    return make_problem(**fields | changes)


def page_roster() -> Roster:
    """Two shifts by day and one by night."""
    return make_roster(
        make_shift("long", "2026-12-01 09:00", "17:00", [("chat", "12:00", "13:00")]),
        make_shift("script", "2026-12-01 22:00", "06:00"),
        make_shift("arabic", "2026-12-02 08:00", "16:00"),
    )


def page_result(roster: Roster, problem: Problem) -> Result:
    """What a run would say of the roster."""
    found = audit(roster, problem)
    size = ProblemSize(agents=len(problem.agents), queues=2, days=problem.days, intervals=336, candidate_shifts=1)
    return Result(
        status=Status.FEASIBLE,
        plan=problem.name,
        start_date=problem.start_date,
        cost=found.cost,
        bound=found.cost / 2,
        gap=0.5,
        gap_of_required=None,
        cost_terms=found.cost_terms,
        coverage=found.coverage,
        violations=found.violations,
        engine="staged",
        engine_reason="a reason",
        seed=0,
        workers=2,
        time_limit_seconds=10,
        runtime_seconds=9.5,
        peak_memory_mb=100,
        versions={"python": "3"},
        input_sha256="0" * 64,
        problem_size=size,
        messages=(f"A message {SCRIPT}",),
    )


def written(path: Any, problem: Problem | None = None, roster: Roster | None = None) -> str:
    """The page of the plan as text, written to a path."""
    problem, roster = problem or page_plan(), roster or page_roster()
    write_page(roster, problem, page_result(roster, problem), path)
    text: str = path.read_text(encoding="utf-8")
    return text
