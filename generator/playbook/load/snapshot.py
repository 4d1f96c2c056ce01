"""What can be seen of files without opening them, to know whether one has changed."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

Signature = tuple[int, int, int]
"""Time, size and number of a file."""
Snapshot = dict[str, Signature]


def snapshot(roots: Iterable[Path]) -> Snapshot:
    """Return time, size and number of every file below some folders.

    Args:
        roots: Folders and files; hidden ones inside them are passed over.
    """
    found: Snapshot = {}
    waiting = []
    for root in map(os.fspath, roots):
        if os.path.isdir(root):  # noqa: PTH112 - as below
            waiting.append(root)
        elif signature := signature_of(root):
            found[root] = signature
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as inside:
            for item in inside:
                if item.name.startswith("."):
                    continue
                if item.is_dir():
                    waiting.append(item.path)
                elif signature := signature_of(item.path):
                    found[item.path] = signature
    return found


def signature_of(path: str | Path) -> Signature | None:
    """Return time, size and number of a file; nothing when it cannot be seen.

    Args:
        path: The file.
    """
    try:
        seen = os.stat(path)  # noqa: PTH116 - making a path takes longer than the look
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_size, seen.st_ino
