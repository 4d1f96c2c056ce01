"""The page of tags, and the tags of one process."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup
from msgspec import Struct

from playbook.contexts.names import sorting_key
from playbook.contexts.shapes import Chrome, Head, Link
from playbook.contexts.view import View
from playbook.load.convert import slug
from playbook.plan import Page

MOST_NAMED: Final = 400
"""Processes that are named under one tag; search finds the others."""


class TagGroup(Struct, frozen=True, kw_only=True):
    """One tag with its processes.

    Args:
        name: The tag.
        letter: With what it begins; ``0`` for a digit or a sign.
        anchor: Its place on the page.
        count: How many processes have it, in words.
        processes: The processes.
        pages: Pages of the organisation's own.
        more: How many more there are, in a sentence; empty when all are named.
    """

    name: str
    letter: str
    anchor: str
    count: str
    processes: tuple[Link, ...]
    pages: tuple[Link, ...]
    more: str


class TagsPage(Struct, frozen=True, kw_only=True):
    """Every tag with its processes.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        groups: The tags, in the order of the alphabet.
    """

    chrome: Chrome
    head: Head
    groups: tuple[TagGroup, ...]


def tags_page(view: View, page: Page) -> TagsPage:
    """Return every tag with its processes.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    found: dict[str, tuple[str, list[str], list[str]]] = {}
    for process in view.portfolio.inventory.processes:
        for anchor, tag in _anchors(process.tags).items():
            found.setdefault(anchor, (tag, [], []))[1].append(process.id)
    for key, own in view.own_pages.items():
        for anchor, tag in _anchors(own.tags).items():
            found.setdefault(anchor, (tag, [], []))[2].append(key)
    ordered = sorted(found.items(), key=lambda item: sorting_key(item[1][0]))
    return TagsPage(
        chrome=view.chrome,
        head=view.head(page, view.wording.word("tags"), "tags"),
        groups=tuple(_group(view, page, anchor, *mine) for anchor, mine in ordered),
    )


def tag_links(view: View, page: Page, tags: Sequence[str] | None) -> tuple[Link, ...]:
    """Return tags, each leading to what has it.

    Args:
        view: The organisation in one language.
        page: The page that shows them.
        tags: The tags.
    """
    return tuple(
        Link(Markup.escape(tag), view.to(page, "tags", anchor=anchor))
        for anchor, tag in _anchors(tags).items()
    )


def _anchors(tags: Sequence[str] | None) -> dict[str, str]:
    """Return tags by their place; two that differ in capitals are one."""
    made: dict[str, str] = {}
    for tag in tags or ():
        made.setdefault(f"tag-{slug(tag)}", tag)
    return made


def _group(  # noqa: PLR0913, PLR0917 - a tag and what has it
    view: View, page: Page, anchor: str, tag: str, processes: list[str], pages: list[str]
) -> TagGroup:
    rest = len(processes) - MOST_NAMED
    return TagGroup(
        name=tag,
        letter=sorting_key(tag)[:1],
        anchor=anchor,
        count=view.processes(len(processes)) if processes else "",
        processes=tuple(view.process(page, ident) for ident in processes[:MOST_NAMED]),
        pages=tuple(
            Link(Markup.escape(view.own_pages[key].title), view.to(page, "own", key))
            for key in pages
        ),
        more=view.wording.word("tags_more", processes=view.processes(rest)) if rest > 0 else "",
    )
