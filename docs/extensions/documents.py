"""Every document of the repository as a page of the manual."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from posixpath import basename
from typing import Any, Final

from playbook.pagekinds import page

FOLDER: Final = Path(__file__).resolve().parents[1]
DOCUMENTS: Final = (
    *sorted(FOLDER.glob("*.md")),
    FOLDER.parent / "CONTRIBUTING.md",
    FOLDER.parent / "CHANGELOG.md",
)
OUT_OF_MENU: Final = ("changelog", "contributing", "search", "speed", "theme-contract")
"""Documents that the menu leaves out; the page “Where to begin” leads to them."""
NAMES: Final = {path.name: path.stem.lower() for path in DOCUMENTS}
_TITLE: Final = re.compile(r"# (.+)\n+")
_FENCE: Final = re.compile(r"(^```.*?^```[ \t]*$)", re.DOTALL | re.MULTILINE)
_LINK: Final = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")


def body(path: Path, _portfolio: Any, _language: str) -> str:
    """Return a document without its title, its links leading to pages of the manual.

    Args:
        path: The document.
    """
    parts = _FENCE.split(_TITLE.sub("", path.read_text("utf-8"), count=1))
    # What stands between two fences has an even number; the rest is code, and stays as it is.
    return "".join(part if at % 2 else _LINK.sub(_led, part) for at, part in enumerate(parts))


def _led(link: re.Match[str]) -> str:
    label, target = link.groups()
    file, mark, anchor = target.partition("#")
    if "://" in file or not file:
        return link[0]
    if basename(file) == "README.md":
        return f"[{label}](../index.html)"
    name = NAMES.get(basename(file))
    return f"[{label}]({name}.html{mark}{anchor})" if name else label


def _declare(path: Path) -> None:
    found = _TITLE.match(path.read_text("utf-8"))
    write: Callable[[Any, str], str] = partial(body, path)
    name = NAMES[path.name]
    title = found[1] if found else path.stem
    page(name, title=title, language="en", menu=name not in OUT_OF_MENU)(write)


for _path in DOCUMENTS:
    _declare(_path)
