"""Cells: lossless, and never a formula."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.io.cells import FORMULA_STARTS, guard, read_cell, unguard

texts = st.one_of(st.text("'=+-@ \ta", max_size=6), st.text(max_size=20))


@given(text=texts)
def test_guard_is_undone(text: str) -> None:
    """Every text comes back."""
    assert unguard(guard(text)) == text
    assert read_cell(guard(text)) == text


@given(text=texts)
def test_guarded_text_is_no_formula(text: str) -> None:
    """No guarded cell begins with a character that a spreadsheet runs."""
    assert not guard(text).startswith(FORMULA_STARTS)


@pytest.mark.parametrize(
    ("text", "cell"),
    [("anna", "anna"), ("=1+1", "'=1+1"), ("-5", "'-5"), ("'=1", "''=1"), ("'tis", "'tis"), (" a", "' a"), ("", "")],
)
def test_only_what_needs_it_is_guarded(text: str, cell: str) -> None:
    """Ordinary texts stay as they are."""
    assert guard(text) == cell


def test_spaces_around_typed_cells_are_dropped() -> None:
    """People leave spaces around commas."""
    assert read_cell(" anna ") == "anna"
