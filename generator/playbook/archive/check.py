"""Checking an archive: nothing added, nothing missing, nothing that harms who unpacks it."""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from playbook.archive.make import SUMS, write
from playbook.archive.names import objections
from playbook.entries import PLAIN_FILE, UNIX

MOST_FILES: Final = 100_000
MOST_BYTES: Final = 2 * 1024**3
HIGHEST_RATIO: Final = 200
"""Times that a file may be larger than what is stored of it."""
_LINE: Final = re.compile(r"([0-9a-f]{64})  (\S.*)")
_ENCRYPTED: Final = 0x1
_COPIED: Final = 1024 * 1024


class NoArchiveError(Exception):
    """Say that a file cannot be read as an archive."""


def read_members(archive: Any, most: int = MOST_BYTES) -> dict[str, bytes]:
    """Return every file of an archive, refusing what would fill the memory.

    Args:
        archive: An open archive of `zipfile` or of its likes.
        most: Bytes that all files may have together.

    Raises:
        NoArchiveError: It holds too much, or a file in it is damaged.
    """
    infos = archive.infolist()
    if len(infos) > MOST_FILES:
        raise NoArchiveError(f"it holds {len(infos)} files, more than {MOST_FILES}")
    made: dict[str, bytes] = {}
    left = most
    for info in infos:
        if info.file_size > max(info.compress_size, 1) * HIGHEST_RATIO:
            raise NoArchiveError(f"“{info.filename}” becomes suspiciously large when unpacked")
        try:
            with archive.open(info) as opened:
                data = _read(opened, min(info.file_size, left) + 1)
        except (RuntimeError, NotImplementedError, OSError, ValueError, EOFError) as error:
            raise NoArchiveError(f"“{info.filename}” cannot be read: {error}") from None
        except Exception as error:  # zlib.error, BadZipFile and what an extra library throws
            raise NoArchiveError(f"“{info.filename}” is damaged: {error}") from None
        if len(data) > left or len(data) != info.file_size:
            raise NoArchiveError(f"“{info.filename}” is not as large as the archive says")
        left -= len(data)
        made[info.filename] = data
    return made


def _read(opened: Any, most: int) -> bytes:
    made = bytearray()
    while len(made) < most:
        part = opened.read(min(_COPIED, most - len(made)))
        if not part:
            break
        made += part
    return bytes(made)


def check(path: Path, password: str | None = None) -> tuple[str, ...]:
    """Return what is wrong with an archive; nothing when it is as it was made.

    Args:
        path: The archive.
        password: What it was encrypted with.

    Raises:
        NoArchiveError: It cannot be read at all.
    """
    data = _bytes(path)
    try:
        with _open(data, password) as archive:
            infos = archive.infolist()
            comment = archive.comment
            objecting = [*_structure(infos, comment, encrypted=password is not None)]
            if objecting:
                return tuple(objecting)
            files = read_members(archive)
    except (zipfile.BadZipFile, ValueError, UnicodeDecodeError) as error:
        raise NoArchiveError(f"this is not an archive that can be read: {error}") from None
    objecting += _sums(files)
    if not objecting and password is None and not _is_as_made(data, files, infos):
        objecting.append("it holds bytes beside its files, which playbook did not write")
    return tuple(objecting)


def digest(path: Path) -> str:
    """Return the digest of an archive.

    Args:
        path: The archive.
    """
    return sha256(_bytes(path)).hexdigest()


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise NoArchiveError(f"it is larger than {MOST_BYTES // 1024**3} GB")
        return path.read_bytes()
    except OSError as error:
        raise NoArchiveError((error.strerror or "it cannot be read").lower()) from None


def _open(data: bytes, password: str | None) -> Any:
    if password is None:
        return zipfile.ZipFile(io.BytesIO(data))
    from playbook.archive.locked import opened  # noqa: PLC0415 - an extra library

    return opened(data, password)


def _structure(infos: list[zipfile.ZipInfo], comment: bytes, encrypted: bool) -> Iterator[str]:
    names = [info.filename for info in infos]
    yield from (f"“{name}”: {why}" for name, why in objections(names))
    tops = {name.split("/")[0] for name in names if "/" in name}
    if len(tops) != 1 or any("/" not in name for name in names):
        yield "its files are not together in one folder"
    elif f"{next(iter(tops))}/index.html" not in names:
        yield "there is no index.html to begin with"
    if comment:
        yield "it has a comment, which playbook does not write"
    if names != sorted(names):
        yield "its files are not in order"
    for info in infos:
        yield from (f"“{info.filename}”: {why}" for why in _odd(info, encrypted))


def _odd(info: zipfile.ZipInfo, encrypted: bool) -> Iterator[str]:
    mode = info.external_attr >> 16
    if stat.S_ISLNK(mode):
        yield "it is a link to another file"
    elif (info.create_system, info.external_attr) != (UNIX, PLAIN_FILE):
        yield "its rights are other than those of a plain file"
    if info.flag_bits & _ENCRYPTED and not encrypted:
        yield "it is locked; give the password with --password"
    elif info.compress_type != zipfile.ZIP_STORED and not encrypted:
        yield "it was packed anew by another program"
    if info.comment or (info.extra and not encrypted):
        yield "it carries remarks that playbook does not write"


def _sums(files: Mapping[str, bytes]) -> Iterator[str]:
    top = next(iter(files)).split("/")[0]
    try:
        text = files[f"{top}/{SUMS}"].decode()
    except (KeyError, UnicodeDecodeError):
        yield f"there is no list {SUMS} that can be read"
        return
    listed: dict[str, str] = {}
    for line in text.splitlines():
        found = _LINE.fullmatch(line)
        if not found or found[2] in listed:
            yield f"{SUMS} has a line that is not understood"
            return
        listed[found[2]] = found[1]
    there = {name.removeprefix(f"{top}/"): data for name, data in files.items()}
    del there[SUMS]
    yield from (f"“{name}” is missing" for name in sorted(listed.keys() - there.keys()))
    yield from (f"“{name}” was added" for name in sorted(there.keys() - listed.keys()))
    for name in sorted(listed.keys() & there.keys()):
        if sha256(there[name]).hexdigest() != listed[name]:
            yield f"“{name}” was changed"


def _is_as_made(data: bytes, files: Mapping[str, bytes], infos: list[zipfile.ZipInfo]) -> bool:
    """Tell whether an archive is, byte for byte, what its files make."""
    made = io.BytesIO()
    write(made, files, infos[0].date_time)
    return made.getvalue() == data
