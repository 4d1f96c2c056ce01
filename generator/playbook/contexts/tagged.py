"""The page of tags, and the tags of one process."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup
from msgspec import Struct

from playbook.contexts.names import sorting_key
from playbook.contexts.shapes import Chrome, Head, Link
from playbook.contexts.view import View
from playbook.load.convert import slug
from playbook.model.process import Process
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
        more: How many more there are, in a sentence; empty when all are named.
    """

    name: str
    letter: str
    anchor: str
    count: str
    processes: tuple[Link, ...]
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
    found: dict[str, tuple[str, list[str]]] = {}
    for process in view.portfolio.inventory.processes:
        for anchor, tag in _anchors(process).items():
            found.setdefault(anchor, (tag, []))[1].append(process.id)
    ordered = sorted(found.items(), key=lambda item: sorting_key(item[1][0]))
    return TagsPage(
        chrome=view.chrome,
        head=view.head(page, view.wording.word("tags"), "tags"),
        groups=tuple(_group(view, page, anchor, *mine) for anchor, mine in ordered),
    )


def tag_links(view: View, page: Page, process: Process) -> tuple[Link, ...]:
    """Return the tags of a process, each leading to the processes that have it.

    Args:
        view: The organisation in one language.
        page: The page that shows them.
        process: The process.
    """
    return tuple(
        Link(Markup.escape(tag), view.to(page, "tags", anchor=anchor))
        for anchor, tag in _anchors(process).items()
    )


def _anchors(process: Process) -> dict[str, str]:
    """Return the tags of a process by their place; two that differ in capitals are one."""
    made: dict[str, str] = {}
    for tag in process.tags or ():
        made.setdefault(f"tag-{slug(tag)}", tag)
    return made


def _group(view: View, page: Page, anchor: str, tag: str, processes: list[str]) -> TagGroup:
    rest = len(processes) - MOST_NAMED
    return TagGroup(
        name=tag,
        letter=sorting_key(tag)[:1],
        anchor=anchor,
        count=view.processes(len(processes)),
        processes=tuple(view.process(page, ident) for ident in processes[:MOST_NAMED]),
        more=view.wording.word("tags_more", processes=view.processes(rest)) if rest > 0 else "",
    )
