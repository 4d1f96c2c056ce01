"""To flat tables and back is the identity on every inventory that the model allows."""

from __future__ import annotations

import typing
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings

from editions.cases import full_inventory, slug
from models import inventories
from playbook.load.convert import convert
from playbook.model.inventory import Inventory
from playbook.model.organisation import Organisation, Supplier
from playbook.model.process import Process
from playbook.tables.flat import Table, to_tables
from playbook.tables.forms import below, fields, layout, layouts
from playbook.tables.plain import from_tables

MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
TYPES: dict[str, typing.Any] = {
    "organisation": Organisation,
    "suppliers": tuple[Supplier, ...],
    "processes": tuple[Process, ...],
}


def read_back(tables: Sequence[Table]) -> dict[str, typing.Any]:
    """Return what tables say, as the loader reads it."""
    plain = from_tables(tables)
    assert plain.problems == ()
    found = {}
    for name, type_ in TYPES.items():
        if name in plain.values:
            value, problems = convert(plain.values[name], type_, plain.places[name], "f")
            assert plain.told(problems) == []
            found[name] = value
    return found


def as_read(inventory: Inventory) -> dict[str, typing.Any]:
    """Return what has to be read back."""
    held = {
        "organisation": inventory.organisation,
        "suppliers": inventory.suppliers,
        "processes": tuple(inventory.processes),
    }
    return {name: value for name, value in held.items() if value != ()}


@MANY
@given(inventory=inventories())
def test_to_tables_and_back_is_the_identity(inventory: Inventory) -> None:
    assert read_back(to_tables(inventory)) == as_read(inventory)


def test_every_field_of_the_model_comes_back() -> None:
    inventory = full_inventory(slug)
    tables = to_tables(inventory)
    assert read_back(tables) == as_read(inventory)
    # Nothing of the model is without a place, so that this says something of every field.
    wanted = {code for code, how in layouts() if how.row.struct}
    assert wanted <= {table.code for table in tables}


@pytest.mark.parametrize("code", [code for code, _ in layouts()])
def test_the_columns_that_say_where_a_row_belongs_are_no_fields(code: str) -> None:
    how = layout(code)
    assert how
    assert not set(how.keys) & set(fields(how.row.struct) if how.row.struct else ())
    assert all(below(how.row, name) for name in (fields(how.row.struct) if how.row.struct else ()))
