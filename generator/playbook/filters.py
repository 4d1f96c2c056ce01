"""What templates can use beside the filters of Jinja: numbers and paths as people read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import SimpleNamespace
from typing import Final

from markupsafe import Markup, escape


def grouped(number: int, words: SimpleNamespace) -> str:
    """Return a whole number with its thousands apart, as a template prints it.

    Args:
        number: The number.
        words: Words of the interface in the language of the page.
    """
    return f"{number:,}".replace(",", words.thousands) if number > 999 else str(number)


# A page names the same few places again and again; a text and the same as HTML differ by type.
@lru_cache(maxsize=256, typed=True)
def breakable(place: str) -> Markup:
    """Return a path, or the name of a field, that may go on in a new line after each part.

    Args:
        place: The path with its slashes, or the name with its dots.
    """
    sign = "/" if "/" in place else "."
    # As plain text: a `Markup` would escape what it puts in, and become another at every turn.
    return Markup(str(escape(place)).replace(sign, f"{sign}<wbr>"))  # noqa: S704


FILTERS: Final[Mapping[str, Callable[..., str]]] = {"breakable": breakable, "grouped": grouped}
"""What templates can use beside the filters of Jinja, by name."""
