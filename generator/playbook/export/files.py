"""Exports as files: a workbook, lists in plain text, or JSON."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final

import msgspec
from msgspec import Struct

from playbook.contexts.view import View
from playbook.entries import Stamp
from playbook.export.findings import findings
from playbook.export.worklist import FILLED_IN, work_list
from playbook.model.inventory import Inventory
from playbook.model.scalars import Percentage
from playbook.problems import Place, Problem, Unusable
from playbook.sheets.plaintext import as_list, as_lists
from playbook.sheets.tabular import Explanation, as_workbook
from playbook.tables.flat import Table, to_tables
from playbook.tables.forms import WORK_LIST, Form, fields
from playbook.tables.speech import Speech
from playbook.tables.written import as_cell, in_cell
from playbook.texts import Interface

WHAT: Final = ("inventory", "open", "findings")
FORMS: Final = (".xlsx", ".csv", ".zip", ".json")


def tables_of(view: View, what: str, role: str = "") -> tuple[Table, ...]:
    """Return what is to be exported as flat tables, what is looked for most first.

    Args:
        view: The organisation in one language.
        what: The inventory, what is open, or the findings.
        role: Of what is open, only what this role can close; empty for everything.
    """
    if what == "open":
        return work_list(view, role)
    if what == "findings":
        return findings(view)
    found = to_tables(view.portfolio.inventory)
    return tuple(sorted(found, key=lambda table: not table.code.startswith("processes")))


@dataclass(frozen=True, slots=True)
class Order:
    """Say what to export, and as what.

    Args:
        name: Name of the file; its ending says what it is.
        what: The inventory, what is open, or the findings.
        role: Of what is open, only what this role can close; empty for everything.
        moment: Time to write in the file.
    """

    name: str
    what: str
    role: str
    moment: Stamp


def made(view: View, interface: Interface, order: Order) -> bytes:
    """Return an export as the bytes of a file.

    Args:
        view: The organisation in one language.
        interface: The words of the pages.
        order: What to export.

    Raises:
        Unusable: There is no such form, or it cannot hold this.
    """
    name, what, role, moment = order.name, order.what, order.role, order.moment
    form = PurePath(name).suffix.lower()
    if form == ".json":
        return as_json(view, what, role)
    tables = tables_of(view, what, role)
    separator = ";" if view.language == "nl" else ","
    if form == ".xlsx":
        speech = Speech(interface, view.language)
        return as_workbook(tables, speech, _explanation(view, what), moment)
    if form == ".zip":
        return as_lists(tables, separator, moment)
    if len(tables) > 1 and what == "inventory":
        what_is = f"the inventory is {len(tables)} lists, and a .csv holds one"
        raise Unusable([Problem(Place(name), what_is, "name a .zip, or an .xlsx", "X02")])
    return as_list(tables[0], separator)


def _explanation(view: View, what: str) -> Explanation:
    word = view.wording.word
    title = word(f"export_title_{what}", organisation=view.called)
    lines = ["export_line_inside"]
    if what == "open":
        lines += ["export_line_open", "export_line_proof", "export_line_fields"]
    if what != "findings":
        lines += ["export_line_empty", "export_line_lists"]
    if what == "inventory":
        lines.append("export_line_rows")
    if what != "findings":
        lines.append("export_line_back")
    return Explanation(
        title=word("export_explanation"),
        lines=(title, *map(word, lines)),
        heads=(
            word("export_head_sheet"),
            word("export_head_column"),
            word("export_head_holds"),
            word("export_head_code"),
        ),
        lists=word("export_lists"),
        choose=word("export_choose"),
        ask={WORK_LIST: frozenset(FILLED_IN)} if what == "open" else {},
    )


def as_json(view: View, what: str, role: str = "") -> bytes:
    """Return an export as JSON: the inventory as its files say it, a list as its rows.

    Args:
        view: The organisation in one language.
        what: The inventory, what is open, or the findings.
        role: Of what is open, only what this role can close; empty for everything.
    """
    if what == "inventory":
        document = of_inventory(view.portfolio.inventory)
    else:
        document = {table.code: _rows(table) for table in tables_of(view, what, role)}
    text = json.dumps(document, ensure_ascii=False, indent=2)
    # No program that reads JSON has to take half a sign.
    return f"{text}\n".encode("utf-8", "surrogatepass")


def of_inventory(inventory: Inventory) -> dict[str, Any]:
    """Return an inventory as its files say it.

    Args:
        inventory: The inventory.
    """
    held = {
        "organisation": inventory.organisation,
        "suppliers": inventory.suppliers,
        "processes": tuple(inventory.processes),
    }
    return {name: _plain(value) for name, value in held.items()}


def _plain(value: Any) -> Any:
    """Return a value as YAML says it: a percentage, an amount or a date is a text."""
    if isinstance(value, Struct):
        defaults = {item.name: item.default for item in msgspec.structs.fields(type(value))}
        held = ((key, name, getattr(value, name)) for key, (name, _) in fields(type(value)).items())
        return {key: _plain(inner) for key, name, inner in held if inner != defaults[name]}
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if type(value) is tuple:
        return [_plain(inner) for inner in value]
    if isinstance(value, tuple | Percentage | datetime.date):
        return as_cell(in_cell(value, Form()))
    return value


def _rows(table: Table) -> Sequence[dict[str, Any]]:
    return [
        {
            column: as_cell(cell) if hasattr(cell, "isoformat") else cell
            for column, cell in zip(table.columns, row, strict=True)
            if cell is not None
        }
        for row in table.rows
    ]
