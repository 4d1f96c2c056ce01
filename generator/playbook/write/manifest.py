"""What an earlier build wrote into a folder, and from what."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Final

NAME: Final = ".playbook-manifest.json"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the site.

    Args:
        key: Digest of what it was made from, in hexadecimals.
        size: Its size in bytes.
        time: When it was written, in nanoseconds.
    """

    key: str
    size: int
    time: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """Hold what a build wrote.

    Args:
        files: Each file by its address.
    """

    files: Mapping[str, Entry] = field(default_factory=dict)

    def fresh(self, folder: Path, address: str, key: str) -> bool:
        """Tell whether a file is there as it was written, from the same as now.

        Args:
            folder: The folder of the site.
            address: Address of the file.
            key: Digest of what it would be made from now.
        """
        entry = self.files.get(address)
        return entry is not None and entry.key == key and _untouched(f"{folder}/{address}", entry)

    def whole(self, folder: Path) -> bool:
        """Tell whether every file is there as it was written.

        Args:
            folder: The folder of the site.
        """
        # Joined as texts: as paths, ten thousand take longer than looking at the files.
        return all(_untouched(f"{folder}/{name}", entry) for name, entry in self.files.items())


def read(folder: Path) -> Manifest:
    """Return the manifest of a folder; an empty one when it is missing or damaged.

    Args:
        folder: The folder of the site.
    """
    try:
        check, _, body = (folder / NAME).read_text("utf-8").partition("\n")
        if _check(body) != check:
            return Manifest()
        listed = json.loads(body)["files"].items()
        return Manifest({name: Entry(*entry) for name, entry in listed if _is_inside(name)})
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Manifest()


def write(folder: Path, manifest: Manifest) -> None:
    """Write a manifest, whole, and make sure that it is on the disk.

    Args:
        folder: The folder of the site.
        manifest: The manifest.
    """
    listed = {name: (e.key, e.size, e.time) for name, e in sorted(manifest.files.items())}
    body = json.dumps({"files": listed}, ensure_ascii=False, separators=(",", ":"))
    draft = folder / f"{NAME}.new"
    with draft.open("w", encoding="utf-8") as file:
        file.write(f"{_check(body)}\n{body}")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(folder / NAME)


def _check(body: str) -> str:
    return blake2b(body.encode(), digest_size=16).hexdigest()


def _untouched(path: str, entry: Entry) -> bool:
    try:
        found = os.lstat(path)
    except OSError:
        return False
    regular = stat.S_ISREG(found.st_mode)
    return regular and (found.st_size, found.st_mtime_ns) == (entry.size, entry.time)


def _is_inside(address: str) -> bool:
    return not address.startswith("/") and "\\" not in address and ".." not in address.split("/")
