"""What own rules answer: every wrong answer is one complaint with file and rule, every legal one passes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from inspect import getattr_static
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from scheduler.audit import audit, exact_cost
from scheduler.candidates import Candidates, Offers, candidates_of
from scheduler.cli.main import run
from scheduler.compile import compile_problem
from scheduler.errors import InputError
from scheduler.io.read import read_plan
from scheduler.problem import Problem
from scheduler.roster import Roster
from scheduler.rules import own_answers
from scheduler.rules.base import AgentRule
from scheduler.rules.limit import TransferTerms
from scheduler.rules.own_answers import check_answers
from scheduler.rules.registry import RULES
from shiftmodels.data import IntArray

ROOT = Path(__file__).parent.parent.parent
HEAD = """
from fractions import Fraction
from typing import ClassVar
import numpy as np
from scheduler.result import Violation
from scheduler.rules.base import AgentRule, PlanRule
from scheduler.rules.breach import breach
from scheduler.rules.charge import Charge
from scheduler.rules.limit import AgentSpread, AllowanceSum, Limit, ShiftCosts, TransferTerms
from shiftmodels.data import AtMostOne, Gaps, SumRow

_FEW = np.arange(2)
_ONES = np.ones(2, dtype=np.int64)


class Mine(AgentRule):
    name: ClassVar[str] = "mine"
    unit: ClassVar = "times"

    def violations(self, tour):
        return iter(())
