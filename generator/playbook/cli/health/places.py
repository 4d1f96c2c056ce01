"""Where things are kept, written and watched, and whether the system lets them."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playbook.cli import editions
from playbook.cli.health.sign import Look, Sign
from playbook.cli.shared import cache_folder
from playbook.publish.staged import can_stage
from playbook.serve.drives import silent_kind
from playbook.serve.server import watched
from playbook.serve.watch import can_watch

_OTHERS = 0o077


def looks(root: Path) -> Iterator[tuple[str, Look]]:
    """Yield what there is to look at in places.

    Args:
        root: The project's folder.
    """
    yield "cache", lambda: [_cache(cache_folder(root))]
    yield "site", lambda: _site(editions.folder_of(root, None, editions.INTERNAL, beside=False))
    yield "watching", lambda: [_watching(root)]


def _cache(folder: Path) -> Sign:
    """Return whether what is kept between runs is nobody else's."""
    if not folder.exists():
        refused = _refused(folder)
        instead = "set PLAYBOOK_CACHE_DIR to a folder of your own" if refused else ""
        return Sign("cache", refused or f"{folder} is made by the first build", instead)
    found = folder.lstat()
    if hasattr(os, "getuid") and found.st_uid != os.getuid():
        what = f"{folder} is another user's and is not used"
        return Sign("cache", what, "set PLAYBOOK_CACHE_DIR to a folder of your own")
    if os.name != "nt" and found.st_mode & _OTHERS:
        what = f"others can open {folder}, where texts of the project are kept"
        return Sign("cache", what, f"chmod 700 '{folder}'")
    refused = _refused(folder)
    return Sign("cache", refused or str(folder), f"chmod 700 '{folder}'" if refused else "")


def _site(folder: Path) -> Iterator[Sign]:
    """Yield whether the site can be written, and how it then changes."""
    refused = _refused(folder.parent if folder.exists() else folder)
    if refused:
        yield Sign("site", refused, "see that you may write there, or build with --output")
        return
    links = _can_link(_nearest(folder))
    how = "changes all at once" if can_stage(folder) else "changes file by file"
    rest = "unchanged files take no time" if links else "unchanged files are copied"
    yield Sign("site", f"{folder} can be written; it {how}, {rest}")


def _watching(root: Path) -> Sign:
    drive = silent_kind(root)
    if drive:
        return Sign("watching", f"every second, since a {drive} drive tells of no change")
    if can_watch(watched(root)):
        return Sign("watching", "the system tells of changes")
    instead = "raise fs.inotify.max_user_watches; until then serve looks every second"
    return Sign("watching", "the system has no watches left", instead)


def _refused(folder: Path) -> str:
    """Return why nothing can be written in a folder; an empty text when it can."""
    there = _nearest(folder)
    try:
        with tempfile.TemporaryFile(prefix=".playbook-", dir=there):
            return ""
    except OSError as error:
        return f"{there} cannot be written ({(error.strerror or str(error)).lower()})"


def _can_link(folder: Path) -> bool:
    try:
        with tempfile.TemporaryDirectory(prefix=".playbook-", dir=folder) as trial:
            one = Path(trial) / "one"
            one.touch()
            (Path(trial) / "other").hardlink_to(one)
    except OSError:
        return False
    return True


def _nearest(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.is_dir())
