"""Words of the glossary become links where they first stand in a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from markupsafe import Markup

from playbook.guides.guide import Term

_PIECES: Final = re.compile(r"(<[^>]*>)")
_WORD: Final = re.compile(r"[\w-]+")
_TAG: Final = re.compile(r"<(/?)(\w+)")
_CLOSED: Final = frozenset(("a", "code", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "th"))
"""Elements in which no word becomes a link."""
_LINK: Final = re.compile(r'<a class="term" href="[^"]*#([\w-]+)">([^<]*)</a>')


class Words:
    """Find words of the glossary in one language.

    Args:
        terms: The words.
        language: The language.
    """

    def __init__(self, terms: Sequence[Term], language: str) -> None:
        self.codes = {
            form.casefold(): term.code
            for term in terms
            for form in term.recognised(language)
            if _WORD.search(form)
        }
        self.telling = frozenset(max(_WORD.findall(form), key=len) for form in self.codes)
        longest = sorted(self.codes, key=len, reverse=True)
        either = "|".join(re.escape(form) for form in longest)
        self.pattern = re.compile(rf"(?<![\w-])(?:{either})(?![\w-])", re.IGNORECASE)

    def link(self, html: Markup, address: Callable[[str], str]) -> Markup:
        """Return HTML with each word a link where it first stands.

        Args:
            html: The HTML; no link is put inside links, headings or code.
            address: From the code of a word to where it is explained.
        """
        # Most texts hold no such word: looking at whole words costs a tenth of searching.
        if self.telling.isdisjoint(_WORD.findall(html.casefold())):
            return html
        seen: set[str] = set()
        closed = 0

        def linked(found: re.Match[str]) -> str:
            code = self.codes[found[0].casefold()]
            if code in seen:
                return found[0]
            seen.add(code)
            return f'<a class="term" href="{address(code)}">{found[0]}</a>'

        made = []
        for piece in _PIECES.split(str(html)):
            if tag := _TAG.match(piece):
                if tag[2] in _CLOSED:
                    closed += -1 if tag[1] else 1
                made.append(piece)
            else:
                made.append(piece if closed else self.pattern.sub(linked, piece))
        return Markup("".join(made))  # noqa: S704 - words that are there already, in a link


def once(html: str) -> str:
    """Return a page on which each word is a link only where it first stands.

    Args:
        html: The page, with links to words in each of its texts.
    """
    if 'class="term"' not in html:
        return html
    seen: set[str] = set()

    def kept(found: re.Match[str]) -> str:
        if found[1] in seen:
            return found[2]
        seen.add(found[1])
        return found[0]

    return _LINK.sub(kept, html)
