"""Markdown in which other things are mentioned, as HTML with links to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from markupsafe import Markup

from playbook import markdown
from playbook.contexts.shapes import Link
from playbook.model.mention import (
    ELSEWHERE,
    Mention,
    in_place,
    is_role,
    mention,
    roles_in_place,
)

Find = Callable[[Mention], Link | Markup | None]
"""From what is mentioned to a link to it, or to all that is said of it."""


_BEGIN: Final = "\ue000"
_END: Final = "\ue001"
_KEPT: Final = re.compile(f"{_BEGIN}(\\d+){_END}")
"""Stands in a line for HTML, until the rest of it is escaped."""
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
        if is_role(role):
            return _shown(mention(role, content), find)
        said = own(role, content)
        return None if said is None else markdown.render_inline(said, resolver(find))

    return resolve


def _shown(seen: Mention, find: Find) -> Markup:
    """Return what is mentioned as HTML: a link to it, or words."""
    link = find(seen)
    if isinstance(link, Markup):
        return link
    if link is None:
        name = seen.target.partition("#")[2] if seen.kind == ELSEWHERE else seen.target
        return Markup.escape(seen.own or name)
    label = Markup.escape(seen.own) if seen.own else link.label
    return Markup('<a href="{}">{}</a>').format(link.href, label) if link.href else label


def line_with_links(text: str, find: Find, own: OwnRoles = _no_roles) -> Markup:
    """Return a line, which is no Markdown, as HTML with a link for each thing that it mentions.

    Args:
        text: The line.
        find: From what is mentioned to a link to it; see `resolver`.
        own: From roles of extensions to what they say.
    """
    kept: list[Markup] = []

    def keep(html: Markup) -> str:
        kept.append(html)
        return f"{_BEGIN}{len(kept) - 1}{_END}"

    def role(name: str, content: str) -> str:
        said = own(name, content)
        html = None if said is None else markdown.render_inline(said, resolver(find))
        return keep(Markup.escape(content) if html is None else html)

    text = in_place(text.replace(_BEGIN, ""), lambda seen, _: keep(_shown(seen, find)))
    pieces = _KEPT.split(roles_in_place(text, role))
    return Markup("").join(kept[int(one)] if at % 2 else one for at, one in enumerate(pieces))
