"""What an address in a page means, as browsers have it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import unquote

_AROUND: Final = "".join(map(chr, range(0x21)))
"""What browsers take off both ends of an address."""
_INSIDE: Final = str.maketrans("", "", "\t\n\r")
"""What they take out of the middle."""
_SCHEME: Final = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_HIGHLIGHT: Final = ":~:"
"""Begin of words to show in colour, which are no part of an anchor."""


class Inside(NamedTuple):
    """A place in the site itself.

    Args:
        path: File, from the root of the site, as it is called on the disk; it ends in a slash for a
            folder.
        anchor: Place on that page, as it was written; empty for the page as a whole.
    """

    path: str
    anchor: str


class Outside(NamedTuple):
    """A place elsewhere.

    Args:
        address: The whole address.
    """

    address: str


class Nowhere(NamedTuple):
    """An address that works nowhere, or only here and now.

    Args:
        why: What is wrong with it.
        instead: What to write instead.
    """

    why: str
    instead: str


Way = Inside | Outside | Nowhere


def way(written: str, base: str) -> Way:
    """Return where an address leads.

    Args:
        written: The address, with entities of HTML resolved.
        base: File that it stands in, from the root of the site.
    """
    text = written.strip(_AROUND).translate(_INSIDE)
    scheme = _SCHEME.match(text)
    if scheme and scheme[1].lower() == "file":
        return Nowhere(
            "leads to a file on one computer", "put the file into the project and link to it there"
        )
    if scheme:
        return Outside(text)
    text, _, anchor = text.partition("#")
    path = text.partition("?")[0].replace("\\", "/")
    if path.startswith("//"):
        return Outside(text)
    if path.startswith("/"):
        return Nowhere(
            "begins at the root of a server, and a site can stand in any folder",
            "begin at the page that it stands on, as in “../index.html”",
        )
    anchor = without_highlight(anchor)
    if not path:
        return Inside(base, anchor)
    found = _walk(path, base.rpartition("/")[0])
    return _UP if found is None else Inside(found, anchor)


@lru_cache(maxsize=65536)
def _walk(path: str, folder: str) -> str | None:
    """Follow a relative way from a folder; nothing when it leads out of the site."""
    here = folder.split("/") if folder else []
    *folders, last = map(_decoded, path.split("/"))
    for step in (*folders, last if last in ("", ".", "..") else "."):
        if step == "..":
            if not here:
                return None
            here.pop()
        elif step not in ("", "."):
            here.append(step)
    return "/".join((*here, "" if last in (".", "..") else last))


_UP: Final = Nowhere(
    "leads out of the site", "link to a page of the site, or write a whole address"
)


def _decoded(name: str) -> str:
    """Return the name of a file as it is on the disk; no name holds what was a separator."""
    plain = unquote(name, errors="replace")
    return name if "/" in plain or "\0" in plain else plain


def without_highlight(anchor: str) -> str:
    """Return the place that an anchor names, without the words to show in colour.

    Args:
        anchor: The anchor, without its sign.
    """
    return anchor.partition(_HIGHLIGHT)[0]


def anchors_of(anchor: str) -> tuple[str, str]:
    """Return what an anchor can be called on its page: as written, and else decoded.

    Args:
        anchor: The anchor, without its sign.
    """
    return anchor, unquote(anchor, errors="replace")


def is_top(anchor: str) -> bool:
    """Tell whether an anchor means the top of a page, which every page has.

    Args:
        anchor: The anchor, without its sign.
    """
    return not anchor or unquote(anchor).lower() == "top"
