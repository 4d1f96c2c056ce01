"""Cells and sheets as they were found, before anybody knows what they mean."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from playbook.problems import Place, Problem
from playbook.sheets.guarded import cell_name

Value = str | int | float | bool | datetime.date | datetime.time | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.

    Args:
        value: What stands in it; nothing when it is empty.
        shown: How a number is shown: ``%``, a currency such as ``EUR``, or nothing special.
        wrong: What is wrong with it, and what to do; empty when nothing is.
    """

    value: Value = None
    shown: str = ""
    wrong: tuple[str, str] | None = None

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing in it."""
        return self.value is None and self.wrong is None

    @property
    def text(self) -> str:
        """Return what a person reads in it, on one line."""
        return " ".join(str(self.value).split()) if self.value is not None else ""


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """One row.

    Args:
        number: Its number in the sheet, from 1.
        cells: Its cells, from column A on.
        hidden: Whether the sheet hides it.
    """

    number: int
    cells: Sequence[Cell]
    hidden: bool = False

    def cell(self, column: int) -> Cell:
        """Return the cell of a column; an empty one when the row is shorter.

        Args:
            column: Number of the column, from 0.
        """
        return self.cells[column] if column < len(self.cells) else EMPTY

    @property
    def blank(self) -> bool:
        """Tell whether there is nothing in any cell."""
        return all(cell.empty for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Source:
    """Where values stand.

    Args:
        file: Name of the file.
        title: Title of the sheet; empty for plain text.
    """

    file: str
    title: str

    def place(self, row: int, column: int) -> str:
        """Return where a cell stands, as ``processes.xlsx:Sheet1!C14``.

        Args:
            row: Number of the row, from 1.
            column: Number of the column, from 0.
        """
        return f"{self.file}:{cell_name(self.title, row, column)}"

    def problem(self, spot: tuple[int, int], what: str, instead: str) -> Problem:
        """Return a problem of a cell.

        Args:
            spot: Row of the cell, from 1, and its column, from 0.
            what: What is wrong.
            instead: What to write instead.
        """
        return Problem(Place(self.place(*spot)), what, instead, "I03")


@dataclass(frozen=True, slots=True)
class RawSheet(Source):
    """One sheet, of which the rows are read when they are asked for.

    Args:
        file: Name of the file.
        title: Title of the sheet; empty for plain text.
        rows: Begins to read the rows, from the first on.
        hidden: Whether the workbook hides the sheet.
        across: First and last column of merged ranges of more than one, by their first row.
        hidden_columns: Columns that the sheet hides, from 0.
        epoch: The day from which dates are counted when they are shown as numbers.
    """

    rows: Callable[[], Iterator[Row]]
    hidden: bool = False
    across: Mapping[int, Sequence[tuple[int, int]]] = field(default_factory=dict)
    hidden_columns: frozenset[int] = field(default_factory=frozenset)
    epoch: datetime.datetime = datetime.datetime(1899, 12, 30)
