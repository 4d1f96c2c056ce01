"""Pages that extensions of the project write."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct

from playbook.contexts.blocks import Block, Blocks
from playbook.contexts.menu import neighbours
from playbook.contexts.shapes import Chrome, Head, Link
from playbook.contexts.view import View
from playbook.plan import Page
from playbook.texts import pick


class ExtraPage(Struct, frozen=True, kw_only=True):
    """A page that an extension writes.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        title: Its title.
        lang: Its language when that is another than the page's; else empty.
        tags: None; own pages have them.
        last_changed: Empty; own pages have it.
        blocks: What the extension wrote, in order.
    """

    chrome: Chrome
    head: Head
    title: Markup
    lang: str
    tags: tuple[Link, ...]
    last_changed: str
    blocks: tuple[Block, ...]


def extra_page(view: View, page: Page) -> ExtraPage:
    """Return a page that an extension writes, as safe as a page of the organisation's own.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    kind = view.extras[page.key]
    language = kind.language or view.language
    made = Blocks(view, page, {})
    blocks = tuple(made.of(kind.write(view.portfolio, view.language)))
    before, after = neighbours(view, page)
    return ExtraPage(
        chrome=view.chrome,
        head=view.head(
            page,
            view.wording.plain(kind.title),
            f"extra:{page.key}",
            contents=made.contents,
            previous=before,
            next=after,
        ),
        title=Markup.escape(pick(kind.title, language, view.wording.otherwise)[0]),
        lang="" if language == view.language else language,
        tags=(),
        last_changed="",
        blocks=blocks,
    )
