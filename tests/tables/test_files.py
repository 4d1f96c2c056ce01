"""Through real files and back: nothing of an inventory is lost in a workbook or in plain text."""

from __future__ import annotations

import io
import re
import zipfile

import msgspec
import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from editions.cases import full_inventory, slug
from inventories import interface
from models import NOWHERE, ODD, inventories, texts
from playbook.cells import kept, meant, safe
from playbook.entries import EARLIEST
from playbook.model.inventory import Inventory
from playbook.model.organisation import Organisation
from playbook.model.process import Kpi, Process
from playbook.model.processes import Filed, Processes
from playbook.model.scalars import Quantity
from playbook.sheets.exported import read_exported
from playbook.sheets.plaintext import as_list, as_lists
from playbook.sheets.tabular import Explanation, as_workbook
from playbook.tables.flat import to_tables
from playbook.tables.forms import fields, layouts
from playbook.tables.speech import Speech
from tables.test_lossless import as_read, read_back

WORDS = interface()
DUTCH, ENGLISH = Speech(WORDS, "nl"), Speech(WORDS, "en")
EXPLANATION = Explanation(
    title="Uitleg", lines=("Title", "=1+1"), heads=("a", "b", "c", "d"), lists="L", choose="Choose."
)
MANY = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate,),
)


def workbook(inventory: Inventory, speech: Speech = DUTCH) -> bytes:
    return as_workbook(to_tables(inventory), speech, EXPLANATION, EARLIEST)


def with_text(text: str) -> Inventory:
    """Return an inventory with one text in several places, in a list too."""
    process = Process(
        id="p", name=text, purpose={"nl": text}, legal_basis=(text, "b"), tags=(text,)
    )
    return Inventory(
        id="x",
        organisation=Organisation(name=text),
        suppliers=(),
        processes=Processes([Filed.of((process,), {})]),
        organisation_places=NOWHERE,
    )


@MANY
@given(inventory=inventories(), speech=st.sampled_from([DUTCH, ENGLISH]))
def test_through_a_workbook(inventory: Inventory, speech: Speech) -> None:
    tables = read_exported("x.xlsx", workbook(inventory, speech), ENGLISH)
    assert read_back(tables) == as_read(inventory)


@MANY
@given(inventory=inventories(), separator=st.sampled_from(";,"))
def test_through_plain_text(inventory: Inventory, separator: str) -> None:
    data = as_lists(to_tables(inventory), separator, EARLIEST)
    assert read_back(read_exported("x.zip", data, ENGLISH)) == as_read(inventory)


@pytest.mark.parametrize("text", ODD, ids=lambda text: repr(text[:12]))
def test_an_odd_text_stays_what_it_is(text: str) -> None:
    inventory = with_text(text)
    data = as_lists(to_tables(inventory), ";", EARLIEST)
    assert read_back(read_exported("x.xlsx", workbook(inventory), DUTCH)) == as_read(inventory)
    assert read_back(read_exported("x.zip", data, DUTCH)) == as_read(inventory)


@pytest.mark.parametrize("unit", ["\x04a", "_x0041_", "a\uffff", "=1"])
def test_an_odd_unit_stays_what_it_is(unit: str) -> None:
    kpis = (Kpi(name="k", target=Quantity(1.5, unit), months={"2026-01": Quantity(2.0, unit)}),)
    inventory = msgspec.structs.replace(
        with_text("p"), processes=(Process(id="p", name="p", kpis=kpis),)
    )
    data = as_lists(to_tables(inventory), ";", EARLIEST)
    assert read_back(read_exported("x.xlsx", workbook(inventory), DUTCH)) == as_read(inventory)
    assert read_back(read_exported("x.zip", data, DUTCH)) == as_read(inventory)


def test_every_field_comes_back() -> None:
    inventory = full_inventory(slug)
    assert read_back(read_exported("x.xlsx", workbook(inventory), DUTCH)) == as_read(inventory)


@given(text=texts)
def test_the_sign_that_makes_a_text_safe_is_undone(text: str) -> None:
    assert meant(kept(text)) == text
    made = safe(text)
    assert isinstance(made, str)
    assert not made.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert meant(made) == re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)


def test_no_cell_of_a_workbook_is_a_formula_and_none_of_plain_text_becomes_one() -> None:
    inventory = with_text("=HYPERLINK(A1)")
    book = openpyxl.load_workbook(io.BytesIO(workbook(inventory)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    dangerous = [cell for cell in cells if str(cell.value).startswith("=")]
    assert dangerous
    assert all(
        cell.data_type == "s" and cell.quotePrefix for cell in dangerous if "HYPER" in cell.value
    )
    assert all(cell.data_type != "f" for cell in cells)
    (table,) = [table for table in to_tables(inventory) if table.code == "processes"]
    assert b";'=HYPERLINK(A1)" in as_list(table, ";")
    assert b";=" not in as_list(table, ";")


def test_the_same_inventory_gives_the_same_bytes() -> None:
    inventory = full_inventory(slug)
    assert workbook(inventory) == workbook(inventory)
    assert zipfile.ZipFile(io.BytesIO(workbook(inventory))).testzip() is None


@pytest.mark.parametrize("speech", [DUTCH, ENGLISH], ids=["nl", "en"])
def test_every_field_has_a_name_in_words_and_every_head_is_its_own(speech: Speech) -> None:
    for code, how in layouts():
        names = [*how.keys, *(fields(how.row.struct) if how.row.struct else ())]
        heads = [speech.head(code, name) for name in names]
        assert len({head.casefold() for head in heads}) == len(heads), (code, heads)
    known = WORDS.fields.keys() | WORDS.parts.keys()
    named = {name for _, how in layouts() if how.row.struct for name in fields(how.row.struct)}
    assert named <= known


def test_a_workbook_looks_right() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(full_inventory(slug))))
    for sheet in book.worksheets[1:-1]:
        assert sheet.row_dimensions[1].hidden, sheet.title
        assert sheet.freeze_panes.endswith("3"), sheet.title
        assert sheet.auto_filter.ref.startswith("A2:"), sheet.title
        assert len(sheet.title) <= 31
        assert all(
            10 <= sheet.column_dimensions[cell.column_letter].width <= 48 for cell in sheet[2]
        )
    assert book.worksheets[-1].sheet_state == "hidden"
    variants = book["Varianten"]
    heads = {cell.value: cell.column_letter for cell in variants[2]}
    rules = {str(rule.sqref)[0]: rule for rule in variants.data_validations.dataValidation}
    lists = book.worksheets[-1]
    column = rules[heads["Reden"]].formula1.split("$")[1]
    offered = [cell.value for cell in lists[column] if cell.value]
    assert offered == ["wettelijk", "voor de klant", "technisch", "zo gegroeid"]
    assert rules[heads["Onderdeel"]].formula1.startswith("'Onderdelen van de organisatie'!$")
