"""On what kind of drive a folder is, since some of them never tell that a file has changed."""

from __future__ import annotations

import ctypes
import os
import re
import sys
from pathlib import Path, PurePath, PureWindowsPath
from typing import Any, Final

MOUNTS: Final = Path("/proc/self/mountinfo")
SILENT: Final = frozenset(
    (
        *("9p", "drvfs", "virtiofs", "vboxsf", "fuse.grpcfuse", "fuse.vmhgfs-fuse"),
        *("cifs", "smb2", "smb3", "smbfs", "nfs", "nfs4", "afs", "afpfs", "ncpfs", "davfs"),
        *("ceph", "glusterfs", "fuse.glusterfs", "fuse.davfs", "fuse.rclone", "fuse.sshfs"),
    )
)
"""Kinds of drives on which a change by another computer, or by Windows under WSL, is silent."""
_REMOTE: Final = 4
"""What Windows calls a drive that is on another computer."""


def silent_kind(folder: Path) -> str:
    """Return the kind of a drive that tells of no change; an empty text for any other drive.

    Args:
        folder: A folder.
    """
    if sys.platform == "win32":
        return "network" if _is_remote(PureWindowsPath(folder.absolute())) else ""
    try:
        mounts = MOUNTS.read_text("utf-8", "surrogateescape")
    except OSError:
        return ""  # no Linux: a look at the files every second notices what no event tells
    kind = kind_of(folder.resolve(), mounts)
    return kind if kind in SILENT else ""


def kind_of(folder: PurePath, mounts: str) -> str:
    """Return the kind of the drive that a folder is on.

    Args:
        folder: The folder, without links in its path.
        mounts: What Linux says is mounted, the last on top, as in ``/proc/self/mountinfo``.
    """
    best, kind = -1, ""
    for line in mounts.splitlines():
        head, found, tail = line.partition(" - ")
        words = head.split(" ")
        if not found or len(words) < 5:
            continue
        place = PurePath(re.sub(r"\\([0-7]{3})", _sign, words[4]))
        if folder.is_relative_to(place) and len(place.parts) >= best:
            best, kind = len(place.parts), tail.split(" ")[0]
    return kind


def _sign(match: re.Match[str]) -> str:
    return chr(int(match[1], 8))


def _is_remote(folder: PureWindowsPath) -> bool:
    """Tell whether a folder of Windows is on another computer."""
    if folder.drive.startswith("\\\\"):
        return True
    system: Any = getattr(ctypes, "windll", None)
    return bool(system) and system.kernel32.GetDriveTypeW(f"{folder.drive}{os.sep}") == _REMOTE
