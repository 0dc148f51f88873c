"""The picture of what runs cost and where they differ."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.plotting import plot_costs, save
from scheduler.plotting.costs import ALL_ELSE, MOST_TERMS, TOTAL, differences_from_first
from scheduler.result import CostTerm, Result
from scheduler.run_comparison import FinishedRun, comparison


def _run(name: str, bound: float | None = None, **costs: float) -> FinishedRun:
    terms = {term.replace("_", ":"): CostTerm(amount=cost, unit_cost=1.0, cost=cost) for term, cost in costs.items()}
    result = Result.model_construct(cost=sum(costs.values()), bound=bound, cost_terms=terms, coverage=None)
    for field in ("status", "gap", "gap_of_required", "engine", "seed", "workers", "runtime_seconds"):
        object.__setattr__(result, field, None)
    return FinishedRun(name, result, {})


AS_IT_IS = _run("as-it-is", 900.0, labour=700.0, understaffing_chat=250.0, understaffing_phone=50.0)
MORE_SEATS = _run("more-seats", 850.0, labour=720.0, understaffing_chat=130.0, holding_van=40.0)


def test_differences_by_hand() -> None:
    """20 more labour, 120 and 50 less understaffing, 40 more for the van: 110 less; the greatest comes first."""
    found = differences_from_first([AS_IT_IS, MORE_SEATS])
    assert list(found) == ["understaffing:chat", "understaffing:phone", "holding:van", "labour", TOTAL]
    assert found == {
        "understaffing:chat": [-120.0],
        "understaffing:phone": [-50.0],
        "holding:van": [40.0],
        "labour": [20.0],
        TOTAL: [-110.0],
    }


def test_small_differences_are_added_up() -> None:
    """Terms beyond the longest list stand in one line, and all lines add up to the total."""
    many = {f"rule_{number}": float(number + 1) for number in range(MOST_TERMS + 3)}
    found = differences_from_first([_run("none"), _run("many", **many)])
    assert len(found) == MOST_TERMS + 2
    assert found[ALL_ELSE] == [1.0 + 2.0 + 3.0]
    assert sum(values[0] for name, values in found.items() if name != TOTAL) == found[TOTAL][0]


def test_savings_and_their_limits() -> None:
    """1,000 against 890 saves 110; the best rosters lie in [900, 1000] and [850, 890]: between 10 and 150 apart."""
    lines = {line.name: line.values for line in comparison([AS_IT_IS, MORE_SEATS]) if line.group == "saving"}
    assert lines == {"found": (None, 110.0), "at least": (None, 10.0), "at most": (None, 150.0)}
    unknown = comparison([_run("a", labour=5.0), _run("b", labour=3.0)])
    assert [line.values[1] for line in unknown if line.group == "saving"] == [2.0, None, None]


def test_what_is_drawn() -> None:
    """Parts of each bar add up to its cost; each difference is a bar of its length."""
    above, below = plot_costs([AS_IT_IS, MORE_SEATS]).axes
    ends = [patch.get_x() + patch.get_width() for patch in above.patches]
    assert max(ends[::2]) == pytest.approx(1000.0)
    assert max(ends[1::2]) == pytest.approx(890.0)
    assert sorted({line.get_xdata()[0] for line in above.lines}) == [850.0, 900.0]
    assert [patch.get_width() for patch in below.patches] == [-120.0, -50.0, 40.0, 20.0, -110.0]
    assert [text.get_text() for text in below.texts] == ["-120", "-50", "+40", "+20", "-110"]


def test_small_differences_are_told_with_cents() -> None:
    """0.4 less is not nothing."""
    _, below = plot_costs([_run("a", labour=5.0, preferences=12.0), _run("b", labour=4.6, preferences=24.3)]).axes
    assert [text.get_text() for text in below.texts] == ["+12", "-0.40", "+12"]


def test_runs_that_cost_the_same(tmp_path: Path) -> None:
    """Nothing differs, nothing fails: the total alone is drawn."""
    assert list(differences_from_first([AS_IT_IS, AS_IT_IS])) == [TOTAL]
    _, below = plot_costs([AS_IT_IS, AS_IT_IS]).axes
    assert [text.get_text() for text in below.texts] == ["0"]
    assert "-0" not in [text.get_text() for text in below.get_xticklabels()]
    save(plot_costs([AS_IT_IS, AS_IT_IS, _run("free")]), tmp_path / "costs.svg")
    assert (tmp_path / "costs.svg").stat().st_size > 0
