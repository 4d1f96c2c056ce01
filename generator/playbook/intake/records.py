"""The rows of a sheet as processes, each value with the cell that it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from playbook.intake.cells import RawSheet, Row, Source
from playbook.intake.columns import Guess
from playbook.intake.convert import Converter, as_id
from playbook.intake.heads import Heads
from playbook.intake.targets import Target, target
from playbook.intake.vocabulary import Vocabulary, plain
from playbook.load.notation import Misread
from playbook.problems import Problem
from playbook.tables.forms import Form

Path = tuple[str | int, ...]
Spot = tuple[int, int]
"""Number of a row from 1, and of a column from 0."""
_DEPARTMENT: Final = Form(word=str, refers="department")
Given = tuple[str, Spot]
"""A word, and the cell that it comes from."""


@dataclass(slots=True)
class Record:
    """What a sheet says of one process.

    Args:
        sheet: The sheet.
        name: Its name in the sheet.
        ident: What stands in the column of ids; empty without one.
        department: Id of its department; empty when not known.
        rows: Numbers of its rows.
        values: Values and the cell that each comes from, by their path.
    """

    sheet: Source
    name: str
    ident: str
    department: str
    rows: list[int] = field(default_factory=list)
    values: dict[Path, Given] = field(default_factory=dict)

    def speak(self, language: str) -> None:
        """Give a text its language when another column has it in another language.

        Args:
            language: Language of texts that name none.
        """
        around = {path[:-1] for path in self.values if isinstance(path[-1], str)}
        self.values = {
            ((*path, language) if path in around else path): given
            for path, given in self.values.items()
        }


@dataclass(frozen=True, slots=True)
class _Column:
    at: int
    head: str
    target: Target


@dataclass(slots=True)
class Gatherer:
    """Gather the processes of one sheet.

    Args:
        sheet: The sheet.
        heads: Its heads.
        guesses: What its columns fill.
        converter: Converts cells.
        vocabulary: What people call things.
        department: Department of rows that name none, by name; empty for none.
        with_hidden: Whether rows that the sheet hides are read too.
    """

    sheet: RawSheet
    heads: Heads
    guesses: tuple[Guess, ...]
    converter: Converter
    vocabulary: Vocabulary
    department: str = ""
    with_hidden: bool = False
    records: dict[tuple[str, ...], Record] = field(default_factory=dict)
    skipped: list[tuple[int, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _columns: list[_Column] = field(default_factory=list)
    _totals: frozenset[str] = frozenset()
    _band: str = ""
    _open: Record | None = None

    def gather(self) -> None:
        """Read every row below the heads."""
        self._columns = [
            _Column(guess.head.column, guess.head.text, found)
            for guess in self.guesses
            if guess.field and (found := target(guess.field))
        ]
        self._totals = frozenset(map(plain, self.vocabulary.names.totals))
        for row in self.sheet.rows():
            if row.number > self.heads.last and not row.blank:
                why = self._skipped(row) or self._take(row)
                if why:
                    self.skipped.append((row.number, why))

    def _skipped(self, row: Row) -> str:
        """Return why a row is no process; empty when it may be one."""
        if row.hidden and not self.with_hidden:
            return "the sheet hides this row; show it, or import with --hidden"
        if self._repeats_heads(row):
            return "the heads again"
        band = self._band_text(row)
        if band:
            self._open = None
            if "department" in {column.target.code for column in self._columns}:
                return "a heading across the sheet"
            self._band = band
            return f"a heading: the department of the rows below it is “{band}”"
        name = self._text(row, "name")
        if plain(name) in self._totals:
            return "a total"
        return ""

    def _take(self, row: Row) -> str:
        """Take the values of a row; return why it cannot be taken."""
        record = self._record(row)
        if record is None:
            return "there is no name in this row; write the name of the process"
        self._open = record
        record.rows.append(row.number)
        given = [
            (column, values)
            for column in self._columns
            if column.target.code not in ("id", "department")
            and (values := self._values(row, column))
        ]
        start = _lengths(record.values)
        several = {
            column.target.path
            for column, values in given
            if len(values) > 1 and column.target.form.items is None
        }
        for column, values in given:
            alone = column.target.path not in several
            for path, value in _laid(record.values, column.target, values, start, alone):
                self._put(record, path, value, (row.number, column.at))
        return ""

    def _values(self, row: Row, column: _Column) -> list[str]:
        """Return the values in a cell; none when it is empty or cannot be understood."""
        cell = row.cell(column.at)
        if cell.empty:
            return []
        try:
            return self.converter.values(cell, column.target, column.head, self.sheet.epoch)
        except Misread as told:
            spot = row.number, column.at
            self.problems.append(self.sheet.problem(spot, told.what, told.instead))
            return []

    def _put(self, record: Record, path: Path, value: str, spot: Spot) -> None:
        former = record.values.get(path)
        if former is None:
            record.values[path] = value, spot
        elif former[0] != value:
            self._differs(spot, value, former)

    def _record(self, row: Row) -> Record | None:
        """Return the process that a row is about, a new one or one that was there."""
        name, ident = self._text(row, "name"), self._text(row, "id")
        if not name and not ident:
            filled = [column for column in self._columns if not row.cell(column.at).empty]
            more = filled and all(column.target.inner is not None for column in filled)
            return self._open if more else None
        department = self._department(row)
        key = ("id", as_id(ident)) if ident else ("name", plain(name), department)
        record = self.records.get(key)
        if record is None:
            record = Record(self.sheet, name, as_id(ident) if ident else "", department)
            self.records[key] = record
            if department:
                column = next((c.at for c in self._columns if c.target.code == "department"), 0)
                record.values["department",] = department, (row.number, column)
        return record

    def _department(self, row: Row) -> str:
        said = self._text(row, "department")
        if not said and self._open and not self._text(row, "name"):
            return self._open.department
        said = said or self._band or self.department
        return self.converter.word(said, _DEPARTMENT) if said else ""

    def _differs(self, spot: Spot, value: str, former: Given) -> None:
        there = self.sheet.place(*former[1]).rpartition(":")[2]
        self.problems.append(
            self.sheet.problem(
                spot,
                f"“{value[:40]}” differs from “{former[0][:40]}” in {there}, of the same process",
                "write the same in both, or give one of the two another name",
            )
        )

    def _text(self, row: Row, code: str) -> str:
        for column in self._columns:
            if column.target.code == code:
                return row.cell(column.at).text
        return ""

    def _repeats_heads(self, row: Row) -> bool:
        filled = [
            row.cell(head.column).text == head.last
            for head in self.heads.columns
            if not row.cell(head.column).empty
        ]
        return len(filled) > 1 and all(filled)

    def _band_text(self, row: Row) -> str:
        """Return the text of a heading that stands across the sheet."""
        texts = {cell.text for cell in row.cells if not cell.empty}
        return texts.pop() if self.sheet.across.get(row.number) and len(texts) == 1 else ""


def _lengths(values: Iterable[Path]) -> dict[Path, int]:
    """Return how many items each list has."""
    found: dict[Path, int] = {}
    for path in values:
        for at, part in enumerate(path):
            if isinstance(part, int):
                found[path[:at]] = max(found.get(path[:at], 0), part + 1)
    return found


def _laid(
    record: dict[Path, Given],
    aim: Target,
    values: list[str],
    start: Mapping[Path, int],
    alone: bool,
) -> Iterator[tuple[Path, str]]:
    """Yield the path of each value of a cell.

    A row of which a cell holds several names stands for several items of a list; else all the
    values of a cell belong to one item.
    """
    if aim.inner is None:
        if aim.form.items is not None:
            yield from _joined(record, aim, values)
        else:
            yield aim.path, values[0]
        return
    first = start.get(aim.path, 0)
    if aim.form.items is None or not alone:
        for at, value in enumerate(values):
            yield (*aim.path, first + at, *aim.inner), value
        return
    whole: Path = (*aim.path, first, *aim.inner)
    if aim.form.word is not None and len(values) == 1:
        yield whole, values[0]
        return
    for at, value in enumerate(values):
        yield (*whole, at), value


def _joined(
    record: dict[Path, Given], aim: Target, values: list[str]
) -> Iterator[tuple[Path, str]]:
    """Yield the words of a list that several rows fill, or the one word in its place."""
    many = len(aim.path)
    there = {path: given for path, given in record.items() if path[:many] == aim.path}
    whole = list(dict.fromkeys((*(value for value, _ in there.values()), *values)))
    if aim.form.word is not None and len(whole) == 1:
        yield aim.path, whole[0]
        return
    alone = record.pop(aim.path, None)
    if alone is not None:
        record[*aim.path, 0] = alone
    for at, value in enumerate(whole):
        yield (*aim.path, at), value
