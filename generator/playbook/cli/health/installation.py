"""The program, what it needs, and how it speaks with this computer."""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import Final

from playbook import __version__, resources
from playbook.cli.health.sign import Look, Sign
from playbook.cli.shared import today

OLDEST: Final = (3, 11)
AGAIN: Final = "install playbook again from its wheel: pipx install --force WHEEL"
SIGNS: Final = "“é” → €"
"""What messages are written with, and an old terminal may not know."""
_NEEDED: Final = re.compile(r"^([\w.-]+)(?:\[.*?\])?\s*(?:>=\s*([\d.]+))?")
_EXTRA: Final = re.compile(r"extra == ['\"]([\w-]+)['\"]")


def looks() -> Iterator[tuple[str, Look]]:
    """Yield what there is to look at in an installation."""
    yield "playbook", _program
    yield "python", _python
    yield "libraries", _libraries
    yield "encoding", _encoding
    yield "day", _day


def _program() -> Iterator[Sign]:
    where = Path(__file__).parents[2]
    missing = [path.name for path in (resources.content(), resources.themes()) if not path.is_dir()]
    if missing:
        yield Sign("playbook", f"{__version__} lacks its {' and '.join(missing)}", AGAIN)
    else:
        yield Sign("playbook", f"{__version__} in {where}")


def _python() -> Iterator[Sign]:
    what = f"{platform.python_version()} on {platform.platform(terse=True)}, {sys.executable}"
    old = sys.version_info < OLDEST
    yield Sign("python", what, "install Python 3.11 or newer" if old else "")


def _libraries() -> Iterator[Sign]:
    try:
        needed = requirements()
    except metadata.PackageNotFoundError:
        yield Sign(
            "libraries", "playbook was copied here, not installed: its needs are not known", AGAIN
        )
        return
    yield of_libraries(needed.get("", {}), _installed)
    extras = sorted(name for name in needed if name)
    there = [name for name in extras if of_libraries(needed[name], _installed).well]
    lacking = [name for name in extras if name not in there]
    words = [f"installed: {', '.join(there)}"] if there else []
    words += [f"not installed, and only needed when asked for: {', '.join(lacking)}"]
    yield Sign("extras", "; ".join(words) if lacking else words[0])


def requirements() -> Mapping[str, Mapping[str, str]]:
    """Return the oldest version of every library that is needed, by the extra that needs it.

    What is always needed stands under an empty name.

    Raises:
        PackageNotFoundError: The program was not installed, so nothing says what it needs.
    """
    found: dict[str, dict[str, str]] = {}
    for line in metadata.requires("playbook") or ():
        extra, match = _EXTRA.search(line), _NEEDED.match(line)
        if match:
            found.setdefault(extra[1] if extra else "", {})[match[1]] = match[2] or "0"
    return found


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""


def of_libraries(needed: Mapping[str, str], installed: Callable[[str], str]) -> Sign:
    """Return whether every library is there and new enough.

    Args:
        needed: The oldest version that will do, by name.
        installed: Returns the version that is installed; an empty text when there is none.
    """
    found = {name: installed(name) for name in needed}
    wrong = [
        f"{name} {has} is older than {needed[name]}" if has else f"{name} is missing"
        for name, has in found.items()
        if not has or numbers(has) < numbers(needed[name])
    ]
    if wrong:
        return Sign("libraries", "; ".join(wrong), AGAIN)
    return Sign("libraries", ", ".join(f"{name} {has}" for name, has in sorted(found.items())))


def numbers(version: str) -> tuple[int, ...]:
    """Return the numbers at the beginning of a version, to compare it by.

    Args:
        version: A version, such as ``3.1.6``.
    """
    found = re.match(r"\d+(\.\d+)*", version)
    return tuple(int(part) for part in found[0].split(".")) if found else ()


def _encoding() -> Iterator[Sign]:
    names = (sys.stdout.encoding, sys.stderr.encoding, sys.getfilesystemencoding())
    yield of_encodings([name or "ascii" for name in names])


def of_encodings(names: Iterable[str]) -> Sign:
    """Return whether all that messages and names of files are written with can be said.

    Args:
        names: Encodings of the terminal and of names of files.
    """
    names = list(dict.fromkeys(name.lower() for name in names))
    poor = [name for name in names if not _can_say(name)]
    if not poor:
        return Sign("encoding", ", ".join(names))
    what = f"{', '.join(poor)} lacks signs that messages are written with"
    system = "setx PYTHONUTF8 1, in a new window" if os.name == "nt" else "export PYTHONUTF8=1"
    return Sign("encoding", what, f"use UTF-8: {system}")


def _can_say(encoding: str) -> bool:
    try:
        SIGNS.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _day() -> Iterator[Sign]:
    day = f"{today():%Y-%m-%d}"
    if os.environ.get("SOURCE_DATE_EPOCH"):
        yield Sign("day", f"pages are made as of {day}, since SOURCE_DATE_EPOCH is set")
    else:
        yield Sign("day", day)
