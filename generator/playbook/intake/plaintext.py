"""Reading a list that was saved as plain text: commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from playbook.intake.cells import Cell, RawSheet, Row
from playbook.intake.workbook import MOST_COLUMNS, MOST_ROWS, text_cell
from playbook.sheets.guarded import NoSheetError, decoded

_SEPARATORS: Final = (";", ",", "\t", "|")
_LOOKED_AT: Final = 50
"""Rows by which it is found out what separates the columns."""


def read_plain(name: str, data: bytes) -> list[RawSheet]:
    """Return a list in plain text as one sheet.

    Args:
        name: Name of the file.
        data: Its bytes.

    Raises:
        NoSheetError: It is no list.
    """
    text = decoded(data)
    if "\0" in text:
        raise NoSheetError("it is neither a workbook nor a list in plain text")
    separator = separator_of(text)
    if text.startswith(f"sep={separator}"):
        text = text.partition("\n")[2]
        return [RawSheet(name, "", lambda: _rows(text, separator, 1))]
    return [RawSheet(name, "", lambda: _rows(text, separator, 0))]


def separator_of(text: str) -> str:
    """Return what separates the columns of a list.

    Args:
        text: The list.
    """
    for separator in _SEPARATORS:
        if text.startswith(f"sep={separator}"):
            return separator
    return max(_SEPARATORS, key=lambda separator: _evenness(text, separator))


def _evenness(text: str, separator: str) -> tuple[int, int]:
    """Return in how many rows a separator makes the same number of columns, and how many."""
    counts: list[int] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            if any(row):
                counts.append(len(row))
            if len(counts) == _LOOKED_AT:
                break
    except csv.Error:
        return 0, 0
    usual = max(set(counts), key=counts.count, default=1)
    return (counts.count(usual), usual) if usual > 1 else (0, 0)


def _rows(text: str, separator: str, before: int) -> Iterator[Row]:
    former = csv.field_size_limit(len(text) + 1)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        for number, row in enumerate(lines, before + 1):
            if number > MOST_ROWS:
                raise NoSheetError(f"it has more than {MOST_ROWS} rows; split it")
            yield Row(number, [_of(cell) for cell in row[:MOST_COLUMNS]])
    except csv.Error as error:
        raise NoSheetError(f"the file cannot be read as a list ({error})") from None
    finally:
        csv.field_size_limit(former)


def _of(text: str) -> Cell:
    if text.startswith("=") and len(text) > 1:
        return Cell(wrong=("this looks like a formula", "write the value itself"))
    cell = text_cell(text)
    if cell.value in _ERRORS:
        return Cell(wrong=(f"this is an error of Excel ({cell.text})", "correct it, or empty it"))
    return cell


_ERRORS: Final = frozenset(
    (
        "#N/A",
        "#N/B",
        "#REF!",
        "#VERW!",
        "#DIV/0!",
        "#DEEL/0!",
        "#VALUE!",
        "#WAARDE!",
        "#NAME?",
        "#NAAM?",
        "#NUM!",
        "#GETAL!",
        "#NULL!",
        "#LEEG!",
    )
)
"""How Excel writes its errors, in English and in Dutch."""
