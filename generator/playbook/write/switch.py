"""Putting a folder in the place of another, so that there is never half of one.

On Linux two folders change places in one step. Elsewhere the old one steps aside first; a
crash between the two steps is put right by `heal` at the next start.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from functools import cache
from pathlib import Path
from typing import Any, Final

from playbook.write import manifest

_EXCHANGE: Final = 2
_HERE: Final = -100


def beside(folder: Path) -> Path:
    """Return where a new version of a folder is made ready: beside it.

    Args:
        folder: The folder.
    """
    return folder.with_name(f".{folder.name}.playbook-new")


def aside(folder: Path) -> Path:
    """Return where the old version of a folder waits to be removed.

    Args:
        folder: The folder.
    """
    return folder.with_name(f".{folder.name}.playbook-old")


def heal(folder: Path) -> None:
    """Finish or undo what an earlier build that was killed left half done.

    Args:
        folder: The folder.
    """
    new, old = beside(folder), aside(folder)
    if not folder.exists() and old.is_dir():
        ready = new.is_dir() and manifest.read(new) != manifest.Manifest()
        (new if ready else old).rename(folder)
    for left in (new, old, folder / new.name):
        shutil.rmtree(left, ignore_errors=True)


def room(folder: Path) -> Path:
    """Return an empty folder in which a new version is made ready.

    It is beside the former version, where the two can change places, or inside it when
    nothing may be written beside it.

    Args:
        folder: The folder of the former version.
    """
    made = beside(folder)
    try:
        made.mkdir()
    except PermissionError:
        made = folder / made.name
        made.mkdir(parents=True)
    return made


def is_beside(made: Path, folder: Path) -> bool:
    """Tell whether a new version was made ready beside the former one.

    Args:
        made: Where it was made ready.
        folder: The folder of the former version.
    """
    return made.parent == folder.parent


def take_place(folder: Path) -> bool:
    """Put what was made ready beside a folder in its place, and remove the old version.

    Args:
        folder: The folder.

    Returns:
        Whether that was done; not when the folder cannot be moved, as on a drive of its own.
    """
    new, old = beside(folder), aside(folder)
    try:
        if not folder.exists():
            new.rename(folder)
        elif exchange(new, folder):
            new.rename(old)
        else:
            folder.rename(old)
            try:
                new.rename(folder)
            except OSError:
                old.rename(folder)
                raise
    except OSError as error:
        if error.errno not in (errno.EBUSY, errno.EXDEV, errno.EACCES, errno.EPERM):
            raise
        return False
    _settle(folder.parent)
    shutil.rmtree(old, ignore_errors=True)
    return True


def _settle(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk, where a system can."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


@cache
def _renameat2() -> Any:
    """Return the system's function that exchanges two names, or nothing."""
    if not sys.platform.startswith("linux"):
        return None
    return getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places in one step; tell whether the system could."""
    rename = _renameat2()
    if rename is None:
        return False
    done = rename(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)
    return bool(done == 0)
