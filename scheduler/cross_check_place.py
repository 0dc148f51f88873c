"""Places of values as people write them: ``rules."uk.48".windows[0].start``."""

from __future__ import annotations

import json
import re

_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STEP = re.compile(r'"(?:[^"\\]|\\.)*"|\[[0-9]+\]|[^.\[\]"]+')


def place(*steps: str | int) -> str:
    """Names joined by dots, in quotes where TOML asks for them, and numbers of rows in brackets."""
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{step}" if _BARE.fullmatch(step) else f".{json.dumps(step, ensure_ascii=False)}"
    return text.removeprefix(".")


def steps_of(text: str) -> tuple[str | int, ...]:
    """Names and numbers that ``place`` was given."""
    return tuple(_step(part) for part in _STEP.findall(text))


def _step(part: str) -> str | int:
    if part.startswith("["):
        return int(part[1:-1])
    return str(json.loads(part)) if part.startswith('"') else part
