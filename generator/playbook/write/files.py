"""Putting files in their places: each of them whole, and none when one cannot be written."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from playbook.problems import Place, Problem, Unusable


def put(files: Mapping[Path, bytes], root: Path) -> None:
    """Write files, in the order in which they are given.

    Every file is made ready beside its place first. Only then they take their places one by one,
    and those that have done so step back when a later one cannot.

    Args:
        files: What to write, by path.
        root: Folder from which paths are told.

    Raises:
        Unusable: The system refuses; every file is as it was.
    """
    drafts: dict[Path, Path] = {}
    folders: list[Path] = []
    former: dict[Path, bytes | None] = {}
    try:
        for path, data in files.items():
            folders += _make_folder(path.parent)
            # Half a draft is cleared away too.
            drafts[path] = _beside(path)
            _write(drafts[path], path, data)
        for path, draft in drafts.items():
            former[path] = path.read_bytes() if path.is_file() else None
            draft.replace(path)
    except BaseException as stopped:
        _undo(former, drafts, folders)
        if not isinstance(stopped, OSError):
            raise
        error = stopped
        reason = (error.strerror or "no reason given").lower()
        name = Path(error.filename or root).name
        what, instead = f"it cannot be written ({reason})", "check that you may write there"
        raise Unusable([Problem(Place(name), what, instead, "O03")]) from error


def _undo(
    former: Mapping[Path, bytes | None], drafts: Mapping[Path, Path], folders: list[Path]
) -> None:
    """Leave everything as it was."""
    for path, data in former.items():
        _step_back(path, data)
    for draft in drafts.values():
        draft.unlink(missing_ok=True)
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()


def _make_folder(folder: Path) -> list[Path]:
    """Make a folder and those above it; return those that were not there."""
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.new")


def _write(draft: Path, path: Path, data: bytes) -> None:
    with draft.open("wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())
    if path.exists():
        draft.chmod(path.stat().st_mode & 0o777)


def _step_back(path: Path, data: bytes | None) -> None:
    with suppress(OSError):
        if data is None:
            path.unlink(missing_ok=True)
        elif path.read_bytes() != data:
            draft = _beside(path)
            _write(draft, path, data)
            draft.replace(path)