"""
OF_PLAN = HEAD.replace("Mine(AgentRule)", "Mine(PlanRule)").replace(
    "violations(self, tour)", "charges_of_roster(self, *_)"
)

Asker = Callable[..., None]


@pytest.fixture
def ask(tmp_path: Path) -> Asker:
    """Return what reads a plan whose rule has some methods, compiles it and audits that nobody works in it."""

    def asked(body: str, severity: str = "hard", head: str = HEAD) -> None:
        problem = read_plan(_plan(tmp_path / "plan", head, body, severity), allow_code=True)
        _ask_all(problem)

    return asked


def _plan(folder: Path, head: str, body: str, severity: str) -> Path:
    shutil.copytree(ROOT / "instances" / "tiny", folder)
    methods = "\n".join(f"    {line}" for line in body.splitlines())
    (folder / "mine.py").write_text(f"{head}\n{methods}\n", encoding="utf-8")
    price = "price = 2\n" if severity == "cost" else ""
    with (folder / "plan.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[rules.mine]\nfile = "mine.py"\nseverity = "{severity}"\n{price}')
    return folder


def _ask_all(problem: Problem) -> None:
    """Ask every rule for all that it can tell."""
    compile_problem(problem)
    nobody = Roster((), ())
    audit(nobody, problem)
    exact_cost(nobody, problem)
    for agent in problem.agents:
        for rule in problem.rule_book.of(agent):
            assert rule.further_activities is not None
    for plan_rule in problem.rule_book.of_plan:
        assert list(plan_rule.violations_of_roster(nobody, problem)) is not None


def _rows(text: str) -> str:
    return f"def rows(self, candidates):\n    yield {text}"


def _sum(text: str) -> str:
    return _rows(f"Limit(0, SumRow({text}))")


NUMBERS = "must be an array of distinct whole numbers, from 0 to below "
COEFFICIENTS = "coefficients of SumRow must be an array of whole numbers up to 10^9, one for each of 2 shifts"
FEW = "_FEW, _ONES, None, 1"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (_rows("7"), "rows must yield Limit or AllowanceSum; it is 7."),
        ("def rows(self, candidates):\n    return 7", "rows must yield Limit or AllowanceSum; it is 7."),
        ("def rows(self, candidates):\n    return None", "rows must yield Limit or AllowanceSum; it is None."),
        (_rows("Limit(0, None)"), "row of a Limit must be AtMostOne, SumRow or Gaps; it is None."),
        *(
            (_rows(f"Limit(0, AtMostOne({shifts}))"), f"shifts of AtMostOne {NUMBERS}")
            for shifts in ("[0, 1]", "None", "3", "'01'", "np.array([0., 1.])", "np.array([True, False])")
        ),
        (_rows("Limit(0, AtMostOne(np.array([[0, 1]])))"), f"shifts of AtMostOne {NUMBERS}"),
        (_rows("Limit(0, AtMostOne(np.array([0, 0])))"), f"shifts of AtMostOne {NUMBERS}"),
        (_rows("Limit(0, AtMostOne(np.array([-1, 0])))"), f"shifts of AtMostOne {NUMBERS}"),
        (_rows("Limit(0, AtMostOne(np.array([len(candidates)])))"), f"shifts of AtMostOne {NUMBERS}"),
        (_sum("np.array([1, 1]), _ONES, None, 1"), f"shifts of SumRow {NUMBERS}"),
        (_sum("_FEW, np.array([2**62, 2**62]), None, 2**62"), COEFFICIENTS),
        (_sum("_FEW, -10**9 - _ONES, None, 1"), COEFFICIENTS),
        (_sum("_FEW, np.ones(3, dtype=int), None, 1"), COEFFICIENTS),
        (_sum("_FEW, np.ones(2), None, 1"), COEFFICIENTS),
        (_sum("_FEW, None, None, 1"), COEFFICIENTS),
        (_sum("_FEW, _ONES, None, 2.5"), "lower and upper of SumRow must be whole numbers up to 10^12, or None"),
        (_sum("_FEW, _ONES, True, 1"), "lower and upper of SumRow must be whole numbers"),
        (_sum("_FEW, _ONES, None, 2**62"), "lower and upper of SumRow must be whole numbers"),
        (_sum("_FEW, _ONES, 2, 1"), "lower of SumRow must be at most its upper; it is '2 and 1'."),
        (_sum(f"{FEW}, scale=0"), "scale of SumRow must be a whole number of at least 1; it is 0."),
        (_sum(f"{FEW}, scale=1.5"), "scale of SumRow must be a whole number of at least 1"),
        (_sum(f"{FEW}, slack=0"), "slack of a row must be left out"),
        (_rows("Limit(0, Gaps(_FEW))"), "options of Gaps must be a tuple of arrays"),
        (_rows("Limit(0, Gaps(([0],)))"), f"each option of Gaps {NUMBERS}"),
        (_rows("Limit(0, Gaps((_FEW,), needed=0))"), "needed of Gaps must be a whole number of at least 1"),
        (_rows("Limit(0, Gaps((_FEW,), length=-1))"), "length of Gaps must be a whole number of at least 0"),
        (_rows("Limit(0, Gaps((_FEW,), when=0))"), "when of Gaps must be left out"),
        (
            _rows("Limit(0, Gaps((_FEW,), starts=[0]))"),
            "starts of Gaps must be an array of whole numbers",
        ),
        (
            _rows("Limit(0, Gaps((_FEW, _FEW), needed=2))"),
            "starts of Gaps must be an array of whole numbers",
        ),
        (
            _rows("Limit(0.5, AtMostOne(_FEW))"),
            "day of a row must be a whole number, of a day in or near the plan; it is 0.5.",
        ),
        (_rows("Limit(10**6, AtMostOne(_FEW))"), "day of a row must be a whole number, of a day in or near the plan"),
        (_rows("Limit(-10**6, AtMostOne(_FEW))"), "day of a row must be a whole number, of a day in or near the plan"),
        (_rows("Limit(0, AtMostOne(_FEW), breach=[1])"), "breach of a row must be hashable; it is [1]."),
        (_rows("Limit(0, AtMostOne(_FEW), allowance={})"), "allowance of a row must be hashable"),
        (_rows("Limit(0, Gaps((_FEW,)), when=(1, []))"), "when of a row must be hashable"),
        (_rows("Limit(0, AtMostOne(_FEW), units=0)"), "units of a row must be a whole number of at least 1"),
        (_rows("Limit(0, AtMostOne(_FEW), units=0.5)"), "units of a row must be a whole number of at least 1"),
        (_rows("Limit(0, AtMostOne(_FEW), allowance=1, allowance_size=0)"), "allowance_size of a row must be"),
        (_rows("Limit(0, AtMostOne(_FEW), price=0.5)"), "price of a row must be a Fraction of at least 0, or None"),
        (_rows("Limit(0, AtMostOne(_FEW), price=Fraction(-1))"), "price of a row must be a Fraction of at least 0"),
        (_rows("Limit(0, AtMostOne(_FEW), price=Fraction(0.1))"), "with a denominator of at most 10^12"),
        (_rows("AllowanceSum(0, 'ab', 1)"), "allowances of AllowanceSum must be a tuple of hashable names"),
        (_rows("AllowanceSum(0, ([],), 1)"), "allowances of AllowanceSum must be a tuple of hashable names"),
        (_rows("AllowanceSum(0, (1, 1), 1)"), "allowances of AllowanceSum must be distinct"),
        (_rows("AllowanceSum(0, (1, 2), None)"), "upper of AllowanceSum must be a whole number"),
        (_rows("AllowanceSum('monday', (1, 2), 1)"), "day of a row must be a whole number"),
    ],
)
def test_rows_that_engines_do_not_understand(ask: Asker, row: str, message: str) -> None:
    """Some of them had engines prove that there is no roster, or find none."""
    with pytest.raises(InputError) as caught:
        ask(row, "cost")
    assert "mine.py: rules.mine: Rule mine: " in str(caught.value)
    assert message in str(caught.value)


def _costs(text: str) -> str:
    return f"def shift_costs(self, candidates):\n    return {text}"


def _terms(text: str) -> str:
    return f"def transfer_terms(self):\n    return {text}"


def _charges(text: str) -> str:
    return f"def charges(self, tour):\n    return {text}"


def _breach(text: str) -> str:
    found = 'breach(self, tour.agent, tour.problem, (0, 60), "Too late.")'
    return f"def violations(self, tour):\n    found = {found}\n    yield {text}"


def _changed(text: str) -> str:
    # A copy is not looked at by pydantic.
    return _breach(f"found.model_copy(update={{{text}}})")


LISTED = "costs of ShiftCosts must be a list of Fractions, one for each of "
UNWANTED = "def unwanted_queues(self, agent):\n    return "
QUEUES = "unwanted_queues must return a frozenset of names of queues"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (_costs("7"), "shift_costs must return ShiftCosts or None; it is 7."),
        (_costs("ShiftCosts([])"), LISTED),
        (_costs("ShiftCosts(None)"), LISTED),
        (_costs("ShiftCosts([0.5] * len(candidates))"), "each cost of ShiftCosts must be a Fraction; it is 0.5."),
        (_costs("ShiftCosts([True] * len(candidates))"), "each cost of ShiftCosts must be a Fraction"),
        (_costs("ShiftCosts([float('nan')] * len(candidates))"), "each cost of ShiftCosts must be a Fraction"),
        (_costs("ShiftCosts([Fraction(0.1)] * len(candidates))"), "with a denominator of at most 10^12"),
        (_costs("ShiftCosts([10**30] * len(candidates))"), "each cost of ShiftCosts must be a Fraction"),
        (_costs("ShiftCosts([0] * len(candidates), None)"), "constant of ShiftCosts must be a Fraction"),
        (_terms("7"), "transfer_terms must return TransferTerms or None"),
        (_terms("TransferTerms(-60)"), "setup_minutes must be a whole number of at least 0"),
        (_terms("TransferTerms(60.0)"), "setup_minutes must be a whole number of at least 0"),
        (_terms("TransferTerms(45)"), "setup_minutes must lie on the grid of 60 minutes; it is 45."),
        (_terms("TransferTerms(most=-1)"), "most must be a whole number of at least 0, or None"),
        (_terms("TransferTerms(most='one')"), "most must be a whole number of at least 0, or None"),
        (_terms("TransferTerms(allowed=[('phone', 'chat')])"), "must be a frozenset of pairs of queues, or None"),
        (_terms("TransferTerms(allowed=frozenset({'phone'}))"), "must be a frozenset of pairs of queues, or None"),
        (_terms("TransferTerms(allowed=frozenset({('phone', 'fax')}))"), "must be a queue of the plan; it is 'fax'."),
        (f"{UNWANTED}'phone'", QUEUES),
        (f"{UNWANTED}None", QUEUES),
        (f"{UNWANTED}{{7}}", QUEUES),
        (f"{UNWANTED}frozenset({{'fax'}})", "each of unwanted_queues must be a queue of the plan; it is 'fax'."),
        (_charges("None"), "charges must yield Charge; it is None."),
        (_charges("[7]"), "charges must yield Charge; it is 7."),
        (_charges("[Charge(0.5, Fraction(1))]"), "amount of a Charge must be a Fraction of at least 0; it is 0.5."),
        (_charges("[Charge(Fraction(1), Fraction(-1))]"), "cost of a Charge must be a Fraction of at least 0"),
        (_changed("'amount': float('nan')"), "with amounts of at least 0, as whole numbers; it is nan."),
        (_changed("'amount': -1"), "with amounts of at least 0"),
        (_changed("'amount': 0.5"), "with amounts of at least 0, as whole numbers"),
        (_changed("'rule': 'daily_rest'"), "rule of a violation must be mine; it is 'daily_rest'."),
        (_changed("'severity': 'warning'"), "severity of a violation must be that of the rule, cost; it is 'warning'."),
        (_changed("'agent': 'nobody'"), "agent of a violation must be one of the plan, or None; it is 'nobody'."),
        ("look_back_days: ClassVar = -1", "look_back_days must be a whole number of at least 0; it is -1."),
        ("@property\ndef look_back_days(self): return 1.5", "look_back_days must be a whole number of at least 0"),
        ("def look_back_days(self): return 7", "look_back_days must be a whole number of at least 0"),
        ("@property\ndef further_activities(self): return 'tea'", "further_activities must be a frozenset of names"),
        ("@property\ndef unit_price(self): return 0.5", "unit_price must be a Fraction of at least 0; it is 0.5."),
        (
            "@property\ndef unit_price(self): return Fraction(-1)",
            "unit_price must be a Fraction of at least 0; it is -1.",
        ),
        ("@property\ndef further_activities(self): return {7}", "further_activities must be a frozenset of names"),
    ],
)
def test_answers_to_other_questions(ask: Asker, body: str, message: str) -> None:
    """Costs and terms for the model, charges and breaches for the auditor, and properties."""
    with pytest.raises(InputError) as caught:
        ask(body, "cost")
    assert "mine.py: rules.mine: Rule mine: " in str(caught.value)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("def refined(self, candidates, number): return None", "refined and kept must return Candidates; it is None."),
        ("def kept(self, candidates, offers): return [0]", "refined and kept must return Candidates; it is [0]."),
        (
            "def refined(self, candidates, number):\n"
            "    from dataclasses import replace\n"
            "    return replace(candidates, end=candidates.end[1:])",
            "end of candidates must be an array of whole numbers, one per candidate shift",
        ),
        (_changed("'severity': 'warning'"), "severity of a violation must be that of the rule, hard"),
        (_terms("TransferTerms(45)"), "setup_minutes must lie on the grid of 60 minutes; it is 45."),
    ],
)
def test_answers_of_hard_rules(ask: Asker, body: str, message: str) -> None:
    """A hard rule whose breaches are warnings would forbid nothing."""
    with pytest.raises(InputError) as caught:
        ask(body)
    assert "mine.py: rules.mine: Rule mine: " in str(caught.value)
    assert message in str(caught.value)


def _spread(agents: str = "_FEW", base: str = "_ONES", weights: str = "[*map(_all, c[:2])]", free: str = "0") -> str:
    found = f"AgentSpread({agents}, {base}, {weights}, {free})"
    return f"def spread(self, c):\n    _all = lambda own: np.ones(len(own), dtype=int)\n    return {found}"


NO_BREACH = "def violations_of_roster(self, roster, problem): return ()\n"
WEIGHTS = "weights of an agent must be an array of whole numbers up to 10^9, one for each of "


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("def spread(self, c): return 7", "spread must return AgentSpread or None; it is 7."),
        (_spread(agents="[0, 1]"), "agents of AgentSpread must be an array of distinct whole numbers"),
        (_spread(agents="np.array([1, 1])"), "agents of AgentSpread must be an array of distinct whole numbers"),
        (_spread(agents="np.array([0, 4])"), "agents of AgentSpread must be an array of distinct whole numbers"),
        (_spread(base="np.ones(2)"), "base of AgentSpread must be an array of whole numbers"),
        (_spread(base="np.ones(1, dtype=int)"), "base of AgentSpread must be an array of whole numbers"),
        (_spread(weights="None"), "weights of AgentSpread must be a tuple of arrays, one for each of 2 agents"),
        (
            _spread(weights="(_all(c[0]),)"),
            "weights of AgentSpread must be a tuple of arrays, one for each of 2 agents",
        ),
        (_spread(weights="(_all(c[0]), _all(c[1])[1:])"), WEIGHTS),
        (_spread(weights="(_all(c[0]), _all(c[1]) / 2)"), WEIGHTS),
        (_spread(weights="(_all(c[0]), _all(c[1]) * 2**62)"), WEIGHTS),
        (_spread(free="-1"), "free of AgentSpread must be a whole number of at least 0; it is -1."),
        (_spread(free="0.5"), "free of AgentSpread must be a whole number of at least 0"),
    ],
)
def test_answers_of_rules_about_agents_together(ask: Asker, body: str, message: str) -> None:
    """What they compare has the shapes of the agents and their candidates."""
    with pytest.raises(InputError) as caught:
        ask(NO_BREACH + body, "cost", OF_PLAN)
    assert "mine.py: rules.mine: Rule mine: " in str(caught.value)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("found", "message"),
    [
        ("7", "violations_of_roster must yield violations, with amounts of at least 0; it is 7."),
        ("found.model_copy(update={'agent': 'nobody'})", "agent of a violation must be one of the plan, or None"),
        ("found.model_copy(update={'severity': 'warning'})", "severity of a violation must be that of the rule, cost"),
    ],
)
def test_breaches_of_rosters(ask: Asker, found: str, message: str) -> None:
    """Rules about agents together are asked with the roster and the plan."""
    body = "def violations_of_roster(self, roster, problem):\n    found = breach(self, None, problem, (0, 60), 'Late.')"
    with pytest.raises(InputError) as caught:
        ask(f"{body}\n    yield {found}", "cost", OF_PLAN)
    assert message in str(caught.value)


def test_charges_of_rosters(ask: Asker) -> None:
    """They are looked at like those of tours."""
    with pytest.raises(InputError, match="charges_of_roster must yield Charge; it is 7"):
        ask(NO_BREACH, "cost", OF_PLAN.replace("return iter(())", "return 7"))


@pytest.mark.parametrize("severity", ["hard", "warning", "cost"])
@pytest.mark.parametrize(
    "body",
    [
        "",
        _sum(FEW),
        _sum("_FEW.astype(np.uint8), _ONES.astype(np.int32), np.int64(0), np.int64(2), scale=np.int64(2)"),
        _sum("np.zeros(0, dtype=int), np.zeros(0, dtype=int), None, 0"),
        "def rows(self, candidates): return ()",
        "def rows(self, candidates): return [Limit(-400, AtMostOne(_FEW)), Limit(2, AtMostOne(_FEW))]",
        _rows("Limit(1, AtMostOne(_FEW), breach=('a', 1), units=60, price=3)"),
        _rows("Limit(0, Gaps((_FEW, _FEW), starts=np.array([0, 60]), length=60, needed=2), when='rest')"),
        _rows("Limit(0, AtMostOne(_FEW), allowance='a')\n    yield AllowanceSum(0, ('a',), 0, price=Fraction(1, 3))"),
        _costs("None"),
        _costs("ShiftCosts([np.int64(2)] * len(candidates), 3)"),
        _costs("ShiftCosts([-self.unit_price] * len(candidates), self.unit_price)"),
        _terms("None"),
        _terms("TransferTerms(60, 0, frozenset({('phone', 'chat')}))"),
        f"{UNWANTED}frozenset({{'chat'}})",
        f"{UNWANTED}set()",
        _charges("[Charge(Fraction(1, 7), 0)]"),
        _changed("'agent': None"),
        _breach("found"),
        "look_back_days: ClassVar = 7",
        # Fields are pydantic's affair, which warns of this one.
        pytest.param("look_back_days: int = 7", marks=pytest.mark.filterwarnings("ignore:Field name")),
        "@property\ndef look_back_days(self): return 7",
        "@property\ndef unit_price(self): return Fraction(self.price or 0) / 100",
        "@property\ndef further_activities(self): return {'tea'}",
        "def refined(self, candidates, number): return candidates",
        "def kept(self, candidates, offers): return candidates.keep(candidates.day == 0)",
        "def allowed(self, candidates): return candidates.day == 0",
        "def excess(self, candidates): return candidates.day",
        "def spread(self, one, other): return 'a method of its own'",
        "@staticmethod\ndef transfer_terms(): return None",
    ],
)
def test_legal_answers_pass(ask: Asker, body: str, severity: str) -> None:
    """Whatever the severity is."""
    ask(body, severity)


@pytest.mark.parametrize("severity", ["hard", "warning", "cost"])
@pytest.mark.parametrize(
    "body",
    [
        NO_BREACH,
        f"{NO_BREACH}{_spread()}",
        f"{NO_BREACH}{_spread(agents='np.zeros(0, dtype=int)', base='np.zeros(0, dtype=int)', weights='()')}",
        f"{NO_BREACH}def charges_of_roster(self, roster, problem): return [Charge(1, Fraction(2))]",
        "def violations_of_roster(self, roster, problem): yield breach(self, None, problem, (0, 60), 'Late.', 7)",
    ],
)
def test_legal_answers_of_rules_about_agents_together(ask: Asker, body: str, severity: str) -> None:
    """Whatever the severity is."""
    ask(body, severity, OF_PLAN)


def test_a_list_stays_one(ask: Asker) -> None:
    """A rule's own code may count what its other methods list."""
    ask(
        "def violations(self, tour): return []\n"
        "def charges(self, tour): return [Charge(1, 1)] * len(self.violations(tour))",
        "cost",
    )


