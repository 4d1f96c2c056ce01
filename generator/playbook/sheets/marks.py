"""What a worksheet says beside its values: hidden rows and columns, merges, empty formulas.

The library reads values row by row and passes over the rest. What is needed of that rest is
looked up in the text of the worksheet itself, in one go and without building a tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

_TAG: Final = re.compile(rb"<(?:\w+:)?(row|col|mergeCell)\s([^>]*?)/?>")
_ATTRIBUTE: Final = re.compile(rb"(\w+)\s*=\s*[\"']([^\"']*)[\"']")
_UNCOMPUTED: Final = re.compile(
    rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,3}[0-9]+)[\"'][^>]*>\s*"
    rb"<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_RANGE: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]+):\$?([A-Z]{1,3})\$?([0-9]+)")
_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]+)")
_ON: Final = (b"1", b"true")
MOST_COLUMNS: Final = 16_384
NO_VALUE: Final = (
    "this is a formula of which no value was kept",
    "open the file in Excel, save it there and import it again, or write the value itself",
)
"""What is wrong with a formula without a value, and what to do."""


@dataclass(frozen=True, slots=True)
class Merged:
    """A range of cells that are shown as one; the value stands in the first of them.

    Args:
        top: First row, from 1.
        bottom: Last row.
        left: First column, from 0.
        right: Last column.
    """

    top: int
    bottom: int
    left: int
    right: int


@dataclass(slots=True)
class Marks:
    """What a worksheet says beside its values.

    Args:
        hidden_rows: Numbers of the rows that it hides, from 1.
        hidden_columns: Columns that it hides, from 0.
        merged: Ranges that are shown as one cell.
        uncomputed: Rows and columns of formulas of which no value is kept.
    """

    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merged: list[Merged] = field(default_factory=list)
    uncomputed: set[tuple[int, int]] = field(default_factory=set)


def marks(text: bytes) -> Marks:
    """Return what a worksheet says beside its values.

    Args:
        text: The worksheet as XML.
    """
    if b"\0" in text[:200]:
        text = text.decode("utf-16", "replace").encode()
    made = Marks()
    row = 0
    for name, inside in _TAG.findall(text):
        said: Mapping[bytes, bytes] = dict(_ATTRIBUTE.findall(inside))
        if name == b"row":
            row = int(said[b"r"]) if said.get(b"r", b"").isdigit() else row + 1
            if said.get(b"hidden") in _ON:
                made.hidden_rows.add(row)
        elif name == b"col":
            if said.get(b"hidden") in _ON:
                made.hidden_columns.update(_columns(said))
        elif found := _RANGE.fullmatch(said.get(b"ref", b"").decode("ascii", "replace")):
            made.merged.append(
                Merged(int(found[2]), int(found[4]), column(found[1]), column(found[3]))
            )
    made.uncomputed.update(_uncomputed(text))
    return made


def of_error(value: object) -> tuple[str, str]:
    """Return what is wrong with a cell that holds an error, and what to do.

    Args:
        value: The error, such as ``#N/A``.
    """
    return f"this is an error of Excel ({value})", "correct the cell, or empty it"


def column(letters: str) -> int:
    """Return the number of a column, from 0.

    Args:
        letters: Its letters, such as ``AB``.
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _columns(said: Mapping[bytes, bytes]) -> range:
    try:
        first, last = int(said[b"min"]), int(said[b"max"])
    except (KeyError, ValueError):
        return range(0)
    return range(first - 1, min(last, MOST_COLUMNS))


def _uncomputed(text: bytes) -> Iterator[tuple[int, int]]:
    for name in _UNCOMPUTED.findall(text):
        found = _CELL.fullmatch(name.decode())
        if found:
            yield int(found[2]), column(found[1])
