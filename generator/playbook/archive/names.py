"""Names that every computer can unpack, Windows above all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from playbook.load.alone import WINDOWS_NAMES

LONGEST: Final = 100
"""Characters in a path: room is left for the folder that a person unpacks into."""
_DEVICES: Final = WINDOWS_NAMES | {"conin$", "conout$", "com¹", "com²", "com³", "lpt¹", "lpt²"}
_NEVER: Final = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f]')


def objections(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each name that an archive may not hold, and why not.

    Args:
        names: Paths of files, with forward slashes.
    """
    seen: dict[str, str] = {}
    folders: dict[str, str] = {}
    for name in names:
        yield from ((name, why) for why in _objections(name))
        alike = _alike(name)
        if alike in seen:
            yield name, f"on Windows and on a Mac it is the same name as “{seen[alike]}”"
        seen[alike] = name
        for folder in _above(name):
            other = folders.setdefault(_alike(folder), folder)
            if other != folder:
                yield name, f"on Windows and on a Mac its folder is the same as “{other}”"
    for alike, name in seen.items():
        if alike in folders:
            yield name, "a folder has the same name"


def _objections(name: str) -> Iterator[str]:
    if not name or name.endswith("/"):
        yield "it names no file"
        return
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        yield "it begins at the root of a disk"
    if "\\" in name:
        yield "it holds a backslash"
    elif _NEVER.search(name):
        yield "it holds a character that Windows does not allow"
    if len(name) > LONGEST:
        yield f"it is longer than {LONGEST} characters"
    for part in name.removeprefix("/").split("/"):
        yield from _objections_to_part(part)


def _objections_to_part(part: str) -> Iterator[str]:
    if part in {".", ".."}:
        yield "it leads to another folder"
    elif not part:
        yield "it has a folder without a name"
    elif part.endswith((".", " ")) or part.startswith(" "):
        yield "a part of it ends in a dot or space, or begins with a space"
    elif part.split(".", maxsplit=1)[0].rstrip().casefold() in _DEVICES:
        yield f"“{part}” is the name of a device on Windows"


def _above(name: str) -> Iterator[str]:
    parts = name.split("/")
    yield from ("/".join(parts[:end]) for end in range(1, len(parts)))


def _alike(name: str) -> str:
    """Return what names have in common that some file system takes for the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())
