"""Names, dates and shares of one process, as words in the language of the page.

Everything that is not known is empty, and what is empty is false in a condition. `Markup` is text
that is ready to print; a guide cannot change it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from markupsafe import Markup, escape
from msgspec import Struct

from playbook.model.figures import Rate
from playbook.model.process import Process
from playbook.model.scalars import Date, Knowledge, Percentage, Text
from playbook.model.setting import Setting
from playbook.texts import Wording

_ENDS: Final = ".!?…"
_CLOSING: Final = "”’»\"')"
MOST_NAMES = 4
"""Names in a sentence; of the others it is said how many there are."""


class Names(Struct, frozen=True):
    """Names in a list; true when there are any, and printed as “a, b and c”.

    Args:
        count: How many there are.
        words: The names, written out.
    """

    count: int
    words: Markup = Markup("")

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return self.count > 0

    def __html__(self) -> Markup:
        """Return the names, written out."""
        return self.words


NOBODY: Final = Names(0)
"""The list of names that most questions of a guide have for an answer."""


class Share(Struct, frozen=True):
    """A share of cases; true when it is known, and printed as a percentage.

    Args:
        words: The share, written out.
        measured: Whether it was measured.
        kind: How it is known, in words.
        on: When it was found, written out.
        enough: Whether it is good enough, held against the method's limit.
    """

    words: str = ""
    measured: bool = False
    kind: str = ""
    on: str = ""
    enough: bool = False

    def __bool__(self) -> bool:
        """Tell whether the share is known."""
        return bool(self.words)

    def __html__(self) -> Markup:
        """Return the share, written out."""
        return escape(self.words)


class Speech:
    """Say names, dates and shares of one process.

    Args:
        wording: Words, numbers and dates in the language of the page.
        setting: The organisation, the limits and the day.
        process: The process.
    """

    def __init__(self, wording: Wording, setting: Setting, process: Process) -> None:
        self.wording, self.setting, self.process = wording, setting, process

    def listed(self, items: Iterable[Markup | str]) -> Names:
        """Return names as a list in words; one that is empty counts but is not named."""
        found = [escape(item) for item in items]
        if not found:
            return NOBODY
        said = [item for item in found if item]
        word = self.wording.word
        if len(found) > len(said) or len(found) > MOST_NAMES:
            shown = said[: MOST_NAMES - 1] if len(found) > MOST_NAMES else said
            if not shown:
                return Names(len(found), escape(len(found)))
            rest = word("list_more", count=len(found) - len(shown))
            return Names(len(found), Markup(", ").join(shown) + escape(rest))
        if len(said) < 2:
            return Names(len(said), Markup("").join(said))
        last = escape(word("list_and")) + said[-1]
        return Names(len(said), Markup(", ").join(said[:-1]) + last)

    def named(self, kind: str, ident: str | None) -> Markup:
        """Return the name of something in the organisation; nothing gives an empty text."""
        return self.wording.said(self.setting.name(kind, ident)) if ident else Markup("")

    def sentence(self, text: Text | None) -> Markup:
        """Return a text with a full stop, where its writer left that out."""
        said = self.wording.said(text)
        ended = said.striptags().rstrip(_CLOSING)[-1:] in _ENDS
        return said if ended or not said else said + "."

    def roles(self, idents: Iterable[str]) -> Names:
        """Return roles as a list in words."""
        return self.listed(self.named("role", ident) for ident in idents)

    def older(self, day: Date | None, limit: str) -> bool:
        """Tell whether a day is longer ago than a limit of the method."""
        if day is None:
            return False
        return self.setting.months_since(day) > self.setting.thresholds[limit]

    def share(
        self,
        rate: Percentage | None,
        kind: Knowledge | None,
        on: Date | None,
        enough: bool,
    ) -> Share:
        """Return a share in words."""
        if rate is None:
            return Share()
        wording = self.wording
        measured = kind == "measured"
        return Share(wording.share(rate), measured, wording.code(kind), wording.date(on), enough)

    def rate(self, value: Rate | None, limit: str) -> Share:
        """Return a share that has to be at least a limit of the method."""
        if value is None or value.rate is None:
            return Share()
        enough = value.rate >= self.setting.thresholds[limit]
        return self.share(value.rate, value.kind, value.on, enough)
