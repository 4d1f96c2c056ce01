"""Markdown in which other things are mentioned, as HTML with links to them."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from playbook import markdown
from playbook.contexts.shapes import Link
from playbook.model.mention import ELSEWHERE, Mention, is_role, mention


def with_links(text: str, find: Callable[[Mention], Link | None]) -> Markup:
    """Return a Markdown text as HTML, with a link for each thing that it mentions.

    Args:
        text: The text.
        find: From what is mentioned to a link to it; see `resolver`.
    """
    return markdown.render(text, resolver(find))


def resolver(find: Callable[[Mention], Link | None]) -> markdown.Resolve:
    """Return what makes HTML of each role in a Markdown text.

    Args:
        find: From what is mentioned to a link to it; nothing when there is no such thing. A link
            without a way becomes its label.
    """

    def resolve(role: str, content: str) -> Markup | None:
        if not is_role(role):
            return None
        seen = mention(role, content)
        link = find(seen)
        if link is None:
            name = seen.target.partition("#")[2] if seen.kind == ELSEWHERE else seen.target
            return Markup.escape(seen.own or name)
        label = Markup.escape(seen.own) if seen.own else link.label
        return Markup('<a href="{}">{}</a>').format(link.href, label) if link.href else label

    return resolve
