"""What was read before: on disk by content for the next run, in memory for the next look."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from playbook import digests
from playbook.load.snapshot import Signature, Snapshot

T = TypeVar("T")
_MINE: Final = 0o700


class Store:
    """Keep plain data on disk by what it was made from, where nobody else can write.

    Whatever is in the folder, a value that comes out is one that was put in: each carries
    its digest, and what does not match is read again.

    Args:
        folder: A folder for this alone; made when it is not there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.usable = _owned(folder)
        self._used: set[str] = set()

    def find(self, name: str) -> Any:
        """Return a value that was kept, or nothing.

        Args:
            name: Its name.
        """
        if not self.usable:
            return None
        self._used.add(name)
        try:
            data = (self.folder / name).read_bytes()
            if digests.of_bytes(name.encode(), data[digests.SIZE :]) != data[: digests.SIZE]:
                return None
            return msgspec.msgpack.decode(data[digests.SIZE :])
        except (OSError, ValueError):
            return None

    def keep(self, name: str, value: Any) -> None:
        """Keep a plain value.

        Args:
            name: Its name.
            value: The value.
        """
        if not self.usable:
            return
        self._used.add(name)
        data = msgspec.msgpack.encode(value)
        draft = self.folder / f".{name}.{os.getpid()}"
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(handle, "wb") as opened:
                opened.write(digests.of_bytes(name.encode(), data) + data)
            draft.replace(self.folder / name)
        except OSError:
            # A cache that cannot be written makes the next run slower, and nothing else.
            with suppress(OSError):
                draft.unlink(missing_ok=True)

    def holds(self, name: str) -> bool:
        """Tell whether there is a value of some name, without looking inside.

        Args:
            name: Its name.
        """
        return self.usable and (self.folder / name).is_file()

    def forget_unused(self) -> None:
        """Remove what was not asked for since this store was opened."""
        if self.usable:
            for path in _listed(self.folder):
                if path.name not in self._used:
                    path.unlink(missing_ok=True)


def name_of(*parts: str) -> str:
    """Return the name under which this version of the program keeps something.

    Args:
        parts: What it is made from.
    """
    return digests.of_bytes(digests.of_program(), *(part.encode() for part in parts)).hex()


def _listed(folder: Path) -> Iterable[Path]:
    try:
        return list(folder.iterdir())
    except OSError:
        return []


def _owned(folder: Path) -> bool:
    """Make a folder that is ours alone; tell whether it is."""
    try:
        folder.mkdir(mode=_MINE, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    if not hasattr(os, "getuid"):
        return stat.S_ISDIR(found.st_mode)
    mine = found.st_uid == os.getuid() and not found.st_mode & 0o022
    return stat.S_ISDIR(found.st_mode) and mine


class Shelf:
    """Keep what was read in memory, as long as the file on disk stays what it was."""

    def __init__(self) -> None:
        # By the text of a path: to compare paths takes longer than to look at their files.
        self._kept: dict[tuple[str, Any], tuple[Signature, Any]] = {}
        self._made: dict[str, tuple[Snapshot, object, Any]] = {}

    def find(self, path: Path | str, type_: Any, signature: Signature) -> Any:
        """Return what a file said, or nothing when it has changed.

        Args:
            path: The file.
            type_: What it was read as.
            signature: Its time, size and number.
        """
        kept = self._kept.get((os.fspath(path), type_))
        return kept[1] if kept and kept[0] == signature else None

    def keep(self, path: Path | str, type_: Any, signature: Signature, read: Any) -> None:
        """Keep what a file says.

        Args:
            path: The file.
            type_: What it was read as.
            signature: Its time, size and number before it was read.
            read: What it says.
        """
        self._kept[os.fspath(path), type_] = (signature, read)

    def made(self, name: str, seen: Snapshot, given: object, make: Callable[[], T]) -> T:
        """Return what is made from files, anew when one of them or what is given has changed.

        Args:
            name: What it is.
            seen: The files, as they were seen before it is made.
            given: All else that it is made from.
            make: Makes it; what it raises is not kept.
        """
        kept = self._made.get(name)
        if kept and kept[0] == seen and kept[1] == given:
            return kept[2]  # type: ignore[no-any-return]
        value = make()
        self._made[name] = (seen, given, value)
        return value
