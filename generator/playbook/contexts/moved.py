"""What stands at the former address of a process."""

from __future__ import annotations

from msgspec import Struct

from playbook.contexts.shapes import Head, Link
from playbook.contexts.view import View
from playbook.plan import Page


class MovedPage(Struct, frozen=True, kw_only=True):
    """A page that leads on to where a process is now.

    Args:
        head: What the page says of itself.
        now: The process, where it is now.
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
