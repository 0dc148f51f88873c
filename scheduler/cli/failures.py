"""Errors that a user can do something about: what is printed, and the exit code."""

from __future__ import annotations

import errno
import json

import click

from scheduler.cli.complaint_lines import complaint_lines
from scheduler.cli.exit_codes import ExitCode
from scheduler.errors import AuditMismatch, Complaint, InputError

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def code_of(error: BaseException, *, as_json: bool) -> ExitCode | None:
    """
    Print an error and return the exit code it stands for.

    Parameters
    ----------
    error
        What was raised.
    as_json
        Print one JSON document on standard output instead of lines on standard error.

    Returns
    -------
    ``None``, and nothing is printed, for an error of the program itself.
    """
    match error:
        case click.Abort() | KeyboardInterrupt():
            return _tell(ExitCode.INTERRUPTED, "interrupted", "Interrupted.", as_json)
        case InputError():
            return _complain(error, as_json)
    # An own rule may raise anything, also what stands for something else where the program itself raises it.
    in_own_code = _complain_of_code(error, as_json)
    return _code_of_program(error, as_json) if in_own_code is None else in_own_code


def _code_of_program(error: BaseException, as_json: bool) -> ExitCode | None:
    """An error that did not arise in the code of an own rule."""
    match error:
        case click.ClickException() if not as_json:
            error.show()
            return ExitCode.USAGE
        case click.ClickException():
            return _tell(ExitCode.USAGE, "usage", error.format_message(), as_json)
        case AuditMismatch():
            return _tell(ExitCode.AUDIT_FAILED, "audit_failed", f"Audit failed: {error}", as_json)
        case OSError() if error.filename is not None or error.errno in FULL:
            return _complain(_as_complaint(error), as_json)
        # Writers of workbooks wrap what the disk says in an error of their own.
        case Exception(args=(OSError() as cause, *_)):
            return code_of(cause, as_json=as_json)
        case _:
            return None


def _complain_of_code(error: BaseException, as_json: bool) -> ExitCode | None:
    """An error in the Python file of a plan's own rule, if it is one."""
    from scheduler.rules.own_errors import code_complaint

    complaint = code_complaint(error)
    return None if complaint is None else _complain(InputError([complaint]), as_json)


def _as_complaint(error: OSError) -> InputError:
    place = "" if error.filename is None else str(error.filename)
    message = f"{error.strerror or error}."
    return InputError([Complaint(place or "Files", "", message, "Check the path, its permissions and the free space.")])


def _complain(error: InputError, as_json: bool) -> ExitCode:
    complaints = [
        {"file": item.file, "line": item.line, "place": item.place, "message": item.message, "remedy": item.remedy}
        for item in error.complaints
    ]
    if as_json:
        click.echo(json.dumps({"status": "invalid_input", "complaints": complaints}, indent=2))
    else:
        click.echo("\n".join(complaint_lines(error.complaints)), err=True)
    return ExitCode.INVALID_INPUT


def _tell(code: ExitCode, status: str, message: str, as_json: bool) -> ExitCode:
    if as_json:
        click.echo(json.dumps({"status": status, "message": message}, indent=2))
    else:
        click.echo(message, err=True)
    return code