@pytest.mark.parametrize("instance", ["tiny", "two-sites-peak", "helpdesk"])
@pytest.mark.parametrize("packs", [(), ("uk", "au", "us-fair-workweek"), ("de", "us-ca")])
def test_answers_of_built_in_rules_pass(monkeypatch: pytest.MonkeyPatch, instance: str, packs: tuple[str, ...]) -> None:
    """Every kind is an example of what a rule may answer."""
    problem = read_plan(ROOT / "instances" / instance)
    monkeypatch.setattr(own_answers, "_SOURCES", type(own_answers._SOURCES)())
    for kind in RULES.values():
        for name in own_answers._CHECKS:
            if hasattr(kind, name):
                monkeypatch.setattr(kind, name, getattr_static(kind, name))
        check_answers(kind, "built-in")
    _ask_all(problem.model_copy(update={"packs": packs}))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("def allowed(self, candidates): return next(iter(()))", "mine.py: line 23: StopIteration."),
        ("def violations(self, tour): return next(iter(()))", "mine.py: line 23: StopIteration."),
        ("def rows(self, candidates): raise GeneratorExit", "mine.py: line 23: GeneratorExit."),
        ("def rows(self, candidates):\n    yield next(iter(()))", "mine.py: line 24: StopIteration."),
        ("def rows(self, candidates):\n    raise GeneratorExit\n    yield", "mine.py: line 24: GeneratorExit."),
        ("def excess(self, candidates): return self.excess(candidates)", "mine.py: line 23: RecursionError: "),
        ("def allowed(self): return None", "rules.mine: Rule mine: TypeError: Mine.allowed() takes 1 positional"),
        ("def rows(self, candidates): return map(int, 'a')", "Rule mine: ValueError: invalid literal for int()"),
        ("def allowed(self, candidates): candidates.start[:] = 0", "line 23: ValueError: assignment destination"),
        ("def excess(self, candidates): candidates.work[0] -= 30", "line 23: ValueError: assignment destination"),
        ("def allowed(self, candidates): open('no where')", "line 23: FileNotFoundError: [Errno 2] No such file"),
        ("def allowed(self, candidates): import sys; sys.exit(7)", "mine.py: line 23: SystemExit: 7."),
        ("@property\ndef look_back_days(self): return 1 / 0", "mine.py: line 24: ZeroDivisionError: division by zero."),
        (
            "def allowed(self, candidates):\n    import click\n    raise click.ClickException('No.')",
            "mine.py: line 25: ClickException: No.",
        ),
        (
            "def allowed(self, candidates):\n"
            "    from scheduler.errors import AuditMismatch\n"
            "    raise AuditMismatch('No.')",
            "mine.py: line 25: AuditMismatch: No.",
        ),
        (
            "def violations(self, tour):\n    yield breach(self, tour.agent, tour.problem, (0, 60), 7, 'much')",
            "line 24: ValidationError: Violation: message: 7 is not text. amount: 'much' is not a whole number. ",
        ),
    ],
)
def test_what_code_raises_is_told_as_its_error(
    tmp_path: Path, body: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 3 and one line, also for what means something else where the program itself raises it."""
    plan = _plan(tmp_path / "plan", HEAD, body, "hard")
    options = ["--allow-code", "--time-limit", "100", "--quiet", "--no-pictures"]
    assert run(["build", str(plan), "--out", str(tmp_path / "run"), *options]) == 3
    told = capsys.readouterr().err
    assert message in told
    assert "mine.py: " in told
    assert len(told.splitlines()) == 1


class _Endless(AgentRule):
    """A rule whose code calls itself, ends a loop that is not its own, and divides by zero."""

    name: ClassVar[str] = "endless"

    def excess(self, candidates: Candidates) -> IntArray | None:
        """Ask itself."""
        return self.excess(candidates)

    def allowed(self, candidates: Candidates) -> np.ndarray | None:
        """Take what there is none of."""
        return next(iter(()))

    def transfer_terms(self) -> TransferTerms | None:
        """Fail as any code may."""
        return TransferTerms(1 // 0)


def test_errors_in_the_code_of_a_package() -> None:
    """What is swallowed or endless is told as an error of the package; other errors keep their trace."""
    problem = read_plan(ROOT / "instances" / "tiny")
    candidates = candidates_of(problem, problem.agents[0], Offers(problem))
    check_answers(_Endless, "a package")
    rule = _Endless()
    with pytest.raises(InputError, match="Rule endless: RecursionError"):
        rule.excess(candidates)
    with pytest.raises(InputError, match="Rule endless: StopIteration"):
        rule.allowed(candidates)
    with pytest.raises(ZeroDivisionError):
        rule.transfer_terms()


@pytest.mark.parametrize(
    "raised",
    ["open('no where')", "_click.exceptions.ClickException('No.')", "_AuditMismatch('No.')", "KeyError('No.')"],
)
def test_errors_where_no_answer_is_asked_for(tmp_path: Path, raised: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A method that is not looked at may raise anything too: file and line, exit code 3."""
    imports = "import click as _click\nfrom scheduler.errors import AuditMismatch as _AuditMismatch\n"
    head = HEAD.replace("import numpy", f"{imports}import numpy")
    plan = _plan(tmp_path / "plan", head, f"def is_meant_for(self, agent):\n    raise {raised}", "hard")
    assert run(["build", str(plan), "--out", str(tmp_path / "run"), "--allow-code", "--quiet"]) == 3
    told = capsys.readouterr().err
    assert "mine.py: line 26: " in told
    assert len(told.splitlines()) == 1


def test_an_interruption_stays_one(tmp_path: Path) -> None:
    """Ctrl-C may come while the code of a rule runs: exit code 130."""
    body = "def allowed(self, candidates): raise KeyboardInterrupt"
    plan = _plan(tmp_path / "plan", HEAD, body, "hard")
    assert run(["build", str(plan), "--out", str(tmp_path / "run"), "--allow-code", "--quiet"]) == 130


@pytest.mark.parametrize(
    ("head", "body", "message"),
    [
        (HEAD.replace("def violations", "def _other"), "", "Class Mine does not define violations."),
        (OF_PLAN, "", "Class Mine does not define violations_of_roster."),
        (OF_PLAN.replace("charges_of_roster", "_other"), NO_BREACH, "Class Mine does not define charges_of_roster."),
        (HEAD.replace('"times"', '"minutes"'), "", "Class Mine has the unit 'minutes'."),
        (HEAD.replace('"times"', "None"), "", "Class Mine has the unit None."),
        (HEAD, "latest = 7", "PydanticUserError: A non-annotated attribute was detected: `latest = 7`."),
    ],
)
def test_classes_that_lack_something(ask: Asker, head: str, body: str, message: str) -> None:
    """They are refused when their file is loaded, not when the auditor asks."""
    with pytest.raises(InputError) as caught:
        ask(body, "hard", head)
    assert message in str(caught.value)
    assert "http" not in str(caught.value)


def test_a_rule_without_a_price_needs_no_charges(ask: Asker) -> None:
    """Severity ``cost`` is refused for it anyhow."""
    ask(NO_BREACH, "hard", OF_PLAN.replace('"times"', '""').replace("charges_of_roster", "_other"))
