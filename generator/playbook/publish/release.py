"""What is published: files with their digests, and the record of it that a place keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

ASSETS: Final = "assets/"
_INDEXES: Final = ("index.html", "404.html")


@dataclass(frozen=True, slots=True)
class Release:
    """A site that is ready to be published.

    Args:
        folder: Folder in which its files are.
        edition: For whom it is.
        files: Digest of each file, by its address from the root of the site.
    """

    folder: Path
    edition: str
    files: Mapping[str, str]


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a place knows of one release.

    Args:
        number: Counts the releases of the place, from 1.
        edition: For whom it is.
        files: Digest of each file, by its address.
        before: Number of the release that was shown before it; 0 when there was none.
        pending: Addresses that are being changed: what stands there is not known.
    """

    number: int
    edition: str
    files: dict[str, str]
    before: int = 0
    pending: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Published:
    """Count what publishing did.

    Args:
        number: Number of the release that is shown now.
        total: Files of the site.
        written: Files that are new or changed.
        removed: Files that are no more.
        way: How the place changed from one release to the next, in words.
    """

    number: int
    total: int
    written: int
    removed: int
    way: str


def release_of(folder: Path, addresses: Iterable[str], edition: str) -> Release:
    """Return what is to be published from a folder.

    Args:
        folder: The folder of a built site.
        addresses: The files of the site; others that lie there are not published.
        edition: For whom it is.

    Raises:
        OSError: A file cannot be read.
    """
    names = sorted(addresses)
    with ThreadPoolExecutor() as pool:
        digests = pool.map(lambda name: digest_of(folder / name), names)
        return Release(folder, edition, dict(zip(names, digests, strict=True)))


def digest_of(path: Path) -> str:
    """Return the digest of what a file holds.

    Args:
        path: The file.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def phases(addresses: Iterable[str]) -> tuple[list[str], ...]:
    """Return addresses in the order in which they may be replaced one by one.

    What a page needs comes before the page, and what leads to a page comes after it.

    Args:
        addresses: Addresses of files.
    """
    found: tuple[list[str], ...] = ([], [], [], [])
    for address in sorted(addresses):
        found[_phase(address)].append(address)
    return found


def _phase(address: str) -> int:
    if address.startswith(ASSETS):
        return 0
    if not address.endswith(".html"):
        return 1  # what is looked up in: the search index, sheets
    return 3 if address.rpartition("/")[2] in _INDEXES else 2


def before(former: Record, edition: str) -> int:
    """Return the release that can be brought back in the place of the next; 0 when none may be.

    A place that was for some readers and is for others now keeps nothing of what was.

    Args:
        former: What is shown, or was shown last.
        edition: For whom the next release is.
    """
    if former.edition != edition:
        return 0
    return former.before if former.pending else former.number


def encode(record: Record) -> bytes:
    """Return a record as it is kept.

    Args:
        record: The record.
    """
    return msgspec.json.encode(record)


def decode(data: bytes) -> Record | None:
    """Return a record that was kept; nothing when it is damaged.

    Args:
        data: What was kept.
    """
    try:
        return msgspec.json.decode(data, type=Record)
    except msgspec.MsgspecError:
        return None


def chain(records: Mapping[int, Record], newest: int, keep: int) -> list[int]:
    """Return the numbers of the releases to keep: the newest, and those shown before it.

    Args:
        records: What is known of releases, by number.
        newest: Number of the release that is shown.
        keep: How many to keep at most, at least 1.
    """
    kept: list[int] = []
    number = newest
    while number in records and number not in kept and len(kept) < keep:
        kept.append(number)
        number = records[number].before
    return kept
