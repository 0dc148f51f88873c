"""Replace a folder by another one so that a kill at any moment leaves one of them whole in its place."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

if sys.platform != "win32":
    import fcntl

AT_FDCWD = -100
RENAME_EXCHANGE = 2
"""Constants of Linux, ``man 2 renameat2``."""

NOT_SUPPORTED = (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP)


@contextlib.contextmanager
def replacement(folder: Path) -> Iterator[Path]:
    """
    A new folder to be filled; at the end of the block it takes the place of ``folder``.

    If the block raises, ``folder`` is untouched and the new folder is removed. Unfinished folders of processes that
    were killed are removed first. Several processes may replace the same folder: the last one wins.

    Parameters
    ----------
    folder
        Absolute path; it may exist, its parent must.
    """
    with _locked(folder.parent):
        _recover(folder)
        _remove_stale(folder)
        new = _create(folder)
        claim = _claim(new)
    try:
        yield new
        _flush(new)
        _swap_in(new, folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
        if claim is not None:
            os.close(claim)


def recover(folder: Path) -> None:
    """Put a folder back that a killed process had moved aside to replace it."""
    if not folder.exists() and _aside(folder).exists():
        with _locked(folder.parent):
            _recover(folder)


def _recover(folder: Path) -> None:
    aside = _aside(folder)
    if aside.exists() and not folder.exists():
        aside.rename(folder)
    elif aside.exists():
        shutil.rmtree(aside)


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.old")


def _prefix(folder: Path) -> str:
    return f".{folder.name}.new-"


def _create(folder: Path) -> Path:
    # tempfile.mkdtemp would make the finished run private to its owner (mode 700).
    new = folder.with_name(f"{_prefix(folder)}{os.getpid()}-{os.urandom(4).hex()}")
    new.mkdir()
    return new


def _remove_stale(folder: Path) -> None:
    for path in folder.parent.iterdir():
        if path.name.startswith(_prefix(folder)) and path.is_dir():
            claim = _claim(path)
            if claim is not None:
                shutil.rmtree(path, ignore_errors=True)
                os.close(claim)


def _claim(path: Path) -> int | None:
    """
    Lock a folder for as long as the descriptor is open, and so for no longer than the process lives.

    ``None`` if another process has it, or where folders cannot be locked (Windows, some network drives); there,
    folders of killed processes stay until somebody removes them.
    """
    if sys.platform == "win32":
        return None
    descriptor = os.open(path, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


@contextlib.contextmanager
def _locked(parent: Path) -> Iterator[None]:
    """Wait until no other process creates, removes or swaps folders here."""
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(parent, os.O_RDONLY)
    try:
        # Where a network drive cannot lock folders, one process per run folder is up to the user.
        with contextlib.suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _swap_in(new: Path, folder: Path) -> None:
    with _locked(folder.parent):
        if not folder.exists():
            new.rename(folder)
        elif not _exchange(new, folder):
            folder.rename(_aside(folder))
            new.rename(folder)
            shutil.rmtree(_aside(folder))
    _flush_folder(folder.parent)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders in one step; ``False`` where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    function = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if function is None:
        return False
    if function(AT_FDCWD, os.fsencode(one), AT_FDCWD, os.fsencode(other), ctypes.c_uint(RENAME_EXCHANGE)) == 0:
        return True
    number = ctypes.get_errno()
    if number in NOT_SUPPORTED:
        return False
    raise OSError(number, os.strerror(number), str(other))


def _flush(folder: Path) -> None:
    """Wait until everything in a folder is on the disk."""
    for parent, _, files in os.walk(folder):
        for name in files:
            with (Path(parent) / name).open("rb+") as stream:
                os.fsync(stream.fileno())
        _flush_folder(Path(parent))


def _flush_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
