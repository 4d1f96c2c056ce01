"""Markdown in which processes are mentioned, as HTML with links to them."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from playbook import markdown
from playbook.contexts.shapes import Link


def with_processes(text: str, process: Callable[[str], Link | None]) -> Markup:
    """Return a Markdown text as HTML, with a link for each process that it mentions.

    Args:
        text: The text.
        process: From the id of a process to a link to it; nothing when there is no such process.
    """

    def resolve(role: str, target: str) -> Markup | None:
        link = process(target) if role == "process" else None
        return Markup('<a href="{}">{}</a>').format(link.href, link.label) if link else None

    return markdown.render(text, resolve)
