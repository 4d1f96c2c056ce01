"""What a fence of an own page can be, beside code: directives and their options."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from playbook.problems import Place

NOTES: Final[Mapping[str, str]] = {
    "note": "",
    "tip": "good",
    "hint": "good",
    "important": "",
    "seealso": "",
    "attention": "warn",
    "caution": "warn",
    "warning": "warn",
    "danger": "bad",
    "error": "bad",
    "admonition": "",
}
"""Directives that set a text apart, each with its sign: ``good``, ``warn``, ``bad`` or none."""
FILTERS: Final = ("process", "department", "step", "band", "role")
"""Options that choose processes."""
LIVE: Final = ("processes", "ladder", "heatmap", "questions", "raci")
"""Directives that show what is so now, of the processes that fit their options."""
PICTURES: Final = ("figure", "image")
CODE: Final = ("code-block", "code")
TABLE: Final = "csv-table"
INCLUDE: Final = "include"
OPTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    **dict.fromkeys(NOTES, ()),
    **dict.fromkeys(PICTURES, ("alt", "width", "name")),
    **dict.fromkeys(CODE, ("caption",)),
    TABLE: ("file", "header", "header-rows", "stub-columns", "widths", "delim", "name"),
    INCLUDE: (),
    **dict.fromkeys(LIVE, FILTERS),
}
"""The options of each directive, by its name."""
OPEN: Final = r"(:{3,}|`{3,}|~{3,})[ \t]*\{([^}\n]*)\}[ \t]*(.*)"
"""How a directive begins: its fence, its name and what stands behind that."""
OPTION: Final = re.compile(r":([^:\n]+):[ \t]*(.*)")
"""One line at the top of a directive: the name and the value of an option."""


class Option(Struct, frozen=True, kw_only=True):
    """One line of the form ``:name: value`` at the top of a directive.

    Args:
        name: What stands between the colons.
        value: What stands behind them.
        place: Where the name stands.
        there: Where the value stands.
    """

    name: str
    value: str
    place: Place
    there: Place


class Directive(Struct, frozen=True, kw_only=True):
    """One directive as it stands on a page.

    Args:
        name: Its name.
        title: What stands behind the name.
        place: Where the name stands.
        options: Its options, in their order.
        body: The rest of it, as it is written.
        below: Where the rest begins.
    """

    name: str
    title: str
    place: Place
    options: tuple[Option, ...]
    body: str
    below: Place

    def option(self, name: str) -> Option | None:
        """Return an option; nothing when it is not given.

        Args:
            name: Its name.
        """
        return next((one for one in self.options if one.name == name), None)

    def value(self, name: str) -> str:
        """Return what an option says; empty when it is not given.

        Args:
            name: Its name.
        """
        found = self.option(name)
        return found.value if found else ""
