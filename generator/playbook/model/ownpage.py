"""Pages that an organisation writes itself, as they were read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Final

from msgspec import Meta, Struct

from playbook.problems import Place

_CODE: Final = re.compile(
    r"^ {0,3}(`{3,}|~{3,})(?!\{)[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)",
    re.DOTALL | re.MULTILINE,
)
_SIGN: Final = re.compile(r"[^\n]")


class FrontMatter(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What stands between ``---`` at the top of a page."""

    title: Annotated[str | None, Meta(description="Title; else the first heading.")] = None
    nav: Annotated[
        int | None, Meta(description="Place in the navigation; 0 keeps the page out of it.")
    ] = None
    description: Annotated[str | None, Meta(description="One sentence on the page.")] = None


class OwnPage(Struct, frozen=True, kw_only=True):
    """One page in one language.

    Args:
        key: Its path below ``pages``, without language and ending.
        language: Its language; empty when it serves for every language.
        title: Its title.
        nav: Place in the navigation; 0 when it is not in it.
        description: One sentence on the page; empty when there is none.
        text: What it says, in Markdown.
        place: Where the text begins.
        anchors: Heading below each anchor, by the anchor's name.
    """

    key: str
    language: str
    title: str
    nav: int
    description: str
    text: str
    place: Place
    anchors: Mapping[str, str]


def without_code(text: str) -> str:
    """Return a text with spaces in the place of code, every other sign where it was.

    Args:
        text: The text; a fence that names a directive is no code.
    """
    return _CODE.sub(lambda code: _SIGN.sub(" ", code[0]), text)


def of_language(pages: tuple[OwnPage, ...], language: str, otherwise: str) -> dict[str, OwnPage]:
    """Return one page for each key: in a language, or else in one it has.

    Args:
        pages: Pages in all languages.
        language: Language to prefer.
        otherwise: The next to prefer.
    """
    order = (language, "", otherwise)
    chosen: dict[str, OwnPage] = {}
    for page in sorted(
        pages,
        key=lambda page: order.index(page.language) if page.language in order else len(order),
    ):
        chosen.setdefault(page.key, page)
    return dict(sorted(chosen.items(), key=lambda item: (item[1].nav, item[0])))
