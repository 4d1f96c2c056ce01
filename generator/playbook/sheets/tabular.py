"""Flat tables as a workbook: heads that stay, filters, lists to choose from, an explanation.

The first row of each sheet is hidden and holds the codes of table and column, by which a sheet is
read back whatever its heads are called. The second row holds the heads.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any, Final

from msgspec import Struct

from playbook.entries import Stamp
from playbook.sheets.looks import Looks, height_of, on_paper, width_of
from playbook.sheets.settled import saved
from playbook.tables.flat import Table
from playbook.tables.forms import Form, layout
from playbook.tables.plain import letters
from playbook.tables.speech import Speech, held_in

FIRST_ROW: Final = 3
"""Row of the first values: codes and heads stand above it."""
MARK: Final = ":"
"""Stands between the codes of table and column."""
_ROOM: Final = 200
"""Rows below the last in which one can still choose from a list."""
_NO_TITLE: Final = str.maketrans("", "", "[]:*?/\\'")
_LONGEST_TITLE: Final = 31
_STAY: Final = frozenset(("id", "process", "supplier", "name", "name.nl", "name.en"))


class Explanation(Struct, frozen=True, kw_only=True):
    """What the sheet says that explains the others.

    Args:
        title: Name of the sheet.
        lines: What it says, its title first.
        heads: Heads of its list of columns: sheet, column, what it holds, code.
        lists: Name of the sheet with what can be chosen.
        choose: What is said when something else is filled in.
        ask: Columns that are to be filled in, by the code of their table.
    """

    title: str
    lines: Sequence[str]
    heads: tuple[str, str, str, str]
    lists: str
    choose: str
    ask: Mapping[str, frozenset[str]] = {}


def as_workbook(
    tables: Sequence[Table], speech: Speech, explanation: Explanation, moment: Stamp
) -> bytes:
    """Return tables as a workbook for Excel: the same bytes for the same tables.

    Args:
        tables: The tables.
        speech: Says heads and coded values.
        explanation: What the sheet says that explains them.
        moment: Time to write in it.
    """
    import openpyxl  # noqa: PLC0415 - only who reads or writes Excel waits for it

    book = openpyxl.Workbook(write_only=True)
    writing = _Writing(book, Looks(book), speech, explanation, tables)
    writing.explain()
    for table in tables:
        writing.sheet(table)
    writing.lists()
    book.active = 1 if tables else 0
    return saved(book, moment, small=True)


@dataclass(slots=True)
class _Writing:
    """Write one workbook."""

    book: Any
    looks: Looks
    speech: Speech
    explanation: Explanation
    tables: Sequence[Table]
    titles: dict[str, str] = field(default_factory=dict)
    chosen: dict[tuple[str, ...], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Name the sheets."""
        taken = {self.explanation.title.casefold(), self.explanation.lists.casefold()}
        for table in self.tables:
            self.titles[table.code] = _title(self.speech.title(table.code), taken)

    def sheet(self, table: Table) -> None:
        """Write one table."""
        sheet = self.book.create_sheet(self.titles[table.code])
        forms = _forms(table)
        heads = [self.speech.head(table.code, column) for column in table.columns]
        rows = [
            [
                None if cell is None else self.speech.shown(cell, form)
                for cell, form in zip(row, forms, strict=True)
            ]
            for row in table.rows
        ]
        asked = self.explanation.ask.get(table.code, frozenset())
        asks = [column in asked for column in table.columns]
        widths = [
            width_of(head, column) for head, column in zip_longest(heads, zip(*rows, strict=True))
        ]
        self.frame(sheet, table, heads, widths)
        for number, row in enumerate(rows, FIRST_ROW):
            sheet.row_dimensions[number].height = height_of(row, widths)
            pairs = zip(row, asks, strict=True)
            sheet.append([self.looks.value(sheet, value, ask=ask) for value, ask in pairs])
        for at, form in enumerate(forms, 1):
            self.choose(sheet, at, form, len(rows))

    def frame(self, sheet: Any, table: Table, heads: Sequence[str], widths: Sequence[int]) -> None:
        """Write the heads, and say what stays in sight, what can be filtered and how it prints."""
        last = letters(len(table.columns))
        for at, width in enumerate(widths, 1):
            sheet.column_dimensions[letters(at)].width = width
        stays = sum(column in _STAY for column in table.columns[:3])
        sheet.freeze_panes = f"{letters(stays + 1)}{FIRST_ROW}"
        sheet.auto_filter.ref = f"A2:{last}{max(len(table.rows) + FIRST_ROW - 1, FIRST_ROW)}"
        sheet.row_dimensions[1].hidden = True
        sheet.row_dimensions[2].height = height_of(heads, widths)
        sheet.print_title_rows = "2:2"
        on_paper(sheet)
        codes = [f"{table.code}{MARK}{column}" for column in table.columns]
        sheet.append([self.looks.value(sheet, code, "code") for code in codes])
        sheet.append([self.looks.value(sheet, head, "head") for head in heads])

    def choose(self, sheet: Any, at: int, form: Form, rows: int) -> None:
        """Let a reader choose what may stand in a column, from a list."""
        from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415 - for Excel

        source = self.choices(form)
        if not source:
            return
        coded = not form.refers
        rule = DataValidation(
            type="list",
            formula1=source,
            allow_blank=True,
            showErrorMessage=True,
            errorStyle="stop" if coded else "warning",
            error=self.explanation.choose,
        )
        rule.add(f"{letters(at)}{FIRST_ROW}:{letters(at)}{rows + FIRST_ROW - 1 + _ROOM}")
        sheet.data_validations.append(rule)

    def choices(self, form: Form) -> str:
        """Return the cells with what may stand in a column; nothing when it is not a choice."""
        if form.items:
            return ""
        words = self.speech.choices(form)
        if words:
            column = letters(self.chosen.setdefault(words, len(self.chosen) + 1))
            return f"'{self.explanation.lists}'!${column}$1:${column}${len(words)}"
        for table in self.tables:
            if form.refers and table.code in _LISTED.get(form.refers, ()):
                column = letters(table.columns.index("id") + 1)
                last = len(table.rows) + FIRST_ROW - 1
                return f"'{self.titles[table.code]}'!${column}${FIRST_ROW}:${column}${last}"
        return ""

    def lists(self) -> None:
        """Write what can be chosen on a sheet that is out of sight."""
        if not self.chosen:
            return
        sheet = self.book.create_sheet(self.explanation.lists)
        sheet.sheet_state = "hidden"
        for row in zip_longest(*self.chosen):
            sheet.append([self.looks.value(sheet, word) for word in row])

    def explain(self) -> None:
        """Write the sheet that explains the others."""
        sheet = self.book.create_sheet(self.explanation.title)
        for column, width in zip("ABCD", (30, 44, 60, 40), strict=True):
            sheet.column_dimensions[column].width = width
        sheet.sheet_view.showGridLines = False
        on_paper(sheet)
        for at, line in enumerate(self.explanation.lines):
            sheet.append([self.looks.value(sheet, line, "line" if at else "title")])
        sheet.append([])
        sheet.append([self.looks.value(sheet, head, "head") for head in self.explanation.heads])
        for cells in self.columns():
            sheet.append([self.looks.value(sheet, cell) for cell in cells])

    def columns(self) -> Iterator[tuple[str, str, str, str]]:
        """Yield what there is to say of each column."""
        for table in self.tables:
            for column, form in zip(table.columns, _forms(table), strict=True):
                head = self.speech.head(table.code, column)
                code = f"{table.code}{MARK}{column}"
                yield self.titles[table.code], head, self.speech.kind(form), code


_LISTED: Final = {
    "department": ("organisation.departments",),
    "unit": ("organisation.units",),
    "role": ("organisation.roles",),
    "system": ("organisation.systems",),
    "data": ("organisation.data",),
    "supplier": ("suppliers",),
    "process": ("processes",),
}
"""Where the ids of things stand."""


def _forms(table: Table) -> list[Form]:
    how = layout(table.code)
    return [held_in(how, column) if how else Form(word=str) for column in table.columns]


def _title(wanted: str, taken: set[str]) -> str:
    """Return a name for a sheet that Excel takes and that no other sheet has."""
    bare = wanted.translate(_NO_TITLE).strip() or "-"
    title, number = bare[:_LONGEST_TITLE], 2
    while title.casefold() in taken:
        title = f"{bare[: _LONGEST_TITLE - len(str(number)) - 1]} {number}"
        number += 1
    taken.add(title.casefold())
    return title
