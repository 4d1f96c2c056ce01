"""What stands at the former address of a process or a page, and of one that is no more."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from playbook.contexts.shapes import Chrome, Head, Link
from playbook.contexts.view import View
from playbook.model.ownpage import former_paths
from playbook.plan import Page


class MovedPage(Struct, frozen=True, kw_only=True):
    """A page that leads on to where a process or a page is now.

    Args:
        head: What the page says of itself.
        now: The process or the page, where it is now.
    """

    head: Head
    now: Link


def moved_page(view: View, page: Page) -> MovedPage:
    """Return what stands at the former address of a process.

    Args:
        view: The organisation in one language.
        page: The page, whose key is the former id.
    """
    link = view.process(page, view.portfolio.renamed[page.key])
    return MovedPage(head=view.head(page, str(link.label.striptags()), "processes"), now=link)


def moved_own_page(view: View, page: Page) -> MovedPage:
    """Return what stands at the former address of an own page.

    Args:
        view: The organisation in one language.
        page: The page, whose key is the former path.
    """
    own = view.own_pages[former_paths(view.portfolio.inventory.own_pages)[page.key]]
    link = Link(Markup.escape(own.title), view.to(page, "own", own.key))
    return MovedPage(head=view.head(page, own.title, f"own:{own.key}"), now=link)


class RemovedPage(Struct, frozen=True, kw_only=True):
    """A page that says of a process that it is no more.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        name: What it was called.
        text: When it went, in a sentence.
        reason: Why it went; empty when that is not said.
        instead: The processes that came in its place.
    """

    chrome: Chrome
    head: Head
    name: Markup
    text: str
    reason: Markup
    instead: tuple[Link, ...]


def removed_page(view: View, page: Page) -> RemovedPage:
    """Return what is said of a process that is no more.

    Args:
        view: The organisation in one language.
        page: The page, whose key is the id that it had.
    """
    gone, word = view.portfolio.removed[page.key], view.wording.word
    date = view.wording.date(gone.on)
    return RemovedPage(
        chrome=view.chrome,
        head=view.head(page, view.wording.plain(gone.name or gone.id), "processes"),
        name=view.wording.said(gone.name or gone.id),
        text=word("removed_on_text", date=date) if date else word("removed_text"),
        reason=view.prose(page, gone.reason),
        instead=tuple(view.process(page, ident) for ident in gone.instead),
    )
