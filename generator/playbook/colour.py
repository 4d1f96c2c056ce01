"""Colours, and how well one can be told from another."""

from __future__ import annotations

import re
from typing import Final

LEGIBLE: Final = 4.5
"""Contrast that small text needs (WCAG 2.2, criterion 1.4.3)."""
_NOTATION: Final = re.compile(r"#(?:[0-9a-f]{3}|[0-9a-f]{6})")


def is_colour(text: str) -> bool:
    """Tell whether a text is a colour as ``#0b4f6c`` or ``#04c``.

    Args:
        text: The text.
    """
    return bool(_NOTATION.fullmatch(text.lower()))


def channels(colour: str) -> tuple[float, float, float]:
    """Return red, green and blue of a colour, each from 0 to 1 as sRGB writes them.

    Args:
        colour: The colour, as ``#0b4f6c`` or ``#04c``.
    """
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def linear(channel: float) -> float:
    """Return how much light a channel of sRGB gives, from 0 to 1.

    Args:
        channel: The channel, from 0 to 1.
    """
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour, from 0 to 1.

    Args:
        colour: The colour.
    """
    red, green, blue = map(linear, channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, from 1 to 21, as WCAG 2.2 defines it.

    Args:
        one: A colour.
        other: The colour behind it.
    """
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
