"""Reading a workbook of Excel as it is: row by row, and nothing in it is run."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from playbook.cells import meant
from playbook.intake.cells import EMPTY, Cell, RawSheet, Row
from playbook.sheets.guarded import NoSheetError, bare
from playbook.sheets.marks import NO_VALUE, Marks, Merged, marks, of_error

MOST_UNPACKED: Final = 400 * 1024 * 1024
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 1_000
LONGEST: Final = 32_767
"""Characters that Excel keeps in one cell."""
_MONEY: Final = re.compile(r"€|\[\$€|EUR|\[\$(USD|\$|GBP|£)")
_SIGNS: Final = {"USD": "USD", "$": "USD", "GBP": "GBP", "£": "GBP"}


def read_workbook(name: str, data: bytes) -> list[RawSheet]:
    """Return the sheets of a workbook.

    Args:
        name: Name of the file.
        data: Its bytes.

    Raises:
        NoSheetError: It is damaged, or not safe to read.
    """
    import openpyxl  # noqa: PLC0415 - only who reads or writes Excel waits for it

    harmless = bare(data, MOST_UNPACKED)
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(harmless), read_only=True, data_only=True, keep_links=False
        )
        with zipfile.ZipFile(io.BytesIO(harmless)) as parts:
            sheets = [_sheet(name, book, sheet, parts) for sheet in book.worksheets]
    except NoSheetError:
        raise
    except Exception as error:
        # Whatever a damaged or hostile file makes a library throw, it is the file that is wrong.
        raise NoSheetError(f"the workbook is damaged ({type(error).__name__})") from None
    if not sheets:
        raise NoSheetError("the workbook is damaged: it has no sheets")
    return sheets


def _sheet(name: str, book: Any, sheet: Any, parts: zipfile.ZipFile) -> RawSheet:
    # The library keeps the name of the part to itself; no other way leads there.
    said = marks(parts.read(sheet._worksheet_path))
    sheet.reset_dimensions()
    return RawSheet(
        file=name,
        title=sheet.title,
        rows=lambda: _rows(sheet, said),
        hidden=sheet.sheet_state != "visible",
        across={
            row: [(range_.left, range_.right) for range_ in ranges if range_.right > range_.left]
            for row, ranges in _by_first_row(said.merged).items()
        },
        hidden_columns=frozenset(said.hidden_columns),
        epoch=book.epoch,
    )


def _rows(sheet: Any, said: Marks) -> Iterator[Row]:
    """Yield the rows of a sheet, the value of a merged range in every cell of it."""
    starting: Mapping[int, list[Merged]] = _by_first_row(said.merged)
    open_: list[tuple[Merged, Cell]] = []
    try:
        for number, found in enumerate(sheet.iter_rows(), 1):
            if number > MOST_ROWS:
                raise NoSheetError(
                    f"the sheet “{sheet.title}” has more than {MOST_ROWS} rows; "
                    "remove the empty ones below the list, or split it"
                )
            cells = _cells(number, found, said)
            open_ = [(range_, cell) for range_, cell in open_ if range_.bottom >= number]
            for range_ in starting.get(number, ()):
                first = cells[range_.left] if range_.left < len(cells) else EMPTY
                open_.append((range_, first))
            for range_, cell in open_:
                _fill(cells, range_, cell)
            yield Row(number, cells, number in said.hidden_rows)
    except NoSheetError:
        raise
    except Exception as error:
        raise NoSheetError(
            f"the sheet “{sheet.title}” is damaged ({type(error).__name__})"
        ) from None


def _by_first_row(merged: list[Merged]) -> Mapping[int, list[Merged]]:
    found: defaultdict[int, list[Merged]] = defaultdict(list)
    for range_ in merged:
        found[range_.top].append(range_)
    return found


def _fill(cells: list[Cell], range_: Merged, cell: Cell) -> None:
    right = min(range_.right, MOST_COLUMNS - 1)
    cells.extend([EMPTY] * (right + 1 - len(cells)))
    for at in range(range_.left, right + 1):
        cells[at] = cell


def _cells(number: int, found: Any, said: Marks) -> list[Cell]:
    made = [EMPTY if cell.value is None else _of(cell) for cell in found[:MOST_COLUMNS]]
    if said.uncomputed:
        for at in range(len(made)):
            if (number, at) in said.uncomputed:
                made[at] = Cell(wrong=NO_VALUE)
    return made


def _of(cell: Any) -> Cell:
    """Return one cell of the library as ours."""
    value = cell.value
    if cell.data_type == "e":
        return Cell(wrong=of_error(value))
    if isinstance(value, str):
        return text_cell(value)
    if isinstance(value, datetime.datetime):
        return Cell(value.date())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Cell(_number(value), _shown(cell.number_format or ""))
    return Cell(value if isinstance(value, bool | datetime.date | datetime.time) else str(value))


def text_cell(value: str) -> Cell:
    """Return a text as a cell.

    Args:
        value: The text.
    """
    text = tidy(meant(value))
    if len(text) > LONGEST:
        return Cell(wrong=(f"this is longer than {LONGEST} characters", "shorten it"))
    return Cell(text) if text else EMPTY


def _number(value: float) -> int | float:
    """Return a number without the dust that binary fractions leave behind."""
    rounded = float(f"{value:.15g}") if isinstance(value, float) else value
    whole = isinstance(rounded, float) and rounded.is_integer() and abs(rounded) < 1e15
    return int(rounded) if whole else rounded


def _shown(form: str) -> str:
    if "%" in form:
        return "%"
    found = _MONEY.search(form)
    if not found:
        return ""
    return _SIGNS.get(found[1] or "", "EUR")


_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


def tidy(text: str) -> str:
    """Return a text without spaces around it and without signs that are no text.

    Args:
        text: What stands in a cell.
    """
    lines = _NOT_TEXT.sub("", text.replace("_x000D_", "")).replace("\r\n", "\n")
    spaced = lines.replace("\r", "\n").replace("\xa0", " ").replace("\u200b", "")
    return "\n".join(line.rstrip() for line in spaced.split("\n")).strip()
