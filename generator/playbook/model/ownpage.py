"""Pages that an organisation writes itself, as they were read."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Final

from msgspec import Meta, Struct, structs

from playbook.model.directive import CODE, Directive
from playbook.problems import Place

_FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,}|:{3,})[ \t]*(.*)")
_SIGN: Final = re.compile(r"[^\n]")
_Place = Annotated[int, Meta(ge=0, le=9_999)]
_KEY: Final = r"^[a-z0-9]+(-[a-z0-9]+)*(/[a-z0-9]+(-[a-z0-9]+)*)*$"


class FrontMatter(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What stands between ``---`` at the top of a page."""

    title: Annotated[str | None, Meta(description="Title; else the first heading.")] = None
    nav: Annotated[
        _Place | None, Meta(description="Place in the navigation; 0 keeps the page out of it.")
    ] = None
    description: Annotated[str | None, Meta(description="One sentence on the page.")] = None
    tags: Annotated[tuple[str, ...] | None, Meta(description="Words to find it by.")] = None
    formerly: Annotated[
        tuple[Annotated[str, Meta(pattern=_KEY)], ...] | None,
        Meta(description="Paths that the page had before, without language and ending."),
    ] = None


class Picture(Struct, frozen=True, kw_only=True):
    """An image of an own page.

    Args:
        file: Its path from the project's folder.
        address: Its address from the root of the site; other bytes have another one.
        width: Its width in pixels; 0 when it does not say.
        height: Its height in pixels; 0 when it does not say.
    """

    file: str
    address: str
    width: int
    height: int


class OwnPage(Struct, frozen=True, kw_only=True):
    """One page in one language.

    Args:
        key: Its path below ``pages``, without language and ending.
        language: Its language; empty when it serves for every language.
        title: Its title.
        nav: Place in the navigation; 0 when it is not in it.
        description: One sentence on the page; empty when there is none.
        text: What it says, in Markdown, with all that it includes.
        place: Where the text begins.
        anchors: Heading below each anchor, by the anchor's name.
        origins: Where pieces of the text come from: the number of a line from 0, and its place.
        tags: Words to find it by.
        formerly: Paths that it had before.
        pictures: Images, by the way they are named on the page.
        directives: Its directives, in their order.
        twice: Anchors that it has more than once.
        kept: What Git calls a file with these contents.
    """

    key: str
    language: str
    title: str
    nav: int
    description: str
    text: str
    place: Place
    anchors: Mapping[str, str]
    origins: tuple[tuple[int, Place], ...] = ()
    tags: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    pictures: Mapping[str, Picture] = {}
    directives: tuple[Directive, ...] = ()
    twice: tuple[str, ...] = ()
    kept: str = ""

    def at(self, offset: int) -> Place:
        """Return where a piece of the text stands, in its own file.

        Args:
            offset: How many signs of the text stand before it.
        """
        return place_of(self.text, self.origins or ((0, self.place),), offset)


def former_paths(pages: Iterable[OwnPage]) -> dict[str, str]:
    """Return the path that a page has now, by each path that it had.

    Args:
        pages: Pages in all languages.
    """
    return {old: page.key for page in pages for old in page.formerly}


def place_of(text: str, origins: tuple[tuple[int, Place], ...], offset: int) -> Place:
    """Return where a piece of a text stands, in its own file.

    Args:
        text: The text.
        origins: Number of a line from 0 and its place, for the first line of each piece.
        offset: How many signs of the text stand before it.
    """
    line = place_of_line(origins, text.count("\n", 0, offset))
    return Place(line.file, line.line, offset - text.rfind("\n", 0, offset))


def place_of_line(origins: tuple[tuple[int, Place], ...], line: int) -> Place:
    """Return where a line of a text stands, in its own file.

    Args:
        origins: Number of a line from 0 and its place, for the first line of each piece.
        line: The number of the line, from 0.
    """
    first, place = origins[bisect_right(origins, line, key=lambda item: item[0]) - 1]
    return Place(place.file, place.line + line - first, 1)


def without_code(text: str) -> str:
    """Return a text with spaces in the place of code, every other sign where it was.

    Args:
        text: The text; a fence that names another directive than of code is no code.
    """
    return "\n".join(_bare_lines(text.split("\n")))


def _bare_lines(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a text, those of code as spaces."""
    around: list[str] = []  # the fences of directives that are open, the outermost first
    code, named, options = "", False, False
    for line in lines:
        found = _FENCE.fullmatch(line)
        fence, info = (found[1], found[2].strip()) if found else ("", "")
        ended = next((at for at, other in enumerate(around) if _ends(fence, info, other)), None)
        if ended is not None:
            del around[ended:]
            code = ""
        elif code:
            options = options and line.startswith(":") and not fence
            ended_here = _ends(fence, info, code)
            yield line if options or (named and ended_here) else _SIGN.sub(" ", line)
            code = "" if ended_here else code
            continue
        elif info.startswith("{"):
            named = options = info[1:].partition("}")[0].strip() in CODE
            code = fence if named else ""
            if not code:
                around.append(fence)
        elif fence.startswith(("`", "~")) and "`" not in info:
            code, named, options = fence, False, False
            line = _SIGN.sub(" ", line)  # noqa: PLW2901 - shown as code
        yield line


def _ends(fence: str, info: str, opened: str) -> bool:
    """Tell whether a line closes what another line opened."""
    return bool(fence) and not info and fence[0] == opened[0] and len(fence) >= len(opened)


def of_language(
    pages: tuple[OwnPage, ...], language: str, otherwise: str, listed: Sequence[str] | None = None
) -> dict[str, OwnPage]:
    """Return one page for each key: in a language, or else in one it has.

    Args:
        pages: Pages in all languages.
        language: Language to prefer.
        otherwise: The next to prefer.
        listed: The keys in the order of the menu; what is not there is in no menu. Nothing when
            each page says itself where it stands.
    """
    order = (language, "", otherwise)
    chosen: dict[str, OwnPage] = {}
    for page in sorted(
        pages,
        key=lambda page: order.index(page.language) if page.language in order else len(order),
    ):
        chosen.setdefault(page.key, page if listed is None else _listed(page, listed))
    return dict(sorted(chosen.items(), key=lambda item: (item[1].nav, item[0])))


def _listed(page: OwnPage, listed: Sequence[str]) -> OwnPage:
    """Return a page with its place in the menu."""
    nav = listed.index(page.key) + 1 if page.key in listed else 0
    return structs.replace(page, nav=nav)
