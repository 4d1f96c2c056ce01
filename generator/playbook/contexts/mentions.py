"""Markdown in which other things are mentioned, as HTML with links to them."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from playbook import markdown
from playbook.contexts.shapes import Link
from playbook.model.mention import ELSEWHERE, Mention, is_role, mention

Find = Callable[[Mention], Link | Markup | None]
"""From what is mentioned to a link to it, or to all that is said of it."""


OwnRoles = Callable[[str, str], str | None]
"""From a role of an extension and what it holds to Markdown; nothing when there is no such."""


def _no_roles(_role: str, _content: str) -> str | None:
    return None


def with_links(text: str, find: Find, own: OwnRoles = _no_roles) -> Markup:
    """Return a Markdown text as HTML, with a link for each thing that it mentions.

    Args:
        text: The text.
        find: From what is mentioned to a link to it; see `resolver`.
        own: From roles of extensions to what they say.
    """
    return markdown.render(text, resolver(find, own))


def resolver(find: Find, own: OwnRoles = _no_roles) -> markdown.Resolve:
    """Return what makes HTML of each role in a Markdown text.

    Args:
        find: From what is mentioned to a link to it; nothing when there is no such thing. A link
            without a way becomes its label.
        own: From roles of extensions to what they say.
    """

    def resolve(role: str, content: str) -> Markup | None:
        if not is_role(role):
            said = own(role, content)
            return None if said is None else markdown.render_inline(said, resolver(find))
        seen = mention(role, content)
        link = find(seen)
        if isinstance(link, Markup):
            return link
        if link is None:
            name = seen.target.partition("#")[2] if seen.kind == ELSEWHERE else seen.target
            return Markup.escape(seen.own or name)
        label = Markup.escape(seen.own) if seen.own else link.label
        return Markup('<a href="{}">{}</a>').format(link.href, label) if link.href else label

    return resolve
