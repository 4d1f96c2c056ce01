"""Digests: what something was made from, in sixteen bytes."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import msgspec

from playbook import __version__

SIZE: Final = 16


def of_bytes(*parts: bytes) -> bytes:
    """Return the digest of some bytes; where one part ends matters.

    Args:
        parts: The bytes.
    """
    digest = blake2b(digest_size=SIZE)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


def encode(value: Any) -> bytes:
    """Return any value of the model or of a page as bytes, the same for the same value.

    Args:
        value: The value.
    """
    return _ENCODER.encode(value)


def of_value(value: Any) -> bytes:
    """Return the digest of any value of the model or of a page.

    Args:
        value: The value.
    """
    return of_bytes(encode(value))


def of_files(files: Iterable[tuple[str, str | Path]]) -> bytes:
    """Return the digest of the names and bytes of files.

    Args:
        files: Name and path of each.
    """
    return of_bytes(*(part for name, path in files for part in (name.encode(), _bytes(path))))


def files_below(folder: str | Path, ending: str = "") -> list[str]:
    """Return the path of every file below a folder, sorted, without hidden ones.

    Args:
        folder: The folder.
        ending: How the name of each ends.
    """
    # As texts: as paths, hundreds of files take longer than reading them.
    found, waiting = list[str](), [os.fspath(folder)]
    while waiting:
        with suppress(OSError), os.scandir(waiting.pop()) as inside:
            for item in inside:
                if item.name.startswith("."):
                    continue
                if item.is_dir(follow_symlinks=False):
                    waiting.append(item.path)
                elif item.name.endswith(ending) and item.is_file():  # a pipe would never end
                    found.append(item.path)
    return sorted(found)


@cache
def of_program() -> bytes:
    """Return the digest of the program itself, so that another version makes everything anew."""
    package = str(Path(__file__).parent)
    named = ((path.removeprefix(package), path) for path in files_below(package, ".py"))
    return of_bytes(__version__.encode(), of_files(named))


def _bytes(path: str | Path) -> bytes:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - as above
            return file.read()
    except OSError as error:
        return type(error).__name__.encode()


def _plain(value: Any) -> Any:
    """Return a value that has a class of its own as its class and its content."""
    if isinstance(value, str):
        return type(value).__name__, str.__str__(value)
    if isinstance(value, float):
        return type(value).__name__, float(value)
    raise TypeError(f"{type(value).__name__} cannot be part of a page")


_ENCODER: Final = msgspec.msgpack.Encoder(enc_hook=_plain, order="deterministic")
