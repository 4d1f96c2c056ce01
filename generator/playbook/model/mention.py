"""What a text refers to: by an id, or in words of its own with the id behind them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

IN_ORGANISATION: Final = (
    "process",
    "role",
    "unit",
    "department",
    "system",
    "data",
)
"""Kinds of things that an organisation's own files hold."""
IN_METHOD: Final = ("step", "criterion", "rule", "term")
"""Kinds of things that the method holds."""
IN_PAGES: Final = ("doc", "ref")
"""Kinds of things that own pages are and hold: a page, and an anchor on one."""
KINDS: Final = frozenset((*IN_ORGANISATION, *IN_METHOD, *IN_PAGES))
# As many backticks close as open, as the parser of Markdown has it: an id that this overlooks
# would be read by a supplier.
MENTION: Final = re.compile(
    rf"\{{({'|'.join(sorted(KINDS))})\}}(`+)(?!`)(.+?)(?<!`)\2(?!`)", re.DOTALL
)
INLINE: Final = ("abbr", "kbd", "sub", "sup")
"""Roles that lead nowhere: they say how words are to be read."""
_ROLE: Final = re.compile(r"\{([A-Za-z][\w:+.-]*)\}(`+)(?!`)(.+?)(?<!`)\2(?!`)", re.DOTALL)
_OWN: Final = re.compile(r"(.*?)\s*<([^<>]*)>\s*\Z", re.DOTALL)


class Mention(NamedTuple):
    """One thing that a text refers to.

    Args:
        kind: What it refers to, one of `KINDS`.
        target: The id or code of that.
        own: Words of the text's own for it; empty when it goes by its name.
    """

    kind: str
    target: str
    own: str = ""


def mention(kind: str, content: str) -> Mention:
    """Return what stands between the backticks of a reference.

    Args:
        kind: What it refers to.
        content: An id, or own words and the id between ``<`` and ``>``.
    """
    own = _OWN.match(content)
    return Mention(kind, own[2].strip(), own[1]) if own else Mention(kind, content.strip())


def mentions(text: str) -> Iterator[tuple[Mention, str]]:
    """Yield everything that a text refers to, with the words that do so.

    Args:
        text: The text, or what holds several of them.
    """
    if "}`" in text:
        for found in MENTION.finditer(text):
            yield mention(found[1], found[3]), found[0]


def other_roles(text: str) -> Iterator[tuple[str, str]]:
    """Yield the roles of a text that refer to nothing, with the words that they stand in.

    Args:
        text: The text, or what holds several of them.
    """
    if "}`" in text:
        for found in _ROLE.finditer(text):
            if found[1] not in KINDS:
                yield found[1], found[0]
