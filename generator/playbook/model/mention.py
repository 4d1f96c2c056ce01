"""What a text refers to: by an id, or in words of its own with the id behind them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple
from urllib.parse import unquote

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
ELSEWHERE: Final = "external"
"""Kind of what another site holds; its target says which site, and what sort of thing."""
KINDS: Final = frozenset((*IN_ORGANISATION, *IN_METHOD, *IN_PAGES))
_AWAY: Final = rf"{ELSEWHERE}(?:\+[\w.-]+)?(?::[\w.-]*)*"
_AWAY_ROLE: Final = re.compile(_AWAY)
# As many backticks close as open, as the parser of Markdown has it: an id that this overlooks
# would be read by a supplier.
MENTION: Final = re.compile(
    rf"\{{({'|'.join(sorted(KINDS))}|{_AWAY})\}}(`+)(?!`)(.+?)(?<!`)\2(?!`)", re.DOTALL
)
_SCHEME: Final = "inv:"
_WHERE: Final = rf"{_SCHEME}([^\s#<>()\[\]`]*)"
_TITLE: Final = r"""(?:\s+(?:"[^"]*"|'[^']*'|\([^()]*\)))?"""
# Words that hold a link themselves are those of no link: then that one counts. That they end
# somewhere keeps a text of nothing but brackets from being read as often as it has signs.
_WORDS: Final = r"(?:[^\[\]\\<]|\\.|<(?!inv:)|\[(?:[^\[\]\\]|\\.){0,300}+\](?!\()){0,300}+"
LINK: Final = re.compile(
    rf"<{_WHERE}(?:#([^\s<>]*))?>"
    rf"|\[({_WORDS})\]\(\s*"
    rf"(?:<{_WHERE}(?:#([^<>\n]*))?>|{_WHERE}(?:#((?:[^\s<>()]|\([^\s<>()]*\))*+))?)"
    rf"{_TITLE}\s*\)",
    re.DOTALL,
)
"""A link into another site as MyST writes it: ``<inv:site:domain:kind#name>``, or with words."""
INLINE: Final = ("abbr", "kbd", "sub", "sup")
"""Roles that lead nowhere: they say how words are to be read."""
_ROLE: Final = re.compile(r"\{([A-Za-z][\w:+.-]*)\}(`+)(?!`)(.+?)(?<!`)\2(?!`)", re.DOTALL)
_OWN: Final = re.compile(r"(.*?)\s*<([^<>]*)>\s*\Z", re.DOTALL)


class Mention(NamedTuple):
    """One thing that a text refers to.

    Args:
        kind: What it refers to, one of `KINDS` or `ELSEWHERE`.
        target: The id or code of that; of what is elsewhere the site and the sort of thing as the
            role has them, a number sign, and the name.
        own: Words of the text's own for it; empty when it goes by its name.
    """

    kind: str
    target: str
    own: str = ""


def is_role(name: str) -> bool:
    """Tell whether a role of Markdown refers to something.

    Args:
        name: Its name.
    """
    return name in KINDS or _AWAY_ROLE.fullmatch(name) is not None


def mention(kind: str, content: str) -> Mention:
    """Return what stands between the backticks of a reference.

    Args:
        kind: What it refers to, as the role has it.
        content: An id, or own words and the id between ``<`` and ``>``.
    """
    own = _OWN.match(content)
    target, words = (own[2].strip(), own[1]) if own else (content.strip(), "")
    if kind.startswith(ELSEWHERE):
        return Mention(ELSEWHERE, f"{kind.removeprefix(ELSEWHERE)}#{target}", words)
    return Mention(kind, target, words)


def linked(found: re.Match[str]) -> Mention:
    """Return what a link into another site refers to.

    Args:
        found: The link, as `LINK` finds it.
    """
    where, name = next((found[at], found[at + 1]) for at in (1, 4, 6) if found[at] is not None)
    site, *kinds = ("" if part == "*" else part for part in where.split(":"))
    # MyST names the domain first, and may leave out the kind; a role names the kind alone.
    asked = f":{kinds[0]}:{':'.join(kinds[1:])}" if kinds else ""
    target = unquote(name or "").replace("\\*", "*")
    return Mention(ELSEWHERE, f"{'+' if site else ''}{site}{asked}#{target}", found[3] or "")


def may_refer(text: str) -> bool:
    """Tell at little cost whether a text may refer to something, or hold another role.

    Args:
        text: The text; most hold neither.
    """
    return "}`" in text or _SCHEME in text


def mentions(text: str) -> Iterator[tuple[Mention, str]]:
    """Yield everything that a text refers to, with the words that do so.

    Args:
        text: The text, or what holds several of them.
    """
    if "}`" in text:
        for found in MENTION.finditer(text):
            yield mention(found[1], found[3]), found[0]
    if _SCHEME in text:
        for found in LINK.finditer(text):
            yield linked(found), found[0]


def in_place(text: str, say: Callable[[Mention, str], str]) -> str:
    """Return a text with something else in the place of everything that it refers to.

    Args:
        text: The text.
        say: From what it refers to, and the words that do so, to what is said instead.
    """
    if "}`" in text:
        text = MENTION.sub(lambda found: say(mention(found[1], found[3]), found[0]), text)
    if _SCHEME in text:
        text = LINK.sub(lambda found: say(linked(found), found[0]), text)
    return text


def roles_in_place(text: str, say: Callable[[str, str], str]) -> str:
    """Return a text with something else in the place of every role that refers to nothing.

    Args:
        text: The text.
        say: From the name of a role and what it holds to what is said instead.
    """
    if "}`" not in text:
        return text
    return _ROLE.sub(lambda found: found[0] if is_role(found[1]) else say(found[1], found[3]), text)


def in_words(text: str, called: Callable[[Mention], str]) -> str:
    """Return a text with plain words in the place of every role.

    Args:
        text: The text.
        called: From what it refers to, to its name; empty when there is no such thing.
    """

    def say(seen: Mention, _written: str) -> str:
        return seen.own or called(seen) or seen.target.rpartition("#")[2]

    return roles_in_place(in_place(text, say), lambda _role, content: content)


def other_roles(text: str) -> Iterator[tuple[str, str]]:
    """Yield the roles of a text that refer to nothing, with the words that they stand in.

    Args:
        text: The text, or what holds several of them.
    """
    if "}`" in text:
        for found in _ROLE.finditer(text):
            if not is_role(found[1]):
                yield found[1], found[0]
