"""Who can fill something in, leading to what is asked of them."""

from __future__ import annotations

from markupsafe import Markup

from playbook.contexts.shapes import Link
from playbook.contexts.view import View
from playbook.guides.guide import ROLE_PREFIX
from playbook.plan import Page


def who_link(view: View, page: Page, code: str | None) -> Markup:
    """Return who can fill something in, as HTML that leads to the guide of that part.

    Args:
        view: The organisation in one language.
        page: The page that links.
        code: Code of the part that somebody plays; nothing gives an empty text.
    """
    key = (page.folder, code)
    if (known := view.kept.who.get(key)) is None:
        known = view.kept.who[key] = _who_link(view, page, code)
    return known


def _who_link(view: View, page: Page, code: str | None) -> Markup:
    name = Markup.escape(view.wording.filler(code))
    key = f"{ROLE_PREFIX}{code}"
    if view.handbook.page(view.language, key) is None:
        return name
    return Markup('<a href="{}">{}</a>').format(view.to(page, "guide", key), name)


def filler_link(view: View, page: Page, code: str) -> Link:
    """Return a link to the page of a part that people play.

    Args:
        view: The organisation in one language.
        page: The page that links.
        code: Code of the part.
    """
    name = view.wording.filler(code)
    return Link(Markup.escape(name[:1].upper() + name[1:]), view.to(page, "filler", code))
