"""Folding texts, so that the same words look the same however they are written."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_WORDLESS: Final = bytes(number for number in range(128) if not chr(number).isalnum())
"""Signs of ASCII that are no part of a word."""
_TO_SPACE: Final = bytes(
    32 if number < 128 and not chr(number).isalnum() else number for number in range(256)
)
_MARKS: Final = re.compile(rb"\xcc[\x80-\xbf]|\xcd[\x80-\xaf]")
"""Accents that stand apart from their letter: U+0300 to U+036F."""
_SIGNS: Final = re.compile(
    rb"\xe2[\x80-\xaf][\x80-\xbf]|\xef\xbf\xbd|\xe3\x80[\x80-\x9f]|\xc2[\x80-\xbf]"
)
"""Typographic signs: quotes, dashes, arrows, bullets and the like."""


def folded(text: str) -> bytes:
    """Return a text without capitals and accents, as bytes.

    Args:
        text: The text.
    """
    small = text.casefold()
    if small.isascii():
        return small.encode()
    data = unicodedata.normalize("NFKD", small).encode("utf-8", "surrogatepass")
    return _SIGNS.sub(b" ", _MARKS.sub(b"", data))


def words(fold: bytes) -> list[bytes]:
    """Return the words of a folded text.

    Args:
        fold: What `folded` gave.
    """
    return fold.translate(_TO_SPACE).split()


def squashed(fold: bytes) -> bytes:
    """Return a folded text without anything between its letters and digits.

    Args:
        fold: What `folded` gave.
    """
    return fold.translate(None, _WORDLESS)
