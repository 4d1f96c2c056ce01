"""What a file of a site holds that links lead from and to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any, Final

from selectolax.lexbor import LexborHTMLParser

_ADDRESSES: Final = ("xlink:href", "href", "src", "poster", "data", "action", "formaction", "cite")
_SETS: Final = ("srcset", "imagesrcset")
_OURS: Final = ("data-search",)
"""Attributes by which our own scripts find a page."""
_SVG: Final = "use,image,a"
"""Elements whose address may have a name that no selector can say: ``xlink:href``."""
_LOOKED_AT: Final = ":is({},{})".format(
    ",".join(f"[{name}]" for name in (*_ADDRESSES[1:], *_SETS, *_OURS, "id", "http-equiv")), _SVG
)
_CANDIDATE: Final = re.compile(r"[\s,]*(\S*[^\s,])(?:\s[^,(]*(?:\([^)]*\)[^,(]*)*)?(?:,|\Z)|[\s,]+")
_LEADS_ON: Final = re.compile(
    r"[\s\d.]*[;,\s]\s*(?:url\s*=\s*)?(?:\"([^\"]*)|'([^']*)|(.*))", re.IGNORECASE | re.DOTALL
)
_REMARK: Final = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_URL: Final = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^"')\s]*))\s*\)|@import\s+["']([^"']*)""", re.IGNORECASE
)
_INDEX: Final = "playbookIndex("
_ADDRESS_IN_INDEX: Final = 3


@dataclass(frozen=True, slots=True)
class Marks:
    """What links lead from and to.

    Args:
        links: Addresses as they are written, each once.
        anchors: Names of places on the page, as often as they are given.
        base: What addresses begin at, when the page says so.
        leads_on: Where the page sends its reader at once; nothing when it does not.
    """

    links: tuple[str, ...]
    anchors: tuple[str, ...] = ()
    base: str = ""
    leads_on: str | None = None


def of_html(data: bytes) -> Marks:
    """Return the marks of a page.

    Args:
        data: Its bytes.
    """
    links: dict[str, None] = {}
    anchors: list[str] = []
    base, leads_on = "", None
    for node in LexborHTMLParser(data).css(_LOOKED_AT):
        found = node.attributes
        if node.tag == "base":
            base = base or found.get("href") or ""
            continue
        if found.get("id"):
            anchors.append(found["id"] or "")
        if node.tag == "a" and found.get("name") and found["name"] != found.get("id"):
            anchors.append(found["name"] or "")
        if node.tag == "meta":
            leads_on = _leads_on(found) if leads_on is None else leads_on
            continue
        links.update(dict.fromkeys(_addresses(node.tag or "", found)))
    if leads_on is not None:
        links[leads_on] = None
    return Marks(tuple(links), tuple(anchors), base, leads_on)


def _addresses(tag: str, found: dict[str, str | None]) -> Iterator[str]:
    for name in (*_ADDRESSES, *_OURS):
        if name in found and (name != "data" or tag == "object"):
            yield found[name] or ""
    for name in _SETS:
        if name in found:
            yield from (one[1] for one in _CANDIDATE.finditer(found[name] or "") if one[1])


def _leads_on(found: dict[str, str | None]) -> str | None:
    """Return where a page leads on to, from what tells browsers so."""
    if (found.get("http-equiv") or "").lower() != "refresh":
        return None
    there = _LEADS_ON.match(found.get("content") or "")
    return next((part for part in there.groups() if part), None) if there else None


def of_css(text: str) -> Marks:
    """Return the marks of a style sheet.

    Args:
        text: The style sheet.
    """
    found = _URL.finditer(_REMARK.sub("", text))
    links = (next(filter(None, one.groups()), "") for one in found)
    return Marks(tuple(dict.fromkeys(links)))


def of_script(text: str) -> Marks | None:
    """Return the marks of a part of the search index; nothing for any other script.

    Args:
        text: The script; its addresses begin at the folder above its own.
    """
    if not text.startswith(_INDEX):
        return None
    part: dict[str, Any] = json.loads(text.removeprefix(_INDEX).rstrip().removesuffix(");"))
    links = [f"../{entry[_ADDRESS_IN_INDEX]}" for entry in part["entries"]]
    links += [f"{number}.js" for number in range(part.get("parts", 0))]
    return Marks(tuple(dict.fromkeys(links)))


def where(text: str, written: str) -> tuple[int, int]:
    """Return line and column of the tag in which an address stands first; zeros when unknown.

    This reads a page slowly, and is for pages on which something is wrong.

    Args:
        text: The page.
        written: The address, as `of_html` gives it.
    """
    finder = _Finder(written)
    finder.feed(text)
    return finder.found


class _Finder(HTMLParser):
    def __init__(self, written: str) -> None:
        super().__init__()
        self.written, self.found = written, (0, 0)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at the attributes of a tag."""
        if not self.found[0] and any(
            (value or "") == self.written or (self.written and self.written in (value or ""))
            for name, value in attrs
            if name in (*_ADDRESSES, *_SETS, *_OURS, "content")
        ):
            line, column = self.getpos()
            self.found = (line, column + 1)
