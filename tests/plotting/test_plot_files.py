"""Pictures in files."""

import subprocess
import sys

import pytest

from scheduler.errors import InputError
from scheduler.plotting import plot_all, plot_day, plot_heat_map, plot_week, save
from scheduler.plotting.canvas import new_figure
from scheduler.plotting.gallery import pages
from scheduler.problem import Problem
from scheduler.roster import Roster
from tests.roster_cases import MONDAY, plan, shift

MAGIC = {".png": b"\x89PNG", ".svg": b"<?xml", ".pdf": b"%PDF"}


@pytest.mark.parametrize("suffix", MAGIC)
def test_the_same_picture_has_the_same_bytes(tmp_path, suffix):
    """Two drawings of one roster are equal files of the right kind."""
    problem = plan()
    roster = Roster(shift(problem, "anna", 0, "22:00"))
    paths = [tmp_path / f"{number}{suffix}" for number in range(2)]
    for path in paths:
        save(plot_day(roster, problem, MONDAY), path)
    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert paths[0].read_bytes().startswith(MAGIC[suffix])


def test_other_suffixes_are_refused(tmp_path):
    """A remedy names the formats."""
    with pytest.raises(InputError, match=r"Use \.png, \.svg or \.pdf"):
        save(new_figure(1, 1), tmp_path / "picture.gif")


def test_strange_names_do_not_stop_the_drawing(tmp_path):
    """Mathematics, leading underscores and characters without a glyph are drawn without warnings."""
    names = ["$x_{", "_hidden", "日本語", "A" * 150]
    fields = plan(agents=[f"agent {number}" for number in range(len(names))]).model_dump()
    agents = [agent | {"name": name} for agent, name in zip(fields["agents"], names, strict=True)]
    queues = [{"queue": "_$a$^"}, *fields["queues"]]
    problem = Problem.model_validate(fields | {"name": r"$\frac", "agents": agents, "queues": queues, "days": 1})
    roster = Roster(part for agent in problem.agents for part in shift(problem, agent.agent, 0, "9:00"))
    assert len(plot_all(roster, problem, tmp_path)) == 4


def test_a_name_that_the_font_lacks_gives_way_to_the_identifier():
    """Boxes name nobody; where the identifier would be boxes too, the name stays. Greek and Cyrillic are there."""
    names = {"w1": "王小明", "w2": "Ἰωάννης Борис", "李": "李 雷", "w4": ""}
    fields = plan(agents=list(names)).model_dump()
    agents = [agent | {"name": names[agent["agent"]]} for agent in fields["agents"]]
    problem = Problem.model_validate(fields | {"agents": agents})
    roster = Roster(part for agent in problem.agents for part in shift(problem, agent.agent, 0, "9:00"))
    for axes in (plot_day(roster, problem, problem.start_date), plot_week(roster, problem)):
        assert {text.get_text() for text in axes.get_yticklabels()} == {"w1", "Ἰωάννης Борис", "李 雷", "w4"}


def test_nothing_is_cut_off(tmp_path):
    """All texts of a picture lie inside its edges."""
    problem = plan(agents=["anna", "ben " * 7, "carl"], days=7)
    roster = Roster(part for agent in problem.agents for part in shift(problem, agent.agent, 6, "22:00"))
    for axes in (plot_day(roster, problem, problem.horizon.date(6)), plot_week(roster, problem)):
        figure = axes.figure
        figure.canvas.draw()
        drawn, page = figure.get_tightbbox(), figure.bbox_inches
        assert (drawn.x0 >= 0, drawn.y0 >= 0, drawn.x1 <= page.x1, drawn.y1 <= page.y1) == (True,) * 4


def test_all_pictures_of_a_plan(tmp_path):
    """Two days in one week: the week, its coverage, the heat map and two days."""
    problem = plan()
    paths = plot_all(Roster(shift(problem, "anna", 0, "9:00")), problem, tmp_path / "pictures", suffix=".svg")
    assert [path.name for path in paths] == [
        "week-2026-11-30.svg",
        "coverage-2026-11-30.svg",
        "heat-map.svg",
        "day-2026-11-30.svg",
        "day-2026-12-01.svg",
    ]
    assert all(path.stat().st_size for path in paths)


@pytest.mark.parametrize(("agents", "sizes"), [(0, [0]), (150, [150]), (151, [100, 51]), (400, [100] * 4)])
def test_many_agents_come_in_pages(agents, sizes):
    """Up to 150 agents share a picture; more come by the hundred."""
    problem = plan(agents=[f"agent {number}" for number in range(agents)])
    assert [len(page) for page in pages(problem)] == sizes


def test_matplotlib_is_imported_when_needed():
    """Importing the package loads no matplotlib, and drawing loads no pyplot."""
    code = "import sys, scheduler.plotting; assert 'matplotlib' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
    code = (
        "import sys; from tests.roster_cases import plan; from scheduler.plotting import plot_week;"
        "from scheduler.roster import Roster; plot_week(Roster([]), plan());"
        "assert 'matplotlib.pyplot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_an_empty_plan_is_drawn(tmp_path):
    """Without agents, requirements and shifts there are still pictures."""
    axes = plot_heat_map(Roster([]), plan(agents=()))
    save(axes, tmp_path / "heat-map.png")
    assert plot_all(Roster([]), plan(agents=()), tmp_path)
