"""Pages of a kind of a project's own: a name, a title, and a function that writes Markdown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from playbook.declared import Tables
from playbook.model.scalars import Text

Write = Callable[[Any, str], str]
"""From an organisation, assessed, and a language to Markdown."""


@dataclass(frozen=True, slots=True)
class PageKind:
    """Tie the name of a page to its title and to the function that writes it.

    Args:
        name: Lasting name, part of its address.
        title: Its title, one text or one for each language.
        write: The function.
        language: The one language that it writes; empty when it writes each that is asked for.
        menu: Whether it stands in the menu.
    """

    name: str
    title: Text
    write: Write
    language: str = ""
    menu: bool = True


PAGE_TABLES: Final[Tables[PageKind]] = Tables("the page")
"""Where declarations go."""


def page(
    name: str, title: Text, *, language: str = "", menu: bool = True
) -> Callable[[Write], Write]:
    """Declare a page that every organisation of the project gets, in every language.

    Args:
        name: Small letters, digits and hyphens.
        title: Its title, one text or one for each language.
        language: The one language that the function writes, when it is always the same.
        menu: Whether the page stands in the menu.

    Raises:
        ValueError: The name is taken, or cannot be part of an address.
    """

    def declare(write: Write) -> Write:
        if not name.replace("-", "").isalnum() or name != name.lower() or not name.isascii():
            raise ValueError(f"the name {name} cannot be part of an address")
        PAGE_TABLES.declare(name, PageKind(name, title, write, language, menu))
        return write

    return declare
