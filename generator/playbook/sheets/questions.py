"""The sheet of questions: one row a question, and room for the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from msgspec import Struct

from playbook.cells import Value, safe
from playbook.entries import Stamp
from playbook.sheets.settled import put, saved

_WIDTHS: Final = (26, 28, 46, 54, 60)
_COLUMNS: Final = "ABCDE"
_LINE_HEIGHT: Final = 15
"""Height of one line, in points."""


class Row(Struct, frozen=True):
    """One question.

    Args:
        id: Its lasting id.
        process: Name of the process that it is about.
        fact: The fact that it comes from.
        question: The question.
    """

    id: str
    process: str
    fact: str
    question: str


class Sheet(Struct, frozen=True, kw_only=True):
    """Everything that a sheet of questions says.

    Args:
        name: Name of the sheet with the questions.
        explanation: Name of the sheet that explains.
        columns: Heads of the five columns.
        lines: What the explanation says, its title first.
        rows: The questions.
        separator: What stands between cells in the file of plain text.
    """

    name: str
    explanation: str
    columns: Sequence[str]
    lines: Sequence[str]
    rows: Sequence[Row]
    separator: str

    @property
    def cells(self) -> Iterator[tuple[Value, ...]]:
        """Yield every row as it is written, the heads first."""
        yield tuple(map(safe, self.columns))
        for row in self.rows:
            yield tuple(map(safe, (row.id, row.process, row.fact, row.question, "")))


def as_workbook(sheet: Sheet, moment: Stamp) -> bytes:
    """Return a sheet of questions for Excel: the same bytes for the same questions.

    Args:
        sheet: What it says.
        moment: Time to write in it.
    """
    import openpyxl  # noqa: PLC0415 - only who reads or writes Excel waits for it

    book = openpyxl.Workbook()
    questions = book.active
    questions.title = sheet.name
    for at, cells in enumerate(sheet.cells, 1):
        for column, value in enumerate(cells, 1):
            put(questions.cell(at, column), value)
    _dress(questions, sheet)
    _explain(book.create_sheet(sheet.explanation), sheet.lines)
    return saved(book, moment)


def _dress(sheet: Any, said: Sheet) -> None:
    from openpyxl.styles import (  # noqa: PLC0415 - only who reads or writes Excel waits for it
        Alignment,
        Border,
        Font,
        PatternFill,
        Protection,
        Side,
    )

    line = Side(style="thin", color="C8CDD2")
    box = Border(top=line, bottom=line, left=line, right=line)
    for column, width in zip(_COLUMNS, _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    for at, row in enumerate(sheet.iter_rows(), 1):
        for cell in row:
            cell.alignment, cell.border = Alignment(wrap_text=True, vertical="top"), box
            if at == 1:
                cell.font = Font(bold=True, color="FFFFFF")
                cell.fill = PatternFill("solid", fgColor="12435A")
        if at > 1:
            row[4].protection = Protection(locked=False)
            row[4].fill = PatternFill("solid", fgColor="FFFBE6")
            sheet.row_dimensions[at].height = _height(row)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:E{len(said.rows) + 1}"
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "formatCells", "sort", "autoFilter"):
        setattr(sheet.protection, allowed, False)  # in this file False means: not forbidden
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"


def _height(row: Sequence[Any]) -> float:
    """Return the height that the longest text of a row needs: not every program works it out."""
    lines = (
        sum(len(part) // (width - 2) + 1 for part in str(cell.value or "").split("\n"))
        for cell, width in zip(row, _WIDTHS, strict=True)
    )
    return float(max(3, *lines) * _LINE_HEIGHT)


def _explain(sheet: Any, lines: Sequence[str]) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 - only who reads or writes Excel waits for it

    sheet.column_dimensions["A"].width = 90
    sheet.sheet_view.showGridLines = False
    for at, line in enumerate(lines, 1):
        cell = sheet.cell(at, 1)
        put(cell, safe(line))
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if at == 1:
            cell.font = Font(bold=True, size=14)
