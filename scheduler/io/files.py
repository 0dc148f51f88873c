"""Bytes and text of an input file, refused where they are too many or no text."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from scheduler.errors import Complaint, InputError

LARGEST_FILE = 50_000_000
"""Bytes of one file; a plan of a thousand agents has a few million."""

LARGEST_TABLE = 2_000_000
"""Rows of one table."""


def read_bytes(path: Path, folder: Path | None = None) -> bytes:
    """
    Content of a regular file.

    Parameters
    ----------
    path
        The file.
    folder
        Folder that the file must lie in, links followed.

    Raises
    ------
    InputError
        The file cannot be read, is larger than 50 MB, or lies outside the folder.
    """
    name = str(path) if folder is None else path.name
    try:
        complaint = _complaint(path, folder, name)
        content = b"" if complaint else path.read_bytes()
    except (OSError, ValueError, RuntimeError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        complaint = Complaint(name, "", f"Cannot be read: {reason}.", "Check the path and its permissions.")
        raise InputError([complaint]) from error
    if complaint:
        raise InputError([complaint])
    return content


@contextmanager
def replaced_file(path: Path) -> Iterator[Path]:
    """
    Where to write a file, which takes the place of ``path`` at the end of the block.

    A kill at any moment, or a full disk, leaves the whole previous file or the whole new one.

    Raises
    ------
    InputError
        It cannot be written.
    """
    target = path.resolve()
    new = target.with_name(f".{target.stem}.new-{os.getpid()}{target.suffix}")
    try:
        yield new
        with new.open("rb+") as stream:
            os.fsync(stream.fileno())
        new.replace(target)
    except OSError as error:
        message = f"Cannot be written: {error.strerror or error}."
        raise InputError([Complaint(str(path), "", message, "Choose a place that you may write to.")]) from error
    finally:
        # Where the folder is none, there is nothing to take away.
        with suppress(OSError):
            new.unlink(missing_ok=True)


def _complaint(path: Path, folder: Path | None, name: str) -> Complaint | None:
    if folder is not None and not path.resolve().is_relative_to(folder.resolve()):
        return Complaint(name, "", "Is a link out of the plan's folder.", "Put the file itself there.")
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        return Complaint(name, "", "Is no ordinary file.", "Put a file there.")
    if status.st_size > LARGEST_FILE:
        message = f"Has {status.st_size / 1e6:.0f} MB; the limit is {LARGEST_FILE / 1e6:.0f} MB."
        return Complaint(name, "", message, "Split the plan into shorter periods, or remove what it does not need.")
    return None


def as_text(content: bytes, file: str) -> str:
    """
    UTF-8 text, with or without a byte order mark.

    Raises
    ------
    InputError
        The content is not UTF-8.
    """
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = f"Is not UTF-8 text (byte {content[error.start]:#04x})."
        complaint = Complaint(file, f"line {line}", message, 'Save it as UTF-8; in Excel as "CSV UTF-8".')
        raise InputError([complaint]) from error
