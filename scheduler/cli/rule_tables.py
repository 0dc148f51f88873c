"""Rules for people to read, on standard output."""

from __future__ import annotations

import inspect
import json
from typing import TYPE_CHECKING

from scheduler.cli.tables import console_for_output, new_table, say
from scheduler.law import law_lines
from scheduler.rules.packs import load_pack, pack_names
from scheduler.rules.registry import RULES
from scheduler.rules.rule_book import make_rule
from scheduler.rules_report import first_sentence

if TYPE_CHECKING:
    from rich.console import Console

    from scheduler.rules.base import Rule
    from scheduler.rules.packs import Pack
    from scheduler.rules_report import RulesReport

NO_ADVICE = "Rule packs are an aid and no legal advice: have them reviewed by somebody who knows the local law."


def rule_list_json() -> str:
    """All packs and kinds as one JSON document."""
    packs = {name: load_pack(name).model_dump(mode="json", exclude={"rules"}) for name in pack_names()}
    kinds = {name: first_sentence(kind) for name, kind in RULES.items()}
    return json.dumps({"packs": packs, "kinds": kinds}, indent=2)


def print_rule_list() -> None:
    """Print all packs and all kinds of rules."""
    console = console_for_output()
    packs = new_table("Rule packs", "pack", "what", "rules", "verified", "as of", "reviewed by")
    for pack in map(load_pack, pack_names()):
        verified = sum(bool(rule.get("verified")) for rule in pack.rules.values())
        packs.add_row(pack.id, pack.title, str(len(pack.rules)), str(verified), str(pack.as_of), pack.reviewed_by)
    packs.columns[1].justify = "left"
    console.print(packs)
    kinds = new_table("Kinds of rules", "kind", "what")
    kinds.columns[1].justify = "left"
    for name, kind in RULES.items():
        kinds.add_row(name, first_sentence(kind))
    console.print(kinds)
    say(console, NO_ADVICE)


def print_pack(pack: Pack) -> None:
    """Print every rule of a pack with its source."""
    console = console_for_output()
    say(
        console, f"{pack.id} {pack.version}: {pack.title} ({pack.jurisdiction}); as of {pack.as_of}, {pack.reviewed_by}"
    )
    for name, parameters in pack.rules.items():
        console.print()
        _print_rule(console, make_rule(name, parameters))
    console.print()
    for note in pack.notes:
        say(console, f"Note: {note}")
    say(console, NO_ADVICE)


def print_kind(kind: type[Rule], *, as_json: bool) -> None:
    """Print what a kind of rule means and its parameters."""
    console = console_for_output()
    if as_json:
        console.print(json.dumps(kind.model_json_schema(), indent=2), soft_wrap=True)
        return
    say(console, f"{kind.name}: {inspect.cleandoc(kind.__doc__ or '')}")


def print_rules_of(report: RulesReport) -> None:
    """Print which rules hold in a plan."""
    console = console_for_output()
    table = new_table(f"Rules of {report.plan}", "rule", "kind", "severity", "agents", "parameters", "source")
    for column in table.columns:
        column.justify = "left"
    for row in report.rules:
        agents = "-" if row.agents is None else "all" if row.agents == report.agents else str(row.agents)
        parameters = ", ".join(f"{name} = {_short(value)}" for name, value in row.parameters.items())
        source = row.source + ("" if row.verified or not row.source else " (not verified)")
        table.add_row(row.rule, row.kind, row.severity, agents, parameters, source)
    console.print(table)
    for line in law_lines(report.law):
        say(console, line)
    for warning in report.warnings:
        say(console, f"warning: {warning}")
    if report.law.packs:
        say(console, NO_ADVICE)


def _print_rule(console: Console, rule: Rule) -> None:
    checked = "verified" if rule.verified else "not verified"
    off = "" if rule.enabled else ", off unless a plan enables it"
    say(console, f"{rule.label} ({rule.name}, {rule.severity}{off})")
    say(console, f"  {rule.summary}")
    say(console, f"  Source: {rule.source} ({checked})")
    stated = rule.model_dump(mode="json", exclude_defaults=True)
    told = ("id", "severity", "summary", "source", "verified", "enabled")
    parameters = [f"{name} = {_short(value)}" for name, value in stated.items() if name not in told]
    say(console, f"  Parameters: {', '.join(parameters)}")
    if rule.look_back_days:
        say(console, f"  History: {rule.look_back_days} days; where there is less: {rule.assumption}.")


def _short(value: object) -> str:
    """A parameter in one line; nested ones without what they leave open."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name} = {_short(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_short(part) for part in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)
