"""The page of tags, and the tags of one process."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from markupsafe import Markup
from msgspec import Struct

from playbook.contexts.names import sorting_key
from playbook.contexts.shapes import Chrome, Head, Link
from playbook.contexts.tagging import anchors
from playbook.contexts.view import View
from playbook.plan import Page

MOST_NAMED: Final = 400
"""Processes that are named under one tag; search finds the others."""
MOST_TOGETHER: Final = 4_000
"""Processes that are named under all tags together; beyond it each tag has an equal share."""


class TagGroup(Struct, frozen=True, kw_only=True):
    """One tag with its processes.

    Args:
        name: The tag.
        letter: With what it begins; ``0`` for a digit or a sign.
        anchor: Its place on the page.
        count: How many processes and pages have it, in words.
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
        groups: The tags, in the order of the alphabet; of very many those with most processes.
        more: How many more there are, in a sentence; empty when all are here.
    """

    chrome: Chrome
    head: Head
    groups: tuple[TagGroup, ...]
    more: str


def tags_page(view: View, page: Page) -> TagsPage:
    """Return every tag with its processes.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    found: dict[str, tuple[str, list[str], list[str]]] = {}
    for process in view.portfolio.inventory.processes:
        for anchor, tag in anchors(process.tags).items():
            found.setdefault(anchor, (tag, [], []))[1].append(process.id)
    for key, own in view.own_pages.items():
        for anchor, tag in anchors(own.tags).items():
            found.setdefault(anchor, (tag, [], []))[2].append(key)
    rare = view.portfolio.rare_tags
    shown = {anchor: mine for anchor, mine in found.items() if anchor not in rare}
    ordered = sorted(shown.items(), key=lambda item: sorting_key(item[1][0]))
    most = _most_of_each([len(processes) for _, processes, _ in shown.values()])
    rest = len(found) - len(shown)
    return TagsPage(
        chrome=view.chrome,
        head=view.head(page, view.wording.word("tags"), "tags"),
        groups=tuple(_group(view, page, anchor, most, *mine) for anchor, mine in ordered),
        more=view.wording.word("tags_rare", tags=view.wording.number(rest)) if rest else "",
    )


def tag_links(view: View, page: Page, tags: Sequence[str] | None) -> tuple[Link, ...]:
    """Return tags, each leading to what has it.

    Args:
        view: The organisation in one language.
        page: The page that shows them.
        tags: The tags.
    """
    return tuple(
        Link(Markup.escape(tag), _to_tag(view, page, anchor, tag))
        for anchor, tag in anchors(tags).items()
    )


def _to_tag(view: View, page: Page, anchor: str, tag: str) -> str:
    """Return the address of what has a tag: its place, or what search finds of a rare one."""
    if anchor in view.portfolio.rare_tags:
        return f"{view.to(page, 'search')}?q={quote(tag)}"
    return view.to(page, "tags", anchor=anchor)


def _most_of_each(counts: Sequence[int]) -> int:
    """Return how many processes are named under each tag, so that the page stays bearable."""
    if sum(min(count, MOST_NAMED) for count in counts) <= MOST_TOGETHER:
        return MOST_NAMED
    return MOST_TOGETHER // len(counts)


def _group(  # noqa: PLR0913, PLR0917 - a tag and what has it
    view: View, page: Page, anchor: str, most: int, tag: str, processes: list[str], pages: list[str]
) -> TagGroup:
    rest = len(processes) - most
    return TagGroup(
        name=tag,
        letter=sorting_key(tag)[:1],
        anchor=anchor,
        count=_count(view, len(processes), len(pages)),
        processes=tuple(view.process(page, ident) for ident in processes[:most]),
        pages=tuple(
            Link(Markup.escape(view.own_pages[key].title), view.to(page, "own", key))
            for key in pages
        ),
        more=view.wording.word("tags_more", processes=view.processes(rest)) if rest > 0 else "",
    )


def _count(view: View, processes: int, pages: int) -> str:
    word = view.wording.word
    one_or_some = "one_page" if pages == 1 else "some_pages"
    said = (
        view.processes(processes) if processes else "",
        word(one_or_some, count=view.wording.number(pages)) if pages else "",
    )
    return word("list_and").join(filter(None, said))
