"""Files of other formats that programs of a project's own read into an import."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from playbook.declared import Tables

Value = str | int | float | bool | datetime.date | datetime.time | None
"""What may stand in a cell."""
ReadRows = Callable[[str, bytes], Mapping[str, Iterable[Sequence[Value]]]]
"""From the name and the bytes of a file to rows of cells, by the titles of their sheets."""
_ENDING: Final = re.compile(r"\.[a-z0-9]+")
TAKEN: Final = (".csv", ".ods", ".tsv", ".txt", ".xls", ".xlsm", ".xlsx", ".zip")
"""Endings of files that are read, or refused with a reason, without any program of one's own."""


@dataclass(frozen=True, slots=True)
class Importer:
    """Tie the ending of a file's name to the function that reads such files.

    Args:
        ending: The ending, in small letters, with its point.
        read: The function.
    """

    ending: str
    read: ReadRows


IMPORTER_TABLES: Final[Tables[Importer]] = Tables("the importer of")
"""Where declarations go."""


def importer(ending: str) -> Callable[[ReadRows], ReadRows]:
    """Declare how files of another format become rows that `playbook import` can read.

    Its function gets the name and the bytes of a file. It returns rows of cells by the titles of
    their sheets; among the first rows of each stand heads, as in a sheet that people keep.

    Args:
        ending: What the names of such files end in, such as ``.json``.

    Raises:
        ValueError: The ending is taken, or cannot be one.
    """
    if ending in TAKEN:
        raise ValueError(f"playbook reads files that end in {ending} itself")
    if not _ENDING.fullmatch(ending):
        raise ValueError(f"write the ending {ending} as a point and small letters or digits")

    def declare(read: ReadRows) -> ReadRows:
        IMPORTER_TABLES.declare(ending, Importer(ending, read))
        return read

    return declare


def rows_of(read: ReadRows, name: str, data: bytes) -> dict[str, list[list[Value]]]:
    """Return what an importer makes of a file, every row of it.

    Args:
        read: The function of the importer.
        name: Name of the file.
        data: Its bytes.

    Raises:
        TypeError: It returns other things than rows of cells by titles.
    """
    found = read(name, data)
    if not isinstance(found, Mapping):
        raise TypeError(f"return rows by the titles of sheets, not {type(found).__name__}")
    return {str(title): [_row(row) for row in rows] for title, rows in found.items()}


def _row(row: Sequence[Value]) -> list[Value]:
    if isinstance(row, str | bytes) or not isinstance(row, Sequence):
        raise TypeError(f"a row is a list of cells, not {type(row).__name__}")
    for cell in row:
        if not isinstance(cell, Value):
            raise TypeError(f"a cell holds a text, a number, a day or a truth, not {cell!r:.60}")
    return list(row)
