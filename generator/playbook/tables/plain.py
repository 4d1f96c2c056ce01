"""From flat tables to what files of the inventory would say, with the place of every value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from playbook.model.places import pack, unpack
from playbook.problems import Place, Problem
from playbook.tables.flat import Origin, Table
from playbook.tables.forms import ROOTS, Form, Layout, Level, Root, below, layout
from playbook.tables.written import NO_PARTS, Value, as_text, is_none, items_of

_ROWS: Final = 1 << 21
"""More rows than a sheet can have: a table and a row are kept as one number."""
_FIRST_ROW: Final = 2


@dataclass(frozen=True, slots=True)
class Plain:
    """Hold what tables say, as the loader converts it.

    Args:
        values: Mappings, lists and texts: one mapping for the organisation, lists of them for
            suppliers and processes.
        places: The same shape with packed places: see `playbook.model.places`.
        problems: What could not be understood, with places in the sheets.
        tables: The tables.
    """

    values: dict[str, Any]
    places: dict[str, Any]
    problems: tuple[Problem, ...]
    tables: tuple[Table, ...]

    def place(self, place: Place) -> Place:
        """Return where a value stands in its sheet: ``FILE:sheet!C4``.

        Args:
            place: Its place as the loader tells it.
        """
        table, row = divmod(place.line - 1, _ROWS)
        return _in_sheet(_origin(self.tables[table]), row, place.column)

    def told(self, problems: Sequence[Problem]) -> list[Problem]:
        """Return problems of the loader with their places in the sheets.

        Args:
            problems: The problems.
        """
        return [replace(problem, place=self.place(problem.place)) for problem in problems]


def from_tables(tables: Sequence[Table]) -> Plain:
    """Return what tables say.

    Columns that no field has are told and passed over, and so are rows that belong nowhere.

    Args:
        tables: Tables as `playbook.tables.flat.to_tables` makes them, whole or in part.
    """
    reading = _Reading(tuple(tables))
    known: list[tuple[int, int, Layout]] = []
    for number, table in enumerate(tables):
        found = layout(table.code)
        if found is None:
            what = f"no table of an inventory is called “{table.code}”"
            reading.tell(Place(_origin(table).name), what, "leave it out", "I11")
        else:
            reading.problems += _origin(table).unread
            known.append((len(found.levels), number, found))
    for _, number, how in sorted(known, key=lambda item: item[:2]):
        reading.table(number, how)
    return reading.plain()


def _origin(table: Table) -> Origin:
    if table.origin:
        return table.origin
    rows, columns = len(table.rows), len(table.columns)
    return Origin(table.code, range(_FIRST_ROW, rows + _FIRST_ROW), range(1, columns + 1))


def _in_sheet(origin: Origin, row: int, column: int) -> Place:
    return Place(f"{origin.name}!{letters(column)}{row}")


def letters(column: int) -> str:
    """Return the letters of a column in a sheet.

    Args:
        column: Its number, counted from 1.
    """
    found = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


@dataclass(slots=True)
class _Node:
    """Hold what is said of one value until all tables are read."""

    place: int
    leaf: Any = None
    fields: dict[str, _Node] = field(default_factory=dict)
    items: list[tuple[int | None, _Node]] = field(default_factory=list)
    form: Form | None = None

    def inside(self, path: Sequence[str], place: int) -> _Node:
        """Return the node at a path, made when it is not there."""
        here = self
        for part in path:
            here = here.fields.setdefault(part, _Node(place))
        return here

    @property
    def said(self) -> bool:
        """Tell whether anything was said."""
        return self.leaf is not None or bool(self.fields or self.items)

    def find(self, order: int | None) -> _Node | None:
        """Return the item of a list by its number, or the only one."""
        found = [node for number, node in self.items if number == order]
        if len(found) == 1:
            return found[0]
        if order is None or any(number is not None for number, _ in self.items):
            return None
        return self.items[order - 1][1] if 0 < order <= len(self.items) else None

    def ordered(self) -> list[_Node]:
        """Return the items of a list in their order, those without a number last."""
        last = len(self.items)
        numbered = [(last if order is None else order, node) for order, node in self.items]
        return [node for _, node in sorted(numbered, key=lambda item: item[0])]


@dataclass(slots=True)
class _Reading:
    """Put together what several tables say."""

    tables: tuple[Table, ...]
    problems: list[Problem] = field(default_factory=list)
    rows: dict[str, list[_Node]] = field(default_factory=dict)
    known: dict[str, dict[str, _Node]] = field(default_factory=dict)

    def tell(self, place: Place, what: str, instead: str, code: str) -> None:
        """Note a problem."""
        self.problems.append(Problem(place, what, instead, code))

    def tell_at(self, place: int, what: str, instead: str, code: str) -> None:
        """Note a problem at a cell."""
        found = unpack(place, "")
        number, row = divmod(found.line - 1, _ROWS)
        self.tell(_in_sheet(_origin(self.tables[number]), row, found.column), what, instead, code)

    def table(self, number: int, how: Layout) -> None:
        """Read one table."""
        table = self.tables[number]
        origin = _origin(table)
        columns = _Columns(how)
        for at, code in enumerate(table.columns):
            if not columns.take(at, code):
                place = _in_sheet(origin, origin.head, origin.columns[at])
                what = f"“{code}” is no column of “{table.code}”"
                self.tell(place, what, "leave the column out, or correct its code", "I12")
        self.rows.setdefault(how.root.code, [])
        for row, cells in zip(origin.rows, table.rows, strict=True):
            filled = [None if _blank(cell) else cell for cell in cells]
            if any(cell is not None for cell in filled):
                places = [pack(number * _ROWS + row, column - 1) for column in origin.columns]
                self.row(columns, filled, places)

    def row(self, columns: _Columns, cells: Sequence[Value | None], places: Sequence[int]) -> None:
        """Read one row."""
        here = self.node(columns, cells, places)
        if here is None:
            return
        for path, form, ats in columns.held:
            parts = [cells[at] for at in ats if cells[at] is not None]
            if not parts:
                continue
            value = parts[0] if len(parts) == 1 else "".join(map(str, parts))
            node = here.inside(path, places[ats[0]])
            if node.said:
                what = "this says again what another cell says"
                self.tell_at(places[ats[0]], what, "keep one of the two", "I14")
            elif value is not None:
                node.leaf, node.place = _leaf(value, form), places[ats[0]]

    def node(
        self, columns: _Columns, cells: Sequence[Value | None], places: Sequence[int]
    ) -> _Node | None:
        """Return what a row is about; nothing when it cannot be known."""
        how = columns.how
        keys = [None if at is None else cells[at] for at in columns.keys]
        places_of_keys = [places[0 if at is None else at] for at in columns.keys]
        if not how.levels:
            return self.root(how.root, columns, cells, places[0])
        here = self.owner(how.root, keys[0] if how.root.key else None, places_of_keys[0])
        rest = zip(
            how.levels, keys[-len(how.levels) :], places_of_keys[-len(how.levels) :], strict=True
        )
        for level, key, place in rest:
            if here is None:
                return None
            last = level is how.levels[-1]
            here = (
                self.added(here, level, key, place) if last else self.found(here, level, key, place)
            )
        return here

    def root(
        self, root: Root, columns: _Columns, cells: Sequence[Value | None], place: int
    ) -> _Node | None:
        """Return the node of a row of a table that an inventory begins with."""
        rows, known = self.rows[root.code], self.known.setdefault(root.code, {})
        if not root.key and rows:
            self.tell_at(place, "this is a second organisation", "keep one row", "I13")
            return None
        node = _Node(place)
        rows.append(node)
        if root.key and columns.ident is not None and cells[columns.ident] is not None:
            ident = as_text(cells[columns.ident], str)  # type: ignore[arg-type]
            if ident in known:
                what = f"“{ident}” is in two rows"
                self.tell_at(place, what, "give one of them another id, or remove it", "I13")
            known.setdefault(ident, node)
        return node

    def owner(self, root: Root, ident: Value | None, place: int) -> _Node | None:
        """Return the row of a root to which another row belongs."""
        rows, known = self.rows[root.code], self.known.setdefault(root.code, {})
        if not root.key:
            if not rows:
                rows.append(_Node(place))
            return rows[0]
        if ident is None:
            what = f"this row does not say to which {root.key} it belongs"
            self.tell_at(place, what, f"fill in the id of the {root.key}", "I15")
            return None
        name = as_text(ident, str)
        if name not in known:
            if any(table.code == root.code for table in self.tables):
                what = f"no {root.key} has the id “{name}”"
                self.tell_at(place, what, "correct the id, or remove the row", "I16")
                return None
            known[name] = _Node(place, fields={"id": _Node(place, name)})
            rows.append(known[name])
        return known[name]

    def added(self, here: _Node, level: Level, key: Value | None, place: int) -> _Node | None:
        """Return a new row of a list or a mapping."""
        holder = here.inside(level.path, place)
        holder.form = level.form
        node = _Node(place)
        if not level.keyed:
            holder.items.append((self.number(key, place), node))
            return node
        name = as_text(key, str) if key is not None else ""
        if not name or name in holder.fields:
            what = f"“{name}” is in two rows" if name else "this row does not say what it is about"
            self.tell_at(place, what, "fill in a key that no other row has", "I15")
            return None
        holder.fields[name] = node
        return node

    def found(self, here: _Node, level: Level, key: Value | None, place: int) -> _Node | None:
        """Return a row of a list or a mapping that is there already."""
        holder: _Node | None = here
        for part in level.path:
            holder = holder.fields.get(part) if holder else None
        if holder and level.keyed:
            node = holder.fields.get(as_text(key, str) if key is not None else "")
        else:
            node = holder.find(self.number(key, place)) if holder else None
        if node is None:
            what = f"no row of “{level.path[-1]}” has the number “{'' if key is None else key}”"
            self.tell_at(place, what, "correct the number, or remove the row", "I16")
        return node

    def number(self, value: Value | None, place: int) -> int | None:
        """Return the number of a row in its list."""
        if value is None:
            return None
        try:
            return int(as_text(value, int))
        except ValueError:
            self.tell_at(place, f"“{value}” is not a number", "write 1, 2, 3 …", "I17")
            return None

    def plain(self) -> Plain:
        """Return everything that was said."""
        values: dict[str, Any] = {}
        places: dict[str, Any] = {}
        for root in ROOTS:
            nodes = self.rows.get(root.code)
            if nodes is None:
                continue
            pairs = [self.whole(node) for node in nodes]
            if root.key:
                values[root.code] = [value for value, _ in pairs]
                places[root.code] = [pack(0, 0), [place for _, place in pairs]]
            elif pairs:
                values[root.code], places[root.code] = pairs[0]
        return Plain(values, places, tuple(sorted(self.problems)), self.tables)

    def whole(self, node: _Node) -> tuple[Any, Any]:
        """Return a value and its places."""
        if node.leaf not in (None, [], {}) and (node.fields or node.items):
            what = "other cells say more of this"
            self.tell_at(node.place, what, "keep the one cell, or the others", "I14")
        elif node.items:
            items = node.ordered()
            if node.form and node.form.struct and len(items) == 1 and node.items[0][0] is None:
                return self.whole(items[0])
            pairs = [self.whole(item) for item in items]
            return [value for value, _ in pairs], [node.place, [place for _, place in pairs]]
        if node.leaf is None or node.fields:
            parts = {key: self.whole(inner) for key, inner in node.fields.items()}
            values = {key: value for key, (value, _) in parts.items()}
            return values, [node.place, {key: place for key, (_, place) in parts.items()}]
        if isinstance(node.leaf, list):
            return node.leaf, [node.place, [node.place] * len(node.leaf)]
        return node.leaf, [node.place, {}] if node.leaf == {} else node.place


@dataclass(slots=True)
class _Columns:
    """Hold what each column of a table is for.

    Args:
        how: How the table hangs together with the model.
        keys: Which column each key stands in.
        ident: Which column the id of a row stands in.
        held: Path and form of each value, and the columns that it stands in.
    """

    how: Layout
    keys: list[int | None] = field(init=False)
    ident: int | None = None
    held: list[tuple[tuple[str, ...], Form, list[int]]] = field(default_factory=list)
    _by_code: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin with no column known."""
        self.keys = [None] * len(self.how.keys)

    def take(self, at: int, code: str) -> bool:
        """Take a column; tell whether it is known.

        Args:
            at: Its position in the table.
            code: Its code.
        """
        if code in self.how.keys:
            self.keys[self.how.keys.index(code)] = at
            return True
        first, _, part = code.partition("+")
        if part.isdigit() and first in self._by_code:
            self._by_code[first].append(at)
            return True
        found = None if part else below(self.how.row, code)
        if found is None:
            return False
        if code == "id":
            self.ident = at
        self._by_code[code] = [at]
        self.held.append((*found, self._by_code[code]))
        return True


def _blank(cell: Value | None) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _leaf(value: Value, form: Form) -> Any:
    """Return what a cell says: a text, a list of them, or that there is nothing in it."""
    if isinstance(value, str):
        said = value.strip()
        if said == NO_PARTS and (form.struct or form.inner):
            return {}
        if form.items and is_none(said):
            return []
        if form.items and (items := items_of(value, form)) is not None:
            return items
    return as_text(value, form.word)
