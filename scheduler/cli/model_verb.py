"""`shiftwright model`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from scheduler.cli.exit_codes import ExitCode
from scheduler.cli.options import check_new_file, json_option, plan_source

SUFFIX = {"lp": ".lp", "mps": ".mps", "cp-sat": ".pb.txt"}

if TYPE_CHECKING:
    from scheduler.io.plan_source import PlanSource


@click.command("model", epilog="\b\nExample: shiftwright model instances/tiny --format lp --out tiny.lp")
@plan_source
@click.option("--format", "file_format", type=click.Choice(list(SUFFIX)), help="Write the model in this form.")
@click.option("--out", type=click.Path(path_type=Path), help="File to write. Default: NAME.lp, .mps or .pb.txt.")
@click.option("--overwrite", is_flag=True, help="Replace the file if it exists.")
@json_option
def command(source: PlanSource, file_format: str | None, out: Path | None, overwrite: bool, as_json: bool) -> int:
    """
    Print how large the model of PLAN is, by family and by rule, and write it for other solvers.

    Names in the file are those of the plan: work(anna_1201_0800_1600). The model is that of the engines cpsat and mip.
    """
    from scheduler.cli.model_tables import print_sizes
    from scheduler.compile import compile_problem
    from scheduler.model_file import write_model_file
    from shiftmodels.formulation.formulation import Formulation

    if out is not None and file_format is None:
        raise click.UsageError("--out goes with --format.")
    problem = source.read_staffed()
    path = None
    if file_format is not None:
        path = out or Path(f"{source.name}{SUFFIX[file_format]}")
        check_new_file(path, overwrite=overwrite)
    compiled = compile_problem(problem)
    model = Formulation(compiled.data, individually=True).model
    if path is not None and file_format is not None:
        write_model_file(model, compiled, path, file_format)
    print_sizes(model, compiled, path, as_json=as_json)
    return ExitCode.DONE
