"""The facts of one process as pages show them, inside and in a supplier's edition alike."""

from __future__ import annotations

from markupsafe import Markup
from msgspec import Struct


class Fact(Struct, frozen=True):
    """A name and what is known under it.

    Args:
        label: What it is.
        value: What is known, ready to print.
        remark: How and when it is known.
        field: The field that it comes from, by its dotted name; empty when that is not told.
    """

    label: str
    value: Markup
    remark: str = ""
    field: str = ""


class Column(Struct, frozen=True, kw_only=True):
    """One column of a table of facts.

    Args:
        name: What it holds.
        field: The field that it comes from, by its dotted name.
    """

    name: str
    field: str


class FactTable(Struct, frozen=True, kw_only=True):
    """Facts in rows and columns.

    Args:
        key: Lasting name, for the id of its section.
        title: What the table shows.
        columns: Its columns.
        rows: Cells, ready to print; as many in each row as there are columns.
    """

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Markup, ...], ...]


class SipocColumn(Struct, frozen=True, kw_only=True):
    """One column of the picture from beginning to end.

    Args:
        title: What the column holds.
        texts: What stands in it.
        field: The field that it comes from, by its dotted name.
    """

    title: str
    texts: tuple[Markup, ...]
    field: str


class Raci(Struct, frozen=True, kw_only=True):
    """Who does what.

    Args:
        roles: The roles, as heads of columns.
        rows: Each activity with the letters of each role, such as ``A`` or ``A R``.
    """

    roles: tuple[Markup, ...]
    rows: tuple[tuple[Markup, tuple[str, ...]], ...]
