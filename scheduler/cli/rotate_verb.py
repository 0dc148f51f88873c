"""`shiftwright rotate`."""

from __future__ import annotations

from pathlib import Path

import click

from scheduler.cli.options import json_option, seed_option, time_limit_option


@click.command("rotate", epilog="\b\nExample: shiftwright rotate instances/rotations/control-room.toml --out rota")
@click.argument("rotation", metavar="ROTATION", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Folder of the run. Default: NAME-rota beside you.")
@time_limit_option
@seed_option
@click.option("--workers", type=click.IntRange(min=1, max=64), default=2, show_default=True, help="Solver threads.")
@json_option
def command(rotation: Path, out: Path | None, time_limit: float, seed: int, workers: int, as_json: bool) -> int:
    """
    Build a rota of n weeks that a team works through, and write result.json, rota.csv and rota.xlsx.

    ROTATION is a .toml file, a folder with rotation.toml, or a public instance (.txt). The rota is checked on its own
    before it is written; where there is none, that is proven.
    """
    from scheduler.cli.building import check_run_folder, exit_code_of, say_kept
    from scheduler.cli.interrupt import stop_on_signals
    from scheduler.io.fingerprint import files_sha256
    from scheduler.io.run_result import result_json
    from scheduler.result import Status
    from scheduler.rotation.build import build_rotation
    from scheduler.rotation.read import read_rotation, rotation_file
    from scheduler.rotation.reasons import reasons
    from scheduler.rotation.write import write_rotation

    plan = read_rotation(rotation)
    folder = out or Path(f"{rotation.resolve().stem}-rota")
    check_run_folder(folder)
    with stop_on_signals() as stop:
        result = build_rotation(
            plan,
            time_limit_seconds=time_limit,
            seed=seed,
            workers=workers,
            plan_path=str(rotation),
            input_sha256=files_sha256([rotation_file(rotation)]),
            stop=stop,
        )
        if result.status is Status.INFEASIBLE:
            result = result.model_copy(update={"messages": (*result.messages, *reasons(plan, stop))})
    say_kept(write_rotation(folder, result, plan))
    if as_json:
        click.echo(result_json(result), nl=False)
    else:
        from scheduler.cli.rotation_tables import print_rotation

        print_rotation(result, plan, folder)
    return exit_code_of(result)
