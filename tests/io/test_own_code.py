"""Rules that come with a plan as Python files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from scheduler.cli.main import run
from scheduler.errors import InputError
from scheduler.io.plan_source import PlanSource
from scheduler.io.read import read_plan
from scheduler.io.write import write_plan
from scheduler.rules.own import own_files

ROOT = Path(__file__).parent.parent.parent
LATE_END = ROOT / "tests" / "own_rules" / "late_end.py"
RULE = '\n[rules.mine]\nfile = "late_end.py"\nlatest = "16:00"\n'
FAST = ["--time-limit", "200", "--quiet", "--no-pictures"]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Return the plan ``tiny``, in which nobody may work past 16:00."""
    folder = tmp_path / "plan"
    shutil.copytree(ROOT / "instances" / "tiny", folder)
    with (folder / "plan.toml").open("a", encoding="utf-8") as file:
        file.write(RULE)
    shutil.copy(LATE_END, folder)
    return folder


def _built(plan: Path, *options: str) -> tuple[int, dict[str, object]]:
    """Exit code and result of a run."""
    folder = plan.with_name("run")
    code = run(["build", str(plan), "--out", str(folder), "--allow-code", *FAST, *options])
    return code, json.loads((folder / "result.json").read_text(encoding="utf-8"))


def test_code_is_not_run_unless_it_is_allowed(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that would leave a trace when it is run leaves none; one line says what to do, exit code 3."""
    trace = plan.with_name("trace")
    (plan / "late_end.py").write_text(f"open({str(trace)!r}, 'w')\n", encoding="utf-8")
    assert run(["check", str(plan)]) == 3
    assert "rules.mine.file: Rule mine is Python code in late_end.py" in capsys.readouterr().err
    assert not trace.exists()


def test_the_engine_keeps_a_hard_rule_and_the_auditor_finds_breaches(plan: Path) -> None:
    """No shift of the roster ends after 16:00; that of the plan without the rule has one that does."""
    code, result = _built(plan)
    assert (code, result["status"], result["violations"]) == (0, "optimal", [])
    rows = (plan.with_name("run") / "roster.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert max(row.split(",")[4][11:16] for row in rows) <= "16:00"
    other = plan.with_name("other")
    assert run(["build", str(ROOT / "instances" / "tiny"), "--out", str(other), *FAST]) == 0
    assert run(["audit", str(plan), str(other), "--allow-code"]) == 5


def test_an_own_term_of_the_objective(plan: Path) -> None:
    """One late hour at 2 is cheaper than to do without: 399 + 2, in engine and audit."""
    code, result = _built(plan, "--set", 'rules.mine.severity="cost"', "--set", "rules.mine.price=2")
    terms = result["cost_terms"]
    assert isinstance(terms, dict)
    assert code == 0
    assert terms["rule:mine"]["cost"] == 2 * terms["rule:mine"]["amount"] > 0
    assert result["cost"] == result["bound"] == 401


def test_no_roster_where_both_sides_of_a_rule_disagree(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The model is told of half of the breach: exit code 5, both numbers, the rule that may be wrong, no run."""
    source = LATE_END.read_text(encoding="utf-8")
    changed = source.replace(".clip(min=0)", ".clip(min=0) // 2")
    assert changed != source
    (plan / "late_end.py").write_text(changed, encoding="utf-8")
    options = ["--allow-code", "--set", 'rules.mine.severity="cost"', "--set", "rules.mine.price=2"]
    assert run(["build", str(plan), "--out", str(plan.with_name("run")), *FAST, *options]) == 5
    told = capsys.readouterr().err
    assert "The engine claims a cost of" in told
    assert "No built-in rule: mine; what such a rule tells the model may charge otherwise than its audit." in told
    assert not plan.with_name("run").exists()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("class LateEnd(", "class LateEnd(:", "late_end.py: line 16: SyntaxError"),
        ("class LateEnd(", "import nowhere\n\nclass LateEnd(", "late_end.py: line 16: ModuleNotFoundError"),
        ("(AgentRule)", "", "Defines 0 rules; it must define one class"),
        ("class LateEnd(", "class Other(AgentRule): pass\nclass LateEnd(", "Defines 2 rules"),
        ('    name: ClassVar[str] = "late_end"\n', "", "Class LateEnd has no name."),
        ("    latest: TimeOfDay", "    file: str = ''\n    latest: TimeOfDay", "has a parameter file"),
        ("    latest: TimeOfDay", "    latest: 'Nowhere'", "late_end.py: PydanticUndefinedAnnotation: name 'Nowhere'"),
        ("    latest: TimeOfDay", "    latest: 'IntArray'", "late_end.py: PydanticSchemaGenerationError: Unable"),
    ],
)
def test_files_that_are_no_rule(plan: Path, old: str, new: str, message: str) -> None:
    """File, line and remedy, whatever is wrong with it."""
    source = LATE_END.read_text(encoding="utf-8")
    assert old in source
    (plan / "late_end.py").write_text(source.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_plan(plan, allow_code=True)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("late_end.py", "nowhere.py", "nowhere.py: Cannot be read: No such file or directory."),
        ('"late_end.py"', "7", "rules.mine.file: file is not text."),
        ("latest =", "lattest =", "lattest"),
        ("latest =", 'kind = "daily_rest"\nlatest =', "rules.mine.kind: Rule mine comes from a file"),
        ("[rules.mine]", "[rules.weekly_rest]", "weekly_rest is itself a kind of rule"),
        ('"16:00"', '"26:00"', "rules.mine.latest"),
    ],
)
def test_plans_that_name_a_file_wrongly(plan: Path, old: str, new: str, message: str) -> None:
    """Parameters of an own rule are checked like any other."""
    text = (plan / "plan.toml").read_text(encoding="utf-8")
    head, rule = text[: -len(RULE)], text[-len(RULE) :]
    (plan / "plan.toml").write_text(head + rule.replace(old, new), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_plan(plan, allow_code=True)
    assert message in str(caught.value)


def test_a_contract_changes_an_own_rule_and_brings_none(plan: Path) -> None:
    """Parameters may differ by contract; a file stands with the plan."""
    path = plan / "plan.toml"
    text, cost = path.read_text(encoding="utf-8"), "hourly_cost = 12"
    path.write_text(text.replace(cost, f'{cost}\nrules.mine.latest = "17:00"'), encoding="utf-8")
    assert read_plan(plan, allow_code=True).contracts[0].rules["mine"] == {"latest": "17:00"}
    path.write_text(
        text.replace("hourly_cost = 12", 'hourly_cost = 12\nrules.x.file = "late_end.py"'), encoding="utf-8"
    )
    with pytest.raises(InputError, match=r"Move file to \[rules.x\] of the plan"):
        read_plan(plan, allow_code=True)


def test_an_error_in_the_code_is_told_with_its_line(plan: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A rule that fails while it is asked: file, line, what; no traceback, exit code 3."""
    source = LATE_END.read_text(encoding="utf-8")
    line = next(number for number, text in enumerate(source.splitlines(), 1) if "limits = [" in text)
    (plan / "late_end.py").write_text(source.replace("limits = [", "limits = 1 / 0, ["), encoding="utf-8")
    assert run(["build", str(plan), "--out", str(plan.with_name("run")), "--allow-code", *FAST]) == 3
    assert f"late_end.py: line {line}: ZeroDivisionError: division by zero." in capsys.readouterr().err


EXCESS = "return (candidates.end - limits).clip(min=0)"
AMOUNTS = "excess must be whole numbers of at least 0, one per candidate shift"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (EXCESS, "return (candidates.end - limits).clip(min=0) * float('nan')", AMOUNTS),
        (EXCESS, "return (candidates.end - limits).clip(min=0)[1:]", AMOUNTS),
        (EXCESS, "return ['late'] * len(candidates)", AMOUNTS),
        (EXCESS, "return [[0], [1, 2]]", AMOUNTS),
        (EXCESS, "return [10**30] * len(candidates)", AMOUNTS),
        (EXCESS, "return (candidates.end - limits).clip(min=0) / 7", AMOUNTS),
        (EXCESS, "return candidates.end - limits", AMOUNTS),
        ("def excess", "def allowed(self, candidates): return [0.5]\n    def _other", "allowed must be true or false"),
        ("yield breach(", "yield 7 or breach(", "violations must yield violations"),
        ("amount=end - limit)", "amount=limit - end)", "violations must yield violations, with amounts of at least 0"),
        ("def violations", "def violations(self, tour): return None\n    def _other", "it is None."),
        (EXCESS, "import sys\n        sys.exit(7)", "SystemExit: 7."),
        ("class LateEnd(", "import sys\nsys.exit(7)\nclass LateEnd(", "SystemExit: 7."),
    ],
)
def test_answers_of_the_wrong_kind(
    plan: Path, old: str, new: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """File, rule and what is expected, whatever the code answers: no traceback, exit code 3."""
    source = LATE_END.read_text(encoding="utf-8")
    assert old in source
    (plan / "late_end.py").write_text(source.replace(old, new), encoding="utf-8")
    options = ["--allow-code", "--set", 'rules.mine.severity="cost"', "--set", "rules.mine.price=0.01"]
    assert run(["build", str(plan), "--out", str(plan.with_name("run")), *FAST, *options]) == 3
    told = capsys.readouterr().err
    assert "late_end.py: " in told
    assert message in told


@pytest.mark.parametrize("form", ["elsewhere/folder", "plan.xlsx", "elsewhere/plan.json"])
def test_other_forms_find_the_file(plan: Path, tmp_path: Path, form: str) -> None:
    """The path is written so that it starts at the new place; the plan is the same, and so is its code."""
    problem = read_plan(plan, allow_code=True)
    write_plan(problem, tmp_path / form)
    again = read_plan(tmp_path / form, allow_code=True)
    assert again == problem
    assert own_files(again) == [plan / "late_end.py"]


def test_the_fingerprint_covers_the_code(plan: Path) -> None:
    """A changed rule is another plan, so that ``rerun`` refuses it; no compiled copy lies beside the plan."""
    source = PlanSource(plan, allow_code=True)
    before = source.sha256(source.read())
    assert source.sha256(source.read()) == before
    with (plan / "late_end.py").open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert source.sha256(source.read()) != before
    assert not (plan / "__pycache__").exists()
