"""Pages that extensions of the project write."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from playbook.contexts.shapes import Chrome, Head
from playbook.contexts.view import View
from playbook.plan import Page


class ExtraPage(Struct, frozen=True, kw_only=True):
    """A page that an extension writes.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        title: Its title.
        body: What the extension wrote.
    """

    chrome: Chrome
    head: Head
    title: Markup
    body: Markup


def extra_page(view: View, page: Page) -> ExtraPage:
    """Return a page that an extension writes, as safe as any text of the inventory.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    kind = view.extras[page.key]
    written = kind.write(view.portfolio, view.language)
    return ExtraPage(
        chrome=view.chrome,
        head=view.head(page, view.wording.plain(kind.title), f"extra:{page.key}"),
        title=view.wording.said(kind.title),
        body=view.prose(page, {view.language: written}),
    )
