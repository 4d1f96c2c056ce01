"""Finding the rows that hold the heads of the columns, and what stands above each column."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from playbook.intake.cells import RawSheet, Row

WITHIN: Final = 40
"""Rows in which the heads have to be."""
MOST_ROWS: Final = 3
"""Rows that heads can take."""
LONGEST: Final = 120
"""Characters in a head; a longer text is an explanation."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above one column.

    Args:
        column: Number of the column, from 0.
        text: All that stands above it, from top to bottom.
        last: What stands directly above it.
        month: The month that it stands for, as ``2026-03``; nothing when it stands for none.
    """

    column: int
    text: str
    last: str
    month: str = ""


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of a sheet.

    Args:
        first: Number of their first row.
        last: Number of their last row.
        columns: The heads, by column.
    """

    first: int
    last: int
    columns: tuple[Head, ...]


def find_heads(
    sheet: RawSheet,
    names: Callable[[Head], tuple[str, int]],
    rows: Sequence[int] = range(1, MOST_ROWS + 1),
) -> tuple[Heads, int] | None:
    """Return the heads of a sheet and what they are worth; nothing when no row looks like heads.

    Args:
        sheet: The sheet.
        names: Returns the field that a head names, and how sure that is, from 0.
        rows: How many rows heads can take; a later one has to be worth more.
    """
    top = [row for row in _first(sheet.rows()) if not row.hidden]
    best: tuple[Heads, int] | None = None
    for many in rows:
        for at in range(len(top) - many + 1):
            window = top[at : at + many]
            if window[-1].number - window[0].number != many - 1 or window[-1].blank:
                continue
            heads = Heads(window[0].number, window[-1].number, tuple(_heads(sheet, window)))
            value = _worth(heads, names)
            if value and (best is None or value > best[1]):
                best = heads, value
    return best


def _worth(heads: Heads, names: Callable[[Head], tuple[str, int]]) -> int:
    """Return how sure it is that heads name fields, each field counted once."""
    best: dict[str, int] = {}
    for head in heads.columns:
        field, sure = names(head)
        best[field] = max(sure, best.get(field, 0))
    return sum(best.values())


def _first(rows: Iterator[Row]) -> Iterator[Row]:
    for row in rows:
        if row.number > WITHIN:
            return
        yield row


def _heads(sheet: RawSheet, rows: Sequence[Row]) -> Iterator[Head]:
    begin = next((at for at, cell in enumerate(rows[-1].cells) if not cell.empty), 0)
    banners = [_banners(sheet, row, begin) for row in rows]
    for column in range(max(len(row.cells) for row in rows)):
        texts: list[str] = []
        month = ""
        for row, banned in zip(rows, banners, strict=True):
            cell = row.cell(column)
            if column in banned or len(cell.text) > LONGEST:
                continue
            if isinstance(cell.value, datetime.date):
                month = f"{cell.value.year}-{cell.value.month:02}"
            if cell.text and cell.text not in texts:
                texts.append(cell.text)
        if texts:
            yield Head(column, " ".join(texts), texts[-1], month)


def _banners(sheet: RawSheet, row: Row, begin: int) -> frozenset[int]:
    """Return the columns over which one text stands as a title of the whole list."""
    filled = sum(not cell.empty for cell in row.cells)
    for left, right in sheet.across.get(row.number, ()):
        if left <= begin and right - left + 1 >= max(filled, 2):
            return frozenset(range(left, right + 1))
    return frozenset()
