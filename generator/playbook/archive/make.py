"""Making an archive: the same bytes for the same files, on every computer and every day.

Files are stored, not compressed: the bytes of a compressed file differ with the version of the
library that compresses, and whoever receives the archive can look into it with any tool, a
scanner for viruses or for words too.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from playbook.archive.names import LONGEST, objections
from playbook.entries import Stamp, entry
from playbook.problems import Place, Problem, Unusable

SUMS: Final = "SHA256SUMS"
_FIRST, _LAST = datetime.datetime(1980, 1, 1), datetime.datetime(2107, 12, 31, 23, 59, 58)


def stamp(moment: datetime.datetime) -> Stamp:
    """Return a moment as an archive holds it: without a zone, in steps of two seconds.

    Args:
        moment: The moment; what an archive cannot hold becomes the first or last that it can.
    """
    moment = min(max(moment.replace(tzinfo=None), _FIRST), _LAST)
    return (
        moment.year,
        moment.month,
        moment.day,
        moment.hour,
        moment.minute,
        moment.second // 2 * 2,
    )


def sums(files: Mapping[str, bytes]) -> bytes:
    """Return the list of digests that `sha256sum --check` reads.

    Args:
        files: Each file by its address.
    """
    lines = (f"{hashlib.sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))
    return "".join(lines).encode()


def top_folder(wanted: str, names: Iterable[str]) -> str:
    """Return the name of the one folder on top, cut so that every path is short enough.

    Args:
        wanted: The name to give it.
        names: Addresses of the files inside.
    """
    room = LONGEST - 1 - max((len(name) for name in names), default=0)
    return wanted[: max(room, 1)].rstrip("-. ") or "site"


def members(top: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return every file of an archive by its path, its list of digests too.

    Args:
        top: The one folder on top.
        files: Each file by its address.

    Raises:
        Unusable: A name cannot be unpacked everywhere.
    """
    whole = {**files, SUMS: sums(files)}
    made = {f"{top}/{name}": whole[name] for name in sorted(whole)}
    problems = [
        Problem(Place(name), f"this name cannot be in an archive: {why}", "use another id", "Z01")
        for name, why in objections(made)
    ]
    if problems:
        raise Unusable(problems)
    return made


def write(opened: IO[bytes], files: Mapping[str, bytes], moment: Stamp) -> None:
    """Write an archive.

    Args:
        opened: Where to.
        files: Each file by its path, in order.
        moment: Time of every file.
    """
    with zipfile.ZipFile(opened, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            archive.writestr(entry(name, moment), data)


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a place to write a file that takes the place of another when it is whole.

    Args:
        target: The file that there is to be.
    """
    partial = target.with_name(f"{target.name}.partial")
    try:
        yield partial
        with partial.open("rb+") as opened:
            os.fsync(opened.fileno())
        partial.replace(target)
        _sync_folder(target.parent)
    finally:
        partial.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
