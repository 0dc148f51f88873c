"""Plans made from weeks of real contact centres and from the synthetic family."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from scheduler.staffing import staff
from scripts.instance_families import anonymous_bank, bank_calls, interval_family
from scripts.instance_families.crew import ContractShare, SkillGroup, required_hours, size_crew
from scripts.instance_families.weeks import UsageError, read_rows, rows_of_week
from scripts.make_instance import main

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "data"
TOOLS = ROOT.parent / "shared" / "tools"

needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the real weeks are kept outside the project, not here")
needs_tools = pytest.mark.skipif(
    not (TOOLS / "interval_family.py").is_file(), reason="the synthetic family is kept outside the project, not here"
)


def _bank_data(folder: Path) -> Path:
    """Two half hours of three queues on a Sunday, and one on the Saturday after, in the layout of the bank's data."""
    (folder / "anonymous_bank").mkdir()
    lines = ["interval_start,queue,offered,answered,abandoned,answered_within_20s,aht_s,mean_wait_s"]
    for queue in ("PS", "NW", "NE", "IN", "PE", "TT"):
        lines += [f"1999-02-07 08:00,{queue},30,28,2,20,120.0,10.0", f"1999-02-07 08:30,{queue},6,0,6,0,,50.0"]
    lines.append("1999-02-13 20:00,PS,9,9,0,9,200.0,0.0")
    (folder / "anonymous_bank" / "february_1999_30min_by_queue.csv").write_text("\n".join(lines), encoding="utf-8")
    return folder


def _calls_data(folder: Path) -> Path:
    """A quarter of an hour and the last five minutes of a Monday, in the layout of the bank calls."""
    (folder / "bank_calls").mkdir()
    text = "interval_start,volume\n2003-03-03T07:00,10\n2003-03-03T07:05,20\n2003-03-03T07:10,30\n2003-03-03T21:00,7\n"
    (folder / "bank_calls" / "bank_calls.csv").write_text(text, encoding="utf-8")
    return folder


def test_missing_handling_time_is_the_mean_of_the_day(tmp_path: Path) -> None:
    """A half hour in which nobody was answered takes the mean of the queue's other half hours of that date."""
    plan = anonymous_bank.make_plan(_bank_data(tmp_path), dt.date(1999, 2, 7))
    rows = [row for row in plan.demand if row.queue == "PS"]
    assert [(row.volume, row.aht_seconds) for row in rows] == [(30, 120), (6, 120), (9, 200)]
    assert rows[0].interval_start.isoformat() == "1999-02-07T08:00:00+02:00"


def test_patience_is_what_the_calls_show(tmp_path: Path) -> None:
    """Mean patience is the total wait over the number who left."""
    # (30 x 10 s + 6 x 50 s) / (2 + 6) = 600 / 8 = 75 s.
    plan = anonymous_bank.make_plan(_bank_data(tmp_path), dt.date(1999, 2, 7))
    goal = plan.queue_named["NW"].service_goal
    assert goal is not None
    assert goal.patience_seconds == 75


def test_five_minutes_add_up_to_intervals(tmp_path: Path) -> None:
    """Volumes of 10, 20 and 30 are 60 in a quarter of an hour, and the name says what is assumed."""
    plan = bank_calls.make_plan(_calls_data(tmp_path), dt.date(2003, 3, 3), 15, 300)
    assert [(row.interval_start.isoformat(), row.volume) for row in plan.demand] == [
        ("2003-03-03T07:00:00-05:00", 60),
        ("2003-03-03T21:00:00-05:00", 7),
    ]
    assert "300 s" in plan.name
    assert "America/New_York" in plan.name


def test_crew_is_as_large_as_the_hours_ask_for(tmp_path: Path) -> None:
    """People are required hours x supply / hours of one, spread over groups and contracts by their shares."""
    plan = bank_calls.make_plan(_calls_data(tmp_path), dt.date(2003, 3, 3), 15, 9000)
    hours = required_hours(plan)["calls"]
    contracts = (ContractShare("full time", 0.75, 1.0), ContractShare("part time", 0.25, 0.2))
    crew = size_crew(plan, "bank", (SkillGroup(("calls",)),), contracts, supply=2.0)
    # One person gives 0.75 x 1 + 0.25 x 0.2 = 0.8 hours on average.
    assert len(crew) == round(2.0 * hours / 0.8)
    spread = Counter(agent.contract for agent in crew)
    assert abs(spread["full time"] - 0.75 * len(crew)) < 1


def test_week_must_begin_on_its_first_weekday_and_lie_in_the_data(tmp_path: Path) -> None:
    """A Tuesday, a week before the data, and data that are not there are refused in words."""
    data = _bank_data(tmp_path)
    with pytest.raises(UsageError, match="Monday; give a Sunday"):
        anonymous_bank.make_plan(data, dt.date(1999, 2, 8))
    with pytest.raises(UsageError, match="reach from 1999-02-07 to 1999-02-13"):
        anonymous_bank.make_plan(data, dt.date(1999, 1, 31))
    with pytest.raises(UsageError, match="--data"):
        bank_calls.make_plan(tmp_path, dt.date(2003, 3, 3), 15, 240)
    with pytest.raises(UsageError, match="--tools"):
        interval_family.make_plan(tmp_path, 10, 30, "day", 0.8, 1)


def test_columns_are_checked(tmp_path: Path) -> None:
    """A file without a column that is needed is refused."""
    path = tmp_path / "calls.csv"
    path.write_text("interval_start\n2003-03-03T07:00\n", encoding="utf-8")
    with pytest.raises(UsageError, match="volume"):
        read_rows(path, {"interval_start", "volume"})


