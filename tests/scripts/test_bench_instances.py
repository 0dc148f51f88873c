"""Which instances there are and what is known of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.batch.published import read_best_known
from scripts.benchmarking.instances import find_instances

ROOT = Path(__file__).parent.parent.parent

CURTOIS_QU = """\
instance,best_lb,best_ub,source,gurobi_cq2014_10min,fo_sa_turhan_10min,gurobi_cq2014_60min,branch_price_cq2014,best_10min
Instance2,90,100,a table,120,105,110,101,105
Instance10,7,,a table,,,,,
"""

INRC2 = """\
instance,set,best_lb,best_ub_static,validator_agrees
n005w4_0_1-2-3-3,reference,,1695,yes
n005w4_1_1-1-1-1,late28,,1600,yes
n030w4_1_6-2-9-1,other,,1670,yes
n150w4_1_6-2-9-1,other,,1670,yes
n040w4_1_6-2-9-1,late28,,1670,yes
"""


@pytest.fixture
def benchmarks(tmp_path: Path) -> Path:
    """Return a folder with two instances of one family and three data sets of the other."""
    for name in ("Instance10.txt", "Instance2.txt", "notes.txt"):
        path = tmp_path / "curtois_qu" / "instances" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "curtois_qu" / "best_known.csv").write_text(CURTOIS_QU)
    for name in ("n005w4", "n030w4", "n150w4"):
        (tmp_path / "inrc2" / "instances" / name).mkdir(parents=True)
    (tmp_path / "inrc2" / "best_known.csv").write_text(INRC2)
    return tmp_path


def test_curtois_qu_are_the_files_in_natural_order(benchmarks: Path) -> None:
    """Instance2 comes before Instance10; other files are none."""
    found = find_instances(["curtois-qu"], benchmarks, ROOT)
    assert [instance.name for instance in found] == ["Instance2", "Instance10"]
    assert (found[0].known.lower, found[0].known.upper, found[1].known.upper) == (90, 100, None)


def test_matsp_are_the_files_named_by_four_numbers(tmp_path: Path) -> None:
    """Other files are none; what is known of them comes from the table."""
    folder = tmp_path / "matsp" / "instances"
    folder.mkdir(parents=True)
    for name in ("10_7_20_3.txt", "1_7_10_1.txt", "notes.txt"):
        (folder / name).touch()
    table = "instance,best_lb,best_ub,time,source\n10_7_20_3,59,193,,a solution\n"
    (tmp_path / "matsp" / "best_known.csv").write_text(table)
    found = find_instances(["matsp"], tmp_path, ROOT)
    assert [instance.name for instance in found] == ["1_7_10_1", "10_7_20_3"]
    assert (found[0].known.upper, found[1].known.lower, found[1].known.upper) == (None, 59, 193)


def test_published_results_by_limit_and_method(benchmarks: Path) -> None:
    """Columns of ten minutes and of an hour are kept apart; branch and price belongs to the hour."""
    known = read_best_known(benchmarks / "curtois_qu" / "best_known.csv")["Instance2"]
    assert sorted(known.published[600].values()) == [105, 120]
    assert sorted(known.published[3600].values()) == [101, 110]
    assert known.best_at(600) == (105, "fix-and-optimise + annealing (Turhan, Bilgen)")
    assert known.best_at(60) is None


def test_inrc2_are_late_ones_and_30_to_120_nurses_whose_data_are_there(benchmarks: Path) -> None:
    """Others can be named, but are not measured unasked."""
    found = find_instances(["inrc2"], benchmarks, ROOT)
    assert [(instance.name, instance.measured) for instance in found] == [
        ("n005w4_0_1-2-3-3", False),
        ("n005w4_1_1-1-1-1", True),
        ("n030w4_1_6-2-9-1", True),
        ("n150w4_1_6-2-9-1", False),
    ]
    assert found[2].path == benchmarks / "inrc2" / "instances" / "n030w4_1_6-2-9-1"
    assert found[2].known.upper == 1670


def test_plans_of_the_project_are_there_without_public_instances(tmp_path: Path) -> None:
    """A missing folder has no instances."""
    found = find_instances(["curtois-qu", "inrc2", "instances"], tmp_path / "none", ROOT)
    assert {"tiny", "helpdesk", "contact-centre"} <= {instance.name for instance in found}
    assert {instance.family for instance in found} == {"instances"}
