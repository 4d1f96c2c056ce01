"""How an organisation's own sheets are read: what each column holds."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

NOT_READ = "-"
"""What a column's field is when the column is left out on purpose."""


class Column(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One column of a sheet."""

    head: Annotated[str, Meta(description="What stands above the column.")]
    field: Annotated[
        str, Meta(description="The field that it fills, such as exceptions.rate; - for none.")
    ]


class MappedSheet(
    Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One sheet of a workbook."""

    sheet: Annotated[str | None, Meta(description="Its title; none for plain text.")] = None
    head_rows: Annotated[int, Meta(ge=1, le=5, description="How many rows its heads take.")] = 1
    department: Annotated[
        str | None, Meta(description="Department of rows that name none, by its name.")
    ] = None
    columns: Annotated[tuple[Column, ...], Meta(description="Its columns.")]


class ImportFile(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """How the sheets of an organisation are read by ``playbook import``."""

    hidden_rows: Annotated[bool, Meta(description="Whether rows that are hidden are read too.")] = (
        False
    )
    sheets: Annotated[tuple[MappedSheet, ...], Meta(description="The sheets that are read.")] = ()
