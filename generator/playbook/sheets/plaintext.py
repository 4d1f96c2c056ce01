"""Flat tables as lists in plain text, one file a table, in codes: for other programs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from playbook.cells import as_csv, safe
from playbook.entries import Stamp, packed
from playbook.tables.flat import Table
from playbook.tables.written import as_cell


def as_list(table: Table, separator: str) -> bytes:
    """Return a table as a list in plain text, with the codes of its columns above it.

    Args:
        table: The table.
        separator: What stands between cells: Excel in Dutch expects a semicolon.
    """
    rows = [[safe(as_cell(cell)) for cell in row] for row in table.rows]
    return as_csv([table.columns, *rows], separator)


def as_lists(tables: Sequence[Table], separator: str, moment: Stamp) -> bytes:
    """Return tables as an archive of lists in plain text, each named by the code of its table.

    Args:
        tables: The tables.
        separator: What stands between cells.
        moment: Time to write in it.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for table in tables:
            name, data = f"{table.code}.csv", as_list(table, separator)
            archive.writestr(packed(name, moment, data), data)
    return made.getvalue()
