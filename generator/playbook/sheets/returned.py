"""Reading a sheet that came back: nothing in it is trusted, and nothing in it is run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from playbook.cells import meant
from playbook.sheets.guarded import NoSheetError, bare, cell_name, decoded, is_workbook

MOST_FILE: Final = 20 * 1024 * 1024
MOST_UNPACKED: Final = 60 * 1024 * 1024
MOST_ROWS: Final = 20_000
MOST_COLUMNS: Final = 60
LONGEST_ANSWER: Final = 20_000
"""Characters in one answer."""
_HEAD_WITHIN: Final = 20
"""Rows in which the heads of the columns have to be."""
_DATA: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as it was given.

    Args:
        question: Id of the question.
        text: The answer.
        cell: Where it stands, such as ``Vragen!E14``.
    """

    question: str
    text: str
    cell: str


@dataclass(slots=True)
class Returned:
    """Hold what a sheet says.

    Args:
        given: The answers, in the order of the sheet.
        unreadable: What could not be read: where, and why.
        empty: How many questions have no answer.
    """

    given: list[Given] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    empty: int = 0


Cells = Sequence[tuple[str, str]]
"""The cells of a row: the text, and what is wrong with it when it cannot be read."""


def read(name: str, data: bytes, heads: Mapping[str, frozenset[str]]) -> Returned:
    """Return what a sheet says.

    Args:
        name: Name of the file.
        data: Its bytes.
        heads: What the columns ``id`` and ``answer`` can be called, in small letters.

    Raises:
        NoSheetError: It is not a sheet, or one that is not safe to read.
    """
    if len(data) > MOST_FILE:
        raise NoSheetError(f"it is larger than {MOST_FILE // 1024**2} MB")
    sheets = _workbook(data) if is_workbook(name, data) else iter([("", _plain(data))])
    found = False
    returned = Returned()
    for title, rows in sheets:
        found = _take(title, rows, heads, returned) or found
    if not found:
        raise NoSheetError("no sheet has the heads of the list of questions; keep the first row")
    return returned


def _take(
    title: str, rows: Iterable[Cells], heads: Mapping[str, frozenset[str]], returned: Returned
) -> bool:
    """Take the answers of one sheet; tell whether it is a list of questions."""
    columns: tuple[int, int] | None = None
    for number, cells in enumerate(rows, 1):
        if number > MOST_ROWS:
            returned.unreadable.append((cell_name(title, number, 0), "there are too many rows"))
            break
        if columns is None:
            if number > _HEAD_WITHIN:
                return False
            columns = _columns(cells, heads)
            continue
        _take_row(title, number, cells, columns, returned)
    return columns is not None


def _columns(cells: Cells, heads: Mapping[str, frozenset[str]]) -> tuple[int, int] | None:
    said = [" ".join(text.split()).casefold() for text, _ in cells]
    at = {
        key: next((place for place, text in enumerate(said) if text in names), None)
        for key, names in heads.items()
    }
    ident, answer = at["id"], at["answer"]
    return None if ident is None or answer is None else (ident, answer)


def _take_row(
    title: str, number: int, cells: Cells, columns: tuple[int, int], returned: Returned
) -> None:
    ident, answer = (cells[at] if at < len(cells) else ("", "") for at in columns)
    place = cell_name(title, number, columns[1])
    question = meant(ident[0]).strip()
    text = _tidy(answer[0])
    if answer[1]:
        returned.unreadable.append((place, answer[1]))
    elif not question and text:
        returned.unreadable.append((place, "the question's id is missing in this row"))
    elif not text:
        returned.empty += bool(question)
    elif len(text) > LONGEST_ANSWER:
        why = f"the answer is longer than {LONGEST_ANSWER} characters; send it as a document"
        returned.unreadable.append((place, why))
    else:
        returned.given.append(Given(question, text, place))


def _tidy(text: str) -> str:
    """Return an answer without signs that are no text."""
    lines = _DATA.sub("", meant(text)).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def _workbook(data: bytes) -> Iterator[tuple[str, Iterable[Cells]]]:
    import openpyxl  # noqa: PLC0415 - only who reads or writes Excel waits for it

    try:
        book = openpyxl.load_workbook(
            io.BytesIO(bare(data, MOST_UNPACKED)), read_only=True, data_only=False, keep_links=False
        )
        for sheet in book.worksheets:
            rows = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS)
            yield sheet.title, ([_of_cell(cell) for cell in row] for row in rows)
    except NoSheetError:
        raise
    except Exception as error:
        # Whatever a damaged or hostile file makes a library throw, it is the file that is wrong.
        raise NoSheetError(f"the workbook is damaged ({type(error).__name__})") from None


def _of_cell(cell: Any) -> tuple[str, str]:
    kind, value = getattr(cell, "data_type", "n"), getattr(cell, "value", None)
    if value is None:
        return "", ""
    if kind == "f":
        return "", "this is a formula; write the answer as text"
    if kind == "e":
        return "", f"this is an error of the spreadsheet ({value})"
    if isinstance(value, bool):
        return ("ja / yes" if value else "nee / no"), ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    text = str(value)
    if hasattr(value, "isoformat"):
        text = value.isoformat().removesuffix("T00:00:00")
    return text, ""


def _plain(data: bytes) -> Iterator[Cells]:
    text = decoded(data)
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";,\t", key=first.count)
    lines = io.StringIO(text.removeprefix(f"sep={separator}"), newline="")
    former = csv.field_size_limit(MOST_FILE)
    try:
        for row in csv.reader(lines, delimiter=separator):
            yield [_of_text(cell) for cell in row[:MOST_COLUMNS]]
    except csv.Error as error:
        raise NoSheetError(f"the file cannot be read as a list ({error})") from None
    finally:
        csv.field_size_limit(former)


def _of_text(text: str) -> tuple[str, str]:
    """Return a cell of plain text; what looks like a formula is shown, never run."""
    if text.startswith(("=", "@")) and len(text) > 1:
        return "", "this looks like a formula; write the answer as text"
    return text, ""
