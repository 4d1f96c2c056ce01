"""What cells of a workbook look like, and how much room they take."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any, Final

from playbook.cells import kept, starts
from playbook.model.scalars import Percentage
from playbook.sheets.settled import put
from playbook.tables.written import Value, digits, percents

_NARROWEST, _WIDEST = 10, 48
_LINE, _MOST_LINES = 15, 8
_LONG_TEXT: Final = 200
"""Old programs show no more than 255 characters of a cell that is marked as text."""
_FIRST_OF_EXCEL: Final = datetime.date(1900, 3, 1)
"""Excel takes 1900 for a leap year: days before this one would move."""
_EXACT: Final = 10**15
"""From here on a program for sheets rounds whole numbers."""


class Looks:
    """Make cells of a workbook.

    Args:
        book: The workbook, opened for writing only.
    """

    def __init__(self, book: Any) -> None:
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - only for Excel
        from openpyxl.styles import (  # noqa: PLC0415 - only for Excel
            Alignment,
            Border,
            Font,
            PatternFill,
            Side,
        )

        self._new = WriteOnlyCell
        sheet = type("Owner", (), {"parent": book})()
        top = Alignment(wrap_text=True, vertical="top")
        blue = PatternFill("solid", fgColor="12435A")
        self._styles: dict[str, Any] = {}
        for look, form in _FORMS.items():
            cell = WriteOnlyCell(sheet)
            cell.number_format = form
            if look not in ("code", "line", "title"):
                cell.alignment = top
            if look == "marked":
                cell.quotePrefix = True
            if look == "head":
                cell.font, cell.fill = Font(bold=True, color="FFFFFF"), blue
            if look == "title":
                cell.font = Font(bold=True, size=14)
            if look == "asked":
                cell.fill = PatternFill("solid", fgColor="FFFBE6")
                cell.border = Border(*(Side(style="thin", color="C8CDD2") for _ in range(4)))
            self._styles[look] = cell._style  # the library's own way to give cells one style

    def value(self, sheet: Any, value: Value | None, look: str = "", ask: bool = False) -> Any:
        """Return the cell of a value: a number as a number, when nothing of it is lost.

        Args:
            sheet: The sheet that it is for.
            value: The value; nothing for an empty cell.
            look: What it looks like; by default what its value asks for.
            ask: Whether it is to be filled in.
        """
        if value is None and not ask:
            return None
        cell = self._new(sheet)
        if value is None:
            cell._style = self._styles["asked"]
            return cell
        usual, shown = _typed(value)
        put(cell, kept(shown) if isinstance(shown, str) else shown)  # type: ignore[arg-type]
        cell._style = self._styles[look or usual]
        return cell


_FORMS: Final = {
    "head": "@",
    "code": "@",
    "title": "General",
    "line": "General",
    "text": "@",
    "long": "General",
    "marked": "@",
    "number": "General",
    "date": "yyyy-mm-dd",
    "percents": "0%",
    "parts": "0.0#%",
    "asked": "General",
}
"""How the value of a cell is shown, by its look."""


def _typed(value: Value) -> tuple[str, Value]:
    """Return the look of a value, and what to put in its cell."""
    if isinstance(value, str):
        return ("marked" if starts(value) else "long" if len(value) > _LONG_TEXT else "text"), value
    if isinstance(value, datetime.date):
        return ("date", value) if value >= _FIRST_OF_EXCEL else ("text", value.isoformat())
    if isinstance(value, Percentage):
        if not _is_exact(value):
            return "text", percents(value)
        return ("percents" if round(value * 100, 9).is_integer() else "parts"), value
    if isinstance(value, int):
        return ("number", value) if abs(value) < _EXACT else ("text", str(value))
    return ("number", value) if _is_exact(value) else ("text", digits(value))


def _is_exact(number: float) -> bool:
    """Tell whether a number survives the fifteen digits that workbooks keep."""
    return float(f"{number:.15g}") == number


def width_of(head: str, values: Iterable[Value | None] | None) -> int:
    """Return how wide a column is to be, in characters.

    Args:
        head: Its head.
        values: Its values.
    """
    longest = max((_longest(value) for value in values or ()), default=0)
    words = max(map(len, head.split()), default=0) + 4
    return max(_NARROWEST, min(_WIDEST, max(longest + 2, words, len(head) // 2 + 4)))


def _longest(value: Value | None) -> int:
    return max(map(len, str(value).split("\n"))) if value is not None else 0


def height_of(values: Sequence[Value | None], widths: Sequence[int]) -> float:
    """Return the height of a row, in points, so that most of it can be read.

    Args:
        values: Its values.
        widths: How wide their columns are.
    """
    lines = (
        sum(len(part) // max(width - 2, 1) + 1 for part in str(value).split("\n"))
        for value, width in zip(values, widths, strict=True)
        if value is not None
    )
    return float(min(max(lines, default=1), _MOST_LINES) * _LINE)


def on_paper(sheet: Any) -> None:
    """Let a sheet print on as many pages high as it takes, and one wide.

    Args:
        sheet: The sheet.
    """
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
