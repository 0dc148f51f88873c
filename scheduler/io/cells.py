"""
Texts in cells of a CSV file: lossless, and never run as a formula.

A spreadsheet runs a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return. Such texts are
written with an apostrophe before them, and the reader takes it off again. Texts with spaces at either end get one as
well, so that the reader can strip the spaces that people leave around commas.
"""

from __future__ import annotations

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def guard(text: str) -> str:
    """The text as a CSV cell, with an apostrophe before it where it needs one."""
    return f"'{text}" if _needs_guard(text) else text


def unguard(text: str) -> str:
    """The text that ``guard`` was given; a cell that was typed without ``guard`` stays as it is."""
    return text[1:] if text.startswith("'") and _needs_guard(text[1:]) else text


def read_cell(cell: str) -> str:
    """Content of a cell: without surrounding spaces, unless an apostrophe keeps them."""
    return unguard(cell) if cell.startswith("'") else cell.strip()


def _needs_guard(text: str) -> bool:
    # A text that looks guarded needs another apostrophe, or the reader would take off its own.
    bare = text.lstrip("'")
    return bare.startswith(FORMULA_STARTS) or bare != bare.strip()
