"""References to processes that are no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from playbook.model.mention import Mention

if TYPE_CHECKING:
    from playbook.contexts.view import View
    from playbook.plan import Page


def removed_mention(view: View, page: Page, seen: Mention) -> Markup:
    """Return a reference to a process that is no more: when it went, and what replaced it.

    Args:
        view: The organisation in one language.
        page: The page that the text stands on.
        seen: What the text refers to.
    """
    gone, word = view.portfolio.removed[seen.target], view.wording.word
    label = Markup.escape(seen.own) if seen.own else view.wording.said(gone.name or gone.id)
    date = view.wording.date(gone.on)
    said = [Markup.escape(word("removed_on", date=date) if date else word("removed"))]
    if gone.instead:
        links = (view.process(page, ident) for ident in gone.instead)
        names = Markup(", ").join(
            Markup('<a href="{}">{}</a>').format(link.href, link.label) for link in links
        )
        said.append(view.wording.marked("removed_now", names=names))
    way = view.to(page, "removed", gone.id)
    return Markup('<a href="{}">{}</a> ({})').format(way, label, Markup("; ").join(said))
