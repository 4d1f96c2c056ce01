"""Rows that a program of the project's own read from another format, as sheets of cells."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence

from playbook.importers import Importer, Value
from playbook.intake.cells import EMPTY, Cell, RawSheet, Row
from playbook.intake.reader import refuse_large
from playbook.intake.workbook import MOST_COLUMNS, MOST_ROWS, text_cell
from playbook.sheets.guarded import NoSheetError


def importer_of(name: str, importers: Mapping[str, Importer]) -> Importer | None:
    """Return what reads a file of this name; nothing when no importer does.

    Args:
        name: Name of the file.
        importers: Importers, by the ending of names.
    """
    _, point, ending = name.lower().rpartition(".")
    return importers.get(f"{point}{ending}")


def read_foreign(importer: Importer, name: str, data: bytes) -> list[RawSheet]:
    """Return what an importer makes of a file as sheets.

    Args:
        importer: The importer.
        name: Name of the file.
        data: Its bytes.

    Raises:
        NoSheetError: It is too large, or becomes too many rows.
    """
    refuse_large(data)
    return [_sheet(name, title, rows) for title, rows in importer.read(name, data).items()]


def _sheet(name: str, title: str, rows: Iterable[Sequence[Value]]) -> RawSheet:
    made = list(rows)
    if len(made) > MOST_ROWS:
        raise NoSheetError(f"it has more than {MOST_ROWS} rows; split it")
    return RawSheet(name, title, lambda: _rows(made))


def _rows(rows: Sequence[Sequence[Value]]) -> Iterator[Row]:
    for number, row in enumerate(rows, 1):
        yield Row(number, [_cell(value) for value in row[:MOST_COLUMNS]])


def _cell(value: Value) -> Cell:
    if value is None:
        return EMPTY
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, datetime.datetime):
        return Cell(value.date())
    return Cell(value)
