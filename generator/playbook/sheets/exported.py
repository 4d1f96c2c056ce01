"""Tables that this program wrote, read back from the files that came of them."""

from __future__ import annotations

import csv
import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any, Final

from playbook.archive.check import NoArchiveError, read_members
from playbook.cells import meant
from playbook.model.scalars import Percentage
from playbook.problems import Place, Problem
from playbook.sheets.guarded import NoSheetError, bare, cell_name, decoded, is_workbook
from playbook.sheets.marks import NO_VALUE, marks, of_error
from playbook.sheets.tabular import FIRST_ROW, MARK
from playbook.tables.flat import Origin, Table
from playbook.tables.forms import EVIDENCE, WORK_LIST, below, layout
from playbook.tables.speech import Speech, held_in
from playbook.tables.written import Value

MOST_UNPACKED: Final = 400 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Unread:
    """Stand for a cell that cannot be read: what is wrong with it, and what to do."""

    what: str
    instead: str


_Found = Value | _Unread | None


def read_exported(name: str, data: bytes, speech: Speech) -> tuple[Table, ...]:
    """Return the tables in a file that `playbook export` wrote; none when it wrote another.

    Args:
        name: Name of the file.
        data: Its bytes.
        speech: Understands coded values in words.

    Raises:
        NoSheetError: It is damaged, or not safe to read.
    """
    if name.lower().endswith(".zip") and data.startswith(b"PK"):
        return tuple(_archive(name, data, speech))
    if is_workbook(name, data):
        return tuple(_workbook(name, data, speech))
    code = re.split("[/:]", name)[-1].removesuffix(".csv")
    return (_plain(name, code, data, speech),) if layout(code) else ()


def _workbook(name: str, data: bytes, speech: Speech) -> Iterator[Table]:
    import openpyxl  # noqa: PLC0415 - only who reads or writes Excel waits for it

    try:
        harmless = io.BytesIO(bare(data, MOST_UNPACKED))
        book = openpyxl.load_workbook(harmless, read_only=True, data_only=True, keep_links=False)
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            found = sheet.iter_rows()
            codes = [str(_of(cell) or "") for cell in next(found, [])]
            table = codes[0].partition(MARK)[0] if codes else ""
            if layout(table) and MARK in codes[0]:
                next(found, None)
                # The library keeps the name of the part to itself; no other way leads there.
                with zipfile.ZipFile(harmless) as parts:
                    rows = _rows(found, marks(parts.read(sheet._worksheet_path)).uncomputed)
                where = Origin(f"{name}:{sheet.title}", (), (), 2)
                yield _table(table, _columns(codes, table), rows, where, speech)
    except NoSheetError:
        raise
    except Exception as error:
        # Whatever a damaged or hostile file makes a library throw, it is the file that is wrong.
        raise NoSheetError(f"the workbook is damaged ({type(error).__name__})") from None


def _columns(codes: Sequence[str], table: str) -> dict[int, str]:
    found = ((at, code.partition(MARK)) for at, code in enumerate(codes))
    return {at: column for at, (of, _, column) in found if of == table and _is_read(table, column)}


def _is_read(table: str, column: str) -> bool:
    """Tell whether a column is read back: in a list of work some only tell what is asked."""
    return bool(column) and (table != WORK_LIST or _is_evidence(column))


def _is_evidence(column: str) -> bool:
    how = layout(WORK_LIST)
    return bool(how and (column in how.keys or below(how.row, column)))


def _rows(rows: Iterator[Any], uncomputed: Set[tuple[int, int]]) -> Iterator[list[_Found]]:
    """Yield the rows below the heads; a formula without a value is not an empty cell."""
    for number, row in enumerate(rows, FIRST_ROW):
        yield [
            _Unread(*NO_VALUE) if (number, at) in uncomputed else _of(cell)
            for at, cell in enumerate(row)
        ]


def _of(cell: Any) -> _Found:
    value = cell.value
    if cell.data_type == "e":
        return _Unread(*of_error(value))
    if isinstance(value, str):
        return meant(value)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if number and "%" in (cell.number_format or ""):
        return Percentage(value)
    if isinstance(value, datetime.datetime):
        return value.date() if not any(value.timetuple()[3:6]) else value
    return value  # type: ignore[no-any-return]


def _archive(name: str, data: bytes, speech: Speech) -> Iterator[Table]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts: Mapping[str, bytes] = read_members(archive, MOST_UNPACKED)
    except NoArchiveError as told:
        raise NoSheetError(f"the archive is not safe to read: {told}") from None
    except (zipfile.BadZipFile, ValueError, UnicodeDecodeError):
        raise NoSheetError("the archive is damaged") from None
    for part, inner in parts.items():
        yield from read_exported(f"{name}:{part}", inner, speech) if part.endswith(".csv") else ()


def _plain(name: str, code: str, data: bytes, speech: Speech) -> Table:
    text = decoded(data)
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    former = csv.field_size_limit(len(text) + 1)
    try:
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        rows = [[meant(cell) or None for cell in row] for row in lines]
    except csv.Error as error:
        raise NoSheetError(f"the file cannot be read as a list ({error})") from None
    finally:
        csv.field_size_limit(former)
    columns = {at: str(column or "") for at, column in enumerate(rows[0] if rows else ())}
    columns = {at: column for at, column in columns.items() if _is_read(code, column)}
    return _table(code, columns, rows[1:], Origin(name, (), (), 1), speech)


def _table(
    code: str,
    columns: Mapping[int, str],
    rows: Iterable[Sequence[_Found]],
    origin: Origin,
    speech: Speech,
) -> Table:
    """Return a table of the rows in which something stands."""
    how = layout(code)
    forms = {at: held_in(how, column) for at, column in columns.items()} if how else {}
    said = [at for at, column in enumerate(columns.values()) if how and column not in how.keys]
    kept: list[list[Value | None]] = []
    numbers: list[int] = []
    unread: list[Problem] = []
    for number, row in enumerate(rows, origin.head + 1):
        cells: list[Value | None] = []
        for at in columns:
            cell = row[at] if at < len(row) else None
            if isinstance(cell, _Unread):
                place = Place(cell_name(origin.name, number, at))
                unread.append(Problem(place, cell.what, cell.instead, "I03"))
            cells.append(None if isinstance(cell, _Unread) else cell)
        # In a list of work a row without an answer says nothing.
        looked_at = [cells[at] for at in said] if code == WORK_LIST else cells
        if any(cell is not None for cell in looked_at):
            pairs = zip(cells, forms.values(), strict=True)
            kept.append([None if cell is None else speech.code(cell, form) for cell, form in pairs])
            numbers.append(number)
    where = Origin(origin.name, numbers, [at + 1 for at in columns], origin.head, tuple(unread))
    return Table(EVIDENCE if code == WORK_LIST else code, tuple(columns.values()), kept, where)
