"""Pages that an organisation wrote itself."""

from __future__ import annotations

from msgspec import Struct, structs

from playbook.contexts.blocks import Block, Blocks
from playbook.contexts.changed import page_changed
from playbook.contexts.menu import neighbours
from playbook.contexts.shapes import Chrome, Head, Link
from playbook.contexts.tagged import tag_links
from playbook.contexts.view import View
from playbook.plan import Page


class OwnPageShown(Struct, frozen=True, kw_only=True):
    """A page that the organisation wrote itself.

    Args:
        chrome: What is the same on every page.
        head: What the page says of itself.
        title: Its title.
        lang: Its language when that is another than the page's; else empty.
        tags: Words to find it by, each leading to what has it.
        last_changed: Day on which it was last changed, written out; empty when unknown.
        blocks: What it says, in order.
    """

    chrome: Chrome
    head: Head
    title: str
    lang: str
    tags: tuple[Link, ...]
    last_changed: str
    blocks: tuple[Block, ...]


def own_page(view: View, page: Page) -> OwnPageShown:
    """Return a page that the organisation wrote itself.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    own = view.own_pages[page.key]
    before, after = neighbours(view, page)
    made = Blocks(view, page, own.pictures)
    blocks = tuple(made.of(own.text))
    language = own.language or view.wording.otherwise
    head = view.head(
        page,
        own.title,
        f"own:{page.key}",
        contents=made.contents,
        previous=before,
        next=after,
        edit=view.edit(own.place),
    )
    if own.description:
        head = structs.replace(head, description=own.description)
    return OwnPageShown(
        chrome=view.chrome,
        head=head,
        title=own.title,
        lang="" if language == view.language else language,
        tags=tag_links(view, page, own.tags),
        last_changed=page_changed(view, own),
        blocks=blocks,
    )
