"""Rule packs of a few lines, so that tests do not depend on the law of a country."""

from __future__ import annotations

from typing import Any

import pytest

from scheduler.rules import packs, rule_book
from scheduler.rules.packs import Pack

SMALL: dict[str, dict[str, dict[str, Any]]] = {
    "xx": {
        "xx.rest": {"kind": "daily_rest", "hours": 11, "derogation": ["contract"]},
        "xx.week": {"kind": "weekly_rest", "hours": 35},
        "xx.length": {"kind": "shift_length", "maximum_hours": 10, "derogation": ["contract", "agent"]},
        "xx.offered": {"kind": "consecutive_days", "maximum": 6, "enabled": False},
        "xx.young": {"kind": "shift_length", "maximum_hours": 8, "only_for": ["young"], "not_for": ["trained"]},
        "xx.average": {
            "kind": "working_hours", "maximum_hours": 48, "window_days": 7, "opt_out": "opted out",
            "derogation": ["agent"],
        },
    },
    "yy": {"yy.seats": {"kind": "seats", "severity": "warning"}, "yy.rest": {"kind": "daily_rest", "hours": 12}},
    "zz": {"xx.rest": {"kind": "daily_rest", "hours": 13}},
}  # fmt: skip
"""``zz`` states a rule that ``xx`` states as well."""


def use_packs(monkeypatch: pytest.MonkeyPatch, rules: dict[str, dict[str, dict[str, Any]]] = SMALL) -> None:
    """Let there be these packs only."""

    def load_pack(name: str) -> Pack:
        about = {"title": name, "jurisdiction": name, "version": "1", "as_of": "2026-11-23"}
        return Pack.model_validate({"id": name, "rules": rules[name], **about})

    monkeypatch.setattr(packs, "pack_names", lambda: sorted(rules))
    monkeypatch.setattr(packs, "load_pack", load_pack)
    monkeypatch.setattr(rule_book, "load_pack", load_pack)
