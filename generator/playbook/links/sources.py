"""Where the files of a project link to other sites."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import unescape
from itertools import chain
from typing import Any, Final

import msgspec
from markdown_it import MarkdownIt

from playbook import digests, markdown
from playbook.links.ways import Outside, way
from playbook.load.files import Folder
from playbook.load.mentioned import place_of, texts
from playbook.load.overrides import METHOD
from playbook.load.project import ORGANISATIONS, Project
from playbook.model.inventory import Inventory
from playbook.model.mention import mentions
from playbook.model.organisation import Supplier
from playbook.model.ownpage import OwnPage, without_code
from playbook.model.ownpage import place_of as place_in
from playbook.model.places import Located, locate
from playbook.problems import Place

_WEB: Final = ("http://", "https://")
_SIGN: Final = "://"
_ELSEWHERE: Final = ("{external", "inv:")
_THEMES: Final = "themes"
_HREF: Final = re.compile(
    r"""\b(?:href|src)\s*=\s*(["'])\s*(https?://[^"'{}\s]+)\s*\1""", re.IGNORECASE
)
"""An address that a template writes whole: nothing of it is known only when a page is made."""
_REMARK: Final = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)
_SIGNS: Final = re.compile(r"[^\n]")
_Found = tuple[str, str]
"""An address, and the words by which it stands in a file."""


def outside_links(folder: Folder, project: Project) -> Mapping[str, tuple[Place, ...]]:
    """Return every link to another site, with the places where it stands.

    Args:
        folder: The project's folder.
        project: What was read from it.
    """
    found: defaultdict[str, dict[Place, None]] = defaultdict(dict)
    for name, other in (project.config.references or {}).items():
        place = project.config_places.place(("references", name, "site"))
        found[other.site][place] = None
    stand = [
        _of_method(folder),
        _of_themes(folder),
        *(_of_inventory(folder, one) for one in project.inventories),
    ]
    for address, place in chain.from_iterable(stand):
        found[address][place] = None
    return {address: tuple(sorted(places)) for address, places in sorted(found.items())}


def _of_method(folder: Folder) -> Iterator[tuple[str, Place]]:
    """Yield the links of guides, sheets, words and rules that the project itself holds."""
    home = folder.root / METHOD
    for path in sorted(home.rglob("*.md")):
        text = folder.text(path)
        if isinstance(text, str):
            bare = without_code(text)
            starts = ((0, Place(folder.name(path), 1, 1)),)
            for address, at in _with_places(_in_markdown(bare), bare):
                yield address, place_in(bare, starts, at)
    for path in folder.yaml_below(home):
        text, name = folder.text(path), folder.name(path)
        if isinstance(text, str) and _SIGN in text:
            document = folder.document(name, text)
            located = locate(name, document.places)
            for spot, inner in texts(document.values, ()):
                for address, words in _in_markdown(inner):
                    yield address, place_of(folder, located.place(spot), words)


def _of_themes(folder: Folder) -> Iterator[tuple[str, Place]]:
    """Yield the links of templates that the project itself holds."""
    for path in sorted((folder.root / _THEMES).rglob("*.html")):
        text = folder.text(path)
        if isinstance(text, str):
            name = folder.name(path)
            bare = _REMARK.sub(lambda remark: _SIGNS.sub(" ", remark[0]), text)
            for found in _HREF.finditer(bare):
                yield unescape(found[2]), place_in(bare, ((0, Place(name, 1, 1)),), found.start(2))


def _of_inventory(folder: Folder, inventory: Inventory) -> Iterator[tuple[str, Place]]:
    for page in inventory.own_pages:
        yield from _of_page(inventory, page)
    yield from _of_value(folder, inventory, inventory.organisation, inventory.organisation_places)
    for process in inventory.processes:
        yield from _of_value(folder, inventory, process, inventory.places[process.id])
    yield from _of_suppliers(folder, inventory)


def _of_suppliers(folder: Folder, inventory: Inventory) -> Iterator[tuple[str, Place]]:
    if not inventory.suppliers:
        return
    # Read again: an inventory keeps no places of its suppliers, and this file is small.
    path = folder.root / ORGANISATIONS / inventory.id / "suppliers.yaml"
    read = folder.read(path, tuple[Supplier, ...])
    yield from _of_value(folder, inventory, read.value, locate(read.file, read.places))


def _of_page(inventory: Inventory, page: OwnPage) -> Iterator[tuple[str, Place]]:
    text = without_code(page.text)
    for address, at in _with_places(_in_text(inventory, text), text):
        yield address, page.at(at)


def _with_places(links: Iterable[_Found], text: str) -> Iterator[tuple[str, int]]:
    """Yield each link of a text with how many signs stand before it."""
    starts = defaultdict[str, int](int)
    for address, words in links:
        at = max(text.find(words, starts[words]), 0)
        starts[words] = at + len(words)
        yield address, at


def _of_value(
    folder: Folder, inventory: Inventory, value: Any, located: Located
) -> Iterator[tuple[str, Place]]:
    encoded = digests.encode(value)
    if not any(sign.encode() in encoded for sign in (_SIGN, *_ELSEWHERE)):
        return
    for path, text in texts(msgspec.to_builtins(value, enc_hook=str), ()):
        for address, words in _in_text(inventory, text):
            yield address, place_of(folder, located.place(path), words)


def _in_text(inventory: Inventory, text: str) -> Iterator[_Found]:
    """Yield the links of a text, in order, each with the words by which it stands there."""
    if _SIGN in text:
        if text.lower().startswith(_WEB) and not any(map(str.isspace, text)):
            yield text, text
        else:
            yield from _in_markdown(text)
    if any(sign in text for sign in _ELSEWHERE):
        for seen, words in mentions(text):
            offered = inventory.elsewhere.find(seen.target) if seen.kind == "external" else None
            if offered:
                yield offered.address, words


@cache
def _parser() -> MarkdownIt:
    return markdown.make_parser()


def _in_markdown(text: str) -> Iterator[_Found]:
    for token in _parser().parse(text, {}):
        for inner in token.children or ():
            address = str(inner.attrs.get("href", "")) if inner.type == "link_open" else ""
            there = way(address, "")
            if isinstance(there, Outside) and there.address.lower().startswith(_WEB):
                # What was encoded, or read in another way, stands there otherwise than it is.
                yield there.address, address if address in text else _SIGN
