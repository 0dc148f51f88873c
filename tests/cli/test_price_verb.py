"""What each weight and each rule costs."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scheduler.cli.main import run
from scheduler.prices import Price, Variant, _price
from scheduler.result import Result
from tests.processes import SOON_SECONDS

ROOT = Path(__file__).parent.parent.parent
TINY = ROOT / "instances" / "tiny"


def _priced(capsys: pytest.CaptureFixture[str], plan: Path, *options: str, code: int = 0) -> dict[str, dict[str, Any]]:
    assert run(["price", str(plan), "--time-limit", "200", "--quiet", "--json", *options]) == code
    document = json.loads(capsys.readouterr().out)
    return {price["name"]: price for price in document["prices"]} | {"": document["plan"]}


def test_weights_and_rules_of_tiny(capsys: pytest.CaptureFixture[str]) -> None:
    """399 by hand: nobody works where nothing is missed, two hours too many cost 2, and nobody works two days alike."""
    prices = _priced(capsys, TINY)
    assert prices[""] == {"status": "optimal", "cost": 399.0, "bound": 399.0}
    savings = {name: (price["least"], price["saving"], price["most"]) for name, price in prices.items() if name}
    assert savings == {
        "weights.understaffing": (399.0, 399.0, 399.0),
        "weights.overstaffing": (2.0, 2.0, 2.0),
        "weights.preferences": (0.0, 0.0, 0.0),
        "rules.daily_rest": (0.0, 0.0, 0.0),
    }
    assert _priced(capsys, TINY, "--rules").keys() == {"", "rules.daily_rest"}


def test_a_rule_that_makes_a_plan_impossible(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without it there is a roster; what it saves is not known, and the exit code is that of the plan."""
    plan = Path(shutil.copytree(TINY, tmp_path / "plan"))
    rule = ["--set", "contracts.'full time'.minimum_minutes_per_week=2100", "--set", "rules.daily_rest.hours=30"]
    prices = _priced(capsys, plan, "--rules", *rule, "--set", "days=7", code=4)
    assert prices[""]["status"] == "infeasible"
    freed = prices["rules.daily_rest"]
    assert freed["cost"] is not None
    assert (freed["saving"], freed["most"]) == (None, None)


@pytest.mark.parametrize("verb", ["price", "value"])
def test_a_plan_without_a_roster_is_told_of(tmp_path: Path, capsys: pytest.CaptureFixture[str], verb: str) -> None:
    """A table of dashes does not say what the exit code means."""
    plan = Path(shutil.copytree(TINY, tmp_path / "plan"))
    lines = (plan / "requirements.csv").read_text(encoding="utf-8").splitlines()
    columns = ["minimum", "9", *("" for _ in lines[2:])]
    text = "\n".join(f"{line},{cell}" for line, cell in zip(lines, columns, strict=True))
    (plan / "requirements.csv").write_text(text, encoding="utf-8")
    assert run([verb, str(plan), "--time-limit", "200", "--quiet"]) == 4
    assert capsys.readouterr().out.endswith("Proven: no roster of this plan keeps every hard rule.\n")


def _result(cost: float | None, bound: float | None) -> Result:
    return Result.model_construct(status="feasible", cost=cost, bound=bound)


@pytest.mark.parametrize(
    ("name", "first", "other", "expected"),
    [
        ("rules.x", (100.0, 90.0), (80.0, 70.0), (20.0, 10.0, 30.0)),
        ("rules.x", (100.0, 90.0), (95.0, 70.0), (5.0, 0.0, 30.0)),
        ("weights.preferences", (100.0, 90.0), (95.0, 70.0), (5.0, -5.0, 30.0)),
        ("rules.x", (100.0, None), (80.0, None), (20.0, 0.0, None)),
        ("rules.x", (None, 90.0), (80.0, 70.0), (None, 10.0, None)),
    ],
)
def test_limits_of_a_saving(name: str, first: Any, other: Any, expected: Any) -> None:
    """The true one is between bound less cost and cost less bound; never below 0 where a rule only forbids."""
    price: Price = _price(
        Variant(name, None), _result(*first), _result(*other), is_burden=name != "weights.preferences"
    )
    assert (price.saving, price.least, price.most) == expected


def test_a_rule_that_also_gives(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """
    An hour of q, an hour of set-up, an hour of r: without the set-up that hour is one too many on a queue.

    What such a rule saves may be less than nothing.
    """
    plan = Path(shutil.copytree(TINY, tmp_path / "plan"))
    text = (plan / "plan.toml").read_text(encoding="utf-8")
    (plan / "plan.toml").write_text(
        text.replace("[[contracts]]", "", 2).split("[[patterns]]")[0]
        + """
[rules.transfers]
setup_minutes = 60

[[patterns]]
pattern = "three"
earliest_start = "08:00"
latest_start = "08:00"
start_step_minutes = 60
lengths_minutes = [180]

[[contracts]]
contract = "all"
patterns = ["three"]
""",
        encoding="utf-8",
    )
    (plan / "agents.csv").write_text("agent,site,contract,skills\nanna,office,all,phone|chat\n", encoding="utf-8")
    rows = "2026-11-30T08:00,phone,1\n2026-11-30T10:00,chat,1\n"
    (plan / "requirements.csv").write_text(f"interval_start,queue,required\n{rows}", encoding="utf-8")
    (plan / "absences.csv").unlink()
    price = _priced(capsys, plan, "--rules")["rules.transfers"]
    assert price["saving"] == price["least"] == price["most"] == -2.0


def test_savings_of_a_plan_with_priorities(capsys: pytest.CaptureFixture[str]) -> None:
    """What comes first in order may cost more in sum: that a saving is not below 0 is not claimed."""
    prices = _priced(capsys, TINY, "--weights", "--set", 'priorities=["understaffing"]')
    assert prices.pop("")["cost"] == 399.0
    assert {(price["least"], price["most"]) for price in prices.values()} == {(None, None)}


def test_interrupt() -> None:
    """SIGINT ends all runs soon: exit code 130; of runs that have ended and of those that have not is told."""
    command = [sys.executable, "-m", "scheduler", "price", str(ROOT / "instances" / "helpdesk"), "--rules", "--json"]
    process = subprocess.Popen(
        [*command, "--time-limit", "4"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, text=True
    )
    assert process.stderr is not None
    assert any(line.startswith("done: ") for line in process.stderr)
    process.send_signal(signal.SIGINT)
    text, _ = process.communicate(timeout=SOON_SECONDS)
    assert process.returncode == 130
    document = json.loads(text)
    ends = {run["status"] for run in [document["plan"], *document["prices"]]}
    assert "interrupted" in ends
    assert len(ends) > 1
