"""Tables that `playbook export` wrote, filled in and sent back: every value by its own field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any, Final

from playbook.intake.cells import Source
from playbook.intake.checked import check_values
from playbook.intake.convert import canonical
from playbook.intake.laying import Laying
from playbook.intake.leaves import Change, Empty, grown
from playbook.intake.merge import PROCESS, laid, part_of
from playbook.intake.records import Given, Path, Record
from playbook.intake.things import LISTS, Things
from playbook.intake.vocabulary import Vocabulary
from playbook.load.notation import Misread
from playbook.model.organisation import Organisation, Supplier
from playbook.model.places import unpack
from playbook.problems import Place
from playbook.sheets.exported import read_exported
from playbook.tables.flat import Table
from playbook.tables.forms import Form, layout
from playbook.tables.plain import Plain, from_tables

ORGANISATION: Final = Form(struct=Organisation)
SUPPLIER: Final = Form(struct=Supplier)


@dataclass(frozen=True, slots=True)
class Tables(Source):
    """Say where values of exported tables stand.

    Args:
        plain: What the tables say.
    """

    plain: Plain | None = None

    def place(self, row: int, column: int) -> str:
        """Return where a value stands, by its packed line and column.

        Args:
            row: The line, as the tables pack it.
            column: The column, from 0.
        """
        if self.plain is None:
            return self.file
        return str(self.plain.place(Place("", row, column + 1)))


def tables_in(name: str, data: bytes, vocabulary: Vocabulary) -> tuple[Table, ...]:
    """Return the tables of a file that `playbook export` wrote; none when it wrote another.

    Args:
        name: Name of the file.
        data: Its bytes.
        vocabulary: What people call things.

    Raises:
        NoSheetError: It is damaged, or not safe to read.
    """
    tables = read_exported(name, data, vocabulary.speech)
    return tables if all(map(_is_exported, tables)) else ()


def _is_exported(table: Table) -> bool:
    """Tell whether a table says by itself to which process each row belongs."""
    how = layout(table.code)
    if how is None:
        return False
    keys = how.keys or ("id",)
    return table.code == "organisation" or keys[0] in table.columns


def lay(laying: Laying, tables: Sequence[Table]) -> dict[FilePath, bytes]:
    """Lay tables over an inventory; return the files that change.

    Args:
        laying: Lays what is read over the inventory.
        tables: The tables.

    Raises:
        Unusable: The project could not be read afterwards.
    """
    known = dict(laying.memory)
    plain = from_tables(tables)
    source = Tables(laying.name, "", plain)
    laying.outcome.problems += plain.problems
    whole = _organisation(plain, laying.things)
    given = _given_suppliers(plain, laying.things)
    laying.lay(_records(plain, source, laying.things), by_position=True)
    laying.outcome.problems += check_values(whole, source, ORGANISATION, {"name": "-"})
    there = laying.library.organisation()
    changes = laying.merged("(organisation)", source, whole, ORGANISATION, there)
    others = _suppliers(laying, source, given)
    # What sheets of their own said last stays known; an export says nothing about that.
    laying.memory = known
    return laying.files(changes, others)


def _organisation(plain: Plain, things: Things) -> dict[Path, Given]:
    """Return what tables say of the organisation itself."""
    values, places = plain.values.get("organisation"), plain.places.get("organisation")
    if not isinstance(values, dict):
        return {}
    for kind, key in LISTS.items():
        for item in values.get(key) or ():
            if isinstance(item, dict) and item.get("id"):
                things.learn(kind, item["id"], item.get("name") or item["id"])
    return dict(_flat(values, places, ORGANISATION, things, ()))


def _given_suppliers(plain: Plain, things: Things) -> list[dict[Path, Given]]:
    """Return what tables say of each supplier."""
    return [
        dict(_flat(value, place, SUPPLIER, things, ()))
        for value, place in _rows(plain, "suppliers")
    ]


def _records(plain: Plain, source: Source, things: Things) -> list[Record]:
    """Return what tables say of each process."""
    made: list[Record] = []
    for value, place in _rows(plain, "processes"):
        flat = dict(_flat(value, place, PROCESS, things, ()))
        ident = flat.pop(("id",), ("", (0, 0)))[0]
        name = value.get("name") or ""
        shown = next(iter(name.values()), "") if isinstance(name, dict) else name
        row = unpack(place if isinstance(place, int) else place[0], "").line
        record = Record(source, shown, ident, flat.get(("department",), ("",))[0], [row], flat)
        made.append(record)
    return made


def _rows(plain: Plain, code: str) -> Iterator[tuple[dict[str, Any], Any]]:
    values = plain.values.get(code) or []
    if values:
        yield from zip(values, plain.places[code][1], strict=True)


def _flat(
    value: Any, place: Any, form: Form, things: Things, path: Path
) -> Iterator[tuple[Path, Given]]:
    """Yield every word with its path and its cell."""
    here = place if isinstance(place, int) else place[0]
    spot = unpack(here, "")
    if isinstance(value, dict | list) and not value:
        yield path, (Empty("{}" if isinstance(value, dict) else "[]"), (spot.line, spot.column - 1))
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, place[1][key], part_of(form, key), things, (*path, key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _flat(inner, place[1][at], form.row, things, (*path, at))
    elif value is not None:
        yield path, (_word(str(value), form, things), (spot.line, spot.column - 1))


def _word(text: str, form: Form, things: Things) -> str:
    if form.refers in LISTS:
        return things.id_of(str(form.refers), text)
    try:
        return canonical(text, form)
    except Misread:
        return text  # told when all values are held against their types


def _suppliers(
    laying: Laying, source: Source, given: Sequence[dict[Path, Given]]
) -> dict[FilePath, bytes]:
    """Return the file of suppliers as it is going to be, when it changes."""
    there = laying.library.suppliers()
    ids = {one.get("id"): at for at, one in enumerate(there)}
    changes: dict[int, list[Change]] = {}
    added: list[Any] = []
    for values in given:
        ident = values.get(("id",), ("", (0, 0)))[0]
        laying.outcome.problems += check_values(values, source, SUPPLIER, {})
        if ident in ids:
            at = ids[ident]
            name = f"(supplier {ident})"
            changes[at] = laying.merged(name, source, values, SUPPLIER, there[at])
        elif values:
            added.append(laid(grown(values), SUPPLIER))
            laying.use(added[-1])
    kept = {at: some for at, some in changes.items() if some}
    return laying.library.with_suppliers(kept, added)
