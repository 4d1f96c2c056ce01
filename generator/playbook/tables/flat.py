"""From an inventory to flat tables: a row a process, and rows for what it has more than one of.

Columns are coded by the path of the field, such as ``exceptions.rate`` and ``name.nl``. A list of
words stands in one cell; any other list is a table of its own, of which the rows say to which row
they belong. The types of the model say which tables and columns there are; only those that hold
something are made.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from msgspec import Struct

from playbook.model.inventory import Inventory
from playbook.problems import Problem
from playbook.tables.forms import KEY, ORDER, ROOTS, VALUE, Form, Root, fields
from playbook.tables.written import LONGEST, NO_ITEMS, NO_PARTS, Value, in_cell, listed

Keys = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Origin:
    """Say where a table was read.

    Args:
        name: The file, and the sheet in it.
        rows: Number of each row in the sheet, counted from 1.
        columns: Number of each column in the sheet, counted from 1.
        head: Number of the row with the names of the columns.
        unread: What is wrong with cells that could not be read; they count as empty.
    """

    name: str
    rows: Sequence[int]
    columns: Sequence[int]
    head: int = 1
    unread: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Hold one flat table.

    Args:
        code: What it holds, such as ``processes`` or ``processes.kpis``.
        columns: Codes of its columns.
        rows: Its cells, row by row; nothing for an empty cell.
        origin: Where it was read; nothing when it was made.
    """

    code: str
    columns: tuple[str, ...]
    rows: Sequence[Sequence[Value | None]]
    origin: Origin | None = None


def to_tables(inventory: Inventory) -> tuple[Table, ...]:
    """Return everything that an inventory holds of its organisation, suppliers and processes.

    Args:
        inventory: The inventory.
    """
    held: dict[str, Iterable[Struct]] = {
        "organisation": (inventory.organisation,),
        "suppliers": inventory.suppliers,
        "processes": inventory.processes,
    }
    made: dict[str, _Made] = {}
    for root in ROOTS:
        form = Form(struct=root.struct)
        for value in held[root.code]:
            keys: Keys = {root.key: value.id} if root.key else {}  # type: ignore[attr-defined]
            _Writing(made, root).row(_Belongs(root.code, (), {}, keys), value, form)
    return tuple(table.table() for _, table in sorted(made.items(), key=_order))


def _order(item: tuple[str, _Made]) -> tuple[int, tuple[int, ...]]:
    """Return where a table belongs: as the model has it."""
    code = item[0].split(".")
    roots = [root.code for root in ROOTS]
    return roots.index(code[0]), item[1].at


@dataclass(slots=True)
class _Made:
    """Gather the rows of one table."""

    code: str
    at: tuple[int, ...]
    keys: dict[str, None] = field(default_factory=dict)
    columns: dict[str, tuple[tuple[int, str], ...]] = field(default_factory=dict)
    rows: list[dict[str, Value]] = field(default_factory=list)

    def table(self) -> Table:
        """Return the table, with columns in the order of the model."""
        columns = (*self.keys, *sorted(self.columns, key=self.columns.__getitem__))
        rows = tuple(tuple(map(row.get, columns)) for row in self.rows)
        return Table(self.code, columns, rows)


Way = tuple[tuple[int, str], ...]
"""Where a column belongs: numbers of fields, and keys that people chose."""


@dataclass(slots=True)
class _Row:
    """Gather the cells of one row."""

    table: _Made
    cells: dict[str, Value]
    keys: Keys

    def put(self, code: str, way: Way, value: Value) -> None:
        """Put a value into a cell, and into more of them when it is too long for one."""
        if isinstance(value, str) and len(value) > LONGEST:
            for at in range(LONGEST, len(value), LONGEST):
                number = at // LONGEST + 1
                self._put(f"{code}+{number}", (*way, (number, "+")), value[at : at + LONGEST])
            value = value[:LONGEST]
        self._put(code, way, value)

    def _put(self, code: str, way: Way, value: Value) -> None:
        self.table.columns[code] = way
        self.cells[code] = value


@dataclass(frozen=True, slots=True)
class _Belongs:
    """Say where a row belongs.

    Args:
        code: Its table.
        at: Where that table belongs, as the model has it.
        own: What the row says of where it belongs.
        below: What the rows say that belong to it.
    """

    code: str
    at: tuple[int, ...]
    own: Keys
    below: Keys


@dataclass(frozen=True, slots=True)
class _Writing:
    """Write what is below one root."""

    made: dict[str, _Made]
    root: Root

    def row(self, where: _Belongs, value: Any, form: Form) -> None:
        """Write one row of a table, and the rows that belong to it."""
        table = self.made.setdefault(where.code, _Made(where.code, where.at))
        table.keys |= dict.fromkeys(where.own)
        row = _Row(table, dict(where.own), where.below)
        table.rows.append(row.cells)
        if isinstance(value, Struct):
            self.parts(row, "", (), value)
        elif isinstance(value, dict) and value:
            self.mapping(row, VALUE, ((0, ""),), value, form)
        else:
            row.put(VALUE, ((0, ""),), NO_PARTS if value == {} else in_cell(value, form))

    def parts(self, row: _Row, code: str, way: Way, value: Struct) -> bool:
        """Write the fields of a struct; tell whether there was one to write."""
        some = False
        defaults = {item.name: item.default for item in msgspec.structs.fields(type(value))}
        for number, (key, (name, form)) in enumerate(fields(type(value)).items()):
            inner = getattr(value, name)
            if inner is None or (inner == () and defaults[name] == ()):
                continue
            some = True
            column = f"{code}.{key}" if code else key
            self.field(row, column, (*way, (number, "")), inner, form)
        return some

    def field(self, row: _Row, code: str, way: Way, value: Any, form: Form) -> None:
        """Write the value of one field, in cells of the row or in rows of its own."""
        if isinstance(value, dict):
            self.mapping(row, code, way, value, form)
        elif isinstance(value, Struct) and form.items:
            self.rows(row, code, way, [(None, value)], form)
        elif isinstance(value, Struct):
            if not self.parts(row, code, way, value):
                row.put(code, way, NO_PARTS)
        elif type(value) is not tuple:  # an amount of money is one value too
            row.put(code, way, in_cell(value, form))
        elif not value:
            row.put(code, way, NO_ITEMS)
        elif (whole := listed(value, form)) is not None:
            row.put(code, way, whole)
        else:
            self.rows(row, code, way, list(enumerate(value, 1)), form)

    def mapping(self, row: _Row, code: str, way: Way, value: dict[str, Any], form: Form) -> None:
        """Write values by keys that people chose, such as a text in several languages."""
        if not value or not form.inner:
            row.put(code, way, NO_PARTS)
        elif form.has_rows:
            self.rows(row, code, way, list(value.items()), form)
        else:
            for key, inner in sorted(value.items()):
                self.field(row, f"{code}.{key}", (*way, (-1, key)), inner, form.inner)

    def rows(
        self, row: _Row, code: str, way: Way, inside: list[tuple[Any, Any]], form: Form
    ) -> None:
        """Write rows of their own, each with its key or its place in the list."""
        numbers = row.table.at + tuple(number for number, _ in way)
        key = ORDER if form.items else KEY
        table, last = f"{row.table.code}.{code}", code.rpartition(".")[2]
        for name, value in inside:
            own = {**row.keys, key: name} if name is not None else {**row.keys}
            below = {**row.keys, last: name} if name is not None else {**row.keys}
            self.row(_Belongs(table, numbers, own, below), value, form.row)
