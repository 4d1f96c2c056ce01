"""A file that `playbook export` wrote, taken back whatever its heads are called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from playbook.intake.cells import RawSheet
from playbook.intake.convert import canonical
from playbook.intake.merge import PROCESS, Item, part_of
from playbook.intake.records import Given, Path, Record, Spot
from playbook.load.notation import Misread
from playbook.model.places import unpack
from playbook.problems import Place, Problem
from playbook.tables.flat import Table
from playbook.tables.forms import Form
from playbook.tables.plain import Plain, from_tables


@dataclass(frozen=True)
class Tables(RawSheet):
    """Stand for all sheets of an exported file: a place in it names the sheet.

    Args:
        plain: What the tables say.
    """

    plain: Plain | None = None

    def place(self, row: int, column: int) -> str:
        """Return where a cell stands, as ``inventory.xlsx:Processes!C14``.

        Args:
            row: Table and row, as one number.
            column: Number of the column, from 0.
        """
        return str(self.plain.place(Place("", row, column + 1))) if self.plain else self.file


def taken_back(name: str, tables: Sequence[Table]) -> tuple[list[Record], tuple[Problem, ...]]:
    """Return what exported tables say of processes, and what could not be understood.

    Args:
        name: Name of the file.
        tables: Its tables.
    """
    # Rows are told by their number in the first table.
    ordered = sorted(tables, key=lambda table: table.code != "processes")
    plain = from_tables(ordered)
    sheet = Tables(name, name, lambda: iter(()), plain=plain)
    processes = plain.values.get("processes", ())
    places = plain.places["processes"][1] if processes else ()
    pairs = zip(processes, places, strict=True)
    return [_record(sheet, values, node) for values, node in pairs], plain.problems


def _record(sheet: Tables, values: dict[str, Any], node: Any) -> Record:
    named = values.get("name", "")
    name = next(iter(named.values()), "") if isinstance(named, dict) else named
    given = {path: said for path, said in _leaves(values, node, PROCESS, ()) if path != ("id",)}
    department = values.get("department", "")
    return Record(sheet, name, values.get("id", ""), department, [_spot(node)[0]], given)


def _leaves(value: Any, node: Any, form: Form, path: Path) -> Iterator[tuple[Path, Given]]:
    """Yield every word with the cell that it comes from; a list or mapping without any as it is."""
    if isinstance(value, str):
        yield path, (_canonical(value, form), _spot(node))
    elif not value:
        yield path, value
    elif isinstance(value, list):
        for at, (item, inner) in enumerate(zip(value, node[1], strict=True)):
            word = Item(item) if isinstance(item, str) else item
            yield from _leaves(word, inner, form.row, (*path, at))
    else:
        for key, item in value.items():
            yield from _leaves(item, node[1][key], part_of(form, key), (*path, key))


def _canonical(text: str, form: Form) -> str:
    try:
        return type(text)(canonical(text, form))
    except Misread:
        return text  # it is told when it is held against the types


def _spot(node: Any) -> Spot:
    place = unpack(node if isinstance(node, int) else node[0], "")
    return place.line, place.column - 1
