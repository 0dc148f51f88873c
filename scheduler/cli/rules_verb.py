"""`shiftwright rules`: packs and kinds of rules, and what holds in a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from scheduler.cli.exit_codes import ExitCode
from scheduler.cli.options import json_option, plan_source

if TYPE_CHECKING:
    from scheduler.io.plan_source import PlanSource


@click.group("rules", epilog="\b\nExample: shiftwright rules show uk")
def command() -> None:
    """
    Rule packs and kinds of rules, and which rules hold in a plan.

    Packs are an aid for planners and no legal advice: have them reviewed by somebody who knows the local law.
    """


@command.command("list", epilog="\b\nExample: shiftwright rules list")
@json_option
def list_rules(as_json: bool) -> int:
    """List all rule packs and all kinds of rules."""
    from scheduler.cli.rule_tables import print_rule_list, rule_list_json

    if as_json:
        click.echo(rule_list_json())
    else:
        print_rule_list()
    return ExitCode.DONE


@command.command("show", epilog="\b\nExamples: shiftwright rules show uk, shiftwright rules show working_hours")
@click.argument("name", metavar="PACK|KIND")
@json_option
def show(name: str, as_json: bool) -> int:
    """Print every rule of a pack with its source, or what a kind of rule means and its parameters."""
    from scheduler.cli.rule_tables import print_kind, print_pack
    from scheduler.rules.packs import load_pack, pack_names
    from scheduler.rules.registry import RULES
    from scheduler.suggest import Suggestions

    if name in pack_names():
        if as_json:
            click.echo(load_pack(name).model_dump_json(indent=2))
        else:
            print_pack(load_pack(name))
    elif name in RULES:
        print_kind(RULES[name], as_json=as_json)
    else:
        known = [*pack_names(), *RULES]
        remedy = Suggestions(known).remedy(name, "shiftwright rules list names them all")
        raise click.UsageError(f"No pack and no kind of rule is called {name!r}; {remedy[0].lower()}{remedy[1:]}")
    return ExitCode.DONE


@command.command("check", epilog="\b\nExample: shiftwright rules check instances/contact-centre")
@plan_source
@json_option
def check(source: PlanSource, as_json: bool) -> int:
    """Print which rules hold in PLAN, for whom, from which source, with every departure and assumption."""
    from scheduler.cli.rule_tables import print_rules_of
    from scheduler.rules_report import rules_report

    report = rules_report(source.read())
    if as_json:
        click.echo(report.model_dump_json(indent=2))
    else:
        print_rules_of(report)
    return ExitCode.DONE
