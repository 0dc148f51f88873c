"""Parameters of rules as the text of one cell, and as cells of their own."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.io.draft import Unclear
from scheduler.io.parameters import cell_of, json_or_text, parameters_of, text_of

AWKWARD = (
    "",
    " ",
    "|",
    "=",
    "a|b=c",
    '"',
    "[",
    "{",
    "true",
    "6",
    "1e5",
    "NaN",
    "null",
    "two\nlines",
    "\xa0a",
    "[1] x",
    " a",
    "\x7f",
)

texts = st.sampled_from(AWKWARD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
decimals = st.decimals(-1000, 1000, places=2)
scalars = st.booleans() | st.integers(-(10**6), 10**6) | decimals | texts
values = st.recursive(scalars, lambda part: st.lists(part, max_size=3) | st.dictionaries(texts, part, max_size=3))
names = st.text("abc_", min_size=1, max_size=3)


@pytest.mark.parametrize("value", AWKWARD)
def test_awkward_text_reads_back_the_same(value: str) -> None:
    """Also between other parameters; no cell holds a line break, which spreadsheets change."""
    for parameters in ({"a": value}, {"a": value, "b": [value], "c": {value: value}}):
        text = text_of(parameters)
        assert text is not None
        assert parameters_of(text) == parameters
        assert text.isprintable()
    cell = cell_of(value)
    assert isinstance(cell, str)
    assert json_or_text(cell) == value
    assert cell.isprintable()
    assert cell


@given(parameters=st.dictionaries(names, values, max_size=4))
def test_text_reads_back_the_same(parameters: dict[str, Any]) -> None:
    """Whatever stands in them, parameters survive the text of one cell."""
    text = text_of(parameters)
    assert (parameters_of(text) if text else {}) == parameters


@given(value=values)
def test_cell_reads_back_the_same(value: Any) -> None:
    """A parameter survives a cell of its own."""
    cell = cell_of(value)
    assert (json_or_text(cell) if isinstance(cell, str) else cell) == value


def test_text_as_people_write_it() -> None:
    """Numbers are exact, words need no quotes, and lists and tables are JSON in which | and = may stand."""
    text = ' maximum_hours = 6.1 |severity=warning| windows = [ {"start": "23:00", "x": "a|b=c"} ] |enabled=false'
    assert parameters_of(text) == {
        "maximum_hours": Decimal("6.1"),
        "severity": "warning",
        "windows": [{"start": "23:00", "x": "a|b=c"}],
        "enabled": False,
    }
    assert parameters_of("a=x=y|b=12:30") == {"a": "x=y", "b": "12:30"}


def test_text_as_it_is_written() -> None:
    """Only what would be misread is put in quotes."""
    parameters = {"maximum_hours": Decimal("6.50"), "severity": "warning", "a": "b|c", "d": "7", "e": [{"f": True}]}
    assert text_of(parameters) == 'maximum_hours=6.50|severity=warning|a="b|c"|d="7"|e=[{"f": true}]'
    assert text_of({}) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "'' is not name=value"),
        ("maximum_hours", "'maximum_hours' is not name=value"),
        ("maximum_hours=6|", "'' is not name=value"),
        ("=6", "'=6' is not name=value"),
        ("days_of_week=saturday|sunday", "'sunday' is not name=value"),
        ("a=1|a=2", "a is given twice"),
        ("a=|b=2", "a has no value"),
        ("a=", "a has no value"),
        ('windows=[{"start":"23:00"]', "windows begins like JSON and is none"),
        ('a="open', "a begins like JSON"),
        ("a=[1] 2|b=3", "'2' follows the value of a"),
        ('a={"b":1,"b":2}', "'b' occurs twice"),
        ("a=" + "[" * 100_000, "a begins like JSON"),
        ("a=[" + "9" * 5000 + "]", "a begins like JSON"),
    ],
)
def test_text_that_is_not_understood(text: str, words: str) -> None:
    """The complaint names the part and has a remedy."""
    with pytest.raises(Unclear) as raised:
        parameters_of(text)
    message, remedy = raised.value.args
    assert words in message
    assert remedy.endswith(".")


def test_number_of_many_digits_is_text() -> None:
    """Python refuses to read a whole number of 5,000 digits; the rule that gets the text says what it wants."""
    assert parameters_of("a=" + "9" * 5000) == {"a": "9" * 5000}
