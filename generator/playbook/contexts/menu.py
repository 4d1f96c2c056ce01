"""The pages that a project puts in its menu itself: its own, and those of its extensions."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from playbook.config import listed_in
from playbook.contexts.shapes import NOWHERE, Link

if TYPE_CHECKING:
    from playbook.contexts.view import View
    from playbook.plan import Page


class Entry(NamedTuple):
    """One page of the menu.

    Args:
        kind: ``own`` or ``extra``.
        key: Its path below ``pages``, or the name that its extension gives it.
        title: Its title.
    """

    kind: str
    key: str
    title: Markup


def entry(view: View, key: str) -> Entry | None:
    """Return a page by the name that the menu has for it; nothing when there is none here.

    Args:
        view: The organisation in one language.
        key: The name; an own page comes before one of an extension.
    """
    if key in view.own_pages:
        return Entry("own", key, Markup.escape(view.own_pages[key].title))
    if key in view.extras:
        return Entry("extra", key, view.wording.said(view.extras[key].title))
    return None


def in_order(view: View) -> list[Entry]:
    """Return the pages of the menu, one after another.

    Args:
        view: The organisation in one language.
    """
    own = [key for key, page in view.own_pages.items() if page.nav]
    keys = own if view.nav is None else listed_in(view.nav)
    return [found for key in keys if (found := entry(view, key))]


def neighbours(view: View, page: Page) -> tuple[Link, Link]:
    """Return the pages before and after a page of the menu; nowhere for another page.

    Args:
        view: The organisation in one language.
        page: The page.
    """
    order = in_order(view)
    at = next((at for at, one in enumerate(order) if one[:2] == (page.kind, page.key)), None)
    if at is None:
        return NOWHERE, NOWHERE
    around = [NOWHERE, *(Link(one.title, view.to(page, *one[:2])) for one in order), NOWHERE]
    return around[at], around[at + 2]