def test_week_that_outlasts_the_data_is_refused() -> None:
    """A week of which a working weekday lies after the last row is not cut short in silence."""
    rows = [{"interval_start": f"2003-03-{day:02d}T07:00"} for day in (3, 4, 5, 6, 7, 10, 11)]
    assert len(rows_of_week(rows, dt.date(2003, 3, 3), 0)) == 5
    with pytest.raises(UsageError):
        rows_of_week(rows, dt.date(2003, 3, 10), 0)


@needs_data
def test_week_of_the_small_bank() -> None:
    """The week of 7 February 1999 has all six queues and a staff with 100 to 110 % of the required hours."""
    plan = anonymous_bank.make_plan(DATA, dt.date(1999, 2, 7))
    assert {row.queue for row in plan.demand} == {"PS", "PE", "IN", "NE", "NW", "TT"}
    maxima = [plan.contract_of[agent.agent].maximum_minutes_per_week or 0 for agent in plan.agents]
    assert 1.0 <= sum(maxima) / 60 / sum(required_hours(plan).values()) <= 1.1
    assert {row.queue for row in plan.demand} == {skill.queue for agent in plan.agents for skill in agent.skills}


@needs_data
@pytest.mark.parametrize("interval", [15, 30])
def test_week_of_the_large_bank(interval: int) -> None:
    """The week of 3 March 2003 has five days of calls and needs nearly 300 people at the peak."""
    plan = bank_calls.make_plan(DATA, dt.date(2003, 3, 3), interval, 240)
    assert len({row.interval_start.date() for row in plan.demand}) == 5
    # The busiest half hour brings about 1.2 calls a second x 240 s = 290 erlangs.
    assert 270 <= max(row.required for row in staff(plan).requirements) <= 310
    assert 300 <= len(plan.agents) <= 400


@needs_tools
@pytest.mark.parametrize(("interval", "hours", "rows"), [(30, "day", 210), (15, "day", 420), (60, "24h", 168)])
def test_interval_family_is_the_one_that_others_were_measured_on(interval: int, hours: str, rows: int) -> None:
    """Requirement and shifts are those of the generator: 80 % of 40 hours for each of 50 agents."""
    plan = interval_family.make_plan(TOOLS, 50, interval, hours, 0.8, 1)
    assert len(plan.requirements) == rows
    # 0.8 x 50 x 40 = 1600 agent-hours, up to rounding each interval.
    assert float(sum(row.required for row in plan.requirements)) * interval / 60 == pytest.approx(1600, rel=0.02)
    assert plan.patterns[0].lengths_minutes == (480,)
    assert plan.patterns[0].starts[0] == (0 if hours == "24h" else 7 * 60)
    assert plan.patterns[0].starts[-1] == (23 * 60 if hours == "24h" else 14 * 60)


@needs_tools
def test_same_arguments_give_the_same_bytes_and_an_existing_plan_is_kept(tmp_path: Path) -> None:
    """Two runs write equal files; a third one over the first is refused until --overwrite is given."""
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        assert main(["interval-family", "12", "--tools", str(TOOLS), "--out", str(folder)]) == 0
    first, second = ({path.name: path.read_bytes() for path in folder.iterdir()} for folder in folders)
    assert first == second
    assert "plan.toml" in first
    again = ["interval-family", "12", "--tools", str(TOOLS), "--out", str(folders[0])]
    with pytest.raises(SystemExit) as stopped:
        main(again)
    assert stopped.value.code == 2
    assert main([*again, "--overwrite"]) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["interval-family", "0", "--out", "plan"],
        ["interval-family", "ten", "--out", "plan"],
        ["interval-family", "10"],
        ["interval-family", "10", "--out", "plan", "--interval", "7"],
        ["interval-family", "10", "--out", "plan", "--load", "nan"],
        ["anonymous-bank", "--week", "7.2.1999", "--out", "plan"],
        ["bank-calls", "--week", "2003-03-03", "--out", "plan", "--aht", "-5"],
        ["bank-calls", "--week", "2003-03-03", "--out", "plan", "--data", "nowhere"],
    ],
)
def test_wrong_arguments_end_with_2_and_a_message(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Arguments that cannot be served end with exit code 2 and one clear line, never with a traceback."""
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    message = capsys.readouterr().err
    assert message
    assert "Traceback" not in message


def test_script_runs_by_itself() -> None:
    """``make_instance.py --help`` works from any folder and names the three families."""
    script = ROOT / "scripts" / "make_instance.py"
    done = subprocess.run([sys.executable, str(script), "--help"], capture_output=True, text=True, check=True, cwd="/")
    assert all(family in done.stdout for family in ("anonymous-bank", "bank-calls", "interval-family"))


def test_two_sites_are_those_of_the_instances(tmp_path: Path) -> None:
    """The plan in `instances/` is what the script writes, byte for byte; another seed writes another one."""
    folder = ROOT / "instances" / "two-sites-peak"
    assert main(["two-sites", "--out", str(tmp_path / "plan")]) == 0
    written = {path.name: path.read_bytes() for path in (tmp_path / "plan").iterdir()}
    assert written == {path.name: path.read_bytes() for path in folder.iterdir()}
    assert main(["two-sites", "--seed", "2", "--out", str(tmp_path / "other")]) == 0
    assert (tmp_path / "other" / "requirements.csv").read_bytes() != written["requirements.csv"]
